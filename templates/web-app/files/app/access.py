"""Who may do what, all of it in one place.

`app/people/gate.py` holds every request against this table, and pages ask it what to offer
(`may("POST /glossary")`). A route that is not named here is closed to everybody, and a test
fails. This file is closed: change it only together with the developer.
"""

from app.models import Role

Who = frozenset[Role | None]

NOBODY: Who = frozenset()
PUBLIC: Who = frozenset({None, *Role})  # None: nobody is signed in
EVERYBODY: Who = frozenset(Role)
REVIEWERS: Who = frozenset({Role.REVIEWER, Role.ADMIN})
ADMINS: Who = frozenset({Role.ADMIN})

RULES: dict[str, Who] = {
    # Without a sign-in: whoever watches the desk, the way in, the language.
    "GET /health": PUBLIC,
    "GET /healthz": PUBLIC,
    "GET /ready": PUBLIC,
    "GET /readyz": PUBLIC,
    "POST /language": PUBLIC,
    "GET /first": PUBLIC,
    "POST /first": PUBLIC,
    "GET /sign-in": PUBLIC,
    "POST /sign-in": PUBLIC,
    "GET /welcome/{token}": PUBLIC,
    "POST /welcome/{token}": PUBLIC,
    # One's own account.
    "POST /sign-out": EVERYBODY,
    "GET /account": EVERYBODY,
    "POST /account/password": EVERYBODY,
    "POST /account/sign-out-everywhere": EVERYBODY,
    # Translations: everybody writes and comments, reviewers decide.
    "GET /": EVERYBODY,
    "GET /translations/{translation_id}": EVERYBODY,
    "POST /translations/{translation_id}/text": EVERYBODY,
    "POST /translations/{translation_id}/send": EVERYBODY,
    "POST /translations/{translation_id}/comment": EVERYBODY,
    "POST /translations/{translation_id}/decision": REVIEWERS,
    "GET /translations/{translation_id}/compare": EVERYBODY,
    "GET /search": EVERYBODY,
    "GET /files": EVERYBODY,
    "GET /files/export": EVERYBODY,
    "POST /files/import": REVIEWERS,
    "GET /files/import": REVIEWERS,
    "POST /files/import/apply": REVIEWERS,
    "POST /files/import/drop": REVIEWERS,
    # The glossary: everybody reads it, reviewers keep it.
    "GET /glossary": EVERYBODY,
    "GET /glossary/export": EVERYBODY,
    "POST /glossary": REVIEWERS,
    "GET /glossary/{term_id}/edit": REVIEWERS,
    "POST /glossary/{term_id}/edit": REVIEWERS,
    "GET /glossary/{term_id}/delete": REVIEWERS,
    "POST /glossary/{term_id}/delete": REVIEWERS,
    "GET /glossary/import": REVIEWERS,
    "POST /glossary/import": REVIEWERS,
    "POST /glossary/import/apply": REVIEWERS,
    "POST /glossary/import/drop": REVIEWERS,
    # The people.
    "GET /people": ADMINS,
    "POST /people": ADMINS,
    "POST /people/{person_id}": ADMINS,
    "POST /people/{person_id}/link": ADMINS,
}


def who_may(method: str, route: str) -> Who:
    """Return who may send this method to this route; nobody, if the table does not name it."""
    return RULES.get(f"{'GET' if method == 'HEAD' else method} {route}", NOBODY)
