"""Take a command apart as Bash would: into the simple commands that run, whatever stands around them.

A commit message, a heredoc that `cat` writes into a file, an `echo` are text and stay text; `bash -c '…'`, a heredoc
that a shell reads, `$(…)` are commands. tree-sitter's Bash grammar reads; nothing here runs or looks at the disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pairkit.action import inline
from pairkit.action.line import APPEND, READ, UNKNOWN, WRITE, Line, Simple, Touch
from pairkit.action.touch import touched_by
from pairkit.action.words import text_of, words_of
from pairkit.action.wrappers import SHELLS, bare, unwrap

_LONGEST = 200_000
_PIPES, _HEREDOCS = 2000, 100
"""The grammar takes quadratic time and memory over these; no honest command has so many."""
_NODES = 8000
_DEEPEST = 60
_SCRIPTS = 8
_LOOPS = 8
_SOURCES = 20
_TELLS = frozenset(("echo", "printf", "cat"))


class Feed(NamedTuple):
    """What a command reads: its text where known, and the programs it comes from."""

    text: str | None = None
    sources: tuple[str, ...] = ()


_NOTHING = Feed()


def read(text: str, cwd: str) -> Line:
    """Return the simple commands of `text` run in the folder `cwd`. Never raises.

    What is too long or nested too deep is returned with `coarse` set and with as much as could be read.
    """
    text = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    reader = _Reader(cwd)
    try:
        reader.script(text)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - the parser is native code: what it panics with is no Exception
        reader.coarse = True
    return Line(tuple(reader.commands), tuple(dict.fromkeys(reader.touched)), reader.coarse)


class _Reader:
    """Walks the tree once; keeps the folder, the variables and the aliases as the line goes on."""

    def __init__(self, cwd: str) -> None:
        self.commands: list[Simple] = []
        self.touched: list[Touch] = []
        self.coarse = False
        self._cwd: str | None = cwd
        self._vars: dict[str, str] = {}
        self._exported: list[str] = []
        self._aliases: dict[str, tuple[str, ...]] = {}
        self._nodes = self._depth = self._scripts = 0
        self._remote = False

    def script(self, text: str, feed: Feed = _NOTHING) -> None:
        """Read a text of shell."""
        if len(text) > _LONGEST or text.count("|") > _PIPES or text.count("<<") > _HEREDOCS or self._scripts > _SCRIPTS:
            self.coarse = True
            return
        from ast_grep_py import SgRoot  # loaded only where there is a command to read

        self._scripts += 1
        self._walk(SgRoot(text, "bash").root(), feed)
        self._scripts -= 1

    def _walk(self, node: Any, feed: Feed = _NOTHING) -> None:
        self._nodes += 1
        if self._nodes > _NODES or self._depth > _DEEPEST:
            self.coarse = True
            return
        self._depth += 1
        kind = node.kind()
        if kind in _VISITS:
            _VISITS[kind](self, node, feed)
        elif kind not in _SILENT:
            for child in node.children():
                self._walk(child, feed)
        self._depth -= 1

    # What a node's kind asks for.

    def _command(self, node: Any, feed: Feed) -> None:
        before = len(self.commands)
        env, words = list(self._exported), []
        for child in node.children():
            kind = child.kind()
            if kind == "variable_assignment":
                env.append(self._text(child))
            elif kind in _REDIRECTS:
                feed = self._redirect(child, feed)
            elif kind == "command_name":
                words += self._words(child.children()[0] if child.children() else child)
            elif child.is_named():
                words += self._words(child)
        inside = tuple(one.argv[0] for one in self.commands[before:])
        if words:
            self._run(tuple(words), tuple(env), feed._replace(sources=(*feed.sources, *inside)))

    def _redirected(self, node: Any, feed: Feed) -> None:
        redirects = [one for one in node.children() if one.kind() in _REDIRECTS]
        for one in redirects:
            if one.kind() != "file_redirect":
                feed = self._redirect(one, feed)
        for child in node.children():
            if child.kind() not in _REDIRECTS:
                self._walk(child, feed)
        for one in redirects:
            if one.kind() == "file_redirect":
                self._redirect(one, feed)  # after the commands: in `cd x && echo > y` the grammar has it around both
            elif one.kind() == "heredoc_redirect":
                self._after_heredoc(one, node)

    def _after_heredoc(self, heredoc: Any, whole: Any) -> None:
        """`cat <<EOF | sh` and `cat <<EOF && rm x`: the grammar hangs what follows under the heredoc."""
        text = self._heredoc(heredoc)
        first = next((one for one in whole.children() if one.kind() == "command"), None)
        teller = first is None or (first.text().split() or [""])[0] in _TELLS
        for child in heredoc.children():
            if child.kind() == "pipeline":
                self._stages(child, Feed(text if teller else None))
            elif child.kind() in _COMMANDS:
                self._walk(child)

    def _pipeline(self, node: Any, feed: Feed) -> None:
        self._stages(node, feed)

    def _stages(self, node: Any, feed: Feed) -> None:
        folder, first = self._cwd, len(self.commands)
        for child in node.children():
            if not child.is_named():
                continue
            before = len(self.commands)
            self._walk(child, feed)
            made = self.commands[before:]
            if made:
                name = made[-1].argv[0]
                earlier = [one._replace(sinks=(*one.sinks, name)[:_SOURCES]) for one in self.commands[first:before][-_SOURCES:]]
                self.commands[before - len(earlier) : before] = earlier
            text = _told(made[-1]) if len(made) == 1 else None
            feed = Feed(text, (*feed.sources, *(one.argv[0] for one in made))[-_SOURCES:])
        self._cwd = folder

    def _subshell(self, node: Any, feed: Feed) -> None:
        folder, known = self._cwd, dict(self._vars)
        for child in node.children():
            self._walk(child, feed)
        self._cwd, self._vars = folder, known

    def _assignment(self, node: Any, _feed: Feed) -> None:
        name, _, value = self._text(node).partition("=")
        self._vars[name] = value

    def _declaration(self, node: Any, _feed: Feed) -> None:
        children = node.children()
        exports = bool(children) and children[0].text() == "export"
        if node.text().split()[1:] == ["-p"]:
            self._keep(Simple((children[0].text(), "-p"), (), self._cwd))
        for child in children[1:]:
            text = self._text(child)
            name, sign, value = text.partition("=")
            if sign:
                self._vars[name] = value
            if exports and (sign or name in self._vars):
                self._exported.append(text if sign else f"{name}={self._vars[name]}")

    def _list(self, node: Any, feed: Feed) -> None:
        """`[ -f X ] || cp Y X`: what runs only where a file is not there does not write over it."""
        children = node.children()
        guards = len(children) == 3 and children[1].text() == "||" and _is_test(children[0])
        before, first = len(self.touched), len(self.commands)
        for child in children:
            self._walk(child, feed)
        if guards and len(self.commands) > first:
            kept = [touch._replace(how=APPEND) if touch.how == WRITE else touch for touch in self.touched[before:]]
            self.touched[before:] = kept

    def _loop(self, node: Any, feed: Feed) -> None:
        children = node.children()
        name = next((one.text() for one in children if one.kind() == "variable_name"), "")
        body = [one for one in children if one.kind() in ("do_group", "compound_statement")]
        values: list[str] = []
        for child in children:
            if child.is_named() and child not in body and child.kind() != "variable_name":
                values += self._words(child)
        for value in dict.fromkeys(values[:_LOOPS] or [UNKNOWN]):
            self._vars[name] = value
            for one in body:
                self._walk(one, feed)

    def _error(self, node: Any, feed: Feed) -> None:
        """Where the grammar gives up, words that stand side by side are taken for a command."""
        words: list[str] = []
        for child in node.children():
            kind = child.kind()
            if kind in _WORDS:
                inner = child.children()[0] if kind == "command_name" and child.children() else child
                words += self._words(inner)
                continue
            if words:
                self._run(tuple(words), tuple(self._exported), feed)
            words = []
            self._walk(child, feed)
        if words:
            self._run(tuple(words), tuple(self._exported), feed)

    # Words, redirects.

    def _text(self, node: Any) -> str:
        """Return the text of a word or an assignment."""
        return text_of(node, self._look, self._walk)

    def _words(self, node: Any) -> list[str]:
        return words_of(node, self._look, self._walk)

    def _look(self, name: str) -> str | None:
        if name in self._vars:
            return self._vars[name]
        return self._cwd if name == "PWD" else {"HOME": "~", "TMPDIR": "/tmp"}.get(name)  # noqa: S108 - only compared

    def _redirect(self, node: Any, feed: Feed) -> Feed:
        """Note what a redirect writes; return what the command reads then."""
        kind = node.kind()
        if kind == "herestring_redirect":
            return feed._replace(text=self._text(node.children()[-1]) + "\n")
        if kind == "heredoc_redirect":
            for child in node.children():
                if child.kind() == "file_redirect":
                    self._redirect(child, feed)
            return feed._replace(text=self._heredoc(node))
        children = [one for one in node.children() if one.kind() != "file_descriptor"]
        sign = children[0].text() if children else ""
        for target in children[1:]:
            for word in self._words(target):
                if not (sign in (">&", "<&") and word.isdigit()):
                    self._touch(_SIGNS.get(sign, WRITE), word)
        return feed

    def _heredoc(self, node: Any) -> str:
        body = next((one for one in node.children() if one.kind() == "heredoc_body"), None)
        if body is None:
            return ""
        start = next((one.text() for one in node.children() if one.kind() == "heredoc_start"), "")
        # The grammar leaves out the text before the first `$` of a heredoc that is not quoted: take it all as it stands.
        if not start.startswith(("'", '"', "\\")) and ("$(" in body.text() or "`" in body.text()):
            self._text(body)
        return str(body.text())

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

    # What runs.

    def _run(self, argv: tuple[str, ...], env: tuple[str, ...], feed: Feed) -> None:
        """Take the wrappers off, then note the command."""
        for _ in range(12):
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
        """`find … -exec rm {} \\;` runs rm on the folders named, as `-delete` does; on what is filtered, nobody knows."""
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


_FILTERS = ("-name", "-iname", "-path", "-ipath", "-regex", "-iregex", "-empty", "-mtime", "-mmin", "-newer", "-size",
            "-ctime", "-atime")  # fmt: skip
_REDIRECTS = frozenset(("file_redirect", "heredoc_redirect", "herestring_redirect"))
_SIGNS = {">>": APPEND, "&>>": APPEND, "<": READ, "<&": READ, "<>": WRITE}
_SILENT = frozenset(("comment", "heredoc_start", "heredoc_end", "heredoc_body", "variable_name"))
_COMMANDS = frozenset(("command", "list", "redirected_statement", "subshell", "compound_statement", "if_statement"))
_WORDS = frozenset(("word", "command_name", "string", "raw_string", "concatenation", "number", "simple_expansion"))
_VISITS = {
    "ERROR": _Reader._error,
    "command": _Reader._command,
    "redirected_statement": _Reader._redirected,
    "pipeline": _Reader._pipeline,
    "list": _Reader._list,
    "subshell": _Reader._subshell,
    "command_substitution": _Reader._subshell,
    "process_substitution": _Reader._subshell,
    "variable_assignment": _Reader._assignment,
    "declaration_command": _Reader._declaration,
    "for_statement": _Reader._loop,
}


def _is_test(node: Any) -> bool:
    text = str(node.text())
    return text.startswith(("[", "test ")) and any(sign in text for sign in (" -f ", " -e ", " -s "))


def _told(command: Simple) -> str | None:
    """Return what a command prints, where that can be read off it: `echo`, `printf`, `cat` with a heredoc."""
    name, *words = command.argv
    if name == "cat" and not words:
        return command.text
    if name == "echo":
        return " ".join(word for n, word in enumerate(words) if n or word not in ("-n", "-e", "-ne")) + "\n"
    if name == "printf" and words:
        return " ".join(words).replace("\\n", "\n")
    return None


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


_RUNNERS = frozenset(("python", "py", "pypy", "ruby", "php", "node"))
_SCRIPTED = frozenset(("artisan", "rails", "rake"))


def _until_option(words: Sequence[str]) -> Iterable[str]:
    for word in words:
        if word.startswith(("-", "(", "!")):
            return
        yield word
