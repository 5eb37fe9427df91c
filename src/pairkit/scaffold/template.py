"""A template: layers of which each file has one owner, questions to ask, and facts such as exact commands.

`read_folder` reads a template whole; `settle` says what is left of it once the questions are answered.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pairkit.errors import BrokenFile
from pairkit.project.zones import ZONES
from pairkit.scaffold.expression import BrokenExpression, fill, holds
from pairkit.scaffold.form import FACTS, LAYER, TEMPLATE
from pairkit.shipped import shipped
from pairkit.strict import line_of, read

Question = Mapping[str, Any]
PACKAGES = ("dependencies", "test_dependencies", "dev_dependencies")
LISTS = ("env", "notes", "demo", "next", "extras")
_LARGEST = 500_000


@dataclass(frozen=True, slots=True)
class Part:
    """A layer, or the template's own files as its last one.

    `folder` holds its files, `when` its condition, `data` what its YAML file at `path` says, with `text` to find lines.
    """

    name: str
    folder: str
    when: str
    data: Mapping[str, Any]
    path: str
    text: str

    def line(self, where: str) -> int:
        """Return the line of a value such as `questions[2].when`."""
        return line_of(self.text, where)


@dataclass(frozen=True, slots=True)
class Template:
    """A template with all its layers, in order, whether their conditions hold or not."""

    name: str
    version: str
    about: Mapping[str, str]
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a template comes to for one set of answers: plain data, put together from the layers that hold.

    `files` pairs patterns with whether files that fit them are wanted, by layer.
    """

    template: Template
    parts: tuple[Part, ...]
    answers: Mapping[str, Any]
    facts: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, list[str]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    lists: Mapping[str, list[Any]] = field(default_factory=dict)

    def context(self) -> dict[str, Any]:
        """Return what a file may use: the answers, and what the layers tell of themselves."""
        own = {"about": self.template.about, "template": self.template.name, "version": self.template.version}
        layers = [part.name for part in self.parts]
        told = {"facts": self.facts, "zones": self.zones, "ignore": list(self.ignore), "layers": layers}
        return {**told, **self.lists, **own, **self.answers}


def available() -> list[str]:
    """Return the names of the shipped templates."""
    top = shipped("templates")
    if not os.path.isdir(top):
        return []
    return sorted(name for name in os.listdir(top) if os.path.isfile(os.path.join(top, name, "template.yaml")))


def load(name: str) -> Template:
    """Return the shipped template `name`."""
    return read_folder(os.path.join(shipped("templates"), name))


def read_folder(folder: str) -> Template:
    """Return the template in a folder. Raises BrokenFile, with a line, if it is not well formed."""
    place = os.path.join(folder, "template.yaml")
    text = read_text(place)
    own: dict[str, Any] = read(text, place, TEMPLATE)
    parts: list[Part] = []
    for number, (name, when) in enumerate(layers_of(own), 1):
        line = line_of(text, f"layers[{number}]")
        if any(part.name == name for part in parts):
            raise BrokenFile("layer-twice", path=place, line=line, name=name)
        parts.append(layer_part(folder, name, when, place, line))
    parts.append(Part(own["name"], os.path.join(folder, "files"), "", own, place, text))
    return assemble(own, parts)


def layers_of(own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (name, condition) of each layer that a template names."""
    for one in own["layers"]:
        yield (one, "") if isinstance(one, str) else (one["name"], one.get("when", ""))


def layer_part(folder: str, name: str, when: str, place: str, line: int) -> Part:
    """Return a layer, the template's own (in `layers/`) before a shipped one. Raises BrokenFile."""
    where = layer_folder(folder, name)
    if where is None:
        raise BrokenFile("layer-unknown", path=place, line=line, name=name, known=", ".join(shipped_layers()))
    path = os.path.join(where, "layer.yaml")
    text = read_text(path)
    return Part(name, os.path.join(where, "files"), when, read(text, path, LAYER), path, text)


def layer_folder(folder: str, name: str) -> str | None:
    """Return where a layer lies, or None. A name is one name: nothing that leads elsewhere."""
    if not name or name.startswith(".") or any(sign in name for sign in "/\\:\0"):
        return None
    for top in (folder, shipped("templates")):
        place = os.path.join(top, "layers", name)
        if os.path.isfile(os.path.join(place, "layer.yaml")):
            return place
    return None


def shipped_layers() -> list[str]:
    """Return the names of the layers that come with pairkit."""
    top = os.path.join(shipped("templates"), "layers")
    return sorted(name for name in os.listdir(top) if os.path.isfile(os.path.join(top, name, "layer.yaml")))


def assemble(own: Mapping[str, Any], parts: Iterable[Part]) -> Template:
    """Return the template made of these parts; a template's `defaults` change what its layers suggest."""
    parts = tuple(parts)
    suggested = own.get("defaults", {})
    questions = []
    for part in parts:
        for number, one in enumerate(part.data.get("questions", ()), 1):
            question = {**one, "default": suggested.get(one["key"], one["default"]), "whens": [part.when, one["when"]]}
            question["choices"] = [_choice(choice) for choice in one["choices"]]
            question["place"] = (part, f"questions[{number}]")
            questions.append(question)
    return Template(own["name"], own["version"], own["about"], parts, tuple(questions))


def _choice(choice: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"value": choice, "en": choice, "ko": choice} if isinstance(choice, str) else choice


def settle(template: Template, answers: Mapping[str, Any]) -> Settled:
    """Return what the template comes to for these answers. Raises BrokenFile for a condition that cannot be judged."""
    own = template.parts[-1]
    parts = tuple(
        part for n, part in enumerate(template.parts, 1) if _holds(own, f"layers[{n}].when", part.when, answers)
    )
    facts = dict.fromkeys(FACTS, "")
    for part in parts:
        for name, text in part.data.get("facts", {}).items():
            facts[name] = _filled(part, f"facts.{name}", text, answers)
    lists: dict[str, list[Any]] = {name: _wanted(parts, name, answers) for name in LISTS}
    lists["next"] = [_step(step, {**answers, "facts_": facts}) for step in lists["next"]]
    for name in PACKAGES:
        lists[name] = _packages(parts, name, answers)
    return Settled(
        template,
        parts,
        answers,
        facts,
        {zone: [one for part in parts for one in part.data.get("zones", {}).get(zone, ())] for zone in ZONES},
        tuple(line for part in parts for line in part.data.get("ignore", ())),
        lists,
    )


def unwanted(part: Part, answers: Mapping[str, Any]) -> list[str]:
    """Return the patterns of a part's files that are not wanted with these answers."""
    return [
        pattern
        for number, one in enumerate(part.data.get("files", ()), 1)
        if not _holds(part, f"files[{number}].when", one["when"], answers)
        for pattern in one["paths"]
    ]


def _wanted(parts: Iterable[Part], name: str, answers: Mapping[str, Any]) -> list[Any]:
    return [
        one
        for part in parts
        for number, one in enumerate(part.data.get(name, ()), 1)
        if isinstance(one, str) or _holds(part, f"{name}[{number}].when", one.get("when", ""), answers)
    ]


def _packages(parts: Iterable[Part], name: str, answers: Mapping[str, Any]) -> list[str]:
    """Return the packages of all layers, each once, in order of their names."""
    wanted = {one if isinstance(one, str) else one["package"] for one in _wanted(parts, name, answers)}
    return sorted(wanted, key=str.lower)


def _step(step: Mapping[str, str], answers: Mapping[str, Any]) -> Mapping[str, str]:
    known = {name: value for name, value in answers.items() if name != "facts_"} | dict(answers["facts_"])
    return {name: fill(text, known) for name, text in step.items() if name != "when"}


def _holds(part: Part, where: str, when: str, answers: Mapping[str, Any]) -> bool:
    try:
        return holds(when, answers)
    except BrokenExpression as error:
        raise BrokenFile(error.key, path=part.path, line=part.line(where), **error.facts) from None


def _filled(part: Part, where: str, text: str, answers: Mapping[str, Any]) -> str:
    try:
        return fill(text, answers)
    except BrokenExpression as error:
        raise BrokenFile(error.key, path=part.path, line=part.line(where), **error.facts) from None


def read_text(path: str) -> str:
    """Return a template's YAML file. Raises BrokenFile if it cannot be read or is too large."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(_LARGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFile("file-unreadable", path=path, line=1, said=str(error)) from None
    if len(text) > _LARGEST:
        raise BrokenFile("file-unreadable", path=path, line=1, said=f"> {_LARGEST}")
    return text
