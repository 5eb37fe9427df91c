"""Bring translations from a file: new ones, and newer texts of those that are here."""

from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.desk import reviewing
from app.desk.import_report import ImportReport
from app.exchange.rows import Row
from app.models import EventKind, ReviewEvent, Status, Translation
from app.models.declarative import now
from app.text import clean_line, clean_text

LONGEST_CONTEXT = 500
BATCH = 1000

Key = tuple[str, str]


def import_segments(
    session: Session, rows: Iterable[Row], person_id: int, *, apply: bool
) -> ImportReport:
    """Compare each row with what is here and, with `apply`, add and change translations.

    A translation is the same if place and source are. What comes in waits for review, whatever
    the file says of it: it was approved elsewhere. An empty translation becomes a draft, and
    never empties one. The caller commits.
    """
    known = _known(session)
    seen: set[Key] = set()
    report = ImportReport()
    new: list[Row] = []
    for row in (one._replace(cells=_cleaned(one.cells)) for one in rows):
        source, target, context = (row.cells[name] for name in ("source", "target", "context"))
        reason = _reason_to_skip(row.cells, (context, source) in seen)
        if reason:
            report.skip(row.place, reason, source)
            continue
        seen.add((context, source))
        report.flattened += row.flattened
        same = known.get((context, source))
        if same is None:
            report.added += 1
            new.append(row)
        elif not target or same[1] == target:
            report.unchanged += 1
        else:
            report.change(row.place, source, same[1], target)
            if apply:
                reviewing.take_over(session.get_one(Translation, same[0]), target, person_id)
        if apply and len(new) == BATCH:
            _add(session, new, person_id)
    if apply:
        _add(session, new, person_id)
    return report


def _cleaned(cells: dict[str, str]) -> dict[str, str]:
    cleaned = {name: clean_text(cells.get(name, "")) for name in ("source", "target")}
    return {**cleaned, "context": clean_line(cells.get("context", ""))}


def _known(session: Session) -> dict[Key, tuple[int, str]]:
    columns = select(
        Translation.id, Translation.context, Translation.source, Translation.target
    ).order_by(Translation.id.desc())
    return {
        (context, source): (id_, target)
        for id_, context, source, target in session.execute(columns)
    }


def _reason_to_skip(cells: dict[str, str], twice: bool) -> str:
    if not cells["source"]:
        return "files.problem.no_source"
    if max(len(cells["source"]), len(cells["target"])) > reviewing.LONGEST_TEXT:
        return "review.problem.long_text"
    if len(cells["context"]) > LONGEST_CONTEXT:
        return "files.problem.long_context"
    return "files.problem.twice" if twice else ""


def _add(session: Session, rows: list[Row], person_id: int) -> None:
    if not rows:
        return
    values = [
        {
            **row.cells,
            "status": Status.TO_REVIEW if row.cells["target"] else Status.DRAFT,
            "revision": 1,
            "changed_at": now(),
        }
        for row in rows
    ]
    added = insert(Translation).returning(Translation.id, sort_by_parameter_order=True)
    events = [
        {"translation_id": id_, "person_id": person_id, "kind": EventKind.IMPORTED, "at": now()}
        for id_ in session.scalars(added, values)
    ]
    session.execute(insert(ReviewEvent), [{**event, "comment": ""} for event in events])
    rows.clear()
