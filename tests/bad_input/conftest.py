"""One warm pairkit for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bad_input import outside


@pytest.fixture(autouse=True, scope="session")
def _warm(_own_cache: None) -> Iterator[None]:
    """Start it when first asked, and end it with the session."""
    yield
    outside.close()
