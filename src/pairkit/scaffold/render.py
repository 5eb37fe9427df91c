"""Render a template's layers in memory: nothing is written before everything is known to be well.

Only files that end in `.jinja` are rendered, with `[[ ]]` and `[% %]`, so that the braces of Helm and of workflows stay
as they are. The sandbox gets plain data only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pairkit.errors import PairkitError
from pairkit.scaffold.destination import checked
from pairkit.scaffold.template import Layer, Template

SUFFIX = ".jinja"
PLAIN, PROGRAM = "100644", "100755"


class BrokenTemplate(PairkitError):
    """A template that cannot be rendered, or that wants what it must not."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file: its content, git's mode for it, and the layer it comes from."""

    content: bytes
    mode: str
    layer: str


def render(template: Template, context: Mapping[str, Any]) -> dict[str, Rendered]:
    """Return the project's files by path, sorted. Raises BrokenTemplate."""
    files: dict[str, Rendered] = {}
    for layer in template.layers:
        for path, source in _walk(layer):
            target = checked(path.removesuffix(SUFFIX), template.name)
            if target in files:
                raise BrokenTemplate("template-two-owners", template=template.name, path=target)
            files[target] = _one(template, layer, source, path, context)
    return dict(sorted(files.items()))


def fill(text: str, context: Mapping[str, Any]) -> str:
    """Return a short text with its fields filled, as in a question's suggestion."""
    return str(_environment().from_string(text).render(context))


def _walk(layer: Layer) -> Iterator[tuple[str, str]]:
    """Yield (path below the layer with slashes, place on disk) of every file."""
    for folder, folders, names in os.walk(layer.folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            if name.endswith(".pyc"):
                continue
            place = os.path.join(folder, name)
            yield os.path.relpath(place, layer.folder).replace(os.sep, "/"), place


def _one(template: Template, layer: Layer, source: str, path: str, context: Mapping[str, Any]) -> Rendered:
    with open(source, "rb") as file:
        content = file.read()
    mode = PROGRAM if content.startswith(b"#!") else PLAIN
    if path.endswith(SUFFIX):
        content = _rendered(template, path, content, context)
    return Rendered(content, mode, layer.name)


def _rendered(template: Template, path: str, content: bytes, context: Mapping[str, Any]) -> bytes:
    import jinja2

    try:
        text = _environment().from_string(content.decode("utf-8")).render(context)
    except (jinja2.TemplateError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise BrokenTemplate("template-broken", template=template.name, path=path, said=str(error)) from None
    return str(text).encode("utf-8")


@cache
def _environment() -> Any:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # projects are text of many kinds; templates quote with |tojson
    )
    environment.filters["tojson"] = _quoted
    return environment


def _quoted(value: Any) -> str:
    """Return a text in double quotes that JSON, YAML, TOML and Python all read alike, Korean as it is written.

    Jinja's own filter is made for HTML: it would turn every apostrophe and Hangul letter into an escape.
    """
    return json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
