"""What a person reads when a commit's message is refused."""

from __future__ import annotations

from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import STOP
from pairkit.report.sentences import Sentences
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, pad, wrap


def message_report(assessment: Assessment, language: str) -> str:
    """Return the text for a refused message."""
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    stops = assessment.verdict.of(STOP)
    first = stops[0]
    rows = [
        wrap(say(language, f"push.message.{part}"), pad(say(language, f"report.{part}"), 7), " " * 7)
        for part in ("why", "do")
    ]
    tell = (say(language, "report.tell-ai"), f"“{say(language, 'push.message.tell-ai')}”")
    names = dict.fromkeys(f"{f.rule}/{f.facts['shape']}" if "shape" in f.facts else f.rule for f in stops)
    listed = f"{say(language, 'report.for-developer')} {' · '.join(names)}"
    return "\n\n".join(
        [
            wrap(say(language, "push.message.stopped", what=words.what(first))),
            "\n".join(f"  {words.what(one)}   {clean(one.evidence)}" for one in stops),
            "\n".join([*rows, *(wrap(text, " " * 7, " " * 7) for text in tell)]),
            wrap(f"{listed} · pairkit explain {first.rule} · pairkit allow {first.fingerprint}"),
        ]
    )
