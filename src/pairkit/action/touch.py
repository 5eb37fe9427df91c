"""Which files a program writes, deletes or shows, read off its arguments."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from pairkit.action.git_line import git_of
from pairkit.action.line import APPEND, DELETE, READ, WRITE, Simple
from pairkit.lazy import pattern

Touches = Iterator[tuple[str, str]]

_FILE = pattern(r"[^/]\.[A-Za-z]\w*$")
_MODE = pattern(r"^-[rwxXst]+$")
_PATCHED = pattern(r"(?m)^\+\+\+ (?:b/)?([^\t\n]+)")


def touched_by(command: Simple) -> Touches:
    """Yield (how, word) for the files that a command names; the words are as written, relative to its folder."""
    name = command.argv[0]
    reader = _READERS.get(name) or _READERS.get(name.lower())
    if reader is not None:
        yield from reader(command)
    elif name in _SHOWS:
        yield from _shown(command)


def _plain(words: Sequence[str], values: str = "") -> list[str]:
    """Return the words that are neither options nor their values."""
    takes, out, skip, ended = values.split(), [], False, False
    for word in words:
        if skip:
            skip = False
        elif ended or not word.startswith("-") or word == "-":
            out.append(word)
        elif word == "--":
            ended = True
        else:
            skip = word in takes
    return out


def _value(words: Sequence[str], *names: str) -> str | None:
    """Return the value of an option, however it is written: `-t DIR`, `--target=DIR`, `-tDIR`."""
    for at, word in enumerate(words):
        for name in names:
            if word == name:
                return words[at + 1] if at + 1 < len(words) else None
            if word.startswith(name + "="):
                return word[len(name) + 1 :]
            if len(name) == 2 and word.startswith(name) and len(word) > 2 and not word.startswith("--"):
                return word[2:]
    return None


def _into(command: Simple) -> Touches:
    """cp, mv, install, ln, rsync, scp: the last is written, the others are shown or go away."""
    words = command.argv[1:]
    values = "-t --target-directory -m -o -g -S --suffix --mode --owner --group -e --exclude --include -P -i"
    target = _value(words, "-t", "--target-directory")
    plain = _plain(words, values)
    if target is None:
        if len(plain) < 2:
            return
        *plain, target = plain
    moves = command.argv[0].lower() in ("mv", "move", "move-item")
    how = APPEND if {"-n", "--no-clobber", "--ignore-existing"} & set(words) else WRITE
    for source in plain:
        yield (DELETE if moves else READ), source
        yield how, os.path.join(target, os.path.basename(source.rstrip("/")))
    yield how, target


def _tee(command: Simple) -> Touches:
    how = APPEND if any(word in ("-a", "--append") for word in command.argv) else WRITE
    return ((how, word) for word in _plain(command.argv[1:]))


def _in_place(command: Simple) -> Touches:
    """sed -i, perl -pi -e, ruby -i: after the script come the files."""
    words = command.argv[1:]
    name = command.argv[0]
    scripts = [word for word in words if _is_script(word, name)]
    plain = _plain(words, "-e -f -E -I --expression --file" if name in ("perl", "ruby") else "-e -f --expression --file -l")
    if not scripts and name in ("sed", "gsed", "yq"):
        plain = plain[1:]
    how = APPEND if any(_edits(word) for word in words) else READ
    if how == READ and any("=.*" in word for word in words):
        return iter(())  # `sed 's/=.*//'` shows the names of settings, without their values
    return ((how, word) for word in plain)


def _is_script(word: str, name: str) -> bool:
    if word.startswith("--"):
        return word.startswith(("--expression", "--file"))
    return word.startswith("-") and (word[-1:] in "eEf" if name not in ("awk", "gawk") else word == "-f")


def _edits(word: str) -> bool:
    if word.startswith("--"):
        return word.startswith("--in-place")
    return word.startswith("-") and "i" in word[1:4] and not word.startswith("-f")


def _awk(command: Simple) -> Touches:
    words = command.argv[1:]
    inplace = any(word == "inplace" for word in words)
    if not inplace and any("print $1" in word for word in words):
        return iter(())
    plain = _plain(words, "-F -v -i -f")
    return ((APPEND if inplace else READ, word) for word in (plain if "-f" in words else plain[1:]))


def _deletes(command: Simple) -> Touches:
    return ((DELETE, word) for word in _plain(command.argv[1:], "-n -s -u"))


def _modes(command: Simple) -> Touches:
    removes = any(_MODE.match(word) for word in command.argv[1:])
    words = _plain(command.argv[1:])
    return ((APPEND, word) for word in (words if removes else words[1:]))


def _writes(command: Simple) -> Touches:
    return ((WRITE, word) for word in _plain(command.argv[1:], "-s -r --size --reference"))


def _appends(command: Simple) -> Touches:
    return ((APPEND, word) for word in _plain(command.argv[1:], "-c -s -d -t -r --date"))


def _dd(command: Simple) -> Touches:
    for word in command.argv[1:]:
        key, _, path = word.partition("=")
        if key in ("of", "if") and path:
            yield (WRITE if key == "of" else READ), path


def _patch(command: Simple) -> Touches:
    yield from ((APPEND, word) for word in _plain(command.argv[1:], "-p -i -d -F -o -r")[:1])
    yield from ((APPEND, found[1].strip()) for found in _PATCHED.finditer(command.text or ""))


def _download(command: Simple) -> Touches:
    words = command.argv[1:]
    target = _value(words, "-o", "--output") if command.argv[0] == "curl" else _value(words, "-O", "--output-document")
    if target and target != "-":
        yield WRITE, target
    for word in words:
        if "@" in word and not word.startswith(("http:", "https:", "-u")):
            path = word.rpartition("@")[2].partition(";")[0]
            if path and " " not in path:
                yield READ, path
    sent = _value(words, "-T", "--upload-file") or _value(words, "--post-file", "--body-file")
    if sent:
        yield READ, sent


def _archive(command: Simple) -> Touches:
    return ((READ, word) for word in _plain(command.argv[1:], "-f -C")[0:])


def _git(command: Simple) -> Touches:
    line = git_of(command.argv)
    name, words = line.name, line.words
    folder = line.folder
    paths: list[tuple[str, str]] = []
    if name == "checkout":
        paths = [(WRITE, word) for word in _checked_out(words)]
    elif name == "restore" and not ({"--staged", "-S"} & set(words) and not {"--worktree", "-W"} & set(words)):
        paths = [(WRITE, word) for word in _plain(words, "-s --source")]
    elif name == "rm" and "--cached" not in words:
        paths = [(DELETE, word) for word in _plain(words)]
    elif name == "mv" and len(_plain(words)) > 1:
        *sources, target = _plain(words)
        paths = [*((DELETE, word) for word in sources), (WRITE, target)]
    elif name in ("apply", "am"):
        paths = [(APPEND, found[1].strip()) for found in _PATCHED.finditer(command.text or "")]
    elif name == "config" and ("-f" in words or "--file" in words):
        file = _value(words, "-f", "--file")
        reads = any(word in ("--get", "-l", "--list", "get", "list") for word in words)
        paths = [(APPEND, file)] if file and not reads else []
    return ((how, os.path.join(folder, word) if folder else word) for how, word in paths)


def _checked_out(words: Sequence[str]) -> Sequence[str]:
    """`git checkout -- FILE`, and `git checkout FILE`, which is told from a branch by its ending."""
    if "--" in words:
        return words[words.index("--") + 1 :]
    if {"-b", "-B", "--orphan"} & set(words):
        return ()
    return [word for word in _plain(words) if word == "." or _FILE.search(word)]


def _shown(command: Simple) -> Touches:
    """Programs that print what is in a file. `grep` and the like have their pattern first."""
    words = command.argv[1:]
    quiet = _QUIET.get(command.argv[0])
    if quiet and any(word in quiet or (word[:1] == "-" and word[1:2] != "-" and set(word[1:]) & set("qcl")) for word in words):
        return
    if command.argv[0] == "cut" and ({"-f1", "-f 1"} & set(words) or _value(words, "-f") == "1"):
        return  # the names of settings, without their values
    plain = _plain(words, "-n -A -B -C -m -d -f -c -k -t -e -g -r -s --lines --bytes --regexp")
    if command.argv[0] in _PATTERN_FIRST and not any(word in ("-e", "-f", "--files") for word in words):
        plain = plain[1:]
    yield from ((READ, word) for word in plain)


def _powershell(command: Simple) -> Touches:
    words = [word for word in command.argv[1:] if not word.startswith("-")]
    how = APPEND if command.argv[0].lower() == "add-content" else WRITE
    return ((how, word) for word in words[:1])


_READERS: dict[str, Callable[[Simple], Touches]] = {
    **dict.fromkeys(("cp", "mv", "install", "ln", "rsync", "scp", "copy", "move", "copy-item", "move-item"), _into),
    **dict.fromkeys(("tee", "sponge"), _tee),
    **dict.fromkeys(("sed", "gsed", "yq", "perl", "ruby"), _in_place),
    **dict.fromkeys(("awk", "gawk"), _awk),
    **dict.fromkeys(("rm", "unlink", "rmdir", "shred", "trash", "del", "erase", "rd", "remove-item"), _deletes),
    **dict.fromkeys(("chmod", "chown", "chgrp", "chattr"), _modes),
    "truncate": _writes,
    **dict.fromkeys(("touch", "ed", "ex", "vim", "vi", "nano", "emacs"), _appends),
    "dd": _dd,
    "patch": _patch,
    **dict.fromkeys(("curl", "wget"), _download),
    **dict.fromkeys(("tar", "zip", "7z"), _archive),
    "git": _git,
    **dict.fromkeys(("set-content", "out-file", "add-content", "new-item", "clear-content"), _powershell),
}
_SHOWS = frozenset(
    ("cat", "bat", "batcat", "less", "more", "head", "tail", "tac", "nl", "od", "xxd", "hexdump", "strings", "base64",
     "sort", "uniq", "cut", "paste", "grep", "egrep", "fgrep", "rg", "ag", "jq", "type", "get-content", "gc",
     "tr", "fold", "rev", "column", "pr", "view", "diff", "comm", "openssl", "gpg", "pbcopy", "xclip")
)  # fmt: skip
_PATTERN_FIRST = frozenset(("grep", "egrep", "fgrep", "rg", "ag", "jq", "tr"))
_QUIET = dict.fromkeys(("grep", "egrep", "fgrep", "rg"), ("--quiet", "--silent", "--count", "--files-with-matches"))
