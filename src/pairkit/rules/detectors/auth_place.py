"""Places where it is decided who somebody is or what they may do, when they change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import code_lines, files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.form import bare
from pairkit.rules.reading.guards import IMPORT, WIDEST, guard_in
from pairkit.rules.reading.lost_guards import commented, lost

_PLACE = pattern_of(
    r"(?:^|/|[_.-])(?:auth|authn|authz|authentication|authorization|login"
    r"|signin|sign-in|logout|signup|sessions?|permissions?|policies|acl"
    r"|rbac"
    r"|oauth\d?|sso|saml|oidc|jwt|passwords?|mfa|2fa|otp|two_?factor|webauthn|passkeys?|identity|csrf|guards?"
    r"|security|libsession|libapi|libmfa|libuser|libauth|credentials)"
    r"(?:[_.-]|/|$)",
    re.IGNORECASE,
)
_CAMEL = pattern_of(
    r"\w{0,60}?(?:Auth(?:entication|orization|enticate)?|Security|Login|Sign[Ii]n|Session|Permission|Csrf|Jwt|OAuth2?|Password"
    r"|TwoFactor|AccessControl)(?=[A-Z.])[\w.-]{0,80}\.(?:java|kt|php|cs|scala|swift|ts|tsx|js|vue)$"
)
"""A file named in camel case, as in Java and PHP: `WebSecurityConfig.java`, `AuthenticateWithToken.php`."""
_EXPIRY = pattern_of(
    r"(?i)\b(?:expires?_?in|max_?age|session_cookie_age|(?:access|refresh|session|jwt|auth)\w{0,20}_?(?:expire\w{0,12}|ttl|lifetime|timeout|minutes|days|hours))"
    r"[\"']?\s{0,3}[:=]\s{0,3}[\"'\d(]"
)
_SIGNS_IN = pattern_of(r"(?i)token|session|jwt|cookie|auth|login")
_ROLES = pattern_of(r"^\s*(?:-\s+)?(?:verbs|apiGroups|resourceNames|nonResourceURLs)\s*:")
"""What a role of a cluster, or of a program built like one, may do."""
_STRONG = pattern_of(
    r"\bjwt\.(?:encode|decode|sign|verify)\(|set_?[cC]ookie\([^)\n]{0,80}(?i:session|token|auth)"
    r"|\bpermission_classes\b|\bpermissions?\s{0,3}=\s{0,3}[\"'\[(A-Z]|\bpermission=|[\"']permission[\"']\s{0,3}:"
    r"|\bimplies_can_\w+|\bpermission_(?:allowed|resources_sql|check)\w*"
    r"|\b(?:login_user|logout_user|set_password|make_password|create_access_token"
    r"|createSession|signIn|signOut|refresh_token)\("
    r"|\bsession\[[\"']user\w*[\"']\]\s{0,3}=|\b(?:hash|verify)_?[pP]assword\("
    r"|\b(?:SESSION_COOKIE|AUTHENTICATION_BACKENDS|AUTH_USER_MODEL|AUTH_PASSWORD_VALIDATORS"
    r"|DEFAULT_PERMISSION_CLASSES)\w*"
    r"|\b(?:exports\.|def\s+|function\s+|func\s+(?:\([^)\n]{1,60}\)\s*)?|fn\s+)(?:[hH]andle_?|[dD]o_?|[pP]ost_?)?"
    r"(?:[lL]og_?[iI]n|[sS]ign_?[iI]n|[lL]og_?[oO]ut|[sS]ign_?[oO]ut|[sS]ign_?[uU]p)"
    r"(?:_?(?:[hH]andler|[uU]ser|[vV]iew|[pP]ost|[rR]equest))?\s{0,3}[=(]"
    r"|\b(?:headers|META|HEADERS|getHeader|header)\b[\[(.\s]{1,4}(?:get\(\s?)?[\"'](?:HTTP_)?(?:X[-_][\w-]{1,40}|[rR]eferer|REFERER|[hH]ost|HOST|[oO]rigin)[\"']"
    r"[\])]{1,2}\s{0,3}(?:===?|!==?)\s{0,3}[\"']|\b(?:COOKIES|cookies)\b[\[(.]{1,2}(?:get\()?[\"']?\w{0,20}(?:admin|role|user)\w{0,20}[\"']?[\])]{0,2}"
    r"\s{0,3}(?:===?|!==?)"
    r"|\b(?:remote_addr|REMOTE_ADDR|remoteAddress|getRemoteAddr\(\))[\"'\])]{0,2}\s{0,3}(?:===?|!==?|not\s+in|in)\s"
    r"|\b(?:PasswordHash(?:er)?|CryptContext|Argon2(?:Password)?Hasher|BcryptHasher)\(|\bPASSWORD_HASHERS\b|\.admin_view\("
    r"|^\s{0,4}(?:[A-Z]{2,20}_){0,3}(?:AUTH|TOKEN|SESSION|LOGIN|SOCIALACCOUNT|ACCOUNT|OIDC|SAML|SSO|JWT|CSRF|PERMISSIONS?)_[A-Z_]{2,40}\s{0,3}=(?!=)"
    r"|\bdef\s+has_(?:object_)?permission\(|\b(?:login_required|permission_required|user_passes_test|staff_member_required)\(|\blocalStorage\.(?:set|get)Item\(\s?[\"'`]\w{0,20}"
    r"(?i:token|jwt|auth|admin|role)|(?i:\bpassword_?min\w{0,10}_?length|\bmin_?password_?length)\b|@(?:ratelimit|limiter\.limit|throttle)\b"
    r"|\b(?:rateLimit|slowDown)\(\{|\bthrottle_classes\s{0,3}="
    r"|(?i:\bsame_?site|\bhttp_?only)[\"']?\s{0,3}[:=]\s{0,3}[\"'\w]"
    r"|\bauth\.(?:jwt|api_?[kK]ey|admin|required?|optional|loose|verif|protect|check|ensure|is[A-Z]|local)\w{0,30}(?=\s{0,3}[,)\]:?]|$)"
    r"|\bis_(?:superuser|staff|admin)\s{0,3}=(?!=)|content.type[^\n]{0,60}startswith\([\"']application/json"
)
_DECIDES = pattern_of(
    r"\bdef\s+has_(?:object_)?permission\(|(?:cookies|COOKIES|headers|META|HEADERS)\b[^\n]{0,60}(?:===?|!==?)"
)
"""What was sent decides by itself: the first thing to look at."""
_WEAK = pattern_of(
    r"(?i)auth|login|session|token|permission|permitted|\brole(?!=[\"'{])|passw"
    r"|cookie|secret|\buser\b.{0,40}[=!]=|expire|\bttl\b|scope"
    r"|admin|grant|deny|denied|allow|approv|forbid|verify|valid|jwt|csrf|redirect|restrict|claim|crypt|hash(?!map|set|table|code|router)|sign(?!al|ature\b)"
)
_DULL = pattern_of(
    r"\s*+(?:(?!(?:return|if|elsif|unless|raise|throw|and|or|not|yield|await|assert)\b)"
    r"[A-Za-z][\w',.-]*(?: [\w'(),./!-]+){4,}"  # a sentence
    r"|(?:imports: \[|templateUrl|styleUrls?|selector:).*|.*\b(?:inject|signal|input)[<(].*"  # how it is put together
    r"|(?:[\w.*{}:]++,\s*+){1,12}|[\w.*{}]++,?\s*|\}?\s*from\b.*|[\w$]+\??:\s*[\w\[\]<>'\"| ]+[;,]?"
    r"|(?:export\s+)?(?:default\s+)?(?:class|interface|type|enum|function"
    r"|def|func)\b.*"
    r"|<.*|className.*|\"[^\"{}$]*\",?|'[^'{}$]*',?"
    r"|(?i:autocomplete|defaultValue|placeholder|label|title|aria-[\w-]+|id|htmlFor|type|name)=.*"
    r"|.*\b(?:alert|toast(?:\.\w+)?|fmt\.Errorf|errors\.New)\(.*|.*(?:logger?|console)\.\w+\(.*"  # how it is said
    r"|constructor\b.*|return\s+\w*;?|\w+\s+\w+\s+`json:.*)$"
)
_LANGUAGES = (
    *(".py", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte"),
    *(".php", ".rb", ".java", ".kt", ".go", ".cs", ".rs", ".scala"),
)


_ENOUGH = 100_000
"""Signs of changed code within which a place is looked for: one is told of, and a longer change is too long anyway."""


_MOST = 4
_FAR = 4
"""Lines between two places that are two decisions."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file. Of a whole tree nothing: that a place exists says nothing, that it changes does."""
    for file in files_of(regions) if context.change.source != "all" else ():
        yield from _place(file)


def _place(file: FileChange) -> Iterator[Found]:
    """Yield one finding for a file in which sign-in, session or permission code changes."""
    if file.path.endswith((".yml", ".yaml")):
        yield from _roles(file)
    if file.status == DELETED or not file.path.endswith(_LANGUAGES):
        return
    old = [(n, OLD, text) for n, text in code_lines(_first(file, OLD)) if not IMPORT.match(text)]
    new = [(n, NEW, text) for n, text in code_lines(_first(file, NEW)) if not IMPORT.match(text)]
    came, went = Counter(bare(text) for _, _, text in new), Counter(bare(text) for _, _, text in old)
    old = [one for one in old if came[bare(one[2])] == 0 or _decides_less(one[2], came, went)]
    new = [one for one in new if went[bare(one[2])] == 0 or _decides_less(one[2], came, went)]
    strong = [one for one in old + new if len(one[2]) <= WIDEST and (guard_in(one[2]) or _strong(one[2]))]
    if not strong and (_PLACE.search(file.path) or _CAMEL.match(file.path.rpartition("/")[2])):
        short = (one for one in old + new if len(one[2]) <= WIDEST)
        strong = [one for one in short if _WEAK.search(one[2]) and not _DULL.match(one[2])]
    if strong and not _removed_names(file):
        for n, (number, side, text) in enumerate(_apart(sorted(strong, key=_weight))):
            key = f"place {n}" if n else "place"
            yield Found(file.path, number, side, text.strip()[:160], {"what": text.strip()[:80]}, key=key)


def _apart(places: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Return the weightiest place, and a few more far from it where something is checked: each is another decision."""
    kept = places[:1]
    for one in places[1:]:
        if (
            len(kept) < _MOST
            and (guard_in(one[2]) or _strong(one[2]))
            and all(abs(one[0] - other[0]) > _FAR for other in kept)
        ):
            kept.append(one)
    return kept


def _decides_less(line: str, came: Counter[str], went: Counter[str]) -> bool:
    """Tell whether a check stands in more or in fewer places than before: it did not only move."""
    return came[bare(line)] != went[bare(line)] and len(line) <= WIDEST and bool(guard_in(line))


def _strong(line: str) -> bool:
    return bool(_STRONG.search(line) or (_EXPIRY.search(line) and _SIGNS_IN.search(line)))


def _roles(file: FileChange) -> Iterator[Found]:
    """Yield the first line of a role that changes; a file that only comes brings roles nobody had before."""
    for side in (NEW, OLD) if file.status not in (ADDED, DELETED) else ():
        for number, line in _first(file, side).items():
            if _ROLES.match(line):
                text = line.strip()
                yield Found(file.path, number, side, text[:160], {"what": text[:80]}, key="place")
                return


def _first(file: FileChange, side: str) -> dict[int, str]:
    """Return the changed lines of a side, of a very long change only the first: one place is told of anyway."""
    lines: dict[int, str] = {}
    size = 0
    for number, line in ((number, line) for block in file.blocks(side) for number, line in block.lines()):
        size += len(line) + 1
        if size > _ENOUGH:
            break
        lines[number] = line
    return lines


def _weight(one: tuple[int, str, str]) -> int:
    """Order what to look at first: a refusal that went, a check that went, a check that came, the rest."""
    _, side, text = one
    guard = guard_in(text) if len(text) <= WIDEST else None
    if side == OLD and guard:
        return 0 if re.match(r"\s*(?:@|if\b)", text) else 1
    return 2 if guard or _DECIDES.search(text) else 3


def _removed_names(file: FileChange) -> bool:
    return bool(lost(file)) or next(commented(file), None) is not None
