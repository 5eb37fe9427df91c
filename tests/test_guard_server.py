"""Files for what a forge enforces itself: owners, rulesets, each with the one command that applies it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import same
from repos import AGREEMENT, MAKER, commit, repository
from running import pairkit
from test_forge import ACCOUNTS

from pairkit.guard.server.owners import owner_of

FILES: dict[str, str | bytes | None] = {
    "pairkit.yaml": ACCOUNTS.replace("shared: [app/**, tests/**]", "shared: [app/**, tests/**, content/shared/**]"),
    "content/a.md": "a\n",
    "content/shared/b.md": "b\n",
    "app/models/term.py": "x = 1\n",
}


@pytest.mark.parametrize("forge", ["github", "gitlab"])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_it_says_and_writes(tmp_path: Path, forge: str, lang: str) -> None:
    root = repository(tmp_path / "desk", dict(FILES))
    done = pairkit(root, "guard", "server", forge, "--lang", lang)
    assert done.code == 0, done.said
    same(f"server-{forge}.{lang}.txt", done.out)
    for path in sorted((root / ".pairkit/server").iterdir()):
        json.loads(path.read_text(encoding="utf-8"))
        assert f"--input .pairkit/server/{path.name}" in done.out
    again = pairkit(root, "guard", "server", forge, "--lang", "en")
    assert "up to date" in again.out


def test_owners_are_in_an_order_that_keeps_the_zones(tmp_path: Path) -> None:
    root = repository(tmp_path / "desk", dict(FILES))
    (root / ".github").mkdir()
    (root / ".github/CODEOWNERS").write_text("# mine\n* @somebody\n", encoding="utf-8")
    assert pairkit(root, "guard", "server", "github").code == 0
    text = (root / ".github/CODEOWNERS").read_text(encoding="utf-8")
    same("codeowners-github.txt", text)
    assert text.startswith("# mine\n* @somebody\n")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert owner_of(lines, "content/a.md") == "@Mina"
    assert owner_of(lines, "content/shared/b.md") == ""
    assert owner_of(lines, "app/models/term.py") == "@jiwon"
    assert owner_of(lines, "pairkit.yaml") == "@jiwon"
    assert owner_of(lines, "elsewhere.txt") == "@somebody"


def test_gitlab_has_one_section(tmp_path: Path) -> None:
    root = repository(tmp_path / "desk", dict(FILES))
    pairkit(root, "guard", "server", "gitlab")
    text = (root / ".gitlab/CODEOWNERS").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("[")] == ["[pairkit]"]


def test_a_plan_writes_nothing_and_neither_does_the_maker(tmp_path: Path) -> None:
    root = repository(tmp_path / "desk", dict(FILES))
    assert pairkit(root, "guard", "server", "github", "--plan").code == 0
    done = pairkit(root, "guard", "server", "github", "--lang", "en", who=MAKER)
    assert done.code == 1
    assert "the developer runs this" in " ".join(done.out.split())
    assert not (root / ".github").exists()


def test_people_without_an_account(tmp_path: Path) -> None:
    root = repository(tmp_path / "desk", {"pairkit.yaml": AGREEMENT})
    done = pairkit(root, "guard", "server", "github", "--lang", "en")
    assert done.code == 1
    said = " ".join(done.out.split())
    assert "Jiwon: no account is in pairkit.yaml (github: NAME)" in said
    assert "Mina: no account is in pairkit.yaml" in said


def test_what_cannot_be_said_is_told(tmp_path: Path) -> None:
    odd = ACCOUNTS.replace("content/**", 'content/**, "[!a]b/**", app/models/a**z')
    root = repository(tmp_path / "desk", {"pairkit.yaml": odd})
    commit(root, {"migrations.d": "x\n"})
    said = " ".join(pairkit(root, "guard", "server", "github", "--lang", "en").out.split())
    assert "no like in CODEOWNERS" in said
    assert "app/models/a**z" in said


def test_a_folder_with_the_name_of_a_file_pattern_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path / "desk", {"pairkit.yaml": ACCOUNTS.replace("deploy/**", "deploy/**, /tools")})
    commit(root, {"tools/x.py": "x = 1\n"})
    said = " ".join(pairkit(root, "guard", "server", "github", "--lang", "en").out.split())
    assert "asks somebody else than pairkit.yaml says" in said
    assert "tools/x.py" in said


@pytest.mark.parametrize("args", [["bitbucket"], ["github"]])
def test_wrong_use_is_said(tmp_path: Path, args: list[str]) -> None:
    root = repository(tmp_path / "desk", {"a": "a\n"})
    assert pairkit(root, "guard", "server", *args).code == 2
