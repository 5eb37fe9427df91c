"""Patches in every state in which they come by mail, from Windows, or by mistake."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, Said, both, pairkit

FILES: dict[str, str | bytes] = {
    "app/a.py": "a = 1\n" * 9,
    "content/용어.md": "m\n",
    "deploy/run.sh": "echo\n",
    "bin/logo": bytes(range(256)),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with an agreement and a commit of many kinds of changes on a branch of its own."""
    place = repos.repository(tmp_path_factory.mktemp("patches") / "p", {"pairkit.yaml": repos.AGREEMENT, **FILES})
    repos.git(place, "checkout", "-q", "-b", "work")
    repos.git(place, "mv", "app/a.py", "app/re named.py")
    (place / "deploy" / "run.sh").chmod(0o755)
    repos.commit(
        place,
        {
            "app/k.py": KEY_FILE,
            "content/용어.md": "m\nn\n",
            "content/t\tab.md": "t\n",
            "bin/logo": bytes(range(255, -1, -1)),
            "app/empty.py": "",
        },
        "Everything at once",
        who=repos.MAKER,
    )
    return place


def _diff(root: Path, *options: str) -> bytes:
    return repos.git(root, "diff", *options, "main", "work").encode("utf-8", "surrogateescape")


def _judge(cwd: Path, patch: bytes, *args: str) -> Said:
    return pairkit(cwd, "check", "--patch", "-", *args, stdin=patch)


def _files(cwd: Path, patch: bytes) -> dict[str, str]:
    said = pairkit(cwd, "checklist", "--patch", "-", "--format", "json", stdin=patch)
    assert said.code == 0, said
    return {one["path"]: f"+{one['added']} -{one['removed']}" for one in json.loads(said.out)["files"]}


WANTED = {
    "app/k.py",
    "app/re named.py",
    "bin/logo",
    "content/t\tab.md",
    "content/용어.md",
    "deploy/run.sh",
    "app/empty.py",
}


def _shown(name: str) -> str:
    return name.replace("\t", "\\t")


VARIANTS: dict[str, tuple[str, ...]] = {
    "plain": (),
    "binary": ("--binary",),
    "full index": ("--full-index",),
    "no context": ("-U0",),
    "much context": ("-U99",),
    "no renames": ("--no-renames",),
    "no prefix": ("--no-prefix",),
    "other prefixes": ("--src-prefix=i/", "--dst-prefix=w/"),
    "patience": ("--patience",),
    "function context": ("-W",),
    "with a summary": ("--stat", "--summary", "-p"),
    "quoted less": ("--no-color", "-z"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_of_git_diff(root: Path, tmp_path: Path, name: str) -> None:
    """However git is asked to write a patch, the same files are in it and the secret is found."""
    patch = _diff(root, *VARIANTS[name])
    if name == "quoted less":
        patch = _diff(root, "--no-color")
    said = _judge(tmp_path, patch)
    assert said.code == 1, said
    assert said.has("app/k.py, line 3")
    files = {path.replace("\\t", "\t") for path in _files(tmp_path, patch)}
    missing = WANTED - files
    if name == "no renames":
        files.discard("app/a.py")
    assert not missing, missing
    assert files == WANTED


@pytest.mark.parametrize("how", ["CRLF", "UTF-8 mark", "UTF-16 little", "UTF-16 big", "quoted mail", "no end of line"])
def test_patches_that_were_converted(root: Path, tmp_path: Path, how: str) -> None:
    """A patch that Windows or a mail program converted is read like the first one."""
    patch = _diff(root)
    if how == "CRLF":
        patch = patch.replace(b"\n", b"\r\n")
    elif how == "UTF-8 mark":
        patch = b"\xef\xbb\xbf" + patch
    elif how.startswith("UTF-16"):
        order = "utf-16-le" if "little" in how else "utf-16-be"
        patch = ("\ufeff" + patch.decode().replace("\n", "\r\n")).encode(order)
    elif how == "quoted mail":
        patch = b"Hi,\n\nhere it is:\n\n" + patch + b"\n-- \nMina\n"
    else:
        patch = patch.rstrip(b"\n")
    said = _judge(tmp_path, patch)
    assert said.code == 1, said
    assert said.has("app/k.py, line 3")
    assert {path.replace("\\t", "\t") for path in _files(tmp_path, patch)} == WANTED


def test_binary_patch_with_crlf(root: Path, tmp_path: Path) -> None:
    """A binary patch with CRLF is still known as binary: nobody is told that it was read."""
    patch = _diff(root, "--binary").replace(b"\n", b"\r\n")
    said = pairkit(tmp_path, "checklist", "--patch", "-", "--for", "developer", stdin=patch)
    part = said.out.split("Not checked")[1]
    assert "bin/logo" in part.split("**")[1]


def test_windows_paths(tmp_path: Path) -> None:
    """A patch with backslashes as separators is read, the secret is found, and zones hold for it."""
    lines = "".join(f"+{line}\r\n" for line in KEY_FILE.splitlines())
    patch = f"--- a\\deploy\\k.py\t2026-11-24\r\n+++ b\\deploy\\k.py\t2026-11-24\r\n@@ -0,0 +1,3 @@\r\n{lines}"
    said = _judge(tmp_path, patch.encode())
    assert said.code == 1
    assert said.has("k.py, line 3")
    place = repos.repository(tmp_path / "p", {"pairkit.yaml": repos.AGREEMENT})
    assert _judge(place, patch.encode()).has("in Jiwon's area")


def test_patch_of_diff_u(tmp_path: Path) -> None:
    """`diff -u` and `diff -ru` are read too, with their stamps and their own lines between files."""
    patch = (
        "Only in b: other\ndiff -ru a/k.py b/k.py\n--- a/k.py\t2026-11-24 09:00:00.0 +0900\n"
        "+++ b/k.py\t2026-11-24 09:00:00.0 +0900\n@@ -1 +1,4 @@\n x = 1\n"
        + "".join(f"+{line}\n" for line in KEY_FILE.splitlines())
    )
    said = _judge(tmp_path, patch.encode())
    assert said.code == 1
    assert said.has("k.py, line 4")


def test_several_mails(tmp_path: Path) -> None:
    """`git format-patch` with several commits: every one is judged, and whoever is not a developer counts."""
    place = repos.repository(tmp_path / "p", {"pairkit.yaml": repos.AGREEMENT, "content/a.md": "a\n"})
    repos.git(place, "checkout", "-q", "-b", "work")
    repos.commit(place, {"content/a.md": "b\n"}, "First\n\nbody of it\n", who=repos.DEVELOPER)
    repos.commit(place, {"deploy/a.sh": "echo\n"}, "Second", who=repos.MAKER)
    repos.commit(place, {"app/k.py": KEY_FILE}, "Third", who=repos.MAKER)
    patch = repos.git(place, "format-patch", "--stdout", "main").encode()
    said = _judge(place, patch)
    assert said.code == 1
    assert said.has("app/k.py, line 3")
    assert said.has("deploy/a.sh is in Jiwon's area"), "the maker's commit is judged as the developer's"


def test_mail_with_an_odd_body(tmp_path: Path) -> None:
    """The title is the subject alone, whatever stands in the message: indented code, a quoted hunk, Korean."""
    place = repos.repository(tmp_path / "p", {"a.md": "a\n"})
    repos.git(place, "checkout", "-q", "-b", "work")
    title = "용어집에서 메모 칸을 지우고 " * 6 + "끝"
    body = "line one\nline two\nline three\n\n    indented code\n    more of it\nline four\nline\nline\n  two spaces\n"
    repos.commit(place, {"a.md": "b\n"}, f"{title}\n\n{body}")
    for options in ((), ("--no-signature",), ("--attach",), ("--encode-email-headers",)):
        patch = repos.git(place, "format-patch", "--stdout", *options, "main").encode()
        said = pairkit(tmp_path, "checklist", "--patch", "-", "--format", "json", stdin=patch)
        assert said.code == 0, (options, said)
        assert json.loads(said.out)["title"].replace(" ", "") == title.replace(" ", ""), options


@pytest.mark.parametrize(
    "head",
    [
        'From:"""""":;{',
        "Subject: =?nope?b?AAA?=",
        "Subject: =?utf-8?b?A?=",
        "Subject:\n =?utf-8?q?=ED?=",
        "From: <",
        "subject:",
    ],
)
def test_mail_with_an_odd_head(root: Path, tmp_path: Path, head: str) -> None:
    """Whatever a mail program did to the head, the lines below it are judged."""
    mail = f"From {'0' * 40} Mon Sep 17 00:00:00 2001\n{head}\n\n---\n".encode()
    said = _judge(tmp_path, mail + _diff(root))
    assert said.code == 1, said
    assert said.has("app/k.py, line 3")


def test_message_that_quotes_a_patch(tmp_path: Path) -> None:
    """A message that quotes a hunk does not make the whole patch unreadable."""
    place = repos.repository(tmp_path / "p", {"a.md": "a\n"})
    repos.git(place, "checkout", "-q", "-b", "work")
    repos.commit(place, {"app/k.py": KEY_FILE}, "Title\n\n@@ -1 +1 @@ was wrong\n--- not a file\n")
    patch = repos.git(place, "format-patch", "--stdout", "main").encode()
    said = _judge(tmp_path, patch)
    assert said.code == 1, said


def test_merge_as_a_patch(tmp_path: Path) -> None:
    """A combined patch of a merge is read, or it is said that it cannot be; it is never passed over."""
    place = repos.repository(tmp_path / "p", {"a.md": "1\n\n\n2\n"})
    repos.git(place, "checkout", "-q", "-b", "work")
    repos.commit(place, {"a.md": "one\n\n\n2\n"})
    repos.git(place, "checkout", "-q", "main")
    repos.commit(place, {"a.md": "1\n\n\ntwo\n"})
    repos.git(place, "merge", "-q", "--no-commit", "work")
    repos.stage(place, {"a.md": f"one\n{KEY_FILE}two\n"})
    repos.git(place, "commit", "-q", "--no-verify", "-m", "merge")
    combined = repos.git(place, "show", "--format=", "HEAD").encode()
    assert combined.startswith(b"diff --cc")
    for patch in (combined, combined + repos.git(place, "show", "--format=", "HEAD~1").encode()):
        assert _judge(tmp_path, patch).code in (1, 2)


NOT_PATCHES = {
    "text": b"Dear Mina,\nhere is the text.\n",
    "a web page": b"<!doctype html>\n<html><body>Sign in to GitHub</body></html>\n",
    "binary": bytes(range(256)) * 10,
    "zeros": b"\0" * 1000,
    "JSON": b'{"message": "Not Found"}\n',
    "a million lines": b"x\n" * 1_000_000,
    "one long line": b"x" * 5_000_000,
    "only a mark": b"\xef\xbb\xbfx",
    "markdown": b"---\ntitle: x\n---\n\n- a\n+ b\n",
    "UTF-16 text": "안녕하세요\n".encode("utf-16"),
    "half of UTF-16": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("name", NOT_PATCHES)
def test_no_patch_at_all(tmp_path: Path, name: str) -> None:
    """What is no patch is told so, with the way to make one."""
    said = _judge(tmp_path, NOT_PATCHES[name])
    assert said.code == 2, said
    assert said.has("git diff > FILE")


@pytest.mark.parametrize("empty", [b"", b"\n", b"\r\n", b"\xef\xbb\xbf", "\ufeff".encode("utf-16-le")])
def test_empty_patch(tmp_path: Path, empty: bytes) -> None:
    """An empty patch is an empty change, and nobody is told that something was looked at."""
    said = _judge(tmp_path, empty)
    assert said.code in (0, 2)
    assert said.has("no change") or said.code == 2


def test_empty_patch_in_both_languages(tmp_path: Path) -> None:
    """The sentence about nothing to look at comes in the reader's language."""
    (tmp_path / "x.patch").write_bytes(b"")
    both(tmp_path, "check", "--patch", "x.patch", code=0, en=["There is no change"], ko=["변경이 없어요"])


BROKEN = {
    "no name": (b"@@ -1 +1 @@\n-a\n+b\n", "does not say of which file", "어느 파일인지"),
    "cut in a hunk": (b"--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n-b\n", "ends too early", "중간에 끊겼어요"),
    "a line without a sign": (
        b"--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\nxb\n+c\n",
        "cannot be read from line 5",
        "5번째 줄부터",
    ),
    "numbers too small": (b"--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n", "ends too early", "중간에 끊겼어요"),
    "5000 digits": (b"--- a/x\n+++ b/x\n@@ -1," + b"9" * 5000 + b" +1 @@\n-a\n+b\n", "", ""),
    "a name of half a megabyte": (
        b"--- /dev/null\n+++ b/" + b"some-name " * 50_000 + b"\n@@ -0,0 +1 @@\n+x\n",
        "cannot be read from line 1",
        "1번째 줄부터",
    ),
    "only names": (b"--- a/x\n+++ b/x\n", "not a patch", "패치가 아니에요"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_patch(tmp_path: Path, name: str) -> None:
    """A broken patch is told with its line and what to do, in both languages."""
    raw, english, korean = BROKEN[name]
    (tmp_path / "x.patch").write_bytes(raw)
    both(tmp_path, "check", "--patch", "x.patch", code=2, en=[english, "git diff"], ko=[korean, "git diff"])


def test_patch_cut_anywhere_inside_a_file(tmp_path: Path) -> None:
    """A patch that ends inside a file's part is never taken for a whole one."""
    whole = (
        b"diff --git a/app/a.py b/app/a.py\nindex 1111111..2222222 100644\n--- a/app/a.py\n+++ b/app/a.py\n"
        b"@@ -1,2 +1,3 @@\n a = 1\n+b = 1\n c = 1\n"
    )
    lines = whole.splitlines(keepends=True)
    silent = [n for n in range(1, len(lines)) if _judge(tmp_path, b"".join(lines[:n])).code == 0]
    assert silent == [], f"passes when cut after lines {silent}"


def test_patch_cut_in_the_middle_of_a_secret(tmp_path: Path) -> None:
    """A patch cut at any byte never ends in an unexpected error."""
    whole = (
        "diff --git a/app/k.py b/app/k.py\nnew file mode 100644\nindex 0000000..2222222\n"
        "--- /dev/null\n+++ b/app/k.py\n@@ -0,0 +1,3 @@\n" + "".join(f"+{line}\n" for line in KEY_FILE.splitlines())
    ).encode()
    for cut in range(1, len(whole), 7):
        assert _judge(tmp_path, whole[:cut]).code in (0, 1, 2)


def test_missing_folder_and_unreadable(tmp_path: Path) -> None:
    """A patch that is not there, or is a folder, is told with its name."""
    (tmp_path / "folder").mkdir()
    both(
        tmp_path,
        "check",
        "--patch",
        "no.patch",
        code=2,
        en=["no.patch cannot be opened"],
        ko=["no.patch", "열 수 없어요"],
    )
    both(tmp_path, "check", "--patch", "folder", code=2, en=["folder cannot be opened"], ko=["folder", "열 수 없어요"])
    both(tmp_path, "checklist", "--patch", "", code=2, en=["cannot be opened"], ko=["열 수 없어요"])
    both(tmp_path, "check", "--patch", "bad\x1b[31m", code=2, en=["cannot be opened"], ko=["열 수 없어요"])


def test_two_sources(tmp_path: Path) -> None:
    """Two changes at once are refused with both names."""
    both(tmp_path, "check", "--patch", "x", "--staged", code=2, en=["--staged, --patch"], ko=["--staged, --patch"])


def test_korean_names_in_a_patch(tmp_path: Path) -> None:
    """Names that git quoted as octal, in both Unicode forms, are the names they stand for."""
    place = repos.repository(tmp_path / "p", {"a.md": "a\n"})
    repos.git(place, "checkout", "-q", "-b", "work")
    names = {"용어.md", unicodedata.normalize("NFD", "분해.md"), 'quo"te.md', "back\\slash.md", "new\nline.md"}
    repos.commit(place, dict.fromkeys(names, "x\n"))
    for quote in ("true", "false"):
        patch = repos.git(place, "-c", f"core.quotePath={quote}", "diff", "main").encode()
        assert len(_files(tmp_path, patch)) == len(names)


def test_patch_hostile_names(tmp_path: Path) -> None:
    """A patch may name files outside or absolute ones: nothing is opened, nothing raw reaches the terminal."""
    for name in ("../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "\x1b[31mred", "a\x00b", ""):
        patch = f"--- a/{name}\n+++ b/{name}\n@@ -0,0 +1 @@\n+x\n"
        for command in ("check", "checklist"):
            said = pairkit(tmp_path, command, "--patch", "-", stdin=patch.encode())
            assert said.code in (0, 2), (name, said)
