"""Render a template's layers in memory: nothing is written before everything is known to be well.

Only files that end in `.jinja` are rendered, with `[[ ]]` and `[% %]`, so that the braces of Helm and of workflows stay
as they are. The sandbox gets plain data only.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pairkit.errors import PairkitError
from pairkit.project.globs import any_matches, normal
from pairkit.scaffold.destination import checked
from pairkit.scaffold.expression import environment
from pairkit.scaffold.template import Part, Settled, unwanted

SUFFIX = ".jinja"
PLAIN, PROGRAM = "100644", "100755"
MOST_FILES, LARGEST_FILE, LARGEST_ALL = 5_000, 5_000_000, 50_000_000
"""Limits of a rendering: files, bytes of one, bytes of all. A shipped template has a hundredth of that."""


class BrokenTemplate(PairkitError):
    """A template that cannot be rendered, or that wants what it must not. Fact `line` is 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file: its content, git's mode for it, and the layer it comes from."""

    content: bytes
    mode: str
    layer: str


def render(settled: Settled) -> dict[str, Rendered]:
    """Return the project's files by path, sorted. Raises BrokenTemplate."""
    files: dict[str, Rendered] = {}
    context = settled.context()
    name = settled.template.name
    total = 0
    for part in settled.parts:
        left_out = unwanted(part, settled.answers)
        for path, source in walk(part.folder, name):
            target = checked(path.removesuffix(SUFFIX), name)
            if left_out and any_matches(left_out, normal(target)):
                continue
            if target in files:
                raise BrokenTemplate("template-two-owners", template=name, path=target)
            files[target] = _one(name, part, source, path, context)
            total += len(files[target].content)
            if total > LARGEST_ALL or len(files) > MOST_FILES:
                raise BrokenTemplate("template-too-large", template=name, path=target)
    return dict(sorted(files.items()))


def walk(folder: str, template: str) -> Iterator[tuple[str, str]]:
    """Yield (path below the folder with slashes, place on disk) of every file. Raises BrokenTemplate for a link."""
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted([*names, *folders]):
            place = os.path.join(top, name)
            path = os.path.relpath(place, folder).replace(os.sep, "/")
            mode = os.lstat(place).st_mode
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                raise BrokenTemplate("template-link", template=template, path=path)
            if not name.endswith(".pyc"):
                yield path, place


def _one(template: str, part: Part, source: str, path: str, context: Mapping[str, Any]) -> Rendered:
    with open(source, "rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) <= LARGEST_FILE and path.endswith(SUFFIX):
        content = rendered(template, path, content, context)
    if len(content) > LARGEST_FILE:
        raise BrokenTemplate("template-too-large", template=template, path=path)
    return Rendered(content, PROGRAM if content.startswith(b"#!") else PLAIN, part.name)


def rendered(template: str, path: str, content: bytes, context: Mapping[str, Any]) -> bytes:
    """Return a file rendered. Raises BrokenTemplate with the line where it went wrong."""
    import jinja2

    try:
        made = environment()
        code = made.compile(content.decode("utf-8"), path, path)
        text = jinja2.Template.from_code(made, code, made.make_globals(None)).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise _broken(template, path, error.lineno, error) from None
    except (jinja2.TemplateError, UnicodeDecodeError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise _broken(template, path, _line(error, path), error) from None
    except (MemoryError, RecursionError):
        raise BrokenTemplate("template-endless", template=template, path=path) from None
    return str(text).encode("utf-8")


def _broken(template: str, path: str, line: int, error: Exception) -> BrokenTemplate:
    return BrokenTemplate("template-broken", template=template, path=path, line=line, said=str(error))


def _line(error: BaseException, path: str) -> int:
    """Return the line of the file at which rendering it stopped; Jinja puts it into the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
