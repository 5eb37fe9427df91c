"""Which files a program wrote, so that nobody is asked to read them line by line."""

from __future__ import annotations

from pairkit.lazy import pattern as pattern_of

_LOCKS = {
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pipfile.lock",
    "pixi.lock",
    "gemfile.lock",
    "composer.lock",
    "cargo.lock",
    "go.sum",
    "flake.lock",
    "mix.lock",
    "pubspec.lock",
    "packages.lock.json",
    "pairkit.lock",
}
_SNAPSHOT = pattern_of(r"(?:^|/)__snapshots__/|\.(?:snap|ambr)$")
_MINIFIED = pattern_of(r"[.-]min\.(?:js|css|mjs)$|\.(?:js|css)\.map$")
_TOOL = pattern_of(r"\.(?:gen|generated|pb|g)\.[a-z]+$|_pb2(?:_grpc)?\.pyi?$")
_VENDORED = pattern_of(r"(?:^|/)(?:node_modules|vendor|third_party|\.yarn)/")
_MARK = pattern_of(r"@generated\b|\bDO NOT EDIT\b|\b[Cc]ode generated\b|\b[Aa]uto-?generated\b.{0,40}\bdo not\b")
_HEAD = 600


def why_generated(path: str, head: str) -> str | None:
    """Return "lock", "snapshot", "minified", "vendored" or "marked", or None for a file that people write.

    `head` is the beginning of the file's text, as far as it is known.
    """
    if path.rpartition("/")[2].lower() in _LOCKS:
        return "lock"
    for kind, pattern in (("snapshot", _SNAPSHOT), ("minified", _MINIFIED), ("marked", _TOOL), ("vendored", _VENDORED)):
        if pattern.search(path):
            return kind
    said = "enerated" in head or "DO NOT EDIT" in head  # looking for plain text first: most files say neither
    return "marked" if said and _MARK.search(head, 0, _HEAD) else None
