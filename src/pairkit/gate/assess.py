"""From a change to its findings and verdict: the one way that the hook, `check` and `checklist` all go."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pairkit.change.attributes import with_attributes
from pairkit.change.model import Change, FileChange
from pairkit.errors import BrokenFile, GitFailed
from pairkit.forge.request import Request
from pairkit.gate.allowed import reasons
from pairkit.gate.judge import is_protected, judge, place_of
from pairkit.gate.verdict import PROTECTED, Verdict
from pairkit.git.objects import Objects
from pairkit.git.place import Place, committer, configured, entry, has_remote
from pairkit.playbook.chosen import of_agreement
from pairkit.playbook.index import Index, available, index
from pairkit.playbook.own import split
from pairkit.project import store
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting, is_nobody, who
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.rules.finding import Finding
from pairkit.rules.mask import Mask
from pairkit.rules.outside import outside_of

if TYPE_CHECKING:
    from pairkit.rules.registry import Asked  # no hook asks a registry
    from pairkit.rules.tree.run import Way

LOCK = "pairkit.lock"
NO_MASK = Mask(())
SECRETS = ("secret-added", "env-file")
"""Classes whose state is told: staged, committed or pushed."""


class Assessment(NamedTuple):
    """All that a report needs. `trouble` is why the agreement could not be used, where a hook must go on without it.

    `mask` hides the secrets that were found, in whatever else is shown of the change.
    """

    change: Change
    agreement: Agreement
    acting: Acting
    playbooks: Index
    findings: tuple[Finding, ...]
    verdict: Verdict
    branch: str | None = None
    trouble: BrokenFile | None = None
    mask: Mask = NO_MASK
    asked: tuple[Asked, ...] | None = None
    """What a registry said of the packages that the change adds; None where nobody was to be asked."""


class Landing(NamedTuple):
    """Where a push of this computer's person goes: the branch over there, and whether it is protected."""

    branch: str | None
    protected: bool


def assess(  # noqa: PLR0913 - by keyword alone, and each belongs to another command
    place: Place | None,
    change: Change,
    objects: Objects | None,
    *,
    lenient: bool = False,
    landing: Landing | None = None,
    way: Way | None = None,
    asked: tuple[Asked, ...] | None = None,
    request: Request | None = None,
) -> Assessment:
    """Judge a change, at a commit, where a push lands, or as a request on a forge, by the forge's accounts.

    Outside a repository (`place` is None) no agreement applies: every shipped check, no zones. `lenient` is for hooks:
    an agreement that cannot be read is told and not obeyed, instead of raised as BrokenFile, and only rules run that
    may stop a commit or must be said at it. `way` says how a whole tree is looked at, `asked` what `check --online`
    learned of packages.
    """
    agreement, playbooks, trouble = judge_of(place, change, objects, lenient=lenient)
    acting = _who(place, change, agreement, request, landing=landing)
    protected = landing.protected if landing else _protected(place, change, agreement)
    branch = landing.branch if landing else place.branch if place else None
    change = _as_known(place, change, objects)
    context = Context(
        change=change,
        agreement=agreement,
        acting=acting,
        playbooks=playbooks,
        branch=branch,
        protected=protected,
        quick=lenient,
        missing=frozenset(one.name for one in asked or () if one.state == "missing"),
        zones=agreement.make_zones() if agreement.people and change.source != "all" else None,
        outside=outside_of(place.root, change, objects) if place else None,
    )
    change, findings, mask = _findings(context, place, objects, way)
    allowed, broken = _allowed(place, context, objects, findings)
    if broken and not lenient:
        raise broken
    where = place_of(branch, protected=protected) if landing or _is_commit(change) else PROTECTED
    verdict = judge(findings, where, allowed)
    if request:
        from pairkit.gate.answered import answered

        verdict = answered(verdict, request, agreement)
    return Assessment(
        change, agreement, acting, playbooks, tuple(findings), verdict, branch, broken or trouble, mask, asked
    )


def _as_known(place: Place | None, change: Change, objects: Objects | None) -> Change:
    """Return a change with what the project says of its files, and what its template made of them."""
    if place and place.head and objects and change.source != "patch":
        change = with_attributes(change, change.base if change.source == "range" else "HEAD", objects)
    return _without_renderings(place, change, objects)


def _allowed(
    place: Place | None, context: Context, objects: Objects | None, findings: list[Finding]
) -> tuple[dict[str, str], BrokenFile | None]:
    """Return why findings may pass, by fingerprint, and what is wrong with the file that says so."""
    if not (findings and place and place.head):
        return {}, None
    try:
        return reasons(context.change, context.acting, objects), None
    except BrokenFile as error:
        return {}, error


def _who(
    place: Place | None, change: Change, agreement: Agreement, request: Request | None, *, landing: Landing | None
) -> Acting:
    """Return who answers for a change: on a forge who opened the request, at a commit and a push who sits here."""
    if request:
        from pairkit.gate.answered import opener  # a hook never knows of a request

        return opener(request, agreement)
    return here(place, agreement) if place and (landing or _is_commit(change)) else _author(change, agreement)


def _findings(
    context: Context, place: Place | None, objects: Objects | None, way: Way | None
) -> tuple[Change, list[Finding], Mask]:
    """Run the rules; return the change as it may be shown, its findings with secrets' states, and the mask."""
    change = context.change
    if change.source == "all" and place is not None and objects is not None:
        from pairkit.rules.tree.run import run_tree  # not on a hook's path

        change, found, mask = run_tree(context, objects, place.root, way)
    else:
        found, mask = run(context)
    rendered = {file.path for file in change.files if file.generated == "template"}
    findings = [one for one in found if one.file not in rendered or one.klass == "zone-crossed"]
    if any(finding.klass in SECRETS for finding in findings):
        from pairkit.gate.secret_state import with_states  # asks git, so only where a secret was found

        findings = with_states(place, change, objects, findings, mask)
    return *_masked(change, findings, mask), mask


def _masked(change: Change, findings: list[Finding], mask: Mask) -> tuple[Change, list[Finding]]:
    """Hide secrets in names too: a report goes to logs and pull requests."""
    change = change._replace(title=mask(change.title))
    hide = mask.for_names()
    names = (name or "" for file in change.files for name in (file.path, file.old_path))
    if not hide.touches(chain(names, (finding.file or "" for finding in findings))):
        return change, findings
    files = tuple(file if hide(file.path) == file.path else _renamed(file, hide) for file in change.files)
    return change._replace(files=files), [f._replace(file=hide(f.file)) if f.file else f for f in findings]


def _renamed(file: FileChange, mask: Mask) -> FileChange:
    return file._replace(path=mask(file.path), old_path=mask(file.old_path or "") or None)


def judge_at(place: Place, objects: Objects, revision: str) -> tuple[Agreement, Index, BrokenFile | None]:
    """Return the agreement and the playbooks of a revision; one that cannot be read is told and not obeyed."""
    return judge_of(place, Change("range", (), base=revision), objects, lenient=True)


def judge_of(
    place: Place | None, change: Change, objects: Objects | None, *, lenient: bool
) -> tuple[Agreement, Index, BrokenFile | None]:
    """Return the agreement from before the change, so that a change cannot rewrite its own judge, and its playbooks."""
    before = change.base if change.source == "range" else "HEAD"
    found = objects.find(f"{before}:{store.FILE}") if place and objects and place.head else None
    if found is None and place and place.head and entry(place.root, f"{before}:{store.FILE}"):
        raise GitFailed("git-damaged", name=store.FILE)  # it is there and cannot be read: that is not "no agreement"
    if found is None:
        return store.none(), index(available()), None
    try:
        agreement = store.parse(*found)
    except BrokenFile as error:
        if not lenient:
            raise
        return store.none(), index(available()), error
    try:
        return agreement, of_agreement(agreement, found[1], before, objects), None
    except BrokenFile as error:
        if not lenient:
            raise
        known = [name for name in split(agreement.playbooks)[0] if name in available()]
        return agreement, index(known or available()), error  # the zones still hold, and every playbook that is whole


def _is_commit(change: Change) -> bool:
    return change.source in ("staged", "merge")


def here(place: Place, agreement: Agreement) -> Acting:
    """Return who acts at this computer."""
    name, email = committer(place.root)
    if is_nobody(email):  # an agent commits under its own name: it has the rights of whoever's computer this is
        name, email = configured(place.root)
    person = who(agreement.people, email)
    return Acting(person, email, person.name if person else name)


def _author(change: Change, agreement: Agreement) -> Acting:
    """Return who answers for a range: the first author who is not a developer."""
    authors = [email for email in change.authors if not is_nobody(email)]
    known = [(who(agreement.people, email), email) for email in authors]
    known.sort(key=lambda pair: pair[0] is not None and pair[0].role == "developer")
    if not known:
        return Acting(None)
    person, email = known[0]
    return Acting(person, email, person.name if person else "")


def _protected(place: Place | None, change: Change, agreement: Agreement) -> bool:
    if place is None or not _is_commit(change) or place.rebasing:
        return False
    return is_protected(place.branch, agreement.protected) and has_remote(place.root)


def _without_renderings(place: Place | None, change: Change, objects: Objects | None) -> Change:
    """Mark files that are exactly as the template made them: nobody here wrote them."""
    if place is None or objects is None:
        return change
    rendered = _rendered(objects.read(f"HEAD:{LOCK}" if place.head else f":{LOCK}"))
    if not rendered:
        return change
    files = tuple(_marked(file, rendered) for file in change.files)
    return change._replace(files=files)


def _rendered(raw: bytes | None) -> dict[str, str]:
    if raw is None:
        return {}
    try:
        files = json.loads(raw)["files"]
        return {path: entry["blob"] for path, entry in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _marked(file: FileChange, rendered: dict[str, str]) -> FileChange:
    same = file.new is not None and rendered.get(file.path) == file.new.blob
    return file._replace(generated="template") if same else file
