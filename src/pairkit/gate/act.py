"""Judge what an agent is about to do, before it is done; and look at a file after it was written.

| seen                                             | maker's agent | developer's agent |
| a file that keeps the agreement                  | stops         | stops             |
| a file of a closed zone                          | stops         | passes            |
| a file of a developer's zone                     | is said       | passes            |
| a secret in a text, a key file shown             | stops         | stops             |
| a command that a rule names                      | stops         | stops             |
| a key pasted into a prompt                       | is said       | is said           |

The agreement is read from HEAD. Without one, or without people in it, there are no zones; the rest holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pairkit.action.line import DELETE, READ, WRITE, Line, Touch
from pairkit.action.model import AFTER, BEFORE, PROMPT, Action, Edit
from pairkit.change.model import Change
from pairkit.gate.action_verdict import COMMAND, EDIT, READING, ActionVerdict, Seen
from pairkit.gate.assess import here, judge_of
from pairkit.gate.reach import Reach, is_env, is_key_file, reach_of, real
from pairkit.gate.verdict import SAY, STOP
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting
from pairkit.project.zones import CLOSED, DEVELOPER, Zones
from pairkit.rules.around import Around


class _Judge(NamedTuple):
    """All that judging needs, gathered once."""

    place: Place | None
    objects: Objects | None
    agreement: Agreement
    playbooks: Index
    acting: Acting
    reach: Reach
    zones: Zones | None


def judge_action(action: Action, place: Place | None, objects: Objects | None) -> ActionVerdict:
    """Return what an action means. `place` is None outside a repository.

    Raises GitFailed where git cannot read what it has; a broken agreement is not obeyed and not raised.
    """
    agreement, playbooks, _ = judge_of(place, Change("staged", ()), objects, lenient=True)
    acting = _acting(place, agreement)
    by_zones = agreement.declared and bool(agreement.people) and acting.role != "developer"
    zones = agreement.make_zones() if by_zones else None
    judge = _Judge(place, objects, agreement, playbooks, acting, reach_of(place), zones)
    return ActionVerdict(tuple(_once(_seen(action, judge))), acting, agreement, playbooks)


def _acting(place: Place | None, agreement: Agreement) -> Acting:
    return here(place, agreement) if place is not None and agreement.people else Acting(None)


def _seen(action: Action, judge: _Judge) -> Iterator[Seen]:
    if action.event == BEFORE:
        for edit in action.edits:
            yield from _edit(edit, action, judge)
        for path in action.reads:
            if _is_secret_file(_full(path, action.cwd, judge)):
                yield Seen(READING, STOP, "secret-read", {"file": _called(path, action.cwd, judge)})
        for text in action.commands:
            yield from _command(text, action, judge)
    elif action.event == AFTER and judge.place is not None:
        from pairkit.gate.written import findings_of  # loads detectors, which a check beforehand has no need of

        yield from findings_of([_called(edit.path, action.cwd, judge) for edit in action.edits], judge.place,
                               judge.objects, judge.agreement, judge.playbooks, judge.acting)  # fmt: skip
    elif action.event == PROMPT and action.prompt:
        from pairkit.gate.secrets_in import pasted

        yield from pasted(action.prompt, judge.agreement, judge.playbooks)


def _once(seen: Iterable[Seen]) -> list[Seen]:
    """Keep one of each kind and place: `cp` touches a file by two of its names."""
    return list({(one.rule, str(one.facts.get("file", one.finding)), one.outcome): one for one in seen}.values())


# Edits.


def _edit(edit: Edit, action: Action, judge: _Judge) -> Iterator[Seen]:
    touch = Touch(DELETE if edit.deleted else WRITE, edit.path)
    yield from _placed(EDIT, touch, action.cwd, judge)
    full = _full(edit.path, action.cwd, judge)
    if is_env(full):
        if (edit.whole or edit.deleted) and os.path.exists(full):
            yield Seen(EDIT, STOP, "env-lost", {"file": _called(edit.path, action.cwd, judge)})
    elif edit.after:
        from pairkit.gate.secrets_in import written

        yield from written(_called(edit.path, action.cwd, judge), edit, full, judge.agreement, judge.playbooks)


def _placed(kind: str, touch: Touch, cwd: str, judge: _Judge) -> Iterator[Seen]:
    """Yield what a written or deleted file means by the place where it lies."""
    facts = {"file": _called(touch.path, cwd, judge)}
    declared = judge.agreement.declared
    guard = judge.reach.is_guard(touch.path, cwd, declared=declared)
    if guard or (touch.how == DELETE and judge.reach.holds_guard(touch.path, cwd, declared=declared)):
        hooks = ".git/" in f"{facts['file']}/"
        yield Seen(kind, STOP, "hook-file" if hooks else "guard-file", facts)
        return
    if judge.zones is None:
        return
    names = judge.reach.names(touch.path, cwd)
    zones = {judge.zones.of(name) for name in names}
    if touch.how == DELETE and CLOSED not in zones:
        zones |= {judge.zones.of(name + "/-") for name in names}
        zones |= {CLOSED for one in judge.agreement.zones.get(CLOSED, ()) if _is_above(names, one)}
    if CLOSED in zones:
        yield Seen(kind, STOP, "closed-file", facts)
    elif DEVELOPER in zones:
        yield Seen(kind, SAY, "developer-file", facts)


def _is_above(names: Iterable[str], pattern: str) -> bool:
    return any(pattern.lstrip("/").startswith(name + "/") for name in names)


# Commands.


def _command(text: str, action: Action, judge: _Judge) -> Iterator[Seen]:
    from pairkit.action.shell import read  # the parser: 8 ms, for commands only
    from pairkit.rules.command_rules import find_commands

    line = read(text, action.cwd)
    for hit in find_commands(line, judge.playbooks.rules, _around(judge)):
        outcome = _outcome(str(hit.rule["id"]), judge.agreement)
        if outcome:
            yield Seen(COMMAND, outcome, hit.rule["id"], hit.facts)
    yield from _touched(line, action, judge)
    yield from _secret_in(text, line, action, judge)
    if line.coarse:
        from pairkit.gate.coarse import plainly_dangerous

        found = plainly_dangerous(text)
        if found:
            yield Seen(COMMAND, STOP, "unreadable", {"what": found})


def _around(judge: _Judge) -> Around:
    place = judge.place
    if place is None:
        return Around(home=judge.reach.home)
    return Around(
        place.root, judge.reach.home, place.branch, judge.agreement.protected, unsaved=lambda: _unsaved(place.root)
    )


def _unsaved(root: str) -> bool:
    """Tell whether anything is changed and in no commit; where git cannot tell, it may be."""
    from pairkit.errors import PairkitError
    from pairkit.git.run import git

    try:
        return bool(git(["status", "--porcelain", "-unormal"], root).strip())
    except PairkitError:
        return True


def _outcome(rule: str, agreement: Agreement) -> str:
    severity = agreement.rules.get(rule, {}).get("severity", "must")
    return {"must": STOP, "should": SAY}.get(severity, "")


def _touched(line: Line, action: Action, judge: _Judge) -> Iterator[Seen]:
    for touch in line.touched:
        full = _full(touch.path, action.cwd, judge)
        if touch.how == READ:
            if _is_secret_file(full):
                yield Seen(COMMAND, STOP, "secret-read", {"file": _called(touch.path, action.cwd, judge)})
            continue
        if is_env(full) and touch.how in (WRITE, DELETE) and os.path.exists(full):
            yield Seen(COMMAND, STOP, "env-lost", {"file": _called(touch.path, action.cwd, judge)})
        yield from _placed(COMMAND, touch, action.cwd, judge)


def _secret_in(text: str, line: Line, action: Action, judge: _Judge) -> Iterator[Seen]:
    """A secret in the text of a command that writes a file: it is written there."""
    targets = [touch.path for touch in line.touched if touch.how not in (READ, DELETE)]
    targets = [path for path in targets if not is_env(path)]
    if targets:
        from pairkit.gate.secrets_in import written

        edit = Edit(targets[0], after=text)
        yield from written(_called(targets[0], action.cwd, judge), edit, "", judge.agreement, judge.playbooks)


# Names.


def _full(path: str, cwd: str, judge: _Judge) -> str:
    return real(os.path.join(cwd or judge.reach.root or "/", path))


def _is_secret_file(full: str) -> bool:
    return is_env(full) or is_key_file(full)


def _called(path: str, cwd: str, judge: _Judge) -> str:
    """Return how to speak of a path: from the project's top, or as it was given."""
    names = judge.reach.names(path, cwd)
    return names[0] if names else path
