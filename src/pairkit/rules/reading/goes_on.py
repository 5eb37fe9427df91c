"""Whether a value that was cleaned is still used, without what cleaned it."""

from __future__ import annotations

import re

from pairkit.change.model import Block, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.brackets import first_argument
from pairkit.rules.reading.escapes import ESCAPES
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.refusals import COMMON

_STRING = pattern_of(r"\w{3,}")
_SHOWN_AS_IS = pattern_of(
    r"\bmark_safe\(|\bMarkup\(|\.innerHTML\s*\+?=(?!=)|\.html_safe\b|\bdangerouslySetInnerHTML\b|\bv-html="
    r"|\btemplate\.HTML\("
    r"|\bbypassSecurityTrust"
)
_CHECKS = pattern_of(
    r"[ \t]*+(?:(?:public|private|protected|static|async)[ \t]++){0,4}+(?:def|function|func|fn)\s+(?:validate"
    r"|clean|sanitize|filter)_?\w+"
)
_ITEM = pattern_of(r"\s*\$?\w{1,40}\[[^\]\n]{1,40}\]\s*=(?!=)")
_SENT = (
    r"(?:\breq(?:uest)?\.|\bparams\b|\$_(?:GET|POST|REQUEST|COOKIE)|\bsearchParams\b"
    r"|\b[cr]\.(?:Query|FormValue|Param)|\brequest\()"
)
TARGET = pattern_of(r"\s*(?:(?:const|let|var)\s+)?\$?(?P<name>\w{3,40})\s*:?=(?!=)")
_OWN_METHOD = pattern_of(
    r"\s*\$?(?P<name>\w{3,40})(?P<rest>[\w.\[\]'\"]{0,60})\s*:?=\s*\$?(?P=name)(?P=rest)\.(?:escapeHTML"
    r"|escapeHtml|escape_html|html_escape|stripTags|sanitize\w*|to_xs)\b"
)
_OWN = pattern_of(
    r"\s*(?:(?:const|let|var)\s+)?\$?(?P<name>\w{3,40})(?:,\s*\w+)?\s*:?=\s*[\w.:>-]{2,60}\(\s*\$?(?P=name)\b"
)


def goes_on(number: int, line: str, value: str, hunk: Hunk, file: FileChange) -> bool:
    """Tell whether the value that a line cleaned is still used, as far as that can be told."""
    gone, came = (block.text if block else "" for block in (hunk.removed, hunk.added))
    return bool(
        _used(value, came)
        or _shorter(line, came)
        or was_own(line, file)
        or _went_around(line, value, file)
        or _by_another_name(value, gone, came)
        or _in_a_check(number, hunk.removed)
        or _in_a_loop(line, hunk.removed, file)
        or _sent_instead(line, came)
        or (_SHOWN_AS_IS.search(came) and not ESCAPES.search(came))
    )


def _used(value: str, came: str) -> bool:
    """Tell whether the value stands in what took the line's place."""
    words = [word for word in _STRING.findall(value) if word not in COMMON][:3]
    if not words:
        return False
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    return any(
        pattern.search(text) and not ESCAPES.search(text) for text in came.split("\n") if not COMMENT.match(text)
    )


def _shorter(line: str, came: str) -> bool:
    """Tell whether a line came that is this one with less: nothing in it is new, and no cleaner is left."""
    words = set(_STRING.findall(line))
    for text in came.split("\n"):
        rest = _STRING.findall(text)
        if len(rest) >= 2 and set(rest) < words and not COMMENT.match(text) and not ESCAPES.search(text):
            return len(text.strip()) * 4 >= len(line.strip())
    return False


def _went_around(line: str, value: str, file: FileChange) -> bool:
    """Tell whether `b = clean(a)` went, and elsewhere in the file `a` stands where `b` stood."""
    target = TARGET.match(line)
    if target is None or target["name"] in value:
        return False
    if stands_for(target["name"], first_argument(value).partition(")")[0].strip(), file):
        return True
    word = re.compile(rf"\b{re.escape(target['name'])}\b")
    for hunk in file.hunks:
        gone = [text for text in hunk.removed.text.split("\n") if text != line] if hunk.removed else []
        if hunk.added and any(word.search(text) for text in gone) and _used(value, hunk.added.text):
            return True
    return False


def stands_for(name: str, value: str, file: FileChange) -> bool:
    """Tell whether a line came back with the value in it where the cleaned one was."""
    word = re.compile(rf"(?<![\w$])\$?{re.escape(name)}\b")
    for hunk in file.hunks if value else ():
        came = {"".join(text.split()) for text in hunk.added.text.split("\n")} if hunk.added else set()
        for text in hunk.removed.text.split("\n") if came and hunk.removed else ():
            if len(text) <= 1000 and word.search(text) and "".join(word.sub(lambda _: value, text).split()) in came:
                return True
    return False


def _by_another_name(value: str, gone: str, came: str) -> bool:
    """Tell whether what was cleaned got its value in a line that went, and that value is used where lines came."""
    name = re.match(r"\s*\$?(\w{2,40})\b", value)
    made = name and re.search(
        rf"^[ \t]*(?:const |let |var )?\$?{name[1]}\s*:?=(?!=)\s*([^\n]{{4,200}}?);?$", gone, re.MULTILINE
    )
    if not made or ESCAPES.search(came):
        return False
    return "".join(made[1].split()) in "".join(came.split())


def _in_a_check(number: int, removed: Block | None) -> bool:
    """Tell whether a cleaner went with the whole check that it was a part of."""
    lines = removed.text.split("\n")[max(0, number - removed.start - 6) : number - removed.start] if removed else []
    return any(_CHECKS.match(line) for line in lines if len(line) <= 1000)


def _in_a_loop(line: str, removed: Block | None, file: FileChange) -> bool:
    """Tell whether all items of something were cleaned in place, and it is used uncleaned now."""
    if removed is None or file.new is None or not _ITEM.match(line):
        return False
    over = re.findall(
        r"\bfor(?:each)?\s*\(?\s*(?:\$?\w+(?:\s*,\s*\w+)?\s+(?:in|of)\s+)?\$?(\w{3,40})", removed.text[:5000]
    )
    return any(re.search(rf"\b{name}\b", block.text) for name in over for block in file.new.parts())


def _sent_instead(line: str, came: str) -> bool:
    """Tell whether the name that held what was cleaned now holds what a visitor sent."""
    target = TARGET.match(line)
    if target is None:
        return False
    again = re.compile(
        rf"^\s*(?:(?:const|let|var)\s+)?\$?{re.escape(target['name'])}\s*:?=[^\n]{{0,80}}{_SENT}", re.MULTILINE
    )
    return again.search(came) is not None


def was_own(line: str, file: FileChange) -> bool:
    """Tell whether a value was cleaned in place (`x = clean(x)`) and is still used near by, as far as it is shown."""
    own = _OWN.match(line) or _OWN_METHOD.match(line)
    if own is None:
        target = TARGET.match(line)
        own = target if target and re.search(rf"\$?\b{re.escape(target['name'])}\b", line[target.end() :]) else None
    if own is None or file.new is None:
        return False
    used = re.compile(rf"^(?!\s*(?:#|//)).*\b{re.escape(own['name'])}\b", re.MULTILINE)
    return any(used.search(block.text) for block in file.new.parts())
