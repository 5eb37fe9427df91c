"""Contents that are odd, huge, or made to hide or to hang."""

from __future__ import annotations

import os
import random
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, SECRET, Said, both, decent, environment, hook, pairkit, passes, project, refused

from pairkit.rules.code.parsed import parsed

MB = 1024 * 1024


def _measured(root: Path, command: list[str], timeout: float = 50) -> tuple[Said, int, float]:
    """Run a command; return what it said, the most memory it or a child of it held in MB, and its seconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        process = subprocess.Popen(
            command, cwd=root, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - start > timeout:
                process.kill()
                process.wait()
                pytest.fail(f"still running after {timeout} seconds")
            time.sleep(0.01)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        return decent(process.returncode, out.read(), err.read()), usage.ru_maxrss // 1024, seconds


COMMIT = ["git", "commit", "-q", "-m", "x"]
CHECK = [sys.executable, "-m", "pairkit", "check"]


def test_binary_file(tmp_path: Path) -> None:
    """A binary file is no text: it passes, and the checklist says that nobody looked into it."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/logo.png": b"\x89PNG\r\n\x1a\n\0\0\0" + bytes(range(256)) * 20})
    said = pairkit(root, "checklist", "--for", "developer")
    assert said.code == 0
    assert said.has("app/logo.png", "Not checked")
    passes(root)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "binary"])
def test_fifty_megabytes(tmp_path: Path, kind: str) -> None:
    """A file of 50 MB is refused in a clear sentence, with less than 500 MB of memory; without it the rest goes on."""
    root = project(tmp_path / "p")
    line = b"0123456789 some data of no use\n"
    repos.write(root, {"data/big": line * (50 * MB // len(line)) if kind == "text" else os.urandom(50 * MB)})
    repos.git(root, "add", "-A")
    said, memory, _ = _measured(root, COMMIT)
    assert said.code == 1, said
    assert said.has("data/big has 5", "MB, more than the 5 MB agreed on"), said
    assert memory < 500
    said, memory, _ = _measured(root, [*CHECK, "--all"])
    assert said.code == 1
    assert memory < 500


@pytest.mark.slow
def test_many_middling_files(tmp_path: Path) -> None:
    """Thirty megabytes in files that are each below the limit need less than 500 MB of memory too."""
    root = project(tmp_path / "p")
    text = "0123456789 some data of no use\n" * (4 * MB // 31)
    repos.stage(root, {f"data/{n}.csv": f"{n}\n{text}" for n in range(8)})
    _, memory, _ = _measured(root, COMMIT)
    assert memory < 500


def test_big_text_below_an_agreed_limit(tmp_path: Path) -> None:
    """Where larger files are agreed on, text that is too long to be read line by line is said to be unread."""
    root = project(tmp_path / "p", {"pairkit.yaml": repos.AGREEMENT + "size: {file_mb: 100}\n"})
    repos.stage(root, {"data/dump.sql": f"-- dump\n{KEY_FILE}" + "insert into t values (1);\n" * 400_000})
    said = pairkit(root, "check")
    assert said.has("data/dump.sql"), said
    said = hook(root)
    assert said.code == 1 or said.has("data/dump.sql"), said


def test_crlf(tmp_path: Path) -> None:
    """A file with CRLF is read like one with LF; its lines have the same numbers."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE.replace("\n", "\r\n"), "app/old-mac.py": KEY_FILE.replace("\n", "\r")})
    said = refused(root)
    assert said.has("app/k.py, line 3", "app/old-mac.py")


def test_invalid_utf8(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 (a Korean file in CP949) hide nothing and break nothing."""
    root = project(tmp_path / "p")
    repos.stage(
        root, {"app/k.py": f"# 한글 주석\n{KEY_FILE}".encode("cp949"), "app/junk.py": b"\xff\xfe\xfd\n\xc3\x28\n"}
    )
    assert refused(root).has("app/k.py, line 4")


def test_utf8_with_a_mark(tmp_path: Path) -> None:
    """A byte order mark hides nothing."""
    root = project(tmp_path / "p")
    repos.stage(root, {".env.production": b"\xef\xbb\xbfA_TOKEN=" + SECRET.encode(), "app/k.py": f"\ufeff{KEY_FILE}"})
    assert refused(root).has("app/k.py")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16(tmp_path: Path, encoding: str) -> None:
    """PowerShell writes UTF-16, which git calls binary: a secret in it is found, or the file is named as unread."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.ps1": KEY_FILE.encode(encoding)})
    said = hook(root)
    assert said.code == 1 or said.has("app/k.ps1"), "the hook lets it pass without a word"


@pytest.mark.parametrize("line", ["*.py -diff", "*.py binary", "* -text -diff", "*.py diff=nothing"])
@pytest.mark.parametrize("where", [".gitattributes", ".git/info/attributes"])
def test_attributes_hide_nothing(tmp_path: Path, line: str, where: str) -> None:
    """A line in .gitattributes that calls text binary does not switch the search for secrets off."""
    root = project(tmp_path / "p", {"app/old.py": "x = 1\n"})
    repos.write(root, {where: f"{line}\n", "app/k.py": KEY_FILE, "app/old.py": f"x = 1\n{KEY_FILE}"})
    repos.git(root, "add", "-A")
    said = refused(root)
    assert said.has("app/k.py", "app/old.py")


def test_filters_and_drivers_are_not_run(tmp_path: Path) -> None:
    """Looking at a change runs no program that the repository names: no text conversion, no external diff."""
    root = project(tmp_path / "p", {"app/a.py": "x = 1\n", ".gitattributes": "*.py diff=evil\n"})
    for key in ("diff.evil.textconv", "diff.evil.command", "diff.external", "core.fsmonitor"):
        repos.git(root, "config", key, f"touch {tmp_path}/hacked;:")
    repos.git(root, "-c", "core.fsmonitor=false", "add", "-A")
    repos.write(root, {"app/a.py": KEY_FILE})
    repos.git(root, "-c", "core.fsmonitor=false", "add", "-A")
    (tmp_path / "hacked").unlink(missing_ok=True)
    repos.git(root, "config", "--unset", "core.fsmonitor")
    assert pairkit(root, "check").code == 1
    assert pairkit(root, "check", "--all").code == 1
    assert not (tmp_path / "hacked").exists()


def test_settings_of_diff_change_nothing(tmp_path: Path) -> None:
    """Settings of git that change how a diff looks do not change what is found."""
    root = project(tmp_path / "p", {"app/a.py": "x = 1\n\n\n\ny = 1\n"})
    settings = {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.renames": "copies",
        "diff.context": "20",
        "diff.interHunkContext": "50",
        "diff.colorMoved": "zebra",
        "diff.wordRegex": ".",
        "diff.relative": "true",
        "diff.suppressBlankEmpty": "true",
        "color.ui": "always",
        "color.diff": "always",
        "core.quotePath": "false",
        "core.pager": "false",
        "core.whitespace": "-trailing-space",
        "log.showSignature": "true",
        "diff.ignoreSubmodules": "all",
        "diff.algorithm": "patience",
    }
    for key, value in settings.items():
        repos.git(root, "config", key, value)
    repos.stage(root, {"app/용어.py": KEY_FILE, "app/a.py": f"x = 2\n\n\n\n{KEY_FILE}"})
    assert refused(root).has("app/용어.py, line 3", "app/a.py, line 7")


def test_special_files(tmp_path: Path) -> None:
    """Symlinks, changes of type, empty files and a mode change are read without mixing up their neighbours."""
    root = project(tmp_path / "p", {"content/was-file": "x\n", "content/b.sh": "b\n", "content/z.md": "z\n"})
    (root / "content" / "was-file").unlink()
    (root / "content" / "was-file").symlink_to("/etc/passwd")
    (root / "content" / "link").symlink_to(SECRET)
    (root / "content" / "b.sh").chmod(0o755)
    repos.stage(root, {"content/empty": "", "content/k.py": KEY_FILE, "content/z.md": "no end of line"})
    said = pairkit(root, "check")
    assert said.code == 1
    assert said.has("content/k.py, line 3")
    refused(root)


def test_damaged_object(tmp_path: Path) -> None:
    """A damaged object is never taken for an empty file, nor for a closed pipe: something says that it was not read."""
    root = project(tmp_path / "p", {"app/k.py": KEY_FILE, "app/a.py": "x = 1\n"})
    blob = repos.git(root, "rev-parse", "HEAD:app/a.py").strip()
    path = root / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    said = pairkit(root, "check", "--all")
    assert said.code != 0, said
    assert said.text
    path.unlink()
    repos.stage(root, {"app/a.py": "x = 2\n"})
    said = pairkit(root, "check")
    assert said.code == 2, said
    assert hook(root).code == 0


def test_damaged_agreement_object(tmp_path: Path) -> None:
    """Where pairkit.yaml's own object is damaged, nobody is told that there is no agreement."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    blob = repos.git(root, "rev-parse", "HEAD:pairkit.yaml").strip()
    path = root / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    repos.stage(root, {"deploy/a.sh": "echo\n"})
    said = pairkit(root, "check")
    assert said.code == 2, said
    said = hook(root)
    assert said.code == 0
    assert said.text, "without zones and without a word"


def _keys(count: int) -> str:
    dice = random.Random(1)  # noqa: S311 - the same keys every time
    letters = string.ascii_uppercase + "234567"
    made = ("".join(dice.choices(letters, k=16)) for _ in range(count))
    return "".join(f"k = '{'AKIA'}{one}'\n" for one in made)


HANG = {
    "prefixes in one line": ("app/a.py", "AKIA" * (3 * MB // 4)),
    "prefixes in many lines": ("app/a.py", "AKIA\n" * (3 * MB // 5)),
    "a line of 5 MB": ("app/a.py", "x = '" + "é" * (5 * MB // 2) + "'\n"),
    "a million lines": ("app/a.py", "x=1\n" * 1_000_000),
    "keys": ("app/a.py", _keys(40_000)),
    "passwords in one line": ("app/a.py", "password='tiger!2lake' " * 40_000),
    "open comments": ("migrations/a.sql", "drop table x;\n" + "/*\n" * 200_000),
    "dropped tables": ("migrations/a.sql", "".join(f"drop table t{n};\n" for n in range(30_000))),
    "conflict marks": ("app/a.py", "<<<<<<< HEAD\n" * 100_000),
    "tests": ("tests/test_a.py", "".join(f"def test_{n}(): pass\n" for n in range(60_000))),
    "quotes": ("app/a.py", "password = " + "'" * (2 * MB)),
    "spaces": ("app/a.py", "password" + " " * (2 * MB) + "= 1"),
    "capital İ": ("app/a.py", "İ" * MB),
    "nothing but dashes": ("app/a.pem", "-----BEGIN " * 200_000),
    "dots": ("app/a.js", "eyJ" * 300_000 + "." * 300_000),
    "addresses": ("app/a.py", "https://a:b" * 150_000),
    "blank lines": ("app/a.py", "def b():\n" + "\n" * 900_000 + "    return 1\n"),
    "no Java": ("app/a.java", "class A { void a() { try { b(); } catch (E e) {} " + "} + " * 60_000),
    "no JavaScript": ("app/a.js", "try { a() } catch (e) {}\n" + "! ^\n" * 60_000),
    "no Python": ("app/a.py", "try:\n  a()\nexcept Exception:\n  pass\n" + "in ~\n" * 60_000),
    "no Go": ("app/a.go", "package a\nfunc b() { if err != nil { return nil } " + "case + " * 60_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HANG)
def test_it_comes_to_an_end(tmp_path: Path, name: str) -> None:
    """Megabytes of what a pattern could get lost in: the hook ends, and in little room."""
    path, text = HANG[name]
    root = project(tmp_path / "p")
    repos.stage(root, {path: text})
    said, memory, _ = _measured(root, [sys.executable, "-I", "-m", "pairkit.hook", "pre-commit"], timeout=60)
    assert said.code in (0, 1)
    assert memory < 500


def test_a_text_that_a_parser_dies_of_hides_nothing(tmp_path: Path) -> None:
    """The word at the end of a Ruby text may not be long: the parser would end the whole hook, and all would pass."""
    root = project(tmp_path / "p")
    text = f"begin\n  a\nrescue\nend\nb = <<~{'A' * 400}\n"
    repos.stage(root, {"app/keys.py": KEY_FILE, "app/a.rb": text})
    assert refused(root).has("app/keys.py")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("yaml", "- " * 400 + "a\n"),
        ("yaml", "? " * 400 + "a\n"),
        ("yaml", "".join("  " * n + "- a:\n" for n in range(260))),
        ("ruby", f"a <<-'{'B' * 300}'\n"),
        ("ruby", f'a <<~"{"a-" * 150}"\nx\n'),
        ("ruby", f'a <<"{"b " * 150}"\nx\n'),
    ],
)
def test_what_would_end_the_program_is_not_parsed(language: str, text: str) -> None:
    assert parsed(text, language) is None


@pytest.mark.parametrize("path", ["tests/test_check.py", "playbooks/core/rules/test-skipped.yaml"])
def test_what_people_write_is_parsed(path: str) -> None:
    text = (Path(__file__).parents[2] / path).read_text("utf-8")
    assert parsed(text, "python" if path.endswith(".py") else "yaml") is not None


@pytest.mark.slow
def test_many_deleted_tests(tmp_path: Path) -> None:
    """Thousands of deleted test files are judged in some seconds."""
    gone = {f"tests/test_{n}.py": f"def test_{n}():\n    assert {n}\n" for n in range(4000)}
    root = project(tmp_path / "p", gone)
    repos.git(root, "rm", "-rq", "tests")
    said, _, _ = _measured(root, [sys.executable, "-I", "-m", "pairkit.hook", "pre-commit"], timeout=60)
    assert said.code == 0


def test_secret_in_every_place_is_masked(tmp_path: Path) -> None:
    """A secret that also stands in the name of a test, a table or a file's title is masked there too."""
    root = project(tmp_path / "p", {"tests/test_a.py": f"def test_{SECRET}():\n    pass\n"})
    repos.stage(
        root,
        {
            "tests/test_a.py": None,
            "app/k.py": KEY_FILE,
            "migrations/a.sql": f"drop table {SECRET};\n",
        },
    )
    for command in (
        ("check", "--why"),
        ("check", "--format", "json"),
        ("checklist",),
        ("checklist", "--format", "json"),
    ):
        assert pairkit(root, *command).code in (0, 1)
    refused(root)


def test_secret_in_a_file_name(tmp_path: Path) -> None:
    """A secret that is also in a file's name is masked in the report, which goes to CI logs and pull requests."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE, f"deploy/{SECRET}.sh": "echo\n"})
    for command in (("check",), ("check", "--format", "json"), ("checklist",), ("checklist", "--format", "json")):
        assert pairkit(root, *command).code in (0, 1)


def test_secret_in_a_title(tmp_path: Path) -> None:
    """A secret in a commit's title, where the change holds it too, is masked in the checklist."""
    root = project(tmp_path / "p")
    repos.commit(root, {"app/k.py": KEY_FILE}, f"Use {SECRET}")
    for args in ((), ("--format", "json")):
        assert pairkit(root, "checklist", "--range", "HEAD", *args).code == 0


def test_both_languages(tmp_path: Path) -> None:
    """A stop is told in English and in Korean, whoever commits."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/k.py": KEY_FILE})
    both(root, "check", code=1, en=["Your work is still here", "app/k.py"], ko=["작업은 그대로 있어요", "app/k.py"])
