"""What an agent is about to do, or has just done, whichever agent it is.

An adapter in `guard/agents/` makes an Action from its payload; the gate judges it; the adapter answers in its agent's
dialect. One payload may bring several edits or commands.
"""

from __future__ import annotations

from typing import NamedTuple

BEFORE, AFTER, PROMPT, START = "before", "after", "prompt", "start"


class Edit(NamedTuple):
    """One file that is written. `path` is as the agent gave it: absolute, or relative to the action's `cwd`.

    `before` is the text that goes and `after` the text that comes, None where the payload does not tell; `whole` tells
    whether `after` is the whole file.
    """

    path: str
    before: str | None = None
    after: str | None = None
    whole: bool = False
    deleted: bool = False


class Action(NamedTuple):
    """One step of an agent, at one moment.

    `agent` is pairkit's name of the agent, `event` is BEFORE (it can still be stopped), AFTER, PROMPT (a person has
    written `prompt`) or START (a session begins). `tool` is the agent's own name of its tool, `cwd` an absolute folder.
    """

    agent: str
    event: str
    tool: str
    cwd: str
    edits: tuple[Edit, ...] = ()
    reads: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    prompt: str = ""
