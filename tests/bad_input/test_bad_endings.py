"""What is cut off: ^C in a hook or a command, a reader that goes away, an output that cannot be written."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, both, cold, decent, environment, hook, pairkit, project, refused, snapshot

CHECK = [sys.executable, "-m", "pairkit", "check"]
HOOK = [sys.executable, "-I", "-m", "pairkit.hook", "pre-commit"]


def _blocked_cache(root: Path, cache: Path) -> None:
    """Make a cache whose entries are pipes that nobody writes: reading one waits, every time."""
    hook(root, environment(PAIRKIT_CACHE_DIR=str(cache)))
    for entry in list(cache.iterdir()):
        entry.unlink()
        os.mkfifo(entry)


def _interrupted(command: list[str], root: Path, cache: Path, lang: str = "en") -> subprocess.CompletedProcess[bytes]:
    """Start a command, wait until it waits at the cache, and send ^C to its whole group."""
    pipe = subprocess.PIPE
    env = environment(lang=lang, PAIRKIT_CACHE_DIR=str(cache))
    process = subprocess.Popen(
        command, cwd=root, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, start_new_session=True
    )
    try:
        for _ in range(500):
            if _waits(process.pid):
                break
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=10)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _waits(pid: int) -> bool:
    """Tell whether a process of this group waits in the opening of a pipe."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            if os.getpgid(int(name)) != pid:
                continue
            if "wait_for_partner" in Path(f"/proc/{name}/wchan").read_text() or _python_sleeps(int(name)):
                return True
        except OSError:
            continue
    return False


def _python_sleeps(pid: int) -> bool:
    """Where the kernel hides what a process waits for: Python that has used its processor and sleeps since a while."""
    with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
        if not file.read().startswith("python"):
            return False
    before = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    time.sleep(0.15)
    after = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return after[0] == "S" and int(after[11]) > 3 and before[11] == after[11]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at /proc")
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_interrupted_check(tmp_path: Path, lang: str) -> None:
    """^C in `pairkit check` ends with 130 and a sentence, without a traceback."""
    root = project(tmp_path / "p")
    _blocked_cache(root, tmp_path / "cache")
    done = _interrupted(CHECK, root, tmp_path / "cache", lang)
    said = decent(done.returncode, done.stdout, done.stderr)
    assert said.code == 130, said
    assert said.has("Stopped, as you asked" if lang == "en" else "말씀하신 대로 멈췄어요")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at /proc")
def test_interrupted_hook(tmp_path: Path) -> None:
    """^C in the hook ends it with 130, without a traceback."""
    root = project(tmp_path / "p")
    repos.stage(root, {"content/a.md": "a\n"})
    _blocked_cache(root, tmp_path / "cache")
    before = snapshot(root)
    done = _interrupted(HOOK, root, tmp_path / "cache")
    assert decent(done.returncode, done.stdout, done.stderr).code == 130
    assert snapshot(root) == before


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at /proc")
@pytest.mark.parametrize("args", [(), ("-a",), ("content/b.md",)])
def test_interrupted_commit(tmp_path: Path, args: tuple[str, ...]) -> None:
    """^C during `git commit` records nothing, loses nothing and leaves no lock behind."""
    root = project(tmp_path / "p", {"content/b.md": "b\n"})
    repos.stage(root, {"content/a.md": "a\n"})
    repos.write(root, {"content/b.md": "changed\n"})
    _blocked_cache(root, tmp_path / "cache")
    before = snapshot(root)
    done = _interrupted(["git", "commit", "-qm", "x", *args], root, tmp_path / "cache")
    said = decent(done.returncode, done.stdout, done.stderr)
    assert said.code != 0
    assert snapshot(root) == before
    assert not [name for name in os.listdir(root / ".git") if name.endswith(".lock")]


def test_reader_goes_away(tmp_path: Path) -> None:
    """`pairkit check --all | head -1`: no traceback, no complaint, however much there is to say."""
    root = project(tmp_path / "p")
    repos.commit(root, {f"app/k{n}.py": KEY_FILE for n in range(300)})
    for args in (["--all"], ["--all", "--format", "json"], ["--all", "--why"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [*CHECK, *args],
            cwd=root,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writer)
        said = decent(done.returncode, b"", done.stderr)
        assert said.code in (0, 1), (args, said)
        assert said.err == ""


def test_reader_that_takes_one_line(tmp_path: Path) -> None:
    """A reader that takes one line gets that line whole."""
    root = project(tmp_path / "p")
    repos.commit(root, {f"app/k{n}.py": KEY_FILE for n in range(50)})
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m pairkit check --all | head -1"],
        cwd=root,
        env=environment(),
        capture_output=True,
        check=False,
    )
    said = decent(done.returncode, done.stdout, done.stderr)
    assert len(said.out.splitlines()) == 1
    assert said.err == ""


def test_full_disk_for_the_report(tmp_path: Path) -> None:
    """Where the report cannot be written out, that is said, and never taken for a pass."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE})
    with open("/dev/full", "wb") as full:
        done = subprocess.run(CHECK, cwd=root, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    said = decent(done.returncode, b"", done.stderr)
    assert said.code in (1, 2, 3), said


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    """A report whose place cannot be written is told, and leaves no part of a file."""
    root = project(tmp_path / "p")
    repos.stage(root, {"content/a.md": "a\n"})
    (tmp_path / "folder").mkdir()
    for place in (str(tmp_path / "folder"), str(tmp_path / "no" / "where"), "/dev/null/x", ""):
        both(root, "check", "--output", place, code=2, en=["cannot be written"], ko=["쓸 수 없어요"])
    assert sorted(os.listdir(tmp_path)) == ["folder", "p"]


def test_output_to_a_device_or_a_link(tmp_path: Path) -> None:
    """A report to /dev/null leaves the device alone, and one to a symlink goes where the link leads."""
    root = project(tmp_path / "p")
    repos.stage(root, {"content/a.md": "a\n"})
    null = tmp_path / "null"
    os.mknod(null, 0o666 | 0o020000, os.makedev(1, 3)) if os.geteuid() == 0 else os.symlink("/dev/null", null)
    pairkit(root, "check", "--output", str(null))
    assert not null.is_file(), "the device was replaced by a file"
    (tmp_path / "real.md").write_text("old\n")
    (tmp_path / "link.md").symlink_to("real.md")
    pairkit(root, "check", "--output", str(tmp_path / "link.md"))
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() != "old\n"


def test_unexpected_error_keeps_no_secret(tmp_path: Path) -> None:
    """An unexpected error ends with 3 and a log without any value of the change."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE})
    script = (
        "import sys, pairkit.gate.judge as j\n"
        "def broken(*a, **k): raise ValueError(a)\n"
        "import pairkit.gate.assess as s; s.judge = broken\n"
        "sys.argv = ['pairkit', 'check']\nfrom pairkit.cli import main; main()\n"
    )
    for lang, part in (("en", "Something went wrong"), ("ko", "문제가 생겼어요")):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env=environment(lang=lang, TMPDIR=str(tmp_path)),
            capture_output=True,
            check=False,
        )
        said = decent(done.returncode, done.stdout, done.stderr)
        assert said.code == 3
        assert said.has(part)
    logs = list(tmp_path.glob("pairkit-*.log"))
    assert len(logs) == 2
    for log in logs:
        assert b"QZ7WLKX2N5MTB4RC" not in log.read_bytes()


def test_usage_from_a_cold_start(tmp_path: Path) -> None:
    """Unknown commands, missing values and unknown languages end with 2; help ends with 0, in both languages."""
    for args in (
        ("nonsense",),
        ("check", "--range"),
        ("check", "--lang", "xx"),
        ("explain",),
        ("check", "--format", "xml"),
    ):
        for lang in ("en", "ko"):
            said = pairkit(tmp_path, *args, env=environment(lang=lang))
            assert said.code == 2, (args, said)
            assert said.err, args
    for args in (("--help",), ("check", "-h"), ("--version",)):
        assert pairkit(tmp_path, *args).code == 0
    assert cold(tmp_path, "nonsense").code == 2


def test_refusal_says_the_work_is_safe_first(tmp_path: Path) -> None:
    """The first words of a refusal are that the work is still there."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE})
    assert refused(root).err.startswith("Your work is still here")
    assert refused(root, env=environment(lang="ko")).err.startswith("작업은 그대로 있어요")
