"""How the work of each pattern grows with a line that was made to be slow.

    python benchmarks/patterns.py [--all] [NAME …]

Every pattern that a rule is made of, in the playbooks and in `rules/`, is tried on long lines of one sign, of its own
words, of brackets and quotes, and of texts that nearly fit, each at two lengths of which one is four times the other.
Linear work takes four times as long; what takes more than eight times is printed. `--all` prints every pattern's worst.
A pattern that is only ever matched at a text's beginning is tried only there.
"""

from __future__ import annotations

import ast
import re
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from pairkit.playbook.index import available, index

_PARSER: Any = import_module("re._parser")
_RULES = Path(import_module("pairkit.rules").__file__ or "").parent
_SHORT, _LONG = 1000, 4000
_TOO_MUCH = 8.0
_LEAST = 0.002  # seconds below which a clock says nothing
_SIGNS = (
    *" \t\n\r()[]{}<>\"'`=:,;.-_/\\#@$&|*+!?aA0가",
    "a ",
    "a.",
    "a, ",
    "(a",
    "{'",
    "\\\n",
    "a=",
    "a(",
    "<a ",
    "${",
)


class Tried(NamedTuple):
    """A pattern, where it stands, and whether it is looked for anywhere in a text."""

    name: str
    pattern: re.Pattern[str]
    anywhere: bool


def every() -> Iterator[Tried]:
    """Yield all patterns of rules: those of the playbooks, then those in code."""
    shipped = index(available())
    for shape in shipped.shapes:
        yield Tried(f"shape {shape['id']}", re.compile(shape["pattern"]), anywhere=True)
    for rule in shipped.rules:
        for n, detect in enumerate(rule["detect"]):
            for kind in ("added", "removed"):
                if kind in detect:
                    yield Tried(f"rule {rule['id']} {n}", re.compile(detect[kind], re.MULTILINE), anywhere=True)
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(_RULES.rglob("*.py"))}
    source = "\n".join(texts.values())
    for path, text in texts.items():
        module = import_module("pairkit.rules." + ".".join(path.relative_to(_RULES).with_suffix("").parts))
        for name in _assigned(text):
            for n, made in enumerate(_made(getattr(module, name, None))):
                yield Tried(
                    f"{path.relative_to(_RULES)} {name} {n}",
                    made,
                    _is_searched(name, text if name.startswith("_") else source),
                )


def _assigned(text: str) -> Iterator[str]:
    for node in ast.parse(text).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _made(value: Any) -> Iterator[re.Pattern[str]]:
    """Yield the patterns in a module's value: itself, or what a tuple or a table of them holds."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for one in value:
            yield from _made(one)
    elif isinstance(value, re.Pattern):
        yield value
    elif type(value).__name__ == "_Lazy":
        yield re.compile(value.pattern, value.flags)


def _is_searched(name: str, source: str) -> bool:
    used = set(re.findall(rf"\b{name}\.(\w+)", source))
    return not used or bool(used - {"match", "fullmatch", "pattern"})


def lines(pattern: str, flags: int, size: int) -> Iterator[str]:
    """Yield unkind texts of about `size` signs."""
    words = _words(_PARSER.parse(pattern, flags & ~re.UNICODE))
    begins = list(dict.fromkeys(["", *words]))[:5]
    for sign in (*_SIGNS, *words, *(word + " " for word in words)):
        for begin in begins if len(sign) == 1 else ("",):
            yield begin + sign * (size // len(sign))
    for near in _near(words):
        yield near * (size // len(near))


def _near(words: list[str]) -> Iterator[str]:
    for end in range(2, min(len(words), 8) + 1):
        for between in ("", " ", "a", "("):
            yield between.join(words[:end])[:400]


def _words(items: Any) -> list[str]:
    """Return the runs of plain text in a pattern, in their order."""
    found: list[str] = []
    run = ""
    for kind, value in items:
        if str(kind) == "LITERAL":
            run += chr(value)
            continue
        if run:
            found.append(run)
            run = ""
        for inner in _inside(value):
            found += _words(inner)
    return list(dict.fromkeys([*found, run] if run else found))[:12]


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, _PARSER.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inside(one)


def took(tried: Tried, text: str) -> float:
    """Return the seconds of CPU that a look takes."""
    start = time.process_time()
    if tried.anywhere:
        for _ in tried.pattern.finditer(text):
            pass
    else:
        tried.pattern.match(text)
    return time.process_time() - start


def worst(tried: Tried) -> tuple[float, float, str]:
    """Return the largest growth, the longer time, and the text's beginning, of a pattern."""
    most = (0.0, 0.0, "")
    pair = zip(*(lines(tried.pattern.pattern, tried.pattern.flags, size) for size in (_SHORT, _LONG)), strict=True)
    for short, long in pair:
        first = took(tried, short)
        later = took(tried, long) if first < 0.5 else 1000 * first
        if later > _LEAST and later / max(first, 0.0001) > most[0]:
            first = min(took(tried, short) for _ in range(3)) if first < 0.5 else first
            most = max(most, (later / max(first, 0.0001), later, long[:40]))
    return most


def main() -> int:
    """Print what grows too fast; exit with 1 if anything does."""
    bad = 0
    for tried in every():
        if sys.argv[1:] and not any(name in tried.name for name in sys.argv[1:] if name != "--all"):
            continue
        growth, seconds, text = worst(tried)
        bad += growth > _TOO_MUCH
        if growth > _TOO_MUCH or "--all" in sys.argv:
            print(f"{growth:8.1f} times, {seconds:.3f} s  {tried.name} {text!r}", flush=True)
    print(f"{bad} grow faster than the text")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
