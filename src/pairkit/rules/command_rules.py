"""Run the rules over commands: which simple commands of a line do what a person must be told of before it runs.

A pattern is data: `run: kubectl delete|rm` names program and subcommand, `with` options that must stand there (one of
each group), `without` options that make it harmless, `args` an expression for the rest, `check` a function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from pairkit.action.git_line import git_of
from pairkit.action.line import Line, Simple
from pairkit.rules.around import Around

Plain = Mapping[str, Any]

_VALUES = {
    "kubectl": "-n --namespace --context --kubeconfig --cluster --user -s --server --token",
    "helm": "-n --namespace --kube-context --kubeconfig",
    "docker": "-H --host -c --context -l --log-level -f --file -p --project-name",
    "docker-compose": "-f --file -p --project-name",
    "aws": "--profile --region --output --endpoint-url",
    "gcloud": "--project --account --configuration",
    "az": "--subscription",
    "npm": "--prefix -w --workspace --registry",
    "pnpm": "-C --dir --filter -F",
    "yarn": "--cwd",
    "gh": "-R --repo",
    "redis-cli": "-h -p -a -n -u --user --pass",
    "alembic": "-c -x -n --config --name",
    "terraform": "",
    "vercel": "--token -t --scope -S --cwd",
    "twine": "",
}
_MESSAGES = frozenset(("-m", "--message", "-F", "--file", "--author", "--date", "--trailer", "-t", "--template"))
_TAKES = {"commit": "mFCctuS", "tag": "mFu", "merge": "mFsX"}


class Hit(NamedTuple):
    """A rule that a command meets; `facts` fill its words: `what` is the part of the command that matters."""

    rule: Plain
    command: Simple
    facts: Mapping[str, object]


class _Read(NamedTuple):
    """A command as patterns see it: its leading words, and its options, git's own put aside."""

    name: str
    words: tuple[str, ...]
    options: tuple[str, ...]
    short_stop: str
    is_git: bool


def find_commands(line: Line, rules: Iterable[Plain], around: Around) -> list[Hit]:
    """Return what the rules find in a line: each rule once, at the first command that meets it."""
    patterns = [
        (rule, one) for rule in rules for detect in rule["detect"] for one in detect.get("command", ())
    ]  # most lines meet none: the programs' names gate
    found: dict[str, Hit] = {}
    for command in line.commands:
        read = _read(command)
        for rule, one in patterns:
            if rule["id"] not in found and _runs(one["run"], read):
                facts = _facts(one, command, read, around)
                if facts is not None:
                    found[rule["id"]] = Hit(rule, command, facts)
    return list(found.values())


def _read(command: Simple) -> _Read:
    name = command.argv[0].lower()
    if name == "git":
        line = git_of(command.argv)
        words = (line.name, *_without_messages(line.words))
        return _Read("git", _plain(words, ""), _options(words), _TAKES.get(line.name, ""), is_git=True)
    words = command.argv[1:]
    return _Read(name, _plain(words, _VALUES.get(name, "")), _options(words), "", is_git=False)


def _without_messages(words: Sequence[str]) -> Iterator[str]:
    """Leave out the values of options like `-m`: a message is no option, whatever it says."""
    skip = False
    for word in words:
        if not skip:
            yield word
        short = word[:1] == "-" and word[1:2] not in ("-", "") and word[-1] in "mF"
        skip = not skip and (word in _MESSAGES or short)


def _plain(words: Iterable[str], values: str) -> tuple[str, ...]:
    takes, out, skip = values.split(), [], False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-") and len(word) > 1:
            skip = word in takes
        else:
            out.append(word)
    return tuple(out)


def _options(words: Iterable[str]) -> tuple[str, ...]:
    out = []
    for word in words:
        if word == "--":
            break
        if word[:1] in "-/" and len(word) > 1:
            out.append(word)
    return tuple(out)


def _runs(pattern: str, read: _Read) -> bool:
    program, *words = pattern.split()
    if program != "*" and read.name not in program.split("|"):
        return False
    return len(read.words) >= len(words) and all(
        wanted == "*" or word.lower() in wanted.split("|") for word, wanted in zip(read.words, words, strict=False)
    )


def _facts(pattern: Plain, command: Simple, read: _Read, around: Around) -> Mapping[str, object] | None:
    for group in pattern.get("with", ()):
        if not any(_has(option, read) for option in group.split("|")):
            return None
    if any(_has(option, read) for option in pattern.get("without", ())):
        return None
    if "args" in pattern and not any(re.search(pattern["args"], word) for word in command.argv[1:]):
        return None
    if "check" in pattern:
        found: Mapping[str, object] | None = import_module(f"pairkit.rules.commands.{pattern['check']}").check(
            command, around
        )
        return found
    return {"what": _said(pattern, read)}


def _said(pattern: Plain, read: _Read) -> str:
    """Return the words of a command that matter, and no value that could be a secret."""
    words = read.words[: len(pattern["run"].split()) - 1]
    options = [next(o for o in group.split("|") if _has(o, read)) for group in pattern.get("with", ())]
    return " ".join((read.name, *words, *options))


def _has(option: str, read: _Read) -> bool:
    if option.startswith("--"):
        return any(_is_long(option, word, git=read.is_git) for word in read.options)
    if len(option) == 2 and option[0] == "-":
        return any(option[1] in _letters(word, read.short_stop) for word in read.options)
    return any(word.lower().partition("=")[0] == option for word in read.options)


def _is_long(option: str, word: str, *, git: bool) -> bool:
    """git takes any beginning of an option that is not ambiguous: `--no-verif`."""
    name = word.partition("=")[0]
    return name == option or (git and len(name) > 5 and option.startswith(name) and name != "--no-")


def _letters(word: str, stop: str) -> str:
    """Return the letters of a cluster of short options, up to one that takes a value: `-am` → `am`."""
    if word.startswith("--") or not word.startswith("-"):
        return ""
    at = next((n for n, letter in enumerate(word[1:]) if letter in stop), len(word))
    return word[1 : at + 2] if at < len(word) else word[1:]
