"""The words of one review in one language, as both readers' parts need them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pairkit.checklist import ticks
from pairkit.checklist.document import Checklist, Fact, Item
from pairkit.report.sentences import Sentences
from pairkit.report.sheet import Row, coded
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

_AREA = "checklist."
_NAMES = 5
_MINUTES = 90
_CODE_FACTS = ("command", "path", "file", "files")


class Words:
    """The words of one language for one checklist."""

    def __init__(self, checklist: Checklist, sentences: Sentences, kept: ticks.Ticks) -> None:
        self.checklist = checklist
        self.sentences = sentences
        self.language = sentences.language
        self._kept = kept

    def say(self, key: str, **facts: object) -> str:
        """Return a text of the checklist."""
        return say(self.language, _AREA + key, **facts)

    def tick(self, *names: str) -> ticks.Tick:
        """Return what people did with the item of these ids."""
        return ticks.of(self._kept, names)

    def has_tick(self, item: Item) -> bool:
        """Tell whether anybody has done anything with an item."""
        return any(name in self._kept and self._kept[name] != ticks.NOTHING for name in item.ids)

    def title(self) -> str:
        """Return the change's title."""
        return clean(self.checklist.title) or self.say("untitled")

    def lead(self) -> tuple[str, ...]:
        """Return how big it is, what it does, and who has to see it."""
        one = self.checklist
        if not one.files:
            return (self.say("empty"),)
        size = self.say(
            "size",
            count=len(one.files),
            added=one.added,
            removed=one.removed,
            time=self.time(one.minutes),
            lane=self.say(one.lane),
        )
        does = self.say("does", what=self.listed(self.fact(fact) for fact in one.does)) if one.does else ""
        return tuple(line for line in (size, does, self.say(one.lane_reason)) if line)

    def clean_line(self, reader: str) -> str:
        """Return all there is to say where nothing is to be looked at."""
        one = self.checklist
        size = {"count": len(one.files), "added": one.added, "removed": one.removed, "time": self.time(one.minutes)}
        known = [fact for fact in (*one.verified, *one.not_checked) if fact.key.startswith(("ran-", "not-tests"))]
        tests = self.fact(known[0]) if known else ""
        return self.say(f"clean-{one.lane}-{reader}", title=self.title(), tests=tests, **size)

    def time(self, minutes: int) -> str:
        """Return a rough time as a reader says it."""
        return (
            self.say("time-hours", count=minutes // 60)
            if minutes > _MINUTES
            else self.say("time-minutes", count=minutes)
        )

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts as one list in a sentence."""
        return self.say("comma").join(texts)

    def fact(self, fact: Fact, key: str = "") -> str:
        """Return a fact as a sentence, with the files concerned."""
        facts: Mapping[str, object] = {
            name: coded(clean(str(value))) if name in _CODE_FACTS else clean(value) if isinstance(value, str) else value
            for name, value in fact.facts.items()
        }
        text = self.say(key or fact.key, **facts)
        names = self.names(fact.files)
        return f"{text}: {names}" if names else text

    def names(self, files: Iterable[str]) -> str:
        """Return the first few names of files as code."""
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
        """Return the name of a zone, or nothing where there are none."""
        return self.say(f"zone-{name}") if name else ""


def item_row(words: Words, item: Item, text: str, details: tuple[str, ...]) -> Row:
    """Return an item with its box, saying `text` and below it `details`."""
    finding = item.finding
    page = words.sentences.revoke(finding)
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
        page=page if any(page in detail for detail in details) else "",
        who=item.who,
    )


def fact_rows(words: Words, facts: Iterable[Fact]) -> tuple[Row, ...]:
    """Return one plain line a fact."""
    return tuple(Row(words.fact(fact)) for fact in facts)


def run_id(fact: Fact) -> str:
    """Return an id that holds for this very tree: what failed has to be looked at again after the next push."""
    name = re.sub(r"[^0-9a-z]+", "-", str(fact.facts.get("name", "")).lower())
    return f"r-{name}-{str(fact.facts.get('tree', ''))[:12]}"
