"""A commit's message is part of the history: a secret in it stops, and nothing else does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from golden import same
from repos import MAKER, git, stage
from running import pairkit, run
from stories import KEY, project

from pairkit.guard.hook_script import script
from pairkit.shipped import shipped


@pytest.fixture
def desk(folder: Path) -> Path:
    """Return a project with one harmless change staged."""
    root = project(folder / "desk")
    stage(root, {"content/start.md": "Hello, all\n"})
    return root


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_secret_in_the_message_stops(desk: Path, language: str) -> None:
    """The commit stops, what is staged stays, and no output holds the secret."""
    before = git(desk, "diff", "--cached")
    done = run(desk, "git", "commit", "-qm", f"Use the key {KEY} for now", who=MAKER, PAIRKIT_LANG=language)
    assert done.code == 1
    assert KEY not in done.said
    assert git(desk, "diff", "--cached") == before
    same(f"message-stopped.{language}.txt", done.err)


@pytest.mark.parametrize(
    "message",
    [
        "번역 다듬기",
        "fixup! start",
        "squash! start",
        "Say hello\n\nCo-authored-by: Claude <noreply@anthropic.com>",
        "<<<<<<< HEAD",
    ],
)
def test_all_else_passes_in_silence(desk: Path, message: str) -> None:
    """Words of any kind, marks of a rebase to come, and agents as co-authors are nobody's business."""
    done = run(desk, "git", "commit", "-qm", message, who=MAKER)
    assert (done.code, done.said) == (0, "")


def test_what_git_takes_out_is_not_judged(desk: Path, folder: Path) -> None:
    """With an editor, comments and the change that `commit -v` shows below the scissors are not recorded."""
    editor = folder / "editor"
    editor.write_text(f"#!/bin/sh\nprintf '# {KEY}\\n' >> \"$1\"\nsed -i '1i Say hello' \"$1\"\n")
    editor.chmod(0o755)
    done = run(desk, "git", "commit", "-q", "-v", who=MAKER, GIT_EDITOR=str(editor))
    assert done.code == 0, done
    stage(desk, {"content/start.md": "Hello\n"})
    editor.write_text(f"#!/bin/sh\nsed -i '1i Use {KEY}' \"$1\"\n")
    assert run(desk, "git", "commit", "-q", "-v", who=MAKER, GIT_EDITOR=str(editor)).code == 1


def test_a_comment_without_an_editor_is_judged(desk: Path) -> None:
    """`commit -m` records a line that starts with `#`."""
    assert run(desk, "git", "commit", "-qm", f"hello\n\n# {KEY}", who=MAKER).code == 1


def test_an_amended_and_a_merged_message_are_judged(desk: Path) -> None:
    """Each way to write a message goes through the hook."""
    assert run(desk, "git", "commit", "-qm", "hello", who=MAKER).code == 0
    assert run(desk, "git", "commit", "-q", "--amend", "-m", f"hello {KEY}", who=MAKER).code == 1
    git(desk, "switch", "-q", "-c", "side", "main")
    git(desk, "commit", "-q", "--no-verify", "--allow-empty", "-m", "side")
    assert run(desk, "git", "merge", "-q", "mina/work", "-m", f"merge {KEY}", who=MAKER).code == 1


def test_an_exception_holds_for_a_message_too(desk: Path) -> None:
    """The fingerprint of the stop, allowed by the developer, lets the message pass."""
    done = run(desk, "git", "commit", "-qm", f"Use {KEY}", PAIRKIT_LANG="en")
    name = done.err.split("pairkit allow")[1].split()[0]
    allowed = f"- fingerprint: {name}\n  because: an example\n"
    stage(desk, {".pairkit/allow.yaml": allowed})
    assert run(desk, "git", "commit", "-qm", f"Use {KEY}").code == 0


def test_no_known_secret_is_overlooked_by_the_quick_look(folder: Path) -> None:
    """Before Python is started `grep` looks whether there can be a secret at all: it must let every shape through."""
    texts = []
    for path in sorted(Path(shipped("playbooks")).glob("*/secrets/*.yaml")):
        shapes = yaml.safe_load(path.read_text())["shapes"]
        texts += [(shape["id"], "".join(shape["example"])) for shape in shapes]
    assert len(texts) > 100
    gate = next(line for line in script("commit-msg", "/python").splitlines() if "grep -Eiq" in line)
    message = folder / "message"
    for name, text in texts:
        message.write_text(f"Use\n{text}\n")
        assert subprocess.run(["sh", "-c", gate, "sh", str(message)], check=False).returncode == 0, name
    for text in (
        "Say hello to all\n\n번역을 다듬었어요\n",
        (
            "Warmer words\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)\n\n"
            "Co-authored-by: Claude <noreply@anthropic.com>\n"
        ),
    ):
        message.write_text(text)
        assert subprocess.run(["sh", "-c", gate, "sh", str(message)], check=False).returncode == 1


def test_a_message_in_another_encoding(desk: Path) -> None:
    """Bytes that are not UTF-8 break nothing."""
    (desk / "message").write_bytes(b"\xbe\xc8\xb3\xe7 token\n")
    assert run(desk, "git", "commit", "-q", "-F", "message", who=MAKER).code == 0
    assert pairkit(desk, "check", "--range", "HEAD").code == 0
