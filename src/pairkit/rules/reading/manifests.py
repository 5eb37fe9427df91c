"""Read the packages that a project asks for out of its manifests, whole or as far as a patch shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from pairkit.change.model import Block, FileChange
from pairkit.rules.reading.jvm_manifests import gradle, pom

_Seen = tuple[str, str, int]


class Entry(NamedTuple):
    """One package that a manifest names: `spec` is all that is said of its version and source, `line` is 1-based."""

    name: str
    spec: str
    line: int
    text: str
    ecosystem: str


def ecosystem(path: str) -> str | None:
    """Return "pypi", "npm", "gem", "go", "cargo", "composer" or "maven" for a manifest, None for any other file."""
    kind = _kind(path)
    return kind[0] if kind else None


def entries(file: FileChange, side: str) -> list[Entry]:
    """Return every package that can be seen on one side of a manifest, in the order of its lines."""
    kind = _kind(file.path if side == "new" else file.old_path or file.path)
    half = file.new if side == "new" else file.old
    if kind is None or half is None:
        return []
    found = []
    for block in half.parts():
        lines = block.text.split("\n")
        for name, spec, line in kind[1](block, _section(file, block)):
            text = lines[line - block.start].strip()
            found.append(Entry(_normal(name, kind[0]), " ".join(spec.split()), line, text, kind[0]))
    return found


def changed(file: FileChange, side: str) -> list[Entry]:
    """Return the packages on lines that came (new) or went (old)."""
    lines = {number for block in file.blocks(side) for number, _ in block.lines()}
    return [entry for entry in entries(file, side) if entry.line in lines] if lines else []


def _kind(path: str) -> tuple[str, Callable[[Block, str], Iterator[_Seen]]] | None:
    name = path.rpartition("/")[2].lower()
    if name.endswith((".txt", ".in")):
        return ("pypi", _requirements) if _pattern(r"requirements|requirements/|(?:^|/)reqs?\b").search(path) else None
    fixed = {
        "package.json": ("npm", _package_json),
        "composer.json": ("composer", _package_json),
        "pyproject.toml": ("pypi", _toml),
        "pipfile": ("pypi", _toml),
        "cargo.toml": ("cargo", _cargo),
        "setup.py": ("pypi", _setup),
        "setup.cfg": ("pypi", _setup),
        "gemfile": ("gem", _gemfile),
        "go.mod": ("go", _go_mod),
        "pom.xml": ("maven", pom),
        "build.gradle": ("maven", gradle),
        "build.gradle.kts": ("maven", gradle),
    }
    return fixed.get(name) or (("gem", _gemfile) if name.endswith(".gemspec") else None)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _normal(name: str, kind: str) -> str:
    return _pattern(r"[-_.]+").sub("-", name).lower() if kind == "pypi" else name


def _section(file: FileChange, block: Block) -> str:
    """Return the heading that git prints above the first hunk of a fragment."""
    if block.start == 1:
        return ""
    last = block.start + block.length
    for hunk in file.hunks:
        part = hunk.added if block.side == "new" else hunk.removed
        if part is not None and block.start <= part.start < last:
            return hunk.section
    return ""


_REQUIREMENT = (
    r"^(?P<name>[A-Za-z0-9][\w.-]*)\s{0,4}(?:\[[^\]]{0,200}\])?\s{0,4}(?P<spec>@\s{0,4}\S+|\(?[<>=!~][^;#\"']*)?"
)


def _required(text: str, *, bare: bool) -> tuple[str, str] | None:
    """Read "name[extra]>=1; marker". Without `bare` a name alone is not enough."""
    text = text.strip()
    match = _pattern(_REQUIREMENT).match(text)
    if match is None or (not bare and not match["spec"]):
        return None
    rest = text[match.end() :].lstrip()
    return (match["name"], (match["spec"] or "").strip()) if not rest or rest[0] in ";#\\-" else None


def _requirements(block: Block, _section: str) -> Iterator[_Seen]:
    for number, line in block.lines():
        text = line.strip()
        url = _pattern(r"^(?:-e\s{1,4})?(?P<url>(?:git|hg|svn)?\+?https?://\S+|git\+ssh://\S+)").match(text)
        if url:
            egg = _pattern(r"egg=([\w.-]+)").search(text)
            last = url["url"].rstrip("/").split("#")[0].split("@")[0].rpartition("/")[2].removesuffix(".git")
            yield (egg[1] if egg else last), "@ " + url["url"], number
        elif text and not text.startswith(("#", "-")):
            found = _required(text, bare=True)
            if found:
                yield (*found, number)


_SECTIONS = {
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
    "require",
    "require-dev",
}
_NO_PACKAGES = {"version", "node", "npm", "yarn", "pnpm", "bun", "php", "packageManager", "vscode", "name", "license"}
_NO_PACKAGES |= {"homepage", "url", "bugs", "repository", "author", "funding", "type", "directory", "main", "$schema"}
_VERSION = (
    r"^(?:[~^<>=v]{0,2}\s?\d+(?:\.[\dx*]+){0,2}(?:-[\w.-]+)?(?:\s.{0,60})?|\*|latest|next|canary|beta|alpha|rc|nightly|(?:workspace|npm|file|link"
    r"|catalog|git|git\+\w+|github):\S*)$"
)


def _package_json(block: Block, _section: str) -> Iterator[_Seen]:
    tokens = _pattern(
        r'"(?P<key>[^"\\\n]{1,214})"\s*:\s*(?:"(?P<value>[^"\\\n]{0,500})"|(?P<open>\{))|(?P<up>\{)|(?P<down>\})'
    )
    stack: list[str] = []
    known = block.start == 1
    for match in tokens.finditer(block.text):
        if match["open"] or match["up"]:
            stack.append(match["key"] or "")
        elif match["down"]:
            if stack:
                stack.pop()
        else:
            inside = stack[-1] in _SECTIONS and len(stack) <= 2 if stack else not known
            name, value = match["key"], match["value"]
            sure = bool(stack)
            if inside and name not in _NO_PACKAGES and (sure or _pattern(_VERSION).match(value)):
                yield name, value, block.line_at(match.start())


_TABLE = r"(?:^|\.)(?:dev-|build-)?dependencies$|^(?:dev-)?packages$"
_LISTS = r"^(?:project\.optional-dependencies|dependency-groups|options\.extras_require)$"
_LIST_KEYS = {"dependencies", "dev-dependencies", "requires", "install_requires", "tests_require", "setup_requires"}
_STRING = r"\"([^\"\n]{1,300})\"|'([^'\n]{1,300})'"


def _cargo(block: Block, section: str) -> Iterator[_Seen]:
    """Read `Cargo.toml`. What the whole workspace asks for is told at its own manifest."""
    return (seen for seen in _tables(block, section, plain=True) if not seen[0].endswith(".workspace"))


def _toml(block: Block, section: str) -> Iterator[_Seen]:
    return _tables(block, section, plain=False)


def _tables(block: Block, section: str, *, plain: bool) -> Iterator[_Seen]:
    """Read tables of packages; with `plain` a bare version is enough where a patch does not show which table it is."""
    table: str | None = "" if block.start == 1 else None
    begun = _pattern(r"^([\w-]+)\s*=\s*\[[^\]]*$").match(section)
    array = begun[1] if begun else None
    for number, line in block.lines():
        code = line.split(" #")[0].strip()
        head = _pattern(r"^\[\[?([^\[\]]+)\]?\]$").match(code)
        if head:
            table, array = head[1].strip(), None
            one = _pattern(r"(?:^|\.)(?:dev-|build-)?dependencies\.([\w-]+)$").search(table)
            if one:
                yield one[1], "", number
            continue
        pair = _pattern(r"^[\"']?([\w.-]+)[\"']?\s*=\s*(.+)$").match(code) if array is None else None
        if pair and pair[2].startswith("["):
            array = pair[1]
            code = pair[2][1:]
        elif pair:
            value = pair[2].strip("\"'")
            if _is_table(table, pair[1], value, plain):
                yield pair[1], value, number
            continue
        if code and not code.startswith("#"):
            yield from _items(code, table, array, number)
            if "]" in _pattern(_STRING).sub("", code):
                array = None


def _is_table(table: str | None, key: str, value: str, plain: bool) -> bool:
    if key in {"python", "version", "rust-version", "requires-python", "target-version", "edition", "resolver", "name"}:
        return False
    if table:
        return bool(_pattern(_TABLE).search(table))
    if plain and table is None and _pattern(r"^\d+(?:\.\d+){0,2}(?:-[\w.]+)?$").match(value):
        return True
    return table is None and bool(_pattern(r"^(?:[~^<>=]{1,2}\s?\d|\{.{0,80}\b(?:version|git|path)\s*=)").match(value))


def _items(code: str, table: str | None, array: str | None, number: int) -> Iterator[_Seen]:
    listed = array in _LIST_KEYS and table in {None, "", "project", "build-system", "tool.uv", "options"}
    listed = listed or (bool(table) and bool(_pattern(_LISTS).match(str(table))))
    unknown = array is None and table is None
    if listed or unknown:
        for match in _pattern(_STRING).finditer(code):
            found = _required(match[1] or match[2], bare=listed)
            if found:
                yield (*found, number)


def _setup(block: Block, _section: str) -> Iterator[_Seen]:
    """Read `setup.py` and `setup.cfg`: strings or indented lines below a `*_require*` key."""
    inside = False
    for number, line in block.lines():
        code = line.split(" #")[0]
        opened = _pattern(r"\b(?:install|tests|setup|extras)_requires?\b\s*=\s*(?P<rest>.*)$").search(code)
        inside = bool(opened) or (inside and not _pattern(r"^(?:\s*[\])]|\S)").match(code))
        text = opened["rest"] if opened else code
        strings = [match[1] or match[2] for match in _pattern(_STRING).finditer(text)]
        pinned = ">=" in text or "==" in text
        plain = [text] if not strings and (pinned or not any(sign in text for sign in "[](){}=,")) else []
        for one in (strings or plain) if inside else strings if block.start > 1 else ():
            found = _required(one, bare=inside)
            if found:
                yield (*found, number)
        if opened and "]" in text:
            inside = False


def _gemfile(block: Block, _section: str) -> Iterator[_Seen]:
    gem = _pattern(
        r"^\s*(?:gem|\w+\.add(?:_runtime|_development)?_dependency)[ (]+[\"'](?P<name>[\w.-]+)[\"'](?P<spec>[^#\n]*)"
    )
    for number, line in block.lines():
        match = gem.match(line)
        if match:
            yield match["name"], match["spec"].strip(" ,)"), number


def _go_mod(block: Block, _section: str) -> Iterator[_Seen]:
    need = _pattern(r"^\s*(?:require\s+)?(?P<name>[\w-]+(?:\.[\w-]+)+(?:/[\w.~-]+)*)\s+(?P<spec>v\d\S*)(?P<rest>.*)$")
    for number, line in block.lines():
        match = need.match(line)
        if match and "// indirect" not in match["rest"] and "=>" not in line:
            yield match["name"], match["spec"], number
