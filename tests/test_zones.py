"""`pairkit zones`: who answers for which files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import same
from repos import AGREEMENT, repository
from running import pairkit


@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_of_them(folder: Path, language: str) -> None:
    """Each zone with its patterns and its people, in words."""
    root = repository(folder / "desk", {"pairkit.yaml": AGREEMENT})
    same(f"zones.{language}.txt", pairkit(root, "zones", "--lang", language).out)


def test_some_paths(folder: Path) -> None:
    """Each path with its zone, seen from where one stands; a path outside is refused."""
    root = repository(folder / "desk", {"pairkit.yaml": AGREEMENT, "app/models/a.py": "x = 1\n"})
    done = pairkit(root / "app", "zones", "models/a.py", "../content/한글.md", "../pairkit.yaml", "--format", "json")
    found = {one["path"]: one["zone"] for one in json.loads(done.out)["paths"]}
    assert found == {"app/models/a.py": "developer", "content/한글.md": "maker", "pairkit.yaml": "closed"}
    assert "app/models/a.py  the developer's (Jiwon)" in pairkit(root, "zones", "app/models/a.py", "--lang", "en").out
    assert pairkit(root, "zones", "../elsewhere").code == 2


def test_without_an_agreement(folder: Path) -> None:
    """A sentence, and what to do."""
    root = repository(folder / "desk", {"a.txt": "x\n"})
    assert "pairkit init" in pairkit(root, "zones", "--lang", "en").out
