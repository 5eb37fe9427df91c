"""Add to a rendering what agents read, by the `pairkit.yaml` that it holds: the same text as `pairkit guard sync`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pairkit.guard.context.agreed import of_text
from pairkit.guard.context.files import rendered
from pairkit.project.store import FILE
from pairkit.scaffold.render import PLAIN, Rendered

LAYER = "agents"


def with_context(files: Mapping[str, Rendered], names: Iterable[str] | None = None) -> dict[str, Rendered]:
    """Return the files with the agents' guide and skills in them; without a `pairkit.yaml` they stay as they are.

    `names` are agents; without, those whose files are there. Raises BrokenFile for a `pairkit.yaml` that is not well.
    """
    if FILE not in files:
        return dict(files)
    made = rendered({path: one.content for path, one in files.items()}, of_text(files[FILE].content), names)
    added = {path: Rendered(content, PLAIN, _layer(files, path)) for path, content in made.items()}
    return dict(sorted({**files, **added}.items()))


def _layer(files: Mapping[str, Rendered], path: str) -> str:
    return files[path].layer if path in files else LAYER
