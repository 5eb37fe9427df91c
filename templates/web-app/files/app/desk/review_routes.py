"""The pages of the review: the list at `/`, and one translation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Request, Response

from app.database import DatabaseSession
from app.desk import reviewing
from app.desk.comparing import compare, versions_of
from app.desk.highlighting import highlight_source, highlight_target
from app.desk.matching import find_terms
from app.desk.review_list import count_by_status, list_rows, next_to_review
from app.desk.term_index import current_terms
from app.models import Status, Translation
from app.people.visitor import visitor_of
from app.text import clean_text
from app.web.pages import go_to, show, wants_part
from app.web.paging import Paging

router = APIRouter()

FormText = Annotated[str, Form()]
Revision = Annotated[int, Form()]


@router.get("/")
def show_list(
    request: Request, session: DatabaseSession, status: str = "", q: str = "", page: str = "1"
) -> Response:
    """Show the translations, those of one status if asked, that hold the words searched for."""
    search = clean_text(q)
    chosen = Status(status) if status in list(Status) else None
    counts = count_by_status(session, search)
    paging = Paging.of(page, counts[chosen or "all"])
    return show(
        request,
        "reviews/list.html",
        part="reviews/list_part.html",
        rows=list_rows(session, current_terms(request, session), chosen, search, paging),
        progress=count_by_status(session),
        counts=counts,
        chosen=chosen or "",
        search=search,
        paging=paging,
    )


def get_translation(
    session: DatabaseSession, translation_id: Annotated[int, Path(ge=1, lt=2**63)]
) -> Translation:
    """Return the translation that the address names, or answer that there is no such page."""
    translation = session.get(Translation, translation_id)
    if translation is None:
        raise HTTPException(404)
    return translation


Named = Annotated[Translation, Depends(get_translation)]


@router.get("/translations/{translation_id}")
def show_translation(request: Request, session: DatabaseSession, translation: Named) -> Response:
    """Show one translation with its terms, the decision and the history."""
    return _review(request, session, translation)


@router.post("/translations/{translation_id}/decision")
def decide(
    request: Request,
    session: DatabaseSession,
    translation: Named,
    revision: Revision,
    decision: FormText = "",
    comment: FormText = "",
) -> Response:
    """Accept the translation, or ask for a change and say which."""
    comment = clean_text(comment)
    problem = _problem_with_decision(translation, decision, comment)
    if problem:
        return _review(request, session, translation, 422, comment=comment, comment_problem=problem)
    act = reviewing.accept if decision == "accept" else reviewing.ask_for_change
    try:
        act(session, translation, comment, revision, visitor_of(request).person_id)
    except reviewing.Outdated:
        return _review(request, session, translation, 409, comment=comment, outdated=True)
    return _done(request, session, translation, translation.status)


@router.post("/translations/{translation_id}/text")
def change_text(
    request: Request,
    session: DatabaseSession,
    translation: Named,
    revision: Revision,
    target: FormText = "",
    keep: FormText = "",
) -> Response:
    """Replace the text of the translation; with `keep=draft` it does not wait for review yet."""
    target = clean_text(target)
    problem = _problem_with_text(target)
    if problem:
        return _review(request, session, translation, 422, draft=target, text_problem=problem)
    person, send = visitor_of(request).person_id, keep != "draft"
    try:
        changed = reviewing.change_text(session, translation, target, revision, person, send=send)
    except reviewing.Outdated:
        return _review(request, session, translation, 409, draft=target, outdated=True)
    done = ("edited" if send else "kept_as_draft") if changed else "unchanged"
    return _done(request, session, translation, done)


@router.post("/translations/{translation_id}/send")
def send_to_review(
    request: Request, session: DatabaseSession, translation: Named, revision: Revision
) -> Response:
    """Let the text wait for review as it is."""
    try:
        reviewing.send_to_review(session, translation, revision, visitor_of(request).person_id)
    except reviewing.Outdated:
        return _review(request, session, translation, 409, outdated=True)
    return _done(request, session, translation, "sent")


@router.post("/translations/{translation_id}/comment")
def comment_on(
    request: Request, session: DatabaseSession, translation: Named, remark: FormText = ""
) -> Response:
    """Add a comment to the history."""
    remark = clean_text(remark)
    problem = _problem_with_remark(remark)
    if problem:
        return _review(request, session, translation, 422, remark=remark, remark_problem=problem)
    reviewing.comment_on(session, translation, remark, visitor_of(request).person_id)
    return _done(request, session, translation, "commented")


@router.get("/translations/{translation_id}/compare")
def compare_versions(
    request: Request, translation: Named, older: str = "", newer: str = ""
) -> Response:
    """Show two versions of the text side by side, the last two unless others are asked for."""
    versions = versions_of(translation)
    last = len(versions)
    left = versions[_number(older, last, default=max(1, last - 1)) - 1]
    right = versions[_number(newer, last, default=last) - 1]
    return show(
        request,
        "reviews/compare.html",
        part="reviews/compare_part.html",
        translation=translation,
        versions=versions,
        left=left,
        right=right,
        comparison=compare(left.text, right.text),
    )


def _number(asked: str, last: int, default: int) -> int:
    """Read the number of a version from an address."""
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else default
    return min(max(1, number), last)


def _problem_with_decision(translation: Translation, decision: str, comment: str) -> str:
    if decision not in ("accept", "change"):
        return "review.problem.no_decision"
    if decision == "change" and not comment:
        return "review.problem.no_comment"
    if decision == "accept" and not translation.target:
        return "review.problem.nothing_to_accept"
    return "review.problem.long_comment" if len(comment) > reviewing.LONGEST_COMMENT else ""


def _problem_with_remark(remark: str) -> str:
    if not remark:
        return "review.problem.empty_comment"
    return "review.problem.long_comment" if len(remark) > reviewing.LONGEST_COMMENT else ""


def _problem_with_text(text: str) -> str:
    if not text:
        return "review.problem.no_text"
    return "review.problem.long_text" if len(text) > reviewing.LONGEST_TEXT else ""


def _done(
    request: Request, session: DatabaseSession, translation: Translation, what: str
) -> Response:
    """Answer htmx with the changed piece, and a plain form with a redirect."""
    if wants_part(request):
        answer = _review(request, session, translation, said=f"done.{what}")
        # Up to where the word about it stands, and the way to the next one.
        answer.headers["HX-Reswap"] = "outerHTML show:window:top"
        return answer
    return go_to(f"/translations/{translation.id}", what)


BLANK_FORM: dict[str, str | bool | None] = {
    "comment": "",
    "comment_problem": "",
    "remark": "",
    "remark_problem": "",
    "draft": None,
    "text_problem": "",
    "outdated": False,
    "said": "",
}


def _review(
    request: Request,
    session: DatabaseSession,
    translation: Translation,
    status: int = 200,
    **form: str | bool | None,
) -> Response:
    """Show the review page; `form` holds what was typed and what is wrong with it."""
    terms = current_terms(request, session)
    uses = find_terms(translation.source, translation.target, terms)
    draft = form.get("draft")
    conflict = form.get("outdated") and isinstance(draft, str) and draft != translation.target
    return show(
        request,
        "reviews/review.html",
        part="reviews/review_part.html",
        status=status,
        translation=translation,
        source=highlight_source(translation.source, uses),
        target=highlight_target(translation.target, uses),
        uses=uses,
        conflict=compare(translation.target, str(draft)) if conflict else None,
        next_id=next_to_review(session, translation.id),
        back=f"/translations/{translation.id}",
        **(BLANK_FORM | form),
    )
