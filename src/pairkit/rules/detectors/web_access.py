"""Checks of who somebody is and what they may do: those that went, and the places where they live."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import COMMENT, LONGEST, changed_lines, code_lines, files_of, parts
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_WHO = (
    r"(?:Auth(?:ed|enticated|entication|orized|orization)?|Login|Logged_?In"
    r"|Signed_?In|Admin|Staff|Superuser|User|Roles?"
    r"|Permissions?|Perm|Token|J[Ww][Tt]|Session|Csrf|CSRF|Owner|Access)"
)
_GUARDS = [
    pattern_of(pattern)
    for pattern in (
        (
            r"^\s*@(?P<name>(?!.*(?:exempt|allow_any|AllowAny|public"
            r"|PermitAll|skip))[\w.]{0,60}?(?:login|auth|authenticat"
            r"|permission|role|admin|staff"
            r"|superuser|token|jwt|csrf|user_passes)[\w]{0,40}(?:required"
            r"|protect(?:ed)?|decorator|check|only|test|classes|verified)?)\b(?!\.)"
        ),
        r"(?P<name>@(?:PreAuthorize|Secured|RolesAllowed|UseGuards|Authorize|Roles|DenyAll)\b)",
        r"\b(?P<name>(?:LoginRequired|\w{0,30}Permission\w{0,30}|UserPassesTest|\w{0,30}Access|StaffRequired|SuperuserRequired)Mixin)\b",
        r"\b(?P<name>permission_classes|authentication_classes)\s{0,3}=\s{0,3}[\[(]\s{0,3}[A-Z]",
        (
            r"\b(?:Depends|Security)\(\s{0,9}(?P<name>[\w.]{0,60}(?:auth"
            r"|user|admin|permission|token|session|verify|login|role|owner"
            r"|scope)\w{0,40})"
        ),
        (
            r"[\"'](?P<name>[\w.]{1,80}\.(?:CsrfViewMiddleware|AuthenticationMiddleware"
            r"|LoginRequiredMiddleware|\w{0,30}AuthBackend))[\"']"
        ),
        (
            rf"\b(?P<name>(?:require|ensure|check|verify|must_?be|with|assert"
            rf"|is)_?{_WHO}(?:[A-Z_]\w{{0,40}})?)\b(?!\s{{0,3}}(?:=(?!=)|:(?!\s*$)))"
        ),
        (
            r"\b(?P<name>(?:require|ensure|check|verify|must_be|assert"
            r"|is)_(?:auth\w{0,20}|login|logged_in|signed_in|admin|staff"
            r"|superuser|user|roles?"
            r"|permissions?|perms?|token|jwt|session|csrf|owner|access|password)\w{0,30})\b(?!\s{0,3}(?:=(?!=)|:(?!\s*$)))"
        ),
        (
            r"\b(?P<name>has_perms?|has_permissions?|has_object_permission"
            r"|permission_allowed|check_object_permissions|check_password\w{0,20}"
            r"|password_verify|verify_and_update|CSRFProtect|csrfProtection"
            r"|getServerSession|protectedProcedure|authMiddleware"
            r"|authGuard|AuthGuard|canActivate|auth_?middleware|AuthMiddleware"
            r"|jwt_?[mM]iddleware|clerkMiddleware|withAuth"
            r"|authenticateToken|authenticateUser|authenticateJWT|checkJwt|ensureLoggedIn)\b(?!\s{0,3}(?:=(?!=)|:(?!\s*$)))"
        ),
        (
            r"\b(?P<name>passport\.authenticate|jwt\.(?:verify|decode)"
            r"|auth\.(?:protect|getUser|requireUser)|bcrypt\.(?:compare"
            r"|checkpw)\w{0,8}"
            r"|argon2\.verify|hmac\.compare_digest|Gate::(?:authorize|denies|allows)|Auth::(?:check|user|guard))\("
        ),
        (
            r"(?P<name>->(?:middleware|can)\(\s{0,3}\[?\s{0,3}['\"](?:auth"
            r"|can|role|permission|verified|admin)[\w:,.-]{0,40})"
        ),
        r"(?P<name>\$this->authorize)\(",
        (
            r"\bif\s*\(?\s*(?:not\s+|!)\s*(?:await\s+)?(?P<name>[\w.]{0,60}(?:login"
            r"|authenticate|authorize|allowed|permitted|_can_)\w{0,30})\("
        ),
        (
            r"^\s*(?P<name>(?:before_action|before_filter|prepend_before_action)\s{1,3}:?(?:authenticate"
            r"|authorize|require|verify|check|ensure)\w{0,40})"
        ),
        (
            r"^\s*(?P<name>load_and_authorize_resource|authorize_resource"
            r"|protect_from_forgery|verify_authorized|require_login|authorize!?)(?=\s{1,3}[@:\w(]"
            r"|\(|\s*$)(?!\s*=)"
        ),
        r"(?P<name>\.(?:authenticated|hasRole|hasAnyRole|hasAuthority|hasAnyAuthority|denyAll|fullyAuthenticated))\(",
        r"\.Use\((?P<name>[\w.]{0,60}(?:[Aa]uth|JWT|Jwt|jwt|[Ss]ession|CSRF|[Cc]srf)\w{0,40})",
        r"(?P<name><(?:ProtectedRoute|PrivateRoute|RequireAuth|AuthGuard|AdminRoute|SignedIn))\b",
        (
            r"(?P<name>\{%-?\s{0,3}csrf_token|@csrf\b|name=[\"'](?:_csrf"
            r"|csrf_token|_token|csrfmiddlewaretoken)[\"']|form_authenticity_token)"
        ),
        r"\b(?P<name>referer|Sec-Fetch-Site|X-CSRF-Token|X-XSRF-TOKEN)[\"']\]?\s{0,3}(?:not in|in|!=|==|!==|===|\))",
        (
            r"(?P<name>(?i:session)\)?\s{0,3}(?:\[['\"]user\w{0,12}['\"]\]"
            r"|\.user\w{0,8})\s{0,3}(?:is None|===? ?null)"
            r"|['\"]user\w{0,12}['\"] not in \w{0,12}\.?session)"
        ),
    )
]
_WORDS = (
    *("auth", "login", "logged", "signed", "admin", "staff", "superuser", "user", "role", "perm", "token", "jwt"),
    *("session", "csrf", "xsrf", "owner", "access", "password", "secured", "useguards", "denyall", "depends"),
    *("security", "verify", "protected", "canactivate", "clerk", "bcrypt", "argon2", "hmac", "gate::", "->middleware"),
    *("->can", "allowed", "permitted", "_can_", "before_action", "before_filter", "forgery", "privateroute", "referer"),
    "sec-fetch",
)
"""Of these one stands in every match of `_GUARDS`: most lines have none, and looking for plain text is quicker."""
_IMPORT = pattern_of(
    r"\s*(?:import\b|from\s+\S+\s+import\b|(?:export\s+)?(?:const|let"
    r"|var)\s+[^=]{1,200}=\s*require\(|use\s+[\w\\]+;|package\b)"
)
_NO_GUARD = pattern_of(
    r"@(?:\w+\.)?(?:route|get|post|put|patch|delete|register|display"
    r"|action|property|fixture|receiver|shared_task|task"
    r"|pytest|mock|patch|override|overload|cached\w*|abstractmethod|classmethod|staticmethod)\b"
    r"|@\w[\w.]*\.(?:route|get|post|put|patch|delete|register|setter"
    r"|getter|\w*_?(?:loader|handler|processor)|errorhandler"
    r"|before_request|after_request|command|callback|context_processor|tokengetter|authorized_handler)\b"
)
_OWNER = pattern_of(
    r"^\s*(?:@\w+\s+)?(?:export\s+)?(?:default\s+)?(?:public\s+|private\s+"
    r"|protected\s+|static\s+|final\s+)*(?:async\s+)?"
    r"(?:def|function\*?|class|func(?:\s+\([^)]{1,60}\))?|interface)\s+(?P<name>[\w!?]+)"
    r"|^\s*(?:export\s+)?(?:const|let|var)\s+(?P<js>\w+)\s*=\s*(?:async\s*)?(?:\([^)]{0,200}\)|\w+)\s*=>"
    r"|^\s*(?:public|private|protected)\s+[\w<>\[\], ?]+\s+(?P<java>\w+)\s*\("
)
_PATH = pattern_of(r"[\"'`](?P<path>/[\w/:{}<>$.*\[\]-]{0,120})[\"'`]")
_CODE = pattern_of(r"\.(?:py|[cm]?[jt]sx?|vue|svelte|php|rb|java|kt|go|cs|erb|html?|jinja2?|ejs|hbs|twig)$")


class _Guard(NamedTuple):
    line: int
    name: str
    text: str


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what one rule tells of: the rule's id says which."""
    find = {
        "auth-check-removed": lambda file: _removed(file, _elsewhere(context, file)),
        "auth-check-commented": _commented,
        "auth-place": _place,
    }[rule["id"]]
    if rule["id"] == "auth-place" and context.change.source == "all":
        return  # that a place exists says nothing; that it changes does
    for file in files_of(regions):
        if _CODE.search(file.path):
            yield from find(file)


def guard_in(line: str) -> str | None:
    """Return the name of the check in a line of code, or None."""
    if len(line) > _WIDE or not _says_any(line.lower()) or _IMPORT.match(line) or _OWNER_ONLY.match(line):
        return None
    bare = _STRING.sub('""', line)
    for pattern in _GUARDS:
        match = pattern.search(line)
        if match is None or (line.lstrip().startswith("@") and _NO_GUARD.match(line.lstrip())):
            continue
        if _IN_CODE.fullmatch(match["name"]) and match["name"] not in bare and not line.lstrip().startswith("@"):
            continue
        if not match["name"].replace("_", "").isalnum() or _acts(match["name"], bare, line):
            return match["name"]
    return None


def _says_any(lowered: str) -> bool:
    return any(word in lowered for word in _WORDS)


_STRING = pattern_of(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`")
_CONDITION = pattern_of(r"\b(?:if|elif|unless|and|or|not|return(?!\s*\{)|while|assert)\b|&&|\|\||!\s*[\w.]*$|\?")
_IN_CODE = pattern_of(r"(?!.*(?:Middleware|Backend|(?i:csrf|referer)))[\w.:]+")
_NO_ACT = pattern_of(
    r"(?:Errors?|Exceptions?|Types?|Names?|Ids?|Urls?|Configs?|Options?"
    r"|Schemas?|Missing|Limit|Reached|Env|Flags?|States?"
    r"|Labels?|Fields?|_error|_type|_name|_id|_url|_config|_env|_key|Response|Request|Props|Params)$"
)


def _acts(name: str, bare: str, line: str) -> bool:
    """Tell whether a name stands where it checks something: called, in a condition, as a handler."""
    if line.lstrip().startswith("@") or name.endswith(("Mixin", "classes")):
        return True
    at = re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", bare)
    if at is None or _NO_ACT.search(name):
        return False
    before, after = bare[: at.start()], bare[at.end() :]
    if after.lstrip().startswith("("):
        return True
    asks = not re.match(r"(?i)verify|check|ensure|require|assert|with", name)
    if asks and _CONDITION.search(before + " " + after[:3]):
        return True
    routed = re.search(r"\.(?:use|all|get|post|put|patch|delete|Use|Get|Post|Handle\w*|register|route)\(", before)
    return bool(routed) or bool(
        re.search(r"\b(?:Depends|Security|before_\w+|preHandler|onRequest|middleware)\b", before)
    )


_OWNER_ONLY = pattern_of(
    r"\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:def|function|class"
    r"|func)\s+\w+\s*(?:\((?![^)]*(?:Depends|Security|Mixin))|:)"
)


_REFUSES = pattern_of(
    r"\braise\s+(?:[\w.]+\.)?(?P<a>PermissionDenied|Forbidden|Unauthorized|NotAuthenticated|NotAuthorized\w*|AccessDenied\w*"
    r"|AuthenticationFailed|AuthenticationRequired|PermissionError)\b"
    r"|\b(?:HTTPException|HttpError|HTTPError|abort|http_response_code|sendStatus|status|code)\(\s*(?:status_code\s*=\s*)?"
    r"(?:status\.HTTP_|HttpStatus\.|HTTPStatus\.)?(?P<b>40[13]|UNAUTHORIZED|FORBIDDEN)\b"
    r"|\b(?P<c>HttpResponseForbidden|SC_FORBIDDEN|SC_UNAUTHORIZED|HttpStatus\.(?:FORBIDDEN|UNAUTHORIZED)"
    r"|http\.Status(?:Unauthorized|Forbidden)|codes\.(?:Unauthenticated|PermissionDenied))\b"
    r"|\bstatus(?:_code|Code)?[\"']?\s*[:=]\s*(?P<d>40[13]|:forbidden|:unauthorized)\b|\bhead\s*\(?\s*:(?P<e>forbidden|unauthorized)\b"
    r"|\bthrow\s+new\s+(?:\w+\.)*(?P<f>(?:Forbidden|Unauthorized|Authorization|Authentication|AccessDenied|NotAuthorized)\w*)"
    r"|\bcode:\s*[\"'](?P<g>UNAUTHORIZED|FORBIDDEN)[\"']"
    r"|\b(?:redirect|redirect_to)\s*\(?\s*[\"']?(?P<h>/(?:login|signin|sign-in|auth)\b|(?:login|signin|new_session|sign_in)_(?:path|url))"
    r"|\b(?P<i>(?:\w+_)?state)\b\s*(?:!==?|is not)\s*[\w.]*state\b"
)


def refusal_in(line: str) -> str | None:
    """Return what a line of code turns somebody away with, or None."""
    match = _REFUSES.search(line) if len(line) <= _WIDE else None
    return next(filter(None, match.groups())) if match else None


def _guards(lines: dict[int, str]) -> list[_Guard]:
    found = []
    for number, line in code_lines(lines):
        name = guard_in(line) or refusal_in(line)
        if name:
            found.append(_Guard(number, name, line.strip()))
    return found


def _lost(file: FileChange, elsewhere: frozenset[str] = frozenset()) -> list[_Guard]:
    """Return the checks that went from code that stayed, unless as many came.

    `elsewhere` has the lines that came to other files: what holds for a whole class may have moved above it.
    """
    if file.status == DELETED or file.old is None:
        return []
    old, new = changed_lines(file, OLD), changed_lines(file, NEW)
    went, came = _guards(old), _guards(new)
    left = Counter(guard.name for guard in came)
    kept: list[_Guard] = []
    for guard in went:
        if left[guard.name]:
            left[guard.name] -= 1
        elif not (guard.text in elsewhere and _WHOLE.match(guard.text)):
            kept.append(guard)
    if not kept:
        return []
    owners = _owners(file)
    names = {owner for line in new.values() if (owner := _owner_of(line))}
    paths = {match["path"] for line in new.values() for match in _PATH.finditer(line)}
    lost = [guard for guard in kept if _stays(guard, old, owners, names, paths)]
    other = sum(left.values())
    return lost if len(lost) > other else []


def _owner_of(line: str) -> str | None:
    match = _OWNER.match(line)
    return (match["name"] or match["js"] or match["java"]) if match else None


def _owners(file: FileChange) -> list[tuple[int, str]]:
    return [
        (number, owner)
        for block in parts(file, OLD)
        for number, line in block.lines()
        if (owner := _owner_of(line)) is not None
    ]


def _stays(guard: _Guard, old: dict[int, str], owners: list[tuple[int, str]], names: set[str], paths: set[str]) -> bool:
    """Tell whether what the check guarded is still there."""
    if re.search(r"(?i)csrf|_token|authenticity", guard.name) and any("<form" in line for line in old.values()):
        return False
    route = _PATH.search(guard.text)
    if route and not guard.text.startswith("@"):
        return route["path"] in paths
    if guard.text.startswith("@"):
        owner = next(((number, name) for number, name in owners if number > guard.line), None)
        near = owner is not None and all(number in old for number in range(guard.line, owner[0] + 1))
    else:
        owner = next(((number, name) for number, name in reversed(owners) if number <= guard.line), None)
        near = owner is not None and owner[0] in old
        if owner is not None and owner[1] in _ASKED:
            return True
    return owner is None or not near or owner[1] in names or any(_alike(owner[1], name) for name in names)


def _alike(old: str, new: str) -> bool:
    """Tell whether a function may have been renamed: one name begins like the other."""
    short, long = sorted((old, new), key=len)
    return len(short) > 7 and long.startswith(short) and old != new


_ASKED = {
    *(
        "dispatch",
        "get_object",
        "get_queryset",
        "has_permission",
        "has_object_permission",
        "check_permissions",
        "test_func",
    ),
    *("canActivate", "authorize", "preHandle", "check_object_permissions"),
}
"""Methods that a framework calls before a page: without them it lets everybody through, and nothing is missed."""


_WHOLE = pattern_of(r"(?:before_action|before_filter|prepend_before_action|use\b|[\w.]+\.[uU]se\()")


def _elsewhere(context: Context, file: FileChange) -> frozenset[str]:
    blocks = (block for other in context.change.files if other.path != file.path for block in other.blocks(NEW))
    return frozenset(line.strip() for block in blocks for line in block.text.split("\n") if _WHOLE.match(line.strip()))


def _removed(file: FileChange, elsewhere: frozenset[str]) -> Iterator[Found]:
    commented = {found.facts["name"] for found in _commented(file)}
    seen: set[str] = set()
    for guard in _lost(file, elsewhere):
        if guard.name not in seen and guard.name not in commented:
            seen.add(guard.name)
            yield Found(file.path, guard.line, OLD, guard.text[:160], {"name": _plain(guard.name)}, key=guard.text)


def _commented(file: FileChange) -> Iterator[Found]:
    old = {guard.text for guard in _guards(changed_lines(file, OLD))}
    seen: set[str] = set()
    for number, line in changed_lines(file).items():
        if line.lstrip()[:1] not in _BEGIN:
            continue
        match = COMMENT.match(line)
        if not match:
            continue
        code = line[match.end() :].strip().removesuffix("-->").removesuffix("*/").removesuffix("#}").strip()
        name = guard_in(code) if code in old or code.startswith("@") else None
        if name and name not in seen and (code in old or code.startswith("@" + name)):
            seen.add(name)
            yield Found(file.path, number, NEW, line.strip()[:160], {"name": _plain(name)}, key=line.strip())
    if file.path.endswith((".html", ".htm", ".erb", ".ejs", ".hbs", ".vue", ".php", ".jinja", ".jinja2", ".twig")):
        yield from _in_comment(file, seen)


_BEGIN = frozenset("#/*-<{;")
"""How a comment may begin: looking at one sign is quicker than a pattern."""
_HTML_COMMENT = pattern_of(r"<!--(?:(?!-->)[\s\S]){0,600}?(?P<name>_csrf|csrf_token|csrfmiddlewaretoken|@csrf)\b")


def _in_comment(file: FileChange, seen: set[str]) -> Iterator[Found]:
    changed = changed_lines(file)
    for block in parts(file):
        for match in _HTML_COMMENT.finditer(block.text):
            number = block.line_at(match.start("name"))
            if number in changed and not seen:
                seen.add(match["name"])
                evidence = changed[number].strip()[:160]
                yield Found(file.path, number, NEW, evidence, {"name": match["name"]}, key=evidence)


def _plain(name: str) -> str:
    return re.sub(r"^\W{1,9}(?=\w)|\s{1,9}", "", name)[:60]


_PLACE = pattern_of(
    r"(?:^|/|[_.-])(?:auth|authn|authz|authentication|authorization|login"
    r"|signin|sign-in|logout|signup|sessions?|permissions?|policies|acl"
    r"|rbac"
    r"|oauth\d?|sso|saml|oidc|jwt|passwords?|mfa|2fa|otp|csrf|guards?"
    r"|security|libsession|libapi|libmfa|libuser|libauth|credentials)"
    r"(?:[_.-]|/|$)",
    re.IGNORECASE,
)
_STRONG = pattern_of(
    r"\bjwt\.(?:encode|decode|sign|verify)\(|set_?[cC]ookie\([^)\n]{0,80}(?i:session|token|auth)"
    r"|\bpermission_classes\b|\bpermissions?\s{0,3}=\s{0,3}[\"'\[(A-Z]|\bpermission=|[\"']permission[\"']\s{0,3}:"
    r"|\bimplies_can_\w+|\bpermission_(?:allowed|resources_sql|check)\w*"
    r"|\b(?:login_user|logout_user|set_password|make_password|create_access_token"
    r"|createSession|signIn|signOut|refresh_token)\("
    r"|\bsession\[[\"']user\w*[\"']\]\s{0,3}=|\b(?:hash|verify)_?[pP]assword\("
    r"|\b(?:SESSION_COOKIE|AUTHENTICATION_BACKENDS|AUTH_USER_MODEL|AUTH_PASSWORD_VALIDATORS"
    r"|DEFAULT_PERMISSION_CLASSES)\w*"
    r"|\bis_(?:superuser|staff|admin)\s{0,3}=(?!=)|content.type[^\n]{0,60}startswith\([\"']application/json"
)


def _place(file: FileChange) -> Iterator[Found]:
    """Yield one finding for a file in which sign-in, session or permission code changes."""
    if file.status == DELETED or not file.path.endswith(_LANGUAGES):
        return
    old = [(n, OLD, text) for n, text in code_lines(_first(file, OLD)) if not _IMPORT.match(text)]
    new = [(n, NEW, text) for n, text in code_lines(_first(file, NEW)) if not _IMPORT.match(text)]
    came, went = {text.strip() for _, _, text in new}, {text.strip() for _, _, text in old}
    old = [one for one in old if one[2].strip() not in came]
    new = [one for one in new if one[2].strip() not in went]
    strong = [one for one in old + new if len(one[2]) <= _WIDE and (guard_in(one[2]) or _STRONG.search(one[2]))]
    if _removed_names(file):
        return
    if not strong and _PLACE.search(file.path):
        strong = [one for one in old + new if _WEAK.search(one[2]) and not _DULL.match(one[2])]
    if strong:
        number, side, text = min(strong, key=_weight)
        yield Found(file.path, number, side, text.strip()[:160], {"what": text.strip()[:80]}, key="place")


def _first(file: FileChange, side: str) -> dict[int, str]:
    """Return the changed lines of a side, of a very long change only the first: one place is told of anyway."""
    lines, size = {}, 0
    for number, line in ((number, line) for block in file.blocks(side) for number, line in block.lines()):
        size += len(line) + 1
        if size > LONGEST:
            break
        lines[number] = line
    return lines


_WEAK = pattern_of(
    r"(?i)auth|login|session|token|permission|permitted|\brole|passw"
    r"|cookie|secret|\buser\b.{0,40}[=!]=|expire|\bttl\b|scope"
    r"|admin|grant|deny|verify|valid|jwt|csrf|redirect|restrict|claim|crypt|hash|sign"
)
_DULL = pattern_of(
    r"\s*(?:[\w.*{}]+,?\s*|\}?\s*from\b.*|[\w$]+\??:\s*[\w\[\]<>'\"| ]+[;,]?"
    r"|(?:export\s+)?(?:default\s+)?(?:class|interface|type|enum|function"
    r"|def|func)\b.*"
    r"|<.*|className.*|.*(?:logger?|console)\.\w+\(.*|constructor\b.*|return\s+\w*;?|\w+\s+\w+\s+`json:.*)$"
)


def _weight(one: tuple[int, str, str]) -> int:
    """Order what to look at first: a refusal that went, a check that went, a check that came, the rest."""
    _, side, text = one
    guard = guard_in(text) if len(text) <= _WIDE else None
    if side == OLD and guard:
        return 0 if re.match(r"\s*(?:@|if\b)", text) else 1
    return 2 if guard else 3


def _removed_names(file: FileChange) -> bool:
    return bool(_lost(file)) or next(_commented(file), None) is not None


_WIDE = 1000
_LANGUAGES = (
    *(".py", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte"),
    *(".php", ".rb", ".java", ".kt", ".go", ".cs"),
)
