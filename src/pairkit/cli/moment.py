"""`pairkit checklist MOMENT`: what the two ask themselves beside the review of a change."""

from __future__ import annotations

from typing import Any

from pairkit.checklist import ticks
from pairkit.checklist.demo import tomorrow
from pairkit.checklist.document import Fact
from pairkit.checklist.moment import Moment, fitting, planned, project_facts
from pairkit.checklist.surface import surface
from pairkit.cli.source import Source, assessed
from pairkit.cli.speak import asked_language, hint, language
from pairkit.gate.assess import Assessment
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find
from pairkit.git.run import git
from pairkit.playbook.moments import moment as load
from pairkit.report.findings_json import safe_json
from pairkit.report.moment_sheet import moment_part, standing
from pairkit.report.sheet import Part, pieces
from pairkit.report.sheet_markdown import sheet_markdown
from pairkit.words.catalogue import say


def at_moment(
    name: str, source: Source, readers: list[str], format_: str, earlier: str, paths: list[str], *, run: bool
) -> str:
    """Return the document for a moment, as Markdown or JSON, with the ticks of an earlier one."""
    place = find(".")
    with assessed(_change_of(name, source, place)) as assessment:
        made = _made(name, assessment, place, paths, run=run)
        kept = ticks.ticks(earlier)
        parts = []
        for reader in readers:
            spoken = _language_of(reader, assessment)
            lessons = assessment.playbooks.words(spoken)["lessons"]
            parts.append(moment_part(made, assessment.agreement, lessons, reader, spoken, kept))
    if format_ == "json":
        return safe_json({"version": 1, "moment": name, "parts": [_plain(part) for part in parts]})
    return ticks.inserted(earlier, sheet_markdown(parts, ticks.left_behind(earlier, standing(made))))


def _change_of(name: str, source: Source, place: Place) -> Source:
    """A release is about all since the last one, unless a change is named."""
    if name != "release" or source.range is not None or source.staged:
        return source
    last = git(["describe", "--tags", "--abbrev=0"], place.root, ok=128).decode("utf-8", "replace").strip()
    return source._replace(range=f"{last}...HEAD") if last else source


def _made(name: str, assessment: Assessment, place: Place, paths: list[str], *, run: bool) -> Moment:
    with Objects(place.root) as objects:
        known = project_facts(place, objects)
    head = load(name, assessment.playbooks.folders)
    seen = surface(assessment.change) if name == "release" else []
    tried: tuple[Fact, ...] = ()
    if run and name == "handover":
        from pairkit.checklist.handover import try_handover

        tried = try_handover(place, assessment.agreement.run, _tell)
    return Moment(
        name=name,
        head=head,
        items=fitting(head["items"], known),
        plan=planned(assessment.agreement, paths),
        tomorrow=tomorrow(seen, assessment.mask),
        tried=tried,
        role=assessment.acting.role,
    )


def _tell(command: str) -> None:
    hint(say(language(), "checklist.running", command=command))


def _language_of(reader: str, assessment: Assessment) -> str:
    person = assessment.agreement.first(reader)
    if asked_language() is None and person is not None and person.language:
        return person.language
    return language()


def _plain(part: Part) -> dict[str, Any]:
    return {
        "reader": part.reader,
        "language": part.language,
        "title": part.title,
        "lead": list(part.lead),
        "sections": [
            {
                "id": section.key,
                "title": section.title,
                "text": _bare(section.before),
                "items": [
                    {
                        "id": row.ids[0] if row.ids else None,
                        "text": _bare(row.text),
                        "must": row.must,
                        "details": [_bare(detail) for detail in row.details],
                        "done": row.tick.done,
                        "note": row.tick.note,
                        "does_not_apply": row.tick.waived,
                    }
                    for row in section.rows
                ],
            }
            for section in part.sections
        ],
    }


def _bare(text: str) -> str:
    return "".join(piece for _, piece in pieces(text))
