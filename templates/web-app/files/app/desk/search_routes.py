"""The page that searches everywhere."""

from fastapi import APIRouter, Request, Response

from app.database import DatabaseSession
from app.desk.searching import search
from app.text import clean_text
from app.web.pages import show

LONGEST = 200

router = APIRouter()


@router.get("/search")
def show_search(request: Request, session: DatabaseSession, q: str = "") -> Response:
    """Show what was found for the words in `q`."""
    words = clean_text(q)[:LONGEST]
    found = search(session, words) if words else None
    return show(request, "search.html", part="search_part.html", words=words, found=found)
