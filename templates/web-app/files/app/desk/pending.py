"""The file a person has sent and not yet taken over; kept in the database, for any process."""

from datetime import timedelta

from fastapi import UploadFile
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.models import ImportKind, PendingImport
from app.models.declarative import now
from app.problem import Problem

LARGEST_FILE = 20_000_000
LASTS = timedelta(days=1)


def keep(
    session: Session, person_id: int, kind: ImportKind, file: UploadFile | None
) -> PendingImport:
    """Keep the file in place of an earlier one; raises Problem if there is none or it is too large.

    The caller commits.
    """
    content = file.file.read(LARGEST_FILE + 1) if file else b""
    if not file or not content:
        raise Problem("csv.empty")
    if len(content) > LARGEST_FILE:
        raise Problem("csv.too_large")
    drop(session, person_id, kind)
    name = (file.filename or "")[-200:]
    pending = PendingImport(person_id=person_id, kind=kind, name=name, content=content)
    session.add(pending)
    session.flush()
    return pending


def find(session: Session, person_id: int, kind: ImportKind) -> PendingImport | None:
    """Return the file that waits for this person's decision."""
    statement = select(PendingImport).where(
        PendingImport.person_id == person_id,
        PendingImport.kind == kind,
        PendingImport.created_at > now() - LASTS,
    )
    return session.scalars(statement).first()


def drop(session: Session, person_id: int, kind: ImportKind) -> None:
    """Forget this person's file, and everybody's that nobody decided about; the caller commits."""
    own = (PendingImport.person_id == person_id) & (PendingImport.kind == kind)
    old = PendingImport.created_at <= now() - LASTS
    session.execute(delete(PendingImport).where(or_(own, old)))
