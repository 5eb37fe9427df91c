"""The installed hook on computers that lack something, and what it must never do: block because of itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import repos
from bad_input.outside import (
    KEY_FILE,
    both,
    cold,
    commit,
    decent,
    environment,
    hook,
    install,
    pairkit,
    passes,
    project,
    refused,
    run,
)

import pairkit as installed
from pairkit.shipped import shipped

MISSING = "pairkit could not be started on this computer"
MISSING_KO = "이 컴퓨터에서 pairkit을 시작하지 못해서"


def _with_python(tmp_path: Path, script: str | bytes | None) -> Path:
    """Make a project whose hook names a Python that is `script` (None: not there)."""
    python = tmp_path / "python of old"
    if script is not None:
        python.write_bytes(script if isinstance(script, bytes) else f"#!/bin/sh\n{script}\n".encode())
        python.chmod(0o755)
    root = repos.repository(tmp_path / "p", {"pairkit.yaml": repos.AGREEMENT}, branch="work")
    install(root, str(python))
    repos.stage(root, {"app/k.py": KEY_FILE})
    return root


BARE = "/usr/bin:/bin"


def test_interpreter_is_gone(tmp_path: Path) -> None:
    """Where the hook's Python is gone, the commit passes with a sentence in both languages that says what to do."""
    said = passes(_with_python(tmp_path, None), env=environment(PATH=BARE))
    assert said.has(MISSING, MISSING_KO, "pairkit guard install")


def test_pairkit_is_gone(tmp_path: Path) -> None:
    """Where that Python no longer has pairkit, the commit passes with the same sentence."""
    plain = f'exec {sys.executable} -S "$@"'
    said = passes(_with_python(tmp_path, plain), env=environment(PATH=BARE))
    assert said.has(MISSING, MISSING_KO)


BROKEN_PYTHONS: dict[str, str | bytes] = {
    "no encodings": "echo \"ModuleNotFoundError: No module named 'encodings'\" >&2; exit 1",
    "no library": "echo 'error while loading shared libraries: libpython3.11.so' >&2; exit 127",
    "another machine's": b"\x7fELF\x02\x01\x01" + bytes(60),
    "may not be run": "exit 126",
    "shot for memory": "kill -9 $$",
    "crashes": "kill -11 $$",
    "answers something odd": "exit 42",
}


@pytest.mark.parametrize("name", BROKEN_PYTHONS)
def test_interpreter_is_broken(tmp_path: Path, name: str) -> None:
    """A Python that does not start or dies is not the change's trouble: the commit passes with a sentence."""
    root = _with_python(tmp_path, BROKEN_PYTHONS[name])
    done = subprocess.run(
        ["git", "commit", "-qm", "x"], cwd=root, env=environment(PATH=BARE), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "pairkit guard install" in done.stderr.decode()


@pytest.mark.parametrize("part", ["rules", "gate", "git", "words", "change/staged.py"])
def test_pairkit_half_removed(tmp_path: Path, part: str) -> None:
    """A pairkit of which a part is missing (an upgrade in between) lets the commit pass with a sentence."""
    shutil.copytree(os.path.dirname(installed.__file__), tmp_path / "site" / "pairkit")
    (tmp_path / "playbooks").symlink_to(shipped("playbooks"))
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE})
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pairkit.hook import main; sys.exit(main(['pre-commit']))"
    )
    command = [sys.executable, "-I", "-c", script, str(tmp_path / "site")]
    assert run(command, root).code == 1
    shutil.move(tmp_path / "site" / "pairkit" / part, tmp_path / "away")
    said = run(command, root)
    assert said.code == 0, said
    assert said.text


def test_path_without_pairkit(tmp_path: Path) -> None:
    """A graphical program runs git with a bare PATH: the hook still finds its Python."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE})
    assert refused(root, env=environment(PATH=BARE)).has("app/k.py")


def test_pythons_own_settings_do_not_reach_the_hook(tmp_path: Path) -> None:
    """A project's modules and Python's variables cannot change what the hook runs."""
    root = project(tmp_path / "p")
    evil = "raise SystemExit(0)\n"
    repos.stage(root, {"json.py": evil, "pairkit/__init__.py": evil, "re.py": evil, "app/k.py": KEY_FILE})
    env = environment(PYTHONPATH=str(root), PYTHONHOME="/nowhere", PYTHONSTARTUP="x", PYTHONWARNINGS="error")
    assert refused(root, env=env).has("app/k.py")


@pytest.mark.parametrize("encoding", ["cp949", "ascii", "utf-16", "latin-1"])
def test_console_of_another_encoding(tmp_path: Path, encoding: str) -> None:
    """Whatever the console's encoding, the hook and `check` speak UTF-8."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/용어—“키”🗝.py": KEY_FILE})
    env = environment(lang="ko", PYTHONIOENCODING=encoding, LC_ALL="ko_KR.EUC-KR", LANG="ko_KR.EUC-KR")
    said = refused(root, env=env)
    assert said.has("작업은 그대로 있어요", "app/용어—“키”🗝.py")
    if encoding != "utf-16":
        said = cold(root, "check", env=env)
        assert said.code == 1
        assert said.has("작업은 그대로 있어요", "app/용어—“키”🗝.py")


@pytest.fixture(scope="module")
def euckr(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the settings of a computer whose locale really is Korean EUC-KR."""
    place = tmp_path_factory.mktemp("locale")
    try:
        subprocess.run(
            ["localedef", "-i", "ko_KR", "-f", "EUC-KR", str(place / "ko_KR.EUC-KR")], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("no localedef here")
    if not (place / "ko_KR.EUC-KR").exists():
        pytest.skip("no Korean locale can be made here")
    return {"LOCPATH": str(place), "LC_ALL": "ko_KR.EUC-KR", "LANG": "ko_KR.EUC-KR"}


def test_true_euckr_locale(tmp_path: Path, euckr: dict[str, str]) -> None:
    """Under a locale that is really EUC-KR, Korean and other names are judged, in a Korean folder too."""
    root = project(tmp_path / "우리 프로젝트")
    repos.stage(root, {"app/용어—🗝.py": KEY_FILE})
    env = environment(lang="ko", **euckr)
    said = refused(root, env=env)
    assert said.has("app/용어—🗝.py")
    program = Path(sys.executable).with_name("pairkit")  # `python -m` itself cannot start in such a folder
    said = run([str(program), "check"], root, env)
    assert said.code == 1
    assert said.has("app/용어—🗝.py")


def test_true_euckr_locale_merging(tmp_path: Path, euckr: dict[str, str]) -> None:
    """Under EUC-KR a merge with Korean names is judged: names go back to git in git's own bytes."""
    root = project(tmp_path / "p", {"content/용어.md": "1\n\n\n\n2\n"}, branch="main")
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, {"content/용어.md": "one\n\n\n\n2\n"})
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"content/용어.md": "1\n\n\n\ntwo\n"})
    repos.git(root, "checkout", "-q", "work")
    repos.git(root, "merge", "-q", "--no-commit", "main")
    repos.stage(root, {"content/용어.md": f"one\n\n\n\ntwo\n{KEY_FILE}"})
    said = hook(root, environment(**euckr))
    assert said.code == 1, said


def test_agreement_that_is_broken_lets_the_commit_pass(tmp_path: Path) -> None:
    """Through `git commit`, a broken agreement at HEAD is told with its line and blocks nothing by itself."""
    root = project(tmp_path / "p", {"pairkit.yaml": "version: 1\npeple: []\n"})
    for lang, part in (("en", "pairkit.yaml (line 2)"), ("ko", "pairkit.yaml 2번째 줄")):
        repos.stage(root, {"content/a.md": f"{lang}\n"})
        assert passes(root, env=environment(lang=lang)).has(part)
    repos.stage(root, {"app/k.py": KEY_FILE})
    assert refused(root).has("app/k.py", "pairkit.yaml (line 2)")


def test_nobody_can_hear(tmp_path: Path) -> None:
    """A hook that cannot say its remark (full disk, closed pipe) does not block the commit for that."""
    root = project(tmp_path / "p")
    repos.stage(root, {"deploy/a.sh": "echo\n"})
    with open("/dev/full", "wb") as full:
        done = subprocess.run(["git", "commit", "-qm", "x"], cwd=root, env=environment(), stderr=full, check=False)
    assert done.returncode == 0
    repos.stage(root, {"deploy/b.sh": "echo\n"})
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(["git", "commit", "-qm", "x"], cwd=root, env=environment(), stderr=writer, check=False)
    os.close(writer)
    assert done.returncode == 0


def test_hook_with_odd_arguments(tmp_path: Path) -> None:
    """The hook's program answers odd arguments with its usage, in exit code 2."""
    root = project(tmp_path / "p")
    for name in ("", "--help", "post-commit", "용어"):
        said = hook(root, name=name)
        assert said.code == 2
        assert said.has("pre-commit")


def test_kept_hook_is_never_lost(tmp_path: Path) -> None:
    """A hook that was kept is still there after another program put its own in place and pairkit came again."""
    root = repos.repository(tmp_path / "p", {"a.txt": "a\n"}, branch="work")
    place = root / ".git" / "hooks" / "pre-commit"
    place.parent.mkdir(exist_ok=True)
    place.write_text("#!/bin/sh\n# the first\n")
    place.chmod(0o755)
    assert pairkit(root, "guard", "install").code == 0
    place.write_text("#!/bin/sh\n# the second\n")
    pairkit(root, "guard", "install")
    kept = "".join(path.read_text() for path in place.parent.iterdir() if "sample" not in path.name)
    assert "# the first" in kept
    assert "# the second" in kept


def test_foreign_hook_decides_first(tmp_path: Path) -> None:
    """A hook that was there before still runs and may still refuse; after removal it is back."""
    root = repos.repository(tmp_path / "p", {"a.txt": "a\n"}, branch="work")
    place = root / ".git" / "hooks" / "pre-commit"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"#!/bin/sh\n# \xff not UTF-8\necho own rule >&2\nexit 7\n")
    place.chmod(0o755)
    before = place.read_bytes()
    install(root)
    repos.stage(root, {"a.txt": "b\n"})
    assert refused(root).has("own rule")
    assert pairkit(root, "guard", "remove").code == 0
    assert place.read_bytes() == before


@pytest.mark.parametrize("what", ["a folder at the hook", "a file at hooks", "a managed folder"])
def test_hooks_that_cannot_be_put_in_place(tmp_path: Path, what: str) -> None:
    """Where hooks cannot be put in place, a sentence says so and nothing is changed."""
    root = repos.repository(tmp_path / "p", {"a.txt": "a\n"}, branch="work")
    hooks = root / ".git" / "hooks"
    if what == "a folder at the hook":
        (hooks / "pre-commit").mkdir(parents=True)
    elif what == "a file at hooks":
        for path in hooks.iterdir() if hooks.exists() else ():
            path.unlink()
        hooks.rmdir() if hooks.exists() else None
        hooks.write_text("mine\n")
    else:
        repos.git(root, "config", "core.hooksPath", str(tmp_path / "for all projects"))
    english = "core.hooksPath" if "managed" in what else "cannot be written"
    korean = "core.hooksPath" if "managed" in what else "쓸 수 없어요"
    both(root, "guard", "install", code=2, en=[english], ko=[korean])


def test_hook_file_without_permission_to_run(tmp_path: Path) -> None:
    """Installing again mends a hook that has lost its permission to run: git would skip it without a word."""
    root = project(tmp_path / "p")
    (root / ".git" / "hooks" / "pre-commit").chmod(0o644)
    assert pairkit(root, "guard", "install").code == 0
    repos.stage(root, {"app/k.py": KEY_FILE})
    assert commit(root).code == 1


def test_closed_standard_streams(tmp_path: Path) -> None:
    """Started without standard streams, `check` and the hook still judge."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE})
    for command in (f"{sys.executable} -m pairkit check", f"{sys.executable} -I -m pairkit.hook pre-commit"):
        for closed in (">&-", "2>&-", "<&-", "<&- >&- 2>&-"):
            done = subprocess.run(
                ["sh", "-c", f"{command} {closed}"], cwd=root, env=environment(), capture_output=True, check=False
            )
            assert decent(done.returncode, done.stdout, done.stderr).code == 1, (command, closed, done)
