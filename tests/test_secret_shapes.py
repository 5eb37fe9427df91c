"""Every secret's shape is found in its made-up example, and keeps quiet at its decoys; nothing prints a value."""

from __future__ import annotations

import re
from typing import Any

import pytest
from test_check import told

from pairkit.change.patch import from_patch
from pairkit.checklist.build import build
from pairkit.gate.assess import Assessment, assess
from pairkit.playbook.index import available
from pairkit.playbook.load import load
from pairkit.report.findings_json import plain
from pairkit.report.review_sheet import review_part
from pairkit.report.sheet_markdown import sheet_markdown
from pairkit.report.text import check_report
from pairkit.shipped import shipped

SHAPES = [
    pytest.param(shape, id=shape["id"])
    for playbook in available()
    for vendor in load(f"{shipped('playbooks')}/{playbook}")["vendors"]
    for shape in vendor["shapes"]
]


def judged(text: str, path: str = "app/settings.txt") -> Assessment:
    """Judge a new file with this text."""
    lines = text.split("\n")
    head = f"diff --git a/{path} b/{path}\nnew file mode 100644\nindex 0000000..1111111\n--- /dev/null\n+++ b/{path}\n"
    patch = head + f"@@ -0,0 +1,{len(lines)} @@\n" + "".join(f"+{line}\n" for line in lines)
    return assess(None, from_patch(patch.encode()), None)


def shapes_in(assessment: Assessment) -> set[str]:
    """Return the ids of the shapes that were found."""
    return {str(finding.facts["shape"]) for finding in assessment.findings if "shape" in finding.facts}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_example_is_found_and_masked(shape: dict[str, Any]) -> None:
    """It stops wherever it stands, and no report shows more of it than four signs at each end."""
    example = "".join(shape["example"]).replace("\\n", "\n")
    assessment = judged(example)
    assert shapes_in(assessment), example[:6]
    assert told(plain(assessment, "en"))["secret-added"] == "stop"
    document = build(assessment)
    reports = [
        check_report(assessment, "en", why=True),
        str(plain(assessment, "ko")),
        sheet_markdown(review_part(document, assessment, *reader) for reader in (("developer", "en"), ("maker", "ko"))),
    ]
    match = re.search(shape["pattern"], example)
    assert match is not None
    assert not any(match["secret"] in report for report in reports)


@pytest.mark.parametrize("shape", SHAPES)
def test_its_decoys_are_quiet(shape: dict[str, Any]) -> None:
    """Placeholders, publishable keys and documentation samples of the same vendor are no finding of this shape."""
    for decoy in shape["quiet"]:
        assert shape["id"] not in shapes_in(judged("".join(decoy).replace("\\n", "\n"))), decoy


def test_there_are_many() -> None:
    """The vendors that such projects use are there."""
    assert len(SHAPES) >= 120


@pytest.mark.parametrize(("last", "confidence"), [("eEr", "sure"), ("eEs", "likely")])
def test_a_checksum_that_does_not_fit_is_less_sure(last: str, confidence: str) -> None:
    """A GitHub token whose own checksum is wrong was made up; it is told as likely."""
    token = "gho" + "_xnHedHC2Mhj6fp0RkfHX" + "JJSnEdtGYr47e" + last
    assert [finding.confidence for finding in judged(token).findings] == [confidence]
