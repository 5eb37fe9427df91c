"""The review in words, for each reader: technical and short for the developer, everyday words for the maker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pairkit.checklist import ticks
from pairkit.checklist.document import (
    ASK,
    DEVELOPER,
    EVERY_LINE,
    MAKER,
    NOBODY,
    SHOWN,
    SKIM,
    Checklist,
    Fact,
    Item,
    Touched,
)
from pairkit.checklist.document import Part as Cut
from pairkit.gate.assess import Assessment
from pairkit.report.sentences import Sentences
from pairkit.report.sheet import Part, Row, Section, coded
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

_AREA = "checklist."
_NAMES = 5
_FILES = 12
_SMALL = 100
_TO_MEND = 3
_CODE_FACTS = ("command", "path", "file", "files")
_FOR_MAKER = {
    "not-tests-run": "maker-tests",
    "not-tests-known": "maker-tests",
    "not-binary": "maker-binary",
    "not-fragment": "maker-fragment",
    "not-meaning": "maker-meaning",
}
"""What of the third list concerns the maker, and how it is said to them."""


def review_part(
    checklist: Checklist, assessment: Assessment, reader: str, language: str, kept: ticks.Ticks | None = None
) -> Part:
    """Return what `reader` ("developer" or "maker") gets, in `language`, with the ticks that were kept."""
    words = _Words(checklist, Sentences(assessment.playbooks, assessment.agreement, language), kept or {})
    if _is_clean(checklist) and (reader == DEVELOPER or not checklist.demo):
        return Part(reader, language, "", (words.clean_line(reader),), ())
    sections = (_developer if reader == DEVELOPER else _maker)(words)
    filled = tuple(section for section in sections if section.rows or section.before or section.after)
    if reader == DEVELOPER:
        return Part(reader, language, words.title(), words.lead(), filled)
    return Part(reader, language, words.say("maker-title"), (), filled)


def _is_clean(checklist: Checklist) -> bool:
    """Tell whether there is so little to say that it fits a line."""
    quiet = not checklist.items and not checklist.failed and checklist.lane != ASK
    return quiet and 0 < checklist.added + checklist.removed <= _SMALL


def standing_ids(checklist: Checklist) -> list[str]:
    """Return every id that the document of a change has, for whichever reader."""
    found = [name for item in checklist.items for name in item.ids]
    found += [f"q-{finding.fingerprint}" for finding in checklist.questions]
    found += [step.id for step in checklist.demo]
    return found + [_run_id(fact) for fact in checklist.failed]


def _run_id(fact: Fact) -> str:
    """Return an id that holds for this very tree: what failed has to be looked at again after the next push."""
    name = re.sub(r"[^0-9a-z]+", "-", str(fact.facts.get("name", "")).lower())
    return f"r-{name}-{str(fact.facts.get('tree', ''))[:12]}"


class _Words:
    """The words of one language for one checklist."""

    def __init__(self, checklist: Checklist, sentences: Sentences, kept: ticks.Ticks) -> None:
        self.checklist = checklist
        self.sentences = sentences
        self.language = sentences.language
        self._kept = kept

    def say(self, key: str, **facts: object) -> str:
        return say(self.language, _AREA + key, **facts)

    def tick(self, *names: str) -> ticks.Tick:
        return ticks.of(self._kept, names)

    def has_tick(self, item: Item) -> bool:
        return any(name in self._kept and self._kept[name] != ticks.NOTHING for name in item.ids)

    def title(self) -> str:
        return clean(self.checklist.title) or self.say("untitled")

    def lead(self) -> tuple[str, ...]:
        one = self.checklist
        if not one.files:
            return (self.say("empty"),)
        size = self.say(
            "size",
            count=len(one.files),
            added=one.added,
            removed=one.removed,
            minutes=one.minutes,
            lane=self.say(one.lane),
        )
        does = self.say("does", what=self.listed(self.fact(fact) for fact in one.does)) if one.does else ""
        return tuple(line for line in (size, does, self.say(one.lane_reason)) if line)

    def clean_line(self, reader: str) -> str:
        """Return all there is to say where nothing is to be looked at."""
        one = self.checklist
        size = {"count": len(one.files), "added": one.added, "removed": one.removed, "minutes": one.minutes}
        known = [fact for fact in (*one.verified, *one.not_checked) if fact.key.startswith(("ran-", "not-tests"))]
        tests = self.fact(known[0]) if known else ""
        return self.say(f"clean-{one.lane}-{reader}", title=self.title(), tests=tests, **size)

    def listed(self, texts: Iterable[str]) -> str:
        return self.say("comma").join(texts)

    def fact(self, fact: Fact, key: str = "") -> str:
        facts: Mapping[str, object] = {
            name: coded(clean(str(value))) if name in _CODE_FACTS else clean(value) if isinstance(value, str) else value
            for name, value in fact.facts.items()
        }
        text = self.say(key or fact.key, **facts)
        names = self.names(fact.files)
        return f"{text}: {names}" if names else text

    def names(self, files: Iterable[str]) -> str:
        found = [coded(clean(name)) for name in dict.fromkeys(files)]
        return ", ".join(found[:_NAMES]) + (" …" if len(found) > _NAMES else "")

    def found(self, item: Item, where: str) -> str:
        """Return what was found, the file as code; of several findings the first, and how many more there are."""
        name = coded(clean(item.finding.file or ""))
        files = {finding.file for finding in item.others} - {item.finding.file}
        group = [item.finding, *item.others] if files else [item.finding]
        text = self.sentences.grouped(group, file=name)
        text = text.replace(name, coded(where), 1) if name else text
        if files and "many" not in self.sentences.rule(item.finding):
            return text.strip() + " " + self.say("also-files", files=self.names(sorted(name for name in files if name)))
        if item.others and not files:
            lines = [str(finding.line) for finding in item.others if finding.line]
            text += " " + self.say(
                "also-lines", lines=", ".join(lines[:_NAMES]) + (" …" if len(lines) > _NAMES else "")
            )
        return text.strip()

    def zone(self, name: str) -> str:
        return self.say(f"zone-{name}") if name else ""


def _developer(words: _Words) -> Iterable[Section]:
    one = words.checklist
    looks = tuple(_technical(words, item) for item in one.look)
    yield Section("look", words.say("look"), (*_failed(words), *looks), after=_more(words))
    looked = tuple(_technical(words, item) for item in one.more if words.has_tick(item))
    yield Section("looked", words.say("looked"), looked)
    yield Section("verified", words.say("verified"), _facts(words, one.verified), inline=True)
    yield Section("not-checked", words.say("not-checked"), _facts(words, one.not_checked), inline=True)
    if one.parts:
        rows = tuple(_cut(words, part) for part in one.parts)
        yield Section("split", words.say("split"), rows, numbered=True, before=words.say("split-lead"))
    yield Section("files", words.say("files"), _reading(words))


def _technical(words: _Words, item: Item) -> Row:
    finding = item.finding
    where = f"{clean(finding.file or '')}:{finding.line}" if finding.line else clean(finding.file or "")
    side = f" ({words.say('removed-line')})" if finding.side == "old" and finding.line else ""
    look = words.sentences.text(finding, "look") or words.sentences.text(finding, "do")
    return _row(words, item, words.found(item, where) + side, (look,))


def _row(words: _Words, item: Item, text: str, details: tuple[str, ...]) -> Row:
    finding = item.finding
    return Row(
        text=text,
        ids=item.ids,
        box=True,
        must=item.must,
        tick=words.tick(*item.ids),
        details=tuple(clean(detail) for detail in details if detail),
        excerpt=item.excerpt,
        file=clean(finding.file or ""),
        line=finding.line,
        zone=words.zone(finding.zone),
        lesson=words.sentences.lesson(finding),
        rule=finding.rule,
        who=item.who,
    )


def _failed(words: _Words) -> tuple[Row, ...]:
    rows = []
    for fact in words.checklist.failed:
        name = _run_id(fact)
        details = tuple(coded(clean(str(line))) for line in str(fact.facts.get("said", "")).split("\n") if line)
        rows.append(Row(words.fact(fact), (name,), True, True, words.tick(name), details))
    return tuple(rows)


def _more(words: _Words) -> str:
    more = [item for item in words.checklist.more if not words.has_tick(item)]
    files = words.names(item.finding.file for item in more if item.finding.file)
    return words.say("more", count=len(more), files=files, option=coded("--format json")) if more else ""


def _facts(words: _Words, facts: Iterable[Fact]) -> tuple[Row, ...]:
    return tuple(Row(words.fact(fact)) for fact in facts)


def _cut(words: _Words, part: Cut) -> Row:
    after = words.say("split-after", numbers=", ".join(str(n + 1) for n in part.after)) if part.after else ""
    text = words.say(f"split-{part.what}", count=len(part.files), lines=part.lines)
    return Row(f"{text}: {words.names(part.files)}{after}")


def _reading(words: _Words) -> tuple[Row, ...]:
    """Return the files in reading order: which deserve every line, which may be skimmed, which nobody reads."""
    rows: list[Row] = []
    for reading in (EVERY_LINE, SKIM, NOBODY):
        files = [file for file in words.checklist.files if file.reading == reading]
        if not files:
            continue
        minutes = max(1, round(sum(file.minutes for file in files)))
        named = files[: _FILES if reading == EVERY_LINE else _NAMES]
        shown = words.listed(_file(words, file) for file in named)
        rest = words.say("more-files", count=len(files) - len(named)) if len(files) > len(named) else ""
        rows.append(Row(words.say(f"reading-{reading}", minutes=minutes, files=shown) + (f" {rest}" if rest else "")))
    return tuple(rows)


def _file(words: _Words, file: Touched) -> str:
    zone = f" ({words.zone(file.zone)})" if file.zone in ("developer", "closed") else ""
    return f"{coded(clean(file.path))} +{file.added} −{file.removed}{zone}"


def _maker(words: _Words) -> Iterable[Section]:
    one = words.checklist
    mine = [item for item in one.look if item.who == MAKER]
    mend = _to_mend(one)
    mended = {item.finding.rule for item in mend}
    others = [item for item in one.look if item.who == DEVELOPER and item.finding.rule not in mended]
    yield Section("mend", words.say("maker-mend"), tuple(_everyday(words, item, box=False) for item in mend))
    yield Section("look", words.say("maker-look"), tuple(_everyday(words, item, box=True) for item in mine))
    if one.files and not mine and not mend:
        yield Section(
            "nothing", "", (), before=words.say(f"maker-nothing-{one.lane}" if not others else "maker-others-only")
        )
    steps = tuple(
        Row(words.fact(step.fact), (step.id,), box=True, tick=words.tick(step.id), who=MAKER) for step in one.demo
    )
    yield Section("demo", words.say("maker-demo"), steps)
    yield Section("questions", words.say("questions"), tuple(_question(words, finding) for finding in one.questions))
    yield Section("tomorrow", words.say("tomorrow"), _facts(words, one.tomorrow))
    if others:
        kinds = words.listed(dict.fromkeys(_title(words, item.finding) for item in others[:SHOWN]))
        yield Section("others", "", (), before=words.say("maker-others", count=len(others), what=kinds))
    open_ = [_FOR_MAKER[fact.key] for fact in one.not_checked if fact.key in _FOR_MAKER]
    yield Section(
        "not-checked", words.say("maker-open"), tuple(Row(words.say(key)) for key in dict.fromkeys(open_)), inline=True
    )


def _to_mend(checklist: Checklist) -> list[Item]:
    """Return what the maker's AI can put right before anybody else looks: each rule once, with all its places."""
    if checklist.acting_role != MAKER:
        return []
    rules: dict[str, Item] = {}
    for item in checklist.look:
        if item.must and item.who == DEVELOPER:
            first = rules.setdefault(item.finding.rule, item)
            if first is not item:
                joined = (*first.others, item.finding, *item.others)
                rules[item.finding.rule] = Item(first.finding, joined, first.who, first.excerpt)
    return list(rules.values())[:_TO_MEND]


def _title(words: _Words, finding: Finding) -> str:
    return str(words.sentences.rule(finding)["title"]).rstrip(".")


def _everyday(words: _Words, item: Item, *, box: bool) -> Row:
    finding, sentences = item.finding, words.sentences
    found = words.found(item, clean(finding.file or ""))
    ending = "" if words.language == "ko" or found.endswith((".", ")")) else "."
    tell = sentences.text(finding, "tell_ai")
    told = words.say("tell-ai", text=tell.strip()) if tell and not box else ""
    details = (sentences.text(finding, "why"), sentences.text(finding, "do"), told)
    row = _row(words, item, found + ending, details)
    if box:
        return row
    return Row(row.text, details=row.details, file=row.file, line=row.line, zone=row.zone, rule=row.rule)


def _question(words: _Words, finding: Finding) -> Row:
    name = f"q-{finding.fingerprint}"
    return Row(clean(words.sentences.text(finding, "ask")), (name,), True, tick=words.tick(name), who=MAKER)
