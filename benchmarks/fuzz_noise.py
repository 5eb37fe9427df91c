"""Spoil bytes: what comes by mail, from another editor, another encoding, or from somebody who wants to do harm.

Every function takes bytes and a random source and returns bytes; nothing here knows what they mean.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

LARGEST = 1_000_000
_SIGNS: tuple[bytes, ...] = (
    *(bytes([n]) for n in (0, 7, 8, 9, 11, 12, 13, 26, 27, 28, 29, 30, 31, 127, 133, 160, 255)),
    *(
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xc0\x80",
        b"\xf4\x90\x80\x80",
        b"\xef\xbf\xbd",
    ),
    *("\u2028 \u2029 \u202e \u2066 \u200b \u200d \u00ad \ufeff \u0085 \u3000 \u00a0 \ufe0f".encode().split(b" ")),
    *("а е о р Α K ſ ı İ ß ﬁ １ ％ ． ／ ’ “ ٣ ² ⅷ 가 가 e\u0301 😀 👩‍👧 𝐀 ꙮ".encode().split(b" ")),
    *(
        b"\\",
        b"'",
        b'"',
        b"`",
        b"$",
        b"{",
        b"}",
        b"[",
        b"]",
        b"(",
        b")",
        b"<",
        b">",
        b"&",
        b"|",
        b"%",
        b"@",
        b"#",
        b"~",
    ),
    *(
        b"{file}",
        b"{0}",
        b"{",
        b"{{}}",
        b"%s",
        b"%(x)s",
        b"${x}",
        b"$(x)",
        b"<script>",
        b"]]>",
        b"-->",
        b"<!--",
        b"```",
    ),
    *(b"\\u0000", b"\\ud800", b"\\x1b[2J", b"\\777", b"&#0;", b"](javascript:x)", b"<!-- pairkit:f-1 must -->"),
    *(
        b"\n+++ b/x\n",
        b"\n@@ -1 +1 @@\n",
        b"\ndiff --git a/x b/x\n",
        b"\n-- \n",
        b"\n---\n",
        b"\n...\n",
        b"\r\n",
        b"\r",
    ),
    *(b"0", b"-1", b"999999999", b"99999999999999999999", b"1e999", b"NaN", b"0x", b"null", b"~", b"!!python/object:x"),
    *(b"&a", b"*a", b"<<: *a", b"? ", b"? {a: b}\n: c\n", b"|+", b">-", b"%YAML 9.9\n", b"? [a]\n", b"- - - -"),
)
_NEAR = (
    *(
        b"AKIA",
        b"ASIA",
        b"ghp_",
        b"github_pat_",
        b"sk-",
        b"sk_live_",
        b"xoxb-",
        b"AIza",
        b"eyJ",
        b"-----BEGIN ",
        b"glpat-",
    ),
    *(b"password=", b"api_key: ", b"https://a:", b"postgres://u:", b"SG.", b"npm_", b"hf_", b"AccountKey=", b"Bearer "),
)
_UNITS = (
    *(
        b" ",
        b"\t",
        b"a",
        b"A",
        b"0",
        b"=",
        b"/",
        b".",
        b"-",
        b"_",
        b"\\",
        b"'",
        b'"',
        b'"""',
        b"(",
        b"[",
        b"{",
        b"<",
        b"<a",
        b"$(",
    ),
    *(
        b"a.",
        b"a(",
        b"x=",
        b"/*",
        b"//",
        b"--",
        b"#",
        b";",
        b",",
        b":",
        b"|",
        b"&&",
        b"%",
        b"@",
        b"`",
        b"{{",
        b"</",
        b"a b ",
        b"e\xcc\x81",
    ),
    *(
        b"if ",
        b"select ",
        b"from ",
        b"where ",
        b"def f(",
        b"try:",
        b"import ",
        b"=>",
        b"<%",
        b"\\n",
        b"\xea\xb0\x80",
        b"\xf0\x9f\x98\x80",
    ),
)

Change = Callable[[bytes, Random, Sequence[bytes]], bytes]


def spoiled(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    """Return `data` after a few changes; `pool` is what pieces are borrowed from."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
        data = random.choice(_WAYS)(data, random, pool)[:LARGEST]
    return data


def spoiled_lines(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    """Return `data` with the same number of lines and the same first sign of each, but something else in some."""
    lines = data.split(b"\n")
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        n = random.randrange(len(lines))
        rest = spoiled(lines[n][1:], random, pool).replace(b"\n", b" ")
        lines[n] = lines[n][:1] + rest
    return b"\n".join(lines)[:LARGEST]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 2, 4, 8, 16, 64, 256, 4096)))


def _flip(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    made = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 32)) if made else 0):
        made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    return bytes(made)


def _cut(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _drop(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _again(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 9, 99)) + data[end:]


def _line_again(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    """Repeat a line or a few, now and then until nothing more fits: what grows faster than its input shows here."""
    lines = data.split(b"\n")
    n = random.randrange(len(lines))
    some = b"\n".join(lines[n : n + random.choice((1, 1, 2, 5))]) + b"\n"
    most = LARGEST // 2 if random.random() < 0.08 else 20_000
    count = random.choice((2, 10, 100, most // len(some) + 1))
    return b"\n".join(lines[:n]) + b"\n" + some * min(count, most // len(some) + 1) + b"\n".join(lines[n:])


def _long(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    """Put one thing in very often, on one line: a sign, a near miss of a key, or a piece of the text itself."""
    start, end = _span(data, random)
    unit = (
        random.choice((random.choice(_UNITS), random.choice(_NEAR), random.choice(_SIGNS), data[start:end][:64]))
        or b"x"
    )
    if random.random() < 0.5:
        unit = unit.replace(b"\n", b" ")
    most = LARGEST // 2 if random.random() < 0.08 else 5000
    return data[:start] + unit * random.randint(2, max(2, most // len(unit))) + data[start:]


def _put(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    for _ in range(random.choice((1, 1, 2, 8))):
        start, end = _span(data, random)
        data = data[:start] + random.choice(_SIGNS) + data[end if random.random() < 0.2 else start :]
    return data


def _near(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    start, _ = _span(data, random)
    tail = bytes(random.choice(b"AQZ0a9_-/+. ") for _ in range(random.choice((8, 16, 36, 200))))
    return data[:start] + random.choice(_NEAR) + tail + data[start:]


def _splice(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    other = random.choice(pool)
    at, start = random.randrange(len(data) + 1), random.randrange(len(other) + 1)
    return data[:at] + other[start : start + 20_000] + (data[at:] if random.random() < 0.5 else b"")


def _borrow(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    """Swap a line for one of another text."""
    lines, others = data.split(b"\n"), random.choice(pool).split(b"\n")
    for _ in range(random.choice((1, 2, 8))):
        lines[random.randrange(len(lines))] = random.choice(others)
    return b"\n".join(lines)


def _shuffle(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _endings(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    end = random.choice(
        (b"\r\n", b"\r", b"\r\r\n", b"\n\r", b"\n\n", "\u2028".encode(), b"\x0b", b"\x0c", b"\x85", b"\x1e")
    )
    return data.replace(b"\n", end, random.choice((1, 3, -1)))


def _encoding(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949", "latin-1", "utf-7")), "replace"
    )


def _nest(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    opening, closing = random.choice(
        ((b"(", b")"), (b"[", b"]"), (b"{", b"}"), (b"$(", b")"), (b"`", b"`"), (b"{a: ", b"}"), (b'{"a":', b"}"), (b"<b>", b"</b>"),
         (b"- ", b""), (b"not ", b""), (b"-", b""), (b"if a { ", b" }"), (b"> ", b""), (b"f(", b")"), (b"a[", b"]"), (b"x ? y : ", b""))
    )  # fmt: skip
    count = random.choice((3, 30, 300, 3000, 30_000 if random.random() < 0.2 else 100))
    return (
        data[:start]
        + opening * count
        + data[start:end]
        + closing * (count if random.random() < 0.7 else 0)
        + data[end:]
    )


def _indent(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    return data.replace(
        b"\n", b"\n" + random.choice((b" ", b"  ", b"\t", b" " * 200, b"> ", b"# ")), random.choice((1, 5, -1))
    )


_WAYS: tuple[Change, ...] = (
    *(_flip, _cut, _drop, _again, _line_again, _long, _put, _put, _near, _splice, _borrow, _borrow, _shuffle),
    *(_endings, _encoding, _nest, _indent),
)


def spoiled_json(data: bytes, random: Random) -> bytes:
    """Return JSON of which some values are others: wrong kinds, huge, nested, lone surrogates."""
    try:
        value = json.loads(data)
    except ValueError:
        return data
    for _ in range(random.choice((1, 1, 2, 4))):
        value = _replaced(value, random, random.randrange(6))
    return json.dumps(value, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _odd(random: Random, old: Any) -> Any:
    text = str(old)
    nested: Any = old
    for _ in range(random.choice((2, 50, 400))):
        nested = [nested] if random.random() < 0.5 else {"path": nested}
    return random.choice(
        (None, True, 0, -1, 1e308, 10**40, "", [], {}, [old], {"path": old}, [None], text + "\0", "\ud800" + text, text * 50, nested,
         text.upper(), text.encode("utf-16-le", "surrogatepass").decode("latin-1"), "../" * 40 + text, "//" + text, "~" + text, [text, text], json.dumps([old], default=str))
    )  # fmt: skip


def _replaced(value: Any, random: Random, depth: int) -> Any:
    if depth and isinstance(value, dict) and value:
        key = random.choice(list(value))
        if random.random() < 0.1:
            return {(random.choice(list(value)) + "x" if name == key else name): one for name, one in value.items()}
        return {**value, key: _replaced(value[key], random, depth - 1)}
    if depth and isinstance(value, list) and value:
        n = random.randrange(len(value))
        return [*value[:n], _replaced(value[n], random, depth - 1), *value[n + 1 :]]
    return _odd(random, value)
