"""What an import would do, or has done: numbers, and the lines that need a look."""

from dataclasses import dataclass, field

# A page with more lines than this helps nobody; all of them are counted.
MOST_SHOWN = 100


@dataclass(frozen=True)
class Skipped:
    """A line that is left out; `reason` is the key of the words that say why."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Change:
    """A row whose target becomes another."""

    line: int
    source: str
    before: str
    after: str


@dataclass
class ImportReport:
    """Nothing is ever deleted by an import, and a faulty line holds up no other."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped_count: int = 0
    flattened: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        """Whether taking it over would change anything."""
        return bool(self.added or self.changed)

    def skip(self, line: int, reason: str, text: str) -> None:
        """Count a line that is left out, and keep it while there is room."""
        self.skipped_count += 1
        if len(self.skipped) < MOST_SHOWN:
            self.skipped.append(Skipped(line, reason, text[:200]))

    def change(self, line: int, source: str, before: str, after: str) -> None:
        """Count a change, and keep it while there is room."""
        self.changed += 1
        if len(self.changes) < MOST_SHOWN:
            self.changes.append(Change(line, source[:200], before[:200], after[:200]))
