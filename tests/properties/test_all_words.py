"""Everything pairkit can say, it can say in both languages, with the same facts; nothing it says is missing."""

from __future__ import annotations

import ast
import importlib
import os
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pairkit
from pairkit.playbook.index import available
from pairkit.playbook.load import load
from pairkit.shipped import shipped
from pairkit.words.catalogue import LANGUAGES, fill
from pairkit.words.josa import forms

SOURCE = Path(pairkit.__file__).parent
AREAS = sorted(
    {
        entry.stem
        for language in LANGUAGES
        for entry in (SOURCE / "words" / language).glob("*.py")
        if entry.stem != "__init__"
    }
)
_CONDITIONAL = ("where",)  # `strict` gives it to every error


def _texts(language: str, area: str) -> Mapping[str, str]:
    texts: Mapping[str, str] = importlib.import_module(f"pairkit.words.{language}.{area}").TEXTS
    return texts


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    return {f"{area}.{name}": text for area in AREAS for name, text in _texts(language, area).items()}


def _fields(text: str) -> list[tuple[str, str]]:
    """Return (name, what follows its colon) of every field."""
    return [(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None]


def _names(text: str) -> set[str]:
    return {name for name, _ in _fields(text)}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_texts(area: str) -> None:
    """Each key of an area exists in every language, and none is empty."""
    first, *others = ({name for name, text in _texts(language, area).items() if text.strip()} for language in LANGUAGES)
    assert first == set(_texts(LANGUAGES[0], area))
    for other in others:
        assert other == first


def _unlike(pairs: Iterator[tuple[str, str, str]]) -> list[str]:
    return [
        f"{key}: en {sorted(_names(en))}, ko {sorted(_names(ko))}" for key, en, ko in pairs if _names(en) != _names(ko)
    ]


def test_both_languages_tell_the_same_facts() -> None:
    """A text names the same facts in both languages; only particles and plurals differ."""
    ko = _catalogue("ko")
    assert _unlike((key, en, ko[key]) for key, en in _catalogue("en").items() if key in ko) == []


def _odd_fields(key: str, text: str) -> Iterator[str]:
    for name, spec in _fields(text):
        plural = spec.count("|") == 1 and all(spec.split("|"))
        particle = forms(spec.removeprefix("”"))
        if not re.fullmatch(r"[a-z_]+", name) or (spec and particle is None and not plural):
            yield f"{key}: {{{name}:{spec}}}"


def _all_texts() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        yield from ((f"{language} {key}", text) for key, text in _catalogue(language).items())
    for rule in _rules():
        for language in LANGUAGES:
            yield from ((f"{language} {rule['id']} {key}", text) for key, text in _parts(rule[language]).items())


def test_every_field_can_be_filled() -> None:
    """What stands behind a field's colon is a Korean particle or a choice of two words, and nothing else."""
    assert [odd for key, text in _all_texts() for odd in _odd_fields(key, text)] == []
    for _, text in _all_texts():
        filled = fill(text, dict.fromkeys(_names(text), "가"))
        assert "{" not in re.sub(r"\{\{|\}\}", "", filled) or "{{" in text


def _rules() -> list[dict[str, Any]]:
    return [rule for name in available() for rule in load(os.path.join(shipped("playbooks"), name))["rules"]]


def _parts(words: Mapping[str, Any]) -> dict[str, str]:
    """Return a rule's words as one flat table."""
    flat = {key: text for key, text in words.items() if isinstance(text, str)}
    return flat | {f"variants.{key}": text for key, text in words.get("variants", {}).items()}


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: str(rule["id"]))
def test_a_rule_says_the_same_in_both_languages(rule: dict[str, Any]) -> None:
    """A rule has the same parts and variants in both languages, and each names the same facts."""
    en, ko = _parts(rule["en"]), _parts(rule["ko"])
    assert set(en) == set(ko)
    assert _unlike((key, en[key], ko[key]) for key in en if key not in ("example", "instead")) == []


@dataclass(frozen=True, slots=True)
class Said:
    """A place in the source that says something: the key (perhaps a pattern) and the facts given, None if not known."""

    where: str
    key: str
    facts: frozenset[str] | None


_SAY = {"say": (1, ""), "text": (0, ""), "complain": (0, "report."), "Fact": (0, "checklist."), "has": (1, "")}
_SAY["review"] = (0, "checklist.")  # the words of one review (report/review_words.py)
_SAY["agent"] = (0, "agent.")  # what is said to an agent (report/agent.py)


def _speaker(where: str, said: ast.Attribute) -> str:
    """Return whose words `x.say(…)` asks for: the whole catalogue's, or those of one area."""
    if isinstance(said.value, ast.Name) and said.value.id == "catalogue":
        return "say"
    return "agent" if where.startswith("report/agent.py") else "review"


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "_shipped" not in path.parts:
            yield str(path.relative_to(SOURCE)), ast.parse(path.read_text(encoding="utf-8"))


@cache
def _errors() -> frozenset[str]:
    """Return the names of all error classes that carry a key."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, module in _modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
    }
    found = {"PairkitError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def _keys(node: ast.expr, scope: ast.AST) -> list[str]:
    """Return the keys that an expression can be, as patterns; an unknown part of one is `.+`."""
    match node:
        case ast.Constant(value=str(value)):
            return [re.escape(value)]
        case ast.JoinedStr(values=values):
            return ["".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in values)]
        case ast.IfExp(body=body, orelse=orelse):
            return _keys(body, scope) + _keys(orelse, scope)
        case ast.BinOp(left=left, op=ast.Add()):
            return [f"{key}.+" for key in _keys(left, scope)]
        case ast.Name(id=name):
            assigned = [
                one.value
                for one in ast.walk(scope)
                if isinstance(one, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in one.targets)
            ]
            return [key for value in assigned for key in _keys(value, scope)]
    return []


def _facts(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _calls() -> Iterator[tuple[str, ast.Call, ast.AST]]:
    for path, module in _modules():
        scopes = [node for node in ast.walk(module) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                around = [s for s in scopes if s.lineno <= node.lineno <= (s.end_lineno or 0)]
                scope = max(around, key=lambda s: s.lineno, default=module)
                yield f"{path}:{node.lineno}", node, scope


@cache
def _said() -> list[Said]:
    """Return every text that the source asks for, errors left out."""
    found = []
    for where, call, scope in _calls():
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if isinstance(call.func, ast.Attribute) and call.func.attr == "say":
            name = _speaker(where, call.func)
        if name == "Skipped" and len(call.args) > 1:
            found += [Said(where, r"checklist\.not\-" + key, None) for key in _keys(call.args[1], scope)]
        if name not in _SAY or len(call.args) <= _SAY[name][0]:
            continue
        at, prefix = _SAY[name]
        facts = None if name == "has" else _facts(call)
        if name == "Fact":
            given = (
                call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == "facts"), None)
            )
            keys = given.keys if isinstance(given, ast.Dict) else []
            facts = frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant))
            known = given is None or (isinstance(given, ast.Dict) and None not in given.keys)
            facts = facts if known else None
        found += [Said(where, re.escape(prefix) + key, facts) for key in _keys(call.args[at], scope)]
    return found


@cache
def _raised() -> list[tuple[str, Said]]:
    """Return (class, what is said) for every error that the source makes."""
    found = []
    for where, call, scope in _calls():
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if isinstance(call.func, ast.Attribute) and call.func.attr == "fail":
            name = "BrokenFile"
        if name in _errors() and call.args:
            facts = _facts(call)
            more = frozenset({"path", "line", *_CONDITIONAL}) if isinstance(call.func, ast.Attribute) else frozenset()
            known = None if facts is None else facts | more
            found += [(name, Said(where, key, known)) for key in _keys(call.args[0], scope)]
    return found


def test_the_source_is_understood() -> None:
    """The search below sees the source: it finds well-known keys, errors and raised errors by the dozen."""
    keys = {said.key for said in _said()}
    assert {r"report\.clean", r"checklist\.look", r"checklist\.not\-meaning", r"report\.interrupted"} <= keys
    assert {"Escape", "BrokenTemplate", "GitFailed", "BrokenFile", "WrongUse"} <= _errors()
    raised = {said.key for _, said in _raised()}
    assert {
        r"yaml\-twice",
        r"yaml\-unknown\-key\-close",
        r"answer\-unknown",
        r"git\-missing",
        r"hooks\-managed",
    } <= raised
    assert (len(keys), len(raised)) > (60, 50)


def test_every_text_that_is_asked_for_exists() -> None:
    """Each key in the source, also one put together at run time, is in the catalogue of every language."""
    missing = [
        f"{language} {said.where} {said.key}"
        for said in _said()
        for language in LANGUAGES
        if not any(re.fullmatch(said.key, key) for key in _catalogue(language))
    ]
    assert missing == []


def test_every_text_gets_the_facts_it_names() -> None:
    """Where the source gives facts by name, every field of the text is among them, so no sentence has a hole."""
    holes = []
    for said in _said():
        text = _catalogue("en").get(re.sub(r"\\(.)", r"\1", said.key), "")
        if said.facts is not None and (lost := _names(text) - said.facts):
            holes.append(f"{said.where} {said.key} lacks {sorted(lost)}")
    assert holes == []


def test_keys_that_are_put_together_exist() -> None:
    """For each value that a part of a key can take, the whole key exists."""
    from pairkit.checklist.document import ASK, SHIP, SHOW
    from pairkit.playbook.form import STOPS
    from pairkit.project.zones import ZONES

    whats = ("installed", "current", "removed", "restored", "absent", "kept")
    keys = [
        *(f"page.stops-{one}" for one in STOPS),
        *(f"checklist.zone-{one}" for one in ZONES),
        *(f"checklist.{one}" for one in (SHIP, SHOW, ASK)),
        *(f"cli.hook-{one}" for one in whats),
        *(
            f"checklist.{key}"
            for key in re.findall(r'"(lane-[a-z]+)"', (SOURCE / "checklist" / "build.py").read_text())
        ),
        *(
            f"checklist.{key}"
            for key in re.findall(r'"(not-[a-z-]+)"', (SOURCE / "checklist" / "build.py").read_text())
        ),
        *(f"checklist.not-{reason}" for reason in ("submodule", "binary", "generated", "unmerged")),
        "errors.broken.what",
        "errors.broken.do",
    ]
    assert [key for key in keys for language in LANGUAGES if key not in _catalogue(language)] == []


def test_every_error_says_what_happened_and_what_to_do() -> None:
    """Each error of the source has `.what` and `.do`, or `.problem` if it is about a file, and gives their facts."""
    wrong = []
    for name, said in _raised():
        key = re.sub(r"\\(.)", r"\1", said.key)
        assert ".+" not in key, said
        parts = [f"errors.{key}.problem"] if name == "BrokenFile" else [f"errors.{key}.what", f"errors.{key}.do"]
        for part in parts:
            for language in LANGUAGES:
                text = _catalogue(language).get(part)
                if text is None:
                    wrong.append(f"{said.where} {language} {part} is missing")
                elif said.facts is not None and (lost := _names(text) - said.facts):
                    wrong.append(f"{said.where} {language} {part} lacks {sorted(lost)}")
        if name == "BrokenFile" and said.facts is not None and not {"path", "line"} <= said.facts:
            wrong.append(f"{said.where} {key} lacks path or line")
    assert wrong == []


def test_no_error_is_described_that_never_happens() -> None:
    """Each error of the catalogue is raised somewhere: a text nobody can meet would be kept up for nothing."""
    raised = {re.sub(r"\\(.)", r"\1", said.key) for _, said in _raised()}
    described = {name.rpartition(".")[0] for name in _texts("en", "errors") if "." in name}
    assert described - raised - {"broken"} == set()
