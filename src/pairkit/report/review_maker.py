"""The maker's part of a review, in everyday words: what to mend, to try and to answer, and what changes for users."""

from __future__ import annotations

from collections.abc import Iterable

from pairkit.checklist.document import DEVELOPER, MAKER, SHOWN, Checklist, Item
from pairkit.report.review_words import Words, fact_rows, item_row
from pairkit.report.sheet import Row, Section
from pairkit.rules.finding import Finding
from pairkit.words.layout import clean

_TO_MEND = 3
_FOR_MAKER = {
    "not-tests-run": "maker-tests",
    "not-tests-known": "maker-tests",
    "not-binary": "maker-binary",
    "not-fragment": "maker-fragment",
    "not-meaning": "maker-meaning",
}
"""What of the third list concerns the maker, and how it is said to them."""


def maker_sections(words: Words) -> Iterable[Section]:
    """Yield what to mend, to look at, to try and to answer, what changes from tomorrow, and what the developer does."""
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
    yield Section("tomorrow", words.say("tomorrow"), fact_rows(words, one.tomorrow))
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


def _title(words: Words, finding: Finding) -> str:
    return str(words.sentences.rule(finding)["title"]).rstrip(".")


def _everyday(words: Words, item: Item, *, box: bool) -> Row:
    finding, sentences = item.finding, words.sentences
    found = words.found(item, clean(finding.file or ""))
    ending = "" if words.language == "ko" or found.endswith((".", ")")) else "."
    tell = sentences.text(finding, "tell_ai")
    told = words.say("tell-ai", text=tell.strip()) if tell and not box else ""
    details = (sentences.text(finding, "why"), sentences.text(finding, "do"), told)
    row = item_row(words, item, found + ending, details)
    if box:
        return row
    return Row(row.text, details=row.details, file=row.file, line=row.line, zone=row.zone, rule=row.rule, page=row.page)


def _question(words: Words, finding: Finding) -> Row:
    name = f"q-{finding.fingerprint}"
    return Row(clean(words.sentences.text(finding, "ask")), (name,), True, tick=words.tick(name), who=MAKER)
