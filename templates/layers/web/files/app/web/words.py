"""The words of the interface, from content/ui.<language>.yaml.

The maker owns those files: a change shows on the next page load, without a restart,
and a slip in the file keeps the last good words instead of taking the desk down.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from app.problem import Problem
from app.settings import LANGUAGES
from app.web.logs import log

PLACE = re.compile(r"\{(\w+)\}")


class Words:
    """The words of one language, looked up by dotted keys such as `status.accepted`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = 0
        self._texts: dict[str, str] = {}
        self._read()

    def get(self, key: str, **values: object) -> str:
        """Return the words for `key`, with `{places}` filled.

        With a value `n` the forms `key.one` and `key.other` are tried.
        A missing key shows itself, which is ugly and harmless.
        """
        form = "one" if values.get("n") == 1 else "other"
        for candidate in (key, f"{key}.{form}", f"{key}.other"):
            if candidate in self._texts:
                return _fill(self._texts[candidate], values)
        return key

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def all_keys(self) -> set[str]:
        """All keys, for the test that compares the languages."""
        return set(self._texts)

    def refresh(self) -> None:
        """Read the file again if it has changed; a broken one is logged and left aside."""
        try:
            self._read()
        except (OSError, Problem) as error:
            log.warning("the words in %s were not read again: %r", self._path.name, error)

    def _read(self) -> None:
        changed = self._path.stat().st_mtime_ns
        if changed == self._seen:
            return
        self._seen = changed
        self._texts = _parse(self._path)


def read_words(folder: Path) -> dict[str, Words]:
    """Read every language; raises Problem with the line of a slip."""
    return {code: Words(folder / f"ui.{code}.yaml") for code in LANGUAGES}


def last_resort() -> Words:
    """Words for problems that come before the words are read, in both languages."""
    return Words(Path(__file__).with_name("last_resort.yaml"))


def _parse(path: Path) -> dict[str, str]:
    try:
        # BaseLoader reads every value as text: `no: No` stays what it looks like.
        tree = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Problem("start.broken_words", file=path.name, line=line) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Problem("start.broken_words", file=path.name, line=1) from error
    return dict(_flatten(tree))


def _flatten(tree: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for name, below in tree.items():
            yield from _flatten(below, f"{prefix}.{name}" if prefix else str(name))
    elif isinstance(tree, str):
        yield prefix, tree


def _fill(text: str, values: dict[str, object]) -> str:
    """Put values into `{places}`; a stray brace in the words stays as it is."""
    return PLACE.sub(lambda found: str(values.get(found[1], found[0])), text)
