"""A moment in words, for each reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pairkit.checklist import ticks
from pairkit.checklist.document import DEVELOPER, Fact
from pairkit.checklist.moment import Moment, Planned
from pairkit.project.agreement import Agreement
from pairkit.report.sentences import honorific, owner_name
from pairkit.report.sheet import Part, Row, Section, coded, written
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

_SAID = 8
_ZONES = ("closed", "developer", "shared", "maker", "")


def moment_part(
    moment: Moment, agreement: Agreement, lessons: Mapping[str, Any], reader: str, language: str, kept: ticks.Ticks
) -> Part:
    """Return what `reader` is asked at a moment, in `language`; `lessons` are the words of lessons by id."""
    head = moment.head[language]
    asked = [item for item in moment.items if item["for"] in (reader, "both")]
    rows = tuple(_row(moment, item, language, lessons, kept) for item in asked)
    sections = [Section("asked", say(language, f"moment.for-{reader}"), rows)]
    if reader == DEVELOPER:
        sections += [_tried(moment, language)]
    else:
        facts = tuple(Row(_fact(fact, language)) for fact in moment.tomorrow)
        sections += [Section("tomorrow", say(language, "checklist.tomorrow"), facts)]
    sections += _plan(moment, agreement, reader, language)
    filled = tuple(one for one in sections if one.rows or one.before)
    return Part(reader, language, head["title"], (written(head["lead"]),) if reader == DEVELOPER else (), filled)


def standing(moment: Moment) -> list[str]:
    """Return every id that the document of a moment has."""
    return [_id(moment, item) for item in moment.items]


def _id(moment: Moment, item: Mapping[str, Any]) -> str:
    return f"k-{moment.name}-{item['id']}"


def _row(moment: Moment, item: Mapping[str, Any], language: str, lessons: Mapping[str, Any], kept: ticks.Ticks) -> Row:
    name = _id(moment, item)
    return Row(
        text=written(item[language]["ask"]),
        ids=(name,),
        box=True,
        must=item["must"],
        tick=ticks.of(kept, [name]),
        details=(written(item[language]["why"]),),
        lesson=str(lessons.get(item["lesson"], {}).get("title", "")),
        who=item["for"],
    )


def _fact(fact: Fact, language: str) -> str:
    facts = {name: clean(value) if isinstance(value, str) else value for name, value in fact.facts.items()}
    for name in ("command", "path", "file"):
        if name in facts:
            facts[name] = coded(str(facts[name]))
    return say(language, f"checklist.{fact.key}", **facts)


def _tried(moment: Moment, language: str) -> Section:
    rows = []
    for fact in moment.tried:
        said = [line.rstrip() for line in str(fact.facts.get("said", "")).split("\n") if line.strip()]
        rows.append(Row(_fact(fact, language), details=tuple(coded(clean(line)) for line in said[-_SAID:])))
    return Section("tried", say(language, "moment.tried"), tuple(rows))


def _plan(moment: Moment, agreement: Agreement, reader: str, language: str) -> Iterable[Section]:
    if not moment.plan:
        return
    rows = tuple(_zone(zone, moment.plan, language) for zone in _ZONES if any(one.zone == zone for one in moment.plan))
    yield Section("plan", say(language, "moment.plan"), rows)
    if not moment.waits:
        return
    waits = tuple(Row(coded(clean(one.path))) for one in moment.waits)
    yield Section("first", say(language, "moment.first", owner=owner_name(agreement, language)), waits)
    if reader != DEVELOPER:
        yield Section("send", say(language, "moment.send"), (), before=_message(moment, agreement))


def _zone(zone: str, plan: Iterable[Planned], language: str) -> Row:
    names = ", ".join(coded(clean(one.path)) for one in plan if one.zone == zone)
    title = say(language, f"checklist.zone-{zone}") if zone else say(language, "moment.no-zone")
    return Row(f"{title}: {names}")


def _message(moment: Moment, agreement: Agreement) -> str:
    """Return the text to send, in the language of whoever gets it."""
    person = agreement.first(DEVELOPER)
    language = person.language if person and person.language else "en"
    name = honorific(person.called, language) if person else say(language, "report.the-developer")
    paths = ", ".join(clean(one.path) for one in moment.waits)
    return say(language, "moment.message", owner=name, paths=paths)
