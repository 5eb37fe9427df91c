"""A scratch project to judge in, and the real material that is spoiled: examples, payloads, commands, documents."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests"))

AGREEMENT = """\
version: 1
people:
  - {name: Jiwon, role: developer, emails: [jiwon@example.com], language: en}
  - {name: Mina, role: maker, title: 번역가, emails: [mina@example.com], language: ko}
zones:
  maker: [content/**, glossary/**]
  shared: [app/**, tests/**]
  developer: [migrations/**, app/models/**]
  closed: [deploy/**]
"""
_FILES = {
    "pairkit.yaml": AGREEMENT,
    "app/a.py": "x = 1\n",
    "hello.txt": "hello\n",
    "deploy/app.yaml": "a: 1\n",
    "content/t.md": "# T\n",
    "requirements.txt": "flask\n",
    ".gitignore": ".env\n.env.*\n!.env.example\n",
    ".env.example": "A=\n",
}


class World:
    """Everything that targets share; `root` is a guarded project with unsaved work on a branch of its own."""

    def __init__(self, scratch: Path, corpus: Path | None) -> None:
        self.scratch, self.corpus = scratch, corpus
        self.root = scratch / "shop"
        os.environ.update(_environment(scratch))
        self._project()
        os.chdir(self.root)

    def _project(self) -> None:
        write(self.root, _FILES)
        self.git("init", "-q", "-b", "feature")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "start")
        write(self.root, {"app/a.py": "x = 2\n"})
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "second")
        self.git("branch", "other", "HEAD~1")
        self.git("tag", "v1")
        write(self.root, {"app/a.py": "x = 3\n", ".env": "A=b\n"})

    def git(self, *args: str, stdin: bytes | None = None) -> bytes:
        """Run git in the project."""
        return subprocess.run(["git", *args], cwd=self.root, input=stdin, capture_output=True, check=True).stdout

    @cached_property
    def rules(self) -> list[Mapping[str, Any]]:
        """Return every shipped rule as its file says."""
        return [_yaml(path) for path in sorted(TOP.glob("playbooks/*/rules/*.yaml"))]

    @cached_property
    def keys(self) -> list[str]:
        """Return a line for each shape of secret, with its made-up example."""
        shapes = [shape for path in sorted(TOP.glob("playbooks/*/secrets/*.yaml")) for shape in _yaml(path)["shapes"]]
        return ["".join(shape["example"]) for shape in shapes if shape["confidence"] == "sure"]

    @cached_property
    def examples(self) -> list[tuple[str, bytes, bytes]]:
        """Return (path, old, new) of all files in examples of rules."""
        return [one for rule in self.rules for one in _files(rule)]

    @cached_property
    def diffs(self) -> list[bytes]:
        """Return patches: of the examples, and what lies in the corpus."""
        made = [diff_of(path, old, new) for path, old, new in self.examples if path]
        made = [b"".join(made[n : n + 3]) for n in range(0, len(made), 3)]
        extra = sorted(self.corpus.glob("**/*.diff")) if self.corpus else []
        return [*made, *(path.read_bytes() for path in extra)]

    @cached_property
    def documents(self) -> list[bytes]:
        """Return what people read, as the golden files hold it."""
        paths = sorted((TOP / "tests" / "golden").iterdir())
        return [path.read_bytes() for path in paths if path.is_file() and path.stat().st_size < 60_000]

    @cached_property
    def commands(self) -> list[tuple[str, bool]]:
        """Return commands as agents write them, and whether the table says that they stop."""
        table = yaml.safe_load((TOP / "tests" / "commands.yaml").read_text("utf-8"))
        found = [
            (one, part.endswith("stop")) for parts in table.values() for part, all_ in parts.items() for one in all_
        ]
        return found + [(one["command"], False) for rule in self.rules for one in _examples(rule) if "command" in one]

    def payloads(self) -> list[tuple[str, bytes]]:
        """Return (agent, payload), as if sent from this project."""
        from agent_examples import every  # in tests/

        from pairkit.guard.agents.caller import NAMES

        here = str(self.root).encode()
        return [(agent, raw.replace(b"/home/mina/shop", here)) for agent in NAMES for raw in every(agent).values()]


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())


def diff_of(path: str, old: bytes, new: bytes) -> bytes:
    """Return the patch of one file, as git writes it; what begins and ends alike is context."""
    if not old or not new:
        sign, text = (b"+", new) if new else (b"-", old)
        lines = text.removesuffix(b"\n").split(b"\n")
        head = b"new" if new else b"deleted"
        names = (b"--- /dev/null\n+++ b/%s\n" if new else b"--- a/%s\n+++ /dev/null\n") % path.encode()
        span = b"-0,0 +1,%d" if new else b"-1,%d +0,0"
        body = b"".join(sign + line + b"\n" for line in lines)
        git_line = b"diff --git a/%s b/%s\n%s file mode 100644\n" % (path.encode(), path.encode(), head)
        return git_line + names + b"@@ " + span % len(lines) + b" @@\n" + body
    before, after = old.removesuffix(b"\n").split(b"\n"), new.removesuffix(b"\n").split(b"\n")
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    start = max(0, same - 3)
    went, came = before[same:], after[same:]
    rows = [b" " + one for one in before[start:same]] + [b"-" + one for one in went] + [b"+" + one for one in came]
    at = (start + 1, len(before) - start, start + 1, len(after) - start)
    name = path.encode()
    return b"diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n@@ -%d,%d +%d,%d @@\n" % (
        name,
        name,
        name,
        name,
        *at,
    ) + b"".join(row + b"\n" for row in rows)


@cache
def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _examples(rule: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for kind in ("found", "quiet"):
        yield from rule["examples"][kind]


def _files(rule: Mapping[str, Any]) -> Iterator[tuple[str, bytes, bytes]]:
    for example in _examples(rule):
        for file in example.get("files", [example]):
            if "path" in file:
                yield file["path"], _text(file.get("old")), _text(file.get("new"))


def _text(value: Any) -> bytes:
    return ("".join(value) if isinstance(value, list) else value or "").encode()


def _environment(scratch: Path) -> dict[str, str]:
    for name in [
        name for name in os.environ if name.startswith(("GIT_", "PAIRKIT_", "CI", "CLAUDE", "CODEX", "GEMINI"))
    ]:
        del os.environ[name]
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in
           (("NAME", "Mina"), ("EMAIL", "mina@example.com"))}  # fmt: skip
    cache_ = {"PAIRKIT_CACHE_DIR": str(scratch / "cache")}
    return {**who, **cache_, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(scratch / "home")}
