"""What a command runs, once its words are known: wrappers come off, folders change, inner commands are read in turn."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pairkit.action import inline
from pairkit.action.line import UNKNOWN, Simple, Touch
from pairkit.action.touch import touched_by
from pairkit.action.wrappers import SHELLS, bare, unwrap

SOURCES = 20
_WRAPPERS = 12
_FILTERS = ("-name", "-iname", "-path", "-ipath", "-regex", "-iregex", "-empty", "-mtime", "-mmin", "-newer", "-size",
            "-ctime", "-atime")  # fmt: skip
_RUNNERS = frozenset(("python", "py", "pypy", "ruby", "php", "node"))
_SCRIPTED = frozenset(("artisan", "rails", "rake"))


class Feed(NamedTuple):
    """What a command reads: its text where known, and the programs it comes from."""

    text: str | None = None
    sources: tuple[str, ...] = ()


NOTHING = Feed()


class Runner:
    """Keeps what commands run and touch, and what the line has set so far: folder, variables, aliases."""

    def __init__(self, cwd: str) -> None:
        self.commands: list[Simple] = []
        self.touched: list[Touch] = []
        self.coarse = False
        self._cwd: str | None = cwd
        self._vars: dict[str, str] = {}
        self._exported: list[str] = []
        self._aliases: dict[str, tuple[str, ...]] = {}
        self._remote = False

    def script(self, text: str, feed: Feed = NOTHING) -> None:
        """Read a text of shell; the grammar does."""
        raise NotImplementedError

    def _touch(self, how: str, word: str) -> None:
        path = self._path(word)
        if path is not None and not path.startswith("/dev/"):
            self.touched.append(Touch(how, path))

    def _path(self, word: str) -> str | None:
        if UNKNOWN in word or not word or self._remote:
            return None
        word = os.path.expanduser(word) if word.startswith("~") else word
        if not os.path.isabs(word):
            return os.path.normpath(os.path.join(self._cwd, word)) if self._cwd is not None else None
        return word

    def _run(self, argv: tuple[str, ...], env: tuple[str, ...], feed: Feed) -> None:
        """Take the wrappers off, then note the command."""
        for _ in range(_WRAPPERS):
            argv = (bare(argv[0]), *argv[1:])
            if argv[0] in self._aliases:
                argv = (*self._aliases[argv[0]], *argv[1:])
            inner = unwrap(argv)
            if inner is None:
                break
            env += inner.env
            if inner.script is not None:
                self._inner(inner.script, env, feed, remote=inner.remote)
                return
            if inner.remote:
                self._far(inner.argv, env, feed)
                return
            argv = inner.argv
        self._note(_direct(argv), env, feed)

    def _far(self, argv: tuple[str, ...], env: tuple[str, ...], feed: Feed) -> None:
        before, self._remote = self._remote, True
        self._run(argv, env, feed)
        self._remote = before

    def _inner(self, text: str, env: tuple[str, ...], feed: Feed, *, remote: bool = False) -> None:
        """A text of shell inside the line. Where it comes from a download nobody can read it."""
        self._keep(Simple(("sh", "-c", text), env, self._cwd, None, feed.sources, self._remote or remote))
        kept = self._remote, list(self._exported), self._cwd
        self._remote, self._exported = self._remote or remote, [*self._exported, *env]
        self.script(text, feed._replace(sources=()))
        self._remote, self._exported, self._cwd = kept

    def _note(self, argv: tuple[str, ...], env: tuple[str, ...], feed: Feed) -> None:
        name = argv[0]
        if name in ("cd", "pushd", "chdir", "Set-Location"):
            self._change_folder(argv)
        elif name == "eval":
            self._inner(" ".join(argv[1:]), env, feed)
        elif name == "alias":
            for one in argv[1:]:
                key, sign, value = one.partition("=")
                if sign and value.split():
                    self._aliases[key] = tuple(value.split())
        elif name == "find":
            self._find(argv, env, feed)
        else:
            self._plain(argv, env, feed)

    def _plain(self, argv: tuple[str, ...], env: tuple[str, ...], feed: Feed) -> None:
        self._keep(Simple(argv, env, self._cwd, feed.text, feed.sources, self._remote))
        if argv[0] in SHELLS:
            fed = feed.text is not None and all(word.startswith("-") for word in argv[1:])
            if fed:
                self.script(feed.text or "")
            return
        code = inline.code_of(argv, feed.text)
        if code is not None:
            self._code(code)

    def _keep(self, command: Simple) -> None:
        self.commands.append(command)
        for how, word in touched_by(command):
            self._touch(how, word)

    def _code(self, code: str) -> None:
        for how, word in inline.touched(code):
            self._touch(how, word)
        for text in inline.commands(code):
            self.script(text)

    def _find(self, argv: tuple[str, ...], env: tuple[str, ...], feed: Feed) -> None:
        """`find DIR -exec rm {} +` runs rm on DIR, as `-delete` does; on what is filtered, nobody knows."""
        starts = list(_until_option(argv[1:])) or ["."]
        filtered = any(word.startswith(_FILTERS) for word in argv)
        self._keep(Simple(argv, env, self._cwd, None, (), self._remote))
        if "-delete" in argv and not filtered:
            self._run(("rm", "-rf", *starts), env, feed)
        for at, word in enumerate(argv):
            if word in ("-exec", "-execdir", "-ok", "-okdir"):
                rest = list(argv[at + 1 :])
                end = next((n for n, one in enumerate(rest) if one in (";", "+")), len(rest))
                target = [UNKNOWN] if filtered else starts
                inner = [new for one in rest[:end] for new in (target if one == "{}" else [one.replace("{}", UNKNOWN)])]
                if inner:
                    self._run(tuple(inner), env, feed)

    def _change_folder(self, argv: tuple[str, ...]) -> None:
        target = next((word for word in argv[1:] if not word.startswith("-")), "~" if len(argv) == 1 else UNKNOWN)
        self._cwd = self._path(target) if not self._remote else self._cwd


def _direct(argv: tuple[str, ...]) -> tuple[str, ...]:
    """`python -m twine upload` is `twine upload`, `python manage.py flush` is `manage.py flush`."""
    name = argv[0].rstrip("0123456789.")
    if name in _RUNNERS and len(argv) > 1:
        at = 1
        while at < len(argv) and argv[at] in ("-u", "-B", "-I", "-X", "-W", "-q", "-S", "-E"):
            at += 2 if argv[at] in ("-X", "-W") else 1
        if argv[at : at + 1] == ("-m",) and at + 1 < len(argv) and name in ("python", "py", "pypy"):
            return argv[at + 1 :]
        if at < len(argv) and (argv[at].endswith((".py", ".rb", ".php", ".js")) or bare(argv[at]) in _SCRIPTED):
            return (bare(argv[at]), *argv[at + 1 :])
    return argv


def _until_option(words: Sequence[str]) -> Iterable[str]:
    for word in words:
        if word.startswith(("-", "(", "!")):
            return
        yield word
