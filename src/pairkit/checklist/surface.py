"""What people who use the project will notice of a change: addresses, pages, texts on the screen, commands, examples.

Read from the changed lines alone, so that it works for a patch too. What only moved is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pairkit.change.model import NEW, OLD, Block, Change, FileChange
from pairkit.rules.paths import is_test

ROUTE, PAGE, TEXT, COMMAND, EXAMPLE = "route", "page", "text", "command", "example"

_METHODS = "get|post|put|patch|delete"
_ROUTES = (
    re.compile(
        rf"@\w+(?:\.\w+)?\.(?P<method>{_METHODS}|route)\([ \t]*[\"'](?P<path>/[^\"'\n]{{0,200}})[\"'](?P<rest>[^\n]*)"
    ),
    re.compile(rf"\b(?:app|router|server)\.(?P<method>{_METHODS})\([ \t]*[\"'`](?P<path>/[^\"'`\n]{{0,200}})[\"'`]"),
    re.compile(r"^[ \t]*(?:re_)?path\([ \t]*r?[\"'](?P<path>[^\"'\n]{0,200})[\"'][ \t]*,", re.MULTILINE),
    re.compile(rf"^[ \t]*(?P<method>{_METHODS})[ \t]+[\"'](?P<path>/?[\w/:.-]{{1,200}})[\"']", re.MULTILINE),
    re.compile(
        r"@(?P<method>Get|Post|Put|Patch|Delete|Request)Mapping\((?:value[ \t]*=[ \t]*)?\"(?P<path>/[^\"\n]{0,200})\""
    ),
)
_METHOD_LIST = re.compile(r"methods[ \t]*=[ \t]*[\[(][\"'](\w+)")
_PREFIX = re.compile(r"(?:APIRouter|Blueprint)\([^)]{0,300}?(?:url_)?prefix[ \t]*=[ \t]*[\"'](/[^\"'\n]{0,100})[\"']")
_COMMANDS = re.compile(
    r"(?:add_parser\(|\.command\((?:name[ \t]*=[ \t]*)?)[ \t]*[\"'](?P<name>[\w:-]{2,40})[\"']"
    r"|^class[ \t]+Command\(BaseCommand\)",
    re.MULTILINE,
)
_PAIR = re.compile(
    r"^[ \t]*[\"']?(?P<key>[A-Za-z_][\w.-]{0,80})[\"']?[ \t]*[:=][ \t]*"
    r"(?P<quote>[\"']?)(?P<text>[^\n]{2,300}?)(?P=quote)[ \t]*,?[ \t]*$",
    re.MULTILINE,
)
_WORDS = re.compile(
    r"(?:^|/)(?:locales?|i18n|lang(?:uages?)?|translations?|messages|content|words|strings)/[^\n]*\.(?:ya?ml|json|toml|properties|strings|ftl|ts|js|py)$"
    r"|(?:^|/)(?:messages|strings|ui|locale)[._-][\w.-]*\.(?:ya?ml|json|properties|ts|js)$"
)
_PAGE = re.compile(r"\.(?:html?|jinja2?|j2|vue|svelte|tsx|jsx|erb|ejs|hbs|blade\.php)$")
_SHOWN = re.compile(
    r"<(?:h[1-6]|button|a|label|th|title|legend|option|summary|figcaption)\b[^<>\n]{0,300}>"
    r"[ \t]*+([^<>{}\n]{3,80}?)[ \t]*+</"
)
"""What a person calls by its name: headings, buttons, links, labels. Running text is a page's business as a whole."""
_EXAMPLE = re.compile(
    r"(?:^|/)(?:golden|examples?)(?:/|\.|_)[^\n]*\.(?:ya?ml|json|csv|toml)$|(?:^|/)golden[\w.-]*\.(?:ya?ml|json|csv)$"
)
_FIRST_FIELD = re.compile(
    r"^[ \t]*(?:- )?[\"']?(?:source|input|question|text|prompt)[\"']?[ \t]*:[ \t]*[\"']?([^\n\"']{3,160})", re.MULTILINE
)
_MOST = 2_000
_Read = Callable[[FileChange, Block], Iterator[tuple[str, str]]]


class Seen(NamedTuple):
    """One thing that will be noticed. `before` or `after` is empty for what is new or gone; `what` names it."""

    kind: str
    what: str
    before: str
    after: str
    file: str


def surface(change: Change) -> list[Seen]:
    """Return what people will notice, in the order of the files."""
    found: list[Seen] = []
    for file in change.files:
        if file.generated or file.binary or is_test(file.path):
            continue
        found += _in_file(file)
        if len(found) > _MOST:
            break
    return _without_moves(found)


def _in_file(file: FileChange) -> Iterator[Seen]:
    if _EXAMPLE.search(file.path):
        yield from _paired(EXAMPLE, file, _examples)
    elif _WORDS.search(file.path):
        yield from _paired(TEXT, file, _pairs)
    else:
        yield from _paired(ROUTE, file, _routes)
        yield from _paired(COMMAND, file, _commands)
        if _PAGE.search(file.path):
            yield from _page(file)


def _paired(kind: str, file: FileChange, read: _Read) -> Iterator[Seen]:
    """Compare what stands on both sides under the same name."""
    old = {name: value for block in file.blocks(OLD) for name, value in read(file, block)}
    new = {name: value for block in file.blocks(NEW) for name, value in read(file, block)}
    for name in [*old, *(name for name in new if name not in old)]:
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield Seen(kind, name, before, after, file.path)


def _routes(file: FileChange, block: Block) -> Iterator[tuple[str, str]]:
    if file.path.endswith((".html", ".css", ".md", ".yaml", ".yml", ".json")):
        return
    prefix = _prefix(file, block)
    for pattern in _ROUTES:
        for match in pattern.finditer(block.text):
            fields = match.groupdict()
            listed = _METHOD_LIST.search(fields.get("rest") or "")
            method = (listed[1] if listed else fields.get("method") or "get").upper()
            method = "GET" if method in ("ROUTE", "REQUEST") else method
            path = "/" + (prefix + fields["path"]).strip("/^$")
            yield f"{method} {path}", path


def _prefix(file: FileChange, block: Block) -> str:
    side = file.new if block.side == NEW else file.old
    if side is None or not file.path.endswith(".py"):
        return ""
    found = next((match for part in side.parts() if (match := _PREFIX.search(part.text[:100_000]))), None)
    return found[1] if found else ""


def _commands(file: FileChange, block: Block) -> Iterator[tuple[str, str]]:
    for match in _COMMANDS.finditer(block.text):
        name = match["name"] or file.path.rpartition("/")[2].removesuffix(".py")
        yield name, name


def _pairs(file: FileChange, block: Block) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - every reader is called alike
    for match in _PAIR.finditer(block.text):
        if any(letter.isalpha() for letter in match["text"]) and not match["text"].startswith(("{", "[", "|", ">")):
            yield match["key"], match["text"].strip()


def _examples(file: FileChange, block: Block) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    for match in _FIRST_FIELD.finditer(block.text):
        yield match[1].strip(), match[1].strip()


def _page(file: FileChange) -> Iterator[Seen]:
    old = [text for block in file.blocks(OLD) for text in _SHOWN.findall(block.text)]
    new = [text for block in file.blocks(NEW) for text in _SHOWN.findall(block.text)]
    gone = [text for text in dict.fromkeys(old) if text not in new and _is_words(text)]
    came = [text for text in dict.fromkeys(new) if text not in old and _is_words(text)]
    if len(gone) == len(came) <= 3:  # the same place says something else
        yield from (Seen(TEXT, "", before, after, file.path) for before, after in zip(gone, came, strict=True))
    else:
        yield from (Seen(TEXT, "", "", text, file.path) for text in came[:3])
        yield from (Seen(TEXT, "", text, "", file.path) for text in gone[:3])
    if file.added + file.removed:
        yield Seen(PAGE, file.path, "" if file.old is None else "x", "" if file.new is None else "x", file.path)


def _is_words(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    return letters * 2 > len(text) and not any(sign in text for sign in "=;()")


def _without_moves(found: list[Seen]) -> list[Seen]:
    """Leave out what went in one file and came in another."""
    gone = {(seen.kind, seen.before) for seen in found if seen.before and not seen.after}
    came = {(seen.kind, seen.after) for seen in found if seen.after and not seen.before}
    moved = gone & came
    return [
        seen
        for seen in found
        if seen.kind == PAGE
        or (bool(seen.before) == bool(seen.after))
        or (seen.kind, seen.before or seen.after) not in moved
    ]
