"""A template: a list of layers with one owner a path, the questions to ask, and facts such as exact commands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pairkit.errors import BrokenFile, WrongUse
from pairkit.project.zones import ZONES
from pairkit.shipped import shipped
from pairkit.strict import Items, Record, Scalar, Table, Text, Truth, read

_BOTH = Record(needs={"en": Text(), "ko": Text()})
_QUESTION = Record(
    needs={"key": Text(), "ask": _BOTH, "kind": Text(("text", "choice", "whole")), "default": Scalar()},
    may={
        "choices": Items(Text()),
        "pattern": Text(),
        "expected": _BOTH,
        "asked": Truth(),
        "empty": Truth(),
    },
    defaults={"asked": True, "empty": False, "choices": [], "pattern": "", "expected": {"en": "", "ko": ""}},
)
_LAYER: dict[str, Any] = {
    "questions": Items(_QUESTION),
    "facts": Table(Text()),
    "zones": Record(may={zone: Items(Text()) for zone in ZONES}),
    "ignore": Items(Text()),
    "env": Items(Record(needs={"name": Text(), "value": Text(empty=True), "about": _BOTH})),
}
LAYER = Record(needs={"name": Text(), "about": _BOTH}, may=_LAYER)
TEMPLATE = Record(
    needs={"name": Text(), "version": Text(), "about": _BOTH, "layers": Items(Text())},
    may={**_LAYER, "next": _BOTH},
)


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of files. `name` is the layer's, or the template's own for its last one."""

    name: str
    folder: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template with all its layers, in order. What several layers bring (zones, ignore rules) is put together."""

    name: str
    version: str
    about: Mapping[str, str]
    layers: tuple[Layer, ...]
    questions: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, list[str]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    env: tuple[Mapping[str, Any], ...] = ()


def available() -> list[str]:
    """Return the names of the shipped templates."""
    top = shipped("templates")
    if not os.path.isdir(top):
        return []
    return sorted(name for name in os.listdir(top) if os.path.isfile(os.path.join(top, name, "template.yaml")))


def load(name: str) -> Template:
    """Return the shipped template `name`. Raises WrongUse if there is none, BrokenFile if it is not well formed."""
    if name not in available():
        raise WrongUse("template-unknown", name=name, known=", ".join(available()))
    top = shipped("templates")
    folder = os.path.join(top, name)
    own = _read(os.path.join(folder, "template.yaml"), TEMPLATE)
    folders = [os.path.join(top, "layers", layer) for layer in own["layers"]]
    parts = [_read(os.path.join(place, "layer.yaml"), LAYER) for place in folders]
    layers = [Layer(layer, os.path.join(place, "files")) for layer, place in zip(own["layers"], folders, strict=True)]
    parts.append(own)
    return Template(
        name=own["name"],
        version=own["version"],
        about=own["about"],
        layers=(*layers, Layer(own["name"], os.path.join(folder, "files"))),
        questions=tuple(question for part in parts for question in part.get("questions", ())),
        facts={key: value for part in parts for key, value in part.get("facts", {}).items()},
        zones={zone: [one for part in parts for one in part.get("zones", {}).get(zone, ())] for zone in ZONES},
        ignore=tuple(line for part in parts for line in part.get("ignore", ())),
        env=tuple(one for part in parts for one in part.get("env", ())),
    )


def _read(path: str, form: Record) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFile("file-unreadable", path=path, line=1, said=str(error)) from None
    data: dict[str, Any] = read(text, path, form)
    return data
