"""What agents read before they begin: short, exact, made from pairkit.yaml, and never over a person's own text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import AGREEMENT, MAKER, commit, repository, write
from running import Ran, pairkit

from pairkit.guard.context import guide, skills
from pairkit.guard.context.agreed import of_text
from pairkit.guard.context.files import GEMINI, GUIDE, filled, paths
from pairkit.guard.kept import inner_of

RUN = 'run:\n  tests: "python -m pytest -q"\n  start: "python -m app"\n'
AGREED = of_text((AGREEMENT + RUN).encode())


def sync(root: Path, *args: str) -> Ran:
    return pairkit(root, "guard", "sync", *args, "--lang", "en")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Make a project that Claude Code, Codex and Gemini CLI are used in."""
    files = {"pairkit.yaml": AGREEMENT + RUN, "CLAUDE.md": "# Mine\n", ".codex/config.toml": "", "GEMINI.md": "x\n"}
    return repository(tmp_path / "desk", dict(files))


def test_the_guide_is_short_and_exact() -> None:
    text = filled(GUIDE, None, AGREED)
    assert len(text.splitlines()) <= 60
    for part in ("`python -m pytest -q`", "`content/**`", "the maker (Mina)", "in Korean", "--no-verify"):
        assert part in text


def test_skills_have_the_form_that_agents_ask_for() -> None:
    """https://agentskills.io/specification: the name is the folder's, the description has at most 1024 signs."""
    for path in [path for path in paths(["claude", "codex"]) if path.endswith("SKILL.md")]:
        text = filled(path, None, AGREED)
        head = re.match(r"---\nname: ([a-z0-9-]{1,64})\ndescription: ([^\n]{1,1024})\n---\n", text)
        assert head
        assert head[1] == path.split("/")[-2]
        assert ": " not in head[2], "a colon would end a plain YAML text"
        assert len(text.splitlines()) < 60


def test_get_latest_saves_first_and_never_resolves_for_another() -> None:
    text = filled(".claude/skills/get-latest/SKILL.md", None, AGREED)
    assert text.index("git commit") < text.index("git fetch") < text.index("git merge")
    assert "In another person's zone: do not resolve it" in text
    assert "Never rebase" in text


def test_sync_writes_and_then_has_nothing_to_do(desk: Path) -> None:
    assert sync(desk, "--check").code == 0, "nobody wanted it yet"
    done = sync(desk)
    assert done.code == 0, done.said
    assert (desk / "CLAUDE.md").read_text(encoding="utf-8") == "# Mine\n\n@AGENTS.md\n"
    assert json.loads((desk / GEMINI).read_text())["context"]["fileName"] == ["AGENTS.md", "GEMINI.md"]
    for folder in (".agents/skills", ".claude/skills"):
        assert sorted(path.name for path in (desk / folder).iterdir()) == sorted(one.name for one in skills.SKILLS)
    assert sync(desk, "--check").code == 0
    assert "Everything is up to date" in sync(desk).out


def test_skills_for_an_agent_of_no_name_stay_up_to_date(tmp_path: Path) -> None:
    """What `init` made for it leaves no other trace than the skills themselves."""
    root = repository(tmp_path / "desk", {"pairkit.yaml": AGREEMENT})
    write(root, {path: filled(path, None, AGREED) for path in paths(["other"])})
    assert (root / ".agents/skills/get-latest/SKILL.md").exists()
    assert sync(root, "--check").code == 1
    assert sync(root).code == 0
    assert "python -m pytest" not in (root / ".agents/skills/review-my-change/SKILL.md").read_text(encoding="utf-8")


def test_drift_is_told_with_the_command_that_mends_it(desk: Path) -> None:
    sync(desk)
    write(desk, {"pairkit.yaml": (AGREEMENT + RUN).replace("glossary/**", "terms/**")})
    done = sync(desk, "--check")
    assert done.code == 1
    assert "AGENTS.md. Run  pairkit guard sync" in " ".join(done.out.split()).replace("Run pairkit", "Run  pairkit")
    assert "glossary" in (desk / GUIDE).read_text(encoding="utf-8"), "check changes nothing"
    sync(desk)
    assert "terms/**" in (desk / GUIDE).read_text(encoding="utf-8")
    assert sync(desk, "--check").code == 0


def test_what_is_a_persons_stays(desk: Path) -> None:
    """A skill of the same name, a guide without our end mark, settings in another form: left alone, and told."""
    own = {".claude/skills/get-latest/SKILL.md": "---\nname: get-latest\n---\nmine\n"}
    broken = {GUIDE: f"# Mine\n{guide.MARKS[0]}\nhalf\n", GEMINI: '{"context": {"fileName": {}}, // mine\n}\n'}
    write(desk, {**own, **broken})
    done = sync(desk)
    for path, text in {**own, **broken}.items():
        assert (desk / path).read_text(encoding="utf-8") == text
        assert f"Left as it is: {path}" in " ".join(done.out.split()) or path in done.out


def test_settings_keep_comments_and_keys(desk: Path) -> None:
    before = '{\n  // mine\n  "theme": "dark",\n  "context": {"includeDirectories": ["a"]}\n}\n'
    write(desk, {GEMINI: before})
    sync(desk)
    after = (desk / GEMINI).read_text(encoding="utf-8")
    assert "// mine" in after
    assert '"theme": "dark"' in after
    assert '"AGENTS.md"' in after
    assert pairkit(desk, "guard", "remove").code == 0
    assert (desk / GEMINI).read_text(encoding="utf-8") == before


def test_remove_gives_everything_back(desk: Path) -> None:
    mine = {GUIDE: "# Ours\r\n\r\nText\r\n", "CLAUDE.md": "# Mine\n"}
    write(desk, dict(mine))
    sync(desk)
    assert pairkit(desk, "guard", "remove").code == 0
    for path, text in mine.items():
        assert (desk / path).read_bytes() == text.encode()
    assert not list(desk.rglob("SKILL.md"))
    assert not (desk / GEMINI).exists()


def test_the_maker_leaves_agents_settings_to_the_developer(desk: Path) -> None:
    commit(desk, {"a": "a\n"})
    assert pairkit(desk, "guard", "sync", who=MAKER).code == 0
    assert not (desk / GUIDE).exists(), "the developer begins with it"
    write(desk, {GUIDE: filled(GUIDE, None, AGREED._replace(run={}))})
    assert pairkit(desk, "guard", "sync", who=MAKER).code == 0
    assert "python -m pytest" in (desk / GUIDE).read_text(encoding="utf-8")
    assert not (desk / GEMINI).exists()


def test_a_link_is_not_followed(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text("mine\n", encoding="utf-8")
    (desk / GUIDE).symlink_to(tmp_path / "elsewhere.md")
    assert "it is a link" in " ".join(sync(desk).out.split())
    assert (tmp_path / "elsewhere.md").read_text(encoding="utf-8") == "mine\n"


text = st.text(alphabet=st.sampled_from("ab \n#-<!>글`"), max_size=80)


@given(text, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=200)
def test_a_persons_text_around_the_guide_is_never_touched(own: str, newline: str) -> None:
    own = own.replace("\n", newline)
    once = filled(GUIDE, own, AGREED)
    assert once.startswith(own)
    below = once + "mine" + newline
    other = AGREED._replace(run={"tests": "make"})
    again = filled(GUIDE, below, other)
    assert again.startswith(own)
    assert again.endswith("mine" + newline)
    assert inner_of(again, guide.MARKS) == guide.guide(other)
    assert filled(GUIDE, again, AGREED) == below


def test_no_name_or_pattern_breaks_out_of_the_block() -> None:
    nasty = AGREED._replace(zones={"maker": (guide.MARKS[1], "`a`", "**/*\n# x")}, run={"<!-- x": "a `b` -->"})
    assert filled(GUIDE, filled(GUIDE, None, nasty), nasty) == filled(GUIDE, None, nasty)
    assert filled(GUIDE, None, nasty).count(guide.MARKS[1]) == 1


def test_init_and_sync_make_the_same_text(tmp_path: Path) -> None:
    """One place makes it: right after `init` there is nothing to bring up to date."""
    done = pairkit(tmp_path, "init", "desk", "--yes", "--set", "maker_name=Mina", "--set", "maker_email=m@example.com")
    assert done.code == 0, done.said
    assert sync(tmp_path / "desk", "--check").code == 0
    text = (tmp_path / "desk" / GUIDE).read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert len(text.splitlines()) <= 60
    assert pairkit(tmp_path / "desk", "check", "--all").code == 0


def test_init_with_one_agent_brings_at_most_fifteen_files_beside_the_application(tmp_path: Path) -> None:
    assert pairkit(tmp_path, "init", "desk", "--yes").code == 0
    application = ("app/", "content/", "glossary/", "migrations/", "tests/", "examples/", "docs/", "alembic.ini")
    names = [
        path.relative_to(tmp_path / "desk").as_posix()
        for path in (tmp_path / "desk").rglob("*")
        if path.is_file() and ".git" not in path.relative_to(tmp_path / "desk").parts
    ]
    beside = sorted(name for name in names if not name.startswith(application))
    assert len(beside) <= 15, beside
