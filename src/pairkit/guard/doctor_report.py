"""Write down what the doctor found: for a person, one next step a line; for programs, JSON."""

from __future__ import annotations

import json
import time
from typing import Any

from pairkit.errors import PairkitError
from pairkit.guard.doctor import BAD, Check, fine
from pairkit.words.catalogue import has, say
from pairkit.words.layout import clean, wrap
from pairkit.words.trouble import explain

_UNITS = ((86400, "days"), (3600, "hours"), (60, "minutes"))


def as_text(checks: list[Check], language: str, now: float | None = None) -> str:
    """Return the report for a person. `now` is seconds since 1970."""
    moment = time.time() if now is None else now
    bad = [check for check in checks if check.state == BAD]
    first = say(language, "doctor.not-fine", count=len(bad)) if bad else say(language, "doctor.all-fine")
    lines = [wrap(first), ""]
    for check in checks:
        mark = say(language, f"doctor.{check.state}")
        lines.append(wrap(_what(check, language, moment), f"{mark}  ", "    "))
        step = _step(check, language)
        if step:
            lines.append(wrap(step, "    → ", "      "))
    holes = _holes(checks, language)
    if holes:
        lines += ["", say(language, "doctor.holes"), *(wrap(hole, "- ", "  ") for hole in holes)]
    return "\n".join(lines)


def as_json(checks: list[Check], language: str, now: float | None = None) -> str:
    """Return the report for programs, version 1."""
    moment = time.time() if now is None else now
    found = [_plain(check, language, moment) for check in checks]
    return json.dumps({"version": 1, "live": fine(checks), "checks": found}, ensure_ascii=False, indent=2)


def _plain(check: Check, language: str, now: float) -> dict[str, Any]:
    data: dict[str, Any] = {"id": check.key, "state": check.state, "what": _what(check, language, now)}
    step = _step(check, language)
    if step:
        data["do"] = step
    if check.agent and check.key != "agent-unguarded":
        data |= {"agent": check.agent, "measured": check.measured, "last": check.last}
        data["cannot_see"] = _unseen(check.agent, language)
    return data


def _what(check: Check, language: str, now: float) -> str:
    facts = {name: clean(str(value)) for name, value in check.facts.items()}
    error = check.facts.get("error")
    if isinstance(error, PairkitError):
        facts["problem"] = explain(error, language).split("\n")[0]
    if check.last is not None:
        facts["ago"] = _ago(max(0, int(now - check.last)), language)
    said = say(language, f"doctor.{check.key}", **facts)
    if check.agent and check.key != "agent-unguarded":
        said += f" ({say(language, 'doctor.measured' if check.measured else 'doctor.documented')})"
    return said


def _step(check: Check, language: str) -> str:
    key = f"doctor.{check.key}.do"
    facts = {name: clean(str(value)) for name, value in check.facts.items()}
    return say(language, key, **facts) if has(language, key) else ""


def _ago(seconds: int, language: str) -> str:
    for length, unit in _UNITS:
        if seconds >= length:
            return say(language, f"doctor.ago-{unit}", count=seconds // length)
    return say(language, "doctor.ago-seconds")


def _holes(checks: list[Check], language: str) -> list[str]:
    agents = [check.agent for check in checks if check.agent and check.key != "agent-unguarded"]
    known = [hole for name in agents for hole in _unseen(name, language)[1:]]
    return [*_unseen("", language), *known] if agents else []


def _unseen(agent: str, language: str) -> list[str]:
    """Return what is known that no guard of an agent sees, first what holds for all."""
    keys = [key for key in ("doctor.hole-all", f"doctor.hole-{agent}") if has(language, key)]
    return [say(language, key) for key in keys]
