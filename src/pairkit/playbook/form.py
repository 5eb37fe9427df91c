"""The form of a playbook's files, as `strict.read` checks it."""

from __future__ import annotations

from pairkit.playbook.classes import CLASSES
from pairkit.strict import Anything, Either, Form, Items, Record, Table, Text, Truth, Whole

LANGUAGES = ("python", "javascript", "typescript", "tsx", "html", "go", "java", "ruby", "php", "rust", "bash", "yaml")
SEVERITIES = ("must", "should", "note")
STOPS = ("own-branch", "protected-branch", "nowhere")

_PARTS = Either((Text(empty=True), Items(Text(empty=True))))
_FILE: dict[str, Form] = {"path": Text(), "old_path": Text(), "old": _PARTS, "new": _PARTS, "mode": Text()}
EXAMPLE = Record(
    may={
        **_FILE,
        "files": Items(Record(needs={"path": Text()}, may=_FILE)),
        "line": Whole(1),
        "repeat": Whole(1),
        "given": Record(
            may={
                "branch": Text(),
                "remote": Truth(),
                "title": Text(),
                "role": Text(("maker", "developer")),
                "zones": Table(Items(Text())),
                "unsaved": Truth(),
            }
        ),
        "only": Text(("file", "patch")),
        "command": Text(),
        "because": Text(),
    }
)
COMMAND = Record(
    needs={"run": Text()},
    may={"with": Items(Text()), "without": Items(Text()), "args": Text(), "check": Text()},
)
DETECT = Record(
    may={
        "added": Text(),
        "removed": Text(),
        "literals": Items(Text()),
        "paths": Items(Text()),
        "not_paths": Items(Text()),
        "status": Items(Text(("added", "modified", "deleted", "renamed"))),
        "detector": Text(),
        "side": Text(("added", "removed", "any")),
        "shapes": Truth(),
        "command": Items(COMMAND),
        "structure": Record(
            needs={"languages": Items(Text(LANGUAGES)), "rule": Anything()}, may={"constraints": Anything()}
        ),
    }
)
WORDS = Record(
    needs={"title": Text(), "found": Text(), "why": Text(), "do": Text()},
    may={
        "many": Text(),
        "also": Text(),
        "look": Text(),
        "tell_ai": Text(),
        "ask": Text(),
        "what": Text(),
        "variants": Table(Text()),
        "example": Text(),
        "instead": Text(),
    },
)
RULE = Record(
    needs={
        "id": Text(),
        "class": Text(CLASSES),
        "lesson": Text(),
        "severity": Text(SEVERITIES),
        "confidence": Text(("sure", "likely")),
        "stable": Truth(),
        "stops": Text(STOPS),
        "detect": Items(DETECT),
        "en": WORDS,
        "ko": WORDS,
        "examples": Record(needs={"found": Items(EXAMPLE), "quiet": Items(EXAMPLE)}),
    },
    may={"irreversible": Truth()},
    defaults={"irreversible": False},
)
_BOTH = Record(needs={"en": Text(), "ko": Text()})
SHAPES = Record(
    needs={
        "vendor": Text(),
        "shapes": Items(
            Record(
                needs={
                    "id": Text(),
                    "title": _BOTH,
                    "literals": Items(Text()),
                    "pattern": Text(),
                    "confidence": Text(("sure", "likely")),
                    "example": Items(Text()),
                    "quiet": Items(Items(Text())),
                },
                may={"checksum": Text(("github",))},
            )
        ),
    },
    may={"revoke": Text()},
)
LESSON = Record(
    needs={
        "id": Text(),
        "en": Record(needs={"title": Text(), "text": Text()}),
        "ko": Record(needs={"title": Text(), "text": Text()}),
    }
)
PLAYBOOK = Record(needs={"name": Text(), "about": _BOTH})
