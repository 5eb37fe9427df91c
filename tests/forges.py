"""Events as the forges send them, and stand-ins for `gh` and GitLab's interface that write down what they are asked."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

EVENTS = Path(__file__).parent / "forge-events"
REPOSITORY = "jiwon/desk"

_GH = """#!{python}
import json, os, sys
answers = json.load(open(os.environ["FAKE_GH"] + "/answers.json", encoding="utf-8"))
args = sys.argv[1:]
stdin = sys.stdin.buffer.read().decode() if "--input" in args else ""
with open(os.environ["FAKE_GH"] + "/calls.jsonl", "a", encoding="utf-8") as file:
    file.write(json.dumps([args, stdin]) + "\\n")
path = next((arg for arg in args if arg.startswith("repos/")), "").partition("?")[0]
asked = sum(json.loads(line)[0] == args for line in open(os.environ["FAKE_GH"] + "/calls.jsonl", encoding="utf-8"))
path = f"{{path}}#{{asked}}" if f"{{path}}#{{asked}}" in answers else path
if path not in answers:
    sys.stderr.write("gh: Resource not accessible by integration (HTTP 403)\\n")
    sys.exit(1)
for page in answers[path]:
    sys.stdout.write(json.dumps(page))
"""


def event(name: str, **values: str) -> dict[str, Any]:
    """Return the recorded event `name`, with its placeholders (`BASE`, `HEAD`, `BODY`) filled."""
    text = (EVENTS / f"{name}.json").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f'"{key}"', json.dumps(value))
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def fake_gh(folder: Path, answers: dict[str, list[Any]]) -> dict[str, str]:
    """Put a `gh` in `folder` that answers by path, in pages; return the environment that makes it the one in use.

    `PATH#2` is the answer when it is asked the second time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "gh"
    program.write_text(_GH.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return {"PATH": f"{folder}:/usr/bin:/bin", "FAKE_GH": str(folder), "GH_TOKEN": "t"}


def calls(folder: Path) -> list[tuple[list[str], str]]:
    """Return what that `gh` was asked: arguments and standard input."""
    path = folder / "calls.jsonl"
    if not path.exists():
        return []
    return [(args, stdin) for args, stdin in map(json.loads, path.read_text(encoding="utf-8").splitlines())]


@contextmanager
def fake_gitlab(answers: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
    """Serve GitLab's answers by path; yield its address and what was asked: method, path, token, body."""
    asked: list[tuple[str, str, str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            path = self.path.partition("?")[0].removeprefix("/api/v4/projects/7/")
            asked.append((self.command, path, self.headers.get("PRIVATE-TOKEN") or "", body))
            found = answers.get(path)
            self.send_response(200 if found is not None else 404)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        do_GET = do_PUT = _answer  # noqa: N815 - the name is the server's

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v4", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
