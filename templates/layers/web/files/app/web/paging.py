"""One page of a long list."""

from dataclasses import dataclass

SIZE = 50


@dataclass(frozen=True)
class Paging:
    """Which page of how many; a number outside is taken as the nearest page there is."""

    asked: int
    total: int
    size: int = SIZE

    @property
    def last(self) -> int:
        """The number of the last page, counted from 1."""
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        """The number of this page, counted from 1."""
        return min(max(1, self.asked), self.last)

    @property
    def offset(self) -> int:
        """How many items come before this page."""
        return (self.number - 1) * self.size

    @classmethod
    def of(cls, page: str, total: int) -> "Paging":
        """Read the page number from an address; anything that is no number is the first page."""
        return cls(int(page) if page.isdecimal() and len(page) < 7 else 1, total)
