"""Every test runs with a cache and a home of its own.

Hypothesis looks for the same counter-examples in every run, and never by the clock. `PAIRKIT_EXAMPLES=2000 pytest
tests/properties` looks further, with other examples each time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deploy_tools import Tools, install
from hypothesis import HealthCheck, settings

# These speak sh, fork and signals. Windows runs all the others.
collect_ignore_glob = ["bad_input/*", "properties/test_any_hook.py"] if os.name == "nt" else []

_WIDE = int(os.environ.get("PAIRKIT_EXAMPLES", "0"))
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile(
    "steady", derandomize=True, deadline=None, report_multiple_bugs=False, suppress_health_check=_SLOW
)
settings.register_profile(
    "wide",
    max_examples=max(_WIDE, 1),
    database=None,
    deadline=timedelta(seconds=60),
    print_blob=True,
    report_multiple_bugs=False,
    suppress_health_check=_SLOW,
)
settings.load_profile("wide" if _WIDE else "steady")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache out of the tests, and the tests out of the user's cache."""
    place = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAIRKIT_CACHE_DIR", str(place))
        for name in list(os.environ):
            if name.startswith(("GIT_", "LC_", "LANG")) or name == "PAIRKIT_LANG":
                patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, and work in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """Return the programs that judge what is delivered."""
    return install(tmp_path_factory.mktemp("tools"))
