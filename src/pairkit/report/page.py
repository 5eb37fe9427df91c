"""The checklist as one HTML file that needs no network: for a phone, a desk and paper, for eyes, ears and keyboard.

Both languages are in it, and both readers' parts; a script of our own, allowed by its hash alone, switches between them
and turns ticks into the Markdown to paste back. Whatever comes from the change is text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pairkit.report.page_code import tokens
from pairkit.report.page_map import project_map
from pairkit.report.sheet import Part, pieces
from pairkit.words.catalogue import LANGUAGES, say

_ASSETS = os.path.join(os.path.dirname(__file__), "assets")
_AREA = "checklist."


class Surroundings(NamedTuple):
    """The project around the change, for the picture: (path, zone) of its other files and of the touched ones."""

    others: Sequence[tuple[str, str]] = ()
    touched: Sequence[tuple[str, str]] = ()


def surroundings(every: Iterable[tuple[str, str]], touched: Mapping[str, str]) -> Surroundings:
    """Return what the picture shows of a project with the files `every`, of which `touched` (path: zone) changed."""
    return Surroundings([pair for pair in every if pair[0] not in touched], list(touched.items()))


def page(parts: Sequence[Part], markdown: str, language: str, around: Surroundings) -> str:
    """Return the page for `parts` (each reader in each language), first shown in `language`.

    `markdown` is the same document as it stands in the pull request, for the export.
    """
    from markupsafe import Markup

    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"
    made: str = _template().render(
        language=language,
        languages=LANGUAGES,
        parts=parts,
        readers=list(dict.fromkeys(part.reader for part in parts)),
        titles={code: _title(parts, code) for code in LANGUAGES},
        leads={code: _lead(parts, code) for code in LANGUAGES},
        maps={code: _map(around, code) for code in LANGUAGES},
        policy=policy + "; form-action 'none'",
        style=Markup(style),  # noqa: S704 - our own files
        script=Markup(script),  # noqa: S704
        markdown=Markup(_json(markdown)),  # noqa: S704 - nothing in it can end its element
        say=_say,
        pieces=pieces,
        tokens=tokens,
    )
    return made


def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=False, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_asset("page.html.jinja"))


def _asset(name: str) -> str:
    with open(os.path.join(_ASSETS, name), encoding="utf-8", newline="\n") as file:
        return file.read()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(text: str) -> str:
    """Return JSON that cannot end the element it stands in."""
    return json.dumps(text).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _say(language: str, key: str, **facts: object) -> str:
    return say(language, _AREA + key, **facts)


def _title(parts: Iterable[Part], language: str) -> str:
    known = [part for part in parts if part.language == language and part.title]
    first = next((part for part in known if part.reader == "developer"), known[0] if known else None)
    return "".join(piece for _, piece in pieces(first.title)) if first else say(language, "checklist.untitled")


def _lead(parts: Iterable[Part], language: str) -> tuple[str, ...]:
    return next((part.lead for part in parts if part.language == language and part.title and part.lead), ())


def _map(around: Surroundings, language: str) -> dict[str, Any]:
    from markupsafe import Markup

    if not around.touched:
        return {}
    names = {zone: say(language, f"checklist.zone-{zone}") for zone in ("maker", "shared", "developer", "closed")}
    names[""] = say(language, "checklist.page-files")
    count = len(around.touched)
    said = say(language, "checklist.page-map", count=count, all=len(around.others) + count)
    return {"picture": Markup(project_map(around, names, said)), "said": said}  # noqa: S704 - it escapes what it shows
