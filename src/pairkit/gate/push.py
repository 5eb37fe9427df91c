"""Judge a push: what each reference would change over there, and what every commit on its way carries along.

A push sends the history, so a secret counts also where a later commit took it out again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pairkit.change.model import Change
from pairkit.change.pushed import (
    TAGS,
    Scan,
    Update,
    base_of,
    commits,
    contains,
    each,
    is_here,
    net,
    parent_of,
    straight,
    writers,
)
from pairkit.errors import BrokenFile
from pairkit.gate.allowed import reasons
from pairkit.gate.assess import Assessment, Landing, assess, here, judge_at
from pairkit.gate.judge import is_protected, judge, place_of
from pairkit.gate.verdict import ALLOWED, OWN_BRANCH, PASS, SAY, STOP, WAIT
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting, who
from pairkit.project.zones import may_change
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.rules.finding import Finding

SECONDS = 20.0
"""How long the commits of one push are looked through: who waits longer than that switches a hook off."""

DELETED, FORCED, BEHIND, TAG_MOVED, UNKNOWN = "deleted", "forced", "behind", "tag-moved", "unknown"
_NOT_CARRIED = ("guard-file", "agreement-broken")
"""Rules about the version that lands, not about what a history holds for good."""


class Carried(NamedTuple):
    """What a commit on its way holds.

    `before` is the commit to go back to, which takes back `undone` commits; empty where going back would lose history.
    """

    finding: Finding
    commit: str
    before: str
    undone: int


class Sent(NamedTuple):
    """One reference of a push, judged. `reason` is why the reference itself stops or cannot be compared."""

    update: Update
    outcome: str
    reason: str = ""
    carried: tuple[Carried, ...] = ()
    landed: Assessment | None = None
    scan: Scan = Scan(0, 0)


class Push(NamedTuple):
    """A whole push, judged. `branch` is checked out here; `trouble` is why the agreement could not be used."""

    remote: str
    branch: str | None
    agreement: Agreement
    playbooks: Index
    acting: Acting
    sent: tuple[Sent, ...]
    trouble: BrokenFile | None = None

    @property
    def outcome(self) -> str:
        """Return the worst outcome."""
        order = (PASS, SAY, WAIT, STOP)
        return max((one.outcome for one in self.sent), key=order.index, default=PASS)


def judge_push(
    place: Place, objects: Objects, remote: str, updates: Sequence[Update], seconds: float = SECONDS
) -> Push:
    """Judge the push of `updates` to `remote` (a name, or an address)."""
    agreement, playbooks, trouble = judge_at(place, objects, "HEAD")
    rules = [rule for rule in playbooks.rules if rule["stops"] == OWN_BRANCH and rule["id"] not in _NOT_CARRIED]
    push = Push(remote, place.branch, agreement, playbooks._replace(rules=rules), here(place, agreement), (), trouble)
    known = [one.remote for one in updates if not one.creates and is_here(objects, one.remote)]
    judging = _Judging(place, objects, push, known, time.monotonic() + seconds)
    return push._replace(sent=tuple(judging.judge(update) for update in updates), playbooks=playbooks)


class _Judging(NamedTuple):
    """What all references of one push share; `end` is when the time is over."""

    place: Place
    objects: Objects
    push: Push
    known: list[str]
    end: float

    def judge(self, update: Update) -> Sent:
        protected = is_protected(update.branch, self.push.agreement.protected)
        reason = self._reason(update, protected=protected)
        if reason:
            return Sent(update, SAY if reason == UNKNOWN else STOP, reason)
        if update.deletes:
            return Sent(update, PASS)
        return self._contents(update, protected=protected and not update.creates)

    def _reason(self, update: Update, *, protected: bool) -> str:
        if update.deletes:
            return DELETED if protected else ""
        if update.creates or update.local == update.remote:
            return ""
        if update.remote_ref.startswith(TAGS):
            return TAG_MOVED
        if update.remote not in self.known:
            return BEHIND if protected and not self._is_shallow() else UNKNOWN
        return FORCED if protected and not contains(self.place, update.local, update.remote) else ""

    def _is_shallow(self) -> bool:
        """In a shallow copy the other side's version may be an older one that was never fetched."""
        import os

        return os.path.exists(os.path.join(self.place.common_dir, "shallow"))

    def _contents(self, update: Update, *, protected: bool) -> Sent:
        ids = commits(self.place, update, self.push.remote, self.known)
        if not ids and not protected:
            return Sent(update, PASS)
        base = base_of(self.place, update, self.push.remote, self.known)
        where = place_of(update.branch, protected=protected)
        carried, scan = self._carried(ids)
        allowed = self._allowed(update, base)
        verdict = judge([one.finding for one in carried], where, allowed)
        action = {decision.finding.fingerprint: decision.action for decision in verdict.decisions}
        kept = tuple(one for one in carried if action[one.finding.fingerprint] != ALLOWED)
        outcomes = [verdict.outcome, SAY if scan.looked < scan.of else PASS]
        landed = None
        if protected or where != OWN_BRANCH:
            landed = self._landed(update, base, {one.finding.fingerprint for one in carried}, protected=protected)
            outcomes.append(landed.verdict.outcome)
        order = (PASS, SAY, WAIT, STOP)
        outcome = max((one for one in outcomes if one in order), key=order.index, default=PASS)
        return Sent(update, outcome, "", kept, landed, scan)

    def _carried(self, ids: list[str]) -> tuple[list[Carried], Scan]:
        """Return what the commits hold, each thing once: at the oldest commit that brought it."""
        found: dict[str, Carried] = {}
        looked = 0
        for n, (commit, change) in enumerate(each(self.place, ids, self.objects, self.end - time.monotonic()), 1):
            looked = n
            for finding in self._in(change):
                found[finding.fingerprint] = Carried(finding, commit, "", n)
        ordered = sorted(found.values(), key=lambda one: one.undone)
        line = straight(self.place, ids[0], len(ids)) if ordered else set()
        back = {one.commit: parent_of(self.place, one.commit) for one in ordered if one.commit in line}
        return [one._replace(before=back.get(one.commit, "")) for one in ordered], Scan(looked, len(ids))

    def _in(self, change: Change) -> Iterator[Finding]:
        if not change.files:
            return
        context = Context(change, self.push.agreement, self.push.acting, self.push.playbooks, quick=True)
        findings, mask = run(context)
        hide = mask.for_names()
        for finding in findings:
            if finding.stops == OWN_BRANCH and finding.facts.get("variant") != "unignored":
                yield finding._replace(file=hide(finding.file)) if finding.file else finding

    def _allowed(self, update: Update, base: str) -> dict[str, str]:
        first = update.creates and self.objects.find(f"{base}:pairkit.yaml") is None
        change = Change("range", (), base=update.local if first else base, tip=update.local)
        try:
            return reasons(change, self.push.acting, self.objects)
        except BrokenFile:
            return {}

    def _landed(self, update: Update, base: str, told: set[str], *, protected: bool) -> Assessment:
        change = net(self.place, base, update.local, self.objects)
        landed = assess(self.place, change, self.objects, lenient=True, landing=Landing(update.branch, protected))
        decisions = [one for one in landed.verdict.decisions if one.finding.fingerprint not in told]
        crossed = [one for one in decisions if one.finding.klass == "zone-crossed"]
        if crossed:
            by = writers(self.place, base, update.local)
            own = [one for one in crossed if self._wrote_owners(by, landed.agreement, one.finding)]
            decisions = [one for one in decisions if one not in own]
        return landed._replace(verdict=landed.verdict._replace(decisions=tuple(decisions)))

    def _wrote_owners(self, by: dict[str, set[str]], agreement: Agreement, finding: Finding) -> bool:
        """Tell whether only people who answer for a file changed it: whoever merges and pushes that crosses nothing."""
        people = [who(agreement.people, email) for email in by.get(finding.file or "", ())]
        return bool(people) and all(one is not None and may_change(one.role, finding.zone) for one in people)
