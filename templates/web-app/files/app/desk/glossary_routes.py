"""The pages of the glossary: the list with its form, one term, and its deletion."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Request, Response

from app.database import DatabaseSession
from app.desk import glossary
from app.desk.comparing import Comparison, compare
from app.desk.glossary import TermDraft
from app.exchange.formats import TERM_FORMATS
from app.models import Term
from app.text import clean_text
from app.web.pages import go_to, show, wants_part
from app.web.paging import Paging

router = APIRouter(prefix="/glossary")

TAKEN = {"source": "glossary.problem.taken"}


@router.get("")
def show_glossary(
    request: Request, session: DatabaseSession, q: str = "", page: str = "1"
) -> Response:
    """Show the terms, those that hold the words searched for if there are any."""
    return _glossary(request, session, search=clean_text(q), page=page)


def draft_from_form(
    source: Annotated[str, Form()] = "",
    target: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> TermDraft:
    """Read a term from a form."""
    return TermDraft.cleaned(source, target, note)


def get_term(session: DatabaseSession, term_id: Annotated[int, Path(ge=1, lt=2**63)]) -> Term:
    """Return the term that the address names, or answer that there is no such page."""
    term = session.get(Term, term_id)
    if term is None:
        raise HTTPException(404)
    return term


Revision = Annotated[int, Form()]
Draft = Annotated[TermDraft, Depends(draft_from_form)]
Named = Annotated[Term, Depends(get_term)]


@router.post("")
def add_term(request: Request, session: DatabaseSession, draft: Draft) -> Response:
    """Add a term, or say what is wrong with it and keep what was typed."""
    problems = _problems(session, draft)
    if problems:
        return _glossary(request, session, 422, draft=draft, problems=problems)
    try:
        glossary.add(session, draft)
    except glossary.Taken:
        return _glossary(request, session, 422, draft=draft, problems=TAKEN)
    if wants_part(request):
        return _glossary(request, session, said="done.term_added")
    return go_to("/glossary", "term_added")


@router.get("/{term_id}/edit")
def show_term(request: Request, term: Named) -> Response:
    """Show the form for one term."""
    return _term(request, term, TermDraft(term.source, term.target, term.note))


@router.post("/{term_id}/edit")
def change_term(
    request: Request, session: DatabaseSession, term: Named, draft: Draft, revision: Revision
) -> Response:
    """Change a term, or say what is wrong and keep what was typed."""
    problems = _problems(session, draft, itself=term)
    if problems:
        return _term(request, term, draft, problems, 422, revision=revision)
    try:
        glossary.change(session, term, draft, revision)
    except glossary.Taken:
        return _term(request, term, draft, TAKEN, 422, revision=revision)
    except glossary.Outdated:
        return _term(request, term, draft, status=409)
    except glossary.Gone:
        return _glossary(request, session, 409, draft=draft, gone=True)
    return go_to("/glossary", "term_changed")


@router.get("/{term_id}/delete")
def ask_before_delete(request: Request, term: Named) -> Response:
    """Ask once before a term goes."""
    return show(request, "glossary/delete.html", term=term)


@router.post("/{term_id}/delete")
def delete_term(request: Request, session: DatabaseSession, term: Named) -> Response:
    """Delete a term; if it was changed in the same moment, ask once more."""
    try:
        glossary.delete(session, term)
    except glossary.Outdated:
        return show(request, "glossary/delete.html", status=409, term=term)
    return go_to("/glossary", "term_deleted")


def _problems(
    session: DatabaseSession, draft: TermDraft, itself: Term | None = None
) -> dict[str, str]:
    problems = draft.problems()
    same = glossary.find_same(session, draft.source)
    if not problems and same is not None and same is not itself:
        return TAKEN
    return problems


def _differences(term: Term, draft: TermDraft) -> dict[str, Comparison]:
    """Compare each part of a term with what somebody else wants it to be."""
    pairs = {name: (getattr(term, name), getattr(draft, name)) for name in glossary.LONGEST}
    return {name: compare(*pair) for name, pair in pairs.items() if pair[0] != pair[1]}


def _term(
    request: Request,
    term: Term,
    draft: TermDraft,
    problems: dict[str, str] | None = None,
    status: int = 200,
    *,
    revision: int | None = None,
) -> Response:
    """Show the form; what is sent from it fits the term as it is now, or as in `revision`."""
    return show(
        request,
        "glossary/edit.html",
        status=status,
        term=term,
        draft=draft,
        problems=problems or {},
        revision=term.revision if revision is None else revision,
        conflict=_differences(term, draft) if status == 409 else None,
    )


def _glossary(
    request: Request,
    session: DatabaseSession,
    status: int = 200,
    *,
    search: str = "",
    page: str = "1",
    draft: TermDraft | None = None,
    problems: dict[str, str] | None = None,
    said: str = "",
    gone: bool = False,
) -> Response:
    paging = Paging.of(page, glossary.count_terms(session, search))
    return show(
        request,
        "glossary/list.html",
        part="glossary/list_part.html",
        status=status,
        terms=glossary.list_terms(session, search, paging),
        paging=paging,
        search=search,
        draft=draft or TermDraft(),
        problems=problems or {},
        said=said,
        gone=gone,
        formats=TERM_FORMATS,
    )
