"""Passwords: what is good enough to keep, and how it is kept."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 10, 200
FEWEST_DIFFERENT = 5

# Argon2id with the smaller of the two settings that OWASP's Password Storage Cheat Sheet calls
# equal: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Each hash takes its memory; many sign-ins at once wait for each other instead.
_turns = BoundedSemaphore(4)
# Compared where there is no such account, so that the time taken does not tell.
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return what the database keeps."""
    with _turns:
        return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether it is the password; takes as long where there is none to compare with."""
    with _turns:
        try:
            _hasher.verify(password_hash or _NOBODY, password[:LONGEST])
        except (Argon2Error, InvalidHashError):
            return False
    return password_hash is not None


def problem_with(password: str, again: str, email: str) -> str:
    """Return the key of the words that say why it will not do, or nothing.

    Length decides, as NIST SP 800-63B has it; no rules about capitals and digits.
    """
    if len(password) < SHORTEST:
        return "people.problem.short_password"
    if len(password) > LONGEST:
        return "people.problem.long_password"
    name = email.partition("@")[0].casefold()
    if len(set(password)) < FEWEST_DIFFERENT or password.casefold() in (name, email.casefold()):
        return "people.problem.easy_password"
    return "" if password == again else "people.problem.password_differs"
