"""The other process: reads which files to look at, one batch a line, and answers with what each says.

It lives as long as its input: when the first process ends, however it ends, so does this one. It is never a judge; if
anything goes wrong here it ends, and the first process does the work itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from pairkit.change.model import Change
from pairkit.git.objects import Objects
from pairkit.playbook.index import index
from pairkit.playbook.own import by_id
from pairkit.project import store
from pairkit.project.people import Acting
from pairkit.rules.context import Context
from pairkit.rules.tree.plain import from_look, to_wanted
from pairkit.rules.tree.sweep import Sweep


def main() -> int:
    """Answer until there are no more questions; 1 if the playbooks are not those of the first process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C reaches every process of a terminal; the first one answers it
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    head = json.loads(questions.readline())
    with Objects(head["root"]) as objects:
        playbooks = index(head["playbooks"], own=[by_id(name, tree, objects) for name, tree in head["own"]])
        if playbooks.stamp != head["stamp"]:
            return 1
        agreement = store.none()._replace(rules=head["rules"], size=head["size"])
        sweep = Sweep(Context(Change("all", (), first=True), agreement, Acting(None), playbooks))
        for line in questions:
            looks = sweep.look([to_wanted(one) for one in json.loads(line)], objects)
            answers.write(json.dumps([from_look(look) for look in looks]).encode("ascii") + b"\n")
            answers.flush()
    return 0


def command() -> list[str]:
    """Return how to start one.

    `-P` keeps the current folder out of the search for modules: it is the project that is looked at, and must not run.
    """
    above = os.path.dirname(os.path.dirname(sys.modules["pairkit"].__file__ or ""))
    code = "import sys; sys.path.insert(0, sys.argv[1]); import pairkit; sys.path.pop(0); "
    return [sys.executable, "-P", "-c", code + f"from {__name__} import main; sys.exit(main())", above]
