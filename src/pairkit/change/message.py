"""A commit's message as a change of one file, so that the same rules can look at it."""

from __future__ import annotations

import os

from pairkit.change.model import ADDED, NEW, Block, Change, FileChange, Hunk, Side
from pairkit.change.unified import decode
from pairkit.git.run import git

NAME = "COMMIT_EDITMSG"
_SCISSORS = "------------------------ >8 ------------------------"


def message(root: str, path: str) -> Change:
    """Return what of the message file git will record.

    Where an editor was open git takes its own comments out, and what `commit -v` shows below a line with scissors;
    where none was (git says so by GIT_EDITOR=:) every line is recorded.
    """
    with open(path, "rb") as file:
        raw = file.read()
    if os.environ.get("GIT_EDITOR") != ":":
        lines = raw.split(b"\n")
        end = next((n for n, line in enumerate(lines) if line.endswith(_SCISSORS.encode())), len(lines))
        raw = git(["stripspace", "--strip-comments"], root, stdin=b"\n".join(lines[:end]))
    text = decode(raw).removesuffix("\n")
    block = Block(NEW, 1, text)
    side = Side(None, "100644", complete=True, parts=lambda: (block,))
    return Change("message", (FileChange(NAME, ADDED, None, side, (Hunk(None, block),), size=len(raw)),))
