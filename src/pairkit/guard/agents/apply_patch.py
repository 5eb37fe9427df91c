"""Read the patch format of OpenAI's models (`*** Begin Patch`), which several agents hand on as it is.

Source of the format: openai/codex, `codex-rs/apply-patch`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pairkit.action.model import Edit

MARK = "*** Begin Patch"
_ADD, _UPDATE, _DELETE, _MOVE = "*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "


def patched(text: str) -> Iterator[Edit]:
    """Yield an Edit for each file of a patch, wherever in `text` it stands; a moved file gives two."""
    path, moved, kind, gone, come = "", "", "", list[str](), list[str]()
    for line in [*text.split("\n"), "*** End Patch"]:
        line = line.removesuffix("\r")  # noqa: PLW2901 - Windows
        head = line.lstrip()
        if head.startswith(_MOVE):
            moved = head.removeprefix(_MOVE).strip()
        elif head.startswith("*** ") and not head.startswith("*** End of File"):
            yield from _edits(path, moved, kind, gone, come)
            kind = next((one for one in (_ADD, _UPDATE, _DELETE) if head.startswith(one)), "")
            path, moved, gone, come = head.removeprefix(kind).strip() if kind else "", "", [], []
        elif line.startswith("-"):
            gone.append(line[1:])
        elif line.startswith("+"):
            come.append(line[1:])


def _edits(path: str, moved: str, kind: str, gone: list[str], come: list[str]) -> Iterator[Edit]:
    if not path:
        return
    after = "".join(f"{line}\n" for line in come)
    if kind == _ADD:
        yield Edit(path, after=after, whole=True)
    elif kind == _DELETE:
        yield Edit(path, deleted=True)
    else:
        before = "".join(f"{line}\n" for line in gone)
        if moved:
            yield Edit(path, deleted=True)
        yield Edit(moved or path, before=before, after=after)
