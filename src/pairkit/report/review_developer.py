"""The developer's part of a review: technical and short."""

from __future__ import annotations

from collections.abc import Iterable

from pairkit.checklist.document import EVERY_LINE, NOBODY, SKIM, Item, Part, Touched
from pairkit.checklist.reading import rough
from pairkit.report.review_words import Words, fact_rows, item_row, run_id
from pairkit.report.sheet import Row, Section, coded
from pairkit.words.layout import clean

_NAMES = 5
_FILES = 12


def developer_sections(words: Words) -> Iterable[Section]:
    """Yield what to look at, what was verified, what was not checked, how to cut it, and in which order to read."""
    one = words.checklist
    looks = tuple(_technical(words, item) for item in one.look)
    yield Section("look", words.say("look"), (*_failed(words), *looks), after=_more(words))
    looked = tuple(_technical(words, item) for item in one.more if words.has_tick(item))
    yield Section("looked", words.say("looked"), looked)
    yield Section("verified", words.say("verified"), fact_rows(words, one.verified), inline=True)
    yield Section("not-checked", words.say("not-checked"), fact_rows(words, one.not_checked), inline=True)
    if one.parts:
        rows = tuple(_cut(words, part) for part in one.parts)
        yield Section("split", words.say("split"), rows, numbered=True, before=words.say("split-lead"))
    yield Section("files", words.say("files"), _reading(words))


def _technical(words: Words, item: Item) -> Row:
    finding = item.finding
    where = f"{clean(finding.file or '')}:{finding.line}" if finding.line else clean(finding.file or "")
    side = f" ({words.say('removed-line')})" if finding.side == "old" and finding.line else ""
    look = words.sentences.text(finding, "look") or words.sentences.text(finding, "do")
    return item_row(words, item, words.found(item, where) + side, (look,))


def _failed(words: Words) -> tuple[Row, ...]:
    rows = []
    for fact in words.checklist.failed:
        name = run_id(fact)
        details = tuple(coded(clean(str(line))) for line in str(fact.facts.get("said", "")).split("\n") if line)
        rows.append(Row(words.fact(fact), (name,), True, True, words.tick(name), details))
    return tuple(rows)


def _more(words: Words) -> str:
    more = [item for item in words.checklist.more if not words.has_tick(item)]
    files = words.names(item.finding.file for item in more if item.finding.file)
    return words.say("more", count=len(more), files=files, option=coded("--format json")) if more else ""


def _cut(words: Words, part: Part) -> Row:
    after = words.say("split-after", numbers=", ".join(str(n + 1) for n in part.after)) if part.after else ""
    text = words.say(f"split-{part.what}", count=len(part.files), lines=part.lines)
    return Row(f"{text}: {words.names(part.files)}{after}")


def _reading(words: Words) -> tuple[Row, ...]:
    """Return the files in reading order: which deserve every line, which may be skimmed, which nobody reads."""
    rows: list[Row] = []
    for reading in (EVERY_LINE, SKIM, NOBODY):
        files = [file for file in words.checklist.files if file.reading == reading]
        if not files:
            continue
        time = words.time(rough(sum(file.minutes for file in files)))
        named = files[: _FILES if reading == EVERY_LINE else _NAMES]
        shown = words.listed(_file(words, file) for file in named)
        rest = words.say("more-files", count=len(files) - len(named)) if len(files) > len(named) else ""
        rows.append(Row(words.say(f"reading-{reading}", time=time, files=shown) + (f" {rest}" if rest else "")))
    return tuple(rows)


def _file(words: Words, file: Touched) -> str:
    zone = f" ({words.zone(file.zone)})" if file.zone in ("developer", "closed") else ""
    return f"{coded(clean(file.path))} +{file.added} −{file.removed}{zone}"
