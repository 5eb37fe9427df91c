"""Templates of somebody else that lead elsewhere, do not end, or lie; and addresses that are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import repos
from bad_input.outside import both, environment, pairkit

from templates import SMALL, small

OUTSIDE = ("--template", "./t", "--yes", "--trust")
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def _left(folder: Path) -> list[str]:
    """Return what lies in a folder, the templates aside."""
    return sorted(name for name in os.listdir(folder) if name not in ("t", "elsewhere", "g.git"))


@pytest.mark.parametrize(
    ("text", "english", "korean"),
    [
        pytest.param("[% for a in range(90000) %][% for b in range(90000) %][% for c in range(90000) %]x"
                     "[% endfor %][% endfor %][% endfor %]", "was stopped", "멈췄어요", id="loops"),
        pytest.param("[% for a in range(10**9) %]x[% endfor %]", "could not be rendered",
                     "펼치지 못했어요", id="range"),
        pytest.param("[[ 'x' * 10**10 ]]", "was stopped", "멈췄어요", id="memory"),
        pytest.param("[[ 10 ** (10 ** 9) ]]", "was stopped", "멈췄어요", id="number"),
        pytest.param("[% macro m() %][[ m() ]][% endmacro %][[ m() ]]", "was stopped", "멈췄어요", id="recursion"),
        pytest.param("[[ ''.__class__.__mro__ ]]", "could not be rendered", "펼치지 못했어요", id="escape"),
        pytest.param("[% include '/etc/passwd' %]", "could not be rendered", "펼치지 못했어요", id="include"),
        pytest.param("[[ cycler.__init__.__globals__.os.popen('id').read() ]]", "could not be rendered",
                     "펼치지 못했어요", id="globals"),
    ],
)  # fmt: skip
def test_files_that_do_not_end_or_reach_out(tmp_path: Path, text: str, english: str, korean: str) -> None:
    """It is stopped with a sentence, nothing is written, and nothing of it has run."""
    small(tmp_path / "t", "", {"files/a.txt.jinja": text})
    both(tmp_path, "init", "new", *OUTSIDE, code=2, en=[english, "Nothing was written"], ko=[korean])
    assert _left(tmp_path) == []


def test_a_pattern_that_takes_for_ever(tmp_path: Path) -> None:
    """An answer is held against a pattern in a process of its own, which can be ended."""
    more = (
        "questions:\n  - {key: a, ask: {en: A?, ko: 가?}, kind: text, default: "
        + "a" * 40
        + "b, pattern: '(a+)+c', expected: {en: a, ko: 가}}\n"
    )
    small(tmp_path / "t", more, {"files/a.txt.jinja": "[[ a ]]"})
    both(tmp_path, "init", "new", *OUTSIDE, code=2, en=["was stopped"], ko=["멈췄어요"])
    assert _left(tmp_path) == []
    checked = pairkit(tmp_path, "template", "check", "t")
    assert (checked.code, checked.has("did not come to an end")) == (1, True)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (SMALL + BOMB, "template.yaml"),
        (SMALL + "next: " + "[" * 400, "template.yaml"),
        (SMALL + "x" * 600_000, "template.yaml"),
        ("", "template.yaml"),
        (SMALL.replace("[base]", "[../../etc]"), "there is no layer"),
        (SMALL.replace("[base]", "[base, base]"), "is there twice"),
        (SMALL + 'files: [{paths: ["*"], when: "range(10**9)"}]\n', "wants more than it may"),
        (SMALL + "facts: {run: \"[[ 'x' * 10**10 ]]\"}\n", "wants more than it may"),
    ],
    ids=["aliases", "deep", "large", "empty", "layer elsewhere", "layer twice", "condition", "fact"],
)
def test_yaml_that_would_exhaust_or_mislead(tmp_path: Path, text: str, english: str) -> None:
    small(tmp_path / "t", "", {"files/a.txt": "a\n"})
    (tmp_path / "t" / "template.yaml").write_text(text)
    both(tmp_path, "init", "new", *OUTSIDE, code=2, en=[english], ko=[])
    assert pairkit(tmp_path, "template", "check", "t").code in (1, 2)
    assert _left(tmp_path) == []


@pytest.mark.parametrize("where", ["files/a", "files", "template.yaml", "layers"])
def test_links(tmp_path: Path, where: str) -> None:
    """A template with a symbolic link, wherever it leads, is refused whole."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("not yours\n")
    small(tmp_path / "t", "", {"files/b.txt": "b\n"} if where != "files" else {})
    place = tmp_path / "t" / where
    target = tmp_path / "elsewhere"
    if where == "template.yaml":
        target = tmp_path / "elsewhere" / "template.yaml"
        place.rename(target)
    place.symlink_to(target)
    both(tmp_path, "init", "new", *OUTSIDE, code=2, en=["not an ordinary file", where], ko=["보통 파일이 아닌"])
    assert _left(tmp_path) == []


def test_devices(tmp_path: Path) -> None:
    """A pipe would be waited for for ever; it is refused like a link."""
    small(tmp_path / "t", "", {"files/b.txt": "b\n"})
    os.mkfifo(tmp_path / "t" / "files" / "pipe")
    both(tmp_path, "init", "new", *OUTSIDE, code=2, en=["not an ordinary file"], ko=["보통 파일이 아닌"])


@pytest.mark.parametrize("name", ["con.txt", ".git/hooks/pre-commit", "a\\..\\b", "x:y", "GIT~1/config"])
def test_names_that_lead_elsewhere(tmp_path: Path, name: str) -> None:
    small(tmp_path / "t", "", {f"files/{name}": "x\n"})
    both(tmp_path, "init", "new", *OUTSIDE, code=2, en=["outside the project"], ko=["바깥에"])
    assert _left(tmp_path) == []


def _evil(root: Path, mode: str, path: str) -> Path:
    """Make a repository whose tree holds an entry that git itself would not add."""
    repos.repository(small(root), {})
    blob = repos.git(root, "hash-object", "-w", "--stdin", stdin=b"../../outside").strip()
    head = repos.git(root, "rev-parse", "HEAD").strip()
    what = head if mode == "160000" else blob
    repos.git(root, "update-index", "--add", "--cacheinfo", f"{mode},{what},{path}")
    repos.git(root, "commit", "-qm", "evil")
    return root


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_git_templates_with_links_and_submodules(tmp_path: Path, mode: str) -> None:
    """What is no ordinary file in the commit is refused before anything is written or fetched further."""
    root = _evil(tmp_path / "t", mode, "files/a")
    for lang, part in (("en", "not an ordinary file"), ("ko", "보통 파일이 아닌")):
        args = ("init", "new", "--template", f"file://{root}", "--yes", "--trust")
        said = pairkit(tmp_path, *args, env=environment(lang=lang))
        assert (said.code, said.has(part)) == (2, True), said
    assert _left(tmp_path) == []


def test_nothing_of_a_git_template_runs(tmp_path: Path) -> None:
    """Filters, hooks and attributes of the template, and of this computer, do not run; files come as recorded."""
    filters = {".gitattributes": "* filter=evil text eol=crlf\n", "files/a.txt": "as it is\n"}
    root = repos.repository(small(tmp_path / "t", "", filters), {})
    hooks = tmp_path / "elsewhere" / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f'#!/bin/sh\ntouch "{tmp_path}/ran"\n')
        (hooks / name).chmod(0o755)
    config = tmp_path / "elsewhere" / "config"
    config.write_text(
        f'[filter "evil"]\n\tsmudge = touch {tmp_path}/ran\n\tclean = cat\n[init]\n\ttemplateDir = {hooks.parent}\n'
    )
    args = ("--template", f"file://{root}", "--yes", "--trust", "--plan")
    assert pairkit(tmp_path, "init", "new", *args, env=environment(GIT_CONFIG_GLOBAL=str(config))).code == 0
    assert not (tmp_path / "ran").exists()
    done = pairkit(tmp_path, "init", "new", *args[:-1])
    assert done.code == 0, done
    assert (tmp_path / "new" / "files").exists() is False
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"as it is\n"


@pytest.mark.parametrize(
    ("spec", "english", "korean"),
    [
        ("ext::sh", "not an address", "주소가 아니에요"),
        ("http://example.com/t", "not an address", "주소가 아니에요"),
        ("git://example.com/t", "not an address", "주소가 아니에요"),
        ("https://me:pw@example.com/t", "holds a password", "비밀번호가 들어"),
        ("file:///nowhere#--upload-pack=x", "cannot be the name of a branch", "이름이 될 수 없어요"),
        ("file:///nowhere#a..b", "cannot be the name of a branch", "이름이 될 수 없어요"),
        ("file:///nowhere/at/all", "could not be fetched", "받아 오지 못했어요"),
        ("./nowhere", "no template", "템플릿이 없는 곳이에요"),
        ("web-ap", "Did you mean “web-app”", "혹시 “web-app”"),
        ("--help.git", "could not be fetched", "받아 오지 못했어요"),
    ],
)
def test_addresses_that_are_none(tmp_path: Path, spec: str, english: str, korean: str) -> None:
    """Told before anything is asked of the network or written; a password is never shown."""
    both(tmp_path, "init", "new", f"--template={spec}", "--yes", "--trust", code=2, en=[english], ko=[korean])
    assert ":pw@" not in pairkit(tmp_path, "init", "new", f"--template={spec}", "--yes").text
    assert os.listdir(tmp_path) == []


def test_consent(tmp_path: Path) -> None:
    """Neither --yes nor the lack of a terminal is consent to what somebody else wrote."""
    small(tmp_path / "t", "", {"files/a.txt": "a\n"})
    for args in (("--yes",), ()):
        both(
            tmp_path, "init", "new", "--template", "./t", *args,
            code=2, en=["somebody else wrote", "--trust", "files/a.txt"], ko=["다른 사람이 쓴", "--trust"],
        )  # fmt: skip
    assert _left(tmp_path) == []


def test_names_and_titles_from_outside_are_shown_harmlessly(tmp_path: Path) -> None:
    small(tmp_path / "t", "", {"files/a\x1b[31m.txt": "a\n"})
    text = SMALL.replace("A small one.", '"\\e[31mred\\u202e"')
    (tmp_path / "t" / "template.yaml").write_text(text)
    assert pairkit(tmp_path, "init", "new", *OUTSIDE).code in (0, 2)
    assert pairkit(tmp_path, "template", "check", "t").code in (1, 2)


@pytest.mark.parametrize("name", ["con", "NUL", "aux.txt", "com1"])
def test_a_folder_that_windows_cannot_hold(tmp_path: Path, name: str) -> None:
    both(tmp_path, "init", name, "--yes", code=2, en=["Windows keeps"], ko=["윈도우가 따로"])
    assert os.listdir(tmp_path) == []
