"""Places where text becomes a command: code, SQL, shell, paths, addresses, pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pairkit.change.model import NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.detectors.web_flow import LANGUAGES, Names, Text, arguments, first_argument, names_in, take_apart
from pairkit.rules.detectors.web_text import COMMENT, changed_lines, files_of, parts
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_LONGEST = 400_000
_SINKS = {
    "run": {
        "py": r"(?<![\w.])(?:eval|exec|execfile)\(",
        "js": r"(?<![\w.])eval\(|\bnew\s+Function\(|\bvm\.(?:run\w*|compileFunction)\(|\bnew\s+vm\.Script\(",
        "php": r"(?<![\w>$:])(?:eval|assert|create_function)\s{0,3}\(",
        "rb": r"(?<![\w.])eval\(?\s|\.(?:instance_eval|class_eval)\(|(?<![\w.])eval\(|\.constantize\b",
        "java": r"\.(?:eval|parseExpression)\(",
    },
    "load": {
        "py": r"\b(?:c?[pP]ickle|dill|cloudpickle|marshal|joblib|jsonpickle)\.(?:loads?|decode|Unpickler)\("
        r"|\byaml\.(?:unsafe_load|unsafe_load_all|load|load_all)\(|\btorch\.load\("
        r"|\bpd\.read_pickle\(|\bshelve\.open\(",
        "js": r"\b(?:serialize|nodeSerialize)\.unserialize\(|(?<![\w.$])unserialize\(",
        "php": r"(?<![\w>$:])unserialize\(",
        "rb": r"\bMarshal\.(?:load|restore)\(|\bYAML\.(?:unsafe_load|load)\(|\bOj\.load\(",
        "java": r"\bnew\s+(?:ObjectInputStream|XMLDecoder)\(|\bXStream\(\)\.fromXML\(|\.enableDefaultTyping\(",
    },
    "shell": {
        "py": r"\bos\.(?:system|popen)\(|\bsubprocess\.(?:run|call|Popen|check_output|check_call)\(|(?<![\w.])Popen\("
        r"|\b(?:subprocess|commands)\.get(?:status)?output\(|\bcreate_subprocess_shell\(|\.exec_command\(",
        "js": (
            r"(?<![\w.])exec(?:Sync)?\(|\b(?:child_process|cp|childProcess"
            r"|shell|shelljs)\.exec(?:Sync)?\(|(?<![\w.])(?:execAsync|execPromise)\("
        ),
        "php": r"(?<![\w>$:])(?:system|exec|shell_exec|passthru|popen|proc_open)\(",
        "rb": r"(?<![\w.])(?:system|exec|spawn)\(|\bIO\.popen\(|\bOpen3\.\w+\(|(?<![\w.])system\s(?=[\"'])",
        "java": r"\bgetRuntime\(\)\.exec\(",
        "go": r"\bexec\.Command(?:Context)?\((?:[\w.]{1,30},\s{0,3})?\"(?:/bin/)?(?:ba|z)?sh\",\s{0,3}\"-c\",\s{0,3}",
    },
    "sql": {
        "py": r"\.(?:execute|executemany|executescript|raw|extra|fetch|fetchrow"
        r"|fetchval|fetchone|read_sql\w*)\(|\bRawSQL\(|(?<![\w.])text\("
        r"|(?<=[\w])\.query\(",
        "js": (
            r"\.(?:query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe"
            r"|exec|prepare|run|all|get|each|literal|unsafe)\("
        ),
        "php": (
            r"\bmysqli?_query\((?:\s{0,3}\$[\w>-]{1,40},)?|\bpg_query\((?:\s{0,3}\$[\w>-]{1,40},)?"
            r"|->(?:query|exec|prepare|rawQuery"
            r"|whereRaw|selectRaw|orderByRaw)\(|\bDB::(?:raw|select|statement"
            r"|unprepared)\("
        ),
        "rb": (
            r"(?:\.|(?<![\w.]))(?:where|find_by_sql|execute|order|group|having|joins|select"
            r"|exists\?|pluck|update_all|delete_all|count_by_sql|exec_query)\("
        ),
        "java": (
            r"\.(?:executeQuery|executeUpdate|execute|createQuery|createNativeQuery"
            r"|prepareStatement|query|queryForObject|queryForList|update)\("
        ),
        "go": r"\.(?:Query|QueryRow|Exec|QueryContext|QueryRowContext|ExecContext|Raw|Prepare|Where|Get|Select)\(",
    },
    "nosql": {"js": r"[\"']?\$where[\"']?\]?\s{0,3}[:=]\s{0,3}", "py": r"[\"']\$where[\"']\s{0,3}:\s{0,3}"},
    "template": {
        "py": (
            r"\brender_template_string\(|\b(?:env|environment|jinja_env)\.from_string\("
            r"|(?<![\w.])Template\(|\bjinja2\.Template\("
        ),
        "js": (
            r"\b(?:ejs|pug|nunjucks|handlebars|Handlebars|_|lodash|mustache)\.(?:render"
            r"|renderString|compile|template)\("
        ),
        "rb": r"\bERB\.new\(|render\s{1,3}inline:\s{0,3}",
        "go": r"\btemplate\.New\([^)]{0,60}\)\.Parse\(",
        "php": r"->createTemplate\(|\bBlade::render\(",
    },
    "path": {
        "py": (
            r"(?<![\w.])open\(|\bsend_file\(|\bFileResponse\(|\bos\.(?:remove"
            r"|unlink|rename|listdir)\(|\bshutil\.\w+\("
        ),
        "js": (
            r"\bfs(?:Promises|\.promises)?\.(?:readFile|writeFile|createReadStream"
            r"|unlink|readdir|appendFile|createWriteStream)(?:Sync)?\(|\.(?:sendFile"
            r"|download)\("
        ),
        "php": (
            r"(?<![\w>$:])(?:file_get_contents|fopen|readfile|unlink|file_put_contents"
            r"|file)\(|(?<![\w>$:])(?:include|require)(?:_once)?\s{0,3}\(?"
        ),
        "rb": r"\bFile\.(?:read|open|new|delete|binread)\(|\bsend_file\(?\s?|\bIO\.read\(",
        "java": r"\bnew\s+(?:File|FileInputStream|FileReader)\(|\b(?:Paths\.get|Path\.of)\(",
        "go": (
            r"\bos\.(?:Open|ReadFile|Remove|Create|OpenFile)\(|\bioutil\.ReadFile\("
            r"|\bhttp\.ServeFile\(\w{1,9},\s{0,3}\w{1,9},\s{0,3}"
        ),
    },
    "url": {
        "py": (
            r"\b(?:requests|httpx|session|client|http)\.(?:get|post|put|head"
            r"|delete|request|stream)\(|\burlopen\(|\burlretrieve\("
        ),
        "js": (
            r"(?<![\w.])fetch\(|\baxios(?:\.(?:get|post|put|head|request))?\("
            r"|\bgot(?:\.\w+)?\(|\bneedle\.\w+\(|\bpage\.goto\("
        ),
        "php": r"\bcurl_init\(|\bHttp::(?:get|post)\(",
        "rb": r"\bURI\.open\(|\bNet::HTTP\.\w+\(|\bHTTParty\.\w+\(|\bFaraday\.\w+\(",
        "java": r"\bnew\s+URL\(|\.getForObject\(|\.getForEntity\(",
        "go": r"\bhttp\.(?:Get|Post|Head)\(",
    },
    "redirect": {
        "py": r"(?<![\w.])redirect\(|\bHttpResponseRedirect\(|\bRedirectResponse\(",
        "js": (
            r"\bres(?:ponse)?\.redirect\(|\bNextResponse\.redirect\(|(?<![\w.])redirect\("
            r"|\b(?:window\.)?location(?:\.href)?\s{0,3}=\s{0,3}(?!=)|\blocation\.(?:assign"
            r"|replace)\("
        ),
        "php": r"\bheader\(\s{0,3}['\"](?i:location):\s{0,3}|\bredirect\(\)?(?:->(?:to|away)\()?",
        "rb": r"\bredirect_to\(?\s?",
        "java": r"\.sendRedirect\(|\bnew\s+RedirectView\(",
        "go": r"\bhttp\.Redirect\(\w{1,9},\s{0,3}\w{1,9},\s{0,3}",
    },
    "html": {
        "py": r"\bmark_safe\(|(?<![\w.])Markup\(|\bHttpResponse\(|\bHTMLResponse\(|\bmake_response\(",
        "js": r"\.(?:innerHTML|outerHTML)\s{0,3}\+?=\s{0,3}(?!=)|\.insertAdjacentHTML\(\s{0,3}[\"'`]\w+[\"'`],\s{0,3}"
        r"|\bdocument\.write(?:ln)?\("
        r"|\bdangerouslySetInnerHTML=\{\{?\s{0,3}(?:__html:\s{0,3})?"
        r"|\bbypassSecurityTrust\w+\(|\bv-html=|\{@html\s|\bres\.(?:send"
        r"|write|end)\(",
        "php": r"(?<![\w>$])(?:echo|print)\s{1,3}|\{!!\s{0,3}",
        "rb": r"(?<![\w.])raw\(?\s?|\.html_safe\b",
        "go": r"\btemplate\.(?:HTML|JS|URL|HTMLAttr)\(",
    },
    "cookie": {
        "py": (
            r"\.set_cookie\(\s{0,20}(?:key\s{0,3}=\s{0,3})?[\"'](?P<name>\w{0,40}(?:session"
            r"|user|auth|token|login|remember|admin)\w{0,40})[\"'],\s{0,20}(?:value\s{0,3}=\s{0,3})?"
        ),
        "js": r"\b(?:res|response|reply)\.(?:cookie|setCookie)\(\s{0,20}[\"'`](?P<name>\w{0,40}(?:session"
        r"|user|auth|token|login|remember|admin)\w{0,40})[\"'`],\s{0,20}"
        r"|\bcookies\(\)(?:\))?\.set\(\s{0,20}[\"'`](?:\w{0,40}(?:session"
        r"|user|auth|token|login|remember|admin)\w{0,40})[\"'`],\s{0,20}",
        "php": (
            r"\bsetcookie\(\s{0,9}[\"'](?P<name>\w{0,40}(?:session|user|auth"
            r"|token|login|remember|admin)\w{0,40})[\"'],\s{0,20}"
        ),
    },
}
_SQL = pattern_of(
    r"(?i)^\s{0,40}\(?\s{0,9}(?:select\s|insert\s+(?:or\s+\w+\s+)?into\s"
    r"|update\s+\S+\s+set\s|delete\s+from\s|replace\s+into\s|with\s+\S+\s+as"
    r"|drop\s+(?:table|view|index|database|user|role)|alter\s+(?:table"
    r"|user|role)|create\s+(?:table|index|view|user|role|database)|truncate\s"
    r"|grant\s|pragma\s|call\s|exec\s)|\bwhere\s+\S+\s{0,3}(?:=|like\b|in\b|<|>)"
)
_HOLE = pattern_of(r"%\(?\w{0,40}\)?[sdrif]|\{[^{}\n]{0,80}\}")
_QUOTED_HOLE = pattern_of(r"['\"]%{0,2}(?:\0|%\(?\w{0,40}\)?[sdr]|\{[^{}\n]{0,80}\})%{0,2}['\"]")
_VALUE = pattern_of(r"(?i)(?:=|<|>|\blike)\s{0,3}(?:\0|%\(?\w{0,40}\)?[sd]|\{[^{}\n]{0,80}\}|$)")
_FIXED_HOST = pattern_of(r"/(?![/\\\0])|\?|#|https?://[\w.:-]+[/?]")
_SAFE_LOADER = pattern_of(
    r"\b(?:Safe|CSafe|Base)Loader\b|\bweights_only\s{0,3}=\s{0,3}True|allowed_classes|\bpermitted_classes\b|safe"
)
_NOT_OURS = pattern_of(
    r"^(?:[A-Z][A-Z0-9_]*|self|cls|this|str|format|join|f|r|b|len|range"
    r"|tuple|list|sorted|map|if|else|for|in|and|or|not|None"
    r"|null|undefined|True|False|true|false|\w*(?:placeholders?|marks|binds?)\w*|repeat|fill)$"
)
_HARMLESS_VALUE = pattern_of(
    r"(?i)jwt|sign|encrypt|secret|token_(?:hex|urlsafe|bytes)|uuid|random"
    r"|serializer|access_token|refresh_token|generate|create_\w*token"
    r"|dumps\(\s*\{?\s*\}?\s*\)|delete|null|none"
)
_READABLE = pattern_of(
    r"(?i)base64|b64encode|btoa\(|json\.dumps|JSON\.stringify|\bstr\("
    r"|hexlify|json_encode|toString\(['\"](?:base64|hex)|urlsafe_b64"
)
_MD5 = pattern_of(r"(?i)\b(?:md5|sha1|sha256|crc32)\b")
_SAFE_HTML = pattern_of(
    r"(?i)sanitiz|purif|escape|encode|htmlspecialchars|JSON\.stringify"
    r"|\bt\(|i18n|trans\(|json_encode|number_format|nonce|highlight|\bicon"
)


class _Hit(NamedTuple):
    kind: str
    line: int
    sink: str
    sent: bool
    quoted: bool
    args: str


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what one rule tells of (its id says which); what is only to be looked at, once a file and function."""
    wanted = _RULES[rule["id"]]
    grouped = rule["severity"] != "must"
    for file in files_of(regions):
        language = LANGUAGES.get(file.path.rpartition(".")[2].lower())
        if language is None:
            continue
        seen: set[object] = set()
        for hit, evidence in _hits(file, language, wanted.kinds):
            key = hit.sink if grouped else hit.line
            if wanted.accepts(hit) and key not in seen:
                seen.add(key)
                facts = {"what": hit.sink, "variant": hit.kind}
                yield Found(file.path, hit.line, NEW, evidence[:160], facts, key=evidence)


def _hits(file: FileChange, language: str, kinds: tuple[str, ...]) -> Iterator[tuple[_Hit, str]]:
    changed = changed_lines(file)
    for block in parts(file):
        text = _code_only(block.text, file.path, language)
        if len(text) > _LONGEST or max(map(len, text.split("\n")), default=0) > 5000:
            continue
        patterns = [(kind, re.compile(_SINKS[kind][language])) for kind in kinds if language in _SINKS[kind]]
        places = sorted(
            ((block.line_at(m.start()), m, kind) for kind, pattern in patterns for m in pattern.finditer(text)),
            key=lambda place: place[0],
        )
        places = [place for place in places if _near(place[0], changed) and _promising(place, text, language)]
        assigned = [kind for kind in kinds if kind in _ASSIGNED and _any_assigned(kind, block, changed)]
        if places or assigned:
            yield from _walk(Block(block.side, block.start, text), language, places, assigned, changed)


def _promising(place: tuple[int, re.Match[str], str], text: str, language: str) -> bool:
    """Tell whether it is worth reading the code above: most calls named `get` have nothing to do with SQL."""
    end = place[1].end()
    return place[2] != "sql" or language == "rb" or _SQL_WORD.search(text, end, end + 500) is not None


def _any_assigned(kind: str, block: Block, changed: dict[int, str]) -> bool:
    last = block.start + block.length
    return any(
        block.start <= n < last and _ASSIGNED[kind].match(line) for n, line in changed.items() if len(line) < _WIDE
    )


_WIDE = 2000
_SQL_WORD = pattern_of(
    r"(?i)\b(?:select|insert|update|delete|where|drop|alter|create|pragma"
    r"|truncate|replace|call|grant|with|exec)\b"
)


def _near(line: int, changed: dict[int, str]) -> bool:
    return any(number in changed for number in range(line, line + 12))


def _walk(
    block: Block,
    language: str,
    places: list[tuple[int, re.Match[str], str]],
    assigned: list[str],
    changed: dict[int, str],
) -> Iterator[tuple[_Hit, str]]:
    names = Names(language)
    at = 0
    last = places[-1][0] if places else 0
    for number, line in block.lines():
        if len(line) > _WIDE:
            continue
        if number > last and not assigned:
            break
        while at < len(places) and places[at][0] == number:
            _, match, kind = places[at]
            at += 1
            hit = _judge(block, language, names, kind, match, changed)
            if hit is not None:
                yield hit, changed[hit.line].strip()
        names.read(number, line)
        if number in changed:
            for kind in assigned:
                hit = _assigned(number, line, block, names, kind)
                if hit is not None:
                    yield hit, line.strip()


_ASSIGNED = {
    "sql": pattern_of(
        r"^\s*(?:const|let|var|String|final\s+String)?\s*\$?\w*(?i:sql"
        r"|query|stmt|statement|where)\w*\s*(?::=|\+=|\.=|=)(?![=>])\s*"
    ),
    "shell": pattern_of(
        r"^\s*(?:const|let|var|String|final\s+String)?\s*\$?\w*(?i:cmd|command)\w*\s*(?::=|\+=|=)(?![=>])\s*"
    ),
}


def _assigned(number: int, line: str, block: Block, names: Names, kind: str) -> _Hit | None:
    """Judge `command = "nmap " + host`: text that is on its way to be run."""
    match = _ASSIGNED[kind].match(line)
    if not match:
        return None
    value = line[match.end() :]
    if value.rstrip().endswith(("(", '"""', "'''", "`")) or value.count("`") % 2:
        lines = block.text.split("\n")[number - block.start : number - block.start + 12]
        joined = "\n".join(lines)
        value = arguments(joined, match.end() + 1) if value.startswith("(") else joined[match.end() :]
        value = value.split("\n\n")[0]
    text = take_apart(value, names.language)
    if not _built(text, names) or (kind == "sql" and not any(_SQL.search(one) for one in text.literals)):
        return None
    sent = names.is_sent(value)
    quoted = kind == "sql" and _quoted(text, names.language)
    if not sent and (kind == "shell" or not (quoted or _VALUE.search("\n".join(text.literals)))):
        return None
    return _Hit(kind, number, match[0].strip(" =:+.")[-40:], sent, quoted, value)


def _judge(
    block: Block, language: str, names: Names, kind: str, match: re.Match[str], changed: dict[int, str]
) -> _Hit | None:
    all_args = arguments(block.text, match.end())
    if "\n" in all_args and match[0].rstrip()[-1] not in "([":
        all_args = all_args.split("\n")[0].split(";")[0]
    first = block.line_at(match.start())
    line = next((n for n in range(first, first + 1 + all_args.count("\n")) if n in changed), None)
    if line is None or not all_args.strip():
        return None
    sink = re.sub(r"^[^\w$@{]+|[^\w>!]+$", "", match[0].partition("(")[0]) or match[0].strip()
    one = first_argument(all_args).strip()
    one = re.sub(r"^(?:code|expression|source|cmd|args|sql|query|statement|value|content)\s*=\s*(?!=)", "", one)
    check: Callable[..., tuple[bool, bool, int] | None] = _CHECKS.get(kind, _any)
    result = check(language, names, sink, one, all_args, line)
    if result is None:
        return None
    sent, quoted, place = result
    if kind == "cookie" and place in changed:
        line = place
    return _Hit(kind, line, sink[-40:], sent, quoted, one)


def _any(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    text = take_apart(one, language)
    return (names.is_sent(one), False, line) if _variable(text) else None


def _load(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    if _SAFE_LOADER.search(args) or (sink == "torch.load" and "weights_only" in args):
        return None
    return names.is_sent(one), False, line


def _shell(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    direct = ("subprocess." in sink or sink == "Popen") and "output" not in sink.replace("check_output", "")
    if direct and not re.search(r"\bshell\s{0,3}=\s{0,3}True", args):
        return None
    text = take_apart(one, language)
    if not _variable(text) or one.startswith("["):
        return None
    built = _built(text, names)
    known = names.value.get(one)
    return (names.is_sent(one), built, line) if built or known is None or not _constant(known[1], language) else None


def _constant(value: str, language: str) -> bool:
    return not _variable(take_apart(value, language))


def _sql(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    text = take_apart(one, language)
    if not any(_SQL.search(literal) for literal in text.literals) and not (
        language == "rb"
        and "\0" in "".join(text.literals)
        and sink.strip(".") in ("where", "order", "find_by_sql", "having")
    ):
        return None
    if not _built(text, names):
        return None
    return names.is_sent(one), _quoted(text, language), line


def _html(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    if _SAFE_HTML.search(one):
        return None
    text = take_apart(one, language)
    if not _variable(text):
        return None
    sent = names.is_sent(one)
    if sink.rpartition(".")[2] in (
        "HttpResponse",
        "HTMLResponse",
        "make_response",
        "send",
        "write",
        "end",
        "echo",
        "print",
    ):
        inside = bool(text.filled) or "+" in text.code or (language == "php" and "." in text.code)
        tags = any("<" in literal for literal in text.literals)
        return (sent, False, line) if sent and (inside or language == "php") and (tags or language == "php") else None
    return sent, False, line


def _url(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    text = take_apart(one, language)
    fixed = text.literals and text.code.lstrip().startswith('"0"') and _FIXED_HOST.match(text.literals[0])
    return None if fixed else _any(language, names, sink, one, args, line)


def _cookie(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    value, place = one, line
    for _ in range(3):
        bare = re.sub(r"\.(?:decode|toString|encode)\(\)$", "", value)
        known = names.value.get(bare)
        if known is None:
            break
        place, value = known
    if not _READABLE.search(value) or _HARMLESS_VALUE.search(value):
        return None
    inner = [names.value[name][1] for name in names_in(take_apart(value, language)) if name in names.value]
    return None if any(_HARMLESS_VALUE.search(one) for one in inner) else (True, False, place)


_CHECKS: dict[str, Callable[..., tuple[bool, bool, int] | None]] = {
    "load": _load,
    "shell": _shell,
    "sql": _sql,
    "html": _html,
    "cookie": _cookie,
    "url": _url,
    "redirect": _url,
}


def _variable(text: Text) -> bool:
    """Tell whether anything but literals and constants stands in an expression."""
    return any(not _NOT_OURS.match(name) for name in names_in(text))


def _built(text: Text, names: Names) -> bool:
    """Tell whether values are put into a literal: filled, formatted or added."""
    if not text.literals:
        return False
    ours = [name for name in names_in(text) if not _NOT_OURS.match(name)]
    if not ours:
        return False
    if any("\0" in literal for literal in text.literals):
        return any(not _NOT_OURS.match(name) for name in re.findall(r"\$?[A-Za-z_]\w*", text.filled))
    code = text.code
    if re.search(r'"\d+"\s{0,9}%\s{0,9}[\w(\[{]', code) or re.search(r'"\d+"\)?\s{0,9}\.(?:format|formatted)\(', code):
        return any(_HOLE.search(literal) for literal in text.literals)
    if re.search(r"\b(?:String\.format|Sprintf|sprintf|format)\(", code):
        return True
    sign = r"\." if names.language == "php" else r"\+"
    return bool(re.search(rf'"\d+"\s{{0,40}}{sign}\s{{0,40}}[\w$(]|[\w)\]]\s{{0,40}}{sign}\s{{0,40}}"\d+"', code))


def _quoted(text: Text, language: str) -> bool:
    """Tell whether a value stands between quotes in SQL, where a parameter would have none."""
    if any(_QUOTED_HOLE.search(literal) for literal in text.literals):
        return True
    sign = r"\." if language == "php" else r"\+"
    order = [int(n) for n in re.findall(rf'"(\d+)"\s{{0,40}}{sign}', text.code)]
    return any(n < len(text.literals) and re.search(r"['\"]%?$", text.literals[n]) for n in order)


@lru_cache(maxsize=1024)  # several rules ask for the same file, one after the other over all files
def _code_only(text: str, path: str, language: str) -> str:
    """Return code with comments and doc texts as spaces."""
    ending = path.rpartition(".")[2].lower()
    if ending in ("vue", "svelte", "kt"):
        return "\n".join("" if COMMENT.match(line) else line for line in text.split("\n"))
    from ast_grep_py import SgRoot

    from pairkit.rules.structure import language_of

    if language == "php" and "<?" not in text:
        return "\n".join("" if COMMENT.match(line) else line for line in text.split("\n"))
    root = SgRoot(text, str(language_of(path))).root()
    spans = [node.range() for kind in _COMMENT_KINDS[language] for node in root.find_all({"rule": {"kind": kind}})]
    if language == "py":
        doc = {"rule": {"kind": "string", "inside": {"kind": "expression_statement"}}}
        spans += [node.range() for node in root.find_all(doc)]
    out, at = [], 0
    for start, end in sorted((span.start.index, span.end.index) for span in spans):
        if start >= at:
            out += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
            at = end
    return "".join([*out, text[at:]])


_COMMENT_KINDS = {
    "py": ("comment",),
    "js": ("comment",),
    "php": ("comment",),
    "rb": ("comment",),
    "go": ("comment",),
    "java": ("line_comment", "block_comment"),
}


class _Wanted(NamedTuple):
    kinds: tuple[str, ...]
    accepts: Callable[[_Hit], bool]


def _sent(hit: _Hit) -> bool:
    return hit.sent


def _all(_: _Hit) -> bool:
    return True


def _not_sent(hit: _Hit) -> bool:
    return not hit.sent


_RULES = {
    "request-runs-code": _Wanted(("run", "load"), _sent),
    "code-from-text": _Wanted(("run",), _not_sent),
    "unsafe-load": _Wanted(("load",), _not_sent),
    "request-in-command": _Wanted(("shell",), _sent),
    "shell-built": _Wanted(("shell",), _not_sent),
    "sql-from-values": _Wanted(("sql", "nosql"), lambda hit: (hit.kind == "sql" and hit.quoted) or hit.sent),
    "sql-built": _Wanted(("sql", "nosql"), lambda hit: not hit.sent and not hit.quoted),
    "template-from-text": _Wanted(("template",), _all),
    "request-in-path": _Wanted(("path",), _sent),
    "request-in-url": _Wanted(("url", "redirect"), _sent),
    "html-unescaped": _Wanted(("html",), _all),
    "session-readable": _Wanted(("cookie",), _sent),
}
