"""What others call and rely on, and what of it this change takes away: at most one finding a file and rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pairkit.change.model import DELETED, NEW, OLD, Block, Change, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_document, is_test

_COMMENT = pattern_of(r"^\s*(?:#|//|\*|/\*|--|<!--)")
_JS = ("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts")


class _Lost(NamedTuple):
    """Something that is gone or not what it was."""

    line: int
    side: str
    name: str
    evidence: str


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses or changes something of the rule's kind."""
    touched = {id(region.file) for region in regions}
    find = _FINDERS[rule["id"]]
    for file in files:
        if id(file) not in touched or file.generated or is_test(file.path) or is_document(file.path):
            continue
        lost = list({(one.line, one.side): one for one in find(context, file)}.values())
        if lost:
            yield _found(file, lost)


def _found(file: FileChange, lost: list[_Lost]) -> Found:
    names = list(dict.fromkeys(one.name for one in lost))
    first = lost[0]
    facts = {
        "name": ", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
        "count": len(names),
        "all_names": names,
        "variant": "file" if file.status == DELETED else "changed",
    }
    return Found(file.path, first.line, first.side, first.evidence, facts, key=" ".join(names))


# Routes

_ROUTES = {
    "py": r"^[ \t]*@[\w.]{1,80}\.(?P<m>route|api_route|get|post|put|patch|delete"
    r"|websocket)\(\s{0,40}r?[\"'](?P<p>[^\"'\n]{0,200})[\"']"
    r"(?P<more>[^)\n]{0,200})"
    r"|\b(?:router|\w{1,40}_router)\.(?P<m2>register)\(\s{0,40}r?[\"'](?P<p2>[^\"'\n]{1,200})[\"']"
    r"|\b(?P<m3>include_router|register_blueprint)\([^()\n]{1,120}?\b(?:url_)?prefix\s{0,4}=\s{0,4}"
    r"[\"'](?P<p3>[^\"'\n]{1,200})[\"']",
    "urls": r"^[ \t]*(?P<m>path|re_path|url)\(\s{0,40}r?[\"'](?P<p>[^\"'\n]{0,200})[\"']"
    r"|\b(?:router|\w{1,40}_router)\.(?P<m2>register)\(\s{0,40}r?[\"'](?P<p2>[^\"'\n]{1,200})[\"']",
    "js": r"\b(?:app|server|fastify|\w{0,40}[rR]outer|\w{0,40}Routes)\.(?P<m>get|post|put|patch|delete|all)\(\s{0,40}"
    r"[\"'`](?P<p>/[^\"'`\n]{0,200})[\"'`]"
    r"|^[ \t]*@(?P<m2>Get|Post|Put|Patch|Delete)\((?:[\"'](?P<p2>[^\"'\n]{0,200})[\"'])?\)"
    r"|\b(?:app|server|\w{0,40}[rR]outer)\.(?P<m3>use)\(\s{0,40}[\"'`](?P<p3>/[^\"'`\n]{1,200})[\"'`]",
    "next": r"^export\s{1,9}(?:async\s{1,9})?function\s{1,9}(?P<p>GET|POST|PUT|PATCH|DELETE)\b",
    "java": r"@(?P<m>Get|Post|Put|Patch|Delete|Request)Mapping\(\s{0,40}(?:(?:value"
    r"|path)\s{0,4}=\s{0,4})?\{?\s{0,4}\"(?P<p>[^\"\n]{0,200})\"",
    "go": r"\.(?P<m>GET|POST|PUT|PATCH|DELETE|HandleFunc|Handle|Get|Post|Put|Patch"
    r"|Delete)\(\s{0,40}\"(?P<p>(?:[A-Z]{3,7} )?/[^\"\n]{0,200})\"",
    "rb": r"^[ \t]*(?P<m>get|post|put|patch|delete|resources?|match)[ \t(]{1,9}[:\"'](?P<p>[\w/:.*-]{1,200})",
    "php": r"\bRoute::(?P<m>get|post|put|patch|delete|any|resource"
    r"|apiResource)\(\s{0,40}[\"'](?P<p>[^\"'\n]{0,200})[\"']",
}
_PARAMETER = pattern_of(r"<[^>]*>|\{[^}]*\}|:\w+|\(\?P<\w+>[^)]*\)")
_NEXT = pattern_of(r"(?:^|/)app/(?:.*/)?route\.[jt]sx?$")


def _routes(file: FileChange, side: str) -> Iterator[tuple[tuple[str, str], _Lost]]:
    kind = _route_kind(file)
    if kind is None:
        return
    pattern = _compiled(_ROUTES[kind])
    for block in file.blocks(side):
        for match in pattern.finditer(block.text):
            line = block.line_at(match.start() + len(match[0]) - len(match[0].lstrip()))
            text = line_around(block.text, block.text.index(match[0].lstrip(), match.start()))
            groups = match.groupdict()
            if not _COMMENT.match(text):
                path = next((groups[name] for name in ("p", "p2", "p3") if groups.get(name)), "")
                method = next((groups[name] for name in ("m", "m2", "m3") if groups.get(name)), "").lower()
                if kind == "next":
                    method, path = path.lower(), _folder(file, side)
                key = (_method(method, groups.get("more") or ""), _PARAMETER.sub("{}", path).strip("/"))
                yield key, _Lost(line, side, path or "/", text[:160])


def _folder(file: FileChange, side: str) -> str:
    """Return the address that a file answers at where folders are addresses."""
    path = (file.old_path or file.path) if side == OLD else file.path
    return "/" + re.sub(r"^(?:.*/)?app/|\([^)]*\)/", "", path.rpartition("/")[0] + "/").strip("/")


def _route_kind(file: FileChange) -> str | None:
    path = file.path.lower()
    ending = path.rpartition(".")[2]
    if path.endswith("urls.py"):
        return "urls"
    if _NEXT.search(file.path):
        return "next"
    if ending == "rb":
        return "rb" if "routes" in path else None
    if ending in ("java", "kt"):
        return "java"
    return "js" if ending in _JS else ending if ending in ("py", "go", "php") else None


def _method(method: str, more: str) -> str:
    listed = re.search(r"methods\s{0,4}=\s{0,4}[\[(]([^\])]{0,100})", more)
    if listed:
        return ",".join(sorted(re.findall(r"\w+", listed[1].lower())))
    return "get" if method in ("route", "path", "re_path", "url") else method


def _lost_routes(context: Context, file: FileChange) -> Iterator[_Lost]:
    came = {key for other in context.change.files if not is_test(other.path) for key, _ in _routes(other, NEW)}
    for key, lost in _routes(file, OLD):
        if key not in came:
            yield lost


# Keys of answers, fields of what is sent and received

_KEY = pattern_of(r"^\s*[\"'](?P<k>\w{1,60})[\"']\s*(?::|=>)\s*(?P<v>\S.*)$")
_FIELD = pattern_of(
    r"^[ \t]+(?P<k>[a-z]\w{0,60})\s*(?::\s*(?P<t>[^=\n]{1,120}?)\s*(?:=.*)?|=\s*(?P<c>(?:\w+\.){0,3}[A-Z]\w*)\(.*)$"
)
_TAG = pattern_of(r"`[^`]*\bjson:\"(?P<k>\w{1,60})")
_ANSWER = pattern_of(
    r"\b(?:jsonify|JSONResponse|JsonResponse|ORJSONResponse|json_response|json_encode)\b|\bjson\.dumps\("
    r"|\b(?:res|ctx|c|reply|response)(?:\.status\(\w+\))?\.(?:json|send|JSON)\(|\bResponse(?:\.json)?\("
    r"|\brender\s+json"
)
_RETURN = pattern_of(r"\breturn\s*\(?\s*[\[{]|\breturn\s+array\(")
_SPEAKS = pattern_of(
    r"(?i)to_?dict|to_?json|as_?json|serial|view|\bapi|route|controller|handler|endpoint|response|payload"
)
_SCHEMA = pattern_of(
    r"^\s*class\s+\w+\((?!.*\btable\s*=\s*True).*\b(?:BaseModel|SQLModel|\w*Serializer|\w*Schema|ObjectType"
    r"|InputObjectType"
    r"|BaseInputObjectType|BaseMutation|\w+Base|\w+Public|\w+Response|\w+Mixin)\b"
    r"|^\s*(?:export\s+)?(?:interface|type|class)\s+\w*(?:Response|Dto|DTO|Payload)\b"
)


def _around(lines: Mapping[int, str], hunk: Hunk, line: int) -> list[str]:
    """Return the lines that a line stands inside of, the nearest first; what git found above a hunk comes last."""
    out: list[str] = []
    indent = _indent(lines.get(line, ""))
    for number in range(line - 1, max(0, line - _HIGHEST), -1):
        text = lines.get(number)
        if text is None or indent == 0:
            break
        if text.strip() and _indent(text) < indent:
            indent = _indent(text)
            out.append(text)
    return [*out, hunk.section] if indent else out


_HIGHEST = 400


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _lost_fields(context: Context, file: FileChange) -> Iterator[_Lost]:
    if file.status == DELETED or file.old is None:
        return
    came = _Came("\n".join(block.text for block in file.blocks(NEW)))
    lines = {number: text for block in file.old.parts() for number, text in block.lines()}
    for hunk in file.hunks:
        added = hunk.added.text.split("\n") if hunk.added else []
        for line, text in hunk.removed.lines() if hunk.removed else ():
            if not _COMMENT.match(text):
                lost = _lost_field(file, text, added, came)
                if lost and _counts(file, lost[1], _around(lines, hunk, line)):
                    yield _Lost(line, OLD, lost[0], text.strip()[:160])


class _Came:
    """The words of the added lines, so that each is looked up and not searched for."""

    def __init__(self, text: str) -> None:
        self.words = set(re.findall(r"\w+", text))
        self.fields = set(re.findall(r"(?m)^\s+(\w+)\s*[:=]", text))
        self.tags = set(re.findall(r"\bjson:\"(\w+)", text))


def _lost_field(file: FileChange, text: str, added: list[str], came: _Came) -> tuple[str, str] | None:
    """Return a field that a removed line held and no added one does, and where it must stand to count."""
    key, field, tag = _KEY.match(text), _FIELD.match(text), _TAG.search(text)
    if key:
        same = [m["v"] for m in map(_KEY.match, added) if m and m["k"] == key["k"]]
        kept = not _reshaped(key["v"], same[0]) if same else key["k"] in came.words
        return None if kept else (key["k"], "answer")
    if tag and file.path.endswith(".go"):
        return None if tag["k"] in came.tags else (tag["k"], "anywhere")
    if field and file.path.endswith((".py", ".ts", ".tsx")) and field["k"] != "model_config":
        now = [m for m in map(_FIELD.match, added) if m and m["k"] == field["k"]]
        kept = (not field["t"] or _core(now[0]["t"]) == _core(field["t"])) if now else field["k"] in came.fields
        return None if kept else (field["k"], "schema")
    return None


def _counts(file: FileChange, where: str, around: list[str]) -> bool:
    if where == "schema":
        return bool(around and _SCHEMA.search(around[0]))
    return where == "anywhere" or _is_answer(file, around)


def _is_answer(file: FileChange, around: list[str]) -> bool:
    for n, text in enumerate(around):
        if _ANSWER.search(text):
            return True
        if _RETURN.search(text):
            return bool(_SPEAKS.search(" ".join(around[n:])) or _SPEAKS.search(file.path))
    return False


def _reshaped(old: str, new: str) -> bool:
    """Tell whether a value was one kind of thing and is another: a table by name is no list."""
    before, after = _shape(old), _shape(new)
    return before != after and (before == "by name" or (before != "?" and after != "?"))


def _shape(value: str) -> str:
    value = value.strip().rstrip(",")
    if value.startswith("{"):
        return "by name" if re.search(r":.*\bfor\b", value) else "object"
    if value.startswith("["):
        return "list"
    if re.match(r"f?[\"'`]", value):
        return "text"
    return "number" if re.fullmatch(r"-?\d[\d.]*", value) else "?"


def _core(kind: str | None) -> str:
    return re.sub(r"\s|\|None|None\||Optional\[|[\];,]|\|undefined|[\"']", "", (kind or "").replace(" ", ""))


# Files that describe an interface

_NAMED = {
    "graphql": r"^\s*(?:(?:extend\s+)?(?:type|enum|input|interface|union|scalar)\s+(?P<t>\w+)"
    r"|(?P<k>\w+)\s*(?P<r>[(:].*)?)\s*\{?\s*$",
    "proto": r"^\s*(?:rpc\s+(?P<t>\w+)|(?:repeated\s+|optional\s+"
    r"|required\s+)?(?P<r>[\w.<>, ]+?)\s+(?P<k>\w+)\s*=\s*\d+)",
    "openapi": r"^\s*[\"']?(?P<k>/[\w/{}.:-]*|[A-Za-z_]\w*|\d{3})[\"']?\s*:(?P<r>.*)$",
}
_OPERATION = pattern_of(r"^\s*(?:query|mutation|subscription|fragment)\b(?:\s+\w+)?.*\{\s*$", re.MULTILINE)
_PROSE = {"description", "summary", "example", "examples", "title", "tags", "version", "operationId", "x", "default"}


def _lost_schema(context: Context, file: FileChange) -> Iterator[_Lost]:
    path = file.path.lower()
    kind = (
        "proto"
        if path.endswith(".proto")
        else "graphql"
        if path.endswith((".graphql", ".graphqls", ".gql"))
        else "openapi"
    )
    whole = file.old
    if kind == "graphql" and whole and any(_OPERATION.search(block.text) for block in whole.parts()):
        return
    now = dict(_names(kind, file, NEW))
    for name, lost in _names(kind, file, OLD):
        same = now.get(name)
        if same is None or (kind != "openapi" and _kind(kind, lost.evidence) != _kind(kind, same.evidence)):
            yield lost


def _names(kind: str, file: FileChange, side: str) -> Iterator[tuple[str, _Lost]]:
    pattern = _compiled(_NAMED[kind])
    quoted = _quoted(file, side) if kind == "graphql" else set()
    for block in file.blocks(side):
        for line, text in block.lines():
            match = pattern.match(text)
            if not match or line in quoted or _COMMENT.match(text):
                continue
            groups = match.groupdict()
            name = groups.get("t") or groups["k"]
            if name and not (kind == "openapi" and name in _PROSE) and name not in ("implements", "syntax", "option"):
                yield name, _Lost(line, side, name, text.strip()[:160])


def _quoted(file: FileChange, side: str) -> set[int]:
    """Return the lines that belong to descriptions between three quotes."""
    whole = file.old if side == OLD else file.new
    out: set[int] = set()
    for block in whole.parts() if whole else ():
        inside = False
        for line, text in block.lines():
            fences = text.count('"""')
            if inside or fences:
                out.add(line)
            inside ^= fences == 1
    return out


def _kind(kind: str, text: str) -> str:
    """Return what a field is, without what may be said about it."""
    text = re.sub(r"\s*@\w+.*$|\s*#.*$|//.*$", "", text) if kind == "graphql" else re.sub(r"//.*$|\[.*$", "", text)
    return re.sub(r"\s+", "", text).rstrip(";{")


# Status codes

_STATUS = pattern_of(
    r"(?:\bstatus(?:_code|Code)?[\"']?\s{0,4}[=:(]\s{0,4}|sendStatus\(|HTTPException\(\s{0,4}|WriteHeader\(|abort\("
    r"|\bhead\s{1,4}"
    r"|c\.JSON\(|[)\]}\"']\s{0,4},\s{0,4}(?=\d{3}\s{0,4}$))(?P<n>[1-5]\d\d\b(?:_\w+)?|:[a-z_]{2,40}\b)"
    r"|\b(?:HTTPStatus\.|status\.HTTP_|HttpStatus\.|http\.Status)(?P<w>[A-Z1-5]\w{1,40})"
)


def _lost_status(context: Context, file: FileChange) -> Iterator[_Lost]:
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        same = {(blank, code) for _, blank, code, _ in _codes(hunk.removed)}
        old = dict(same)
        for line, blank, code, text in _codes(hunk.added):
            if blank in old and (blank, code) not in same:
                yield _Lost(line, NEW, f"{old[blank]} → {code}", text.strip()[:160])


def _codes(block: Block) -> Iterator[tuple[int, str, str, str]]:
    for line, text in block.lines():
        match = _STATUS.search(text)
        if match and not _COMMENT.match(text):
            which = "n" if match["n"] else "w"
            blank = f"{text[: match.start(which)]}•{text[match.end(which) :]}".strip()
            yield line, blank, match[which].lstrip(":"), text


# Public functions and options

_FUNCTIONS = {
    "py": r"^(?:async[ \t]+)?(?:def"
    r"|class)[ \t]+(?P<k>[A-Za-z]\w*)[ \t]*(?:\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\))?",
    "js": r"^export[ \t]+(?:default[ \t]+)?(?:async[ \t]+)?(?:function\*?|class"
    r"|const|interface|type|enum)[ \t]+(?P<k>\w+)"
    r"(?:[ \t]*(?:<[^>\n]{0,80}>)?\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\))?",
    "go": r"^func[ \t]+(?:\([^)]*\)[ \t]*)?(?P<k>[A-Z]\w*)\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\)",
}
_QUIET_FUNCTION = pattern_of(r"(?i)^(?:test|migrate|forwards?|backwards?|upgrade|downgrade|main|up|down|Migration$)")


_HANDLER = pattern_of(
    r"^@[\w.]{1,80}\.(?:route|api_route|get|post|put|patch|delete"
    r"|websocket)\([^\n]*\n(?:@[^\n]*\n)*\Z",
    re.MULTILINE,
)
"""What stands above a function that answers at an address: its loss is told as that of the address."""


def _lost_functions(context: Context, file: FileChange) -> Iterator[_Lost]:
    kind = _function_kind(file.path)
    if kind is None or file.status == DELETED or re.search(r"(?:^|/)(?:migrations?|versions|scripts)/", file.path):
        return
    came = {name for other in context.change.files for name, _, _ in _functions(other, NEW)}
    here = set(re.findall(r"\w+", "\n".join(block.text for block in file.blocks(NEW))))
    now = {name: arguments for name, arguments, _ in _functions(file, NEW)}
    called = _called(context.change)
    for name, arguments, lost in _functions(file, OLD):
        if name in now:
            if arguments and now[name] is not None and _breaks(arguments, now[name] or "", kind) and called[name] < 2:
                yield lost
        elif name not in came and name not in here and called[name] < 2:
            yield lost


def _called(change: Change) -> Counter[str]:
    """Count the removed lines outside of tests that name something: what called it was changed along with it."""
    return _counted(tuple(block.text for file in change.files if not is_test(file.path) for block in file.blocks(OLD)))


@lru_cache(maxsize=2)
def _counted(texts: tuple[str, ...]) -> Counter[str]:
    return Counter(word for text in texts for line in text.split("\n") for word in set(re.findall(r"\w+", line)))


def _function_kind(path: str) -> str | None:
    ending = path.rpartition(".")[2].lower()
    return "js" if ending in _JS else ending if ending in ("py", "go") else None


def _functions(file: FileChange, side: str) -> Iterator[tuple[str, str | None, _Lost]]:
    kind = _function_kind(file.path)
    if kind is None or is_test(file.path):
        return
    for block in file.blocks(side):
        for match in _compiled(_FUNCTIONS[kind]).finditer(block.text):
            name = match["k"]
            if not _QUIET_FUNCTION.match(name) and not _HANDLER.search(
                block.text, max(0, match.start() - 300), match.start()
            ):
                text = match[0].split("\n")[0].strip()
                is_class = re.match(r"\s*(?:export\s+)?(?:default\s+)?class\b", match[0])
                yield (
                    name,
                    None if is_class else match["a"],
                    _Lost(block.line_at(match.start()), side, name, text[:160]),
                )


def _breaks(old: str, new: str, kind: str) -> bool:
    """Tell whether a call that was right may be wrong now: a parameter went, or one that must be given came."""
    before, after = _parameters(old, kind), _parameters(new, kind)
    if kind == "go":
        return len(before) != len(after)
    if any(name not in after and not name.startswith(("*", "...")) for name in before):
        return not any(name.startswith(("**", "...", "{")) for name in after)
    return any(name not in before and not optional for name, optional in after.items())


def _parameters(text: str, kind: str) -> dict[str, bool]:
    out: dict[str, bool] = {}
    depth, part = 0, ""
    for sign in re.sub(r"#[^\n]*|//[^\n]*", "", text) + ",":
        depth += (sign in "([{<") - (sign in ")]}" or (sign == ">" and not part.endswith("=")))
        if sign == "," and depth <= 0:
            name = re.split(r"[:=?\s]", part.strip(), maxsplit=1)[0]
            if name and name not in ("self", "cls", "*", "/"):
                given = "=" in part.replace("=>", "") or "?" in part.split(":", maxsplit=1)[0]
                out[name] = given or name.startswith(("*", "..."))
            part = ""
        else:
            part += sign
    return out


_OPTION = pattern_of(
    r"(?:\badd_argument\(|\b(?:click|typer)\.(?:option|Option)\(|\.(?:option|requiredOption)\(|\badd_option\("
    r"|#\[(?:arg|clap)\()"
    r"[^\n]{0,60}?[\"'](?:-\w,?\s*[\"']?,?\s*[\"']?)?(?P<k>--[\w-]+)"
    r"|\b(?:flag|flags|fs|Flags\(\)|PersistentFlags\(\))\.(?:String|Bool|Int|Duration|Float64"
    r"|StringSlice)(?:Var)?P?\((?:&[\w.]+,\s*)?\"(?P<g>[\w-]+)\""
)


def _options(file: FileChange, side: str) -> Iterator[tuple[str, _Lost]]:
    for block in file.blocks(side):
        # An option may stand on the line below the call.
        flat = re.sub(r"\(\s*\n\s*", lambda match: "(" + " " * (len(match[0]) - 1), block.text)
        for match in _OPTION.finditer(flat):
            name = match["k"] or "--" + match["g"]
            line = block.line_at(match.start())
            text = line_around(block.text, match.start())
            if not _COMMENT.match(text):
                yield name, _Lost(line, side, name, text)


def _lost_options(context: Context, file: FileChange) -> Iterator[_Lost]:
    came = {name for other in context.change.files for name, _ in _options(other, NEW)}
    for name, lost in _options(file, OLD):
        if name not in came:
            yield lost


# What checks that what comes in is well formed

_CHECKS = pattern_of(
    r"[\"']?additionalProperties[\"']?\s*:\s*(?P<a>[Ff]alse)|\bextra\s*=\s*[\"'](?P<b>forbid)[\"']"
    r"|\.(?P<c>strict)\(\)"
    r"|(?i:content[-_]?type)[\"'\])]{0,3}[^\n,;]{0,40}?(?P<d>startswith|startsWith|!==?|not in|includes\()"
    r"|\b(?P<e>request\.is_json)\b|[\"'](?P<f>pattern|maxLength|minLength|maximum|minimum)[\"']\s*:"
    r"|(?P<g>@(?:Valid|Validated|NotNull|NotBlank)\b)|\.(?P<h>max|min|length|email|uuid)\([^)\n]*\)[,.]?\s*$"
)


def _lost_checks(context: Context, file: FileChange) -> Iterator[_Lost]:
    came = "\n".join(block.text for block in file.blocks(NEW))
    now = [next(filter(None, match.groups())).lower() for match in _CHECKS.finditer(came)]
    for block in file.blocks(OLD):
        for line, text in block.lines():
            match = _CHECKS.search(text)
            if not match or _COMMENT.match(text):
                continue
            what = next(filter(None, match.groups()))
            if what.lower() in now:
                now.remove(what.lower())
            elif match["h"] is None or "z." in text:
                yield _Lost(line, OLD, _SAID.get(what.lower(), what), text.strip()[:160])


_SAID = {"false": "additionalProperties", "forbid": "extra=forbid", "startswith": "content-type", "!=": "content-type",
         "!==": "content-type", "not in": "content-type", "includes(": "content-type"}  # fmt: skip


# Parts of the service that a settings file lists

_PART = pattern_of(r"^\s+[\"'](?P<k>\w+(?:\.\w+){1,8})[\"'],?\s*(?:#.*)?$")


def _lost_parts(context: Context, file: FileChange) -> Iterator[_Lost]:
    came = "\n".join(block.text for block in file.blocks(NEW))
    for block in file.blocks(OLD):
        for line, text in block.lines():
            match = _PART.match(text)
            if match and match["k"] not in came and match["k"].rpartition(".")[2] not in came:
                yield _Lost(line, OLD, match["k"].rpartition(".")[2], text.strip())


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


_FINDERS = {
    "api-route": _lost_routes,
    "api-field": _lost_fields,
    "api-schema": _lost_schema,
    "api-status": _lost_status,
    "api-signature": _lost_functions,
    "api-option": _lost_options,
    "api-input-check": _lost_checks,
    "service-part-removed": _lost_parts,
}
