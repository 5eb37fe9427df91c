"""The list of rules in the documentation is the one that the playbooks make."""

from __future__ import annotations

import os
from pathlib import Path

from pairkit.report.rule_index import rule_index

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"


def test_the_documented_rules_are_the_shipped_ones() -> None:
    """`PAIRKIT_GOLDEN=write pytest tests/test_rule_index.py` writes the page anew."""
    if os.environ.get("PAIRKIT_GOLDEN") == "write":
        PAGE.write_text(rule_index(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == rule_index()
