"""Read objects by name through one `git cat-file`, started when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Self

from pairkit.errors import GitFailed
from pairkit.git.run import git, start

_CHUNK = 1 << 20  # bytes
_AHEAD = 60  # questions of 50 signs that fit the smallest pipe (4 kB on Windows), so that nobody waits for the other


def sizes(root: str, names: Sequence[str]) -> list[int]:
    """Return the sizes in bytes of objects, 0 for one that is not there, asked in one go."""
    if not names:
        return []
    said = git(
        ["cat-file", "--batch-check=%(objectsize)", "--buffer"], root, stdin="\n".join([*names, ""]).encode("ascii")
    )
    return [int(line) if line.isdigit() else 0 for line in said.splitlines()]


class Objects:
    """Objects of the repository at `root`; names are ids or `REVISION:PATH`. Close it, or use it in a `with`."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._pipes: tuple[IO[bytes], IO[bytes]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process behind it; a later question starts a new one."""
        if self._pipes is not None:
            self._pipes[0].close()  # git ends by itself when nobody can ask any more
            self._pipes[1].close()
            self._process.wait()
            self._pipes = None

    def read(self, name: str) -> bytes | None:
        """Return the object's content, or None if there is none of that name."""
        found = self.find(name)
        return found[1] if found else None

    def read_all(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """Yield the contents of objects in their order; git reads ahead while the caller works."""
        for first in range(0, len(names), _AHEAD):
            some = names[first : first + _AHEAD]
            questions, _ = self._open()
            questions.write("".join(f"contents {name}\n" for name in some).encode("ascii"))
            questions.flush()
            for name in some:
                found = self._answer(name)
                yield found[1] if found else None

    def find(self, name: str) -> tuple[str, bytes] | None:
        """Return the object's id and content, or None."""
        return self._content(self._ask("contents", name), name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the object's content in chunks of a megabyte, nothing if there is none of that name.

        Nothing else may be asked before the last one. Whoever stops early ends the process behind it.
        """
        header = self._ask("contents", name)
        left = header[1] + 1 if header else 0  # a newline follows
        try:
            while left > 1:
                chunk = self._open()[1].read(min(left - 1, _CHUNK))
                if not chunk:
                    raise GitFailed("git-damaged", name=name)
                left -= len(chunk)
                yield chunk
            left -= len(self._open()[1].read(left))
        finally:
            if left:
                self.close()

    def _answer(self, name: str) -> tuple[str, bytes] | None:
        return self._content(self._header(name), name)

    def _content(self, header: tuple[str, int] | None, name: str) -> tuple[str, bytes] | None:
        if header is None:
            return None
        answers = self._open()[1]
        content = answers.read(header[1])
        if len(content) < header[1] or answers.read(1) != b"\n":
            self.close()
            raise GitFailed("git-damaged", name=name)
        return header[0], content

    def size(self, name: str) -> int | None:
        """Return the object's size in bytes without reading it, or None."""
        header = self._ask("info", name)
        return header[1] if header else None

    def _ask(self, verb: str, name: str) -> tuple[str, int] | None:
        if "\n" in name:  # the protocol is by lines: such a name cannot be asked for
            return None
        questions, _ = self._open()
        questions.write(f"{verb} {name}\n".encode("utf-8", "surrogateescape"))
        questions.flush()
        return self._header(name)

    def _header(self, name: str) -> tuple[str, int] | None:
        answer = self._open()[1].readline().split()
        if not answer:  # git has ended: an object is damaged
            self.close()
            raise GitFailed("git-damaged", name=name)
        if len(answer) < 3 or answer[-1] in (b"missing", b"ambiguous"):
            return None
        return answer[0].decode("ascii"), int(answer[-1])

    def _open(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._pipes is None:
            self._process = start(["cat-file", "--batch-command"], self.root)
            if self._process.stdin is None or self._process.stdout is None:
                raise AssertionError
            self._pipes = (self._process.stdin, self._process.stdout)
        return self._pipes
