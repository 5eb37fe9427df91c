"""What kind of file a path names: a test, a document, a setting."""

from __future__ import annotations

import re

from pairkit.lazy import pattern as pattern_of

_TEST = pattern_of(
    r"(?:^|/)(?:tests?|__tests__|specs?|e2e|cypress|playwright|testdata|fixtures?)/"
    r"|(?:^|/)test_[^/]*\.py$|(?:^|/)conftest\.py$|_test\.(?:py|go|rb|exs)$"
    r"|[._-](?:test|spec|cy|e2e)\.[cm]?[jt]sx?$|_spec\.rb$|(?:Test|Tests|IT|Spec)\.(?:java|kt|php|cs|scala)$"
)
_DOCUMENT = pattern_of(r"\.(?:md|markdown|mdx|rst|adoc|txt|html?|po|pot|arb|xlf|xliff?|strings)$", re.IGNORECASE)
_SETTING = pattern_of(
    r"(?:^|/)\.env[^/]*$|\.env$|\.(?:ini|cfg|conf|config|properties|ya?ml|toml|tfvars|envrc|pgpass)$", re.IGNORECASE
)

_PIPELINE = pattern_of(
    r"(?:^|/)(?:\.github|\.circleci|\.buildkite)/|(?:^|/)\.gitlab-ci[^/]*\.yml$|(?:^|/)\.travis\.yml$"
)


def ending(path: str) -> str:
    """Return what a path ends with after the last dot, in small letters; without a dot, the file's name (`gemfile`)."""
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def is_test(path: str) -> bool:
    """Tell whether a file belongs to the tests."""
    return bool(_TEST.search(path))


def is_document(path: str) -> bool:
    """Tell whether a file is written for people to read."""
    return bool(_DOCUMENT.search(path))


def is_setting(path: str) -> bool:
    """Tell whether values stand in a file without quotes, as in `.env` and INI files."""
    return bool(_SETTING.search(path))


def is_pipeline(path: str) -> bool:
    """Tell whether a file describes what CI runs: passwords there open services that live for a minute."""
    return bool(_PIPELINE.search(path))
