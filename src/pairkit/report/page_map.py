"""A small picture of where the change lies: zones as areas, their folders in them, touched files marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Protocol

from pairkit.words.layout import clean, columns

_ZONES = ("maker", "shared", "developer", "closed", "")
_WIDTH, _HEIGHT = 800, 190
_GAP, _HEAD = 8, 26
_LEAST = 0.16
_ROWS = 5
_DOTS = 12


class Files(Protocol):
    """(path, zone) of the files that were touched, and of all others."""

    @property
    def others(self) -> Sequence[tuple[str, str]]: ...  # noqa: D102
    @property
    def touched(self) -> Sequence[tuple[str, str]]: ...  # noqa: D102


def project_map(around: Files, names: Mapping[str, str], said: str) -> str:
    """Return an SVG; every text in it is escaped.

    `names` are the zones' names in the reader's language, `said` what the picture shows, for whoever cannot see it.
    """
    files: dict[str, Counter[str]] = {}
    for path, zone in (*around.others, *around.touched):
        files.setdefault(zone, Counter())[_folder(path)] += 1
    marked: dict[tuple[str, str], list[str]] = {}
    for path, zone in around.touched:
        marked.setdefault((zone, _folder(path)), []).append(path)
    shown = [zone for zone in _ZONES if zone in files]
    parts, x = [], 0.0
    for zone, width in zip(shown, _widths([sum(files[zone].values()) for zone in shown]), strict=True):
        parts.append(_area(zone, names.get(zone, ""), x, width, files[zone], marked))
        x += width + _GAP
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>'


def _folder(path: str) -> str:
    top, slash, _ = path.partition("/")
    return top + "/" if slash else "·"


def _widths(counts: Sequence[int]) -> list[float]:
    """Return widths that grow with the root of the counts, so that a small zone can still be seen."""
    space = _WIDTH - _GAP * (len(counts) - 1)
    roots = [count**0.5 for count in counts]
    shares = [max(_LEAST, root / sum(roots)) for root in roots]
    return [space * share / sum(shares) for share in shares]


def _area(
    zone: str, name: str, x: float, width: float, folders: Counter[str], marked: Mapping[tuple[str, str], list[str]]
) -> str:
    kind = zone or "none"
    title = f'<text class="area-name {kind}" x="{x + 10:.0f}" y="18">{escape(_fit(name, width - 16, 8))}</text>'
    box = f'<rect class="area" x="{x:.0f}" y="0.5" width="{width:.0f}" height="{_HEIGHT - 1}" rx="8"/>'
    ranked = sorted(folders, key=lambda folder: (-len(marked.get((zone, folder), ())), -folders[folder]))[:_ROWS]
    height = (_HEIGHT - _HEAD - 8) / max(1, len(ranked))
    rows = "".join(
        _row(kind, folder, marked.get((zone, folder), []), x + 6, _HEAD + n * height, width - 12, height - 4)
        for n, folder in enumerate(ranked)
    )
    return box + title + rows


def _row(  # noqa: PLR0913, PLR0917 - a rectangle has four numbers
    kind: str, folder: str, paths: Sequence[str], x: float, y: float, width: float, height: float
) -> str:
    box = f'<rect class="folder" x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" rx="4"/>'
    room = min(_DOTS, max(1, int((width - 70) // 14)))
    middle = f'y="{y + height / 2 + 4:.0f}"'
    label = f'<text class="folder-name" x="{x + 8:.0f}" {middle}>{escape(_fit(folder, 64, 6.5))}</text>'
    dots = "".join(
        f'<circle class="touched {kind}" cx="{x + 82 + n * 14:.0f}" cy="{y + height / 2:.0f}" r="5">'
        f"<title>{escape(clean(path))}</title></circle>"
        for n, path in enumerate(paths[:room])
    )
    more = len(paths) - room
    if more > 0:
        dots += f'<text class="folder-name" x="{x + width - 30:.0f}" {middle}>+{more}</text>'
    return box + label + dots


def _fit(text: str, width: float, column: float) -> str:
    text = clean(text)
    if columns(text) * column <= width:
        return text
    while len(text) > 1 and (columns(text) + 1) * column > width:
        text = text[:-1]
    return text + "…"
