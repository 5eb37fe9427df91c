"""What docs/ci.md tells people to write is what runs."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from forges import event
from repos import commit, repository
from running import pairkit
from test_forge import ACCOUNTS, review

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
TOOLS = Path(sys.executable).parent


def block(mark: str) -> str:
    """Return the fenced block below a mark."""
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


def ran(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_are_valid_and_safe(tmp_path: Path) -> None:
    """By the forge's schema and by zizmor; with the action, and from a source that is a setting."""
    with_action = block("workflow: action").replace("OWNER/pairkit@COMMIT", "jiwon/pairkit@" + "a" * 40)
    head, _, _ = with_action.partition("      - uses: jiwon/pairkit")
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for name, text in (("action.yml", with_action), ("source.yml", head + block("workflow: source"))):
        (folder / name).write_text(text, encoding="utf-8")
        ran(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", folder / name)
        ran(TOOLS / "zizmor", "--offline", folder / name)


def test_the_pipeline_is_valid(tmp_path: Path) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text(block("pipeline"), encoding="utf-8")
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    ran(TOOLS / "check-jsonschema", *schema, tmp_path / ".gitlab-ci.yml")


@pytest.mark.parametrize("line", block("commands").strip().split("\n"))
def test_the_commands_do_what_they_should(tmp_path: Path, line: str) -> None:
    root = repository(tmp_path / "desk", {"pairkit.yaml": ACCOUNTS})
    base = commit(root, {"content/a.md": "a\n"})
    head = commit(root, {"app/a.py": "a = 1\n"})
    told = event("github-pull-request", BASE=base, HEAD=head, BODY="")
    (root / "event.json").write_text(json.dumps(told), encoding="utf-8")
    (root / "reviews.json").write_text(json.dumps([review("jiwon", head)]), encoding="utf-8")
    done = pairkit(root, *shlex.split(line)[1:])
    assert done.code == 0, done.said
