"""Real agents, as npm has them, driven by a model that does what it is told: they are really stopped, and told why.

Each installs an agent (some 100 MB), so they are slow, and skipped where npm cannot install. `PAIRKIT_AGENTS` may name
a folder in which they are installed already.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mock_model import Model, Step, serving
from repos import AGREEMENT, DEVELOPER, MAKER, commit, environment, git, repository
from running import pairkit

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Real:
    """How to run an agent: its package, command and arguments, and the tool calls that do the two forbidden things.

    `{url}` in arguments, environment and files of the home folder becomes the model's address, `{root}` the project's.
    """

    name: str
    package: str
    command: tuple[str, ...]
    write: Step
    push: Step
    env: Mapping[str, str]
    home: Mapping[str, str]


WRITE = {"file_path": "{root}/deploy/run.sh", "content": "echo 1\n"}
PUSH = {"command": "git push --force origin main", "description": "push"}
THEIRS = "migrations/1.sql"
"""A file of the developer's: a maker's agent may change it, and is told that the developer will look at it."""
HEARS_REMARKS = ("claude", "codex", "opencode")
PATCH = "*** Begin Patch\n*** Add File: deploy/run.sh\n+echo 1\n*** End Patch\n"

REAL = [
    Real(
        name="claude",
        package="@anthropic-ai/claude-code",
        command=("claude", "-p", "do the thing", "--permission-mode", "acceptEdits", "--allowedTools", "Bash,Write"),
        write=("Write", WRITE),
        push=("Bash", PUSH),
        env={
            "ANTHROPIC_BASE_URL": "{url}",
            "ANTHROPIC_API_KEY": "none",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        },
        home={},
    ),
    Real(
        name="qwen",
        package="@qwen-code/qwen-code",
        command=("qwen", "-p", "do the thing", "--yolo", "--auth-type", "openai"),
        write=("write_file", WRITE),
        push=("run_shell_command", {**PUSH, "is_background": False}),
        env={"OPENAI_BASE_URL": "{url}/v1", "OPENAI_API_KEY": "none", "OPENAI_MODEL": "mock"},
        home={},
    ),
    Real(
        name="opencode",
        package="opencode-ai",
        command=("opencode", "run", "--model", "mock/mock", "do the thing"),
        write=("write", {"filePath": "{root}/deploy/run.sh", "content": "echo 1\n"}),
        push=("bash", PUSH),
        env={"OPENCODE_CONFIG": "{home}/opencode.json"},
        home={
            "opencode.json": json.dumps(
                {
                    "provider": {
                        "mock": {
                            "npm": "@ai-sdk/openai-compatible",
                            "options": {"baseURL": "{url}/v1", "apiKey": "none"},
                            "models": {"mock": {"name": "mock", "tool_call": True}},
                        }
                    },
                    "permission": {"edit": "allow", "bash": "allow"},
                    "autoupdate": False,
                    "share": "disabled",
                }
            )
        },
    ),
    Real(
        name="codex",
        package="@openai/codex",
        command=("codex", "exec", "--dangerously-bypass-approvals-and-sandbox", "do the thing"),
        write=("apply_patch", PATCH),
        push=("exec_command", {"cmd": PUSH["command"]}),
        env={"MOCK_KEY": "none"},
        home={
            ".codex/config.toml": """\
model = "gpt-5.5"
model_provider = "mock"
[model_providers.mock]
name = "mock"
base_url = "{url}/v1"
env_key = "MOCK_KEY"
wire_api = "responses"
[projects."{root}"]
trust_level = "trusted"
"""
        },
    ),
    Real(
        name="copilot",
        package="@github/copilot",
        command=("copilot", "-p", "do the thing", "--allow-all-tools", "--allow-all-paths"),
        write=("create", {"path": "{root}/deploy/run.sh", "file_text": "echo 1\n"}),
        push=("bash", PUSH),
        env={
            "COPILOT_PROVIDER_BASE_URL": "{url}/v1",
            "COPILOT_PROVIDER_TYPE": "openai",
            "COPILOT_PROVIDER_API_KEY": "none",
            "COPILOT_MODEL": "gpt-4.1",
            "COPILOT_OFFLINE": "true",
            "COPILOT_AUTO_UPDATE": "false",
        },
        home={".copilot/config.json": '{"trusted_folders": ["{root}"]}'},
    ),
    Real(
        name="gemini",
        package="@google/gemini-cli",
        command=("gemini", "-p", "do the thing", "--yolo", "--skip-trust", "-m", "gemini-2.5-flash"),
        write=("write_file", WRITE),
        push=("run_shell_command", PUSH),
        env={
            "GEMINI_API_KEY": "none",
            "GOOGLE_GEMINI_BASE_URL": "{url}",
            "GEMINI_CLI_TRUST_WORKSPACE": "true",
        },
        home={".gemini/settings.json": '{"security": {"auth": {"selectedType": "gemini-api-key"}}}'},
    ),
]
IDS = [one.name for one in REAL]


@pytest.fixture(params=REAL, ids=IDS)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Real, Path]:
    """Return an agent and the folder of its command; installs it unless it is there."""
    agent: Real = request.param
    there = os.environ.get("PAIRKIT_AGENTS")
    place = Path(there) if there else tmp_path_factory.getbasetemp() / f"npm-{agent.name}"
    bin_ = place / "node_modules" / ".bin"
    if not (bin_ / agent.command[0]).exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not on this computer")
        place.mkdir(exist_ok=True)
        args = [npm, "install", "--prefix", str(place), "--no-audit", "--no-fund", agent.package]
        done = subprocess.run(args, capture_output=True, check=False, timeout=600)
        if done.returncode or not (bin_ / agent.command[0]).exists():
            pytest.skip(f"npm cannot install {agent.package}")
    return agent, bin_


def _filled(value: Any, facts: Mapping[str, str]) -> Any:
    text = json.dumps(value)
    for name, fact in facts.items():
        text = text.replace("{" + name + "}", fact)
    return json.loads(text)


def _run(agent: Real, bin_: Path, root: Path, who: Mapping[str, str], *, has_pairkit: bool = True) -> tuple[Model, str]:
    """Let the agent try both forbidden things as `who`, then a file of the developer's; return what the model heard."""
    home = root.parent / f"home of {who['name']}"
    facts = {"root": str(root), "home": str(home)}
    with serving([]) as model:
        facts["url"] = model.url
        theirs = json.loads(json.dumps(agent.write).replace("deploy/run.sh", THEIRS))
        model.steps[:] = _filled([agent.write, agent.push, theirs], facts)
        for name, text in agent.home.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(_filled(text, facts))
        home.mkdir(exist_ok=True)
        _trust(agent, bin_, root, home)
        node = str(Path(shutil.which("node") or "/usr/bin/node").parent)
        places = [str(Path(sys.executable).parent)] if has_pairkit else []
        path = os.pathsep.join([*places, str(bin_), node, "/usr/bin", "/bin"])
        env = environment(who, HOME=str(home), PATH=path, PWD=str(root), **_filled(dict(agent.env), facts))
        done = subprocess.run(
            agent.command, cwd=root, env=env, input=b"", capture_output=True, check=False, timeout=180
        )
    return model, (done.stdout + done.stderr).decode("utf-8", "replace")


def _trust(agent: Real, bin_: Path, root: Path, home: Path) -> None:
    """Agree to the hook, as a person does with /hooks in Codex."""
    if agent.name != "codex":
        return
    from pairkit.guard import agents_trust

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
        assert agents_trust.codex(str(root)) == "no"
        said = agents_trust._ask(str(bin_ / "codex"), str(root))
        assert said is not None
        hook = said["data"][0]["hooks"][0]
        with (home / ".codex/config.toml").open("a") as file:
            file.write(f'[hooks.state."{hook["key"]}"]\ntrusted_hash = "{hook["currentHash"]}"\n')
        assert agents_trust.codex(str(root)) == "yes"


def _project(tmp_path: Path, agent: str) -> Path:
    root = repository(
        tmp_path / "desk", {"pairkit.yaml": AGREEMENT, "deploy/old.sh": "echo 0\n", "migrations/0.sql": "--\n"}
    )
    repository(tmp_path / "elsewhere.git", None)
    git(tmp_path / "elsewhere.git", "config", "core.bare", "true")
    git(root, "remote", "add", "origin", str(tmp_path / "elsewhere.git"))
    git(root, "push", "-q", "origin", "main")
    done = pairkit(root, "guard", "install", "--agents", agent)
    assert done.code == 0, done.said
    commit(root, {}, "another history")
    git(root, "commit", "-q", "--amend", "--no-verify", "-m", "amended")
    return root


def _last_words(model: Model) -> str:
    """Return the conversation as it was sent last, without the descriptions of tools."""
    last = model.heard[-1]
    talk = next(last[key] for key in ("messages", "input", "contents") if key in last)
    return json.dumps(talk[1:], ensure_ascii=False)


def _elsewhere(root: Path) -> str:
    return git(root, "ls-remote", "origin", "main").split()[0]


def test_a_makers_agent_is_stopped_and_told_why(real: tuple[Real, Path], tmp_path: Path) -> None:
    """The closed file is not written, the forced push does not happen, and the model hears the reason of both."""
    agent, bin_ = real
    root = _project(tmp_path, agent.name)
    before = _elsewhere(root)
    model, printed = _run(agent, bin_, root, MAKER)
    assert len(model.heard) >= 4, printed
    heard = _last_words(model)
    assert not (root / "deploy/run.sh").exists(), printed
    assert _elsewhere(root) == before, printed
    assert "deploy/run.sh" in heard
    assert "Not written: deploy/run.sh belongs to Jiwon" in heard, heard
    assert "Not run: git push --force would replace the shared version" in heard, heard
    assert "개발자가 해요" in heard, heard  # the maker's own text, in her language
    assert (root / THEIRS).exists(), printed
    assert (f"You may go on: {THEIRS}" in heard) == (agent.name in HEARS_REMARKS), heard
    assert (root / f".git/pairkit/agents/{agent.name}.json").exists()


def test_a_developers_agent_is_not(real: tuple[Real, Path], tmp_path: Path) -> None:
    """The same agent with the same files writes the closed file when its person is the developer.

    What nobody can take back is stopped for everybody: the forced push.
    """
    agent, bin_ = real
    root = _project(tmp_path, agent.name)
    before = _elsewhere(root)
    model, printed = _run(agent, bin_, root, DEVELOPER)
    assert len(model.heard) >= 4, printed
    assert (root / "deploy/run.sh").read_text() == "echo 1\n", printed
    assert _elsewhere(root) == before
    assert "Not written" not in _last_words(model)


def test_without_pairkit_nobody_is_held(real: tuple[Real, Path], tmp_path: Path) -> None:
    """Where the project is and pairkit is not, agents go on; Copilot and Gemini would else refuse every step."""
    agent, bin_ = real
    if shutil.which("pairkit-hook", path="/usr/bin:/bin"):
        pytest.skip("pairkit is installed for everybody on this computer")
    root = _project(tmp_path, agent.name)
    model, printed = _run(agent, bin_, root, MAKER, has_pairkit=False)
    assert len(model.heard) >= 4, printed
    assert (root / "deploy/run.sh").exists(), printed
    assert (root / THEIRS).exists(), printed
