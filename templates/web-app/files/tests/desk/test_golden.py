"""The maker's golden examples: the glossary file and the matching must agree with them."""

from typing import Any

import pytest
import yaml

from app.desk.matching import find_terms
from app.first_content import read_terms
from app.settings import ROOT

GOLDEN: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "examples" / "golden.yaml").read_text(encoding="utf-8")
)
TERMS = read_terms(ROOT)


@pytest.mark.parametrize("example", GOLDEN, ids=lambda example: example["source"])
def test_an_accepted_translation_uses_the_terms(example: dict[str, Any]) -> None:
    """The source holds exactly the terms named, and the accepted translation uses them all."""
    uses = find_terms(example["source"], example["accepted"], TERMS)
    assert sorted(use.term.source for use in uses) == sorted(example["terms"])
    assert [use.term.source for use in uses if not use.used] == []


@pytest.mark.parametrize(
    "example", [one for one in GOLDEN if "rejected" in one], ids=lambda example: example["source"]
)
def test_a_rejected_translation_misses_the_terms(example: dict[str, Any]) -> None:
    """A translation that is not right is seen by the terms that it misses."""
    uses = find_terms(example["source"], example["rejected"]["text"], TERMS)
    missing = sorted(use.term.source for use in uses if not use.used)
    assert missing == sorted(example["rejected"]["missing"])
