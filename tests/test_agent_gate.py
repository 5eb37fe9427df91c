"""What an agent may do: zones, roles, tools, links, both forms of Hangul, huge commands, and the words it gets."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from golden import same
from repos import AGREEMENT, DEVELOPER, MAKER, commit, repository, write

from pairkit.action.model import AFTER, BEFORE, PROMPT, START, Action, Edit
from pairkit.gate.act import judge_action
from pairkit.gate.action_verdict import ActionVerdict
from pairkit.gate.verdict import PASS, SAY, STOP
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.report.agent import agent_text, person_text

KEY = "AKIA" + "QZ7WLKX2N5MTB4RC"
KOREAN = "비밀/설정.yaml"
FILES = {
    "pairkit.yaml": AGREEMENT.replace("[deploy/**]", "[deploy/**, app/auth/**, 비밀/**]"),
    "app/a.py": "x = 1\n",
    "app/auth/session.py": "x = 1\n",
    "deploy/app.yaml": "a: 1\n",
    ".gitignore": ".env\n",
}
_STRANGERS = {"name": "Somebody", "email": "somebody@example.com"}


@pytest.fixture(autouse=True)
def _as_maker(monkeypatch: pytest.MonkeyPatch) -> None:
    _be(monkeypatch, MAKER)


def _be(patch: pytest.MonkeyPatch, who: Mapping[str, str]) -> None:
    patch.setenv("GIT_COMMITTER_NAME", who["name"])
    patch.setenv("GIT_COMMITTER_EMAIL", who["email"])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "desk", FILES, branch="feature")


def _judge(root: Path, event: str = BEFORE, **parts: Any) -> ActionVerdict:
    place = find(str(root))
    with Objects(place.root) as objects:
        return judge_action(Action("claude", event, "Tool", str(root), **parts), place, objects)


def _edit(root: Path, path: str, after: str | None = "x = 2\n", **more: Any) -> ActionVerdict:
    return _judge(root, edits=(Edit(path, after=after, **more),))


def _rules(verdict: ActionVerdict) -> list[str]:
    return [one.rule for one in verdict.seen]


@pytest.mark.parametrize(
    ("who", "path", "outcome"),
    [
        (MAKER, "content/a.md", PASS),
        (MAKER, "app/a.py", PASS),
        (MAKER, "app/models/term.py", SAY),
        (MAKER, "migrations/1.sql", SAY),
        (MAKER, "deploy/app.yaml", STOP),
        (MAKER, "app/auth/session.py", STOP),
        (MAKER, "pairkit.yaml", STOP),
        (MAKER, ".claude/settings.json", STOP),
        (MAKER, ".pairkit/allow.yaml", STOP),
        (MAKER, ".git/hooks/pre-commit", STOP),
        (DEVELOPER, "deploy/app.yaml", PASS),
        (DEVELOPER, "migrations/1.sql", PASS),
        (DEVELOPER, "pairkit.yaml", STOP),
        (DEVELOPER, ".git/hooks/pre-commit", STOP),
        (_STRANGERS, "deploy/app.yaml", STOP),
        (_STRANGERS, "app/a.py", PASS),
    ],
)
@pytest.mark.parametrize("tool", ["edit", "redirect", "patch", "python", "absolute", "roundabout"])
def test_zones_hold_for_everybody_and_every_tool(
    who: Mapping[str, str], path: str, outcome: str, tool: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _be(monkeypatch, who)
    commands = {
        "redirect": f"echo x > {path}",
        "patch": f"patch -p1 <<'EOF'\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-a\n+b\nEOF",
        "python": f"python3 -c \"open('{path}', 'w').write('x')\"",
    }
    edits = {"edit": path, "absolute": str(root / path), "roundabout": f"content/../app/./../{path}"}
    verdict = _judge(root, commands=(commands[tool],)) if tool in commands else _edit(root, edits[tool])
    assert verdict.outcome == outcome


def test_a_link_to_a_guard_file_is_the_guard_file(root: Path) -> None:
    (root / "notes.yaml").symlink_to(root / "pairkit.yaml")
    (root / "elsewhere").symlink_to(root / "deploy")
    assert _edit(root, "notes.yaml").outcome == STOP
    assert _edit(root, "elsewhere/new.yaml").outcome == STOP
    assert _judge(root, commands=("echo x > elsewhere/new.yaml",)).outcome == STOP
    assert _judge(root, commands=("cd elsewhere && rm app.yaml",)).outcome == STOP


def test_a_project_reached_by_a_link_is_the_project(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    assert _edit(root, str(tmp_path / "link" / "deploy" / "app.yaml")).outcome == STOP


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_korean_names_are_known_in_both_forms(form: Literal["NFC", "NFD"], root: Path) -> None:
    path = unicodedata.normalize(form, KOREAN)
    assert _edit(root, path).outcome == STOP
    assert _judge(root, commands=(f"echo x > '{path}'",)).outcome == STOP
    assert _judge(root, commands=(f"cd {path.partition('/')[0]} && echo x > {path.partition('/')[2]}",)).outcome == STOP


def test_other_letters_do_not_hide_a_guard_file(root: Path) -> None:
    """On a disk that does not tell them apart they are one file, and elsewhere nobody needs such a name."""
    assert _edit(root, "PairKit.yaml").outcome == STOP
    assert _edit(root, ".Claude/Settings.json").outcome == STOP


@pytest.mark.parametrize(
    "path", ["", ".", "/", "a\0b", "\ud800", "x" * 5000, "~nobody/x", "a\nb", "..", "../" * 50, "C:\\x\\y"]
)
def test_any_path_is_judged(path: str, root: Path) -> None:
    assert _edit(root, path).outcome == PASS
    assert _edit(root, path, None, deleted=True).outcome in (PASS, STOP)
    assert _judge(root, reads=(path,)).outcome == PASS
    assert _judge(root, commands=(f"echo x > $'{path}'", "echo > $'\\0\\ud800'")).outcome == PASS


def test_a_folder_that_holds_closed_files_goes_as_they_do(root: Path) -> None:
    for command in ("rm -rf app", "rm -r app/auth", "git rm -r app", "mv app old"):
        assert _judge(root, commands=(command,)).outcome == STOP, command
    assert _judge(root, edits=(Edit("app/auth/session.py", deleted=True),)).outcome == STOP


def test_outside_the_project_only_settings_of_agents_are_kept(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert _edit(root, str(tmp_path / "notes.md")).outcome == PASS
    assert _edit(root, "~/notes.md").outcome == PASS
    assert _edit(root, str(tmp_path / ".claude" / "settings.json")).outcome == STOP


def test_without_an_agreement_dangerous_commands_and_secrets_still_stop(tmp_path: Path) -> None:
    root = repository(tmp_path / "plain", {"deploy/app.yaml": "a: 1\n"})
    assert _edit(root, "deploy/app.yaml").outcome == PASS
    assert _edit(root, "pairkit.yaml", "version: 1\n").outcome == PASS
    assert _judge(root, commands=("git push --force",)).outcome == STOP
    assert _edit(root, "a.py", f"KEY = '{KEY}'\n").outcome == STOP


def test_outside_a_repository_too(tmp_path: Path) -> None:
    action = Action("claude", BEFORE, "Bash", str(tmp_path), commands=("rm -rf ~", "ls"))
    assert judge_action(action, None, None).outcome == STOP
    harmless = Action("claude", BEFORE, "Bash", str(tmp_path), commands=("rm -rf build",), edits=(Edit("a.py"),))
    assert judge_action(harmless, None, None).outcome == PASS


def test_the_agreement_on_the_disk_judges_nothing(root: Path) -> None:
    write(root, {"pairkit.yaml": "version: 1\n"})
    assert _edit(root, "deploy/app.yaml").outcome == STOP


def test_a_rule_that_the_project_turned_down_does_not_stop(tmp_path: Path) -> None:
    rules = 'rules: {command-publishes: {severity: ignore, because: "we publish by hand"}}\n'
    root = repository(tmp_path / "p", {"pairkit.yaml": AGREEMENT + rules})
    assert _judge(root, commands=("npm publish",)).outcome == PASS


def test_a_secret_does_not_get_into_a_file(root: Path) -> None:
    assert _rules(_edit(root, "app/storage.py", f"KEY = '{KEY}'\n")) == ["secret-added"]
    assert _judge(root, commands=(f"cat > app/s.py <<'EOF'\nKEY = '{KEY}'\nEOF",)).outcome == STOP
    assert _judge(root, commands=(f"echo 'KEY={KEY}' >> .env",)).outcome == PASS
    assert _edit(root, ".env", f"KEY={KEY}\n", whole=True).outcome == PASS
    assert _edit(root, "app/a.py", f"KEY = '{KEY}'\ny = 1\n", before=f"KEY = '{KEY}'\n").outcome == PASS


def test_a_secret_is_in_no_text(root: Path) -> None:
    verdict = _edit(root, "app/storage.py", f"KEY = '{KEY}'\n")
    pasted = _judge(root, PROMPT, prompt=f"use {KEY} please")
    for one in (verdict, pasted):
        for language in ("en", "ko"):
            assert KEY not in agent_text(one, language) + person_text(one, language)
            assert KEY not in repr(one.seen)


def test_a_file_of_secrets_is_neither_read_nor_replaced(root: Path) -> None:
    write(root, {".env": "A=b\n"})
    assert _judge(root, reads=(".env",)).outcome == STOP
    assert _judge(root, reads=(".env.example", "app/a.py")).outcome == PASS
    assert _rules(_edit(root, ".env", "A=c\n", whole=True)) == ["env-lost"]
    assert _edit(root, ".env", "B=c\n").outcome == PASS


def test_a_pasted_key_is_said(root: Path) -> None:
    assert _judge(root, PROMPT, prompt=f"my key is {KEY}").outcome == SAY
    assert _judge(root, PROMPT, prompt="rm -rf / and git push --force, what do they do?").outcome == PASS
    assert _judge(root, START).outcome == PASS


def test_what_was_written_is_looked_at(root: Path) -> None:
    write(root, {"app/a.py": f"x = 1\nKEY = '{KEY}'\n"})
    verdict = _judge(root, AFTER, edits=(Edit("app/a.py"),))
    assert (verdict.outcome, _rules(verdict)) == (SAY, ["secret-added"])
    assert "app/a.py:2" in agent_text(verdict, "ko")
    write(root, {"app/a.py": "x = 1\ny = 2\n"})
    assert _judge(root, AFTER, edits=(Edit("app/a.py"),)).seen == ()
    assert agent_text(_judge(root, AFTER, edits=(Edit("app/a.py"),)), "en") == ""


def test_what_stood_there_before_is_not_told_again(root: Path) -> None:
    commit(root, {"app/a.py": f"KEY = '{KEY}'\n"})
    write(root, {"app/a.py": f"KEY = '{KEY}'\ny = 2\n"})
    assert _judge(root, AFTER, edits=(Edit("app/a.py"),)).seen == ()


@pytest.mark.parametrize(
    "command",
    [
        "(" * 1000 + "rm -rf ~" + ")" * 1000,
        "$(" * 3000 + "git push --force" + ")" * 3000,
        "echo " + "a " * 60_000 + "; rm -rf ~",
        "x" * 300_000 + "; rm -rf ~ ",
        "a|" * 60_000 + " cat .env",
        "cat <<A\n" * 3000 + "git push --force",
        "rm -rf\0 ~",
        "git push --force\0",
        "git push --force '",
    ],
    ids=range(9),
)
def test_a_huge_or_broken_command_is_decided(command: str, root: Path) -> None:
    assert _judge(root, commands=(command,)).outcome == STOP


@pytest.mark.parametrize(
    "command",
    [
        "(" * 1000 + "ls" + ")" * 1000,
        "a|" * 60_000 + "b",
        "echo " + "a " * 60_000,
        "cat > app/long.md <<'EOF'\n" + "git push --force and rm -rf ~\n" * 3000 + "EOF\n",
        "cat > app/t.md <<'EOF'\n" + "| a | b |\n" * 400 + "EOF\n",
        "git commit -m \"it's",
        "\ud800\udfff",
    ],
    ids=range(7),
)
def test_a_huge_or_broken_command_without_danger_passes(command: str, root: Path) -> None:
    assert _judge(root, commands=(command,)).outcome == PASS


_TOLD: dict[str, dict[str, Any]] = {
    "closed": {"edits": (Edit("app/auth/session.py", after="x"),)},
    "developer": {"edits": (Edit("migrations/1.sql", after="x"),)},
    "guard": {"edits": (Edit("pairkit.yaml", after="x"),)},
    "secret": {"edits": (Edit("app/a.py", after=f"K = '{KEY}'\n"),)},
    "force-push": {"commands": ("git push --force origin main",)},
    "lost-work": {"commands": ("git add x; git reset --hard",)},
    "database": {"commands": ("npx prisma migrate reset",)},
    "two": {"commands": ("git commit --no-verify -m x && git push -f",)},
    "env": {"reads": (".env",)},
    "huge": {"commands": ("(" * 1000 + "git push --force" + ")" * 1000,)},
    "prompt": {"event": PROMPT, "prompt": f"use {KEY}"},
}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_texts(language: str, root: Path) -> None:
    write(root, {"app/a.py": "x = 3\n"})
    texts = []
    for name, parts in _TOLD.items():
        verdict = _judge(root, **parts)
        text = agent_text(verdict, language)
        assert len(text.split("\n")) <= 12, name
        texts.append(f"== {name}\n{text}\n\n-- to the person alone\n{person_text(verdict, language)}\n")
    same(f"agent.{language}.txt", "\n".join(texts))


def test_the_agent_can_be_spoken_to_in_korean(root: Path) -> None:
    same("agent.frame.ko.txt", agent_text(_judge(root, **_TOLD["closed"]), "ko", frame="ko") + "\n")


def test_edits_do_not_load_the_parser(root: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom pairkit.action.model import *\nfrom pairkit.gate.act import judge_action\n"
        "from pairkit.git.place import find\nfrom pairkit.git.objects import Objects\n"
        "p = find('.')\nwith Objects(p.root) as o:\n"
        "    judge_action(Action('claude', BEFORE, 'Edit', p.root, edits=(Edit('app/a.py', after='x'),)), p, o)\n"
        "print([m for m in sys.modules if m in ('ast_grep_py', 'yaml', 'typer', 'dataclasses', 'pathlib')])"
    )
    run = [sys.executable, "-c", code]
    subprocess.run(run, cwd=root, env=os.environ, check=True, capture_output=True)  # fills the cache, which needs YAML
    done = subprocess.run(run, cwd=root, env=os.environ, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
