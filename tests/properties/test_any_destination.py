"""A template's file stays inside the project, on every system, and away from git's own folder."""

from __future__ import annotations

import ntpath
import os
import posixpath
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairkit.scaffold.destination import Escape, checked

_PARTS = st.one_of(
    st.sampled_from(
        ("a", "b.md", "..", ".", "", ".git", ".GIT", ".github", "C:", "con", "a b", "~", "...", " ", "..\\x")
    ),
    st.text(st.sampled_from("ab.~\\:/ \n\t\0가-"), max_size=5),
    st.text(max_size=4),
)
_PATHS = st.lists(_PARTS, min_size=1, max_size=5).map("/".join)


def _accepted(path: str) -> bool:
    try:
        got = checked(path, "t")
    except Escape as error:
        refused = error
    else:
        assert got == path
        return True
    assert (refused.key, refused.facts["path"]) == ("template-escapes", path)
    return False


@given(path=_PATHS)
@example(path="a/../../b")
@example(path="a/..")
@example(path="a//b")
@example(path="/etc/passwd")
@example(path="C:/x")
@example(path="..\\..\\x")
def test_what_is_accepted_stays_inside(path: str) -> None:
    """An accepted path is already in its shortest form and below the project, on Linux, macOS and Windows alike."""
    if not _accepted(path):
        return
    for system, top in ((posixpath, "/home/mina/desk"), (ntpath, "C:\\Users\\mina\\desk")):
        place = system.normpath(system.join(top, path))
        assert place.startswith(top + system.sep)
        assert place[len(top) + 1 :].replace("\\", "/") == path
        assert not system.isabs(path)
        assert system.splitdrive(path)[0] == ""
    assert os.path.normpath(path) == path
    for part in path.split("/"):
        assert part not in ("", ".", "..")
        assert not any(unicodedata.category(sign) == "Cc" and ord(sign) < 32 for sign in part)


_GOOD = st.lists(
    st.text(st.sampled_from("abcXYZ019._-가é+@()[]{} "), min_size=1, max_size=8).filter(
        lambda part: part == part.strip(" .") and not part.startswith("~")
    ),
    min_size=1,
    max_size=4,
).map("/".join)


@given(path=_GOOD)
@example(path=".github/workflows/ci.yml")
@example(path=".env.example")
@example(path=".gitignore")
@example(path="console/auxiliary/nullable/common1/lpt.md")
@example(path="docs/~notes.md")
def test_ordinary_names_are_accepted(path: str) -> None:
    """Names with dots, spaces, Hangul and brackets, and those that only begin like a reserved one, may be written."""
    assert _accepted(path)


_RESERVED = [
    *("con", "PRN", "aux", "NUL", "Con.txt", "nul.tar.gz"),
    *(f"{name}{n}" for name in ("com", "LPT") for n in "19"),
]


@given(before=_GOOD, after=_GOOD, deep=st.booleans(), data=st.data())
def test_what_a_system_reserves_is_refused_at_any_depth(
    before: str, after: str, deep: bool, data: st.DataObject
) -> None:
    """Windows' device names, in any case and with any ending, are refused; so are names that end in dot or blank."""
    bad = data.draw(st.sampled_from([*_RESERVED, "a.", "a ", "a..", "a:b", "a\\b", "a\nb", "a\0b", "..", ".", ""]))
    assert not _accepted(f"{before}/{bad}" if not deep else f"{before}/{bad}/{after}")
    assert not _accepted(f"{bad}/{after}")


@pytest.mark.parametrize("name", ["COM¹", "com².txt", "LPT³", "CONIN$", "conout$", "con .txt"])
def test_rarer_device_names_are_refused(name: str) -> None:
    """Windows reserves these as well ("Naming Files, Paths, and Namespaces" in Microsoft's documentation)."""
    assert not _accepted(f"docs/{name}")


@pytest.mark.parametrize("sign", '<>"|?*')
def test_signs_that_windows_cannot_write_are_refused(sign: str) -> None:
    """A path "may be written on every system" only without the six signs that no Windows file name can hold."""
    assert not _accepted(f"docs/a{sign}b.md")


@pytest.mark.parametrize(
    "path",
    [
        *(".git", ".git/hooks/pre-commit", ".GIT/config", ".Git/hooks/x", ".git./config", ".git /config"),
        *("sub/.git/config", "sub/.git", "a/b/.GIT/hooks/post-checkout", "git~1/config", "sub/GIT~1/config"),
        *(".g\u200cit/config", ".git\u200d/hooks/x", "\ufeff.git/config"),
    ],
)
def test_gits_own_folder_is_refused_at_any_depth(path: str) -> None:
    """A `.git` anywhere runs the programs of its config; nor may it hide behind a short name or an unseen sign."""
    assert not _accepted(path)


@pytest.mark.parametrize(
    "path", ["/a", "//a/b", "~/a", "~root/a", "\\a", "C:\\a", "c:/a", "C:a", "\\\\server\\a", "", "a/"]
)
def test_absolute_paths_and_homes_are_refused(path: str) -> None:
    """Nothing that means a place of its own on any system is a path in a project."""
    assert not _accepted(path)
