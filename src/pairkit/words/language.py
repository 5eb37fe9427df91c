"""Which language to speak: `--lang`, then PAIRKIT_LANG, then the acting person's, then the locale's, then English."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pairkit.words.catalogue import LANGUAGES


def choose(option: str | None, person: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Return "en" or "ko". `option` is the command's `--lang`, `person` the language in `pairkit.yaml`."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    for wish in (option, environment.get("PAIRKIT_LANG"), person, locale):
        code = (wish or "").split("_")[0].split("-")[0].split(".")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"
