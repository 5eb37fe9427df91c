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
_BUILT = pattern_of(
    r"(?:^|/)(?:dist|build|out|\.output|\.next|\.nuxt|_next|\.svelte-kit|storybook-static|bundles?|static/(?:js|css)"
    r"|public/(?:js|css|assets|build|packs))/.*\.(?:[cm]?js|css)$|(?:^|/)assets/[\w.-]*[.-][A-Za-z0-9_-]{8}\.(?:js|css)$"
)
"""Where bundlers put what they make. People write there too, so the text has to say it as well."""
_BUNDLER = pattern_of(
    r"webpackBootstrap|\bwebpack(?:Chunk|Jsonp)|For license information please see \S+\.LICENSE\.txt"
    r"|\b__vite__mapDeps\b|\bparcelRequire|\A/\*! tailwindcss v\d"
)
"""What webpack, Vite, Parcel and Tailwind begin their output with, wherever it lies."""
_BUNDLED = pattern_of(
    r"__webpack_require__|\b__(?:defProp|commonJS|toESM|export)\s*=|\bSystem\.register\(\[|\A(?:!|\()function\(\w*(?:,\w+)*\)\{"
    r"|\A\(\(\)=>\{|\A[^\n]{400}|\n[^\n]{400}"
)
"""What only counts in such a folder: how esbuild, Rollup and webpack begin, and a line that nobody writes."""
_COMPILED = pattern_of(r"\bObject\.defineProperty\(exports, \"__esModule\"")


def why_generated(path: str, head: str) -> str | None:
    """Return "lock", "snapshot", "minified", "vendored" or "marked", or None for a file that people write.

    `head` is the beginning of the file's text, as far as it is known.
    """
    if path.rpartition("/")[2].lower() in _LOCKS:
        return "lock"
    for kind, pattern in (("snapshot", _SNAPSHOT), ("minified", _MINIFIED), ("marked", _TOOL), ("vendored", _VENDORED)):
        if pattern.search(path):
            return kind
    if path.endswith(("js", "css")):
        built = _BUILT.search(path) is not None
        if _BUNDLER.search(head, 0, _HEAD) or (built and _BUNDLED.search(head, 0, _HEAD)):
            return "minified"
        if built and _COMPILED.search(head, 0, _HEAD):  # readable still, so it is searched as what people write is
            return "marked"
    said = "enerated" in head or "DO NOT EDIT" in head  # looking for plain text first: most files say neither
    return "marked" if said and _MARK.search(head, 0, _HEAD) else None
