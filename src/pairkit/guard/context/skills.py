"""Three skills for agents: what a person without a terminal would otherwise have to ask for in the right words.

Form: https://agentskills.io/specification. The same file is read from `.agents/skills` and `.claude/skills`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pairkit.guard.context.guide import named, spoken_to
from pairkit.project.agreement import Agreement
from pairkit.report.markdown import code

MARKS = (
    "<!-- pairkit:skill, made from pairkit.yaml by `pairkit guard sync`; write above or below it -->",
    "<!-- /pairkit:skill -->",
)


class Skill(NamedTuple):
    """One skill: its name, when to use it (at most 1024 signs), and its text for an agreement."""

    name: str
    description: str
    text: Callable[[Agreement], str]

    def file(self, agreement: Agreement) -> str:
        """Return the whole file; what stands between the marks is made anew later."""
        head = f"---\nname: {self.name}\ndescription: {self.description}\n---\n"
        return f"{head}\n{MARKS[0]}\n{self.inner(agreement)}\n{MARKS[1]}\n"

    def inner(self, agreement: Agreement) -> str:
        """Return what stands between the marks."""
        return self.text(agreement).replace("<!--", "<! --")


def _branch(agreement: Agreement) -> str:
    return agreement.protected[0] if agreement.protected else "main"


def _review(agreement: Agreement) -> str:
    runs = [code(run) for name, run in agreement.run.items() if name not in ("install", "start", "serve", "migrate")]
    tests = f"Run {', '.join(runs)}." if runs else "Run the tests, if there are any."
    return f"""\
# Review my change

1. Stage what belongs to the change: `git add` with the files' names. Leave out what the task does not need.
2. `pairkit check`. If it stops something, do what it says under "Do", then run it again. Never go around it.
3. {tests} Say honestly what failed.
4. `pairkit checklist --range origin/{_branch(agreement)}...HEAD` (without a remote: `{_branch(agreement)}...HEAD`).
5. Read the maker's part to the person in {spoken_to(agreement)}, one point at a time: what to try, what should be seen.
   Let them try it. They tick and answer themselves; you never tick for a person.
6. For what {named(agreement.first("developer"), "developer")} must look at, say only that it waits and why.
   Nothing is "verified" but what the checklist lists so."""


def _ask(agreement: Agreement) -> str:
    return f"""\
# Ask the developer

Use it when a file of another zone is needed, when something failed twice, or when a decision costs money or data.
Do not try another way meanwhile; finish what does not depend on it.

Write one message to {named(agreement.first("developer"), "developer")} and show it to the person, who sends it:

- **Wanted**: what the person wants to see, in their own words.
- **Seen**: what happens instead, with the exact text of the error or of pairkit's stop.
- **Tried**: at most three lines.
- **Where**: file and line, branch, commit (`git rev-parse --short HEAD`).
- **Needed**: the smallest thing that would help, such as "a field `owner` on `Term`"; the decision stays theirs.

No passwords, keys or personal data. Speak to the person in {spoken_to(agreement)}, and say that their work is safe."""


def _latest(agreement: Agreement) -> str:
    branch = _branch(agreement)
    return f"""\
# Get the latest

1. Be on the person's own branch; on `{branch}` itself make one first (`git switch -c NAME/work`). Then save:
   `git status`, and if there is anything, `git add -A` and `git commit -m "Save before getting the latest"`.
   If pairkit stops it, mend that first. Nothing is fetched into unsaved work.
2. `git fetch origin`, then `git merge --no-edit origin/{branch}`. Never rebase, never force, never reset.
3. No clash: run the tests and tell the person in {spoken_to(agreement)} what came in.
4. A clash: `git diff --name-only --diff-filter=U` lists the files. For each, look up its zone in `pairkit.yaml`.
   - In another person's zone: do not resolve it. `git merge --abort`, everything is as it was; ask that person.
   - In the person's own or the shared zone: ask about each clash in words, not in code: "Yours says …, the other says
     …; which should stay, or both?" Write what they choose, and nothing else.
5. When all are answered: no marks left (`git diff --check`), tests run, `git commit --no-edit`.
6. In doubt at any point: `git merge --abort`, say that nothing was lost, and use ask-the-developer."""


SKILLS = (
    Skill(
        "review-my-change",
        "Look a change over before it is shared. Use when the person asks whether it is ready, wants to share, send or"
        " hand over their work, or says they are done.",
        _review,
    ),
    Skill(
        "ask-the-developer",
        "Write the developer a question that can be answered at once. Use when a closed file is needed, pairkit stops"
        " something, the same error came twice, or a decision is not the maker's to make.",
        _ask,
    ),
    Skill(
        "get-latest",
        "Bring in what the other person did, without losing anything. Use when the person wants the newest version, to"
        " update, sync, pull or merge, or when files clash.",
        _latest,
    ),
)
