"""A playbook that is broken or not there. The shipped one cannot be edited, so these are folders of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pairkit.errors import BrokenFile
from pairkit.playbook import index as indexing
from pairkit.playbook.load import load
from pairkit.shipped import shipped
from pairkit.words.trouble import explain


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """Return a copy of the shipped playbook."""
    return Path(shutil.copytree(Path(shipped("playbooks")) / "core", tmp_path / "core"))


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


RULE = "rules/guard-file.yaml"
BREAKS: dict[str, Callable[[Path], object]] = {
    "no head": lambda core: (core / "playbook.yaml").unlink(),
    "empty head": lambda core: (core / "playbook.yaml").write_text(""),
    "head is a folder": lambda core: _folder_instead(core / "playbook.yaml"),
    "rule is a folder": lambda core: (core / "rules" / "x.yaml").mkdir(),
    "rule is a dead link": lambda core: (core / "rules" / "x.yaml").symlink_to("nowhere"),
    "not UTF-8": lambda core: (core / RULE).write_bytes(b"id: \xff\xfe\n"),
    "UTF-16": lambda core: (core / RULE).write_text("id: x\n", encoding="utf-16"),
    "unknown key": lambda core: _edit(core / RULE, "lesson:", "lessn:"),
    "twice": lambda core: _edit(core / RULE, "lesson: domain-owner", "lesson: domain-owner\nlesson: domain-owner"),
    "wrong class": lambda core: _edit(core / RULE, "class: zone-crossed", "class: zone-crosed"),
    "id and file": lambda core: _edit(core / RULE, "id: guard-file", "id: guard-files"),
    "no Korean": lambda core: _edit(core / RULE, "\nko:", "\nkr:"),
    "examples empty": lambda core: (core / RULE).write_text(
        (core / RULE).read_text(encoding="utf-8").split("examples:")[0] + "examples: {found: [], quiet: []}\n",
        encoding="utf-8",
    ),
    "bad pattern": lambda core: _edit(core / "secrets" / "aws.yaml", "(?P<secret>", "(?P<secret>(("),
    "no secret group": lambda core: _edit(core / "secrets" / "aws.yaml", "(?P<secret>", "(?:"),
    "wrong severity": lambda core: _edit(core / RULE, "severity: must", "severity: maybe"),
    "stops without must": lambda core: _edit(core / RULE, "severity: must", "severity: should"),
    "stable: yes": lambda core: _edit(core / RULE, "stable: true", "stable: yes"),
    "unknown detector": lambda core: _edit(core / RULE, "detector: zone_crossed", "detector: zone_crosed"),
    "unknown lesson": lambda core: _edit(core / RULE, "lesson: domain-owner", "lesson: domain-ownr"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_broken_playbook(core: Path, name: str) -> None:
    """Whatever is wrong in a playbook's folder is one error with file and line, told in both languages."""
    BREAKS[name](core)
    with pytest.raises(BrokenFile) as caught:
        load(str(core))
    assert str(caught.value.facts["path"]).startswith(str(core))
    assert int(str(caught.value.facts["line"])) >= 1
    for language in ("en", "ko"):
        assert str(core) in explain(caught.value, language)


def test_whole_copy_is_fine(core: Path) -> None:
    """An unchanged copy loads: the breaks above are what is refused."""
    assert load(str(core))["rules"]


@pytest.mark.parametrize("name", ["cor", ".", "..", "../core", "core/rules", "core\\x", "/etc", "코어", "a\0b"])
def test_unknown_playbook(name: str) -> None:
    """A playbook that is not shipped is an error with a proposal, never a folder elsewhere."""
    with pytest.raises(BrokenFile) as caught:
        indexing.index((name,))
    assert "core" in explain(caught.value, "en")
    assert "core" in explain(caught.value, "ko")
