"""The base of a template is the same bytes everywhere and comes back whole; ids are git's own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.trees import examples
from repos import environment, repository

from pairkit.errors import PairkitError
from pairkit.scaffold.destination import checked
from pairkit.scaffold.lock import base_archive, blob_id, lock_text, read_base
from pairkit.scaffold.render import PLAIN, PROGRAM, Rendered
from pairkit.scaffold.source import Source
from pairkit.scaffold.template import load

_NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='/\\:<>"|?*'), min_size=1, max_size=12
)
_LONG = st.sampled_from(("x" * 120, "한" * 60, "a" * 90 + "/" + "b" * 90, "d/" * 60 + "f", "very/" + "é" * 101))


def _may_be(path: str) -> bool:
    try:
        checked(path, "t")
    except PairkitError:
        return False
    return True


_PATHS = st.one_of(st.lists(_NAMES, min_size=1, max_size=4).map("/".join), _LONG).filter(_may_be)
_FILES = st.dictionaries(
    _PATHS,
    st.tuples(
        st.one_of(st.binary(max_size=50), st.binary(min_size=500, max_size=1100)), st.sampled_from((PLAIN, PROGRAM))
    ),
    max_size=5,
)


def _rendered(files: dict[str, tuple[bytes, str]]) -> dict[str, Rendered]:
    return {path: Rendered(content, mode, "layer") for path, (content, mode) in files.items()}


@given(files=_FILES)
@example(files={"한글/파일.md": (b"", PLAIN), "x" * 300: (b"\0" * 512, PROGRAM)})
def test_a_base_comes_back_whole(files: dict[str, tuple[bytes, str]]) -> None:
    """Whatever a template renders, names in any script and of any length, is read back with content and mode."""
    assert read_base(base_archive(_rendered(files))) == files


@given(files=_FILES, data=st.data())
def test_a_base_does_not_depend_on_the_order(files: dict[str, tuple[bytes, str]], data: st.DataObject) -> None:
    """The same files in another order make the same bytes; other files make others."""
    one = base_archive(_rendered(files))
    shuffled = dict(data.draw(st.permutations([*files.items()])))
    assert base_archive(_rendered(shuffled)) == one
    assert base_archive(_rendered({**files, "one more": (b"", PLAIN)})) != one
    for path, (content, mode) in files.items():
        assert base_archive(_rendered({**files, path: (content + b"\n", mode)})) != one
        other = PLAIN if mode == PROGRAM else PROGRAM
        assert base_archive(_rendered({**files, path: (content, other)})) != one


_MAKE = """
import hashlib, os, sys
os.umask(int(sys.argv[1], 8))
from pairkit.scaffold.lock import base_archive, lock_text
from pairkit.scaffold.source import Source
from pairkit.scaffold.template import load
template, source = load("web-app"), Source("shipped", "", "web-app")
answers = {"title": "우리 책상", "slug": "desk", "n": 3}
files = {path: one for path, one in sorted(render_all(template).items(), key=lambda pair: hash(pair[0]))}
made = base_archive(files), lock_text(template, source, answers, files)
print(*(hashlib.sha256(one).hexdigest() for one in made))
"""
_RENDER = """
def render_all(template):
    from pairkit.scaffold.render import PLAIN, PROGRAM, Rendered
    files = {}
    for layer in template.parts:
        for folder, folders, names in os.walk(layer.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    raw = file.read()
                path = os.path.relpath(os.path.join(folder, name), layer.folder)
                files[path] = Rendered(raw, PROGRAM if len(raw) % 2 else PLAIN, layer.name)
    return files
"""


def test_two_computers_make_the_same_bytes(tmp_path: Path) -> None:
    """Another hash seed, time zone, umask, locale, home and folder change no byte of the base nor of the lock."""
    made = set()
    for n, (seed, zone, mask, locale) in enumerate(
        [("0", "UTC", "022", "C"), ("1", "Asia/Seoul", "077", "C.UTF-8"), ("4242", "America/New_York", "000", "POSIX")]
    ):
        home = tmp_path / str(n)
        home.mkdir()
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "HOME": str(home), "USER": f"u{n}"}
        code = "import os\n" + _RENDER + _MAKE
        args = [sys.executable, "-c", code, mask]
        done = subprocess.run(args, env=env, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        made.add(done.stdout)
    assert len(made) == 1, made


@given(
    answers=st.dictionaries(st.text("abc", min_size=1), st.one_of(st.text(), st.integers()), max_size=3), files=_FILES
)
def test_the_lock_names_every_file(answers: dict[str, str | int], files: dict[str, tuple[bytes, str]]) -> None:
    """The lock holds template, version, answers as given, and each file's id and mode, by sorted path."""
    template = load("web-app")
    raw = lock_text(template, Source("git", "", "x", "file:///x", "v1", "c" * 40), answers, _rendered(files))
    document = json.loads(raw.decode("utf-8"))
    assert document["template"] == {
        "name": "web-app",
        "version": template.version,
        "source": {"kind": "git", "address": "file:///x", "ref": "v1", "commit": "c" * 40},
    }
    assert document["answers"] == answers
    assert document["files"] == {
        path: {"blob": hashlib.sha1(b"blob %d\0%s" % (len(content), content)).hexdigest(), "mode": mode}  # noqa: S324
        for path, (content, mode) in files.items()
    }
    assert list(document["files"]) == sorted(files)
    assert raw.endswith(b"}\n")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("blobs"))


@settings(max_examples=examples(30))
@given(contents=st.lists(st.binary(max_size=200), min_size=1, max_size=8))
@example(contents=[b"", b"\0", b"\r\n", "한글\n".encode()])
def test_an_id_is_gits_own(root: Path, contents: list[bytes]) -> None:
    """`blob_id` of any content is what `git hash-object` says."""
    names = []
    for n, content in enumerate(contents):
        (root / f"file{n}").write_bytes(content)
        names.append(f"file{n}")
    args = ["git", "hash-object", "--no-filters", *names]
    done = subprocess.run(args, cwd=root, env=environment(), capture_output=True, check=True)
    assert [blob_id(content) for content in contents] == done.stdout.decode().split()
