"""The jobs around the desk, each returning the sentence that says what was done."""

from pathlib import Path

from app import starting
from app.backups import copying
from app.database import one_session
from app.first_content import write_terms_file
from app.migrating import prepare_database
from app.people import accounts, links
from app.problem import Problem
from app.settings import Settings
from app.web.words import Words


def migrate(settings: Settings, words: Words) -> str:
    """Bring the database to the newest structure without starting; a server does so beforehand."""
    prepare_database(settings)
    return words.get("start.migrated")


def setup_code(settings: Settings, words: Words) -> str:
    """Make a code for the first admin, where the desk is started by something else."""
    prepare_database(settings)
    code = starting.setup_code(settings)
    if not code:
        raise Problem("start.already_set_up")
    return words.get("start.setup_code", code=code)


def link(settings: Settings, words: Words, email: str) -> str:
    """Make a link for a new password: the way back in when no admin can sign in."""
    with one_session(settings.database_url) as session:
        person = accounts.find_by_email(session, email)
        if person is None or not person.active:
            raise Problem("start.nobody", email=email)
        token = links.make(session, person)
        session.commit()
    return words.get("start.link", path=f"/welcome/{token}")


def backup(settings: Settings, words: Words, file: Path | None) -> str:
    """Write a backup, also while the desk runs."""
    return words.get("backup.done", file=copying.back_up(settings, file))


def restore(settings: Settings, words: Words, file: Path) -> str:
    """Bring a backup back; what was there before is kept as a backup too."""
    before = copying.restore(settings, file)
    if before is None:
        return words.get("backup.restored", file=file)
    return words.get("backup.restored_kept", file=file, before=before)


def glossary(settings: Settings, words: Words) -> str:
    """Write the glossary of the database to the file that people can read and compare."""
    with one_session(settings.database_url) as session:
        number = write_terms_file(session, settings.root)
    return words.get("start.glossary_written", n=number)
