"""A cache that cannot be read, cannot be written, or holds what pairkit did not write."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, environment, hook, pairkit, passes, project, refused, run

GARBAGE: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"{not json",
    "cut": b'{"stamp": [1, 2',
    "binary": bytes(range(256)),
    "null": b"null",
    "a list": b"[]",
    "a number": b"12",
    "a text": b'"text"',
    "an empty table": b"{}",
    "wrong kinds": b'{"version": 1, "people": 3, "zones": [], "rules": 7, "size": "x", "stamp": 1, "value": 2}',
    "people of texts": b'{"version": 1, "people": ["x"]}',
    "zones of numbers": b'{"version": 1, "zones": {"maker": [1]}}',
    "nested": b"[" * 200_000,
    "digits": b"9" * 10_000,
}


def _work(root: Path, cache: Path) -> None:
    """See that everything works with this cache: zones hold, a secret stops, and the words are there."""
    env = environment(PAIRKIT_CACHE_DIR=str(cache))
    repos.stage(root, {"app/k.py": KEY_FILE})
    assert refused(root, env=env).has("app/k.py", "still here")
    said = pairkit(root, "check", env=env)
    assert said.code == 1, said
    repos.stage(root, {"app/k.py": "x = 1\n", "deploy/a.sh": "echo\n"})
    assert passes(root, env=env).has("in Jiwon's area")


def _filled(root: Path, cache: Path) -> list[Path]:
    repos.stage(root, {"deploy/first.sh": "echo\n"})
    assert hook(root, environment(PAIRKIT_CACHE_DIR=str(cache))).code == 0
    repos.commit(root, {})
    entries = sorted(cache.iterdir())
    assert len(entries) >= 3
    return entries


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage(tmp_path: Path, name: str) -> None:
    """A cache full of garbage, JSON or not, is the same as none."""
    root = project(tmp_path / "p")
    for entry in _filled(root, tmp_path / "cache"):
        entry.write_bytes(GARBAGE[name])
    _work(root, tmp_path / "cache")


@pytest.mark.parametrize("value", [[], {}, None, 1, {"rules": [], "shapes": 1}, {"rules": [{}], "shapes": [{}]}])
def test_right_stamp_and_wrong_value(tmp_path: Path, value: object) -> None:
    """An entry with the right stamp and a value of another form is not used."""
    root = project(tmp_path / "p")
    for entry in _filled(root, tmp_path / "cache"):
        kept = json.loads(entry.read_bytes())
        if "stamp" in kept:
            entry.write_text(json.dumps({**kept, "value": value}))
    _work(root, tmp_path / "cache")


def test_folders_in_place_of_files(tmp_path: Path) -> None:
    """Folders where entries should be are the same as no cache."""
    root = project(tmp_path / "p")
    for entry in _filled(root, tmp_path / "cache"):
        entry.unlink()
        entry.mkdir()
    _work(root, tmp_path / "cache")


def test_cache_is_a_file(tmp_path: Path) -> None:
    """A file where the cache's folder should be is the same as no cache, and stays as it was."""
    root = project(tmp_path / "p")
    (tmp_path / "cache").write_text("mine\n")
    _work(root, tmp_path / "cache")
    assert (tmp_path / "cache").read_text() == "mine\n"


def test_cache_below_a_file_and_in_proc(tmp_path: Path) -> None:
    """A cache that cannot be made is the same as none."""
    root = project(tmp_path / "p")
    (tmp_path / "file").write_text("x")
    _work(root, tmp_path / "file" / "below")


def test_cache_that_cannot_be_written(tmp_path: Path) -> None:
    """A cache that may only be read is used and not written."""
    root = project(tmp_path / "p")
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(stat.S_IRUSR | stat.S_IXUSR)
    repos.stage(root, {"app/k.py": KEY_FILE})
    drop = "--bounding-set=-dac_override,-dac_read_search"
    command = [sys.executable, "-I", "-m", "pairkit.hook", "pre-commit"]
    if os.geteuid() == 0:
        command = ["setpriv", drop, "--inh-caps=-dac_override,-dac_read_search", *command]
    assert run(command, root, environment(PAIRKIT_CACHE_DIR=str(cache))).code == 1
    assert list(cache.iterdir()) == []


def test_no_room_for_the_cache(tmp_path: Path) -> None:
    """On a full disk the hook judges all the same and leaves no half entry that a later run believes."""
    root = project(tmp_path / "p")
    cache = tmp_path / "cache"
    repos.stage(root, {"app/k.py": KEY_FILE})
    full = "import resource, signal, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
    script = f"{full} from pairkit.hook import main; sys.exit(main(['pre-commit']))"
    env = environment(PAIRKIT_CACHE_DIR=str(cache))
    said = run([sys.executable, "-c", script], root, env)
    assert said.code == 1, said
    assert hook(root, env).code == 1
    assert [entry.name for entry in cache.iterdir() if not entry.name.endswith(".json")] == []


def test_pairkits_own_failure_on_a_full_disk(tmp_path: Path) -> None:
    """Where even the log of pairkit's own mistake cannot be kept, the commit still passes with a sentence."""
    root = project(tmp_path / "p")
    repos.stage(root, {"content/a.md": "a\n"})
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "import pairkit.change.staged as s; s.staged = None;"
        "from pairkit.hook import main; sys.exit(main(['pre-commit']))"
    )
    said = run([sys.executable, "-c", script], root)
    assert said.code == 0, said
    assert said.has("its own mistake")


def test_other_files_in_the_cache_folder_stay(tmp_path: Path) -> None:
    """A cache folder that holds other people's files too never loses one of them."""
    root = project(tmp_path / "p")
    cache = tmp_path / "documents"
    cache.mkdir()
    mine = {f"chapter-{n}.md" for n in range(300)}
    for name in mine:
        (cache / name).write_text("work\n")
        os.utime(cache / name, (1, 1))
    repos.stage(root, {"content/a.md": "a\n"})
    assert hook(root, environment(PAIRKIT_CACHE_DIR=str(cache))).code == 0
    assert mine <= {entry.name for entry in cache.iterdir()}


def test_no_secret_in_the_cache(tmp_path: Path) -> None:
    """Nothing of a judged change is kept in the cache."""
    root = project(tmp_path / "p")
    _work(root, tmp_path / "cache")
    for entry in (tmp_path / "cache").iterdir():
        assert b"QZ7WLKX2N5MTB4RC" not in entry.read_bytes()
        assert b"first.sh" not in entry.read_bytes()
