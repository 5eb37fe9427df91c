"""What nobody looked at, in sentences: each form of a report says it, or a file that was passed over looks clean."""

from __future__ import annotations

from pairkit.change.model import Change
from pairkit.words.catalogue import say
from pairkit.words.layout import clean


def unread(change: Change, language: str) -> list[str]:
    """Return one sentence for each reason, with the files it is true of."""
    reasons: dict[str, list[str]] = {}
    for skipped in change.skipped:
        reasons.setdefault(skipped.reason, []).append(clean(skipped.path))
    return [say(language, f"report.skipped-{reason}", names=", ".join(names)) for reason, names in reasons.items()]
