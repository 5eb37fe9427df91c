"""Taking comments out of code: every other sign stays where it is, and what only looks like a comment stays too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pairkit.rules.code.bare import bare
from pairkit.rules.code.parsed import parsed

_CODE = ("y = a / b", "call(a, b)", "z = a /b/ c", "p = a * q")
_COMMENTS = ("// open(path)", "/* one */", "/* two\n// of it\n* lines */", "// \"quoted\" 'a' `b`", "/**/", '/* " */')
_GO = ('"// no"', '"/*"', '"a\\"// b"', "`raw // \\`", "`two\n/* lines`", "'\"'", "'\\''", "'/'")
_JAVA = ('"// no"', '"/*"', '"a\\"// b"', "'\"'", "'\\''", "'/'")
_BLOCK = 's = """\n  // text "in" it\n  /* \\""" */\n  """; // gone'
_KINDS = {"go": ("comment",), "java": ("line_comment", "block_comment")}


def _texts(others: tuple[str, ...], end: str = "") -> st.SearchStrategy[str]:
    pieces = st.sampled_from([*_COMMENTS, *(f"{one}{end}" for one in (*_CODE, *(f"s = {other}" for other in others)))])
    return st.lists(pieces, max_size=12).map("\n".join)


def _as_parsed(text: str, language: str) -> str:
    root = parsed(text, language)
    assert root is not None
    spans = root.find_all({"rule": {"any": [{"kind": kind} for kind in _KINDS[language]]}})
    signs = list(text)
    for span in (node.range() for node in spans):
        for at in range(span.start.index, span.end.index):
            signs[at] = signs[at] if signs[at] == "\n" else " "
    return "".join(signs)


@given(_texts(_GO))
def test_go_is_read_like_a_parser_reads_it(text: str) -> None:
    whole = f"package a\nfunc b() {{\n{text}\n}}\n"
    assert bare(whole, "a.go", "go") == _as_parsed(whole, "go")


@given(_texts(_JAVA, ";"))
def test_java_is_read_like_a_parser_reads_it(text: str) -> None:
    whole = "class A { void b() {\n" + text + "\n}}\n"
    assert bare(whole, "A.java", "java") == _as_parsed(whole, "java")


def test_a_text_block_stays_whole() -> None:
    assert bare(_BLOCK, "A.java", "java") == _BLOCK.replace("// gone", "       ")


@given(st.text(alphabet="/*\"'`\\\n a", max_size=60))
def test_any_text_keeps_its_length_and_its_lines(text: str) -> None:
    for path, language in (("a.go", "go"), ("A.java", "java")):
        out = bare(text, path, language)
        assert len(out) == len(text)
        assert [at for at, sign in enumerate(out) if sign == "\n"] == [
            at for at, sign in enumerate(text) if sign == "\n"
        ]
        assert all(now in (was, " ") for was, now in zip(text, out, strict=True))
