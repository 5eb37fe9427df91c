"""Put foreign text into Markdown without letting it become markup."""

from __future__ import annotations

import re

from pairkit.words.layout import clean

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def code(text: str) -> str:
    """Return `text` as a code span; backticks inside lengthen the fence, line breaks become visible escapes."""
    text = clean(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest or text[:1] == " " else ""
    return f"{fence}{space}{text}{space}{fence}" if text else ""


def with_page(text: str, page: str) -> str:
    """Return a text that `plain` has made, with our own `page` in it as an address that can be opened."""
    return text.replace(plain(page), f"<{page}>") if page else text


def plain(text: str) -> str:
    """Return `text` as it is to be read: nothing in it is markup, an address or a mention."""
    return (
        _SPECIAL.sub(r"\\\1", clean(text))
        .replace("@", "@\u200b")
        .replace("://", ":\u200b//")
        .replace("www.", "www\u200b.")
    )
