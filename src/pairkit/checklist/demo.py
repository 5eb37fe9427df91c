"""What the maker can try: steps one does and sees, and what will be different for users from tomorrow."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from pairkit.checklist.document import Fact, Step
from pairkit.checklist.surface import COMMAND, EXAMPLE, PAGE, ROUTE, TEXT, Seen
from pairkit.checklist.ticks import Ticks
from pairkit.rules.mask import Mask

STEPS = 6
_PAGES = 2
_EARLY = ("open", "route", "page", "send", "delete", "command")
CHANGES = 5
_ASKS = ("GET",)


def demo(seen: Sequence[Seen], start: str, mask: Mask, kept: Ticks) -> tuple[Step, ...]:
    """Return up to STEPS steps, and with them those that were done before; none where nothing is to be seen.

    The first starts the project, if `start` says how.
    """
    facts = _distinct([fact for one in seen if (fact := _step(one, mask)) is not None])
    facts = _pages_together(facts)
    if facts and start:
        facts.insert(0, Fact("demo-start", {"command": start}))
    steps = [Step(_id(fact), fact) for fact in facts]
    return tuple(step for n, step in enumerate(steps) if n < STEPS or step.id in kept)


def _step(seen: Seen, mask: Mask) -> Fact | None:
    before, after = mask(seen.before), mask(seen.after)
    if seen.kind == ROUTE and after:
        method, _, path = seen.what.partition(" ")
        return Fact("demo-open" if method in _ASKS else f"demo-{_deed(method)}", {"path": path})
    if seen.kind == TEXT and after:
        return Fact("demo-text" if before else "demo-new-text", {"before": before, "after": after})
    if seen.kind == PAGE and after:
        return Fact("demo-page" if before else "demo-new-page", {"file": seen.file})
    if seen.kind == COMMAND and after:
        return Fact("demo-command", {"name": seen.what})
    if seen.kind == EXAMPLE and after:
        return Fact("demo-example", {"text": after})
    return None


def _pages_together(facts: list[Fact]) -> list[Fact]:
    """Make one step of many changed pages."""
    pages = [fact for fact in facts if fact.key == "demo-page"]
    if len(pages) <= _PAGES:
        return facts
    names = ", ".join(str(fact.facts["file"]) for fact in pages[:_PAGES])
    together = Fact("demo-pages", {"files": names, "count": len(pages) - _PAGES})
    return [*(fact for fact in facts if fact.key != "demo-page"), together]


def _deed(method: str) -> str:
    return "delete" if method == "DELETE" else "send"


def tomorrow(seen: Sequence[Seen], mask: Mask) -> tuple[Fact, ...]:
    """Return up to CHANGES sentences on what users will find new, different or gone."""
    facts = _distinct([fact for one in seen if (fact := _change(one, mask)) is not None])
    facts.sort(key=lambda fact: not fact.key.endswith("gone"))  # what is gone surprises most
    return tuple(facts[:CHANGES])


def _change(seen: Seen, mask: Mask) -> Fact | None:
    before, after = mask(seen.before), mask(seen.after)
    if seen.kind == ROUTE and seen.what.startswith(_ASKS):
        return Fact("tomorrow-route-gone" if not after else "tomorrow-route", {"path": seen.what.partition(" ")[2]})
    if seen.kind == TEXT and before and after:
        return Fact("tomorrow-text", {"before": before, "after": after})
    if seen.kind == TEXT and before:
        return Fact("tomorrow-text-gone", {"before": before})
    if seen.kind == PAGE and bool(before) != bool(after):
        return Fact("tomorrow-page-gone" if before else "tomorrow-page", {"file": seen.file})
    if seen.kind == COMMAND:
        return Fact("tomorrow-command-gone" if not after else "tomorrow-command", {"name": seen.what})
    return None


def _distinct(facts: list[Fact]) -> list[Fact]:
    """Keep the first of each, and spread the kinds: ten changed texts must not hide the one new page."""
    unique = list({(fact.key, *map(str, fact.facts.values())): fact for fact in facts}.values())
    rounds: dict[str, int] = {}
    ranked = []
    for fact in unique:
        rounds[fact.key] = rounds.get(fact.key, 0) + 1
        ranked.append((rounds[fact.key], fact))
    return [fact for _, fact in sorted(ranked, key=lambda pair: (pair[0], _early(pair[1])))]


def _early(fact: Fact) -> int:
    """Places come before what is to be found in them."""
    return next((n for n, part in enumerate(_EARLY) if part in fact.key), len(_EARLY))


def _id(fact: Fact) -> str:
    text = "\0".join((fact.key, *map(str, fact.facts.values())))
    return "d-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
