"""Commands as agents write them: what must stop stops by the right rule, and everything else passes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import AGREEMENT, MAKER, repository, write

from pairkit.action.model import BEFORE, Action
from pairkit.action.shell import read
from pairkit.gate.act import judge_action
from pairkit.gate.verdict import PASS, STOP
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find

FILES = {
    "pairkit.yaml": AGREEMENT,
    "app/a.py": "x = 1\n",
    "deploy/app.yaml": "a: 1\n",
    ".gitignore": ".env\n.env.*\n!.env.example\n",
    ".env.example": "A=\n",
}
TABLE: dict[str, dict[str, list[str]]] = yaml.safe_load((Path(__file__).parent / "commands.yaml").read_text("utf-8"))


def _cases() -> Iterator[Any]:
    for rule, parts in TABLE.items():
        for part, commands in parts.items():
            for command in commands:
                yield pytest.param(rule, part, command, id=f"{rule}-{part}-{command[:60]!r}")


@pytest.fixture(scope="module", autouse=True)
def _mina() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_NAME", MAKER["name"])
        patch.setenv("GIT_COMMITTER_EMAIL", MAKER["email"])
        yield


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with nothing unsaved; it lies where no scratch folder is, as far as rules can tell."""
    root = repository(tmp_path_factory.mktemp("clean"), FILES, branch="feature")
    write(root, {".env": "A=b\n"})
    return root


@pytest.fixture(scope="module")
def unsaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repository(tmp_path_factory.mktemp("unsaved"), FILES, branch="feature")
    write(root, {".env": "A=b\n", "app/a.py": "x = 2\n"})
    return root


@cache
def _place(root: Path) -> Place:
    return find(str(root))


def _judge(root: Path, command: str) -> tuple[str, list[str]]:
    with Objects(str(root)) as objects:
        action = Action("claude", BEFORE, "Bash", str(root), commands=(command,))
        verdict = judge_action(action, _place(root), objects)
    return verdict.outcome, [one.rule for one in verdict.seen]


@pytest.mark.parametrize(("rule", "part", "command"), list(_cases()))
def test_command(rule: str, part: str, command: str, clean: Path, unsaved: Path) -> None:
    outcome, rules = _judge(unsaved if part.startswith("unsaved") else clean, command)
    if part.endswith("stop"):
        assert outcome == STOP
        assert rule in rules
    else:
        assert (outcome, rules) == (PASS, [])


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_any_text_is_judged(clean: Path, text: str) -> None:
    _judge(clean, text)


_SIGNS = (
    "git_ |push_ |--force_ |rm_-rf_ |/_ |$( |) |` |' |\" |\\\\ |&& |; |<<EOF~ |EOF~ |~ |{ |} |$X |${X:- |if_ |then_ "
    "|fi_ |case_ |esac_ |é |한 |<( |[[_ |_]] "
    "|python_-c_ |>> |<<< |bash_-c_ |for_x_in_ |do_ |done_ |eval_ |find_ |-exec_ |+"
)
_PARTS = [one.strip().replace("_", " ").replace("~", "\n") for one in _SIGNS.split("|")] + ["|", "\0"]


@given(st.lists(st.sampled_from(_PARTS), max_size=60))
@settings(max_examples=300)
def test_any_shell_is_judged(clean: Path, parts: list[str]) -> None:
    _judge(clean, "".join(parts))


_DANGEROUS = [
    command
    for rule, parts in TABLE.items()
    if rule.startswith("command-")
    for command in parts.get("stop", ())
    if "'" not in command
]


_FRAMES = [
    "git commit -m '{}'",
    "echo '{}'",
    "grep -rn '{}' .",
    "git commit -F - <<'END-OF-TEXT'\n{}\nEND-OF-TEXT\n",
    "cat > app/notes.md <<'END-OF-TEXT'\n{}\nEND-OF-TEXT\n",
]


@given(st.sampled_from(_DANGEROUS), st.sampled_from(_FRAMES))
@settings(max_examples=200)
def test_what_is_only_said_never_stops(clean: Path, command: str, frame: str) -> None:
    assert _judge(clean, frame.format(command)) == (PASS, [])


@pytest.mark.parametrize("part", ["(def f", "case a in (", "a=(", "`", "<<A ", "a | "])
def test_what_would_take_for_ever_is_looked_at_as_text(part: str) -> None:
    """Such a line is not taken apart, and still judged by the words in it."""
    assert read(part * 15_000, "/").coarse
