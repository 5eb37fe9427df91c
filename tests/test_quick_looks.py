"""What makes a look quick leaves nothing out, and its work grows with the text, not faster."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairkit.change.model import ADDED, NEW, Block, Change, FileChange, Hunk, Side
from pairkit.change.patch import from_patch
from pairkit.cli.progress import Progress, line
from pairkit.gate import reach
from pairkit.playbook.index import available, index
from pairkit.playbook.load import load
from pairkit.playbook.stride import stride
from pairkit.project.agreement import Agreement
from pairkit.project.globs import any_matches, normal
from pairkit.project.people import Acting
from pairkit.rules.code import parsed
from pairkit.rules.code.may_match import may_match, words_of
from pairkit.rules.code.sink_words import LOOSE, WORDS
from pairkit.rules.code.sinks import SINKS
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.rules.examples import _text
from pairkit.rules.haystack import Haystack, lower, one_pass
from pairkit.rules.structure import find_structure
from pairkit.rules.tree.fits import Fits
from pairkit.rules.tree.spots import Spots
from pairkit.rules.tree.sweep import Sweep
from pairkit.shipped import shipped
from pairkit.words.layout import columns


def _file(path: str, text: str) -> FileChange:
    block = Block(NEW, 1, text)
    return FileChange(path, ADDED, None, Side(None, "100644", True, lambda: (block,)), (Hunk(None, block),))


def _examples() -> Iterator[tuple[str, str]]:
    for playbook in available():
        for rule in load(f"{shipped('playbooks')}/{playbook}")["rules"]:
            for kind in ("found", "quiet"):
                for example in rule["examples"][kind]:
                    for file in example.get("files", [example]):
                        if "new" in file:
                            yield file["path"], _text(file["new"], 1).decode("utf-8", "replace")


EXAMPLES = list(_examples())
_LITERALS = st.frozensets(st.text("abKk가ſİ", min_size=1, max_size=3).map(str.lower), min_size=1, max_size=5)


def test_paths_fit_as_they_do_one_by_one() -> None:
    """One look for all patterns, for every path that an example has and many that are put together."""
    entries = [detect for rule in index(available()).rules for detect in rule["detect"]]
    fits = Fits(entries)
    names = (
        "a.py",
        "test_a.py",
        "Dockerfile",
        "a.test.ts",
        ".env.prod",
        "values-dev.yaml",
        "README",
        "x.b",
        "_spec.rb",
    )
    folders = (
        "",
        "tests/",
        "src/docs/",
        ".github/workflows/",
        "supabase/migrations/",
        "a/b/c/",
        "결제/",
        "db/migrate/",
    )
    for path in {*(path for path, _ in EXAMPLES), *(folder + name for folder, name in product(folders, names))}:
        bits = fits.of(path)
        for n, entry in enumerate(entries):
            wanted = any_matches(entry.get("paths", ("**",)), normal(path))
            assert bool(bits >> n & 1) == (wanted and not any_matches(entry.get("not_paths", ()), normal(path)))


@settings(max_examples=200)
@given(st.lists(st.text("abKk가ſİ\n ", max_size=40), min_size=1, max_size=4), _LITERALS)
def test_spots_are_where_a_haystack_has_them(texts: list[str], wanted: frozenset[str]) -> None:
    """Bytes and positions in them are a way to be quick; what comes out is places in the text."""
    files = [_file(f"{n}.py", text) for n, text in enumerate(texts)]
    spots = Spots(files, [1] * len(files), wanted)
    hay = Haystack(Change("all", tuple(files)), NEW, list)
    for literal in wanted:
        assert spots.regions([literal]) == hay.regions([literal])
    assert spots.regions(wanted) == hay.regions(wanted)
    assert spots.regions(wanted, 2) == []


@given(st.text("ab가 ", max_size=60), st.frozensets(st.text("ab가", min_size=1, max_size=3), min_size=1, max_size=5))
def test_one_pass_finds_what_one_after_the_other_finds(text: str, wanted: frozenset[str]) -> None:
    slow: dict[str, list[int]] = {}
    for name in wanted:
        at = text.find(name)
        while at >= 0:
            slow.setdefault(name, []).append(at)
            at = text.find(name, at + (stride(name) if name.isascii() else len(name)))
    assert one_pass(text, wanted) == slow


def test_lower_case_moves_no_sign() -> None:
    """Places are found in the lowered text and read in the other: of every sign there is, none may become two."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    lowered = lower(every)
    assert len(lowered) == len(every)
    assert [a for a, b in zip(every, lowered, strict=True) if a.lower() != b and b != "\u03c2"] == ["\u0130"]


def test_regions_never_overlap() -> None:
    """However many literals stand in a text, a pattern sees each sign of it once."""
    text = "token secret\n" * 20_000
    spots = Spots([_file("a.py", text)], [1], frozenset({"token", "secret", "e"}))
    regions = spots.regions(["token", "secret", "e"])
    assert sum(region.end - region.start for region in regions) <= len(text)


def test_words_stand_in_every_place() -> None:
    """Where a pattern of a place matches, one of its words stands near enough."""
    patterns = [(kind, language, pattern) for kind, own in SINKS.items() for language, pattern in own.items()]
    for (_, text), (kind, language, pattern) in product(EXAMPLES, patterns):
        for match in re.finditer(pattern, text):
            around = text[max(0, match.start() - 1) : match.end() + 1]
            assert any(word in around for word in WORDS[kind][language]), (kind, language, match[0])
            loose = LOOSE.get((kind, language))
            assert loose is None or len(match[0]) <= 40 or re.search(loose, text)


def test_what_need_not_be_parsed_has_no_match() -> None:
    """For every structure of every rule and every example, parsing would have found nothing."""
    structures = [detect for rule in index(available()).rules for detect in rule["detect"] if "structure" in detect]
    checked = 0
    for path, text in EXAMPLES:
        for detect in structures:
            if may_match(detect["structure"]["rule"], text):
                continue
            checked += 1
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("pairkit.rules.structure.may_match", lambda *_: True)
                hay = Spots([_file(path, text)], [1], frozenset({"e"}))
                assert not list(find_structure(detect, hay.regions(["e"])))
    assert checked > 1000


@pytest.mark.parametrize(
    ("regex", "words"),
    [
        (r"\((?:password|token)\)", ("password", "token")),
        (r"(?:password|to\.ken)", ()),
        (r"(?:password|token)?x", ()),
        (r"(?:password|token)|x", ()),
        (r"(?i)(?:password|token)", ()),
        (r"a[(?:password|token)]", ()),
        (r"format_exc\(", ("format_exc",)),
        (r"formats?\(", ()),
        (r"format{0,2}\(", ()),
    ],
)
def test_words_of_an_expression(regex: str, words: tuple[str, ...]) -> None:
    assert words_of(regex) == words


def test_a_file_is_parsed_once_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    import ast_grep_py

    parsings: list[str] = []
    real = ast_grep_py.SgRoot

    def counting(text: str, language: str) -> Any:
        parsings.append(language)
        return real(text, language)

    monkeypatch.setattr(ast_grep_py, "SgRoot", counting)
    parsed._kept.clear()
    code = (
        "import os\n\ndef view(request):\n    # once\n    os.system('x ' + request.args['a'])\n    eval(request.args['b'])\n"  # noqa: E501
        "    db.execute('select * from t where a = ' + request.args['c'])\n    open(request.args['d'])\n"
        "    try:\n        print(request.form['password'])\n    except Exception:\n        pass\n"
    )
    context = Context(
        Change("all", (_file("app/a.py", code),), first=True), Agreement(), Acting(None), index(available())
    )
    rules = {found.rule for found in run(context)[0]}
    assert len(rules) >= 4
    assert parsings == ["python"]


_HOSTILE = {
    "one line of code": ("src/a.js", "f(`a${b}`);x.query('select ' + y);eval(z);password=\"q1w2e3r4\";"),
    "open quotes": ("src/a.js", "x.query(`select \n"),
    "open brackets": ("src/a.py", "db.execute(f'select {a}' + (\n"),
    "ordinary code": ("src/a.js", "  const a = b.get(c)\n  // note\n  if (d) { log(`e ${f}`) }\n  g.innerHTML = h\n"),
    "names of queries": ("src/a.py", "query = 'select ' + a\ncommand = b + c\n"),
    "near-miss keys": ("src/a.py", "AKIA" + "12345\nghp_" + "abc\ntoken: \npassword=\n-----BEGIN \nhttps://u:\n"),
    "comments": ("src/a.py", "# @login_required\n# note\n"),
    "policies": (
        "db/a.sql",
        "create policy p on t for all using (true);\ndrop policy q on t;\ncreate table t (a int);\n",
    ),
    "beyond ASCII": ("src/a.py", "비밀번호 = '암호 token'  # 결제\n"),
}


@pytest.mark.parametrize("name", _HOSTILE)
@pytest.mark.parametrize("source", ["all", "patch"])
def test_work_grows_with_the_text(name: str, source: str) -> None:
    """Twice the text is at most about twice the calls, of whatever kind it is: counted, not timed."""
    path, unit = _HOSTILE[name]
    once, twice = (_calls(path, unit * (n // len(unit)), source) for n in (40_000, 80_000))
    assert twice <= 2.3 * once + 2000


@pytest.mark.parametrize("source", ["all", "patch"])
def test_work_grows_with_the_number_of_files(source: str) -> None:
    """Files that are held against each other are read once, not once for each of the others."""
    sql = "create policy p on t{n} for all using (true);\ncreate table t{n} (a int);\ndrop policy q on u{n};\n"
    counts = []
    for many in (40, 80):
        files = tuple(_file(f"supabase/{n}.sql", sql.format(n=n)) for n in range(many))
        counts.append(_counted(Change(source, files, first=True)))
    assert counts[1] <= 2.3 * counts[0] + 2000


_MANY = {
    "functions that call one another": (
        "app/a.js",
        "",
        "const f{n} = (a{n}) => {{ db.query('select * from t where x=' + a{n}); f{m}(req.body.x) }}\n",
    ),
    "checks that went": (
        "app/v.py",
        "@login_required\ndef v{n}(request):\n    pass\n",
        "def v{n}(request):\n    pass\n",
    ),
    "routes that lost a check": (
        "app/r.js",
        "app.get('/{n}', auth, (q, s) => {{}})\n",
        "app.get('/{n}', (q, s) => {{}})\n",
    ),
    "questions that went": ("app/a.js", "if (isSafeUrl(u{n})) go{n}()\n", "stop{n}()\n"),
    "answers": ("app/a.py", "return jsonify({{'a{n}': 1, 'b': 2}})\n", "return jsonify({{'b': 2}})\n"),
}


@pytest.mark.parametrize("name", _MANY)
def test_work_grows_with_the_number_of_places(name: str) -> None:
    """No place of a change is held against all others: a long change takes so much longer as it is longer."""
    path, before, after = _MANY[name]
    counts = [_counted(_change_of(path, before, after, many)) for many in (700, 1400)]
    assert counts[1] <= 2.4 * counts[0] + 2000


def _change_of(path: str, before: str, after: str, many: int) -> Change:
    old, new = (
        [f"{sign}{line}" for n in range(many) for line in text.format(n=n, m=n + 1).splitlines()]
        for sign, text in (("-", before), ("+", after))
    )
    head = f"--- a/{path}\n+++ b/{path}\n@@ -{min(1, len(old))},{len(old)} +1,{len(new)} @@\n"
    return from_patch((head + "\n".join([*old, *new]) + "\n").encode())


def test_a_path_of_many_folders_is_asked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is asked from above: thousands of folders that are not there end at the first; found by fuzzing."""
    asked: list[str] = []

    def exists(path: str) -> bool:
        asked.append(path)
        return False

    monkeypatch.setattr("pairkit.gate.reach.os.path.exists", exists)
    assert list(reach._in_lower_case("A/b/" * 2000 + "c", str(tmp_path))) == []
    assert len(asked) == 1


def _calls(path: str, text: str, source: str) -> int:
    return _counted(Change(source, (_file(path, text),), first=True))


def _counted(change: Change) -> int:
    context = Context(change, Agreement(), Acting(None), index(available()))
    calls = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    look = (lambda: Sweep(context).found(change.files)) if change.source == "all" else (lambda: run(context))
    look()  # what is compiled and loaded once does not count
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        look()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("done", "total"), [(0, 0), (1, 3), (123_456, 1_234_567), (10**15, 10**15)])
def test_the_line_fits_a_terminal(language: str, done: int, total: int) -> None:
    assert columns(line(done, total, language)) < 80


class _Terminal:
    def __init__(self) -> None:
        self.said = ""

    def isatty(self) -> bool:
        return True

    def write(self, what: str) -> None:
        self.said += what

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(
    ("environment", "waits", "draws"),
    [
        ({"TERM": "xterm"}, 0.0, True),
        ({"TERM": "xterm"}, 60.0, False),
        ({"TERM": "dumb"}, 0.0, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, 0.0, False),
    ],
)
def test_progress_shows_only_where_it_helps(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], waits: float, draws: bool
) -> None:
    """A person at a terminal who waits sees one line, which is gone in the end."""
    terminal = _Terminal()
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("pairkit.cli.progress._PATIENCE", waits)
    with Progress("en") as bar:
        bar(1, 2)
    assert terminal.said == ("\r██████████░░░░░░░░░░  50%  Looking at 1 of 2 files\x1b[K\r\x1b[K" if draws else "")
