"""Bring the lines of a file into the glossary, and keep account of what happened."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import glossary
from app.desk.glossary import TermDraft
from app.desk.glossary_csv import read_table
from app.models import Term
from app.text import comparison_key


@dataclass(frozen=True)
class Skipped:
    """A line that was left out; `reason` is the key of the words that say why."""

    line: int
    reason: str
    term: str


@dataclass
class ImportReport:
    """What an import did, line by line where it matters."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def import_terms(session: Session, content: bytes) -> ImportReport:
    """Add and change terms; nothing is deleted, and a faulty line holds up no other.

    Raises Problem if the file cannot be read at all. The caller commits.
    """
    lines = list(read_table(content))
    known = {term.source_key: term for term in session.scalars(select(Term))}
    seen: set[str] = set()
    report = ImportReport()
    for number, cells in lines:
        draft = TermDraft.cleaned(
            cells.get("source", ""), cells.get("target", ""), cells.get("note", "")
        )
        reason = _reason_to_skip(draft, seen)
        if reason:
            report.skipped.append(Skipped(number, reason, draft.source))
            continue
        seen.add(comparison_key(draft.source))
        _take(session, draft, known, report)
    return report


def _reason_to_skip(draft: TermDraft, seen: set[str]) -> str:
    for problem in draft.problems().values():
        return problem
    return "glossary.problem.twice_in_file" if comparison_key(draft.source) in seen else ""


def _take(session: Session, draft: TermDraft, known: dict[str, Term], report: ImportReport) -> None:
    term = known.get(comparison_key(draft.source))
    if term is None:
        glossary.add(session, draft)
        report.added += 1
    elif TermDraft(term.source, term.target, term.note) == draft:
        report.unchanged += 1
    else:
        glossary.change(term, draft)
        report.changed += 1
