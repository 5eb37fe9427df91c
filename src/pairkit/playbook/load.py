"""Read a playbook's folder. Slow on purpose: everything that can be wrong in it is found here, with file and line."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.util import find_spec
from string import Formatter
from typing import Any

from pairkit.errors import BrokenFile
from pairkit.playbook.form import LESSON, OWN_RULE, PLAYBOOK, RULE, SHAPES
from pairkit.playbook.own import Own, Texts, read_folder
from pairkit.shipped import shipped
from pairkit.strict import Form, read
from pairkit.words.catalogue import is_known
from pairkit.words.layout import clean

_LONGEST = 200
"""Signs of a literal."""
_LONGEST_PATTERN = 10_000
"""Signs of a pattern; to judge how long it may search takes a time that grows with it."""
_PAGE = re.compile(r"https://[\w.-]+(?:/[\w./#?=&%~+-]*)?")
"""A page that a report may link to: nothing in it can be taken for markup."""

FIELDS = ("file", "line", "what", "owner", "more", "name", "value", "status")
"""What the words of a rule may be filled with."""

Plain = dict[str, Any]


def load(folder: str) -> Plain:
    """Return {"playbook", "rules", "vendors", "lessons"} of the playbook in `folder`, as plain values.

    Raises BrokenFile for the first thing that is wrong.
    """
    return _Reading(read_folder(folder), folder).whole()


def load_own(own: Own) -> Plain:
    """Return a project's own playbook in the same form. More is refused: nobody but the project has tried its rules."""
    made = _Reading(own.files(), own.folder, own=True).whole()
    if made["playbook"]["name"] != own.name:
        path = f"{own.folder}/playbook.yaml"
        raise BrokenFile("playbook-id-and-file", path=path, line=1, id=made["playbook"]["name"], name=own.name)
    return made


def _core_lessons() -> set[str]:
    """The lessons of the core playbook are there for every other one."""
    place = os.path.join(shipped("playbooks"), "core", "lessons")
    return {name.removesuffix(".yaml") for name in os.listdir(place) if name.endswith(".yaml")}


class _Reading:
    """One walk over a playbook's texts; holds the folder for the words."""

    def __init__(self, texts: Texts, folder: str, *, own: bool = False) -> None:
        self._texts, self._folder, self._own = texts, folder, own

    def whole(self) -> Plain:
        head = self._one("playbook.yaml", PLAYBOOK)
        rules = [self._rule(path) for path in self._of("rules")]
        vendors = [self._vendor(path) for path in self._of("secrets")]
        lessons = [self._named(path, LESSON) for path in self._of("lessons")]
        known = {lesson["id"] for lesson in lessons} | _core_lessons()
        for rule in rules:
            if rule["lesson"] not in known:
                path = f"rules/{rule['id']}.yaml"
                raise self.fail("playbook-no-lesson", path, "lesson:", id=rule["id"], name=rule["lesson"])
        return {"playbook": head, "rules": rules, "vendors": vendors, "lessons": lessons}

    def fail(self, key: str, path: str, word: str, **facts: object) -> BrokenFile:
        """Return the error, with the line where `word` stands first."""
        text = self._texts[path]
        line = text.count("\n", 0, max(0, text.find(word))) + 1
        return BrokenFile(key, path=self._shown(path), line=line, **facts)

    def _shown(self, path: str) -> str:
        return f"{self._folder}/{path}" if self._own else os.path.join(self._folder, *path.split("/"))

    def _of(self, kind: str) -> list[str]:
        return sorted(path for path in self._texts if path.startswith(kind + "/"))

    def _one(self, path: str, form: Form) -> Any:
        return read(self._texts[path], self._shown(path), form)

    def _named(self, path: str, form: Form) -> Plain:
        data: Plain = self._one(path, form)
        name = os.path.basename(path).removesuffix(".yaml")
        if data["id"] != name:
            raise self.fail("playbook-id-and-file", path, "id:", id=data["id"], name=name)
        return data

    def _rule(self, path: str) -> Plain:
        rule = self._named(path, OWN_RULE if self._own else RULE)
        if rule["stops"] != "nowhere" and rule["severity"] != "must":
            raise self.fail("playbook-stops-needs-must", path, "stops:", id=rule["id"])
        if not rule["examples"]["found"] or not rule["examples"]["quiet"]:
            raise self.fail("playbook-no-examples", path, "examples:", id=rule["id"])
        for detect in rule["detect"]:
            self._check_detect(path, rule["id"], detect)
        if self._own:
            self._check_fields(path, rule)
        return rule

    def _check_fields(self, path: str, rule: Plain) -> None:
        """Refuse a field that nothing fills: it would leave a hole in a sentence, or fail in the middle of a hook."""
        for text in _texts(rule):
            hidden = next((sign for sign in text if sign != "\n" and clean(sign) != sign), "")
            if hidden:
                facts = {"id": rule["id"], "sign": f"U+{ord(hidden):04X}"}
                raise self.fail("playbook-hidden-sign", path, hidden, **facts)
            try:
                fields = [field for field in Formatter().parse(text) if field[1] is not None]
                names = [
                    str(name) if is_known(spec or "") and not how else f"{name}:{spec or how}"
                    for _, name, spec, how in fields
                ]
            except ValueError:  # a brace that stands alone
                names = [text]
            for name in names:
                if name not in FIELDS:
                    close = get_close_matches(name, FIELDS, n=1, cutoff=0.0)[0]
                    facts = {"id": rule["id"], "name": name, "close": close, "known": ", ".join(FIELDS)}
                    raise self.fail("playbook-bad-field", path, "{" + name, **facts)

    def _check_detect(self, path: str, rule: str, detect: Plain) -> None:
        """A pattern needs literals: they are the gate that keeps a hook fast, so a rule without them cannot be."""
        for side in ("added", "removed"):
            if side in detect:
                self._check_pattern(path, rule, detect[side])
                if not detect.get("literals"):
                    raise self.fail("playbook-no-literals", path, side + ":", id=rule)
        self._check_literals(path, rule, detect.get("literals", ()))
        if "detector" in detect:
            self._check_detector(path, rule, detect["detector"])
        if "structure" in detect and not detect.get("literals"):
            raise self.fail("playbook-no-literals", path, "structure:", id=rule)
        if "structure" in detect and self._own:
            self._check_structure(path, rule, detect["structure"])
        for command in detect.get("command", ()):
            self._check_command(path, rule, command)
        if not {"added", "removed", "detector", "shapes", "status", "structure", "command"} & detect.keys():
            raise self.fail("playbook-detects-nothing", path, "detect:", id=rule)

    def _check_literals(self, path: str, owner: str, literals: Sequence[str]) -> None:
        """Refuse a long one: to look for all literals at once is prepared in a time that grows with their square."""
        long = next((literal for literal in literals if len(literal) > _LONGEST), None)
        if long is not None:
            facts = {"id": owner, "count": len(long), "most": _LONGEST}
            raise self.fail("playbook-long-literal", path, _start(long[:40]), **facts)

    def _check_command(self, path: str, rule: str, command: Plain) -> None:
        if "args" in command:
            self._check_pattern(path, rule, command["args"])
        if "check" in command and self._own:
            raise self.fail("playbook-own-detector", path, "check:", id=rule)
        if "check" in command and find_spec(f"pairkit.rules.commands.{command['check']}") is None:
            raise self.fail("playbook-no-detector", path, "check:", id=rule, name=command["check"])

    def _check_detector(self, path: str, rule: str, name: str) -> None:
        if self._own:  # each is written for its own rule, and would fail in the middle of a hook for another
            raise self.fail("playbook-own-detector", path, "detector:", id=rule)
        if find_spec(f"pairkit.rules.detectors.{name}") is None:
            raise self.fail("playbook-no-detector", path, "detector:", id=rule, name=name)

    def _check_structure(self, path: str, rule: str, structure: Plain) -> None:
        """Let ast-grep read the rule now: it raises at a wrong one, and must not do so in the middle of a hook."""
        from ast_grep_py import SgRoot

        query = {key: structure[key] for key in ("rule", "constraints") if key in structure}
        for language in structure["languages"]:
            try:
                SgRoot("", language).root().find_all(query)
            except BaseException as error:  # a panic of its engine is no Exception
                if isinstance(error, KeyboardInterrupt):
                    raise
                said = str(error).split("\n", maxsplit=1)[0]
                raise self.fail("playbook-bad-structure", path, "structure:", id=rule, said=said) from None

    def _vendor(self, path: str) -> Plain:
        vendor: Plain = self._one(path, SHAPES)
        if "revoke" in vendor and not _PAGE.fullmatch(vendor["revoke"]):
            raise self.fail("playbook-revoke", path, "revoke:", value=vendor["revoke"])
        for shape in vendor["shapes"]:
            pattern = self._check_pattern(path, shape["id"], shape["pattern"])
            self._check_literals(path, shape["id"], shape["literals"])
            if "secret" not in pattern.groupindex:
                raise self.fail("playbook-no-secret-group", path, shape["id"], id=shape["id"])
        return vendor

    def _check_pattern(self, path: str, owner: str, pattern: str) -> re.Pattern[str]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # what `re` warns of it will read otherwise one day, or reads so already
                compiled = re.compile(pattern)
        except (re.error, RecursionError, OverflowError, Warning) as error:
            raise self.fail("playbook-bad-pattern", path, _start(pattern), id=owner, said=str(error)) from None
        if self._own:
            from pairkit.playbook.backtracking import too_slow

            if len(pattern) > _LONGEST_PATTERN:
                facts = {"id": owner, "count": len(pattern), "most": _LONGEST_PATTERN}
                raise self.fail("playbook-long-pattern", path, _start(pattern[:40]), **facts)
            if too_slow(pattern):
                raise self.fail("playbook-slow-pattern", path, _start(pattern), id=owner)
        return compiled


def _texts(rule: Plain) -> list[str]:
    """Return every text of a rule that is filled, in both languages."""
    texts = []
    for code in ("en", "ko"):
        texts += [text for text in rule[code].values() if isinstance(text, str)]
        texts += rule[code].get("variants", {}).values()
    return texts


def _start(pattern: str) -> str:
    """Return as much of a pattern as is written alike in YAML, whatever its quotes."""
    return re.split(r"[\\'\"\n]", pattern, maxsplit=1)[0] or "added:"
