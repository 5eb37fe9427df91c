"""A template of somebody else: look it over, render it in a process of its own, and believe nothing it answers."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.scaffold.destination import checked
from pairkit.scaffold.questions import Fits, fits
from pairkit.scaffold.render import (
    LARGEST_ALL,
    LARGEST_FILE,
    MOST_FILES,
    PLAIN,
    PROGRAM,
    BrokenTemplate,
    Rendered,
    walk,
)
from pairkit.scaffold.template import Template

WAIT = 12
"""Seconds after which a rendering is given up."""
_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LD_LIBRARY_PATH")


def look_over(folder: str, template: str) -> list[str]:
    """Return the files of a template's folder that count, sorted. Raises BrokenTemplate for links and for too much."""
    found = ["template.yaml"]
    if os.path.islink(os.path.join(folder, "template.yaml")):
        raise BrokenTemplate("template-link", template=template, path="template.yaml")
    total = 0
    for name in ("files", "layers"):
        top = os.path.join(folder, name)
        if os.path.islink(top):
            raise BrokenTemplate("template-link", template=template, path=name)
        for path, place in _walk_below(name, top, template):
            size = os.path.getsize(place)
            total += size
            found.append(f"{name}/{path}")
            if size > LARGEST_FILE or total > LARGEST_ALL or len(found) > MOST_FILES:
                raise BrokenTemplate("template-too-large", template=template, path=f"{name}/{path}")
    return sorted(found)


def _walk_below(name: str, top: str, template: str) -> Iterator[tuple[str, str]]:
    try:
        yield from walk(top, template)
    except BrokenTemplate as error:
        path = f"{name}/{error.facts['path']}"
        raise BrokenTemplate(error.key, **{**error.facts, "path": path}) from None


def render_apart(folder: str, template: str, answers: Mapping[str, Any]) -> dict[str, Rendered]:
    """Return what `render` returns, made in another process. Raises BrokenTemplate if it fails or does not end."""
    said = _ask({"do": "render", "folder": folder, "answers": dict(answers)}, template)
    files = {}
    for path, content, mode, layer in said["files"]:
        place = checked(str(path), template)
        files[place] = Rendered(base64.b64decode(content), PROGRAM if mode == PROGRAM else PLAIN, str(layer))
    return dict(sorted(files.items()))


def fits_apart(template: Template, folder: str) -> Fits:
    """Return how to hold an answer against a pattern where the template is in `folder`.

    A pattern can be made that takes for ever, so those of its own are tried in another process, pairkit's own here.
    """
    parts = {question["pattern"]: question["place"][0] for question in template.questions}
    foreign = {pattern for pattern, part in parts.items() if part.path.startswith(folder + os.sep)}

    def fits_(pattern: str, text: str) -> bool:
        if pattern not in foreign:
            return fits(pattern, text)
        return bool(_ask({"do": "match", "pattern": pattern, "text": text}, template.name)["fits"])

    return fits_


def _ask(request: Mapping[str, Any], template: str) -> dict[str, Any]:
    command = [sys.executable, "-I", "-X", "utf8", "-m", "pairkit.scaffold.child"]
    env = {name: value for name, value in os.environ.items() if name in _KEPT}
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, check=False, timeout=WAIT, env=env
        )
    except subprocess.TimeoutExpired:
        raise BrokenTemplate("template-endless", template=template, path="template.yaml") from None
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:  # ended by the system: out of time or memory
        raise BrokenTemplate("template-endless", template=template, path="template.yaml") from None
    if "error" in said:
        raise BrokenTemplate(said["error"], **{"path": "template.yaml", **said["facts"], "template": template})
    return said
