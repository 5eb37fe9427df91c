"""What stands in `.git/hooks/pre-commit` while a commit is measured: nothing, an empty Python, pairkit, or a rival.

pre-commit and prek usually fetch their hooks from the network. Here they run the programs of the packages
`pre-commit-hooks` and `detect-secrets` as local hooks, which is the same work without the network. prek also has seven
built in, in Rust; that is a variant of its own.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

NO_HOOK, EMPTY, PAIRKIT, PRE_COMMIT, PREK, PREK_BUILT_IN = (
    *("no hook", "empty Python hook", "pairkit"),
    *("pre-commit, 7 hooks", "prek, 7 hooks", "prek, 7 built in"),
)
SEVEN = {
    "trailing-whitespace": ("trailing-whitespace-fixer", "text"),
    "end-of-file-fixer": ("end-of-file-fixer", "text"),
    "check-yaml": ("check-yaml", "yaml"),
    "check-json": ("check-json", "json"),
    "check-added-large-files": ("check-added-large-files", "file"),
    "check-merge-conflict": ("check-merge-conflict", "text"),
    "detect-secrets": ("detect-secrets-hook", "text"),
}
"""Six of `pre-commit-hooks`, and detect-secrets: what a project that minds its keys has."""
BUILT_IN = (*list(SEVEN)[:-1], "detect-private-key")
_CONFIGS = {PRE_COMMIT: ".pre-commit-config.yaml", PREK: ".pre-commit-config.yaml", PREK_BUILT_IN: "built-in.yaml"}
INSTALL = "pip install pre-commit prek pre-commit-hooks detect-secrets"


@dataclass(frozen=True, slots=True)
class Variant:
    """A hook to measure. `script` is the hook file's text, None for no hook; `missing` is what is not installed."""

    name: str
    script: str | None = None
    missing: str = ""


def program(name: str, *folders: str) -> str | None:
    """Return the path of a program: in one of `folders`, beside this interpreter, or on PATH."""
    beside = os.pathsep.join([*folders, os.path.dirname(sys.executable)])
    return shutil.which(name, path=beside) or shutil.which(name)


def configurations() -> dict[str, str]:
    """Return path and text of the configuration files of pre-commit and prek that the project needs at its HEAD."""
    built_in = "".join(f"      - id: {name}\n" for name in BUILT_IN)
    texts = {"built-in.yaml": f"repos:\n  - repo: builtin\n    hooks:\n{built_in}"}
    manager = program("pre-commit") or program("prek")
    if manager and not _absent(manager):
        texts[".pre-commit-config.yaml"] = _local(os.path.dirname(manager))
    return texts


def _local(folder: str) -> str:
    hooks = []
    for name, (script, kind) in SEVEN.items():
        entry = json.dumps(shlex.quote(program(script, folder) or script))
        hooks.append(f"      - {{id: {name}, name: {name}, entry: {entry}, language: system, types: [{kind}]}}\n")
    return "repos:\n  - repo: local\n    hooks:\n" + "".join(hooks)


def _absent(manager: str) -> str:
    folder = os.path.dirname(manager)
    return next((script for script, _ in SEVEN.values() if program(script, folder) is None), "")


def plain(root: str, env: Mapping[str, str]) -> list[Variant]:
    """Return no hook, an empty Python hook, and pairkit's as `pairkit guard install` writes it."""
    empty = f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -I -c pass\n"
    pairkit = _installed(root, env, [sys.executable, "-m", "pairkit", "guard", "install"])
    return [Variant(NO_HOOK), Variant(EMPTY, empty), Variant(PAIRKIT, pairkit)]


def rivals(root: str, env: Mapping[str, str]) -> list[Variant]:
    """Return pre-commit and prek; one that is not installed names what is missing."""
    return [_rival(root, env, name, config) for name, config in _CONFIGS.items()]


def _rival(root: str, env: Mapping[str, str], name: str, config: str) -> Variant:
    wanted = "pre-commit" if name == PRE_COMMIT else "prek"
    manager = program(wanted)
    if manager is None:
        return Variant(name, missing=wanted)
    if name != PREK_BUILT_IN and _absent(manager):
        return Variant(name, missing=_absent(manager))
    return Variant(name, _installed(root, env, [manager, "install", "--config", config]))


def _installed(root: str, env: Mapping[str, str], command: list[str]) -> str:
    """Run an installer in the repository; take the hook that it wrote out again and return its text."""
    subprocess.run(command, cwd=root, env=env, check=True, capture_output=True)
    hooks = os.path.join(root, ".git", "hooks")
    with open(os.path.join(hooks, "pre-commit"), encoding="utf-8") as file:
        script = file.read()
    shutil.rmtree(hooks)
    os.mkdir(hooks)
    return script
