"""How hypothesis looks for counter-examples here: the same ones in every run, unless asked for new ones.

`PAIRKIT_EXAMPLES=2000 pytest tests/properties` looks further, with other examples each time.
"""

from __future__ import annotations

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings

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
