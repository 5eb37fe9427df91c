"""CI judges by the forge's account: who opened a request, and who approved exactly this version of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from forges import event
from repos import AGREEMENT, DEVELOPER, MAKER, commit, git, repository
from running import Ran, pairkit

from pairkit.forge import github
from pairkit.forge.event import parsed
from pairkit.project.people import Person, by_account

ACCOUNTS = AGREEMENT.replace("language: en}", "language: en, github: jiwon, gitlab: jiwon}").replace(
    "language: ko}", 'language: ko, github: "@Mina", gitlab: mina}'
)


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, str, str]:
    """Make a project in which a commit under the developer's own e-mail crosses into the developer's zone."""
    root = repository(tmp_path / "desk", {"pairkit.yaml": ACCOUNTS, "app/a.py": "a = 1\n"})
    base = commit(root, {"content/a.md": "a\n"}, "a text")
    head = commit(root, {"app/models/term.py": "term = 1\n"}, "a model", who=DEVELOPER)
    return root, base, head


def check(root: Path, told: Any, approvals: Any = None, *more: str) -> Ran:
    """Run `pairkit check` with the files of a forge."""
    (root.parent / "event.json").write_text(json.dumps(told), encoding="utf-8")
    args = ["--event", "../event.json"]
    if approvals is not None:
        (root.parent / "approvals.json").write_text(json.dumps(approvals), encoding="utf-8")
        args += ["--approvals", "../approvals.json"]
    return pairkit(root, "check", *args, "--lang", "en", *more)


def review(login: str, commit_id: str, state: str = "APPROVED", at: str = "10:00", **more: Any) -> dict[str, Any]:
    """Return a review as GitHub lists it."""
    user = {"login": login, "id": 1, "type": more.pop("type", "User")}
    return {"id": hash((login, at)), "user": user, "state": state, "commit_id": commit_id} | {
        "submitted_at": f"2026-11-24T{at}:00Z"
    }


def test_an_email_that_anyone_can_set_does_not_help(desk: tuple[Path, str, str]) -> None:
    """The commit says it is the developer's; the account that opened the request is the maker's."""
    root, base, head = desk
    assert pairkit(root, "check", "--range", f"{base}...{head}").code == 0
    told = check(root, event("github-pull-request", BASE=base, HEAD=head, BODY=""))
    assert told.code == 1
    assert "app/models/term.py" in told.out


def test_the_developer_who_opens_answers_for_it(desk: tuple[Path, str, str]) -> None:
    root, base, head = desk
    opened = event("github-pull-request", BASE=base, HEAD=head, BODY="")
    opened["pull_request"]["user"]["login"] = "JIWON"
    assert check(root, opened).code == 0


def test_an_approval_of_this_very_head_lets_it_pass(desk: tuple[Path, str, str]) -> None:
    root, base, head = desk
    opened = event("github-pull-request", BASE=base, HEAD=head, BODY="")
    done = check(root, opened, [review("jiwon", head)])
    assert done.code == 0, done.said
    assert "Jiwon approved exactly this version" in done.out
    assert check(root, event("github-review", BASE=base, HEAD=head, BODY="")).code == 0
    told = json.loads(check(root, opened, [review("jiwon", head)], "--format", "json").out)
    assert [(one["action"], one["because"]) for one in told["findings"]] == [("allowed", f"Jiwon ✓ {head[:10]}")]


@pytest.mark.parametrize(
    "reviews",
    [
        lambda _, base: [review("jiwon", base)],
        lambda head, _: [review("mina", head)],
        lambda head, _: [review("stranger", head)],
        lambda head, _: [review("jiwon", head, type="Bot")],
        lambda head, _: [review("jiwon", head, "COMMENTED")],
        lambda head, _: [review("jiwon", head, "DISMISSED")],
        lambda head, _: [review("jiwon", head), review("jiwon", head, "CHANGES_REQUESTED", "10:01")],
    ],
    ids=["older head", "the maker", "a stranger", "a bot", "a comment", "dismissed", "changed their mind"],
)
def test_what_is_no_approval(desk: tuple[Path, str, str], reviews: Any) -> None:
    root, base, head = desk
    opened = event("github-pull-request", BASE=base, HEAD=head, BODY="")
    assert check(root, opened, reviews(head, base)).code == 1


def test_a_comment_after_an_approval_takes_nothing_back() -> None:
    reviews = [review("jiwon", "HEAD"), review("jiwon", "HEAD", "COMMENTED", "10:09")]
    assert github.request(event("github-pull-request"), reviews).approvers == ("jiwon",)


def test_agents_and_bots_are_nobody_even_where_the_agreement_names_their_account() -> None:
    for account in ("copilot-swe-agent[bot]", "Copilot", "dependabot[bot]", "project_7_bot_ab12", "claude-code"):
        assert by_account([Person("X", "developer", github=account, gitlab=account)], "github", account) is None
        assert by_account([Person("X", "developer", github=account, gitlab=account)], "gitlab", account) is None


def test_the_developer_waits_for_the_maker_too(tmp_path: Path) -> None:
    """A text of the maker's, changed by the developer, passes once the maker approves it; the maker alone can."""
    root = repository(tmp_path / "desk", {"pairkit.yaml": ACCOUNTS})
    base = commit(root, {"app/a.py": "a = 1\n"})
    head = commit(root, {"content/a.md": "b\n"}, who=DEVELOPER)
    opened = event("github-pull-request", BASE=base, HEAD=head, BODY="")
    opened["pull_request"]["user"]["login"] = "jiwon"
    assert check(root, opened).code == 1
    assert check(root, opened, [review("jiwon", head)]).code == 1
    hers = check(root, opened, [review("mina", head)])
    assert hers.code == 0, hers.said


def test_an_approval_never_lets_a_secret_pass(tmp_path: Path) -> None:
    root = repository(tmp_path / "desk", {"pairkit.yaml": ACCOUNTS})
    base = commit(root, {"app/a.py": "a = 1\n"})
    key = "AKIA" + "QZ7WLKX2N5MTB4RC"
    head = commit(root, {"app/b.py": f'KEY = "{key}"\n'}, who=MAKER)
    done = check(root, event("github-pull-request", BASE=base, HEAD=head, BODY=""), [review("jiwon", head)])
    assert done.code == 1
    assert key not in done.said


def test_gitlab_an_approval_counts_from_when_this_head_came(desk: tuple[Path, str, str]) -> None:
    root, base, head = desk
    merge = event("gitlab-merge-request", BASE=base, HEAD=head, BODY="")
    approvals: Any = event("gitlab-approvals")
    versions: Any = event("gitlab-versions", BASE=base, HEAD=head)
    assert check(root, merge).code == 1
    assert check(root, merge, [*approvals, versions]).code == 0
    assert check(root, merge, approvals).code == 1, "without versions nobody can tell what was approved"
    approvals[0]["approved_by"][0]["approved_at"] = "2026-11-24T09:30:00Z"
    assert check(root, merge, [*approvals, versions]).code == 1, "that was an older head"


def test_gitlab_the_event_names_the_author_only_where_the_ids_agree(desk: tuple[Path, str, str]) -> None:
    root, base, head = desk
    told = event("gitlab-event", HEAD=head, BODY="")
    told["user"] = {"id": 11, "username": "jiwon"}
    done = check(root, told, None, "--range", f"{base}...{head}")
    assert done.code == 1, "the developer acted, the maker opened it"
    told["object_attributes"]["author_id"] = 11
    assert check(root, told, None, "--range", f"{base}...{head}").code == 0


def test_a_merge_queue_asks_nobody_again(desk: tuple[Path, str, str]) -> None:
    root, base, head = desk
    done = check(root, event("github-merge-group", BASE=base, HEAD=head))
    assert done.code == 0, done.said
    assert "merge queue" in done.out


@pytest.mark.parametrize("text", ["", "[]", "7", "{", '{"zen": "Design for failure."}', '{"pull_request": 3}', "\x00"])
def test_what_is_no_event_is_said(tmp_path: Path, text: str) -> None:
    root = repository(tmp_path / "desk", {"a": "a\n"})
    (tmp_path / "event.json").write_text(text, encoding="utf-8")
    done = pairkit(root, "check", "--event", "../event.json")
    assert done.code == 2
    assert "Traceback" not in done.said


def test_approvals_alone_and_an_event_with_another_change_are_refused(tmp_path: Path) -> None:
    root = repository(tmp_path / "desk", {"a": "a\n"})
    (tmp_path / "event.json").write_text(json.dumps(event("github-push")), encoding="utf-8")
    assert pairkit(root, "check", "--approvals", "../event.json").code == 2
    assert pairkit(root, "check", "--event", "../event.json", "--staged").code == 2


def test_pages_stand_one_behind_the_other() -> None:
    assert parsed('[1]\n[2, 3]{"a": 1} ') == [[1], [2, 3], {"a": 1}]


def test_an_approval_counts_for_its_head_and_a_merge_of_it_and_for_nothing_else(desk: tuple[Path, str, str]) -> None:
    """CI often checks out the merge of a request into its base; anything newer was not approved."""
    root, base, head = desk
    opened = event("github-pull-request", BASE=base, HEAD=head, BODY="")
    git(root, "switch", "-q", "-c", "merge", base)
    commit(root, {"app/b.py": "b = 1\n"})
    git(root, "merge", "-q", "--no-edit", head)
    said = [review("jiwon", head)]
    assert check(root, opened, said, "--range", f"{base}...HEAD").code == 0
    commit(root, {"app/models/other.py": "x = 1\n"}, who=MAKER)
    assert check(root, opened, said, "--range", f"{base}...HEAD").code == 1
