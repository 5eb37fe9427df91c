"""Reads code line by line: what is text, what is code, and which names hold what a stranger sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pairkit.lazy import pattern as pattern_of

LANGUAGES = {
    "py": "py",
    **dict.fromkeys(("js", "jsx", "mjs", "cjs", "ts", "mts", "cts", "tsx", "vue", "svelte"), "js"),
    **dict.fromkeys(("php", "phtml"), "php"),
    **dict.fromkeys(("rb", "rake", "gemspec", "ru", "gemfile", "rakefile"), "rb"),
    **dict.fromkeys(("java", "kt"), "java"),
    "go": "go",
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
}
_SPEAKS_OF = {
    "py": ("request", "@"),
    "js": ("req", "ctx", "earchParams", "event", "location", "document", "readBody(", "getQuery("),
    "php": ("$_", "request", "php://input"),
    "rb": ("params", "cookies", "request"),
    "java": ("request.get", "req.get", "@"),
    "go": ("URL.Query", "Form", "PathValue", "Body", "Header", "Cookie(", "Query", "Param", "mux.Vars("),
}
"""Texts of which one stands in all code that hears a stranger."""
_CLEAN = pattern_of(
    r"\b(?:int|float|bool|len|parseInt|parseFloat|Number|Boolean|UUID"
    r"|uuid|intval|to_i|Atoi|ParseInt|parseLong|secure_filename"
    r"|basename|Base|filepath\.Base|safe_join|escape\w*|quote\w*|sanitize\w*"
    r"|clean\w*|DOMPurify|bleach|htmlspecialchars"
    r"|e|h|escapeshellarg|ObjectId|filter_var|url_has_allowed_host_and_scheme"
    r"|is_safe_url|allowed\w*|whitelist\w*|choices"
    r"|literal_eval|validated|valueOf|hash\w*|hexdigest|constantize_safe)\s{0,3}\("
    r"|\.name\b(?=\s*$)|\.toString\(\)\.match\("
)
_DEFINE = pattern_of(
    r"^\s*(?:(?:const|let|var|final|my|auto|String|val)\s+)?(?:[A-Z]\w*(?:<[^>]{0,60}>)?\s+)?"
    r"(?P<names>\$?[\w.]{1,80}(?:\s*:\s*[\w\[\], |.<>]{1,80})?|\{[^}=]{1,300}\}"
    r"|\[[^\]=]{1,300}\]|\w+(?:\s*,\s*\w+){1,8})"
    r"\s*(?::=|\+=|\.=|=)(?![=>~])\s*(?P<value>.{1,2000})$"
)
_FOR = pattern_of(
    r"^\s*+for\s*+\(?\s*+(?:(?:const|let|var)\s++)?(?P<names>\w++(?:\s*+,\s*+\w++)*+)\s++(?:in|of)\s++(?P<value>.{1,500})$"
)
_DEF = {
    "py": pattern_of(r"^\s*(?:async\s+)?def\s+\w+\s*\((?P<args>[^)]{0,600})"),
    "js": pattern_of(r"^(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s++\w*+\s*+\((?P<args>[^)]{0,600})"),
    "php": pattern_of(r"^(?:public|private|protected|static|\s)*+function\s+\w+\s*\((?P<args>[^)]{0,600})"),
    "rb": pattern_of(r"^\s*def\s+[\w.]+[?!]?(?P<args>)"),
    "java": pattern_of(
        r"^\s*+(?:public|private|protected)\s++[\w<>\[\], ?]{1,120}\s{1,4}\w++\s*+\((?P<args>[^)]{0,900})"
    ),
    "go": pattern_of(r"^func\s+(?:\([^)]{1,80}\)\s*)?\w+\s*\((?P<args>[^)]{0,600})"),
}
_ROUTE = pattern_of(r"\s*@[\w.]{1,60}\.(?:get|post|put|patch|delete|route|websocket|api_route)\(")
_ROUTES = pattern_of(r"@[\w.]{1,60}\.(?:get|post|put|patch|delete|route|websocket|api_route)\(")
_JAVA_ARG = pattern_of(
    r"@(?:RequestParam|PathVariable|RequestBody|RequestHeader|CookieValue)(?:\([^)]*\))?\s+(?:final\s+)?[\w<>\[\]]+\s+(\w+)"
)
_CHECKED = pattern_of(
    r"\b(?:if|assert|unless|while|elif)\b.{0,200}?(?:\bnot\s+in\b|\bin\b"
    r"|\.includes\(|\.test\(|\.has\(|\.match\(|in_array\(|\.include\?)"
)
_NAME = pattern_of(r"\$?[A-Za-z_]\w*")


def hears(text: str, language: str) -> bool:
    """Tell whether anything in some code can hold what a stranger sent: much quicker than to read it line by line."""
    if not any(word in text for word in _SPEAKS_OF[language]):
        return False
    others = {"py": _ROUTES, "java": _JAVA_ARG}.get(language)
    return re.search(SOURCES[language], text) is not None or (others is not None and others.search(text) is not None)


def begins(line: str, language: str) -> bool:
    """Tell whether a line begins a function: nothing that was noted above is known below."""
    return _DEF[language].match(line) is not None


class Text(NamedTuple):
    """An expression taken apart: its code, with numbers in place of literals, and the literals, NUL being a value."""

    code: str
    literals: tuple[str, ...]
    filled: str
    """The code of the values that stand inside literals."""


class Names:
    """What is known of the names at a line: which hold what a stranger sent, and what was last put into each."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.source = re.compile(SOURCES[language])
        self.sent: set[str] = set()
        self.value: dict[str, tuple[int, str]] = {}
        self._route = False

    def read(self, number: int, line: str) -> None:
        """Take note of one line."""
        if self.language == "py" and line.lstrip().startswith("@"):
            self._route = self._route or bool(_ROUTE.match(line))
            return
        start = _DEF[self.language].match(line)
        if start:
            self._enter(start["args"])
        elif _CHECKED.search(line):
            self.sent -= {name for name in _NAME.findall(line) if name in self.sent}
        found = _DEFINE.match(line) or _FOR.match(line)
        if found and not start:
            self._define(number, found["names"], found["value"])

    def _enter(self, args: str) -> None:
        self.sent.clear()
        self.value.clear()
        if self._route:
            for arg in args.split(","):
                name, _, kind = arg.partition(":")
                if "Depends" not in kind and re.search(r"\b(?:str|Any|dict|bytes|UploadFile|list)\b|^$", kind.strip()):
                    self.sent.add(name.split("=")[0].strip())
            self.sent -= {"", "self", "request", "id", "pk"}
        if self.language == "java":
            self.sent |= set(_JAVA_ARG.findall(args))
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
        prefix = (re.search(r"[A-Za-z]{1,2}$", before) or [""])[0].lower() if language == "py" else ""
        tagged = sign == "`" and language == "js" and bool(re.search(r"[\w)\]]$", before.rstrip()))
        end, body = _literal(text, at)
        inside: list[str] = []
        if not tagged and _fills(language, sign, prefix):
            inside = [match[0] for match in _FILL[language].finditer(body)]
            body = _FILL[language].sub("\0", body)
        code.append(f'"{len(literals)}"')
        literals.append(body)
        filled += [re.sub(r"^[#$]?\{|\}$", "", one) for one in inside]
        at = end
    return Text("".join(code), tuple(literals), " ".join(filled))


_FILL = {
    "py": pattern_of(r"(?<!\{)\{(?!\{)[^{}\n]{1,200}\}"),
    "js": pattern_of(r"\$\{[^{}]{1,200}\}"),
    "rb": pattern_of(r"#\{[^{}\n]{1,200}\}"),
    "php": pattern_of(r"\{?\$[A-Za-z_]\w*(?:(?:->\w+|\[[^\]\n]{1,60}\]){0,4})\}?"),
    "java": pattern_of(r"\$\{[^{}\n]{1,200}\}"),
}


def _fills(language: str, sign: str, prefix: str) -> bool:
    if language == "py":
        return "f" in prefix
    return (language == "js" and sign == "`") or (language in ("rb", "php") and sign in '"`') or (language == "java")


def _literal(text: str, at: int, stop: int | None = None) -> tuple[int, str]:
    stop = len(text) if stop is None else stop
    sign = text[at : at + 3] if text[at : at + 3] in ('"""', "'''") else text[at]
    end = at + len(sign)
    while end < stop and not text.startswith(sign, end):
        if text[end] == "\n" and sign in "\"'":
            break
        end += 2 if text[end] == "\\" else 1
    return min(end + len(sign), len(text)), text[at + len(sign) : end]


def arguments(text: str, at: int, longest: int = 1500) -> str:
    """Return what stands between the bracket that opens before `at` and its end."""
    depth, end, stop = 1, at, min(len(text), at + longest)
    while end < stop:
        sign = text[end]
        if sign in "\"'`":
            end = _literal(text, end, stop)[0]
            continue
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0:
            return text[at:end]
        end += 1
    return text[at:stop]


def first_argument(args: str) -> str:
    """Return the first of the arguments."""
    depth, at = 0, 0
    while at < len(args):
        sign = args[at]
        if sign in "\"'`":
            at = _literal(args, at)[0]
            continue
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            return args[:at]
        at += 1
    return args


def names_in(text: Text) -> Iterator[str]:
    """Yield the names that stand in the code of an expression and in its filled places."""
    yield from _NAME.findall(re.sub(r'"\d+"', " ", text.code))
    yield from _NAME.findall(text.filled)
