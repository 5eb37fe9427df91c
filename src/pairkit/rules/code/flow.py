"""Reads code line by line: what is text, what is code, and which names hold what a stranger sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.brackets import literal
from pairkit.rules.code.headers import FILLED, Header, begins, filled, header, marks

LANGUAGES = {
    "py": "py",
    **dict.fromkeys(("js", "jsx", "mjs", "cjs", "ts", "mts", "cts", "tsx", "vue", "svelte"), "js"),
    **dict.fromkeys(("php", "phtml"), "php"),
    **dict.fromkeys(("rb", "rake", "gemspec", "ru", "gemfile", "rakefile"), "rb"),
    **dict.fromkeys(("java", "kt"), "java"),
    "go": "go",
    **dict.fromkeys(("cs", "cshtml", "razor"), "cs"),
}
SOURCES = {
    "py": r"\brequest\.(?:args|form|values|json|data|files|cookies|headers|GET|POST|FILES|COOKIES|body|query_params"
    r"|path_params|get_json|get_data|params|query|META|stream|query_string|match_info|rel_url)\b|\bawait request\.",
    "js": r"\breq(?:uest)?\.(?:body|query|params?|cookies|headers|files?|originalUrl"
    r"|nextUrl|json\(|text\(|formData\()"
    r"|\bctx\.(?:request|query|params)\b|\bsearchParams\b|\bevent\.(?:body|queryStringParameters|pathParameters)\b"
    r"|\blocation\.(?:hash|search)\b|\bdocument\.(?:referrer|URL)\b|\breadBody\(|\bgetQuery\(",
    "php": r"\$_(?:GET|POST|REQUEST|COOKIE|FILES|SERVER)\b|\$request->|\brequest\(\)?->|\brequest\(['\"]|php://input",
    "rb": r"\bparams\b|\bcookies\[|\brequest\.(?:params|body|headers|query_string|referer)",
    "java": r"\b(?:request|req)\.get(?:Parameter|Header|Cookies|QueryString|InputStream|Reader)\w{0,10}\(",
    "go": r"\b(?:r|req|request)\.(?:URL\.Query|FormValue|PostFormValue|PathValue|Form\b|Body\b|Header\b|Cookie\()"
    r"|\b(?:c|ctx)\.(?:Query|Param|Params|PostForm|FormValue|QueryParam"
    r"|GetHeader|DefaultQuery)\(|\bchi\.URLParam\(|\bmux\.Vars\(",
    "cs": r"\bRequest\.(?:Query|Form|Headers|Cookies|Params|QueryString|RawUrl|Body|Path|InputStream)\b"
    r"|\bRequest\[|\btxt\w{1,40}\.Text\b",
}
_SPEAKS_OF = {
    "py": ("request", "@", "info"),
    "js": ("req", "ctx", "earchParams", "event", "location", "document", "readBody(", "getQuery(", "@"),
    "php": ("$_", "request", "php://input"),
    "rb": ("params", "cookies", "request"),
    "java": ("request.get", "req.get", "@"),
    "go": ("URL.Query", "Form", "PathValue", "Body", "Header", "Cookie(", "Query", "Param", "mux.Vars("),
    "cs": ("Request", ".Text", "[From", "[Http", "[Route"),
}
"""Texts of which one stands in all code that hears a stranger."""
_CLEAN = pattern_of(
    r"\b(?:int|float|bool|len|parseInt|parseFloat|Number|Boolean|UUID"
    r"|uuid|intval|to_i|Atoi|ParseInt|parseLong|secure_filename"
    r"|basename|Base|filepath\.Base|safe_join|(?!un)\w{0,30}(?:[eE]scape|[sS]aniti[sz]e)\w*|quote\w*"
    r"|clean\w*|DOMPurify|bleach|htmlspecialchars"
    r"|e|h|escapeshellarg|ObjectId|filter_var|url_has_allowed_host_and_scheme"
    r"|is_safe_url|allowed\w*|whitelist\w*|choices"
    r"|literal_eval|validated|valueOf|hash\w*|hexdigest|constantize_safe)\s{0,3}\("
    r"|\)\.name\b(?=\s*$)|\.toString\(\)\.match\("
)
_DEFINE = pattern_of(
    r"^\s*(?:(?:const|let|var|final|my|auto|String|string|object|byte\[\]|val)\s+)?(?:[A-Z]\w*(?:<[^>]{0,60}>)?\s+)?"
    r"(?P<names>\$?[\w.]{1,80}(?:\s*:\s*[\w\[\], |.<>]{1,80})?|\{[^}=]{1,300}\}"
    r"|\[[^\]=]{1,300}\]|\w+(?:\s*,\s*\w+){1,8})"
    r"\s*(?::=|\+=|\.=|=)(?![=>~])\s*(?P<value>.{1,2000})$"
)
_FOR = pattern_of(
    r"^\s*+for(?:each)?\s*+\(?\s*+(?:(?:const|let|var)\s++|[A-Z]\w*+\s++(?!(?:in|of)\s))?"
    r"(?P<names>\w++(?:\s*+,\s*+\w++)*+)(?:\s++(?:in|of)\s++|\s*+:\s++)(?P<value>.{1,500})$"
)
_MARKED = {
    "py": pattern_of(
        r"@[\w.]{1,60}\.(?:get|post|put|patch|delete|route|websocket|api_route)\("
        r"|\(\s{0,3}\w{1,20}\s{0,3},\s{0,3}_?info\b"
    ),
    "java": pattern_of(
        r"@(?:\w{1,20}Mapping|RequestParam|RequestBody|RequestHeader|Path\w{0,10}|CookieValue|\w{1,6}Param)\b"
    ),
    "js": FILLED["js"],
    "cs": pattern_of(r"\[(?:Http\w{1,10}|Route|From\w{1,10})\b"),
}
"""What tells that a framework fills parameters of a function with what a stranger sent."""
_CHECKED = pattern_of(
    r"\b(?:if|assert|unless|while|elif)\b.{0,200}?(?:\bnot\s+in\b|\bin\b"
    r"|\.includes\(|\.test\(|\.has\(|\.match\(|in_array\(|\.include\?)"
)
_NAME = pattern_of(r"\$?[A-Za-z_]\w*")


def hears(text: str, language: str) -> bool:
    """Tell whether anything in some code can hold what a stranger sent: much quicker than to read it line by line."""
    if not any(word in text for word in _SPEAKS_OF[language]):
        return False
    others = _MARKED.get(language)
    return re.search(SOURCES[language], text) is not None or (others is not None and others.search(text) is not None)


class Text(NamedTuple):
    """An expression taken apart: its code, with numbers in place of literals, and the literals, NUL being a value."""

    code: str
    literals: tuple[str, ...]
    filled: str
    """The code of the values that stand inside literals."""


class Names:
    """What is known of the names at a line: which hold what a stranger sent, and what was last put into each."""

    def __init__(self, language: str, handed: Callable[[str], set[int]] | None = None) -> None:
        """Begin to read; `handed` tells which parameters of a function its callers fill with what a stranger sent."""
        self.language = language
        self.source = re.compile(SOURCES[language])
        self.sent: set[str] = set()
        self.value: dict[str, tuple[int, str]] = {}
        self._handed = handed
        self._route = False

    def read(self, number: int, line: str) -> None:
        """Take note of one line; a header of a function comes with the lines that belong to it."""
        if marks(line, self.language):
            self._route = True
        if self.language == "py" and line.lstrip().startswith("@"):
            return
        head = header(line, self.language)
        if head:
            self._enter(head, begins(line, self.language))
        elif _CHECKED.search(line):
            self.sent -= {name for name in _NAME.findall(line) if name in self.sent}
        elif "class " in line:
            self._route = False
        if not head and self.language in FILLED and ("@" in line or "[From" in line):
            self.sent |= set(FILLED[self.language].findall(line))
        found = _DEFINE.match(line) or _FOR.match(line)
        if found and not head:
            self._define(number, found["names"], found["value"])

    def _enter(self, head: Header, anew: bool) -> None:
        if anew:
            self.sent.clear()
            self.value.clear()
        self.sent -= set(head.args)
        self.sent |= filled(head, self.language, self._route)
        if self._handed is not None and head.name and head.args:
            self.sent |= {head.args[n] for n in self._handed(head.name) if n < len(head.args)} - {""}
        self._route = False

    def _define(self, number: int, names: str, value: str) -> None:
        targets = _NAME.findall(re.sub(r":\s*[\w\[\], |.<>]+$", "", names) if "{" not in names else names)
        sent = self.is_sent(value)
        for name in targets[-1:] if "." in names else targets:
            self.value[name] = (number, value)
            (self.sent.add if sent else self.sent.discard)(name)

    def is_sent(self, expression: str) -> bool:
        """Tell whether a value comes from outside and nothing made it harmless."""
        direct = self.source.search(expression)
        if direct is None and not any(name in expression for name in self.sent):
            return False
        if _CLEAN.search(expression):
            return False
        text = take_apart(expression, self.language)
        code = f"{text.code} {text.filled}"
        return direct is not None or any(name in self.sent for name in _NAME.findall(code))


def take_apart(text: str, language: str) -> Text:
    """Separate the literals of an expression from its code."""
    code: list[str] = []
    literals: list[str] = []
    filled: list[str] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign not in "\"'`":
            code.append(sign)
            at += 1
            continue
        before = "".join(code[-3:])
        prefix = _PREFIX[language](before) if language in _PREFIX else ""
        tagged = sign == "`" and language == "js" and bool(re.search(r"[\w)\]]$", before.rstrip()))
        end, body = literal(text, at)
        inside: list[str] = []
        if not tagged and _fills(language, sign, prefix):
            inside = [match[0] for match in _FILL[language].finditer(body)]
            body = _FILL[language].sub("\0", body)
        code.append(f'"{len(literals)}"')
        literals.append(body)
        filled += [re.sub(r"^[#$]?\{|\}$", "", one) for one in inside]
        at = end
    return Text("".join(code), tuple(literals), " ".join(filled))


_PREFIX: dict[str, Callable[[str], str]] = {
    "py": lambda before: (re.search(r"[A-Za-z]{1,2}$", before) or [""])[0].lower(),
    "cs": lambda before: "$" if before.rstrip("@").endswith("$") else "",
}
_FILL = {
    "py": pattern_of(r"(?<!\{)\{(?!\{)[^{}\n]{1,200}\}"),
    "js": pattern_of(r"\$\{[^{}]{1,200}\}"),
    "rb": pattern_of(r"#\{[^{}\n]{1,200}\}"),
    "php": pattern_of(r"\{?\$[A-Za-z_]\w*(?:(?:->\w+|\[[^\]\n]{1,60}\]){0,4})\}?"),
    "java": pattern_of(r"\$\{[^{}\n]{1,200}\}"),
    "cs": pattern_of(r"(?<!\{)\{(?!\{)[^{}\n]{1,200}\}"),
}


def _fills(language: str, sign: str, prefix: str) -> bool:
    if language == "py":
        return "f" in prefix
    if language == "cs":
        return sign == '"' and prefix == "$"
    return (language == "js" and sign == "`") or (language in ("rb", "php") and sign in '"`') or (language == "java")


def names_in(text: Text) -> Iterator[str]:
    """Yield the names that stand in the code of an expression and in its filled places."""
    yield from _NAME.findall(re.sub(r'"\d+"', " ", text.code))
    yield from _NAME.findall(text.filled)
