"""The form of `template.yaml` and `layer.yaml`, as data for the strict reader; `docs/templates.md` explains it."""

from __future__ import annotations

from typing import Any

from pairkit.project.zones import ZONES
from pairkit.strict import Either, Items, Record, Scalar, Table, Text, Truth

KINDS = ("text", "choice", "whole", "truth", "multi")
"""Kinds of questions. `truth` is yes or no; the answer to `multi` is a list of some of its choices."""

FACTS = {
    "install": "the command that installs what the project needs",
    "run": "the command that starts it for the person who works on it",
    "tests": "the command that runs the tests",
    "lint": "the command that looks at the style",
    "types": "the command that checks types",
    "start": "the command that starts it here and stays up without opening anything",
    "serve": "the command that serves it on all addresses of a container, until it gets SIGTERM",
    "port": "the port it listens on",
    "health": "the path that answers while the process lives",
    "ready": "the path that answers once it can work",
    "migrate": "the command that brings the data to the newest form",
    "setup": "the command that tells how the first person comes in, after the first start on a server",
    "backup": "the command that copies all data, also while the program runs; a file's name is put after it",
    "restore": "the command that brings such a copy back; a file's name is put after it",
    "data": "the folder that holds what must outlive the process",
    "database_setting": "the setting that holds the database's address, a secret",
    "hosts_setting": "the setting that names the hosts under which it is reached, with commas between",
    "package": "the package that holds the code",
    "python": "the oldest Python that will do",
}
"""What a template tells the layers it is built of. A fact may use answers; one that nobody tells is an empty text."""

BOTH = Record(needs={"en": Text(), "ko": Text()})
_WORDS = Record(needs={"en": Text(), "ko": Text()}, may={"when": Text()})
_CHOICE = Record(needs={"value": Text(), "en": Text(), "ko": Text()})
QUESTION = Record(
    needs={
        "key": Text(),
        "ask": BOTH,
        "kind": Text(KINDS),
        "default": Either((Scalar(), Items(Text()))),
    },
    may={
        "choices": Items(Either((Text(), _CHOICE))),
        "pattern": Text(),
        "expected": BOTH,
        "asked": Truth(),
        "empty": Truth(),
        "reserved": Truth(),
        "when": Text(),
    },
    defaults={
        "asked": True,
        "empty": False,
        "reserved": False,
        "choices": [],
        "pattern": "",
        "when": "",
        "expected": {"en": "", "ko": ""},
    },
)
_PACKAGE = Either((Text(), Record(needs={"package": Text(), "when": Text()})))
_STEP = Record(may={"en": Text(), "ko": Text(), "run": Text(), "windows": Text(), "when": Text()})
_ENV = Record(needs={"name": Text(), "value": Text(empty=True), "about": BOTH}, may={"when": Text()})
_EXTRA = Record(needs={"name": Text(), "packages": Items(Text())}, may={"when": Text()})
_PART: dict[str, Any] = {
    "questions": Items(QUESTION),
    "facts": Record(may={name: Text() for name in FACTS}),
    "zones": Record(may={zone: Items(Text()) for zone in ZONES}),
    "ignore": Items(Text()),
    "env": Items(_ENV),
    "files": Items(Record(needs={"paths": Items(Text()), "when": Text()})),
    "dependencies": Items(_PACKAGE),
    "test_dependencies": Items(_PACKAGE),
    "dev_dependencies": Items(_PACKAGE),
    "extras": Items(_EXTRA),
    "notes": Items(_WORDS),
    "demo": Items(_WORDS),
    "next": Items(_STEP),
}
LAYER = Record(needs={"name": Text(), "about": BOTH}, may=_PART)
TEMPLATE = Record(
    needs={
        "name": Text(),
        "version": Text(),
        "about": BOTH,
        "layers": Items(Either((Text(), Record(needs={"name": Text()}, may={"when": Text()})))),
    },
    may={**_PART, "defaults": Table(Either((Scalar(), Items(Text()))))},
)
