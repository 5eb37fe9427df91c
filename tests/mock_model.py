"""A model that does what it is told: it asks for one tool after the other, and keeps what it was sent.

It speaks as much of Anthropic's messages, OpenAI's responses and chat, and Gemini's contents as agents need, as
server-sent events.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Step = tuple[str, dict[str, Any] | str]
"""A tool's name and its arguments; a bare text is the input of a tool that takes no JSON."""


class Model:
    """Asks for `steps` in order, then says "done". `heard` has the body of every request of the main conversation."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps
        self.heard: list[dict[str, Any]] = []
        self.url = ""

    def next(self, body: dict[str, Any], taken: int) -> Step | None:
        """Return the next step, by how many the conversation already holds; side talks get none."""
        if not body.get("tools"):
            return None
        self.heard.append(body)
        return self.steps[taken] if taken < len(self.steps) else None


@contextmanager
def serving(steps: list[Step]) -> Iterator[Model]:
    """Serve a model on a free local port."""
    model = Model(steps)

    class Handler(_Handler):
        pass

    Handler.model = model
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    model: Model

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        """Be there."""
        self._send([], "application/json")

    def do_GET(self) -> None:
        """List no models."""
        self._send([json.dumps({"data": [], "models": []})], "application/json")

    def do_POST(self) -> None:
        """Answer in the protocol of the address."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if "/messages" in self.path and "count_tokens" in self.path:
            self._send([json.dumps({"input_tokens": 1})], "application/json")
        elif "/messages" in self.path:
            self._send(_anthropic(self.model, body), "text/event-stream")
        elif "/responses" in self.path:
            self._send(_responses(self.model, body), "text/event-stream")
        elif "/chat/completions" in self.path:
            self._send(_chat(self.model, body), "text/event-stream" if body.get("stream") else "application/json")
        elif "GenerateContent" in self.path or "generateContent" in self.path:
            streams = "stream" in self.path
            self._send(
                _gemini(self.model, body, streams=streams), "text/event-stream" if streams else "application/json"
            )
        else:
            self._send(["{}"], "application/json")

    def _send(self, parts: list[str], kind: str) -> None:
        data = "".join(parts).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _event(data: dict[str, Any], name: str = "") -> str:
    return (f"event: {name}\n" if name else "") + f"data: {json.dumps(data)}\n\n"


def _anthropic(model: Model, body: dict[str, Any]) -> list[str]:
    blocks = [b for m in body["messages"] if isinstance(m["content"], list) for b in m["content"]]
    taken = sum(block.get("type") == "tool_use" for block in blocks)
    step = model.next(body, taken)
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "mock", "content": [], "usage": usage}
    if step:
        block: dict[str, Any] = {"type": "tool_use", "id": f"toolu_{taken}", "name": step[0], "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(step[1])}
    else:
        block = {"type": "text", "text": ""}
        delta = {"type": "text_delta", "text": "done"}
    reason = {"stop_reason": "tool_use" if step else "end_turn", "stop_sequence": None}
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": {**message, "stop_reason": None, "stop_sequence": None}},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": reason, "usage": {"output_tokens": 1}},
        {"type": "message_stop"},
    ]
    return [_event(one, str(one["type"])) for one in events]


def _responses(model: Model, body: dict[str, Any]) -> list[str]:
    given = body["input"] if isinstance(body["input"], list) else []
    taken = sum(item.get("type") in ("function_call", "custom_tool_call") for item in given)
    step = model.next(body, taken)
    item: dict[str, Any]
    if step is None:
        text = {"type": "output_text", "text": "done", "annotations": []}
        item = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [text]}
    elif isinstance(step[1], str):
        item = {
            "type": "custom_tool_call",
            "id": f"c{taken}",
            "call_id": f"call_{taken}",
            "name": step[0],
            "input": step[1],
        }
    else:
        given_ = json.dumps(step[1])
        item = {
            "type": "function_call",
            "id": f"f{taken}",
            "call_id": f"call_{taken}",
            "name": step[0],
            "arguments": given_,
        }
    usage = {
        "input_tokens": 1,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 1,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 2,
    }
    done = {"id": "r", "object": "response", "status": "completed", "output": [item], "usage": usage}
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": {"id": "r"}},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": done},
    ]
    return [_event(one, str(one["type"])) for one in events]


def _chat(model: Model, body: dict[str, Any]) -> list[str]:
    taken = sum(len(message.get("tool_calls") or ()) for message in body["messages"])
    step = model.next(body, taken)
    message: dict[str, Any] = {"role": "assistant", "content": "done"}
    if step:
        call = {"name": step[0], "arguments": json.dumps(step[1])}
        call_ = {"index": 0, "id": f"call_{taken}", "type": "function", "function": call}
        message = {"role": "assistant", "content": None, "tool_calls": [call_]}
    head = {"id": "x", "created": 1, "model": "mock"}
    reason, usage = "tool_calls" if step else "stop", {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    if not body.get("stream"):
        choice = {"index": 0, "message": message, "finish_reason": reason}
        return [json.dumps({**head, "object": "chat.completion", "choices": [choice], "usage": usage})]
    chunk = {**head, "object": "chat.completion.chunk"}
    first = {"index": 0, "delta": message, "finish_reason": None}
    last = {"index": 0, "delta": {}, "finish_reason": reason}
    return [
        _event({**chunk, "choices": [first]}),
        _event({**chunk, "choices": [last], "usage": usage}),
        "data: [DONE]\n\n",
    ]


def _gemini(model: Model, body: dict[str, Any], *, streams: bool) -> list[str]:
    parts = [part for content in body.get("contents", ()) for part in content.get("parts", ())]
    step = model.next(body, sum("functionCall" in part for part in parts))
    part = {"functionCall": {"name": step[0], "args": step[1]}} if step else {"text": "done"}
    candidate = {"index": 0, "content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}
    answer = {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "mock"}
    return [_event(answer) if streams else json.dumps(answer)]
