"""Bring rows of a file into the glossary: first looked at, then taken over, by the same code."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.desk.glossary import TermDraft
from app.desk.import_report import ImportReport
from app.exchange.rows import Row
from app.models import Term
from app.models.declarative import now
from app.text import comparison_key

BATCH = 1000


class Known(NamedTuple):
    """A term that is in the glossary; much lighter than the model, for a hundred thousand."""

    id: int
    revision: int
    draft: TermDraft


def import_terms(session: Session, rows: Iterable[Row], *, apply: bool) -> ImportReport:
    """Compare each row with the glossary and, with `apply`, add and change terms.

    Raises Problem if the file turns out unreadable on the way, and StaleDataError or
    IntegrityError if somebody else changes the same terms meanwhile. The caller commits.
    """
    known = _known(session)
    seen: set[str] = set()
    report = ImportReport()
    writing = _Writing(session, apply=apply)
    for line, cells, flattened in rows:
        draft = TermDraft.cleaned(*(cells.get(name, "") for name in ("source", "target", "note")))
        key = comparison_key(draft.source)
        reason = _reason_to_skip(draft, key, seen)
        if reason:
            report.skip(line, reason, draft.source)
            continue
        seen.add(key)
        report.flattened += flattened
        same = known.get(key)
        if same is None:
            report.added += 1
            writing.add(draft, key)
        elif same.draft == draft:
            report.unchanged += 1
        else:
            report.change(line, draft.source, same.draft.target, draft.target)
            writing.change(same, draft, key)
    writing.flush()
    return report


def _known(session: Session) -> dict[str, Known]:
    numbers = (Term.source_key, Term.id, Term.revision)
    rows = session.execute(select(*numbers, Term.source, Term.target, Term.note))
    return {key: Known(id_, revision, TermDraft(*texts)) for key, id_, revision, *texts in rows}


def _reason_to_skip(draft: TermDraft, key: str, seen: set[str]) -> str:
    for problem in draft.problems().values():
        return problem
    return "glossary.problem.twice_in_file" if key in seen else ""


class _Writing:
    """Writes in batches, or not at all while it is only a preview."""

    def __init__(self, session: Session, *, apply: bool) -> None:
        self._session = session
        self._apply = apply
        self._new: list[dict[str, object]] = []
        self._changed: list[dict[str, object]] = []

    def add(self, draft: TermDraft, key: str) -> None:
        self._take(self._new, {"revision": 1}, draft, key)

    def change(self, known: Known, draft: TermDraft, key: str) -> None:
        self._take(self._changed, {"id": known.id, "revision": known.revision}, draft, key)

    def flush(self) -> None:
        if self._new:
            self._session.execute(insert(Term), self._new)
        if self._changed:
            self._session.execute(update(Term), self._changed)
        self._new.clear()
        self._changed.clear()

    def _take(
        self,
        rows: list[dict[str, object]],
        identity: dict[str, object],
        draft: TermDraft,
        key: str,
    ) -> None:
        if not self._apply:
            return
        texts = {"source": draft.source, "target": draft.target, "note": draft.note}
        rows.append({**identity, **texts, "source_key": key, "changed_at": now()})
        if len(rows) == BATCH:
            self.flush()
