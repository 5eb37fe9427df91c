"""What made a stranger's text harmless and is gone: escapes, cleaners, checks of where a path or an address leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, Block, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.brackets import first_argument
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.refusals import COMMON, refusals_lost
from pairkit.rules.reading.unwrapped import unwrapped, without

_ESCAPES = pattern_of(
    r"\b(?P<name>bleach\.clean|DOMPurify\.sanitize|(?:html\.|markupsafe\.|django\.utils\.html\.|sqlstring\."
    r"|mysql\.)?escape"
    r"|(?!un)\w{0,30}?[eE]scape(?!Reg|_re|Re[gx])\w{0,30}|conditional_escape|format_html|html_escape"
    r"|htmlspecialchars|htmlentities|html_?chars|html_?encode|strip_tags|esc_html|esc_attr"
    r"|wp_kses\w*|nh3\.clean|\w{0,30}?[sS]aniti[sz]e\w{0,30}|ctype_\w{4,8}|[cC]heck_?(?:[uU]rl|URL|[uU]ri"
    r"|[pP]ath)\w{0,20}|(?:HTML)?EscapeString|HTMLEscaper|(?:Query|Path)Escape|clean_html|xss|purify"
    r"|shlex\.quote|escapeshellarg|escapeshellcmd|shellescape"
    r"|Shellwords\.escape|quote_ident\w*|real_escape_string|secure_filename|safe_join|basename|is_safe_url"
    r"|url_has_allowed_host_and_scheme|get_next_path|AllowURLSchemeWithCustomPolicy|(?:get|to|make|as|ensure"
    r"|only)?_?[sS]afe_?(?:[uU]rl|URL|[uU]ri|[pP]ath|[nN]ext|[rR]edirect|[lL]ink|[hH]ref|[hH]tml)\w{0,20}"
    r"|[cC]heck\w{0,20}Traversal\w{0,20}|is_relative_to|ERB::Util\.h|json_escape|(?:remove|strip)_?(?:lr|cr|lf"
    r"|crlf|new_?lines?|tags|html|scripts?|unsafe|control)\w{0,20})\("
    r"|\.(?P<method>stripTags|escapeHTML|escapeHtml|escape_html|html_escape|to_xs)(?:\(\s?\)|(?![\w(]))"
    r"|(?P<tag><c:out|\bfn:escapeXml|\bth:text=|\|\s*(?:e|escape|escapejs|striptags|bleach|force_escape"
    r"|urlencode|url_encode|escape_once|sanitize)\b)"
    r"|(?P<prop>\.(?:textContent|innerText)\s*=|\btextContent:)"
    r"|\$\([\"']<div/?>[\"']\)(?P<jq>\.text)\((?=[^()]{1,80}\)\.html\(\))"
    r"|<%=\s*(?P<erb>sanitize|strip_tags|h|j|escape_javascript|json_escape)\b"
)
_STRING = pattern_of(r"\w{3,}")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file: at the first value that is used as before, without what cleaned it."""
    for file in {id(region.file): region.file for region in regions}.values():
        if file.generated or file.status in (DELETED, ADDED):
            continue
        lost = next(_lost(file), None)
        if lost:
            line, name, text = lost
            yield Found(file.path, line, OLD, text[:160], {"name": name}, key=text)


def _lost(file: FileChange) -> Iterator[tuple[int, str, str]]:
    came = Counter(name for block in file.blocks(NEW) for line in block.text.split("\n") for name, _ in _cleaned(line))
    tries = _TRIES
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed else ():
            for name, value in _cleaned(line) if tries > 0 else ():
                if came[name]:
                    came[name] -= 1
                    continue
                tries -= 1
                if _goes_on(number, line, value, hunk, file):
                    yield number, name, line.strip()
    yield from unwrapped(file)
    yield from _put_elsewhere(file)
    yield from _in_place(file)
    yield from refusals_lost(file)
    yield from _with_its_function(file)
    yield from _the_other_way(file)


def _goes_on(number: int, line: str, value: str, hunk: Hunk, file: FileChange) -> bool:
    """Tell whether the value that a line cleaned is still used, as far as that can be told."""
    gone, came = (block.text if block else "" for block in (hunk.removed, hunk.added))
    return bool(
        _used(value, came)
        or _shorter(line, came)
        or _was_own(line, file)
        or _went_around(line, value, file)
        or _by_another_name(value, gone, came)
        or _in_a_check(number, hunk.removed)
        or _in_a_loop(line, hunk.removed, file)
        or _sent_instead(line, came)
        or (_SHOWN_AS_IS.search(came) and not _ESCAPES.search(came))
    )


_SHOWN_AS_IS = pattern_of(
    r"\bmark_safe\(|\bMarkup\(|\.innerHTML\s*\+?=(?!=)|\.html_safe\b|\bdangerouslySetInnerHTML\b|\bv-html="
    r"|\btemplate\.HTML\("
    r"|\bbypassSecurityTrust"
)


def _the_other_way(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield a line that set a text and whose place is now taken by one that sets HTML with the same value."""
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        came = hunk.added.text
        for number, line in hunk.removed.lines():
            for safe, unsafe in _PAIRS:
                match = safe.search(line) if len(line) <= 1000 and not COMMENT.match(line) else None
                if match and unsafe in came and line.replace(match[0], unsafe, 1).strip() in came:
                    yield number, match[0].strip("=("), line.strip()


_PAIRS = (
    (pattern_of(r"\.text\((?=\s*\S)(?!\s*\))"), ".html("),
    (pattern_of(r"\bv-text="), "v-html="),
    (pattern_of(r"\bth:text="), "th:utext="),
    (pattern_of(r"\.createTextNode\("), ".createContextualFragment("),
)


def _with_its_function(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield the first use of a cleaner whose own function went too, where something came in place of its uses."""
    removed = [(number, line) for block in file.blocks(OLD) for number, line in block.lines()]
    new = "\n".join(block.text for block in file.blocks(NEW))
    for _, line in removed:
        own = _OWN_CLEANER.match(line) if len(line) <= 1000 else None
        if own is None or _ANY_CLEANER.search(new):
            continue
        uses = [one for one in removed if own["name"] in one[1] and one[1] != line and not COMMENT.match(one[1])]
        hunks = (hunk for hunk in file.hunks if hunk.added and hunk.removed and own["name"] in hunk.removed.text)
        if uses and any(True for _ in hunks):
            yield uses[0][0], own["name"], uses[0][1].strip()
            return


_OWN_CLEANER = pattern_of(
    r"\s*(?:export\s+|public\s+|private\s+|protected\s+|static\s+|final\s+|async\s+|pub\s+)*"
    r"(?:def|function|func|fn|const|let|String|CharSequence|Object)\s+"
    r"(?P<name>(?:_|\w{0,20}?)(?:[sS]anit[iz]\w{2,40}|[eE]scape\w{0,40}|[dD]efang\w{0,40}"
    r"|[nN]eutrali[sz]e\w{0,40}))\b"
)
_ANY_CLEANER = pattern_of(r"(?i)saniti[sz]|escape|defang|neutrali[sz]e|purify")


def _shorter(line: str, came: str) -> bool:
    """Tell whether a line came that is this one with less: nothing in it is new, and no cleaner is left."""
    words = set(_STRING.findall(line))
    for text in came.split("\n"):
        rest = _STRING.findall(text)
        if len(rest) >= 2 and set(rest) < words and not COMMENT.match(text) and not _ESCAPES.search(text):
            return len(text.strip()) * 4 >= len(line.strip())
    return False


def _went_around(line: str, value: str, file: FileChange) -> bool:
    """Tell whether `b = clean(a)` went, and elsewhere in the file `a` stands where `b` stood."""
    target = _TARGET.match(line)
    if target is None or target["name"] in value:
        return False
    if _stands_for(target["name"], first_argument(value).partition(")")[0].strip(), file):
        return True
    word = re.compile(rf"\b{re.escape(target['name'])}\b")
    for hunk in file.hunks:
        gone = [text for text in hunk.removed.text.split("\n") if text != line] if hunk.removed else []
        if hunk.added and any(word.search(text) for text in gone) and _used(value, hunk.added.text):
            return True
    return False


def _stands_for(name: str, value: str, file: FileChange) -> bool:
    """Tell whether a line came back with the value in it where the cleaned one was."""
    word = re.compile(rf"(?<![\w$])\$?{re.escape(name)}\b")
    for hunk in file.hunks if value else ():
        came = {"".join(text.split()) for text in hunk.added.text.split("\n")} if hunk.added else set()
        for text in hunk.removed.text.split("\n") if came and hunk.removed else ():
            if len(text) <= 1000 and word.search(text) and "".join(word.sub(lambda _: value, text).split()) in came:
                return True
    return False


def _put_elsewhere(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield `b = a.cleaned()` that went, where `a` stands now in a line that had `b`."""
    tries = _TRIES
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed and hunk.added else ():
            target = _TARGET.match(line) if len(line) <= 1000 and not COMMENT.match(line) else None
            for name, less in without(line) if target and tries > 0 else ():
                tries -= 1
                value = less[target.end() :].strip(" ;") if target else ""
                if target and target["name"] != value.lstrip("$") and _stands_for(target["name"], value, file):
                    yield number, name, line.strip()
                    break


def _in_place(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield `a = a.replace(unsafe, "")` that went, where nothing gives `a` a new value and it is used as before."""
    tries = _TRIES
    new = "\n".join(block.text for block in file.blocks(NEW))
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed else ():
            target = _TARGET.match(line) if len(line) <= 1000 and not COMMENT.match(line) else None
            for name, less in without(line) if target and tries > 0 else ():
                tries -= 1
                own = target and less[target.end() :].strip(" ;") in (target["name"], f"${target['name']}")
                if (
                    target
                    and own
                    and not re.search(rf"(?m)^[ \t]*\$?{target['name']}\s*:?=", new)
                    and _was_own(line, file)
                ):
                    yield number, name, line.strip()


def _by_another_name(value: str, gone: str, came: str) -> bool:
    """Tell whether what was cleaned got its value in a line that went, and that value is used where lines came."""
    name = re.match(r"\s*\$?(\w{2,40})\b", value)
    made = name and re.search(
        rf"^[ \t]*(?:const |let |var )?\$?{name[1]}\s*:?=(?!=)\s*([^\n]{{4,200}}?);?$", gone, re.MULTILINE
    )
    if not made or _ESCAPES.search(came):
        return False
    return "".join(made[1].split()) in "".join(came.split())


def _in_a_check(number: int, removed: Block | None) -> bool:
    """Tell whether a cleaner went with the whole check that it was a part of."""
    lines = removed.text.split("\n")[max(0, number - removed.start - 6) : number - removed.start] if removed else []
    return any(_CHECKS.match(line) for line in lines if len(line) <= 1000)


_TRIES = 60
"""So many values of one file are looked for where lines came."""
_CHECKS = pattern_of(
    r"[ \t]*+(?:(?:public|private|protected|static|async)[ \t]++){0,4}+(?:def|function|func|fn)\s+(?:validate"
    r"|clean|sanitize|filter)_?\w+"
)


def _in_a_loop(line: str, removed: Block | None, file: FileChange) -> bool:
    """Tell whether all items of something were cleaned in place, and it is used uncleaned now."""
    if removed is None or file.new is None or not _ITEM.match(line):
        return False
    over = re.findall(
        r"\bfor(?:each)?\s*\(?\s*(?:\$?\w+(?:\s*,\s*\w+)?\s+(?:in|of)\s+)?\$?(\w{3,40})", removed.text[:5000]
    )
    return any(re.search(rf"\b{name}\b", block.text) for name in over for block in file.new.parts())


_ITEM = pattern_of(r"\s*\$?\w{1,40}\[[^\]\n]{1,40}\]\s*=(?!=)")


def _sent_instead(line: str, came: str) -> bool:
    """Tell whether the name that held what was cleaned now holds what a visitor sent."""
    target = _TARGET.match(line)
    if target is None:
        return False
    again = re.compile(
        rf"^\s*(?:(?:const|let|var)\s+)?\$?{re.escape(target['name'])}\s*:?=[^\n]{{0,80}}{_SENT}", re.MULTILINE
    )
    return again.search(came) is not None


_SENT = (
    r"(?:\breq(?:uest)?\.|\bparams\b|\$_(?:GET|POST|REQUEST|COOKIE)|\bsearchParams\b"
    r"|\b[cr]\.(?:Query|FormValue|Param)|\brequest\()"
)
_TARGET = pattern_of(r"\s*(?:(?:const|let|var)\s+)?\$?(?P<name>\w{3,40})\s*:?=(?!=)")


def _was_own(line: str, file: FileChange) -> bool:
    """Tell whether a value was cleaned in place (`x = clean(x)`) and is still used near by, as far as it is shown."""
    own = _OWN.match(line) or _OWN_METHOD.match(line)
    if own is None:
        target = _TARGET.match(line)
        own = target if target and re.search(rf"\$?\b{re.escape(target['name'])}\b", line[target.end() :]) else None
    if own is None or file.new is None:
        return False
    used = re.compile(rf"^(?!\s*(?:#|//)).*\b{re.escape(own['name'])}\b", re.MULTILINE)
    return any(used.search(block.text) for block in file.new.parts())


_OWN_METHOD = pattern_of(
    r"\s*\$?(?P<name>\w{3,40})(?P<rest>[\w.\[\]'\"]{0,60})\s*:?=\s*\$?(?P=name)(?P=rest)\.(?:escapeHTML"
    r"|escapeHtml|escape_html|html_escape|stripTags|sanitize\w*|to_xs)\b"
)
_OWN = pattern_of(
    r"\s*(?:(?:const|let|var)\s+)?\$?(?P<name>\w{3,40})(?:,\s*\w+)?\s*:?=\s*[\w.:>-]{2,60}\(\s*\$?(?P=name)\b"
)


def _cleaned(line: str) -> Iterator[tuple[str, str]]:
    """Yield (what cleans, the value it cleans) for each place of a line of code."""
    if (
        len(line) > 1000
        or COMMENT.match(line)
        or re.match(r"\s*(?:import|from|use|def|function|func|public|private)\b", line)
    ):
        return
    for match in _ESCAPES.finditer(line):
        rest = line[match.end() : match.end() + 160]
        if match["tag"] and match["tag"].startswith("|"):
            rest = line[max(0, match.start() - 60) : match.start()].rpartition("{{")[2]
        if match["method"]:
            rest = line[max(0, match.start() - 60) : match.start()]
        yield next(filter(None, match.groups())).strip("<.= ").rpartition(".")[2], rest


def _used(value: str, came: str) -> bool:
    """Tell whether the value stands in what took the line's place."""
    words = [word for word in _STRING.findall(value) if word not in COMMON][:3]
    if not words:
        return False
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    return any(
        pattern.search(text) and not _ESCAPES.search(text) for text in came.split("\n") if not COMMENT.match(text)
    )
