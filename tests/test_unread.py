"""A file that is too long to be read is named in every form of a report."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import git, repository, write
from running import pairkit

from pairkit.change.tree_diff import LIMIT


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "github", "gitlab", "junit"])
@pytest.mark.parametrize("source", ["--all", "--staged", "--patch"])
def test_a_very_long_file_is_named(folder: Path, form: str, source: str) -> None:
    root = repository(folder / "desk")
    write(root, {"made/long.js": "x = 1;\n" * (LIMIT // 7 + 2)})
    git(root, "add", "-A")
    args = [source]
    if source == "--patch":
        (folder / "long.patch").write_text(git(root, "diff", "--cached"), encoding="utf-8")
        args.append(str(folder / "long.patch"))
    assert "made/long.js" in pairkit(root, "check", *args, "--format", form).out
