"""The life of the document: ticks, notes and answers that survive the next push.

The document is Markdown that people edit: a box is ticked by a click, a note is a quoted line below an item, and
"does not apply, because …" in a note settles an item with its reason. Every item carries its ids in a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pairkit.errors import WrongUse

START, END = "<!-- pairkit:checklist -->", "<!-- /pairkit:checklist -->"
"""What stands between these two is made anew; what stands around them is a person's and stays."""

_MARK = re.compile(r"<!-- pairkit:((?:[a-z]-[0-9a-z-]+ )*[a-z]-[0-9a-z-]+ ?)(must )?-->\s*$", re.MULTILINE)
_BOX = re.compile(r"^(?:[-*+]|\d+[.)])\s+(?:\[(?P<tick>[ xX])\]\s*)?(?P<text>.*)$")
"""An item begins at the line's first sign, and its mark ends the line: what a change brings along stands elsewhere."""
_NOTE = re.compile(r"^\s*>\s?(?P<text>.*)$")
_WAIVED = re.compile(
    r"^\s*(?:does not apply|doesn['’]t apply|not applicable|n/?a\b|해당\s*없음|해당\s*없어요|해당되지\s*않(?:음|아요))"
    r"[\s,.:;—–-]*(?:because|since|as|왜냐하면|이유)?[\s,.:;—–-]*(?P<reason>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LEAST_REASON = 3
_LARGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class Tick:
    """What people did with an item: the box, and the note below it, its lines joined by newlines."""

    done: bool = False
    note: str = ""

    @property
    def waived(self) -> str:
        """Return the reason why the item does not apply, or an empty text: without a reason it stays open."""
        match = _WAIVED.match(self.note)
        reason = match["reason"].strip() if match else ""
        return reason if len(re.findall(r"\w", reason)) >= _LEAST_REASON else ""

    @property
    def settled(self) -> bool:
        """Tell whether nobody has to come back to the item."""
        return self.done or bool(self.waived)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it stands in a document: its ids, its first line, whether it must be settled, what people did."""

    ids: tuple[str, ...]
    text: str
    must: bool
    tick: Tick


Ticks = Mapping[str, Tick]
NOTHING = Tick()


def entries(document: str) -> list[Entry]:
    """Return the items of a document, in its order."""
    found: list[Entry] = []
    lines = document.replace("\r\n", "\n").split("\n")
    n = 0
    while n < len(lines):
        mark, box = _MARK.search(lines[n]), _BOX.match(lines[n])
        n += 1
        if mark is None or box is None:
            continue
        notes: list[str] = []
        while n < len(lines) and not _BOX.match(lines[n]) and not lines[n].startswith(("#", "<!--", "**")):
            quoted = _NOTE.match(lines[n])
            if quoted:
                notes.append(quoted["text"].rstrip())
            n += 1
        text = _MARK.sub("", box["text"]).strip()
        tick = Tick((box["tick"] or " ") in "xX", "\n".join(notes).strip())
        found.append(Entry(tuple(mark[1].split()), text, bool(mark[2]), tick))
    return found


def ticks(document: str) -> dict[str, Tick]:
    """Return what people did, by id. An item that stands for several findings gives each of them the same."""
    kept: dict[str, Tick] = {}
    for entry in entries(document):
        for name in entry.ids:
            kept[name] = _both(kept.get(name, NOTHING), entry.tick)
    return kept


def _both(one: Tick, other: Tick) -> Tick:
    """Put together what stands at two places, so that nothing is lost."""
    notes = list(dict.fromkeys(note for note in (one.note, other.note) if note))
    return Tick(one.done or other.done, "\n".join(notes))


def of(kept: Ticks, ids: Iterable[str]) -> Tick:
    """Return what holds for an item: its box is ticked only if it is for every finding it stands for."""
    known = [kept.get(name, NOTHING) for name in ids]
    notes = dict.fromkeys(tick.note for tick in known if tick.note)
    settled = sum(tick.settled for tick in known)
    if notes and 0 < settled < len(known):
        # The note was written when fewer findings stood here: it stays, and no longer settles all of them.
        notes = dict.fromkeys(_counted(note, settled, len(known)) for note in notes)
    return Tick(bool(known) and all(tick.done for tick in known), "\n".join(notes))


def _counted(note: str, settled: int, all_: int) -> str:
    return f"({settled}/{all_}) {note}" if _WAIVED.match(note) else note


def left_behind(document: str, standing: Iterable[str]) -> list[Entry]:
    """Return the items with a note whose findings are all gone: what a person wrote is not thrown away."""
    ids = set(standing)
    return [entry for entry in entries(document) if entry.tick.note and not ids.intersection(entry.ids)]


def open_musts(document: str) -> list[Entry]:
    """Return the items that must be settled and are not."""
    return [entry for entry in entries(document) if entry.must and not entry.tick.settled]


def body_of(raw: bytes) -> str:
    """Return the document in `raw`: Markdown, or a pull or merge request's event as JSON. Raises WrongUse."""
    if len(raw) > _LARGEST:
        raise WrongUse("ticks-too-large", megabytes=_LARGEST // 1_000_000)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUse("ticks-not-utf8") from None
    if not text.lstrip().startswith("{"):
        return text
    try:
        return _description(json.loads(text))
    except (ValueError, RecursionError):
        raise WrongUse("ticks-not-json") from None


def _description(event: Any) -> str:
    """Return the description in an event: GitHub's `pull_request.body`, GitLab's `object_attributes.description`."""
    for holder, field in (
        ("pull_request", "body"),
        ("object_attributes", "description"),
        (None, "body"),
        (None, "description"),
    ):
        place = event if holder is None else event.get(holder)
        if isinstance(place, dict) and field in place:
            return str(place[field] or "")
    raise WrongUse("ticks-no-description")


def inserted(document: str, block: str) -> str:
    """Return `document` with our block made anew; what people wrote around it stays to the letter.

    A document without a block gets it at its end. Where somebody deleted the end mark, our last item ends the block.
    """
    start = document.find(START)
    if start < 0:
        gap = "" if not document.strip() else "\n" if document.endswith("\n") else "\n\n"
        return (document if document.strip() else "") + gap + block
    end = document.find(END, start)
    if end >= 0:
        return document[:start] + block + document[end + len(END) :].removeprefix("\n")
    last = max((match.end() for match in _MARK.finditer(document, start)), default=start + len(START))
    below = document[last:].split("\n")[1:]
    theirs = next((n for n, line in enumerate(below) if line.strip() and not line.startswith((" ", ">"))), len(below))
    return document[:start] + block + "\n".join(below[theirs:])
