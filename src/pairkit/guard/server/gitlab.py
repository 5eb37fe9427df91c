"""GitLab: CODEOWNERS (Premium), protected branches, push rules (Premium).

Forms: https://docs.gitlab.com/api/protected_branches, …/api/projects, …/api/project_push_rules.
"""

from __future__ import annotations

from pairkit.guard.server.files import Apply, Server
from pairkit.project.agreement import Agreement

OWNERS = ".gitlab/CODEOWNERS"
_NOBODY, _DEVELOPERS = 0, 30
_JSON = '--header "Content-Type: application/json"'
"""Without it GitLab refuses what `glab api --input` sends (HTTP 415)."""


def server(agreement: Agreement) -> Server:
    """Return the files for GitLab. All owners stand in one section: in each section the last match wins by itself."""
    project, push = ".pairkit/server/gitlab-project.json", ".pairkit/server/gitlab-push-rule.json"
    files: dict[str, object] = {
        project: {
            "only_allow_merge_if_pipeline_succeeds": True,
            "allow_merge_on_skipped_pipeline": False,
            "reset_approvals_on_push": True,
        },
        push: {"prevent_secrets": True, "max_file_size": agreement.size["file_mb"]},
    }
    applies = [Apply(f"glab api --method PUT projects/:id {_JSON} --input {project}", "gitlab-project")]
    for name in (name for name in agreement.protected if not set(name) & set("*?[ /'\"$`\\;&|")):
        path = f".pairkit/server/gitlab-branch-{name}.json"
        files[path] = {
            "name": name,
            "push_access_level": _NOBODY,
            "merge_access_level": _DEVELOPERS,
            "allow_force_push": False,
        }
        # A branch that is protected already (the first one always is) cannot be protected twice.
        away = f"glab api --method DELETE projects/:id/protected_branches/{name} ; "
        applies.append(
            Apply(
                f"{away}glab api --method POST projects/:id/protected_branches {_JSON} --input {path}", "gitlab-branch"
            )
        )
    owners = "glab api --method PATCH projects/:id/protected_branches/main -F code_owner_approval_required=true"
    applies += [
        Apply(
            owners.replace("/main", f"/{agreement.protected[0]}") if agreement.protected else owners, "gitlab-owners"
        ),
        Apply(f"glab api --method PUT projects/:id/push_rule {_JSON} --input {push}", "gitlab-push"),
    ]
    return Server("gitlab", OWNERS, "[pairkit]", files, tuple(applies))
