"""The checklist as Markdown, for a terminal, a file or a pull request's description.

The developer's part is technical and short, the maker's is in plain words; each in its reader's language. Every item
carries its id in a comment, so that a tick can be found again after the next push.
"""

from __future__ import annotations

from pairkit.checklist.document import Checklist, Fact
from pairkit.gate.assess import Assessment
from pairkit.report.markdown import code, plain, with_page
from pairkit.report.sentences import Sentences
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

_FILES = 12
_OPEN, _CLOSE = "\u27e6", "\u27e7"
_NAMES = 5


def checklist_markdown(checklist: Checklist, assessment: Assessment, parts: list[tuple[str, str]]) -> str:
    """Return the document; `parts` are (reader, language) with reader "developer" or "maker"."""
    makers = {"developer": _developer, "maker": _maker}
    texts = [
        makers[reader](checklist, Sentences(assessment.playbooks, assessment.agreement, code_))
        for reader, code_ in parts
    ]
    return "\n\n---\n\n".join(texts) + "\n"


def _developer(checklist: Checklist, words: Sentences) -> str:
    language = words.language
    parts = [_head(checklist, language)]
    if checklist.look:
        rows = [_technical(finding, words) for finding in checklist.look]
        parts.append(_list(say(language, "checklist.look"), [*rows, *_rest(checklist, language)]))
    parts.append(
        _list(say(language, "checklist.verified"), [f"- {_fact(fact, language)}" for fact in checklist.verified])
    )
    parts.append(
        _list(say(language, "checklist.not-checked"), [f"- {_fact(fact, language)}" for fact in checklist.not_checked])
    )
    parts.append(_list(say(language, "checklist.files"), _file_rows(checklist, language)))
    return "\n\n".join(part for part in parts if part)


def _maker(checklist: Checklist, words: Sentences) -> str:
    language = words.language
    parts = [f"### {say(language, 'checklist.maker-title')}"]
    if checklist.look:
        rows = [_everyday(finding, words) for finding in checklist.look]
        parts.append(_list(say(language, "checklist.maker-look"), [*rows, *_rest(checklist, language)]))
    else:
        parts.append(say(language, f"checklist.maker-nothing-{checklist.lane}"))
    if checklist.questions:
        asked = [
            f"{n}. {plain(words.text(finding, 'ask'))} {_mark('q', finding)}"
            for n, finding in enumerate(checklist.questions, 1)
        ]
        parts.append(_list(say(language, "checklist.questions"), asked))
    open_ = [f"- {say(language, _FOR_MAKER[fact.key])}" for fact in checklist.not_checked if fact.key in _FOR_MAKER]
    parts.append(_list(say(language, "checklist.maker-open"), open_))
    return "\n\n".join(part for part in parts if part)


_FOR_MAKER = {
    "not-tests-run": "checklist.maker-tests",
    "not-tests-known": "checklist.maker-tests",
    "not-binary": "checklist.maker-binary",
    "not-fragment": "checklist.maker-fragment",
    "not-meaning": "checklist.maker-meaning",
}
"""What of the third list concerns the maker, and how it is said to them."""


def _head(checklist: Checklist, language: str) -> str:
    title = plain(checklist.title) or say(language, "checklist.untitled")
    facts = say(
        language,
        "checklist.size",
        count=len(checklist.files),
        added=checklist.added,
        removed=checklist.removed,
        minutes=checklist.minutes,
        lane=say(language, f"checklist.{checklist.lane}"),
    )
    return f"## {title}\n\n{facts}\n{say(language, f'checklist.{checklist.lane_reason}')}"


def _technical(finding: Finding, words: Sentences) -> str:
    where = f"{finding.file}:{finding.line}" if finding.line else finding.file or ""
    side = f" ({say(words.language, 'checklist.removed-line')})" if finding.side == "old" and finding.line else ""
    lines = [f"- [ ] {_sentence(finding, words, where)}{side} {_mark('f', finding)}"]
    if finding.evidence:
        lines.append(f"  {code(finding.evidence)}")
    lines.append(f"  {with_page(words.text(finding, 'look') or words.text(finding, 'do'), words.revoke(finding))}")
    lines.append(f"  *{words.lesson(finding)}* · {finding.rule}")
    return "  \n".join(lines)


def _sentence(finding: Finding, words: Sentences, where: str) -> str:
    """Return what was found, with the file as a code span.

    The name stands between two marks while the sentence is filled: a Korean particle must fit the name, and a name must
    not be taken for markup.
    """
    name = clean(finding.file or "")
    before, found, rest = words.found(finding, f"{_OPEN}{name}{_CLOSE}").partition(f"{_OPEN}{name}{_CLOSE}")
    return plain(before) + (code(where) if found else "") + plain(rest)


def _everyday(finding: Finding, words: Sentences) -> str:
    ending = "" if words.language == "ko" else "."
    lines = [f"- [ ] {_sentence(finding, words, finding.file or '')}{ending} {_mark('m', finding)}"]
    lines.append(f"  {plain(words.text(finding, 'why'))}")
    lines.append(f"  {with_page(words.text(finding, 'do'), words.revoke(finding))}")
    return "  \n".join(lines)


def _rest(checklist: Checklist, language: str) -> list[str]:
    if not checklist.more:
        return []
    files = list(dict.fromkeys(finding.file for finding in checklist.more if finding.file))
    names = ", ".join(code(name) for name in files[:_NAMES]) + (" …" if len(files) > _NAMES else "")
    return ["", say(language, "checklist.more", count=len(checklist.more), files=names)]


def _fact(fact: Fact, language: str) -> str:
    facts = {name: plain(value) if isinstance(value, str) else value for name, value in fact.facts.items()}
    if "command" in facts:
        facts["command"] = code(str(fact.facts["command"]))
    text = say(language, f"checklist.{fact.key}", **facts)
    names = ", ".join(code(name) for name in fact.files[:_NAMES])
    return f"{text}: {names}{' …' if len(fact.files) > _NAMES else ''}" if names else text


def _file_rows(checklist: Checklist, language: str) -> list[str]:
    ranked = sorted(checklist.files, key=lambda file: (file.generated is not None, -(file.added + file.removed)))
    rows = []
    for file in ranked[:_FILES]:
        zone = say(language, f"checklist.zone-{file.zone}") if file.zone else ""
        skim = say(language, "checklist.skim") if file.generated else ""
        notes = " · ".join(note for note in (zone, skim) if note)
        rows.append(f"- {code(file.path)} +{file.added} −{file.removed}" + (f" · {notes}" if notes else ""))
    if len(ranked) > _FILES:
        rows.append(f"- {say(language, 'checklist.more-files', count=len(ranked) - _FILES)}")
    return rows


def _list(title: str, rows: list[str]) -> str:
    return f"**{title}**\n" + "\n".join(["", *rows]) if rows else ""


def _mark(kind: str, finding: Finding) -> str:
    return f"<!-- pairkit:{kind}-{finding.fingerprint} -->"
