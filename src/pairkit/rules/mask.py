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
        self._by_start: dict[str, list[str]] = {}
        for secret in sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len, reverse=True):
            self._by_start.setdefault(secret[:_SHORTEST], []).append(secret)

    def __call__(self, text: str) -> str:
        """Return `text` without the secrets. One pass, whatever their number; of two that overlap the first goes."""
        if not self._by_start:
            return text
        out = []
        at = kept = 0
        while at <= len(text) - _SHORTEST:
            secret = self._at(text, at)
            if secret is None:
                at += 1
                continue
            out += [text[kept:at], masked(secret)]
            at = kept = at + len(secret)
        return "".join([*out, text[kept:]])

    def _at(self, text: str, at: int) -> str | None:
        likely = self._by_start.get(text[at : at + _SHORTEST], ())
        return next((secret for secret in likely if text.startswith(secret, at)), None)
