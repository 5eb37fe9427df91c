"""Code in a command's arguments: `python -c`, `node -e`, `perl -pi -e`, a heredoc that an interpreter reads.

Only what stands there in plain words is seen: a file named in quotes and opened to be written, a command in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairkit.action.line import APPEND, DELETE, READ, UNKNOWN, WRITE
from pairkit.lazy import pattern

_LONGEST = 100_000
_INTERPRETERS = {
    **dict.fromkeys(("python", "py", "pypy", "ipython"), ("-c",)),
    **dict.fromkeys(("node", "bun", "deno", "tsx"), ("-e", "--eval", "-p", "--print", "eval")),
    **dict.fromkeys(("perl", "ruby"), ("-e", "-E")),
    "php": ("-r",),
}
_TEXT = r"""[rbfu]{0,2}(?P<quote>['"`])(?P<path>(?:(?!(?P=quote))[^\n\\]|\\.){1,400})(?P=quote)"""
_WRITES = (
    (rf"\bopen\(\s*{_TEXT}\s*,\s*(?:mode\s*=\s*)?['\"](?P<mode>[wax+bt]+)", WRITE),
    (rf"\bPath\(\s*{_TEXT}\s*\)\.(?:write_text|write_bytes|touch)\b", WRITE),
    (rf"\bPath\(\s*{_TEXT}\s*\)\.open\(\s*['\"][wax]", WRITE),
    (rf"\b(?:writeFile|writeFileSync|createWriteStream|outputFile|file_put_contents|Bun\.write)\(\s*{_TEXT}", WRITE),
    (rf"\b(?:appendFile|appendFileSync)\(\s*{_TEXT}", APPEND),
    (rf"\bFile\.(?:write|open)\(\s*{_TEXT}\s*,", WRITE),
    (rf"\bopen\s*\(?\s*(?:my\s+)?\$?\w+\s*,\s*['\"]>{{1,2}}['\"]\s*,\s*{_TEXT}", WRITE),
    (rf"\b(?:copyfile|copy|copy2|move|rename|replace|renameSync|copyFileSync|cp)\([^,()\n]+,\s*{_TEXT}", WRITE),
    (rf"\b(?:rename|renameSync|move|os\.replace)\(\s*{_TEXT}\s*,", DELETE),
    (rf"\b(?:os\.(?:remove|unlink|rmdir|truncate)|rmtree|unlinkSync|unlink|rmSync|rmdirSync)\(\s*{_TEXT}", DELETE),
    (rf"\b(?:File\.delete|FileUtils\.rm\w*)\s*\(?\s*{_TEXT}", DELETE),
    (rf"\bPath\(\s*{_TEXT}\s*\)\.(?:unlink|rmdir|rename|replace)\b", DELETE),
    (rf"\bopen\(\s*{_TEXT}\s*(?:\)|,\s*['\"]r)", READ),
    (rf"\bPath\(\s*{_TEXT}\s*\)\.read_", READ),
    (rf"\breadFileSync\(\s*{_TEXT}", READ),
)
_NAMED = pattern(
    r"(?m)^[ \t]*(?:const |let |var |my )?\$?(?P<name>\w+)"
    rf"\s*+=\s*+(?:pathlib\.)?(?:Path\()?\s*+{_TEXT}[ \t]*+\)?;?[ \t\r]*$"
)
_RUNS = (
    r"\b(?:os\.system|os\.popen|execSync|exec|system|shell_exec|popen|getoutput|check_output|check_call|run|call|Popen)"
    r"\(\s*"
)
_COMMANDS = pattern(_RUNS + _TEXT)
_BARE_RUNS = pattern(r"\b(?:system|exec)\s+" + _TEXT)
_LISTS = pattern(_RUNS + r"\[(?P<list>[^\]\n]{1,2000})\]")
_SPAWNS = pattern(r"\b(?:spawnSync|spawn|execFileSync|execFile)\(\s*" + _TEXT + r"\s*,\s*\[(?P<list>[^\]\n]{0,2000})\]")
_QUOTED = pattern(r"""(['"])((?:(?!\1)[^\n\\]|\\.){0,400})\1""")


def code_of(argv: tuple[str, ...], text: str | None) -> str | None:
    """Return the code that an interpreter is given as an argument or by standard input, or None."""
    options = _INTERPRETERS.get(argv[0].rstrip("0123456789."))
    if options is None:
        return None
    for at, word in enumerate(argv[1:-1], 1):
        if word in options or (word[:1] == "-" and word[1:2] != "-" and word[-1:] == options[0][1] and len(word) < 8):
            return argv[at + 1]
    waits = all(word.startswith("-") for word in argv[1:])
    return text if waits else None


def touched(code: str) -> Iterator[tuple[str, str]]:
    """Yield (how, path) for files that the code names in quotes, or through a name given to them just before."""
    named = _with_names(code[:_LONGEST])
    for line, how in _WRITES:
        for found in re.finditer(line, named):
            mode = found.groupdict().get("mode") or ""
            yield (APPEND if "a" in mode else how), found["path"]


def _with_names(code: str) -> str:
    """Put texts in the place of the names they were given: `p = "a.py"; open(p, "w")`, `p = Path("a.py")`."""
    lines = code.replace("; ", "\n")
    for found in list(_NAMED.finditer(lines))[:20]:
        name, quoted = re.escape(found["name"]), f"{found['quote']}{found['path']}{found['quote']}".replace("\\", "")
        lines = re.sub(rf"(?<=[(,\s])\$?{name}(?=\s*[,)])", quoted, lines)
        lines = re.sub(rf"(?<![\w.]){name}(?=\.(?:write_|unlink|open|touch|rename|read_))", f"Path({quoted})", lines)
    return lines


def commands(code: str) -> Iterator[str]:
    """Yield the shell commands that the code runs, as far as they stand there in plain words."""
    code = code[:_LONGEST]
    if not any(word in code for word in ("system", "exec", "popen", "Popen", "run(", "call(", "output(", "spawn")):
        return
    for one in (_COMMANDS, _BARE_RUNS):
        for found in one.finditer(code):
            yield found["path"]
    for found in _LISTS.finditer(code):
        yield _joined([one[2] for one in _QUOTED.finditer(found["list"])])
    for found in _SPAWNS.finditer(code):
        yield _joined([found["path"], *(one[2] for one in _QUOTED.finditer(found["list"]))])


def _joined(words: list[str]) -> str:
    return " ".join("'" + word.replace("'", UNKNOWN) + "'" for word in words)
