"""The error tree. An error knows its words' key and its facts; what a person reads is made at the edge.

Every key has two texts in `words/<language>/errors.py`: `<key>.what` (what happened) and `<key>.do` (what to do).
Exit codes: 1 something stops or a conflict needs a person, 2 usage or configuration, 3 unexpected, 130 interrupted.
"""

from __future__ import annotations

DONE = 0
STOPPED = 1
USAGE = 2
UNEXPECTED = 3
INTERRUPTED = 130


class PairkitError(Exception):
    """Something that a person can mend.

    `key` names the two texts in the catalogue, `facts` fills them. Nothing else is shown to a person.
    """

    code = USAGE

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.key} ({details})" if details else self.key


class NotARepository(PairkitError):
    """There is no git repository here, or none with a work tree."""


class GitFailed(PairkitError):
    """git itself refused; its own words are among the facts."""


class BrokenFile(PairkitError):
    """A file that pairkit reads is not as it must be. Facts: `path`, `line` (1-based), and what is wrong."""


class BrokenPatch(PairkitError):
    """What was given as a patch cannot be read as one."""


class WrongUse(PairkitError):
    """Options that do not go together, or a value that does not fit."""


class Occupied(PairkitError):
    """Writing there would touch something that is not ours."""
