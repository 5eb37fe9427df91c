"""Manifests and lock files that part ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, RENAMED, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.manifests import changed, ecosystem

_LOCKS = {
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
    "yarn.lock": "npm",
    "pnpm-lock.yaml": "npm",
    "bun.lock": "npm",
    "bun.lockb": "npm",
    "poetry.lock": "pypi",
    "uv.lock": "pypi",
    "pdm.lock": "pypi",
    "pipfile.lock": "pypi",
    "pixi.lock": "pypi",
    "gemfile.lock": "gem",
    "composer.lock": "composer",
    "cargo.lock": "cargo",
    "go.sum": "go",
}
_RENEWS = pattern_of(
    r"(?i)\b(?:bump|upgrad|updat|renovate|release|deps?\b|dependenc|lock|CVE-|GHSA-|security|advisor|dependabot|vulnerab|audit)|의존성|잠금|패키지"
)
"""A title that says so: somebody renews packages that come with others."""
_USUAL = {"package.json", "gemfile", "composer.json", "pipfile", "go.mod"}
_ADDRESS = pattern_of(
    r"(?P<url>(?:git\+)?(?P<way>https?|ssh)://(?:[^/\s\"'@]{1,80}@)?(?P<host>[\w.-]+)[^\s\"',)}]{0,300})"
)
_KNOWN = pattern_of(
    r"(?:^|\.)(?:npmjs\.org|yarnpkg\.com|npmjs\.com|pypi\.org|pythonhosted\.org|rubygems\.org|crates\.io|packagist\.org"
    r"|golang\.org|jsr\.io|pytorch\.org|esm\.sh|opencollective\.com|tidelift\.com|patreon\.com|paypal\.me|ko-fi\.com"
    r"|buymeacoffee\.com|liberapay\.com|feross\.org|conda\.anaconda\.org|nvidia\.com|npmmirror\.com)$"
)
_HOSTED = ("github.com/", "api.github.com/", "gitlab.com/", "bitbucket.org/")
"""Where composer's own index sends everybody: it names places and keeps no archives."""
_MOVED = 0.2
_RESOLVED = pattern_of(r"\b(?:resolved|tarball|url|registry|source|git|remote)\b[\"']?\s{0,4}[:= ]|\bresolution:")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield findings of one of the four rules on lock files."""
    if context.change.source == "all":
        return
    yield from _LOOKS[rule["id"]](context, files)


def _lock(path: str) -> str | None:
    return _LOCKS.get(path.rpartition("/")[2].lower())


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _gone(context: Context, files: list[FileChange]) -> Iterator[Found]:
    """A lock file that is deleted while its project stays."""
    for file in files:
        kind = _lock(file.path) if file.status == DELETED else None
        if kind is None:
            continue
        here = [one for one in context.change.files if _folder(one.path) == _folder(file.path)]
        if any(one.status == DELETED and ecosystem(one.path) == kind for one in here):
            continue
        others = [one for one in context.change.files if _lock(one.path) == kind and one.status in (ADDED, RENAMED)]
        facts = {"variant": "swapped" if others else "gone", "what": others[0].path if others else ""}
        moved = any(one.path.rpartition("/")[2] == file.path.rpartition("/")[2] for one in others)
        if moved and _as_large(file, others):
            continue
        yield Found(file.path, None, OLD, facts=facts, key="lock", severity="should" if moved else "")


def _as_large(file: FileChange, others: list[FileChange]) -> bool:
    """Tell whether a lock file that moved may hold what it held: git shows a move with few differences as a rename."""
    size = sum(block.length for block in file.blocks(OLD))
    return any(abs(sum(block.length for block in one.blocks(NEW)) - size) <= size * _MOVED for one in others)


def _missing(context: Context, files: list[FileChange]) -> Iterator[Found]:
    """A manifest whose packages change while its lock file stays as it was."""
    locks = {_lock(file.path) for file in context.change.files}
    for file in files:
        kind = ecosystem(file.path)
        if file.status in (DELETED, ADDED):
            continue
        came = {(entry.name, entry.spec): entry for entry in changed(file, NEW)}
        went = {(entry.name, entry.spec): entry for entry in changed(file, OLD)}
        new = [came[one] for one in came if one not in went]
        if new and kind not in locks and _locked(context, file, kind):
            yield Found(file.path, new[0].line, NEW, new[0].text[:160], {"what": new[0].name}, key="lock")


def _locked(context: Context, file: FileChange, kind: str | None) -> bool:
    """Tell whether a manifest has a lock file; where only a patch is known, whether it usually has one."""
    if context.outside is not None:
        names = [_CASED.get(name, name) for name, of in _LOCKS.items() if of == kind]
        return any(context.read(f"{folder}{name}") is not None for folder in _above(file.path) for name in names)
    if file.path.rpartition("/")[2].lower() in _USUAL:
        return True
    parts = file.new.parts() if file.new and file.path.endswith("pyproject.toml") else ()
    return any(re.search(r"^\[tool\.poetry[.\]]|^\[tool\.pdm", block.text, re.MULTILINE) for block in parts)


_CASED = {"gemfile.lock": "Gemfile.lock", "pipfile.lock": "Pipfile.lock", "cargo.lock": "Cargo.lock"}
"""Names that their tools begin with a capital."""


def _above(path: str) -> Iterator[str]:
    """Yield the folder of a path and those above it: a workspace keeps its lock file at its root."""
    folder = path
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield f"{folder}/"
    yield ""


def _alone(context: Context, files: list[FileChange]) -> Iterator[Found]:
    manifests = {ecosystem(file.path) for file in context.change.files}
    locks = {_lock(file.path) for file in context.change.files if file.status in (ADDED, DELETED)}
    for file in files:
        kind = _lock(file.path)
        if kind and file.status not in (ADDED, DELETED, RENAMED) and kind not in manifests and kind not in locks:
            said = "note" if _RENEWS.search(context.change.title) else ""
            yield Found(file.path, None, NEW, key="lock", severity=said)


def _foreign(_context: Context, files: list[FileChange]) -> Iterator[Found]:
    """A lock file that takes a package from somewhere else than its registry, or without encryption."""
    for file in files:
        if _lock(file.path) is None or file.status == DELETED:
            continue
        before = {host for _, _, host in _addresses(file, OLD)}
        usual = _HOSTED if file.path.lower().endswith("composer.lock") else ()
        new = [one for one in _addresses(file, NEW) if one[2] not in before and not one[2].startswith(usual)]
        if new:
            number, line, host = new[0]
            yield Found(file.path, number, NEW, line, {"what": host}, key=host)


def _addresses(file: FileChange, side: str) -> list[tuple[int, str, str]]:
    found = []
    for block in file.blocks(side):
        for number, line in block.lines():
            if "://" not in line or len(line) > 2000 or not _RESOLVED.search(line):
                continue
            for match in _ADDRESS.finditer(line):
                host = match["host"].lower()
                plain = match["way"] == "http" and not host.startswith(("localhost", "127."))
                parts = match["url"].split("/")
                archive = match["url"].startswith("git+") or re.search(
                    r"\.t(?:ar\.)?gz|\.whl|\.zip|\.git\b|codeload", match["url"]
                )
                if not _KNOWN.search(host) and (plain or archive):
                    found.append((number, line.strip()[:160], "/".join([host, *parts[3:4]])))
                elif plain and archive:
                    found.append((number, line.strip()[:160], f"http://{host}"))
    return found


_LOOKS: dict[str, Callable[[Context, list[FileChange]], Iterator[Found]]] = {
    "lock-removed": _gone,
    "lock-missing": _missing,
    "lock-alone": _alone,
    "lock-source": _foreign,
}
