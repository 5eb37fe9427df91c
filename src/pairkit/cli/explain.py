"""`pairkit explain`: what one rule is about, in plain words."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import BrokenFile, GitFailed, NotARepository, WrongUse
from pairkit.git.place import find
from pairkit.playbook.index import Index, available, index
from pairkit.playbook.own import all_on_disk
from pairkit.report.rule_page import lesson_page, rule_page


def _playbooks() -> Index:
    """A rule that the project wrote itself has a page too, unless it is broken: then the others still have theirs."""
    try:
        return index(available(), own=all_on_disk(find(".").root))
    except (NotARepository, GitFailed, BrokenFile):
        return index(available())


def explain(name: Annotated[str, typer.Argument(metavar="ID", help=text("cli.explain-id"))], lang: Lang = None) -> None:
    """Print the page of a rule or a lesson; `rule/shape` as in a report is understood too."""
    spoken = language()
    playbooks = _playbooks()
    words = playbooks.words(spoken)
    bare = name.split("/")[0]
    rule = playbooks.rule(bare)
    if rule is not None:
        out(rule_page(rule, words, spoken))
    elif bare in words["lessons"]:
        out(lesson_page(bare, words))
    else:
        known = [*words["rules"], *words["lessons"]]
        close = difflib.get_close_matches(bare, known, n=1, cutoff=0.3)
        raise WrongUse("unknown-rule", name=name, close=close[0] if close else known[0])
