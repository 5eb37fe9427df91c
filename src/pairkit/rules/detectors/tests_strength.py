"""How much a check holds: is the second looser than the first?"""

from __future__ import annotations

import re

from pairkit.lazy import pattern as pattern_of

TRIVIAL, EXISTS, PARTLY, EXACT = range(4)

_TRIVIAL = pattern_of(
    r"^assert\(?\s*(?:True|1|true)\s*\)?;?$|[aA]ssertTrue\((?:t,\s*)?[Tt]rue\)|expect\(true\)\.(?:toBe\(true\)"
    r"|toBeTruthy\(\))"
    r"|\bor True\b|\|\|\s*true\b|(?:assert|require)\.True\(t, true\)|expect\(true\)\.to (?:be true|eq\(?\s?true)"
)
_EXISTS = pattern_of(
    r"\bis not None\b|[aA]ssert(?:True|IsNotNone|IsInstance|NotNull|_not_nil|_kind_of|_instance_of)\b|\bisinstance\("
    r"|\.to(?:BeTruthy|BeDefined|BeInstanceOf|BeVisible|BeInTheDocument|BeAttached)\(|\.not\.toBe(?:Null"
    r"|Undefined|Falsy)\("
    r"|expect\.any(?:thing)?\(|\.toHaveBeenCalled\(\)|\.assert_called\(\)|\.toThrow(?:Error)?\(\)"
    r"|(?:assert|require)\.(?:NotNil|NotEmpty|True|Error|NotZero)\(|\bbe_(?:truthy|present|a\b|an\b|kind_of"
    r"|instance_of)"
    r"|not_to be_(?:nil|empty)|to_not be_(?:nil|empty)|\.is(?:NotNull|NotEmpty|Present|InstanceOf)\("
    r"|\.to\.(?:exist|be\.ok|be\.a)"
    r"|\blen\([^)]{1,80}\) *(?:> *0|>= *1)\b|notNullValue\("
    r"|\bAssert\.(?:NotNull|True|NotEmpty|IsNotNull|IsTrue|IsType)\w*\("
    r"|assert!\(.{0,200}\.is_(?:some|ok|err|none)\(\)"
)
_PARTLY = pattern_of(
    r"^assert\b.{1,200}? (?:not )?in |^assert\b[^=\"']{1,200}?(?: [<>]=? | != )|\bany\(|\.(?:starts|ends)with\("
    r"|[aA]ssert(?:In|NotEqual|NotEquals|Greater\w*|Less\w*|Regex\w*|Contains|Includes|_includes?|_match)\b"
    r"|\.to(?:Contain|ContainText|ContainEqual|Match|MatchObject|BeGreaterThan\w*|BeLessThan\w*)\("
    r"|\.not\.to(?:Be|Equal)\("
    r"|expect\.(?:objectContaining|arrayContaining|stringContaining|stringMatching)\(|\.assert_called_once\(\)"
    r"|(?:assert|require)\.(?:Contains|Subset|Greater\w*|Less\w*|NotEqual|Regexp|GreaterOrEqual)\("
    r"|\.to (?:include|match|start_with|be >|be >=)|\.(?:contains|startsWith|isGreaterThan\w*|isLessThan\w*"
    r"|isNotEqualTo)\("
    r"|\.to\.(?:include|contain|be\.above|be\.at\.least|match)|containsString\("
    r"|\bAssert\.(?:Contains|StartsWith|InRange)\("
    r"|assert!\(.{0,200}(?:\.contains\(|\.starts_with\(|\.ends_with\(| [<>]=? | != )|assert_ne!\("
)
_EXACT = pattern_of(
    r"^assert\b.{1,400}? (?:==|is) (?!not None)|[aA]ssert\w{0,60}Equals?\b|[aA]ssertThat\(.{1,200}(?:isEqualTo|is)\("
    r"|_equal\b"
    r"|\.to(?:Be|Equal|StrictEqual|HaveLength|HaveText|HaveValue|HaveCount|HaveURL|HaveBeenCalledWith"
    r"|HaveBeenCalledTimes"
    r"|HaveBeenCalledOnceWith|HaveBeenLastCalledWith|HaveReturnedWith)\(|\.assert_(?:called_once_with"
    r"|called_with|has_calls)\("
    r"|(?:assert|require)\.(?:Equal\w*|Len|JSONEq|ElementsMatch|ErrorIs|ErrorContains|EqualError|Exactly)\("
    r"|\.to (?:eq|eql|equal|match_array|contain_exactly|be ==)\b|\.isEqualTo\(|\.to\.(?:equal|deep\.equal|eql)\b"
    r"|assert_eq!\("
    r"|\bAssert\.(?:Equal|AreEqual|Same|Equivalent)\w*\(|[aA]ssert(?:Same|Count|ExactJson|Status|NotSame)\("
    r"|[aA]ssert(?:DictEqual|ListEqual|CountEqual|ArrayEquals|_equal|_same)\b|\.containsExactly\w*\(|\.hasSize\("
)
_PLAIN_VALUE = pattern_of(
    r"(?:==|\bis|toBe\(|toEqual\(|Equals?\(|eq\(|equal\(|isEqualTo\() ?\(?(?:t, )?(?:True|true|None|null|nil"
    r"|undefined)\b"
    r"|, (?:True|true)\)"
)
_IS_TRUE = pattern_of(r"(?:==|\bis|toBe\(|toEqual\(|eq\(|isEqualTo\(|, ?) ?(?:True|true)\b|[aA]ssertTrue\(|IsTrue\(")
_IS_THERE = pattern_of(
    r"\bis not None\b|toBeDefined\(|not\.toBe(?:Null|Undefined)\(|[aA]ssert(?:IsNotNone|NotNull|_not_nil)\b"
    r"|NotNil\(|isNotNull\("
    r"|not_to be_nil|\bAssert\.(?:NotNull|IsNotNull)\("
)
_RAISES = pattern_of(
    r"(?:raises|[aA]ssertRaises(?:Regex)?|assert_raises?|toThrow(?:Error)?|raise_error"
    r"|[aA]ssertThrows(?:Exactly)?|to\.throw)"
    r"(?:\(| )\s*(?P<kind>[^,)\s{]{0,80})"
)
_RAISES_AT_ALL = pattern_of(r"raises\(|assert_raise|[aA]ssertRaises|toThrow|raise_error|[aA]ssertThrows|to\.throw")
_BROAD = {"", "Exception", "BaseException", "Error", "StandardError", "Throwable", "RuntimeException", "do"}
_TOLERANCE = pattern_of(
    r"\b(?P<name>rel|abs|rtol|atol|delta|places|rel_tol|abs_tol|tolerance|epsilon|decimal|maxDiffPixels"
    r"|maxDiffPixelRatio|threshold)"
    r"\s{0,3}[=:]\s{0,3}(?P<value>\d[\d._]{0,20}(?:[eE][-+]?\d{1,4})?)"
)
_PLACES = pattern_of(
    r"toBeCloseTo\([^,()]{1,120}, ?(?P<value>\d{1,3})\)"
    r"|[aA]ssertAlmostEqual\([^,()]{1,80},[^,()]{1,80}, ?(?P<py>\d{1,3})\)"
)
_WITHIN = pattern_of(
    r"(?:InDelta\(.{1,200},|be_within\(|within\(|offset\("
    r"|InEpsilon\(.{1,200},) ?(?P<value>\d[\d._]{0,20}(?:[eE][-+]?\d{1,4})?)[fFdD]?[,)]"
)
_WORD = pattern_of(r"[A-Za-z_]\w+")
_OWN_WORDS = frozenset(
    (
        "assert",
        "self",
        "expect",
        "await",
        "with",
        "pytest",
        "require",
        "true",
        "false",
        "none",
        "null",
        "nil",
        "True",
        "False",
        "None",
        "not",
        "and",
        "or",
        "is",
        "in",
        "len",
        "any",
        "all",
        "isinstance",
        "length",
        "toBe",
        "toEqual",
        "eq",
        "to",
        "be",
        "match",
        "size",
        "str",
        "int",
        "list",
        "dict",
        "set",
        "bool",
        "float",
        "Number",
        "String",
        "Object",
        "Array",
        "Assertions",
        "assertThat",
        "unittest",
        "testing",
    )
)


def looser(old: str, new: str) -> bool:
    """Tell whether a check of the same thing holds less than before."""
    if _RAISES_AT_ALL.search(old):
        return _broader(old, new)
    if _wider(old, new) or (_TRIVIAL.search(new) and not _TRIVIAL.search(old)):
        return True
    if _PLAIN_VALUE.search(old):  # true is what exists: only less than that is looser
        return bool(_IS_TRUE.search(old) and _IS_THERE.search(new)) and same_subject(old, new)
    exact = bool(_EXACT.search(old)) and strength(old) == EXACT
    return exact and strength(new) < EXACT and same_subject(old, new)


def strength(text: str) -> int:
    """Return how much a check holds, from TRIVIAL to EXACT; what is not known counts as exact."""
    if _TRIVIAL.search(text):
        return TRIVIAL
    if re.search(r"expect\.(?:any|anything|objectContaining|stringContaining)", text):
        return PARTLY
    if re.search(r"[aA]ssertTrue\(|\.True\(t", text):
        inside = re.search(r"(?P<exact>==|\.equals\(|\.Equal\(|DeepEqual\()|[<>]| in ", text)
        return EXISTS if inside is None else EXACT if inside["exact"] else PARTLY
    for level, pattern in ((EXACT, _EXACT), (PARTLY, _PARTLY), (EXISTS, _EXISTS)):
        if pattern.search(text):
            return level
    if re.fullmatch(r"assert\s+(?!not\b)\(?[\w.\[\]()\"'\s]{1,200}", text):
        return EXISTS
    return EXACT


def _broader(old: str, new: str) -> bool:
    was, now = _RAISES.search(old), _RAISES.search(new)
    if not was or not now:
        return False
    before, after = (match["kind"].removesuffix(".class").rpartition(".")[2] for match in (was, now))
    if before not in _BROAD and after in _BROAD:
        return True
    return before == after and bool(re.search(r"\bmatch ?=", old)) and not re.search(r"\bmatch ?=", new)


def _wider(old: str, new: str) -> bool:
    was = {match["name"]: _number(match["value"]) for match in _TOLERANCE.finditer(old)}
    for match in _TOLERANCE.finditer(new):
        name, value = match["name"], _number(match["value"])
        if name in was and (value < was[name] if name in ("places", "decimal") else value > was[name]):
            return same_subject(old, new)
    before, after = _PLACES.search(old), _PLACES.search(new)
    if before and after:
        return int(after["value"] or after["py"]) < int(before["value"] or before["py"])
    before, after = _WITHIN.search(old), _WITHIN.search(new)
    return bool(before and after and _number(after["value"]) > _number(before["value"]))


def _number(text: str) -> float:
    try:
        return float(text.replace("_", "").rstrip("."))
    except ValueError:
        return 0.0


def same_subject(old: str, new: str) -> bool:
    """Tell whether two checks look at the same thing, by the names in them."""
    before, after = (
        {
            word
            for word in _WORD.findall(text)
            if word not in _OWN_WORDS and not word.lower().startswith(("assert", "tobe"))
        }
        for text in (old, new)
    )
    least = min(len(before), len(after))
    return least > 0 and len(before & after) >= max(1, (least + 1) // 2)
