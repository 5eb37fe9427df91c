"""Tell an author everything that is wrong with a template at once, each with its file and line.

First the form of each YAML file; where that is sound, what the files say of one another; where that is sound, what the
template makes for every two choices together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pairkit.errors import BrokenFile, PairkitError
from pairkit.project.globs import matcher, normal
from pairkit.scaffold.declared import declared, named
from pairkit.scaffold.form import LAYER, TEMPLATE
from pairkit.scaffold.outside import fits_apart, look_over, render_apart
from pairkit.scaffold.pairwise import combinations
from pairkit.scaffold.problem import Problem
from pairkit.scaffold.questions import answer
from pairkit.scaffold.render import SUFFIX, BrokenTemplate, Rendered, walk
from pairkit.scaffold.template import Part, Settled, Template, layer_folder, layers_of, read_folder, read_text, settle
from pairkit.strict import line_of, read_all

SAMPLE = {
    "folder": "sample",
    "slug": "sample",
    "git_name": "Sample",
    "git_email": "s@example.com",
    "spoken": "en",
    "exists": False,
}
"""What suggestions may use, as in a folder called sample."""
_AGREEMENT = ("pairkit.yaml", "AGENTS.md", "TEAM.md")
_APPLICATION = {"examples": "examples/**", "demo": "docs/demo.md", "decisions": "docs/decisions/**"}
_COMMANDS = ("install", "run", "tests", "lint")


@dataclass(frozen=True, slots=True)
class Checked:
    """A template and what is wrong with it; `template` is None if it cannot be read."""

    template: Template | None
    problems: tuple[Problem, ...]


def check(folder: str) -> Checked:
    """Return all that is wrong with the template in `folder`."""
    problems = list(_forms(folder))
    if problems:
        return Checked(None, tuple(problems))
    try:
        look_over(folder, os.path.basename(folder))
        template = read_folder(folder)
    except PairkitError as error:
        return Checked(None, (_from_error(error, folder, ()),))
    problems = list(declared(template, folder))
    if not problems:
        problems = list(_made(template, folder))
    return Checked(template, tuple(dict.fromkeys(problems)))


def _forms(folder: str) -> Iterator[Problem]:
    """Yield the slips in the YAML files of the template and of its own layers."""
    place = os.path.join(folder, "template.yaml")
    try:
        text = read_text(place)
    except BrokenFile as error:
        yield _from_error(error, folder, ())
        return
    own, slips = read_all(text, place, TEMPLATE)
    yield from (_from_error(slip, folder, ()) for slip in slips)
    if not own or not isinstance(own.get("layers"), list):
        return
    for number, (name, _) in enumerate(layers_of({"layers": [one for one in own["layers"] if one]}), 1):
        where = layer_folder(folder, name)
        if where is None:
            line = line_of(text, f"layers[{number}]")
            yield Problem("layer-absent", "template.yaml", line, (("name", name),))
        elif where.startswith(folder):
            path = os.path.join(where, "layer.yaml")
            try:
                _, slips = read_all(read_text(path), path, LAYER)
            except BrokenFile as error:
                slips = [error]
            yield from (_from_error(slip, folder, ()) for slip in slips)


def _made(template: Template, folder: str) -> Iterator[Problem]:
    """Yield what goes wrong when the template is used, and what is missing in all that it makes."""
    union: dict[str, Rendered] = {}
    commands: dict[str, str] = {}
    broken = False
    for given in combinations(template.questions):
        try:
            settled, files = _use(template, folder, given)
        except PairkitError as error:
            broken = True
            yield _from_error(error, folder, template.parts)
            if error.key == "template-endless":  # each further try would take as long
                return
            continue
        union |= files
        commands |= {name: text for name, text in settled.facts.items() if text}
        yield from _unrendered(template, files)
    if not broken:
        yield from _unmatched(template, folder, union)
        yield from _missing(template, union, commands)


def _use(template: Template, folder: str, given: Mapping[str, str]) -> tuple[Settled, dict[str, Rendered]]:
    replies = answer(template.questions, given, SAMPLE, "en", None, fits_apart(template, folder))
    settled = settle(template, replies)
    return settled, render_apart(folder, template.name, replies)


def _unrendered(template: Template, files: Mapping[str, Rendered]) -> Iterator[Problem]:
    by_name = {part.name: part for part in template.parts}
    for path, one in files.items():
        part = by_name.get(one.layer)
        if part is None or not os.path.exists(os.path.join(part.folder, path + SUFFIX)):
            continue
        for number, line in enumerate(one.content.decode("utf-8", "replace").split("\n"), 1):
            if "[%" in line or ("[[ " in line and " ]]" in line):
                yield Problem("unrendered", path, number)


def _unmatched(template: Template, folder: str, union: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Yield zone patterns that fit no file that the template ever makes."""
    paths = [normal(path) for path in union]
    for part in template.parts:
        for zone, patterns in part.data.get("zones", {}).items():
            for number, pattern in enumerate(patterns, 1):
                if not any(map(matcher(pattern), paths)):
                    line = part.line(f"zones.{zone}[{number}]")
                    yield Problem("zone-empty", named(part, folder), line, (("pattern", pattern), ("zone", zone)))


def _missing(template: Template, union: Mapping[str, Rendered], commands: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what every project needs; an application also examples, a demo, its decisions and exact commands."""
    for path in _AGREEMENT:
        if path not in union:
            yield Problem("agreement-missing", "template.yaml", 1, (("file", path),))
    if not any(True for _ in walk(template.parts[-1].folder, template.name)):
        return
    for name, pattern in _APPLICATION.items():
        if not any(map(matcher(pattern), union)):
            yield Problem(f"missing-{name}", "template.yaml", 1)
    for name in _COMMANDS:
        if name not in commands:
            yield Problem("command-missing", "template.yaml", 1, (("name", name),))
    own = template.parts[-1]
    if not any(part.data.get("demo") for part in template.parts) and "docs/demo.md" in union:
        yield Problem("missing-demo", "template.yaml", own.line("name"))
    if not any("en" in step for part in template.parts for step in part.data.get("next", ())):
        yield Problem("next-missing", "template.yaml", 1)


def _from_error(error: PairkitError, folder: str, parts: tuple[Part, ...]) -> Problem:
    """Return an error as a problem, its path told from the template's folder on."""
    facts = dict(error.facts)
    path = str(facts.pop("path", "template.yaml"))
    line = int(str(facts.pop("line", 0)))
    if isinstance(error, BrokenTemplate):
        for part in parts:
            if os.path.isfile(os.path.join(part.folder, path)):
                path = os.path.join(part.folder, path)
                break
    if path.startswith(folder + os.sep):
        path = os.path.relpath(path, folder)
    return Problem(error.key, path.replace(os.sep, "/"), line, _plain(facts))


def _plain(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in facts.items() if name != "template")
