"""Take a command apart as Bash would: into the simple commands that run, whatever stands around them.

A commit message, a heredoc that `cat` writes into a file, an `echo` are text and stay text; `bash -c '…'`, a heredoc
that a shell reads, `$(…)` are commands. tree-sitter's Bash grammar reads; nothing here runs or looks at the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from pairkit.action.line import APPEND, READ, UNKNOWN, WRITE, Line, Simple
from pairkit.action.runs import NOTHING, SOURCES, Feed, Runner
from pairkit.action.words import text_of, words_of

_LONGEST = 200_000
_TOO_MANY = {"|": 2000, "<<": 100, "`": 10_000, "(": 5000}
"""The grammar takes quadratic time and memory over these; no honest command has so many."""
_NODES = 8000
_DEEPEST = 60
_SCRIPTS = 8
_LOOPS = 8
_TELLS = frozenset(("echo", "printf", "cat"))


_REDIRECTS = frozenset(("file_redirect", "heredoc_redirect", "herestring_redirect"))
_SIGNS = {">>": APPEND, "&>>": APPEND, "<": READ, "<&": READ, "<>": WRITE}
_SILENT = frozenset(("comment", "heredoc_start", "heredoc_end", "heredoc_body", "variable_name"))
_COMMANDS = frozenset(("command", "list", "redirected_statement", "subshell", "compound_statement", "if_statement"))
_WORDS = frozenset(("word", "command_name", "string", "raw_string", "concatenation", "number", "simple_expansion"))


def read(text: str, cwd: str) -> Line:
    """Return the simple commands of `text` run in the folder `cwd`, for any text.

    What is too long or nested too deep is returned with `coarse` set and with as much as could be read.
    """
    text = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    reader = _Reader(cwd)
    try:
        reader.script(text)
    except (Exception, KeyboardInterrupt, SystemExit):
        raise  # our own mistakes are not to be mistaken for a strange command
    except BaseException:  # noqa: BLE001 - the parser is native code: what it panics with is no Exception
        reader.coarse = True
    return Line(tuple(reader.commands), tuple(dict.fromkeys(reader.touched)), reader.coarse)


class _Reader(Runner):
    """Walks the tree once; keeps the folder, the variables and the aliases as the line goes on."""

    def __init__(self, cwd: str) -> None:
        super().__init__(cwd)
        self._nodes = self._depth = self._scripts = 0

    def script(self, text: str, feed: Feed = NOTHING) -> None:
        """Read a text of shell."""
        many = any(text.count(sign) > most for sign, most in _TOO_MANY.items())
        if many or len(text) > _LONGEST or self._scripts > _SCRIPTS:
            self.coarse = True
            return
        from ast_grep_py import SgRoot  # loaded only where there is a command to read

        self._scripts += 1
        self._walk(SgRoot(text, "bash").root(), feed)
        self._scripts -= 1

    def _walk(self, node: Any, feed: Feed = NOTHING) -> None:
        self._nodes += 1
        if self._nodes > _NODES or self._depth > _DEEPEST:
            self.coarse = True
            return
        self._depth += 1
        kind = node.kind()
        if kind in self._VISITS:
            self._VISITS[kind](self, node, feed)
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
                before = len(self.touched)
                self._redirect(one, feed)  # after the commands: in `cd x && echo > y` the grammar has it around both
                if any(child.kind() == "list" and _is_guarded(child) for child in node.children()):
                    self._only_new(before)
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
                earlier = [
                    one._replace(sinks=(*one.sinks, name)[:SOURCES]) for one in self.commands[first:before][-SOURCES:]
                ]
                self.commands[before - len(earlier) : before] = earlier
            text = _told(made[-1]) if len(made) == 1 else None
            feed = Feed(text, (*feed.sources, *(one.argv[0] for one in made))[-SOURCES:])
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
        exports = bool(children) and (children[0].text() == "export" or " -x " in node.text())
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
        before = len(self.touched)
        for child in node.children():
            self._walk(child, feed)
        if _is_guarded(node):
            self._only_new(before)

    def _only_new(self, before: int) -> None:
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
        # The grammar leaves out the text before a heredoc's first `$`: take it all as it stands.
        if not start.startswith(("'", '"', "\\")) and ("$(" in body.text() or "`" in body.text()):
            self._text(body)
        return str(body.text())

    _VISITS: ClassVar[Mapping[str, Callable[[Any, Any, Feed], None]]] = {
        "ERROR": _error,
        "command": _command,
        "redirected_statement": _redirected,
        "pipeline": _pipeline,
        "list": _list,
        "subshell": _subshell,
        "command_substitution": _subshell,
        "process_substitution": _subshell,
        "variable_assignment": _assignment,
        "declaration_command": _declaration,
        "for_statement": _loop,
    }


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


def _is_guarded(node: Any) -> bool:
    children = node.children()
    if len(children) != 3 or children[1].text() != "||":
        return False
    text = str(children[0].text())
    return text.startswith(("[", "test ")) and any(sign in text for sign in (" -f ", " -e ", " -s "))
