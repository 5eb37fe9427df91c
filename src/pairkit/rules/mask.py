"""Keep secrets out of everything that is printed or kept."""

from __future__ import annotations

from collections.abc import Iterable

_SHOWN = 4
_LONG = 16
_SHORTEST = 4
_FEW = 500


def masked(secret: str) -> str:
    """Return what may be shown of a secret: four signs at each end of a long one, nothing of a short one."""
    secret = secret.strip()
    if len(secret) < _LONG or any(sign.isspace() for sign in secret):
        return "••••••"
    return f"{secret[:_SHOWN]}…{secret[-_SHOWN:]}"


class Mask:
    """Replaces known secrets in any text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._known = {secret for secret in secrets if len(secret) >= _SHORTEST}
        self._lengths = sorted({len(secret) for secret in self._known}, reverse=True)

    def __call__(self, text: str) -> str:
        """Return `text` without the secrets, in a time that does not grow with their number.

        Secrets that overlap are hidden as one, so that no end of one shows the beginning of another.
        """
        spans = self._spans(text) if self._known else []
        if not spans:
            return text
        out, kept = [], 0
        for start, end in spans:
            out += [text[kept:start], masked(text[start:end])]
            kept = end
        return "".join([*out, text[kept:]])

    def for_names(self) -> Mask:
        """Return a mask for names of files: a word in one is no secret there, though somebody took it as a password."""
        if not self._known:
            return self
        from pairkit.rules.decoys import is_words

        return Mask(secret for secret in self._known if len(secret) >= _LONG or not is_words(secret))

    def touches(self, texts: Iterable[str]) -> bool:
        """Tell whether a secret may stand in one of many texts; quicker than to look into each."""
        joined = "\0".join(texts)
        if len(self._known) <= _FEW:
            return any(secret in joined for secret in self._known)
        from pairkit.rules.literals import places

        return bool(places(joined.encode("utf-8", "surrogatepass"), self._known))

    def inside(self, text: str) -> set[str]:
        """Return the known secrets that stand in `text`: to compare, never to print."""
        windows = (text[at : at + length] for length in self._lengths for at in range(len(text) - length + 1))
        return {window for window in windows if window in self._known}

    def _spans(self, text: str) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        for length in self._lengths:
            spans += [
                (at, at + length) for at in range(len(text) - length + 1) if text[at : at + length] in self._known
            ]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged
