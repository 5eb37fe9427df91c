"""Measure what judging an agent's action costs, beside a bare Python, in processes of their own.

    python benchmarks/agent.py
    python benchmarks/agent.py --runs 40 --json figures.json

All variants are measured in turn, round after round, so that a machine that slows down slows them all. Look at the
ratios to the bare Python of the same run. It never fails for being slow.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from statistics import median

AGREEMENT = """\
version: 1
people:
  - {name: Jiwon, role: developer, emails: [jiwon@example.com]}
  - {name: Mina, role: maker, emails: [mina@example.com]}
zones:
  maker: [content/**]
  closed: [deploy/**]
"""
_DRIVER = """\
import sys
from pairkit.action.model import Action, Edit
from pairkit.gate.act import judge_action
from pairkit.git.objects import Objects
from pairkit.git.place import find
kind, text = sys.argv[1:]
place = find(".")
with Objects(place.root) as objects:
    parts = {"commands": (text,)} if kind == "command" else {"edits": (Edit("app/a.py", after=text),)}
    verdict = judge_action(Action("claude", "before", "Tool", place.root, **parts), place, objects)
    if verdict.outcome != "pass":
        from pairkit.report.agent import agent_text
        agent_text(verdict, "ko")
"""
_GIT_ONLY = """\
import subprocess
for args in (["rev-parse", "--show-toplevel"], ["var", "GIT_COMMITTER_IDENT"]):
    subprocess.run(["git", *args], capture_output=True)
"""
_LONG = (
    "cat > app/page.html <<'EOF'\n" + "<p>git push --force</p>\n" * 400 + "EOF\ngit add -A && git commit -m 'a page'"
)
VARIANTS: Mapping[str, list[str]] = {
    "bare python": ["-c", "pass"],
    "python and two gits": ["-c", _GIT_ONLY],
    "an edit": ["-c", _DRIVER, "edit", "x = 2\n" * 40],
    "a command": ["-c", _DRIVER, "command", "cd app && npm test -- --run 2>&1 | tail -20"],
    "a long heredoc": ["-c", _DRIVER, "command", _LONG],
    "a command that stops": ["-c", _DRIVER, "command", "git add -A && git push --force origin main"],
    "100,000 signs": ["-c", _DRIVER, "command", "echo " + "word " * 20_000],
}


def main() -> int:
    """Measure every variant and print medians in milliseconds."""
    parser = argparse.ArgumentParser(description="Measure what judging an agent's action costs.")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = _measure(folder, args.runs)
    bare = median(times["bare python"])
    print(f"{'':24}{'median':>8}{'min':>8}{'/ bare':>8}")
    for name, series in times.items():
        print(f"{name:24}{median(series):8.1f}{min(series):8.1f}{median(series) / bare:8.2f}")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as file:
            json.dump(times, file)
    return 0


def _measure(folder: str, runs: int) -> dict[str, list[float]]:
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    env |= {"PAIRKIT_CACHE_DIR": os.path.join(folder, "cache"), "GIT_CONFIG_GLOBAL": os.devnull}
    env |= {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in _MINA.items()}
    root = os.path.join(folder, "desk")
    subprocess.run(["git", "init", "-q", "-b", "feature", root], env=env, check=True)
    with open(os.path.join(root, "pairkit.yaml"), "w", encoding="utf-8") as file:
        file.write(AGREEMENT)
    subprocess.run(["git", "add", "-A"], cwd=root, env=env, check=True)
    subprocess.run(["git", "commit", "-q", "-m", "start"], cwd=root, env=env, check=True)
    times: dict[str, list[float]] = {name: [] for name in VARIANTS}
    for turn in range(runs + 2):
        for name, args in VARIANTS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *args], cwd=root, env=env, check=True)
            if turn >= 2:  # the first rounds fill the caches
                times[name].append((time.perf_counter() - start) * 1000)
    return times


_MINA = {"NAME": "Mina", "EMAIL": "mina@example.com"}

if __name__ == "__main__":
    sys.exit(main())
