"""What happens to a translation; each step is kept in the history, with who took it."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.models import EventKind, ReviewEvent, Status, Translation

LONGEST_TEXT = 5000
LONGEST_COMMENT = 2000


class Outdated(Exception):
    """The translation was changed after the form was opened; nothing was saved."""


def accept(
    session: Session, translation: Translation, comment: str, revision: int, person_id: int
) -> None:
    """Accept the translation as it stands in `revision`."""
    _check(translation, revision)
    translation.status = Status.ACCEPTED
    _record(translation, EventKind.ACCEPTED, person_id, comment=comment)
    _save(session)


def ask_for_change(
    session: Session, translation: Translation, comment: str, revision: int, person_id: int
) -> None:
    """Send the translation back, with a comment that says what should change."""
    _check(translation, revision)
    translation.status = Status.NEEDS_CHANGE
    _record(translation, EventKind.CHANGE_ASKED, person_id, comment=comment)
    _save(session)


def change_text(
    session: Session,
    translation: Translation,
    text: str,
    revision: int,
    person_id: int,
    *,
    send: bool = True,
) -> bool:
    """Replace the translation; returns False if it is the same text.

    The earlier text stays in the history, and the new one waits for review again, or is a
    draft first: what was accepted was the old one.
    """
    _check(translation, revision)
    if text == translation.target:
        return False
    _record(translation, EventKind.EDITED, person_id, text_before=translation.target)
    translation.target = text
    translation.status = Status.TO_REVIEW if send else Status.DRAFT
    _save(session)
    return True


def send_to_review(
    session: Session, translation: Translation, revision: int, person_id: int
) -> None:
    """Let a draft, or a text that was to be changed and is right after all, wait for review."""
    _check(translation, revision)
    if translation.status in (Status.DRAFT, Status.NEEDS_CHANGE):
        translation.status = Status.TO_REVIEW
        _record(translation, EventKind.SENT, person_id)
        _save(session)


def comment_on(session: Session, translation: Translation, comment: str, person_id: int) -> None:
    """Add a comment; it changes nothing else, so it fits any revision."""
    _record(translation, EventKind.COMMENTED, person_id, comment=comment)
    session.commit()


def take_over(translation: Translation, text: str, person_id: int) -> None:
    """Replace the text by that of a file; the caller commits."""
    _record(translation, EventKind.IMPORTED, person_id, text_before=translation.target)
    translation.target = text
    translation.status = Status.TO_REVIEW


def _check(translation: Translation, revision: int) -> None:
    if translation.revision != revision:
        raise Outdated


def _record(
    translation: Translation,
    kind: EventKind,
    person_id: int,
    *,
    comment: str = "",
    text_before: str | None = None,
) -> None:
    event = ReviewEvent(kind=kind, comment=comment, text_before=text_before, person_id=person_id)
    translation.events.insert(0, event)


def _save(session: Session) -> None:
    try:
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Outdated from error
