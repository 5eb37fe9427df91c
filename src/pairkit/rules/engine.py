"""Run every rule of the index over one change. Detectors and patterns are loaded only where a literal was hit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.project.globs import any_matches, normal
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Finding, Found, fingerprint
from pairkit.rules.haystack import Haystack, Places, Region, both
from pairkit.rules.mask import Mask

Plain = Mapping[str, Any]
Detector = Callable[[Context, Plain, list[FileChange], list[Region]], Iterable[Found]]
_COMMENTS = ("#", "//", "/*", "* ", "--", "<!--", ";")
_INPUT = ("injection", "unsafe-eval")
"""Classes of rules whose lines are a danger by what goes into them, not by what stands beside it."""
_SIDES = {"added": (NEW,), "removed": (OLD,), "any": (OLD, NEW)}


def run(context: Context) -> tuple[list[Finding], Mask]:
    """Return the findings of a change, in the order of its files and lines, and the mask that hid its secrets.

    No secret's value is in any finding; the mask serves for what else is shown of the change: its title, its paths.
    """
    hay = both(context.change, context.playbooks.literals)
    pairs: list[tuple[Plain, Found]] = []
    for rule in context.playbooks.rules:
        if is_left_out(context, rule):
            continue
        for detect in rule["detect"]:
            pairs += ((rule, found) for found in entry_finds(context, rule, detect, hay))
    if any(file.pieces for file in context.change.files):
        from pairkit.rules.long_files import in_long_files

        every = numbered(context)
        pairs += ((every[n], found) for n, found in in_long_files(context, context.change.files))
    return named(context, pairs)


def numbered(context: Context) -> list[Plain]:
    """Return the rule of each entry under a rule's `detect`, in the order of the playbooks."""
    return [rule for rule in context.playbooks.rules for _ in rule["detect"]]


def named(context: Context, pairs: Iterable[tuple[Plain, Found]]) -> tuple[list[Finding], Mask]:
    """Turn what each rule found into findings without secrets, and return them with the mask that hid these."""
    pairs = list(pairs)
    mask = Mask(found.secret for _, found in pairs)
    return _ordered(context, [_finding(context, rule, found, mask) for rule, found in _once(pairs)]), mask


def is_left_out(context: Context, rule: Plain) -> bool:
    """Tell whether the project does not want a rule, or this moment has no time for it."""
    severity = context.agreement.rules.get(rule["id"], {}).get("severity", rule["severity"])
    return severity == "ignore" or (context.quick and (severity != "must" or not rule["stable"]))


def entry_finds(context: Context, rule: Plain, detect: Plain, hay: Mapping[str, Haystack]) -> Iterable[Found]:
    """Return what one entry of a rule finds in a change, whose lines are in `hay`."""
    if "command" in detect:
        return ()  # is looked for in an agent's actions, not in files
    if "shapes" in detect:
        return by_entry(context, rule, detect, [], [], hay)
    regions = _regions(detect, hay)
    if not regions and detect.get("literals"):
        return ()  # before anything is loaded, and before paths are compared
    files = [file for file in context.change.files if _fits(detect, file)]
    if not files and "paths" in detect:
        return ()
    return by_entry(context, rule, detect, files, regions, hay)


def by_entry(
    context: Context,
    rule: Plain,
    detect: Plain,
    files: list[FileChange],
    regions: list[Region],
    hay: Mapping[str, Places],
) -> Iterable[Found]:
    """Return what one entry of a rule finds in the files and regions that it is for."""
    if "shapes" in detect:
        from pairkit.rules.shapes import find_shapes

        return find_shapes(context, hay[NEW])
    if "detector" in detect:
        detector: Detector = import_module(f"pairkit.rules.detectors.{detect['detector']}").detect
        return detector(context, rule, files, regions)
    told = (found for found in _by_data(detect, files, regions) if not _moved(context, found))
    return (found for found in told if not _known(context, found)) if rule["class"] in _INPUT else told


def _regions(detect: Plain, hay: Mapping[str, Haystack]) -> list[Region]:
    side = "removed" if "removed" in detect else detect.get("side", "added")
    literals = [literal.lower() for literal in detect.get("literals", ())]
    if not literals:
        return []
    return [region for one in _SIDES[side] for region in hay[one].regions(literals) if _fits(detect, region.file)]


def _by_data(detect: Plain, files: list[FileChange], regions: list[Region]) -> Iterable[Found]:
    if "structure" in detect:
        from pairkit.rules.structure import find_structure

        return find_structure(detect, regions)
    if detect.get("literals"):
        return _by_pattern(detect, regions)
    return (Found(file.path, facts={"status": file.status}) for file in files)


def _fits(detect: Plain, file: FileChange) -> bool:
    if "status" in detect and file.status not in detect["status"]:
        return False
    if "paths" not in detect and "not_paths" not in detect:
        return True
    path = normal(file.path)
    return any_matches(detect.get("paths", ("**",)), path) and not any_matches(detect.get("not_paths", ()), path)


def _by_pattern(detect: Plain, regions: list[Region]) -> Iterator[Found]:
    pattern = re.compile(detect.get("added") or detect["removed"], re.MULTILINE)
    for region in regions:
        lines: set[int] = set()
        for match in pattern.finditer(region.block.text, region.start, region.end):
            line = region.block.line_at(match.start())
            evidence = line_around(region.block.text, match.start())
            if line not in lines and not evidence.startswith(_COMMENTS):
                lines.add(line)
                facts = {"what": match.groupdict().get("what") or match[0].strip()}
                yield Found(region.file.path, line, region.block.side, evidence, facts, key=evidence)


def _moved(context: Context, found: Found) -> bool:
    """Tell whether a line that went came back elsewhere in the same file: nothing was lost."""
    if found.side != OLD or not found.evidence:
        return False
    file = next(file for file in context.change.files if file.path == found.file)
    return any(line.strip() == found.evidence for block in file.blocks(NEW) for _, line in block.lines())


def _known(context: Context, found: Found) -> bool:
    """Tell whether a place where text becomes a command stood there before, and only the line around it changed."""
    if found.side == OLD or not found.line or context.change.source == "all":
        return False
    from pairkit.rules.reading.before import stood_before

    file = next(file for file in context.change.files if file.path == found.file)
    return stood_before(file, found.line, str(found.facts["what"]))


def _once(pairs: list[tuple[Plain, Found]]) -> list[tuple[Plain, Found]]:
    """Drop what is said twice of the same place, by one rule or of one secret; two keys in one line are two."""
    kept: dict[tuple[str | None, int | None, str], list[tuple[Plain, Found]]] = {}
    for pair in pairs:
        here = kept.setdefault((pair[1].file, pair[1].line, pair[1].side), [])
        same = next((n for n, other in enumerate(here) if _same(pair, other)), None)
        if same is None:
            here.append(pair)
        elif _surer(pair) < _surer(here[same]):
            here[same] = pair
    return [pair for here in kept.values() for pair in here]


def _same(one: tuple[Plain, Found], other: tuple[Plain, Found]) -> bool:
    """Tell whether two finds of one place are one thing: a shape may know only a part of what another one knows."""
    mine, known = one[1].secret, other[1].secret
    if mine and known:
        return mine in known or known in mine
    return bool(one[0]["id"] == other[0]["id"])


def _surer(pair: tuple[Plain, Found]) -> tuple[bool, bool, bool]:
    """The surer comes first, then what would stop, then what knows whose key it is."""
    rule, found = pair
    return (found.confidence or rule["confidence"]) != "sure", rule["severity"] != "must", "shape" not in found.facts


def _finding(context: Context, rule: Plain, found: Found, mask: Mask) -> Finding:
    own = context.agreement.rules.get(rule["id"], {})
    severity = own.get("severity", found.severity or rule["severity"])
    facts = {name: _masked(value, mask) for name, value in found.facts.items()}
    if own:
        facts["because"] = own["because"]
    return Finding(
        rule=rule["id"],
        klass=rule["class"],
        lesson=rule["lesson"],
        severity=severity,
        confidence=found.confidence or rule["confidence"],
        stable=rule["stable"],
        stops=rule["stops"] if severity == "must" else "nowhere",
        irreversible=rule["irreversible"],
        file=found.file,
        line=found.line,
        side=found.side,
        zone=context.zones.of(found.file) if context.zones and found.file else "",
        evidence=mask(found.evidence),
        facts=facts,
        fingerprint=mask(found.key or found.evidence),
    )


def _masked(value: object, mask: Mask) -> object:
    if isinstance(value, str):
        return mask(value)
    return [mask(one) for one in value] if isinstance(value, list) else value


def _ordered(context: Context, findings: list[Finding]) -> list[Finding]:
    """Sort by file and line, and turn each key into a fingerprint that tells equal ones apart."""
    place = {file.path: n for n, file in enumerate(context.change.files)}
    findings.sort(key=lambda f: (place.get(f.file or "", -1), f.line or 0, f.rule))
    seen: Counter[tuple[str, str | None, str]] = Counter()
    named = []
    for finding in findings:
        same = (finding.rule, finding.file, finding.fingerprint)
        name = fingerprint(finding.rule, finding.file, finding.fingerprint, seen[same])
        seen[same] += 1
        named.append(finding._replace(fingerprint=name))
    return named
