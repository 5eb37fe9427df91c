"""`pairkit ci`: one step of a workflow, one job of a pipeline, with events as the forges send them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from forges import REPOSITORY, calls, event, fake_gh, fake_gitlab
from repos import DEVELOPER, MAKER, commit, git, repository
from running import Ran, pairkit, run
from test_forge import ACCOUNTS, review

ROOT = Path(__file__).parent.parent
PULL, REVIEWS = f"repos/{REPOSITORY}/pulls/12", f"repos/{REPOSITORY}/pulls/12/reviews"
TOKEN = "made-up"  # noqa: S105
MARK = "<!-- pairkit:checklist -->"


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, str, str]:
    """Make a project whose newest commit, the maker's, crosses into the developer's zone."""
    root = repository(tmp_path / "desk", {"pairkit.yaml": ACCOUNTS, "app/a.py": "a = 1\n"})
    base = commit(root, {"content/a.md": "a\n"}, "a text")
    return root, base, commit(root, {"app/models/term.py": "term = 1\n"}, "a model", who=MAKER)


def github(desk: tuple[Path, str, str], name: str, body: str = "", *args: str, **more: str) -> tuple[Ran, Path]:
    """Run the step for an event with the `gh` that `more` brings; return what it said and its files' folder."""
    root, base, head = desk
    told = root.parent / "event.json"
    told.write_text(json.dumps(event(name, BASE=base, HEAD=head, BODY=body)), encoding="utf-8")
    kinds = {"github-push": "push", "github-merge-group": "merge_group", "github-review": "pull_request_review"}
    env = {
        "GITHUB_EVENT_NAME": kinds.get(name, "pull_request"),
        "GITHUB_EVENT_PATH": str(told),
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_STEP_SUMMARY": str(root.parent / "summary.md"),
        "PAIRKIT_FOLDER": str(root.parent / "report"),
        "GH_TOKEN": "",
    }
    return pairkit(root, "ci", "github", *args, who=DEVELOPER, stdin=None, **{**env, **more}), root.parent


def written(folder: Path) -> list[str]:
    """Return the descriptions that were written."""
    return [json.loads(stdin)["body"] for args, stdin in calls(folder) if "PATCH" in args]


def test_a_request_from_the_own_repository(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    """Findings beside the lines, the checklist in the summary and in the description, people's own text untouched."""
    mine = "What I did:\r\n한글 **text**\r\n"
    env = fake_gh(tmp_path / "gh", {PULL: [{"number": 12, "body": mine}], REVIEWS: [[]]})
    done, place = github(desk, "github-pull-request", "old", **env)
    assert done.code == 1
    assert done.out.startswith("::error file=app/models/term.py")
    assert "approves exactly this version" in done.err or "승인" in done.err
    assert "app/models/term.py" in (place / "summary.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in (place / "report").iterdir()) == ["checklist.md", "pairkit.sarif"]
    (new,) = written(tmp_path / "gh")
    assert new.startswith(mine)
    assert MARK in new


def test_a_second_run_changes_nothing_and_keeps_a_tick(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    answers: dict[str, list[Any]] = {PULL: [{"number": 12, "body": "mine"}], REVIEWS: [[]]}
    github(desk, "github-pull-request", **fake_gh(tmp_path / "gh", answers))
    (new,) = written(tmp_path / "gh")
    assert "- [ ]" in new
    ticked = new.replace("- [ ]", "- [x]").replace("\n", "\r\n")
    answers[PULL] = [{"number": 12, "body": ticked}]
    done, _ = github(desk, "github-edited", "old", "--require-ticks", **fake_gh(tmp_path / "again", answers))
    assert written(tmp_path / "again") == []
    assert "Still open" not in done.err
    assert "아직" not in done.err


def test_what_somebody_writes_meanwhile_is_not_lost(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    """Running the checks takes minutes; the description is read once more right before it is written."""
    later = [{"number": 12, "body": "written meanwhile"}]
    env = fake_gh(tmp_path / "gh", {PULL: [{"number": 12, "body": "the old one"}], f"{PULL}#2": later, REVIEWS: [[]]})
    github(desk, "github-pull-request", **env)
    (new,) = written(tmp_path / "gh")
    assert new.startswith("written meanwhile\n")
    assert "the old one" not in new


def test_an_open_tick_stops_where_that_is_wanted(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    env = fake_gh(tmp_path / "gh", {PULL: [{"number": 12, "body": ""}], REVIEWS: [[review("jiwon", desk[2])]]})
    commit(desk[0], {"tests/test_a.py": "def test_a():\n    assert a()\n"}, who=DEVELOPER)
    assert github(desk, "github-pull-request", **env)[0].code == 0
    base, head = desk[1], commit(desk[0], {"migrations/1.sql": "DROP TABLE users;\n"}, who=MAKER)
    env = fake_gh(tmp_path / "two", {PULL: [{"number": 12, "body": ""}], REVIEWS: [[review("jiwon", head)]]})
    done, _ = github((desk[0], base, head), "github-pull-request", "", "--require-ticks", "--lang", "en", **env)
    assert "Still open in the description" in done.err


def test_a_fork_gets_summary_and_files_and_writes_nothing(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    env = fake_gh(tmp_path / "gh", {PULL: [{"number": 12, "body": ""}], REVIEWS: [[]]})
    done, place = github(desk, "github-fork", "", "--lang", "en", **env)
    assert done.code == 1
    assert "it comes from a fork" in done.err
    assert "stranger: no person in pairkit.yaml" in done.err
    assert all("--method" not in args for args, _ in calls(tmp_path / "gh"))
    assert (place / "summary.md").exists()


def test_no_token_no_network(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    env = {**fake_gh(tmp_path / "gh", {}), "GH_TOKEN": ""}
    done, _ = github(desk, "github-pull-request", "", "--lang", "en", **env)
    assert done.code == 1
    assert "there is no token" in done.err
    assert calls(tmp_path / "gh") == []


def test_a_token_that_may_not_write_changes_no_verdict(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    """Dependabot's, say: GitHub answers 403 to everything."""
    done, _ = github(desk, "github-pull-request", "", "--lang", "en", "--upload-sarif", **fake_gh(tmp_path / "gh", {}))
    assert done.code == 1
    assert "Resource not accessible by integration" in done.err
    assert "Traceback" not in done.said


def test_an_approval_turns_it_green(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    env = fake_gh(tmp_path / "gh", {PULL: [{"number": 12, "body": ""}], REVIEWS: [[], [review("jiwon", desk[2])]]})
    assert github(desk, "github-edited", **env)[0].code == 0
    env = fake_gh(tmp_path / "two", {PULL: [{"number": 12, "body": ""}], REVIEWS: [[review("jiwon", desk[1])]]})
    assert github(desk, "github-edited", **env)[0].code == 1
    assert github(desk, "github-review")[0].code == 0, "the event of the review itself, without a token"


def test_a_merge_queue_and_a_push(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    assert github(desk, "github-merge-group")[0].code == 0
    assert github(desk, "github-push")[0].code == 1, "the maker's account pushed it"
    merged = event("github-pull-request", BASE=desk[1], HEAD="f" * 40, BODY="")["pull_request"]
    merged |= {"merge_commit_sha": desk[2], "merged_at": "2026-11-24T10:30:00Z"}
    pulls = f"repos/{REPOSITORY}/commits/{desk[2]}/pulls"
    env = fake_gh(tmp_path / "gh", {pulls: [[merged]], REVIEWS: [[review("jiwon", "f" * 40)]]})
    assert github(desk, "github-push", **env)[0].code == 0, "the request it was merged from was approved"


def test_code_scanning_gets_the_findings(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    scans = f"repos/{REPOSITORY}/code-scanning/sarifs"
    env = fake_gh(tmp_path / "gh", {PULL: [{"body": ""}], REVIEWS: [[]], scans: [{"id": "1"}]})
    github(desk, "github-pull-request", "", "--upload-sarif", **env)
    (sent,) = [json.loads(stdin) for args, stdin in calls(tmp_path / "gh") if scans in args]
    assert (sent["commit_sha"], sent["ref"]) == (desk[2], "refs/pull/12/head")


def test_a_first_push_looks_at_everything(desk: tuple[Path, str, str]) -> None:
    done, _ = github((desk[0], "0" * 40, desk[2]), "github-push", "", "--lang", "en")
    assert done.code == 0, done.said
    assert "first push" in done.err


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_shallow_copy_is_said_plainly(desk: tuple[Path, str, str], tmp_path: Path, lang: str) -> None:
    root, base, head = desk
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    done, _ = github((tmp_path / "shallow", base, head), "github-pull-request", "", "--lang", lang)
    assert done.code == 2
    assert "fetch-depth: 0" in done.err


def test_outside_of_ci_and_at_other_events_it_says_so(desk: tuple[Path, str, str]) -> None:
    assert pairkit(desk[0], "ci", "github").code == 2
    assert pairkit(desk[0], "ci", "gitlab").code == 2
    done, _ = github(desk, "github-pull-request", "", "--lang", "en", GITHUB_EVENT_NAME="pull_request_target")
    assert done.code == 2
    assert "pull_request_target" in done.err


def gitlab(desk: tuple[Path, str, str], url: str, *args: str, **more: str) -> Ran:
    """Run the job of a merge request's pipeline."""
    root, base, head = desk
    env = {
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_API_V4_URL": url,
        "CI_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_IID": "5",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7",
        "CI_COMMIT_SHA": head,
        "PAIRKIT_FOLDER": str(root.parent / "report"),
    }
    return pairkit(root, "ci", "gitlab", "--lang", "en", *args, who=DEVELOPER, stdin=None, **{**env, **more})


def answers(desk: tuple[Path, str, str], body: str = "mine\n") -> dict[str, Any]:
    """Return what GitLab knows of the request, approved by the developer."""
    _, base, head = desk
    return {
        "merge_requests/5": event("gitlab-merge-request", BASE=base, HEAD=head, BODY=body),
        "merge_requests/5/approvals": event("gitlab-approvals")[0],  # type: ignore[index]
        "merge_requests/5/versions": event("gitlab-versions", BASE=base, HEAD=head),
    }


def test_gitlab_with_a_token(desk: tuple[Path, str, str]) -> None:
    with fake_gitlab(answers(desk)) as (url, asked):
        done = gitlab(desk, url, PAIRKIT_TOKEN=TOKEN)
    assert done.code == 0, done.said
    (sent,) = [json.loads(body)["description"] for method, _, _, body in asked if method == "PUT"]
    assert sent.startswith("mine\n")
    assert MARK in sent
    assert {token for _, _, token, _ in asked} == {TOKEN}
    assert TOKEN not in done.said
    names = sorted(path.name for path in (desk[0].parent / "report").iterdir())
    assert names == ["checklist.md", "gl-code-quality-report.json", "pairkit-junit.xml"]


def test_gitlab_without_a_token_writes_nothing_and_trusts_no_email(desk: tuple[Path, str, str]) -> None:
    with fake_gitlab({}) as (url, asked):
        done = gitlab(desk, url)
    assert done.code == 1
    assert "did not tell who opened" in done.err
    assert "there is no token" in done.err
    assert all(method == "GET" for method, *_ in asked)


def test_gitlab_from_a_fork_writes_nothing(desk: tuple[Path, str, str]) -> None:
    with fake_gitlab(answers(desk)) as (url, asked):
        done = gitlab(desk, url, PAIRKIT_TOKEN=TOKEN, CI_MERGE_REQUEST_SOURCE_PROJECT_ID="8")
    assert done.code == 0
    assert "it comes from a fork" in done.err
    assert all(method == "GET" for method, *_ in asked)


def test_gitlab_a_push_and_a_shallow_copy(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    push = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": desk[1], "GITLAB_USER_LOGIN": "mina"}
    assert gitlab(desk, "http://127.0.0.1:1", **push).code == 1
    assert gitlab(desk, "http://127.0.0.1:1", **{**push, "GITLAB_USER_LOGIN": "jiwon"}).code == 0
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{desk[0]}", "shallow")
    done = gitlab((tmp_path / "shallow", *desk[1:]), "http://127.0.0.1:1", **push)
    assert done.code == 2
    assert "GIT_DEPTH" in done.err


def test_the_action_is_small_and_closed() -> None:
    """Its expressions stand in `env` and `with` only, foreign actions are pinned, and pairkit is its own checkout."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        if "uses" in step:
            name, _, pin = step["uses"].partition("@")
            assert name.startswith("actions/")
            assert len(pin) == 40
        else:
            assert step["shell"] == "bash"
            assert "${{" not in step["run"]
    assert 'pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"' in str(action).replace("\\n", " ")


def test_forms_and_safety_by_other_peoples_tools() -> None:
    """The forges' own schemas, and zizmor, find nothing to say."""
    tools = Path(sys.executable).parent
    schema: list[str | Path] = [tools / "check-jsonschema", "--builtin-schema"]
    commands: list[list[str | Path]] = [
        [*schema, "vendor.github-actions", "action.yml"],
        [*schema, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", "ci/gitlab.yml"],
        [tools / "zizmor", "--offline", "--persona", "auditor", "action.yml"],
    ]
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_steps_of_the_action_run(desk: tuple[Path, str, str], tmp_path: Path) -> None:
    """The step's own script, with an environment that has pairkit in it, does what the command does."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = next(step["run"] for step in action["runs"]["steps"] if step.get("name") == "Look at the change")
    temp = tmp_path / "temp"
    (temp / "pairkit-venv/bin").mkdir(parents=True)
    python = temp / "pairkit-venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    told = tmp_path / "event.json"
    told.write_text(json.dumps(event("github-fork", BASE=desk[1], HEAD=desk[2], BODY="")), encoding="utf-8")
    done = run(
        desk[0],
        "bash",
        "-eo",
        "pipefail",
        "-c",
        script,
        RUNNER_TEMP=str(temp),
        PAIRKIT_RUN="false",
        PAIRKIT_REQUIRE_TICKS="true",
        PAIRKIT_DESCRIPTION="true",
        PAIRKIT_UPLOAD_SARIF="false",
        PAIRKIT_LANG="",
        PAIRKIT_FOLDER=str(temp / "report"),
        GITHUB_EVENT_NAME="pull_request",
        GITHUB_EVENT_PATH=str(told),
        GITHUB_REPOSITORY=REPOSITORY,
        GH_TOKEN="",
    )
    assert done.code == 1
    assert "::error file=app/models/term.py" in done.out


def test_stale_context_is_said_and_stops_nothing(desk: tuple[Path, str, str]) -> None:
    root, _, base = desk
    assert pairkit(root, "guard", "sync").code == 0
    base = commit(root, {})
    head = commit(
        root, {"content/b.md": "b\n", "AGENTS.md": (root / "AGENTS.md").read_text().replace("##", "#")}, who=MAKER
    )
    done, _ = github((root, base, head), "github-pull-request", "", "--lang", "en")
    assert done.code == 0, done.said
    assert "Not up to date: AGENTS.md. Run  pairkit guard sync" in done.err


@pytest.mark.slow
def test_the_action_prepares_pairkit_from_its_own_files(tmp_path: Path) -> None:
    """The step's script as it stands, with nothing but an interpreter."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = next(step["run"] for step in action["runs"]["steps"] if step.get("name") == "Prepare pairkit")
    env = {"PYTHON": sys.executable, "RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(ROOT)}
    done = run(tmp_path, "bash", "-eo", "pipefail", "-c", script, who=DEVELOPER, stdin=None, **env)
    assert done.code == 0, done.said
    there = run(tmp_path, str(tmp_path / "pairkit-venv/bin/python"), "-I", "-m", "pairkit", "ci", "github", "--help")
    assert there.code == 0, there.said
