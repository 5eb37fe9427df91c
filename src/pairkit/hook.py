"""The short way in for hooks of git and of agents: nothing is imported here that a silent commit does not need.

A hook never blocks because of itself. What it cannot do it says in a sentence and lets the commit pass; only a verdict
stops. Text goes out as UTF-8 bytes whatever the console's code page says.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from pairkit import utf8
from pairkit.errors import DONE, INTERRUPTED, STOPPED, PairkitError

if TYPE_CHECKING:
    from pairkit.git.place import Place

_COMMIT_HOOKS = ("pre-commit", "pre-merge-commit")


def main(arguments: list[str] | None = None) -> int:
    """Run the hook named by the first argument; return its exit code."""
    args = sys.argv[1:] if arguments is None else arguments
    try:
        return _hook(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except PairkitError as error:
        return _told(error)
    except Exception:  # noqa: BLE001 - a hook that raises would block a commit that nothing is wrong with
        return _failed()


def _hook(args: list[str]) -> int:
    name = args[0] if args else ""
    if name in _COMMIT_HOOKS:
        return _commit(name)
    if name == "commit-msg" and len(args) > 1:
        return _message(args[1])
    if name == "pre-push":
        return _push(args[1] if len(args) > 1 else os.environ.get("PRE_COMMIT_REMOTE_NAME", ""))
    if name == "agent":
        return _agent(args[1:])
    return _usage()


def _agent(args: list[str]) -> int:
    from pairkit.guard.agents.entry import serve

    return serve(args)


def _told(error: PairkitError) -> int:
    try:
        from pairkit.words.trouble import explain

        _say(explain(error, _language(None)))
    except Exception:  # noqa: BLE001 - as below
        return _failed()
    return DONE


def _commit(hook: str) -> int:
    from pairkit.change.staged import staged
    from pairkit.gate.assess import assess
    from pairkit.gate.verdict import PASS, STOP, WAIT
    from pairkit.git.objects import Objects
    from pairkit.git.place import find_in_hook

    place = find_in_hook()
    with Objects(place.root) as objects:
        merging = _merging() if hook == "pre-merge-commit" else None
        assessment = assess(place, staged(place, objects, merging), objects, lenient=True)
        outcome = assessment.verdict.outcome
        person = assessment.acting.person
        unguarded = _unguarded(place)
        if outcome == PASS and assessment.trouble is None and not assessment.change.skipped and not unguarded:
            return DONE
        from pairkit.report.text import commit_report

        language = _language(person.language if person else None)
        _say(commit_report(assessment, language))
        _say_unguarded(unguarded, language)
        return STOPPED if outcome in (STOP, WAIT) else DONE


def _unguarded(place: Place) -> str:
    """Return the agent at work here if nothing tells that its guard is alive: then only commits are checked."""
    from pairkit.project.working_agent import is_guarded, working_agent

    name = working_agent(os.environ)
    return name if name and not is_guarded(place.common_dir, name) else ""


def _say_unguarded(name: str, language: str) -> None:
    if name:
        from pairkit.project.working_agent import title
        from pairkit.words.catalogue import say
        from pairkit.words.layout import wrap

        _say(wrap(say(language, "push.agent-unguarded", agent=title(name))))


def _message(path: str) -> int:
    from pairkit.gate.message import judge_message
    from pairkit.gate.verdict import STOP
    from pairkit.git.objects import Objects
    from pairkit.git.place import find_in_hook

    place = find_in_hook()
    with Objects(place.root) as objects:
        assessment = judge_message(place, path, objects)
        if assessment.verdict.outcome != STOP:
            return DONE
        from pairkit.report.message_text import message_report

        person = assessment.acting.person
        _say(message_report(assessment, _language(person.language if person else None)))
        return STOPPED


def _push(remote: str) -> int:
    from pairkit.change.pushed import updates
    from pairkit.gate.push import judge_push
    from pairkit.gate.verdict import PASS, STOP, WAIT
    from pairkit.git.objects import Objects
    from pairkit.git.place import find_in_hook

    said = sys.stdin.buffer.read() if sys.stdin is not None and not sys.stdin.isatty() else b""
    sent = updates(said, os.environ)
    place = find_in_hook()
    with Objects(place.root) as objects:
        push = judge_push(place, objects, remote, sent)
        if push.outcome == PASS and push.trouble is None:
            return DONE
        from pairkit.report.push import push_report

        person = push.acting.person
        _say(push_report(push, _language(person.language if person else None)))
        return STOPPED if push.outcome in (STOP, WAIT) else DONE


def _merging() -> tuple[str, ...] | None:
    """Return what is being merged: before `pre-merge-commit` git names it only in the environment."""
    heads = tuple(name.removeprefix("GITHEAD_") for name in os.environ if name.startswith("GITHEAD_"))
    return heads or None


def _language(person: str | None) -> str:
    from pairkit.words.language import choose

    return choose(None, person)


def _say(text: str) -> None:
    """Write past Python's own buffers: nobody may be there to hear it, and that must not stop a commit."""
    with contextlib.suppress(OSError):
        os.write(2, text.encode("utf-8", "replace") + b"\n" if text else b"")


def _failed() -> int:
    try:
        from pairkit.crash import keep
        from pairkit.words import say

        _say(say(_language(None), "report.hook-failed", log=keep()))
    except Exception:  # noqa: BLE001 - a part of pairkit itself is missing
        _say("pairkit is not whole on this computer, so this was saved without its checks.")
    return DONE


def _usage() -> int:
    _say("pairkit-hook pre-commit | pre-merge-commit | commit-msg FILE | pre-push [REMOTE] | agent --agent NAME")
    return 2


def run() -> NoReturn:
    """Be the `pairkit-hook` command.

    It lives too short for anything to be collected, and all it says is written when `main` returns, so it leaves
    without a farewell: an agent waits for each call, and 8 ms of 70 would go there.
    """
    utf8.ensure()
    gc.disable()
    os._exit(main())


if __name__ == "__main__":
    run()
