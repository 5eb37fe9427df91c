"""Secrets without a vendor's shape: a value that is given to something called password, token or key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.rules.assignments import STARTS, assignments
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_document, is_setting, is_test
from pairkit.rules.reading.secret_values import NOISE, found_secret, kind_of

_CHOSEN = ("passw", "passphrase", "pwd", "secret", "encryption", "signing", "비밀", "패스워드", "암호")
"""How the names begin that a person gives a secret."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield values that a person or a program would use as a secret; those of tests open nothing.

    Rule `secret-added` takes random ones, rule `password-literal` those a human would choose.
    """
    want_random = rule["id"] == "secret-added"
    words = STARTS if want_random else _CHOSEN
    for region in regions:
        file = region.file
        if file.generated in NOISE or is_document(file.path) or is_test(file.path):
            continue
        for found in assignments(region, bare=is_setting(file.path), words=words):
            if kind_of(file, found.name, found.value) == ("random" if want_random else "human"):
                yield found_secret(region, found)
