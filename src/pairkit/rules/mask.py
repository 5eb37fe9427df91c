"""Keep secrets out of everything that is printed or kept."""

from __future__ import annotations

from collections.abc import Iterable

_SHOWN = 4
_LONG = 16
_SHORTEST = 4


def masked(secret: str) -> str:
    """Return what may be shown of a secret: four signs at each end of a long one, nothing of a short one."""
    secret = secret.strip()
    if len(secret) < _LONG or any(sign.isspace() for sign in secret):
        return "••••••"
    return f"{secret[:_SHOWN]}…{secret[-_SHOWN:]}"


class Mask:
    """Replaces known secrets in any text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = {secret for secret in secrets if len(secret) >= _SHORTEST}
        self._known = sorted(known, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return `text` without the secrets."""
        for secret in self._known:
            if secret in text:
                text = text.replace(secret, masked(secret))
        return text
