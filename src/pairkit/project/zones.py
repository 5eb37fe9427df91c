"""Who answers for which files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pairkit.project.globs import matcher, normal, specificity

MAKER, SHARED, DEVELOPER, CLOSED = "maker", "shared", "developer", "closed"
ZONES = (MAKER, SHARED, DEVELOPER, CLOSED)

GUARD_FILES = (
    "/pairkit.yaml",
    "/pairkit.lock",
    "/.pairkit/**",
    "/.pre-commit-config.yaml",
    "/lefthook.yml",
    "/.lefthook.yml",
    "/.husky/**",
    "/.githooks/**",
    "/.claude/settings.json",
    "/.claude/settings.local.json",
    "/.claude/hooks/**",
    "/.agents/hooks.json",
    "/.amp/plugins/**",
    "/.cline/hooks/**",
    "/.codex/**",
    "/.cursor/hooks.json",
    "/.devin/**",
    "/.gemini/settings.json",
    "/.kiro/hooks/**",
    "/.qwen/settings.json",
    "/.windsurf/hooks.json",
    "/.opencode/plugins/**",
    "/.clinerules/hooks/**",
    "/.github/hooks/**",
    "/.github/CODEOWNERS",
    "/.gitlab/CODEOWNERS",
)
"""Files that keep the agreement: closed, whatever `pairkit.yaml` says, so that no change can rewrite its own judge."""


def is_guard_file(path: str) -> bool:
    """Tell whether `path` is one of the files that keep the agreement."""
    path = normal(path)
    return any(matcher(pattern)(path) for pattern in GUARD_FILES)


class Zones:
    """The zones of one agreement. The most specific pattern wins; of equals, the stricter zone."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        ranked = [
            (specificity(pattern), ZONES.index(zone), pattern, zone)
            for zone, list_ in patterns.items()
            for pattern in list_
        ]
        self._rules = [(matcher(pattern), zone) for _, _, pattern, zone in sorted(ranked, reverse=True)]

    def of(self, path: str) -> str:
        """Return the zone of a path; what no pattern names is shared."""
        path = normal(path)
        if is_guard_file(path):
            return CLOSED
        return next((zone for matches, zone in self._rules if matches(path)), SHARED)


def may_change(role: str, zone: str) -> bool:
    """Tell whether somebody of `role` answers for files of `zone`."""
    return role == "developer" if zone in (DEVELOPER, CLOSED) else zone == SHARED or role == MAKER
