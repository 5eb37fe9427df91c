"""How fast a whole tree is looked through: `pairkit check --all` beside detect-secrets, on the same files.

    python benchmarks/scan.py PATH/TO/A/GIT/REPOSITORY [--runs 3]

pairkit applies every shipped rule, detect-secrets only looks for secrets; both run once to warm up, then in turn. The
other scanner is measured where it is installed beside this interpreter (`pip install detect-secrets`). Figures are
medians; megabytes are those of the tracked text files.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable


def main() -> int:
    """Measure and print; exit with 2 if there is no repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if not os.path.isdir(os.path.join(options.repository, ".git")):
        print(f"{options.repository} is no git repository", file=sys.stderr)
        return 2
    files, size = tracked(options.repository)
    print(f"{files} files, {size / 1e6:.1f} MB of text")
    commands = {"pairkit check --all": [sys.executable, "-m", "pairkit", "check", "--all", "--format", "json"]}
    other = shutil.which("detect-secrets", path=os.path.dirname(sys.executable))
    if other:
        commands["detect-secrets scan"] = [other, "scan"]
    else:
        print("detect-secrets is not installed here: pip install detect-secrets")
    times = in_turn({name: runner(command, options.repository) for name, command in commands.items()}, options.runs)
    first = statistics.median(times["pairkit check --all"])
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"{name:22} {middle:7.2f} s   {size / 1e6 / middle:7.1f} MB/s   {middle / first:5.1f} times pairkit")
    return 0


def tracked(root: str) -> tuple[int, int]:
    """Return how many text files git tracks, and their bytes."""
    listed = subprocess.run(["git", "ls-files", "--eol", "-z"], cwd=root, capture_output=True, check=True).stdout
    names = [entry.partition(b"\t")[2] for entry in listed.split(b"\0") if entry and b"i/-text" not in entry]
    paths = [os.path.join(os.fsencode(root), name) for name in names]
    sizes = [os.path.getsize(path) for path in paths if os.path.isfile(path) and not os.path.islink(path)]
    return len(sizes), sum(sizes)


def runner(command: list[str], root: str) -> Callable[[], float]:
    """Return a function that runs a command once and returns its seconds by the clock."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return time.perf_counter() - start

    return run


def in_turn(runners: dict[str, Callable[[], float]], runs: int) -> dict[str, list[float]]:
    """Run each once to warm up, then all in turn, so that a machine that slows down slows all of them."""
    for run in runners.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(runs):
        for name, run in runners.items():
            times[name].append(run())
    return times


if __name__ == "__main__":
    sys.exit(main())
