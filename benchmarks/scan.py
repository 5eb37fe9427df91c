"""How fast a whole tree is looked through: `pairkit check --all` beside other scanners, on the same files.

    python benchmarks/scan.py PATH/TO/A/GIT/REPOSITORY [--runs 3]
    python benchmarks/scan.py --hostile

pairkit applies every shipped rule, the others only look for secrets; all run once to warm up, then in turn. pairkit is
measured with `--no-cache` and with what it remembers of an unchanged tree. A scanner is measured where it is installed
beside this interpreter (`pip install detect-secrets`) or on PATH. Figures are medians; megabytes are those of the
tracked text files. `cpu` is the time on all cores, which a busy machine hardly changes.

`--hostile` makes trees of one unkind file each: one line, ordinary JavaScript, near-miss keys; of 8
MB, about the most that pairkit reads of one file, and of 10 MB, which it lists as not looked at.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

PAIRKIT = "pairkit check --all"
REMEMBERED = "the same, remembered"


def main() -> int:
    """Measure and print; exit with 2 if there is no repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", nargs="?")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hostile", action="store_true")
    options = parser.parse_args()
    if options.hostile:
        with tempfile.TemporaryDirectory() as folder:
            for name, root in hostile(folder):
                print(f"\n{name}")
                compare(root, options.runs)
        return 0
    if not options.repository or not os.path.exists(os.path.join(options.repository, ".git")):
        print(f"{options.repository} is no git repository", file=sys.stderr)
        return 2
    compare(options.repository, options.runs)
    return 0


def compare(root: str, runs: int) -> None:
    """Measure every scanner that is there on one tree, and print a table."""
    files, size = tracked(root)
    print(f"{files} files, {size / 1e6:.1f} MB of text")
    times = in_turn({name: runner(command, root) for name, command in commands().items()}, runs)
    first = statistics.median(clock for clock, _ in times[PAIRKIT])
    for name, both in times.items():
        middle, cpu = (statistics.median(own) for own in zip(*both, strict=True))
        speed = size / 1e6 / middle
        print(f"{name:22} {middle:7.2f} s {speed:7.1f} MB/s   cpu {cpu:7.2f} s  {middle / first:6.1f} times pairkit")


def commands() -> dict[str, list[str]]:
    """Return the scanners that are installed, by name."""
    pairkit = [sys.executable, "-m", "pairkit", "check", "--all", "--format", "json"]
    found = {PAIRKIT: [*pairkit, "--no-cache"], REMEMBERED: pairkit}
    beside = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    others = {
        "detect-secrets": ["scan"],
        "gitleaks": ["dir", ".", "--no-banner"],
        "betterleaks": ["dir", ".", "--no-banner"],
        "trufflehog": ["filesystem", ".", "--no-verification", "--no-update"],
    }
    for name, args in others.items():
        program = shutil.which(name, path=beside)
        if program:
            found[f"{name} {args[0]}"] = [program, *args]
        else:
            print(f"{name} is not installed here")
    return found


def hostile(folder: str) -> Iterator[tuple[str, str]]:
    """Yield name and root of repositories with one unkind file each."""
    chance = random.Random(1)  # noqa: S311 - made-up text, the same each time
    signs = string.ascii_letters + string.digits
    words = "const let value index items user token data name get set open query select where update exec".split()  # noqa: SIM905
    line = "  const {} = {}.get({}); // {}\n  if ({} === 1) return db.query('select ' + {})\n"
    starts = ["AK" + "IA", "gh" + "p_", "xo" + "xb-", "AI" + "za", "password=", "token: ", "-----BEGIN ", "https://u:"]
    for size in (8_000_000, 10_000_000):
        one = "".join(chance.choices(signs + "  .;(){}='", k=size))
        some = [line.format(*chance.choices(words, k=6)) for _ in range(1000)]
        near = [f"{chance.choice(starts)}{''.join(chance.choices(signs, k=9))}\n" for _ in range(1000)]
        for name, path, text in (
            ("one line", "src/one.js", one),
            ("JavaScript", "src/app.js", "".join(some)),
            ("near-miss keys", "src/keys.py", "".join(near)),
        ):
            root = os.path.join(folder, f"{name} {size}")
            os.makedirs(os.path.join(root, "src"))
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write((text * (size // len(text) + 1))[:size])
            for command in (["init", "-q"], ["add", "-A"]):
                subprocess.run(["git", *command], cwd=root, check=True)
            yield f"{size / 1e6:.0f} MB, {name}", root


def tracked(root: str) -> tuple[int, int]:
    """Return how many text files git tracks, and their bytes."""
    listed = subprocess.run(["git", "ls-files", "--eol", "-z"], cwd=root, capture_output=True, check=True).stdout
    names = [entry.partition(b"\t")[2] for entry in listed.split(b"\0") if entry and b"i/-text" not in entry]
    paths = [os.path.join(os.fsencode(root), name) for name in names]
    sizes = [os.path.getsize(path) for path in paths if os.path.isfile(path) and not os.path.islink(path)]
    return len(sizes), sum(sizes)


def runner(command: list[str], root: str) -> Callable[[], tuple[float, float]]:
    """Return a function that runs a command once and returns its seconds, by the clock and on all cores."""

    def run() -> tuple[float, float]:
        before, start = os.times(), time.perf_counter()
        subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        clock, after = time.perf_counter() - start, os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        return clock, used

    return run


def in_turn(runners: dict[str, Callable[[], tuple[float, float]]], runs: int) -> dict[str, list[tuple[float, float]]]:
    """Run each once to warm up, then all in turn, so that a machine that slows down slows all of them."""
    for run in runners.values():
        run()
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runners}
    for _ in range(runs):
        for name, run in runners.items():
            times[name].append(run())
    return times


if __name__ == "__main__":
    sys.exit(main())
