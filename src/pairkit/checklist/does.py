"""What a change does, counted by kind, beside what its title says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairkit.change.model import Change, FileChange
from pairkit.checklist.document import Fact
from pairkit.checklist.surface import COMMAND, ROUTE, TEXT, Seen
from pairkit.rules.paths import is_document, is_pipeline, is_test

_MIGRATION = re.compile(r"(?:^|/)(?:migrations?|migrate|alembic/versions|versions)/[^\n]*\.(?:py|sql|rb|js|ts)$")
_MANIFEST = re.compile(
    r"(?:^|/)(?:requirements[\w./-]*\.(?:txt|in)|pyproject\.toml|setup\.(?:cfg|py)|package\.json|Gemfile|go\.mod|Cargo\.toml|pom\.xml|composer\.json)$"
)
_DEPLOY = re.compile(
    r"(?:^|/)(?:Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml|Chart\.yaml|values[\w.-]*\.yaml|fly\.toml|vercel\.json|Procfile)$"
    r"|(?:^|/)(?:deploy|helm|charts?|k8s|terraform)/|\.tf$"
)
_LICENCE = re.compile(r"(?:^|/)(?:LICEN[CS]E|NOTICE|COPYING|AUTHORS|CHANGELOG)[\w.-]*$")
_KINDS = (
    ("migration", lambda path: bool(_MIGRATION.search(path))),
    ("test", is_test),
    ("package", lambda path: bool(_MANIFEST.search(path))),
    ("ci", is_pipeline),
    ("deploy", lambda path: bool(_DEPLOY.search(path))),
    ("document", lambda path: is_document(path) or bool(_LICENCE.search(path))),
)


def kind_of(path: str) -> str:
    """Return "migration", "test", "package", "ci", "deploy", "document", or "code" for all else."""
    return next((kind for kind, fits in _KINDS if fits(path)), "code")


def does(change: Change, seen: Sequence[Seen]) -> tuple[Fact, ...]:
    """Return one fact a kind with its count: addresses, texts, commands, then files of other kinds."""
    counted = [file for file in change.files if not file.generated]
    facts = [
        Fact(f"does-{kind}", {"count": count})
        for kind in (ROUTE, TEXT, COMMAND)
        if (count := sum(one.kind == kind for one in seen))
    ]
    for kind, _ in _KINDS:
        files = tuple(file.path for file in counted if kind_of(file.path) == kind)
        if files:
            facts.append(Fact(f"does-{kind}", {"count": len(files)}))
    code = [file for file in counted if kind_of(file.path) == "code" and not _only_words(file, seen)]
    return tuple([Fact("does-code", {"count": len(code)}), *facts] if code else facts)


def _only_words(file: FileChange, seen: Sequence[Seen]) -> bool:
    return any(one.kind == TEXT and one.file == file.path for one in seen)
