"""Who answers for a request on a forge, and which crossed zones its owner has answered for."""

from __future__ import annotations

from pairkit.forge.request import Request
from pairkit.gate.verdict import ALLOWED, WAIT, Decision, Verdict
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting, by_account
from pairkit.project.zones import may_change

QUEUE = "merge queue"


def opener(request: Request, agreement: Agreement) -> Acting:
    """Return who opened the request, by the forge's account; one that nobody knows counts as a maker."""
    person = by_account(agreement.people, request.forge, request.author)
    return Acting(person, "", person.name if person else request.author)


def answered(verdict: Verdict, request: Request, agreement: Agreement) -> Verdict:
    """Return the verdict with each crossing let pass for which somebody of the owning role approved this very head.

    In a merge queue every crossing passes: a request gets in only once its own check was green.
    """
    approvers = [by_account(agreement.people, request.forge, account) for account in request.approvers]
    known = [person for person in approvers if person is not None]

    def decided(decision: Decision) -> Decision:
        if decision.action != WAIT:
            return decision
        if request.queued:
            return decision._replace(action=ALLOWED, because=QUEUE, by=QUEUE)
        owner = next((one for one in known if may_change(one.role, decision.finding.zone)), None)
        if owner is None:
            return decision
        return decision._replace(action=ALLOWED, because=f"{owner.name} ✓ {request.head[:10]}", by=owner.called)

    decisions = [decided(decision) for decision in verdict.decisions]
    return verdict._replace(decisions=tuple(sorted(decisions, key=lambda one: one.action == ALLOWED)))
