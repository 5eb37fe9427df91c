"""What the template made: `pairkit.lock` names it, the base archive holds it.

Both are committed with the project from the first commit on. A later update merges against this base; because it lies
in the tree itself, squashed history, shallow clones and formatters cannot lose it.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from typing import Any

from pairkit import __version__
from pairkit.scaffold.render import PROGRAM, Rendered
from pairkit.scaffold.source import Source
from pairkit.scaffold.template import Template

LOCK = "pairkit.lock"
BASE = ".pairkit/base.tar"
_VERSION = 1


def lock_text(
    template: Template,
    source: Source,
    answers: Mapping[str, Any],
    files: Mapping[str, Rendered],
    kept: Sequence[str] = (),
) -> bytes:
    """Return the lock: template, where it came from, answers, and each rendered file's blob id and mode.

    `kept` are files that were there before and stayed as they were: they are the project's own, not the template's.
    """
    document = {
        "version": _VERSION,
        "pairkit": __version__,
        "template": {"name": template.name, "version": template.version, "source": source.recorded()},
        "answers": dict(answers),
        "files": {path: {"blob": blob_id(one.content), "mode": one.mode} for path, one in sorted(files.items())},
        **({"kept": sorted(kept)} if kept else {}),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def base_archive(files: Mapping[str, Rendered]) -> bytes:
    """Return the rendering as a tar archive that is the same, byte for byte, on every machine.

    It is not compressed: git compresses it, and finds what stays the same from one version to the next.
    """
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, one in sorted(files.items()):
            entry = tarfile.TarInfo(path)
            entry.size = len(one.content)
            entry.mode = 0o755 if one.mode == PROGRAM else 0o644
            archive.addfile(entry, io.BytesIO(one.content))
    return buffer.getvalue()


def read_base(archive: bytes) -> dict[str, tuple[bytes, str]]:
    """Return the content and mode of each file in a base archive."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for entry in tar:
            source = tar.extractfile(entry)
            if source is not None:
                files[entry.name] = (source.read(), PROGRAM if entry.mode & 0o100 else "100644")
    return files


def blob_id(content: bytes) -> str:
    """Return the id that git gives to a file of this content."""
    return hashlib.sha1(b"blob %d\0%s" % (len(content), content), usedforsecurity=False).hexdigest()
