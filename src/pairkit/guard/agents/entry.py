"""`pairkit-hook agent --agent NAME`: one call of an agent, from its payload to its answer.

What can be read is judged. What cannot be read is refused if it may be a write or a command and we are in a guarded
project: an agent's payload is never broken by accident for long, and passing it would be a hole that nobody sees.
What goes wrong in pairkit itself passes with a remark, as at a commit. Outside guarded projects everything passes.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Mapping
from typing import Any

from pairkit import lazy
from pairkit.action.model import BEFORE, Action
from pairkit.errors import PairkitError
from pairkit.gate.verdict import PASS, SAY, STOP
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find_in_hook
from pairkit.guard.agents.answer import Answer, by_exit_code
from pairkit.guard.agents.caller import NAMES, adapter, identify, keys_in
from pairkit.guard.agents.guarded import around, roots
from pairkit.guard.agents.payload import Unreadable

MOST = 50 * 1024 * 1024
"""Bytes of a payload that are read; a larger one counts as unreadable."""
_LATER = lazy.pattern(
    r'"(?:hook_event_name|hookName|agent_action_name)"\s*:\s*"(?!tool_call"|Pre|Before|before|pre)[^"]+"'
    r'|"(?:postToolUse|tool_result|toolResult|tool_response)"\s*:'
)
"""What stands only in payloads of a moment at which nothing can be stopped any more."""
_TOOL = lazy.pattern(r'"(?:tool_name|toolName|tool|name)"\s*:\s*"([^"\\]+)"')


def serve(arguments: list[str]) -> int:
    """Answer one call on the standard channels and return its exit code; never raises."""
    gc.disable()  # nothing lives long enough to be collected
    named = _named(arguments)
    try:
        answer = respond(named, _received(), os.environ)
    except Exception:  # noqa: BLE001 - a hook that raises is skipped by most agents and refuses everything in one
        answer = _without_pairkit(named)
    _send(1, answer.stdout)
    _send(2, answer.stderr)
    return answer.code


def _received() -> bytes:
    """Return what stands on standard input, at most one byte more than is looked at; nothing if it is closed."""
    parts, size = [], 0
    try:
        while size <= MOST and (part := os.read(0, 1 << 20)):
            parts.append(part)
            size += len(part)
    except OSError:
        return b""
    return b"".join(parts)


def respond(named: str, raw: bytes, environ: Mapping[str, str]) -> Answer:
    """Return the answer to a payload in the dialect of whoever asks. `named` is what `--agent` says."""
    payload = _parsed(raw)
    text = "" if payload is not None else raw[:MOST].decode("utf-8", "replace")
    agent = adapter(identify(named, payload if payload is not None else keys_in(text), environ))
    if payload is None:
        return _unread(agent, named, text, around(environ), too_large=len(raw) > MOST)
    try:
        action: Action = agent.read(payload, environ)
    except Unreadable:
        return _unread(agent, named, json.dumps(payload), around(environ))
    if not action.event:
        return _answered(agent, "", PASS, "")
    return _judged(agent, action, environ)


def _judged(agent: Any, action: Action, environ: Mapping[str, str]) -> Answer:
    """Judge an action in each guarded project it touches; the first stop counts."""
    outcome, said = PASS, ""
    for root in roots(action, environ):
        here, text = _in(root, action)
        if here == STOP or (here == SAY and outcome == PASS):
            outcome, said = here, text
        if outcome == STOP:
            break
    return _answered(agent, action.event, outcome, said)


def _in(root: str, action: Action) -> tuple[str, str]:
    """Return the outcome in one project and what is said about it."""
    from pairkit.guard.agents.heartbeat import beat

    outcome, said, place = PASS, "", None
    try:
        place = find_in_hook(root)
        with Objects(root) as objects:
            outcome, said = _verdict(place, objects, action)
    except PairkitError as error:
        outcome, said = SAY, _trouble(error)
    except Exception:  # noqa: BLE001 - pairkit's own mistake must not hold anybody's work
        outcome, said = SAY, _failed()
    if place is not None:
        beat(place.common_dir, action.agent, action.event, outcome)
    return outcome, said


def _verdict(place: Place, objects: Objects, action: Action) -> tuple[str, str]:
    if not (action.edits or action.reads or action.commands or action.prompt):
        return PASS, ""  # a tool that only looks, or one of another server: nothing to judge, so nothing to load

    from pairkit.gate.act import judge_action

    verdict = judge_action(action, place, objects)
    if verdict.outcome == PASS:
        return PASS, ""
    from pairkit.report.agent import agent_text

    return verdict.outcome, agent_text(verdict, _language(verdict.language or None))


def _unread(agent: Any, named: str, text: str, where: list[str], *, too_large: bool = False) -> Answer:
    """Refuse what cannot be read, unless it is harmless for sure or nothing here is guarded."""
    if not where or _LATER.search(text) or _only_reads(agent, text):
        return _answered(agent, BEFORE, PASS, "")
    from pairkit.words import catalogue

    key = "agents.payload-too-large" if too_large else "agents.payload-unreadable"
    said = catalogue.say(_language(None), key, agent=agent.AGENT.title)
    _note(agent, where[0])
    if named == "copilot":  # VS Code reads the same file: this refuses in both
        return by_exit_code(said)
    return _answered(agent, BEFORE, STOP, said)


def _only_reads(agent: Any, text: str) -> bool:
    """Tell whether the text of a broken payload names a tool, and only tools that read."""
    names = _TOOL.findall(text)
    return bool(names) and all(agent.TOOLS.get(name) == "read" for name in names)


def _note(agent: Any, root: str) -> None:
    from pairkit.guard.agents.heartbeat import beat

    try:
        beat(find_in_hook(root).common_dir, agent.AGENT.name, BEFORE, STOP)
    except PairkitError:
        return


def _answered(agent: Any, event: str, outcome: str, said: str) -> Answer:
    answer: Answer = agent.answer(event, outcome, said)
    return answer


def _parsed(raw: bytes) -> Mapping[str, Any] | None:
    """Return the payload, or None if it is none. Signs that are not UTF-8 are kept as they are in file names."""
    if len(raw) > MOST:
        return None
    try:
        found = json.loads(raw.decode("utf-8-sig", "surrogateescape"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _named(arguments: list[str]) -> str:
    for n, one in enumerate(arguments):
        if one.startswith("--agent="):
            return one.removeprefix("--agent=")
        if one == "--agent" and n + 1 < len(arguments):
            return arguments[n + 1]
    return ""


def _language(person: str | None) -> str:
    from pairkit.words.language import choose

    return choose(None, person)


def _trouble(error: PairkitError) -> str:
    from pairkit.words.trouble import explain

    return explain(error, _language(None))


def _failed() -> str:
    from pairkit.crash import keep
    from pairkit.words import catalogue

    return catalogue.say(_language(None), "agents.agent-failed", log=keep())


def _without_pairkit(named: str) -> Answer:
    """Say yes in the named dialect: a part of pairkit is missing or broken. Only the adapter is needed for that."""
    try:
        answer: Answer = adapter(named if named in NAMES else "claude").answer(BEFORE, SAY, _failed())
    except Exception:  # noqa: BLE001 - nothing of pairkit is whole: most agents take silence for a yes
        return Answer(stderr="pairkit is not whole on this computer, so its checks did not run.\n")
    return answer


def _send(channel: int, text: str) -> None:
    """Write UTF-8 bytes, whatever the locale is; the agent may be gone already."""
    data = text.encode("utf-8", "replace")
    try:
        while data:
            data = data[os.write(channel, data) :]
    except OSError:
        return
