"""Measure what pairkit finds in real changes that people have labelled, and how often it cries wolf.

    python benchmarks/accuracy.py LABELS DIFFS                    # LABELS holds labels.json, DIFFS one <id>.diff a case
    python benchmarks/accuracy.py LABELS DIFFS --clones CLONES    # the same changes as real ranges too
    python benchmarks/accuracy.py LABELS DIFFS --missed --json figures.json

CLONES holds a git clone of each repository, bare or not, as `<owner>+<name>` or `<owner>+<name>/repo`. A case that is
cut out of a commit ("restricted to …") is cut out here too; one made by hand from two files exists only as a diff.

A label is found where a finding has its class and file and lies within three lines of it; a label without a line needs
only class and file. Labels of severity "note" do not count. "no judgement needed" leaves out labels that only a person
could give. A false must is a finding of severity "must" on a benign case, of a class that the case does not call
acceptable. "findings" counts must and should: all that a person is asked to look at. Everything is measured a second
time with the titles removed, since a hook sees a change before it has one.

What it cannot tell: whether a finding without a label is wrong. Exit codes: 0 measured, 2 it cannot run.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from pairkit.change.committed import committed
from pairkit.change.model import Change
from pairkit.change.patch import from_patch
from pairkit.errors import PairkitError
from pairkit.gate.assess import assess
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.rules.finding import Finding

_NEAR = 3
_LOUD = ("must", "should")
Case = Mapping[str, Any]
Read = tuple[Case, Change, Place | None, Objects | None]


@dataclass(slots=True)
class Score:
    """What came of one way to read the cases. `sure` counts labels that need no judgement."""

    name: str
    cases: int = 0
    benign: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    sure: int = 0
    sure_found: int = 0
    false_must: dict[str, list[str]] = field(default_factory=dict)
    findings: list[int] = field(default_factory=list)
    benign_findings: list[int] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, case: Case, findings: Sequence[Finding]) -> None:
        """Hold the findings of one case against its labels."""
        self.cases += 1
        loud = [finding for finding in findings if finding.severity in _LOUD]
        if case["benign"]:
            self.benign += 1
            self.benign_findings.append(len(loud))
            false = [f.rule for f in loud if f.severity == "must" and f.klass not in case["acceptable_classes"]]
            if false:
                self.false_must[case["id"]] = false
            return
        self.findings.append(len(loud))
        for label in case["must_notice"]:
            if label["severity"] != "note":
                self._label(case, label, findings)

    def _label(self, case: Case, label: Case, findings: Sequence[Finding]) -> None:
        hit = any(_is_of(finding, label) for finding in findings)
        self.labels[label["class"]] += 1
        self.found[label["class"]] += hit
        if not label.get("needs_judgement"):
            self.sure += 1
            self.sure_found += hit
        if not hit:
            self.missed.append(f"{case['id']}  {label['class']}  {label['file']}:{label['line'] or ''}  {label['why']}")


def main() -> int:
    """Measure each way to read the cases, print the tables, write the raw figures."""
    args = _arguments()
    try:
        cases: list[Case] = json.loads((args.labels / "labels.json").read_text("utf-8"))["cases"]
    except (OSError, ValueError, KeyError) as error:
        print(f"labels.json in {args.labels} cannot be read: {error}", file=sys.stderr)
        return 2
    scores = _both("patches", _patches(cases, args.diffs))
    if args.clones:
        scores += _both("ranges", _ranges(cases, args.clones))
    if not any(score.cases for score in scores):
        print("no case could be read: build the diffs first, or name another folder", file=sys.stderr)
        return 2
    print(_table(scores))
    if args.missed:
        print("\nmissed\n" + "\n".join(f"  {line}" for line in scores[0].missed))
    if args.json:
        args.json.write_text(json.dumps([_plain(score) for score in scores], indent=1) + "\n", "utf-8")
    return 0


def _both(name: str, changes: Iterator[Read]) -> list[Score]:
    """Score each change as it comes, since a range is read only while its clone is open; with and without its title."""
    scores = [Score(name), Score(f"{name}, no title")]
    for case, change, place, objects in changes:
        scores[0].add(case, assess(place, change, objects).findings)
        scores[1].add(case, assess(place, change._replace(title=""), objects).findings)
    return scores


def _patches(cases: list[Case], folder: Path) -> Iterator[Read]:
    for case in cases:
        path = folder / f"{case['id']}.diff"
        if path.is_file():
            try:
                yield case, from_patch(path.read_bytes()), None, None
            except PairkitError as error:
                print(f"{case['id']}: {error}", file=sys.stderr)


def _ranges(cases: list[Case], folder: Path) -> Iterator[Read]:
    for case in cases:
        if not case["origin"].startswith("git format-patch"):
            continue
        root = folder / case["repo"].replace("/", "+")
        root = root / "repo" if (root / "repo").is_dir() else root
        if not root.is_dir():
            continue
        git_dir = root / ".git" if (root / ".git").exists() else root
        place = Place(str(root), str(git_dir), str(git_dir), None, head=True, merging=(), rebasing=False)
        with Objects(str(root)) as objects:
            try:
                change = committed(place, case["commit"], objects)
                yield case, _restricted(change, case["origin"]), place, objects
            except PairkitError as error:
                print(f"{case['id']}: {error}", file=sys.stderr)


def _restricted(change: Change, origin: str) -> Change:
    only = re.search(r"restricted to (.*)\)$", origin)
    if not only:
        return change
    paths = only[1].split(", ")
    files = [file for file in change.files if any(file.path == p or file.path.startswith(f"{p}/") for p in paths)]
    return change._replace(files=tuple(files))


def _is_of(finding: Finding, label: Case) -> bool:
    if finding.klass != label["class"] or finding.file != label["file"]:
        return False
    return label["line"] is None or (finding.line is not None and abs(finding.line - label["line"]) <= _NEAR)


def _table(scores: list[Score]) -> str:
    rows = [("", *(score.name for score in scores))]
    rows.append(("cases (benign)", *(f"{s.cases} ({s.benign})" for s in scores)))
    rows.append(("labels found", *(_share(s.found.total(), s.labels.total()) for s in scores)))
    rows.append(("  no judgement needed", *(_share(s.sure_found, s.sure) for s in scores)))
    classes = sorted({name for score in scores for name in score.labels})
    rows += [(f"  {name}", *(f"{s.found[name]}/{s.labels[name]}" for s in scores)) for name in classes]
    rows.append(("benign with a false must", *(f"{len(s.false_must)}/{s.benign}" for s in scores)))
    rows.append(("findings: risky, median, max", *(_spread(s.findings) for s in scores)))
    rows.append(("findings: benign, median, max", *(_spread(s.benign_findings) for s in scores)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]
    false = {case: rules for score in scores for case, rules in score.false_must.items()}
    lines += [f"false must  {case}  {', '.join(rules)}" for case, rules in sorted(false.items())]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / whole:.1f} %" if whole else "-"


def _spread(counts: list[int]) -> str:
    return f"{median(counts):g}, {max(counts)}" if counts else "-"


def _plain(score: Score) -> dict[str, Any]:
    names = ("name", "cases", "benign", "sure", "sure_found", "false_must", "findings", "benign_findings", "missed")
    plain: dict[str, Any] = {name: getattr(score, name) for name in names}
    return plain | {"labels": dict(score.labels), "found": {name: score.found[name] for name in score.labels}}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, help="the folder of labels.json")
    parser.add_argument("diffs", type=Path, help="the folder of <id>.diff files")
    parser.add_argument("--clones", type=Path, help="a folder of git clones, to read the changes as ranges too")
    parser.add_argument("--missed", action="store_true", help="list the labels that were not found in the patches")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw figures there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
