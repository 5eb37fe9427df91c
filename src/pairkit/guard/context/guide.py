"""What stands in our block of `AGENTS.md`: exact commands, who owns what, what never to do.

Short on purpose and never written by a model: generated essays cost tokens and lower success (arXiv 2602.11988), while
exact commands and limits help (arXiv 2601.20404). English, since agents read it; they speak the person's language.
"""

from __future__ import annotations

from pairkit.project.agreement import Agreement
from pairkit.project.people import Person
from pairkit.report.markdown import code, plain

MARKS = (
    "<!-- pairkit:guide, made from pairkit.yaml by `pairkit guard sync`; write above or below it -->",
    "<!-- /pairkit:guide -->",
)
_MEANINGS = {
    "maker": "the maker decides; ask before you change wording",
    "shared": "either may change it",
    "developer": "you may propose; the developer looks at it",
    "closed": "do not edit for the maker; say what you would need",
}
_LANGUAGES = {"ko": "Korean", "en": "English"}
_TEXT = """\
## Commands
{commands}
- what pairkit says of the staged change: `pairkit check`
- what a person will look at: `pairkit checklist`

## Who owns what
{people} The most specific pattern wins; what none names is shared.
{zones}

## Always
- One purpose a change; keep it below {split} lines.
- A change of behaviour comes with a test. Run the tests before you say that something works.
- Speak to the maker in plain words, in {language}: what changed on the screen, how to try it.
- If pairkit stops something, show its text to the person as it is, and do not try another way.

## Ask first
- A new package, a change of the database's form, a deleted file, anything that costs money or sends mail.

## Never
- Commit a password, a key or `.env`; name settings without values in `.env.example`.
- Delete, skip or loosen a test to make it pass.
- Edit `pairkit.yaml`, `pairkit.lock`, `.pairkit/`, git's hooks or an agent's settings; skip hooks (`--no-verify`).
- Rewrite shared history, force a push, reset a database that has data in it.
- Resolve a conflict in a file that belongs to the other person; tick a checklist for a person."""


def guide(agreement: Agreement) -> str:
    """Return the text of the block."""
    commands = [f"- {plain(name)}: {code(command)}" for name, command in agreement.run.items()]
    zones = [
        f"- **{zone}** ({_MEANINGS[zone]}): {', '.join(code(pattern) for pattern in agreement.zones[zone])}"
        for zone in _MEANINGS
        if agreement.zones.get(zone)
    ]
    text = _TEXT.format(
        commands="\n".join(commands) or "- none are named yet (`run:` in `pairkit.yaml`)",
        people=_people(agreement),
        zones="\n".join(zones) or "- no zones are drawn yet",
        split=agreement.size["split"],
        language=spoken_to(agreement),
    )
    return text.replace("<!--", "<! --")


def spoken_to(agreement: Agreement) -> str:
    """Return the language in which the maker is spoken to."""
    maker = agreement.first("maker")
    return _LANGUAGES.get(maker.language if maker else "", "their own language")


def named(person: Person | None, role: str) -> str:
    """Return how an agent reads of somebody: the role, and the name where there is one."""
    return f"the {role} ({plain(person.name)})" if person else f"the {role}"


def _people(agreement: Agreement) -> str:
    developer, maker = (named(agreement.first(role), role) for role in ("developer", "maker"))
    return f"Two people work here: {developer} answers for what is safe, {maker} for what is true."
