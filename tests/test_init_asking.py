"""`pairkit init` in a terminal: what it asks, in order, and that a slip is asked again."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from repos import environment

from templates import small

pty = pytest.importorskip("pty", reason="there are no such terminals on Windows")


def talk(folder: Path, *args: str, replies: dict[str, str], language: str = "en") -> tuple[int, str]:
    """Run `pairkit init ARGS` in a terminal; answer prompts that hold a key of `replies`, take others as they are."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "pairkit", "init", *args]
    env = environment(PAIRKIT_LANG=language)
    process = subprocess.Popen(command, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    said, left = b"", dict(replies)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            try:
                piece = os.read(master, 4096)
            except OSError:  # the other side has closed
                piece = b""
            if not piece:
                break
            said += piece
        line = said.decode("utf-8", "replace").rsplit("\n", 1)[-1]
        if line.rstrip(" ").endswith(":"):
            key = next((key for key in left if key in line), None)
            os.write(master, (left.pop(key) if key else "").encode() + b"\n")
            said += b"\n"
    process.wait(timeout=10)
    os.close(master)
    return process.returncode, said.decode("utf-8", "replace").replace("\r", "")


def test_it_asks_and_makes(folder: Path) -> None:
    """The template is a choice, choices are explained, a slip is told and asked again, and the plan is shown first."""
    replies = {
        "Which template?": "team",
        "What is the project called": "우리 일",
        "Which AI agents": "cluade",
        "Make it": "y",
    }
    code, said = talk(folder, "desk", replies=replies)
    assert code == 0, said
    assert "web-app  A desk for reviewing" in said
    assert "  en  English" in said
    assert "Did you mean “claude”?" in said
    assert said.count("Which AI agents") == 2
    assert said.index("files in desk:") < said.index("Make it?")
    assert json.loads((folder / "desk" / "pairkit.lock").read_text())["answers"]["title"] == "우리 일"


def test_no_means_nothing(folder: Path) -> None:
    code, said = talk(folder, "desk", "--template", "team", replies={"만들까요": "n"}, language="ko")
    assert (code, list(folder.iterdir())) == (130, []), said


@pytest.mark.parametrize(("reply", "code"), [("y", 0), ("n", 2), ("", 2)])
def test_consent_is_asked_and_is_no_unless_said(folder: Path, reply: str, code: int) -> None:
    """For a template of somebody else, no answer is no."""
    small(folder / "t", "", {"files/a.txt": "a\n"})
    got, said = talk(folder, "desk", "--template", "./t", replies={"Do you trust": reply, "Make it": "y"})
    assert (got, (folder / "desk").exists()) == (code, code == 0), said
    assert said.index("files/a.txt") < said.index("Do you trust")
