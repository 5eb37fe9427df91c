"""The change that the documentation tells of: a cloud key, a deleted test and a dropped table, by the maker."""

from __future__ import annotations

from pathlib import Path

from repos import AGREEMENT, DEVELOPER, git, repository, stage
from running import pairkit

KEY = "AKIA" + "QZ7WLKX2N5MTB4RC"
"""Made up, and in two parts, so that nothing that scans this repository takes it for a real one."""

ORDERS = "def test_a():\n    assert a()\n\n\ndef test_b():\n    assert b()\n"
STORAGE = f'import boto3\n\nKEY = "{KEY}"\n'
CLEANUP = "DROP TABLE users;\n"


def project(root: Path, agreement: str = AGREEMENT) -> Path:
    """Make a project with an agreement, two tests and pairkit's hooks; the maker's branch is checked out."""
    repository(root, {"pairkit.yaml": agreement, "tests/test_orders.py": ORDERS, "content/start.md": "Hello\n"})
    done = pairkit(root, "guard", "install", "--agents", "none", who=DEVELOPER)
    assert done.code == 0, done.said
    git(root, "switch", "-q", "-c", "mina/work")
    return root


def three_problems(root: Path) -> None:
    """Stage the three."""
    stage(root, {"app/storage.py": STORAGE, "tests/test_orders.py": None, "migrations/0002_cleanup.sql": CLEANUP})
