"""How each detector runs when a whole tree is looked at.

There nothing was removed, nothing is a first of its kind, and no one change has a size or a title. So:

- `ONE_FILE`: what it finds in a file depends on this file alone (and on the agreement). It runs where the file is read,
  and its findings are kept by the file's content.
- `SILENT`: it tells of a change (what went, moved, grew or came without its test) and has nothing to say of a tree.
  It is not run.
- all others hold files against each other, or look at names only. They run once over all files, in the first process.

A detector that is not named here is one of these others: slower, never wrong. Patterns, structures and shapes are of
the first kind by their nature; a rule about removed lines, or about an agent's commands, is of the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ONE_FILE = frozenset(
    {
        *("agreement_broken", "assigned_secret", "conflict_marker", "data_grouped", "data_handlers", "llm_calls"),
        *("data_secret_fields", "given_secret", "llm_output"),
        *("deploy_fresh_lines", "deploy_image", "deploy_may_fail", "deploy_packages", "deploy_script_tag"),
        *("deploy_workflow", "destructive_sql", "env_file", "large_file", "web_access", "web_cors", "web_sinks"),
        *("migration_drops", "migration_narrows", "migration_no_return", "migration_not_null"),
    }
)
SILENT = frozenset(
    {
        *("auth_place", "change_size", "copies_blocks", "data_schema", "data_untested", "deploy_context"),
        *("deploy_generated", "deploy_license", "deploy_lock", "deploy_place", "deploy_suppressions", "llm_golden"),
        *("contract_demands", "data_widened", "deploy_lock_apart", "web_filters", "web_widened"),
        *("auth_identity", "auth_new_pages", "migration_cascade"),
        *("protected_branch", "scope_title", "tests_mocks", "tests_snapshots", "web_neighbours", "zone_crossed"),
    }
)


def is_silent(detect: Mapping[str, Any]) -> bool:
    """Tell whether an entry of a rule has nothing to say of a tree."""
    if "command" in detect:  # of what an agent is about to do
        return True
    removed = "removed" in detect or detect.get("side") == "removed"
    gone = "status" in detect and "added" not in detect["status"]
    return removed or gone or detect.get("detector") in SILENT


def is_for_one_file(detect: Mapping[str, Any]) -> bool:
    """Tell whether what an entry finds in a file depends on this file alone."""
    return "detector" not in detect or detect["detector"] in ONE_FILE
