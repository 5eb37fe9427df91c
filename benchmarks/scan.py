"""How fast a whole tree is looked through: `pairkit check --all` beside other scanners, on the same files.

    python benchmarks/scan.py PATH/TO/A/GIT/REPOSITORY [--runs 3] [--limit 120]
    python benchmarks/scan.py --hostile

pairkit applies every shipped rule, the others only look for secrets; all run once to warm up, then in turn. pairkit is
measured with `--no-cache` and with what it remembers of an unchanged tree. A scanner is measured where it is installed
beside this interpreter (`pip install detect-secrets`) or on PATH. Figures are medians; megabytes are those of the
tracked text files. `cpu` is the time on all cores, which a busy machine hardly changes.

A scanner that takes longer than `--limit` seconds is ended and told of as such; it is not run again.

`--hostile` makes trees of one unkind file each: one line, ordinary JavaScript, near-miss keys; of 8 MB, about the most
to which pairkit applies every rule, and of 10 MB, which it searches for secrets in pieces.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

PAIRKIT = "pairkit check --all"
REMEMBERED = "the same, remembered"
Run = Callable[[], tuple[float, float] | None]


def main() -> int:
    """Measure and print; exit with 2 if there is no repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", nargs="?")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds that one run may take (120)")
    parser.add_argument("--hostile", action="store_true")
    options = parser.parse_args()
    if options.hostile:
        with tempfile.TemporaryDirectory() as folder:
            for name, root in hostile(folder):
                print(f"\n{name}")
                compare(root, options.runs, options.limit)
        return 0
    if not options.repository or not os.path.exists(os.path.join(options.repository, ".git")):
        print(f"{options.repository} is no git repository", file=sys.stderr)
        return 2
    compare(options.repository, options.runs, options.limit)
    return 0


def compare(root: str, runs: int, limit: float) -> None:
    """Measure every scanner that is there on one tree, and print a table."""
    files, size = tracked(root)
    print(f"{files} files, {size / 1e6:.1f} MB of text")
    times = in_turn({name: runner(command, root, limit) for name, command in commands().items()}, runs)
    first = statistics.median(clock for clock, _ in times[PAIRKIT]) if times[PAIRKIT] else limit
    for name, both in times.items():
        if not both:
            print(f"{name:22} ended after {limit:.0f} s, more than {limit / first:.0f} times pairkit")
            continue
        middle, cpu = (statistics.median(own) for own in zip(*both, strict=True))
        speed = size / 1e6 / middle
        times_as_long = f"{middle / first:6.1f} times pairkit"
        print(f"{name:22} {middle:7.2f} s {speed:7.1f} MB/s   cpu {cpu:7.2f} s  {times_as_long}", flush=True)


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


def runner(command: list[str], root: str, limit: float) -> Run:
    """Return a function that runs a command once and returns its seconds, by the clock and on all cores.

    None if it took more than `limit` seconds; it is ended then, with the processes it started.
    """

    def run() -> tuple[float, float] | None:
        before, start = os.times(), time.perf_counter()
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=root, stdout=quiet, stderr=quiet, start_new_session=True)
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            _end(process)
            return None
        clock, after = time.perf_counter() - start, os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        return clock, used

    return run


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)  # its own group: itself, and what it started
    else:
        process.kill()
    process.wait()


def in_turn(runners: dict[str, Run], runs: int) -> dict[str, list[tuple[float, float]]]:
    """Run each once to warm up, then all in turn, so that a machine that slows down slows all of them.

    One that was ended once for taking too long has no times.
    """
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runners}
    left = {name: run for name, run in runners.items() if run() is not None}
    for _ in range(runs):
        for name, run in list(left.items()):
            took = run()
            if took is None:
                times[name].clear()
                del left[name]
            else:
                times[name].append(took)
    return times


if __name__ == "__main__":
    sys.exit(main())
