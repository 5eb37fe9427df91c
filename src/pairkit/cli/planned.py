"""The words of `pairkit init`: what a template is, what would be written, what was, and what to do next."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from pairkit.scaffold.existing import Addition
from pairkit.scaffold.lock import BASE, LOCK
from pairkit.scaffold.source import Source
from pairkit.scaffold.template import Settled, Template
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap

_MOST = 30


def shown(source: Source, template: Template, files: Sequence[str], spoken: str) -> str:
    """Return who speaks in a template from outside: what it says of itself, where it is from, and its files."""
    place = f"{source.address} {source.ref} ({source.commit[:12]})" if source.kind == "git" else source.folder
    lines = [
        wrap(say(spoken, "template.outside", name=clean(template.name), version=clean(template.version))),
        wrap(say(spoken, "template.outside-about", about=clean(template.about[spoken]))),
        say(spoken, "template.outside-from", place=clean(place)),
        say(spoken, "template.outside-files", count=len(files)),
        *(f"    {clean(path)}" for path in files[:_MOST]),
    ]
    if len(files) > _MOST:
        lines.append("    " + say(spoken, "template.outside-more", count=len(files) - _MOST))
    return "\n".join([*lines, wrap(say(spoken, "template.outside-means")), ""])


def plan(name: str, files: Iterable[str], spoken: str, *, every: bool) -> str:
    """Return what a new project would hold; `every` file, or how many there are in each folder."""
    files = list(files)
    lines = [wrap(say(spoken, "init.plan", path=name, count=len(files) + 2))]
    if every:
        lines += [f"  {clean(path)}" for path in files]
        lines += [f"  {LOCK}", f"  {BASE}", "  " + say(spoken, "init.plan-git")]
        return "\n".join(lines)
    groups: dict[str, int] = {}
    for path in files:
        top = path.split("/")[0] + ("/" if "/" in path else "")
        groups[top] = groups.get(top, 0) + 1
    lines += [f"  {clean(name)}" + (f"  ({count})" if count > 1 else "") for name, count in groups.items()]
    return "\n".join([*lines, f"  {LOCK}, .pairkit/", "  " + say(spoken, "init.plan-git")])


def addition(name: str, what: Addition, spoken: str) -> str:
    """Return what would be added to a project that exists, and what stays as it is."""
    lines = [wrap(say(spoken, "init.add", path=name, count=len(what.write) + 2))]
    lines += [f"  {clean(path)}" for path in [*what.write, LOCK, BASE]]
    lines.append("  " + say(spoken, "init.add-git"))
    for key, paths in (("init.add-kept", what.kept), ("init.add-ignored", what.ignored)):
        if paths:
            lines += ["", wrap(say(spoken, key, count=len(paths))), *(f"  {clean(path)}" for path in paths)]
    return "\n".join(lines)


def added(name: str, what: Addition, settled: Settled, spoken: str, *, hooks: bool) -> str:
    """Return what to do after files were added to a project that exists."""
    lines = [wrap(say(spoken, "init.added", path=name, count=len(what.write) + 2)), ""]
    lines += [wrap(say(spoken, "init.added-next")), f"  git add {' '.join(map(_shell, [*what.write, LOCK, BASE]))}"]
    lines += [wrap(step[spoken]) for step in settled.lists["next"] if spoken in step]
    return "\n".join([*lines, *([] if hooks else ["", wrap(say(spoken, "init.no-hooks"))])])


def done(directory: str, name: str, settled: Settled, spoken: str, count: int) -> list[str]:
    """Return the lines for a project that was made: that it is there, and the next steps."""
    lines = [wrap(say(spoken, "init.done", path=name, count=count)), ""]
    steps = settled.lists["next"]
    commands = [step.get("windows" if os.name == "nt" else "run", step.get("run", "")) for step in steps]
    if any(commands):
        lines.append(say(spoken, "init.next"))
        lines += [] if directory in (".", "./") else [f"  cd {_shell(directory)}"]
        lines += [*(f"  {clean(command)}" for command in commands if command), ""]
    lines += [wrap(clean(step[spoken])) for step in steps if spoken in step]
    return lines


def _shell(path: str) -> str:
    plain = all(sign.isalnum() or sign in "-_./" for sign in path) and not path.startswith("-")
    return path if plain else '"' + path.replace('"', '\\"') + '"'
