"""`pairkit ci gitlab`: one job of a pipeline. ci/gitlab.yml calls it.

GitLab gives a job no event: the request is asked for, with the token in PAIRKIT_TOKEN. Without one only a public
project answers, and nothing is written.
"""

from __future__ import annotations

import os

from pairkit.cli.ci import Describe, Door, Folder, RequireTicks, Run, Wish, asked, finish, look, setting
from pairkit.cli.options import Lang
from pairkit.errors import WrongUse
from pairkit.forge import gitlab as forge
from pairkit.forge.gitlab_api import GitLab
from pairkit.forge.request import GITLAB, Request
from pairkit.report.gitlab import gitlab_quality
from pairkit.report.junit import junit_xml
from pairkit.report.text import check_report

EVENTS = ("merge_request_event", "push")
QUALITY, JUNIT = "gl-code-quality-report.json", "pairkit-junit.xml"


def gitlab(
    run: Run = False,
    require_ticks: RequireTicks = False,
    description: Describe = True,
    folder: Folder = "pairkit-report",
    lang: Lang = None,
) -> None:
    """Look at the change of a GitLab pipeline."""
    name = setting("CI_PIPELINE_SOURCE", "GitLab")
    if name not in EVENTS:
        raise WrongUse("ci-event", name=name, known=", ".join(EVENTS))
    door = GitLab(
        setting("CI_API_V4_URL", "GitLab"), setting("CI_PROJECT_ID", "GitLab"), os.environ.get("PAIRKIT_TOKEN", "")
    )
    request = _merge_request(door) if name == "merge_request_event" else _push()
    looked = look(
        request,
        Wish(run, require_ticks, description, folder),
        _door(request, door),
        {QUALITY: gitlab_quality, JUNIT: junit_xml},
        check_report,
    )
    finish(looked)


def _push() -> Request:
    before = os.environ.get("CI_COMMIT_BEFORE_SHA", "")
    account = os.environ.get("GITLAB_USER_LOGIN", "")
    head = setting("CI_COMMIT_SHA", "GitLab")
    return Request(GITLAB, author=account, base=before if before.strip("0") else "", head=head)


def _merge_request(door: GitLab) -> Request:
    """Return the request; the job's own variables say what is judged, the forge who stands behind it.

    In a pipeline for merged results the job's commit is a merge that nobody approved, so the branch's head counts.
    """
    number = int(setting("CI_MERGE_REQUEST_IID", "GitLab"))
    base = setting("CI_MERGE_REQUEST_DIFF_BASE_SHA", "GitLab")
    head = os.environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or setting("CI_COMMIT_SHA", "GitLab")
    fork = os.environ.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", door.project) != door.project
    own = Request(GITLAB, number=number, base=base, head=head, fork=fork)
    told = asked("request", lambda: [door.merge_request(number)])
    if not told or not isinstance(told[0], dict):
        return own
    answers = asked("approvals", lambda: door.approvals(number))
    merge = forge.request({**told[0], "sha": head}, answers)
    return own._replace(author=merge.author, approvers=merge.approvers, body=merge.body)


def _door(request: Request, door: GitLab) -> Door:
    if not request.number:
        return Door()
    if not door.token:
        return Door(why="why-no-token")

    def read() -> str:
        return str(door.merge_request(request.number).get("description") or "")

    def write(new: str) -> None:
        door.describe(request.number, new)

    return Door(read, None if request.fork else write, why="why-fork")
