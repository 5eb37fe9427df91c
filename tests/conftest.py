"""Every test runs with a cache and a home of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from deploy_tools import Tools, install

# These speak sh, fork and signals. Windows runs all the others.
collect_ignore_glob = ["bad_input/*", "properties/test_any_hook.py"] if os.name == "nt" else []


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
