"""`pairkit ci github`: one step of a workflow. action.yml sets the options by environment and calls it."""

from __future__ import annotations

import os
import re
from typing import Annotated, Any

import typer

from pairkit.cli.ci import Describe, Door, Folder, RequireTicks, Run, Wish, asked, finish, look, setting
from pairkit.cli.options import Lang
from pairkit.cli.speak import hint, text
from pairkit.errors import WrongUse
from pairkit.forge import github as forge
from pairkit.forge.asking import NoAnswer
from pairkit.forge.event import documents
from pairkit.forge.gh import Gh
from pairkit.forge.request import Request
from pairkit.report.github import github_commands
from pairkit.report.sarif import sarif

EVENTS = ("pull_request", "pull_request_review", "push", "merge_group")
SARIF = "pairkit.sarif"
_SUMMARY = 900_000
"""Bytes that a step's summary may have (GitHub takes 1 MiB)."""
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


def github(
    run: Run = False,
    require_ticks: RequireTicks = False,
    description: Describe = True,
    upload_sarif: Annotated[
        bool, typer.Option("--upload-sarif", envvar="PAIRKIT_UPLOAD_SARIF", help=text("ci.upload-sarif"))
    ] = False,
    folder: Folder = "pairkit-report",
    lang: Lang = None,
) -> None:
    """Look at the change of a GitHub workflow's event."""
    name, repository = setting("GITHUB_EVENT_NAME", "GitHub"), setting("GITHUB_REPOSITORY", "GitHub")
    if name not in EVENTS:
        raise WrongUse("ci-event", name=name, known=", ".join(EVENTS))
    event = documents(setting("GITHUB_EVENT_PATH", "GitHub"))
    gh = Gh(repository) if os.environ.get("GH_TOKEN") else None
    request = _request(event[0] if event and isinstance(event[0], dict) else {}, gh)
    looked = look(
        request,
        Wish(run, require_ticks, description, folder),
        _door(request, gh),
        {SARIF: sarif},
        github_commands,
    )
    _summarise(f"{looked.findings}\n{looked.page}")
    if upload_sarif:
        _scan(request, gh, os.path.join(folder, SARIF))
    finish(looked)


def _request(event: dict[str, Any], gh: Gh | None) -> Request:
    """Return the request with the reviews that stand now; of a push, those of the request it was merged from."""
    request = forge.request(event)
    if gh is None or request.queued or not _COMMIT.fullmatch(request.head):
        return request
    if request.number:
        reviews = asked("approvals", lambda: gh.reviews(request.number))
        return forge.request(event, reviews)
    try:
        merged = gh.merged_as(request.head)
        if merged is None:
            return request
        told = forge.request({"pull_request": merged}, gh.reviews(int(merged["number"])))
    except (NoAnswer, WrongUse, KeyError, ValueError):
        return request
    return request._replace(author=told.author, approvers=told.approvers)


def _door(request: Request, gh: Gh | None) -> Door:
    if not request.number:
        return Door()
    if gh is None:
        return Door(why="why-no-token")

    def read() -> str:
        return str(gh.pull(request.number).get("body") or "")

    def write(new: str) -> None:
        gh.describe(request.number, new)

    return Door(read, None if request.fork else write, why="why-fork")


def _scan(request: Request, gh: Gh | None, path: str) -> None:
    """Give the findings to code scanning; that it will not have them changes no verdict."""
    ref = f"refs/pull/{request.number}/head" if request.number else os.environ.get("GITHUB_REF", "")
    said = "" if gh else text("ci.why-no-token")
    try:
        if gh:
            gh.scan(path, request.head, ref)
    except NoAnswer as error:
        said = str(error)
    if said:
        hint(text("ci.asked-in-vain", what=text("ci.what-scanning"), said=said))


def _summarise(page: str) -> None:
    """Add to the job's summary; where there is none, as in a trial on one's own computer, nothing is lost."""
    path = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not path:
        return
    raw = page.encode("utf-8")[:_SUMMARY].decode("utf-8", "ignore")
    try:
        with open(path, "a", encoding="utf-8", newline="\n") as file:
            file.write(raw if raw.endswith("\n") else raw + "\n")
    except OSError as error:
        hint(text("ci.asked-in-vain", what="GITHUB_STEP_SUMMARY", said=error.strerror or str(error)))
