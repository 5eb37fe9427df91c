"""The review in words, for each reader in their own language."""

from __future__ import annotations

from pairkit.checklist import ticks
from pairkit.checklist.document import ASK, DEVELOPER, Checklist
from pairkit.gate.assess import Assessment
from pairkit.report.review_developer import developer_sections
from pairkit.report.review_maker import maker_sections
from pairkit.report.review_words import Words, run_id
from pairkit.report.sentences import Sentences
from pairkit.report.sheet import Part

_SMALL = 100


def review_part(
    checklist: Checklist, assessment: Assessment, reader: str, language: str, kept: ticks.Ticks | None = None
) -> Part:
    """Return what `reader` ("developer" or "maker") gets, in `language`, with the ticks that were kept."""
    words = Words(checklist, Sentences(assessment.playbooks, assessment.agreement, language), kept or {})
    if _is_clean(checklist) and (reader == DEVELOPER or not checklist.demo):
        return Part(reader, language, "", (words.clean_line(reader),), ())
    sections = (developer_sections if reader == DEVELOPER else maker_sections)(words)
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
    return found + [run_id(fact) for fact in checklist.failed]
