"""Files that are too long to be held at once: named in every report, and searched for secrets all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import commit, git, repository, stage, write
from running import pairkit

from pairkit.change import pieces
from pairkit.change.hidden import LIMIT
from pairkit.change.model import NEW

KEY = "AKIA" + "Q3EGRZ7H2TPL5MXW"
OTHER = "AKIA" + "Z5MXWQ3EGR7H2TPL"
LINES = "x = 1;\n" * (LIMIT // 7 + 2)
SOURCES = ["--all", "--staged", "--patch"]


def _args(root: Path, source: str) -> list[str]:
    if source != "--patch":
        return [source]
    patch = root.parent / "long.patch"
    patch.write_text(git(root, "diff", "--cached"), encoding="utf-8", errors="surrogateescape")
    return [source, str(patch)]


def _secrets(root: Path, source: str) -> list[tuple[str, int]]:
    said = pairkit(root, "check", *_args(root, source), "--format", "json").out
    found = json.loads(said)["findings"]
    return [(one["file"], one["line"]) for one in found if one["class"] == "secret-added"]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "github", "gitlab", "junit"])
@pytest.mark.parametrize("source", SOURCES)
def test_a_very_long_file_is_named(folder: Path, form: str, source: str) -> None:
    root = repository(folder / "desk")
    stage(root, {"made/long.js": LINES})
    assert "made/long.js" in pairkit(root, "check", *_args(root, source), "--format", form).out


@pytest.mark.parametrize("source", SOURCES)
def test_a_key_is_found_wherever_it_stands(folder: Path, source: str) -> None:
    """In many lines, in one line, at the end, in UTF-16 as PowerShell writes it, and as a password in a dump."""
    root = repository(folder / "desk")
    half = LINES[: len(LINES) // 2]
    one_line = "abc " * (LIMIT // 8)
    password = 'db_password = "' + "Tr0ub4dor&3" + '"\n'
    stage(
        root,
        {
            "lines.js": f'{half}{half}k = "{KEY}"\n',
            "one.txt": f"{one_line}{KEY} {one_line}{OTHER}",
            "wide.txt": f"{LINES}{KEY}\n".encode("utf-16") if source != "--patch" else f"{LINES}{KEY}\n",
            "dump.py": f"{half}{password}{half}{half}",
        },
    )
    last, middle = 2 * half.count("\n") + 1, half.count("\n") + 1
    wanted = {("lines.js", last), ("one.txt", 1), ("wide.txt", LINES.count("\n") + 1), ("dump.py", middle)}
    found = _secrets(root, source)
    assert set(found) == wanted
    assert len(found) == 5  # two keys in the one line


def test_what_stood_there_before_is_not_said_again(folder: Path) -> None:
    root = repository(folder / "desk")
    commit(root, {"long.js": f"{LINES}k('{KEY}')\n"})
    stage(root, {"long.js": f"y = 2;\n{LINES}k('{KEY}')\n"})
    assert _secrets(root, "--staged") == []
    stage(root, {"long.js": f"y = 2;\n{LINES}k('{KEY}')\nk('{OTHER}')\n"})
    assert _secrets(root, "--staged") == [("long.js", LINES.count("\n") + 3)]


def test_a_long_file_of_bytes_is_no_text(folder: Path) -> None:
    """Nobody is told that a model's weights were searched for passwords."""
    root = repository(folder / "desk")
    stage(root, {"model.weights": bytes(range(256)) * (LIMIT // 256 + 1)})
    for source in ("--staged", "--all"):
        said = json.loads(pairkit(root, "check", source, "--format", "json").out)
        assert said["not_checked"] == []


def test_a_long_file_stops_the_commit_only_for_its_key(folder: Path) -> None:
    root = repository(folder / "desk", {"pairkit.yaml": "version: 1\nsize: {file_mb: 50}\n"})
    pairkit(root, "guard", "install")
    stage(root, {"long.js": LINES})
    git(root, "commit", "-q", "-m", "long")
    write(root, {"more.js": f"{LINES}k('{KEY}')\n"})
    git(root, "add", "-A")
    with pytest.raises(AssertionError, match=r"more\.js"):
        git(root, "commit", "-q", "-m", "more")


@given(st.lists(st.sampled_from(["", " ", "\n", "\r\n"]), min_size=60, max_size=200), st.integers(1, 90))
def test_what_is_short_stands_whole_in_a_piece(ends: list[str], width: int) -> None:
    """Every run of eight signs is in a piece, in the line where it stands, however the text came."""
    raw = "".join(f"{n:03x}{end}" for n, end in enumerate(ends))  # no run of eight stands there twice
    with _small():
        found = list(pieces.cut(NEW, 1, [raw[at : at + width] for at in range(0, len(raw), width)]))
    whole = raw.replace("\r\n", "\n").rstrip("\n")
    for at in range(len(whole) - 8):
        word = whole[at : at + 8]
        lines = {one.line_at(one.text.find(word)) for one in found if word in one.text}
        assert lines == {whole.count("\n", 0, at) + 1}, word


@given(st.lists(st.tuples(st.text(alphabet="ab", min_size=1, max_size=7), st.sampled_from(" \n")), min_size=30))
def test_no_key_is_torn_where_something_else_ends_it(words: list[tuple[str, str]]) -> None:
    """A piece begins and ends where no word goes on, as long as words are shorter than what pieces share."""
    text = "".join(word + end for word, end in words)
    with _small():
        found = list(pieces.cut(NEW, 1, [text]))
    assert {word for one in found for word in one.text.split()} == {word for word, _ in words}


@contextmanager
def _small() -> Iterator[None]:
    """Let pieces be of a few signs."""
    kept = pieces.PIECE, pieces.OVERLAP
    pieces.PIECE, pieces.OVERLAP = 64, 32
    try:
        yield
    finally:
        pieces.PIECE, pieces.OVERLAP = kept
