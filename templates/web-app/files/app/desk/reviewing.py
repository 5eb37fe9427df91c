"""Decide about a translation, or change its text; each leaves a step in the history."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.models import EventKind, ReviewEvent, Status, Translation

LONGEST_TEXT = 5000
LONGEST_COMMENT = 2000


class Outdated(Exception):
    """The translation was changed after the form was opened; nothing was saved."""


def accept(session: Session, translation: Translation, comment: str, revision: int) -> None:
    """Accept the translation as it stands in `revision`."""
    _check(translation, revision)
    translation.status = Status.ACCEPTED
    _record(translation, EventKind.ACCEPTED, comment=comment)
    _save(session)


def ask_for_change(session: Session, translation: Translation, comment: str, revision: int) -> None:
    """Send the translation back, with a comment that says what should change."""
    _check(translation, revision)
    translation.status = Status.NEEDS_CHANGE
    _record(translation, EventKind.CHANGE_ASKED, comment=comment)
    _save(session)


def change_text(session: Session, translation: Translation, text: str, revision: int) -> bool:
    """Replace the translation; returns False if it is the same text.

    The earlier text stays in the history, and the new one waits for review again:
    what was accepted was the old one.
    """
    _check(translation, revision)
    if text == translation.target:
        return False
    _record(translation, EventKind.EDITED, text_before=translation.target)
    translation.target = text
    translation.status = Status.TO_REVIEW
    _save(session)
    return True


def _check(translation: Translation, revision: int) -> None:
    if translation.revision != revision:
        raise Outdated


def _record(
    translation: Translation, kind: EventKind, *, comment: str = "", text_before: str | None = None
) -> None:
    event = ReviewEvent(kind=kind, comment=comment, text_before=text_before)
    translation.events.insert(0, event)


def _save(session: Session) -> None:
    try:
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Outdated from error
