"""Measure what a whole `git commit` costs with pairkit's hook, beside no hook, an empty one, pre-commit and prek.

    python benchmarks/hook.py                     # 3,000 and 60,000 files, 15 rounds: a few minutes
    python benchmarks/hook.py --sizes 3000 --runs 30 --json figures.json
    python benchmarks/hook.py --findings          # a commit in which pairkit has something to say

Run it with an interpreter that has pairkit; `pip install pre-commit prek pre-commit-hooks` beside it adds the rivals.
All variants and sizes are measured in turn, round after round, so that a machine that slows down slows them all. It
never fails for being slow. Exit codes: 0 measured, 2 it cannot run.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass

import figures
import made_up_project
import variants
from figures import Measured
from variants import Variant

_WARM_UP = 2


class CannotRun(Exception):
    """What is missing or went wrong, in a sentence."""


@dataclass(frozen=True, slots=True)
class Project:
    """The repository with ten files staged. `index` is a copy of the index as it is then, `base` the commit before."""

    root: str
    env: Mapping[str, str]
    index: str
    base: str
    staged: str
    findings: bool


def main() -> int:
    """Measure every size, print the tables, write the raw figures."""
    args = _arguments()
    folder = os.path.realpath(tempfile.mkdtemp(prefix="pairkit-bench-"))
    try:
        env = environment(folder)
        versions = _versions(env)
        print(f"{figures.heading(versions)}; playbooks: {args.playbooks}", flush=True)
        measured = _measure(folder, env, args)
        for one in measured:
            print("\n" + figures.table(one))
        print("\n" + figures.targets(measured))
        if args.json:
            figures.write(args.json, versions, measured, findings=args.findings)
    except (CannotRun, OSError, subprocess.CalledProcessError) as error:
        said = error.stderr if isinstance(error, subprocess.CalledProcessError) else b""
        print(f"benchmarks/hook.py cannot run: {error}\n{(said or b'').decode(errors='replace')}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=_sizes, default=[3000, 60000], help="files in the repository: 3000,60000")
    parser.add_argument("--runs", type=_rounds, default=15, help="measured commits of each variant (15)")
    parser.add_argument(
        "--playbooks", default="core", help="what pairkit applies: core (default), or core,web,data,deploy,llm"
    )
    parser.add_argument("--findings", action="store_true", help="stage a change in which pairkit finds something")
    parser.add_argument("--json", metavar="FILE", help="write the raw figures to FILE")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    sizes = [int(size) for size in text.split(",")]
    if min(sizes) < made_up_project.SMALLEST:
        raise argparse.ArgumentTypeError(f"at least {made_up_project.SMALLEST} files")
    return sizes


def _rounds(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return int(text)


def environment(folder: str) -> dict[str, str]:
    """Return the caller's environment without what steers git and hooks, and with caches inside `folder`."""
    steering = ("GIT_", "PAIRKIT_", "PRE_COMMIT", "PREK_", "PYTHON")
    env = {name: value for name, value in os.environ.items() if name != "SKIP" and not name.startswith(steering)}
    name, email = made_up_project.PERSON
    return {
        **env,
        **{f"GIT_{who}_NAME": name for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": email for who in ("AUTHOR", "COMMITTER")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PAIRKIT_CACHE_DIR": os.path.join(folder, "pairkit-cache"),
        "PAIRKIT_LANG": "en",
        "PRE_COMMIT_HOME": os.path.join(folder, "pre-commit-home"),
        "PREK_HOME": os.path.join(folder, "prek-home"),
    }


def _versions(env: Mapping[str, str]) -> dict[str, str]:
    """Return the versions of what is measured. Raises CannotRun without git or pairkit."""
    if shutil.which("git") is None:
        raise CannotRun("git is not installed")
    asked = [sys.executable, "-I", "-c", "from importlib.metadata import version; print(version('pairkit'))"]
    found = {"python": sys.version.split()[0], "pairkit": _last_word(asked, env)}
    if not found["pairkit"]:
        raise CannotRun(f"this interpreter has no pairkit: {sys.executable} -m pip install -e .")
    found["git"] = _last_word(["git", "--version"], env)
    for name in ("pre-commit", "prek"):
        path = variants.program(name)
        found[name] = _last_word([path, "--version"], env) if path else ""
    return found


def _last_word(command: list[str], env: Mapping[str, str]) -> str:
    words = subprocess.run(command, env=env, check=False, capture_output=True, text=True).stdout.split()
    return next((word for word in words[::-1] if word[0].isdigit()), "")


def _measure(folder: str, env: Mapping[str, str], args: argparse.Namespace) -> list[Measured]:
    """Measure all variants in all sizes in turn; the rivals only in the smallest."""
    all_of_them: list[tuple[Project, list[Variant], Measured]] = []
    for size in sorted(set(args.sizes)):
        project = build(os.path.join(folder, str(size)), env, size, args.playbooks, findings=args.findings)
        chosen = variants.plain(project.root, env) + ([] if all_of_them else variants.rivals(project.root, env))
        missing = {one.name: one.missing for one in chosen if one.missing}
        chosen = [one for one in chosen if not one.missing]
        all_of_them.append((project, chosen, Measured(size, project.staged, [one.name for one in chosen], missing)))
    for n in range(_WARM_UP + args.runs):
        for project, chosen, measured in all_of_them:
            for variant in chosen:
                took, busy = _commit(project, variant)
                if n >= _WARM_UP:
                    measured.times[variant.name].append(took)
                    measured.busy[variant.name].append(busy)
    return [measured for _, _, measured in all_of_them]


def build(root: str, env: Mapping[str, str], size: int, playbooks: str, *, findings: bool) -> Project:
    """Make the repository, check it out, and stage the ten files."""
    _git(["init", "-q", root], os.path.dirname(root), env)
    for key, value in {"gc.auto": "0", "core.autocrlf": "false", "maintenance.auto": "false"}.items():
        _git(["config", key, value], root, env)
    files = {"pairkit.yaml": made_up_project.agreement(playbooks), **variants.configurations()}
    stream = b"".join(made_up_project.fast_import(size, files))
    _git(["fast-import", "--quiet"], root, env, stream)
    _git(["symbolic-ref", "HEAD", "refs/heads/work"], root, env)
    _git(["reset", "-q", "--hard"], root, env)
    texts = made_up_project.ten_files(findings=findings)
    for path, text in texts.items():
        place = os.path.join(root, *path.split("/"))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    _git(["add", "--", *texts], root, env)
    index = os.path.join(root, ".git", "index")
    shutil.copyfile(index, index + ".staged")
    base = _git(["rev-parse", "HEAD"], root, env).strip()
    staged = _git(["diff", "--cached", "--shortstat"], root, env).strip()
    return Project(root, env, index + ".staged", base, staged, findings)


def _commit(project: Project, variant: Variant) -> tuple[float, float]:
    """Return how many milliseconds one `git commit` takes, by the clock and of all processors.

    Only the commit is timed; the repository is as before afterwards.
    """
    put(variant, os.path.join(project.root, ".git", "hooks", "pre-commit"))
    command = ["git", "commit", "-q", "-m", "x"]
    busy, started = _processor_time(), time.perf_counter()
    done = subprocess.run(
        command, cwd=project.root, env=project.env, check=False, stdin=subprocess.DEVNULL, capture_output=True
    )
    took, busy = time.perf_counter() - started, _processor_time() - busy
    _expect(project, variant, done.returncode, (done.stdout + done.stderr).decode(errors="replace"))
    _git(["update-ref", "HEAD", project.base], project.root, project.env)
    shutil.copyfile(project.index, project.index.removesuffix(".staged"))
    return took * 1000, busy * 1000


def put(variant: Variant, place: str) -> None:
    """Put the variant's script there, or nothing."""
    if variant.script is None:
        if os.path.exists(place):
            os.remove(place)
        return
    with open(place, "w", encoding="utf-8", newline="\n") as file:
        file.write(variant.script)
    os.chmod(place, 0o755)  # noqa: S103 - a hook must be executable


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _expect(project: Project, variant: Variant, code: int, said: str) -> None:
    """Raise CannotRun if a hook did other work than it should: a fast failure must not count as fast."""
    if variant.name in (variants.NO_HOOK, variants.EMPTY):
        good = not said
    elif variant.name == variants.PAIRKIT:
        good = bool(said) == project.findings
    else:
        good = said.count("Passed") == len(variants.SEVEN)
    if code or not good:
        raise CannotRun(f"the commit with {variant.name!r} ended with {code} and said:\n{said or '(nothing)'}")


def _git(args: list[str], cwd: str, env: Mapping[str, str], stdin: bytes = b"") -> str:
    return subprocess.run(
        ["git", *args], cwd=cwd, env=env, input=stdin, check=True, capture_output=True
    ).stdout.decode()


if __name__ == "__main__":
    sys.exit(main())
