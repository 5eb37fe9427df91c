"""Checks that are gone or ask for less: a step of the pipeline, a number that coverage must reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_KINDS = {
    "tests": r"pytest|unittest|jest|vitest|mocha|playwright test|cypress|go test|cargo test|rspec|phpunit|tox|nox|"
    r"@RUN@ test|rails test|gradlew? (?:test|check)|mvnw? (?:[\w.=-]+ ){0,4}(?:test|verify)|make test|manage\.py test|"
    r"composer (?:run(?:-script)? )?test[\w:-]*"
    r"|rake (?:test|spec)|bundle exec rake(?=\s*[\"']?\s*$)|deno test|dotnet test"
    r"|swift test|mix test|pest|testem|@RUN@ (?:cy|e2e)",
    "lint": r"ruff|flake8|pylint|black|isort|golangci-lint|rubocop|clippy|hadolint|actionlint|zizmor|shellcheck"
    r"|erb_?lint|haml-lint|slim-lint|yamllint|djlint|curlylint",
    "lint_js": r"eslint|biome|prettier|oxlint|stylelint|scss-lint|markdownlint(?:-cli2?)?",
    "lint_any": r"@RUN@ lint|make lint",
    "analysis": r"phpstan|psalm|larastan|phpmd|sonar-scanner|sonarqube|detekt|spotbugs|checkstyle|staticcheck",
    "coverage": r"codecov(?:-action)?|coveralls|composer coverage|simplecov|jacoco\w*|nyc|c8"
    r"|cargo tarpaulin|cargo llvm-cov",
    "types": r"mypy|pyright|pytype|tsc|vue-tsc|type-?check|svelte-check",
    "security": r"bandit|codeql(?:-action)?|trivy|semgrep|gitleaks|trufflehog|pip-audit|(?:npm|pnpm|yarn|cargo) audit|"
    r"snyk|osv-scanner|dependency-review-action|detect-secrets|checkov|brakeman|safety check|govulncheck|grype",
    "hooks": r"husky|lint-staged|simple-git-hooks|lefthook",
    "pairkit": r"pairkit",
}
_ALIKE = {"lint": {"lint_any"}, "lint_js": {"lint_any"}, "lint_any": {"lint", "lint_js"}}
"""What does the work of a check too: a script called lint may run any of them."""
_EACH_ITS_OWN = ("lint", "lint_js", "security", "analysis")
"""Kinds of which each looks at something else: that another one stays makes up for nothing."""
_RUN = r"(?:npm|pnpm|yarn|bun)(?: run)?(?: --?[\w=-]+(?: [\w./@*-]+)?){0,3}"
_TOOL = pattern_of(
    "|".join(rf"(?P<{kind}>(?<![\w-])(?:{words})(?![\w]))" for kind, words in _KINDS.items()).replace("@RUN@", _RUN)
)
_PLACE = pattern_of(
    r"^\s*(?:-\s*)?(?:run|uses|id|script|entry|repo|cmd|name)\s*:|^\s*(?:-\s+)?[\w./]*(?:python|npx|uvx?|poetry|pnpm|npm|"
    r"yarn|bun|make|bash|sh|go|cargo|bundle|\./)\b|^\s*(?:-\s+|&&\s*)?[\"']?[a-z-]+(?:\s|$)|^\s*\"[\w:-]+\"\s*:"
)
_INSTALL = pattern_of(
    r"\b(?:pip3?|npm|pnpm|yarn|uv|poetry|apt(?:-get)?|brew|gem)\s+(?:\w+\s+)?(?:install|add|i)\b|setup-\w+@"
)
_VERSION = pattern_of(r"^\s*\"[^\"]+\"\s*:\s*\"(?:[~^<>=]*\d|workspace:|catalog:|latest|\*)")
_NUMBERS = pattern_of(
    r"(?P<key>\bfail[_-]under|\bcov-fail-under|\bminimum_coverage|\bbranches|\bfunctions|\blines|\bstatements|\btarget"
    r"|\bthreshold|check-coverage|\bmin(?:imum)?[_-]?coverage)[\"']?"
    r"\s{0,4}[:= ]\s{0,4}[\"']?(?P<value>\d{1,3}(?:\.\d{1,4})?)"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file, for rule `check-removed` or `coverage-lowered`."""
    if rule["id"] == "coverage-lowered":
        for file in files:
            yield from _lowered(file)
        return
    came = {kind for file in files for _, line in _lines(file, NEW) for kind, _ in _tools(line)}
    for file in files:
        lost = [
            (number, line, kind, word)
            for number, line in _lines(file, OLD)
            for kind, word in _tools(line)
            if not came & _does(kind) and not _still(file, kind, word)
        ]
        if lost:
            words = list(dict.fromkeys(word for _, _, _, word in lost))
            number, line = lost[0][:2]
            facts = {"what": ", ".join(words[:3]), "variant": "file" if file.new is None else "step"}
            yield Found(file.path, number, OLD, line.strip()[:160], facts, key=" ".join(words))


def _lines(file: FileChange, side: str) -> list[tuple[int, str]]:
    return [
        (number, line)
        for block in file.blocks(side)
        for number, line in block.lines()
        if not line.lstrip().startswith(("#", "//"))
    ]


def _tools(line: str) -> list[tuple[str, str]]:
    """Return the (kind, name) of each check that a line runs; a line that only installs one runs none."""
    if not _PLACE.match(line) or _INSTALL.search(line) or _VERSION.match(line):
        return []
    return [(str(match.lastgroup), match[0]) for match in _TOOL.finditer(line)]


def _does(kind: str) -> set[str]:
    return {kind} | _ALIKE.get(kind, set())


def _still(file: FileChange, kind: str, word: str) -> bool:
    """Tell whether the same check can still be seen in the file; for tests and the like, any of its kind."""
    parts = file.new.parts() if file.new else ()
    seen = [one for block in parts for _, line in block.lines() for one in _tools(line)]
    return any(
        found in _does(kind) and (found != kind or kind not in _EACH_ITS_OWN or name == word) for found, name in seen
    )


def _lowered(file: FileChange) -> Iterator[Found]:
    old, new = _values(file, OLD), _values(file, NEW)
    for key, (number, line, value) in old.items():
        after = new.get(key)
        if after is None:
            if file.new is not None and key not in {
                "branches",
                "functions",
                "lines",
                "statements",
                "target",
                "threshold",
            }:
                yield Found(
                    file.path, number, OLD, line, {"variant": "gone", "what": key, "old": _shown(value)}, key=key
                )
                return
        elif after[2] < value:
            facts = {"variant": "lower", "what": key, "old": _shown(value), "new": _shown(after[2])}
            yield Found(file.path, after[0], NEW, after[1], facts, key=key)
            return


def _shown(value: float) -> str:
    return f"{value:g}"


def _values(file: FileChange, side: str) -> dict[str, tuple[int, str, float]]:
    found: dict[str, tuple[int, str, float]] = {}
    for number, line in _lines(file, side):
        for match in _NUMBERS.finditer(line):
            key = match["key"].replace("-", "_").removeprefix("cov_")
            found.setdefault(key, (number, line.strip()[:160], float(match["value"])))
    return found
