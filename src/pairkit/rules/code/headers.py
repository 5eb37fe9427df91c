"""Headers of functions: where one begins, its parameters, and which of them a framework fills for a visitor."""

from __future__ import annotations

from typing import NamedTuple

from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.brackets import arguments, split

_DEF = {
    "py": pattern_of(r"[ \t]*(?:async\s+)?def\s+(?P<name>\w+)\s*\("),
    "js": pattern_of(r"(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s++(?P<name>\w*+)\s*+\("),
    "php": pattern_of(r"(?:public|private|protected|static|final|\s)*+function\s+&?(?P<name>\w+)\s*\("),
    "rb": pattern_of(r"[ \t]*def\s+(?:self\.)?(?P<name>[\w.]+[?!]?)[ (]?"),
    "java": pattern_of(r"[ \t]*+(?:public|private|protected)\s++[\w<>\[\], ?]{1,120}\s{1,4}(?P<name>\w++)\s*+\("),
    "go": pattern_of(r"func\s+(?:\([^)]{1,80}\)\s*)?(?P<name>\w+)\s*\("),
    "cs": pattern_of(
        r"[ \t]*+(?:(?:public|private|protected|internal|static|async|override|virtual)\s++)++"
        r"[\w<>\[\], ?.]{1,120}\s{1,4}(?P<name>\w++)\s*+\("
    ),
}
_INNER = pattern_of(
    r"[ \t]*(?:export\s+)?(?:(?:const|let|var)\s+|(?:module\.)?exports\.|this\.)?"
    r"(?:(?:public|private|protected|static|async)\s+){0,3}(?!(?:if|for|while|switch|catch|return|function|await)\b)"
    r"(?P<name>[A-Za-z_$][\w$]*)\s{0,3}(?:[=:]\s{0,3}(?:async\s+)?(?:function\s{0,3}\w*\s{0,3})?)?\("
)
_BODY = pattern_of(r"\)\s{0,3}(?::[^={}\n]{1,80})?(?:=>|\{)")
_MARK = {
    "py": pattern_of(r"\s*@[\w.]{1,60}\.(?:get|post|put|patch|delete|route|websocket|api_route)\("),
    "java": pattern_of(r"\s*@(?:Get|Post|Put|Patch|Delete|Request)Mapping\b|\s*@(?:GET|POST|PUT|DELETE|Path)\b"),
    "cs": pattern_of(r"\s*\[(?:Http(?:Get|Post|Put|Patch|Delete)|Route)\b"),
}
"""A line that makes the function below it answer requests."""
FILLED = {
    "java": pattern_of(
        r"@(?:RequestParam|PathVariable|RequestBody|RequestHeader|CookieValue|QueryParam|PathParam|FormParam"
        r"|ModelAttribute)"
        r"(?:\([^)\n]{0,120}\))?\s+(?:final\s+)?[\w<>\[\]]+\s+(\w+)"
    ),
    "js": pattern_of(r"@(?:Query|Param|Body|Headers|Cookies|UploadedFile)\([^)\n]{0,120}\)\s{0,3}(\w+)\s{0,3}[?:]"),
    "cs": pattern_of(r"\[From(?:Query|Body|Form|Route|Header)(?:\([^)\n]{0,80}\))?\]\s{0,3}[\w<>\[\]?]+\s+(\w+)"),
}
"""A parameter that is marked as what a visitor sends."""
_TYPED = {
    "java": pattern_of(r"(?:^|,)\s*(?:final\s+)?(?:String|MultipartFile|Map<[^>]{1,40}>)(?:\[\])?\s+(\w+)\s*(?=,|$)"),
    "cs": pattern_of(r"(?:^|,)\s*(?:string|IFormFile)\??(?:\[\])?\s+(\w+)\s*(?=,|=|$)"),
}
_TEXT = pattern_of(r"\b(?:str|Any|dict|bytes|UploadFile|list)\b|^$")
_RESOLVER = pattern_of(r"\s*(?:self|root|parent|obj|cls|_\w*)\s*(?::[^,]{1,40})?,\s*_?info\b")
_NAME = {
    "php": pattern_of(r"(\$\w+)"),
    "java": pattern_of(r"(\w+)\s*$"),
    "cs": pattern_of(r"(\w+)\s*(?:=.*)?$"),
}
_FIRST = pattern_of(r"\s*(?:@\w+\([^)\n]{0,120}\)\s*)?(?:(?:public|private|readonly)\s+)*[&*.]*(\w+)")


class Header(NamedTuple):
    """A function's name and its parameters: the text between the brackets, and their names without a method's own."""

    name: str
    text: str
    args: tuple[str, ...]


def begins(line: str, language: str) -> bool:
    """Tell whether a line begins a function: nothing that was noted above is known below."""
    return _DEF[language].match(line) is not None


def marks(line: str, language: str) -> bool:
    """Tell whether a line makes the function below it answer requests."""
    mark = _MARK.get(language)
    return mark is not None and mark.match(line) is not None


def header(line: str, language: str) -> Header | None:
    """Return the header that a line begins, if it does. The line may hold the lines below it that belong to it."""
    match = _DEF[language].match(line)
    text = arguments(line, match.end()) if match else ""
    if match is None and language == "js" and "(" in line and ("{" in line or "=>" in line):
        match = _INNER.match(line)
        text = arguments(line, match.end()) if match else ""
        if match and not _BODY.match(line, match.end() + len(text)):
            return None
    if match is None:
        return None
    return Header(match["name"], text, tuple(_names(text, language)))


def filled(head: Header, language: str, route: bool) -> set[str]:
    """Return the parameters that hold what a visitor sent; `route` tells that the function answers requests."""
    sent: set[str] = set()
    if language == "py" and (route or _RESOLVER.match(head.text)):
        for arg in split(head.text):
            name, _, kind = arg.partition(":")
            if "Depends" not in kind and _TEXT.search(kind.partition("=")[0].strip()):
                sent.add(name.split("=")[0].strip(" *"))
        sent -= {"", "self", "cls", "root", "parent", "obj", "request", "info", "_info", "id", "pk", "db", "session"}
        sent = {name for name in sent if not name.startswith("_")}
    if language in FILLED:
        sent |= set(FILLED[language].findall(head.text))
    if route and language in _TYPED:
        sent |= set(_TYPED[language].findall(head.text))
    return sent


def _names(text: str, language: str) -> list[str]:
    pattern = _NAME.get(language, _FIRST)
    names = []
    for arg in split(text):
        match = pattern.search(arg) if language in _NAME else pattern.match(arg)
        names.append(match[1] if match else "")
    return [name for name in names if name not in ("self", "cls")]
