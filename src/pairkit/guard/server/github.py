"""GitHub: CODEOWNERS and rulesets. Form: https://docs.github.com/rest/repos/rules."""

from __future__ import annotations

from typing import Any

from pairkit.guard.server.files import Apply, Server
from pairkit.project.agreement import Agreement
from pairkit.project.zones import GUARD_FILES

OWNERS = ".github/CODEOWNERS"
_ADMIN = 5
"""GitHub's number for the role that administers a repository: it may merge past the rule, through a request only."""


def server(agreement: Agreement) -> Server:
    """Return the files for GitHub."""
    branch, push = ".pairkit/server/github-branch.json", ".pairkit/server/github-push.json"
    post = "gh api --method POST repos/{owner}/{repo}/rulesets --input"
    return Server(
        "github",
        OWNERS,
        "",
        {branch: _branch(agreement), push: _push(agreement)},
        (Apply(f"{post} {branch}", "github-branch"), Apply(f"{post} {push}", "github-push")),
    )


def _branch(agreement: Agreement) -> dict[str, Any]:
    return {
        "name": "pairkit",
        "target": "branch",
        "enforcement": "active",
        "conditions": {"ref_name": {"include": [f"refs/heads/{name}" for name in agreement.protected], "exclude": []}},
        "rules": [
            {"type": "deletion"},
            {"type": "non_fast_forward"},
            {
                "type": "pull_request",
                "parameters": {
                    "required_approving_review_count": 0,
                    "dismiss_stale_reviews_on_push": True,
                    "require_code_owner_review": True,
                    "require_last_push_approval": False,
                    "required_review_thread_resolution": False,
                },
            },
            {
                "type": "required_status_checks",
                "parameters": {
                    "strict_required_status_checks_policy": False,
                    "required_status_checks": [{"context": "pairkit"}],
                },
            },
        ],
        "bypass_actors": [{"actor_id": _ADMIN, "actor_type": "RepositoryRole", "bypass_mode": "pull_request"}],
    }


def _push(agreement: Agreement) -> dict[str, Any]:
    paths = [pattern.removeprefix("/") for pattern in GUARD_FILES]
    return {
        "name": "pairkit files",
        "target": "push",
        "enforcement": "active",
        "conditions": None,
        "rules": [
            {"type": "file_path_restriction", "parameters": {"restricted_file_paths": paths}},
            {"type": "max_file_size", "parameters": {"max_file_size": agreement.size["file_mb"]}},
        ],
        "bypass_actors": [{"actor_id": _ADMIN, "actor_type": "RepositoryRole", "bypass_mode": "always"}],
    }
