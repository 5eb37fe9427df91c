"""Where an agent's path really leads: through `..`, links, another case of letters, another form of Hangul."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from pairkit.git.place import Place
from pairkit.lazy import pattern
from pairkit.project.globs import normal
from pairkit.project.zones import GUARD_FILES, is_guard_file

_HOME_GUARDS = (
    ".claude/settings.json",
    ".codex/config.toml",
    ".codex/hooks.json",
    ".gemini/settings.json",
    ".qwen/settings.json",
    ".cursor/hooks.json",
    ".gitconfig",
    ".config/git/config",
)
_ENV = pattern(r"(?:^|/)(?:\.env(?:\.[\w-]+)*|[\w-]+\.env|\.envrc)$", 2)
_HARMLESS = pattern(
    r"\.(?:example|sample|template|dist|defaults?|schema|test|ci|md|py|ts|js)(?:\.|$)"
    r"|(?:^|/)(?:example|sample|template)\.env$",
    2,
)
_KEYS = pattern(
    r"/\.ssh/(?:id_\w+|[\w-]+_(?:rsa|ed25519|ecdsa))$|/\.aws/credentials$|/\.netrc$|/\.pgpass$|/\.git-credentials$"
    r"|/\.config/gh/hosts\.yml$|/\.docker/config\.json$|/\.kube/config$|/\.pypirc$|\.(?:p12|pfx|keystore|jks)$"
    r"|(?:^|/)(?:service-?account|credentials|client_secret)[\w-]*\.json$|(?:private|secret)[\w-]*\.(?:pem|key)$",
    2,
)

_LONGEST = 4096
"""Letters of a path that are looked at, from its end: no disk opens a longer one."""
_LONG = 256


class Reach(NamedTuple):
    """The project and the person's home, both as given and with links followed."""

    root: str = ""
    real_root: str = ""
    git_dirs: tuple[str, ...] = ()
    home: str = ""

    def names(self, path: str, cwd: str) -> tuple[str, ...]:
        """Return every name in the project under which a path may be known, relative to its root; none outside it."""
        if not self.root:
            return ()
        full = sound(os.path.join(cwd or self.root, path))
        spellings = dict.fromkeys((os.path.normpath(full), real(full)))
        found: dict[str, None] = {}
        for spelling in spellings:
            for top in dict.fromkeys((self.root, self.real_root)):
                name = _below(spelling, top)
                if name is not None:
                    found[name] = None
                    found.update(dict.fromkeys(_in_lower_case(name, top)))
        return tuple(found)

    def is_guard(self, path: str, cwd: str, *, declared: bool) -> bool:
        """Tell whether a path is a file that keeps the agreement: hooks always, the others where there is one."""
        full = _slashes(real(os.path.join(cwd or self.root or "/", path)))
        if any(_is_hook(full, folder) for folder in self.git_dirs):
            return True
        names = self.names(path, cwd)
        if any(_is_hook(name, ".git") for name in names):
            return True
        if not declared:
            return False
        if any(is_guard_file(name) or is_guard_file(name.lower()) for name in names):
            return True
        return bool(self.home) and any(full == f"{self.home}/{name}" for name in _HOME_GUARDS)

    def holds_guard(self, path: str, cwd: str, *, declared: bool) -> bool:
        """Tell whether a folder that goes away takes guard files along."""
        heads = [".git/hooks/x"] + ([one[1:] for one in GUARD_FILES] if declared else [])
        return any(head.startswith(name + "/") for name in self.names(path, cwd) for head in heads)


def reach_of(place: Place | None) -> Reach:
    """Return the reach of a project; of none, only the person's home."""
    home = _slashes(os.path.realpath(os.path.expanduser("~")))
    if place is None:
        return Reach(home=home)
    folders = tuple(dict.fromkeys(_slashes(os.path.realpath(one)) for one in (place.git_dir, place.common_dir)))
    return Reach(place.root, os.path.realpath(place.root), folders, home)


def is_env(path: str) -> bool:
    """Tell whether a file holds this computer's settings and secrets: `.env`, but not `.env.example`."""
    path = _slashes(path)
    name = path.rpartition("/")[2]
    if "*" in name or "?" in name:
        return name.startswith(".e") and name.rstrip("*?").rstrip(".") in (".env", ".en", ".e")
    return bool(_ENV.search(path)) and not _HARMLESS.search(path)


def is_key_file(path: str) -> bool:
    """Tell whether a file outside holds somebody's keys: `~/.ssh/id_ed25519`, `~/.aws/credentials`."""
    return bool(_KEYS.search(_slashes(path)[-_LONGEST:]))


def sound(path: str) -> str:
    """Return a path that the disk can be asked about, whatever stands in it."""
    return path if path.isascii() and "\0" not in path else path.replace("\0", "").encode("utf-8", "replace").decode()


def real(path: str) -> str:
    """Return where a path leads, links followed; of one that no disk opens, only what its text says."""
    path = sound(path)
    if len(path) > _LONGEST:
        path = os.path.normpath(path)
        if len(path) > _LONGEST:
            return path
    if len(path) > _LONG and ".." not in path:  # a look at the disk for every folder, so only for those that are there
        path = os.path.normpath(path)
        there = _there(path)
        return os.path.realpath(there) + path[len(there) :]
    return os.path.realpath(path)


def _there(path: str) -> str:
    """Return the beginning of a path up to the first folder that is missing, which nothing below can lead out of."""
    at = path.find(os.sep, 1)
    while at > 0 and os.path.lexists(path[:at]):
        at = path.find(os.sep, at + 1)
    return path if at < 0 else path[:at]


def _slashes(path: str) -> str:
    return path if os.sep == "/" else path.replace(os.sep, "/")


def _below(path: str, top: str) -> str | None:
    path, top = normal(_slashes(path)), normal(_slashes(top))
    return path[len(top) + 1 :] if path.startswith(top.rstrip("/") + "/") else None


def _in_lower_case(name: str, top: str) -> Iterator[str]:
    """Where the disk takes `Deploy` and `deploy` for one name, a path is known by its small letters too."""
    lower = name.lower()
    if lower == name:
        return
    parts, there = name.split("/"), 0
    while there < len(parts) and os.path.exists(os.path.join(top, *parts[: there + 1])):
        there += 1  # from above: a path of thousands of folders that are not there ends at the first
    part, small = "/".join(parts[:there]), "/".join(lower.split("/")[:there])
    if part != small:
        try:
            if os.path.samefile(os.path.join(top, part), os.path.join(top, small)):
                yield lower
        except OSError:
            return


def _is_hook(path: str, folder: str) -> bool:
    hooks = path.startswith(folder + "/hooks/") and not path.endswith(".sample")
    return hooks or path in (folder + "/hooks", folder + "/config")
