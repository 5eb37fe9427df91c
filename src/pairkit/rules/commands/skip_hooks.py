"""Ways to keep git's hooks from running that are no option: variables, settings, another folder of hooks."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.git_line import git_of
from pairkit.action.line import Simple
from pairkit.rules.around import Around

_OFF = ("0", "false", "no", "off")
_ONLY_OFF = ("husky", "lefthook")
_ANY = ("skip", "husky_skip_hooks", "pre_commit_allow_no_config", "overcommit_disable", "lefthook_exclude")
_READS = ("--get", "--get-all", "--list", "-l", "get", "list", "--unset", "--unset-all", "unset")
_HOOKED = ("commit", "push", "merge", "rebase", "am", "cherry-pick", "revert", "pull", "")


def check(command: Simple, _around: Around) -> Mapping[str, object] | None:
    """Return the part that turns the hooks off."""
    line = git_of(command.argv)
    found = _by_setting(line.settings) or _by_config(line.name, line.words)
    if found is None and line.name in _HOOKED:
        found = next((_name(one) for one in command.env if _skips(one)), None)
    return {"what": found} if found else None


def _by_setting(settings: tuple[str, ...]) -> str | None:
    return "core.hooksPath" if any(one.startswith("core.hookspath=") for one in settings) else None


def _by_config(name: str, words: tuple[str, ...]) -> str | None:
    if name != "config" or any(word in _READS for word in words):
        return None
    at = next((n for n, word in enumerate(words) if word.lower() == "core.hookspath"), None)
    return "core.hooksPath" if at is not None and at + 1 < len(words) else None


def _skips(assigned: str) -> bool:
    name, _, value = assigned.partition("=")
    low = name.lower()
    if low in _ONLY_OFF:
        return value.lower() in _OFF
    if low in _ANY:
        return bool(value)
    return low.startswith("git_config_") and (value.lower() == "core.hookspath" or low == "git_config_parameters")


def _name(assigned: str) -> str:
    return assigned.partition("=")[0]
