"""Read a playbook's folder. Slow on purpose: everything that can be wrong in it is found here, with file and line."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from typing import Any

from pairkit.errors import BrokenFile
from pairkit.playbook.form import LESSON, PLAYBOOK, RULE, SHAPES
from pairkit.shipped import shipped
from pairkit.strict import Form, read


def load(folder: str) -> dict[str, Any]:
    """Return {"playbook", "rules", "vendors", "lessons"} of the playbook in `folder`, as plain values.

    Raises BrokenFile for the first thing that is wrong.
    """
    head = _one(os.path.join(folder, "playbook.yaml"), PLAYBOOK)
    rules = [_rule(path) for path in _files(folder, "rules")]
    vendors = [_vendor(path) for path in _files(folder, "secrets")]
    lessons = [_named(path, LESSON) for path in _files(folder, "lessons")]
    known = {lesson["id"] for lesson in lessons} | _core_lessons()
    for rule in rules:
        if rule["lesson"] not in known:
            path = os.path.join(folder, "rules", rule["id"] + ".yaml")
            raise BrokenFile("playbook-no-lesson", path=path, line=1, id=rule["id"], name=rule["lesson"])
    return {"playbook": head, "rules": rules, "vendors": vendors, "lessons": lessons}


def _core_lessons() -> set[str]:
    """The lessons of the core playbook are there for every other one."""
    return {
        os.path.basename(path).removesuffix(".yaml")
        for path in _files(os.path.join(shipped("playbooks"), "core"), "lessons")
    }


def _files(folder: str, kind: str) -> list[str]:
    place = os.path.join(folder, kind)
    if not os.path.isdir(place):
        return []
    return [os.path.join(place, name) for name in sorted(os.listdir(place)) if name.endswith(".yaml")]


def _one(path: str, form: Form) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFile("file-unreadable", path=path, line=1, said=str(error)) from None
    return read(text, path, form)


def _named(path: str, form: Form) -> dict[str, Any]:
    data: dict[str, Any] = _one(path, form)
    name = os.path.basename(path).removesuffix(".yaml")
    if data["id"] != name:
        raise BrokenFile("playbook-id-and-file", path=path, line=1, id=data["id"], name=name)
    return data


def _rule(path: str) -> dict[str, Any]:
    rule = _named(path, RULE)
    if rule["stops"] != "nowhere" and rule["severity"] != "must":
        raise BrokenFile("playbook-stops-needs-must", path=path, line=1, id=rule["id"])
    if not rule["examples"]["found"] or not rule["examples"]["quiet"]:
        raise BrokenFile("playbook-no-examples", path=path, line=1, id=rule["id"])
    for detect in rule["detect"]:
        _check_detect(path, rule["id"], detect)
    return rule


def _check_detect(path: str, rule: str, detect: dict[str, Any]) -> None:
    """A pattern needs literals: they are the gate that keeps a hook fast, so a rule without them cannot be."""
    for side in ("added", "removed"):
        if side in detect:
            _check_pattern(path, rule, detect[side])
            if not detect.get("literals"):
                raise BrokenFile("playbook-no-literals", path=path, line=1, id=rule)
    if "detector" in detect and find_spec(f"pairkit.rules.detectors.{detect['detector']}") is None:
        raise BrokenFile("playbook-no-detector", path=path, line=1, id=rule, name=detect["detector"])
    for command in detect.get("command", ()):
        _check_command(path, rule, command)
    if "structure" in detect and not detect.get("literals"):
        raise BrokenFile("playbook-no-literals", path=path, line=1, id=rule)
    if not {"added", "removed", "detector", "shapes", "status", "structure", "command"} & detect.keys():
        raise BrokenFile("playbook-detects-nothing", path=path, line=1, id=rule)


def _check_command(path: str, rule: str, command: dict[str, Any]) -> None:
    if "args" in command:
        _check_pattern(path, rule, command["args"])
    if "check" in command and find_spec(f"pairkit.rules.commands.{command['check']}") is None:
        raise BrokenFile("playbook-no-detector", path=path, line=1, id=rule, name=command["check"])


def _vendor(path: str) -> dict[str, Any]:
    vendor: dict[str, Any] = _one(path, SHAPES)
    for shape in vendor["shapes"]:
        pattern = _check_pattern(path, shape["id"], shape["pattern"])
        if "secret" not in pattern.groupindex:
            raise BrokenFile("playbook-no-secret-group", path=path, line=1, id=shape["id"])
    return vendor


def _check_pattern(path: str, owner: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise BrokenFile("playbook-bad-pattern", path=path, line=1, id=owner, said=str(error)) from None
