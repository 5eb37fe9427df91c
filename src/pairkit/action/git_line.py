"""Git's own command line: options before the subcommand, settings by `-c`, aliases made on the spot."""

from __future__ import annotations

from typing import NamedTuple

_VALUES = frozenset(("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--super-prefix", "--config-env"))


class GitLine(NamedTuple):
    """`git [-C folder] [-c setting]… name words…`. `settings` are `key=value` with the key in lower case."""

    name: str = ""
    words: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    folder: str = ""


def git_of(argv: tuple[str, ...]) -> GitLine:
    """Return git's command line, with an alias that was set by `-c alias.x=…` put in its place."""
    settings: list[str] = []
    folder = ""
    at = 1
    while at < len(argv) and argv[at].startswith("-"):
        word = argv[at]
        name, sign, value = word.partition("=")
        if not sign and word in _VALUES:
            at += 1
            value = argv[at] if at < len(argv) else ""
        if name in ("-c", "--config-env"):
            key, _, rest = value.partition("=")
            settings.append(f"{key.lower()}={rest}")
        elif name in ("-C", "--work-tree"):
            folder = value
        at += 1
    rest = argv[at:]
    if rest:
        alias = next((one.partition("=")[2] for one in settings if one.startswith(f"alias.{rest[0].lower()}=")), "")
        rest = (*alias.split(), *rest[1:]) if alias and not alias.startswith("!") else rest
    return GitLine(rest[0] if rest else "", rest[1:], tuple(settings), folder)
