"""What a lock file says of one package that a manifest asks for: it fits, it does not, or that cannot be told.

A patch shows a part of a lock file. Some lock files also list what the project itself asks for; there, a package that
came must be on a line that came. Of the others only the whole file tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pairkit.rules.reading.manifests import Entry

_NUMBER = r"\d+(?:\.\d+){0,3}"
_PART = r"(?P<sign>===?|!=|>=|<=|~=|~>|<|>|\^|~|=|)\s{0,2}v?(?P<version>" + _NUMBER + r")(?P<any>\.\*|\.x)?"


class Lock(NamedTuple):
    """A lock file: its text, or only the lines that came; `name` is its file's, in lower case."""

    name: str
    text: str
    whole: bool


def fits(lock: Lock, entry: Entry, place: str, *, fresh: bool) -> bool | None:
    """Tell whether a lock file has what an entry asks for; None where it cannot be told.

    `place` is the key or table in the manifest that the entry stands in, "" if that is not seen. `fresh` tells that the
    manifest did not name the package before.
    """
    known = _FITS.get(lock.name)
    if known is None or (not lock.whole and lock.name not in (_LISTS_NAMES if fresh else _LISTS_RANGES)):
        return None
    return known(lock, entry, place)


def _npm(lock: Lock, entry: Entry, _place: str) -> bool | None:
    if not re.match(r"[~^<>=v]{0,2}\s?\d", entry.spec):
        return None
    if f'"{entry.name}": "{entry.spec}"' in lock.text:
        return True
    if "node_modules/" in lock.text or re.search(rf'"{re.escape(entry.name)}": "[~^<>=v ]{{0,3}}\d', lock.text):
        return False  # the form of today, which lists what the project itself asks for
    return None if f'"{entry.name}"' in lock.text or not lock.whole else False


def _pnpm(lock: Lock, entry: Entry, place: str) -> bool | None:
    if not re.match(r"[~^<>=v]{0,2}\s?\d", entry.spec) or not place or "peer" in place or "overrides:" in lock.text:
        return None
    name, spec = re.escape(entry.name), re.escape(entry.spec)
    if lock.whole:
        return bool(
            re.search(
                rf"(?m)^ +['\"]?{name}['\"]?:(?: ['\"]?{spec}['\"]?$|\n +specifier: ['\"]?{spec}['\"]?$)", lock.text
            )
        )
    return bool(re.search(rf"(?m)^ +specifier: ['\"]?{spec}['\"]?$|^ +['\"]?{name}['\"]?: ['\"]?{spec}", lock.text))


def _yarn(lock: Lock, entry: Entry, place: str) -> bool | None:
    if not re.match(r"[~^<>=v]{0,2}\s?\d", entry.spec) or not place or "peer" in place:
        return None
    return any(f"{entry.name}@{way}{entry.spec}" in lock.text for way in ("", "npm:"))


def _toml(lock: Lock, entry: Entry, place: str) -> bool | None:
    """Read the lock files of uv, Poetry, PDM and Cargo: tables of a name and a version."""
    if not place or place == "requires" or place.startswith(("workspace", "build-system")):
        return None
    renamed = re.search(r"\bpackage\s*=\s*[\"']([\w-]+)", entry.text)
    name = re.escape(renamed[1] if renamed else entry.name)
    flags = re.IGNORECASE if entry.ecosystem == "pypi" else 0
    if not lock.whole:
        return bool(re.search(rf"[\"']{name}[ \"']", lock.text, flags))
    found = re.findall(rf"(?m)^name = \"{name}\"\nversion = \"([^\"\n]+)\"", lock.text, flags)
    if not found:
        return bool(re.search(rf"(?m)^name = \"{name}\"$", lock.text, flags))
    if entry.ecosystem == "cargo":
        spec = re.search(r"\bversion\s*=\s*[\"']([^\"']+)", entry.text) or re.match(r"()([\d^~=<>][^\"']*)", entry.spec)
        return _any_in(found, spec[spec.lastindex or 1], caret=True) if spec else True
    return _any_in(found, re.split(r"[;{#]", entry.spec)[0], caret=False)


def _gem(lock: Lock, entry: Entry, _place: str) -> bool | None:
    name = re.escape(entry.name)
    if not re.search(rf"(?m)^ {{2,4}}{name}(?:!|[ ]\(|$)", lock.text):
        return False
    asked = re.findall(r"[\"'](?:([~<>=!]{1,2})\s*)?(\d[\w.]*)[\"']", entry.spec.split(":")[0])
    if len(asked) != 1 or not lock.whole or re.search(r"\b(?:git|path|github|ref|branch)\b", entry.spec):
        return True
    return f"  {entry.name} ({asked[0][0] or '='} {asked[0][1]})" in lock.text


def _go(lock: Lock, entry: Entry, _place: str) -> bool | None:
    return f"{entry.name} {entry.spec}" in lock.text


def _composer(lock: Lock, entry: Entry, _place: str) -> bool | None:
    if "/" not in entry.name:
        return None  # PHP itself and its extensions
    found = re.findall(rf"\"name\": \"{re.escape(entry.name)}\",\s{{0,20}}\"version\": \"v?([^\"]+)\"", lock.text)
    return _any_in(found, entry.spec, caret=False) if found else False


def _pinned(lock: Lock, entry: Entry, _place: str) -> bool | None:
    """Read a list that `pip-compile` or `uv pip compile` wrote."""
    name = r"[-_.]{1,2}".join(map(re.escape, entry.name.split("-")))
    found = re.findall(rf"(?im)^{name}(?:\[[^\]\n]*\])?[ ]?(?:==[ ]?([^\s;\\]+)|@)", lock.text)
    if not found:
        return False
    return _any_in([one for one in found if one], entry.spec, caret=False)


def _any_in(versions: list[str], spec: str, *, caret: bool) -> bool | None:
    """Tell whether one of some locked versions is in a range; None for one that cannot be read."""
    if not re.search(r"\d", spec):
        return True
    told = [_within(version, spec, caret=caret) for version in versions]
    return None if None in told or not told else any(told)


def _within(version: str, spec: str, *, caret: bool) -> bool | None:
    """Tell whether a version is in a range that all parts of `spec` bound; None where one of them cannot be read."""
    parts = [part.strip() for part in spec.strip("\"'() ").split(",")]
    read = [re.fullmatch(_PART, part) for part in parts]
    if not re.fullmatch(_NUMBER, version) or not all(read):
        return None
    return all(_one(_numbers(version), part, caret=caret) for part in read if part)


def _one(have: tuple[int, ...], part: re.Match[str], *, caret: bool) -> bool:
    sign, want = part["sign"] or ("^" if caret else "=="), _numbers(part["version"])
    size = max(len(have), len(want))
    mine, bound = have + (0,) * (size - len(have)), want + (0,) * (size - len(want))
    if part["any"] or (sign in ("=", "==") and caret):
        return mine[: len(want)] == want
    if sign in ("^", "~", "~=", "~>"):
        return mine >= bound and mine[: (kept := _kept(sign, want))] == bound[:kept]
    return {
        "=": mine == bound, "==": mine == bound, "===": mine == bound, "!=": mine != bound,
        ">=": mine >= bound, "<=": mine <= bound, ">": mine > bound, "<": mine < bound,
    }[sign]  # fmt: skip


def _kept(sign: str, want: tuple[int, ...]) -> int:
    """Return how many numbers of a version a range keeps: ^1.2 the first, ^0.2, ~=1.2.3 and ~1.2.3 two."""
    if sign == "^":
        return next((n + 1 for n, number in enumerate(want) if number), len(want))
    return max(1, len(want) - 1) if sign in ("~=", "~>") else min(2, len(want))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


_FITS: dict[str, Callable[[Lock, Entry, str], bool | None]] = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "pnpm-lock.yaml": _pnpm,
    "yarn.lock": _yarn,
    "uv.lock": _toml,
    "poetry.lock": _toml,
    "pdm.lock": _toml,
    "cargo.lock": _toml,
    "gemfile.lock": _gem,
    "go.sum": _go,
    "composer.lock": _composer,
    "requirements.txt": _pinned,
}
_LISTS_RANGES = {"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml"}
"""Lock files that repeat what the manifest asks for, word by word."""
_LISTS_NAMES = _LISTS_RANGES | {"uv.lock", "cargo.lock", "gemfile.lock"}
