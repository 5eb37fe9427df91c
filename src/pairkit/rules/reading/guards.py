"""Which line of code checks who somebody is or what they may do, and which turns somebody away."""

from __future__ import annotations

import re

from pairkit.lazy import pattern as pattern_of

_WHO = (
    r"(?:Auth(?:ed|enticated|entication|orized|orization)?|Login|Logged_?In"
    r"|Signed_?In|Admin|Staff|Superuser|User(?!_?Agent)|Roles?"
    r"|Permissions?|Perm|Token|J[Ww][Tt]|Session|Csrf|CSRF|Owner|Access)"
)
_GUARDS = [
    pattern_of(pattern)
    for pattern in (
        (
            r"^\s*@(?P<name>(?!.*(?:exempt|allow_any|AllowAny|public"
            r"|PermitAll|skip))[\w.]{0,60}?(?:login|auth(?!ors?\b)|authenticat"
            r"|permission|role|admin|staff"
            r"|superuser|token|jwt|csrf|user_passes)[\w]{0,40}(?:required"
            r"|protect(?:ed)?|decorator|check|only|test|classes|verified)?)\b(?!\.)"
        ),
        r"(?P<name>@(?:PreAuthorize|Secured|RolesAllowed|UseGuards|Authorize|Roles|DenyAll)\b)",
        r"^\s{0,80}(?P<name>\[(?:\w{1,40}, ?)?Authorize)\b",  # ASP.NET
        r"(?P<name>\.RequireAuthorization)\(",
        r"(?P<name>\bprovide:\s{0,3}APP_GUARD)\b(?=[^\n]{0,80}(?i:auth|jwt|role|permission|session))",  # NestJS
        (  # GraphQL: behind a field or a type
            r"^\s{0,80}(?:(?:extend )?(?:type|interface) \w{1,80}"
            r"|\w{1,60}(?:\([^)\n]{0,200}\))?:\s{0,3}[\w\[\]!]{1,80})\s[^\n]{0,120}?"
            r"(?P<name>@(?:auth|authenticated|isAuthenticated|requiresAuth|hasRole|hasScope|requiresScopes|hasPermission"
            r"|aws_auth|aws_cognito_user_pools))\b"
        ),
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
            rf"\b(?!with_?Token\b)(?P<name>(?:require|ensure|check|verify|must_?be|with|assert"
            rf"|is)_?{_WHO}(?:[A-Z_]\w{{0,40}})?)\b(?!\s{{0,3}}(?:=(?!=)|:(?!\s*$)))"
        ),
        (
            r"\b(?P<name>(?:require|ensure|check|verify|must_be|assert"
            r"|is)_(?:auth\w{0,20}|login|logged_in|signed_in|admin|staff"
            r"|superuser|user|roles?"
            r"|permissions?|perms?(?!anent|ut|eab)|token|jwt|session|csrf|owner|access|password)\w{0,30})\b(?!\s{0,3}(?:=(?!=)|:(?!\s*$)))"
        ),
        (
            r"\b(?P<name>(?:(?:check|ensure|verify|require|assert|enforce|authorize|has|have|is|can|may|must)"
            r"(?:[A-Z]\w{0,30}?)?(?:Access|Accessible|Permission|Permitted|Authori[sz]ed|Allowed|Privilege|Ownership|Owner|Writable|Editable"
            r"|Viewable|Readable)|(?:Check|Ensure|Verify|Require|Assert|Enforce|Has|Is|Can|May)(?:[A-Z]\w{0,30}?)?"
            r"(?:Access|Accessible|Permission|Authori[sz]ed|Allowed|Owner)|can(?:View|Read|Edit|Update|Write|Delete|Create|Manage|Access"
            r"|Admin|Invite|Publish|Share)[A-Z]?)\w{0,30})(?=\()"
        ),
        (
            r"\b(?P<name>(?:check|ensure|verify|require|assert|enforce|has|is|can|may|must)_(?:\w{1,30}_)?"
            r"(?:access|accessible|permission|permitted|authori[sz]ed|allowed|ownership|owner|writable|editable|viewable|readable|accessible_by)"
            r"(?:_\w{1,30})?)[?!]?(?=\()"
        ),
        (
            r"\b(?P<name>CompareHashAndPassword|ConstantTimeCompare|timingSafeEqual|hash_equals|secure_compare|constant_time_\w{2,12}"
            r"|verify_password\w{0,20}|verifyPassword\w{0,20}|VerifyPassword\w{0,20}|changeSessionId|reset_session"
            r"|(?:roll|rotate|cycle|renew)_(?:session|key|token)\w{0,20}|(?:session\(\)->|req\.session\.|request\.session\.)"
            r"(?:regenerate|cycle_key|flush|invalidate))(?=\(|\b)"
        ),
        r"^\s*(?P<sure>http_basic_authenticate_with|reset_session)\b",
        r"\b(?P<sure>session_regenerate_id)\(",
        r"<%=\s{0,3}(?P<sure>csrf_meta_tags?)\b",
        (
            r"\b(?P<name>has_perms?|has_permissions?|has_object_permission"
            r"|permission_allowed|check_object_permissions|check_password\w{0,20}"
            r"|password_verify|verify_and_update|CSRFProtect|csrfProtection"
            r"|getServerSession|(?:protected|admin|auth|authed|private)Procedure|authMiddleware"
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
            r"(?P<name>(?:->|::)(?:middleware|can)\(\s{0,3}\[?\s{0,3}['\"](?:auth"
            r"|can|role|permission|verified|admin)[\w:,.-]{0,40})"
        ),
        (
            r"^\s*@method_decorator\(\s{0,3}[\[(]?\s{0,3}(?P<sure>\w{0,40}(?:login|permission|staff|superuser|auth|csrf_protect"
            r"|passes_test|mfa|otp)\w{0,40})"
        ),
        r"(?P<sure>#\[IsGranted|@IsGranted|@Security)\(",
        r"(?P<sure>\$this->denyAccessUnlessGranted|\bpolicy_scope)\(",
        r"\.(?:wrap|layer|route_layer)\(\s{0,3}(?P<sure>[\w:.&]{0,60}(?:[aA]uth|Session|Jwt|Bearer)\w{0,40})",
        r"(?P<sure>->middleware)\(\s{0,3}\[?\s{0,3}\$\w{1,40}",
        (
            r"\.(?:get|post|put|patch|delete|all|use|route)\(\s{0,3}[\"'`][^\"'`\n]{1,120}[\"'`]\s{0,3},\s{0,3}\[?\s{0,3}"
            r"(?P<sure>auth|authed|protect|protected|isAuth|isLoggedIn|loggedIn|verifyToken|jwtAuth|adminOnly|onlyAdmin|isAdmin|auth\.\w{1,30})\s{0,3}[,\]]"
        ),
        r"(?P<sure>(?:->|::)middleware\(\s{0,3}\[?\s{0,3}['\"]throttle[\w:,.-]{0,40})",
        r"^\s*@(?P<sure>(?:\w{1,30}\.){0,3}(?:limiter\.limit|rate_?limit\w{0,20}|throttle\w{0,20}|RateLimit\w{0,20}|Throttle))\(",
        r"\b(?P<sure>throttle_classes)\s{0,3}=\s{0,3}[\[(]\s{0,3}[A-Z]",
        r"^\s*(?P<sure>rate_limit)\s{1,3}to:",
        (
            r"\.(?:get|post|put|patch|delete|all|use|route|Use|Group|Post|Get)\([^\n]{0,120}?"
            r"(?P<sure>\b\w{0,30}(?:[rR]ateLimit\w{0,12}|[lL]imiter\w{0,12}|[tT]hrottle\w{0,12}))\s{0,3}[,)(]"
        ),
        r"\b(?P<sure>allowed_to\?)",
        r"\b(?P<sure>(?:is|check|enforce|apply|verify)\w{0,30}?[rR]ate_?[lL]imit\w{0,20}|rate_?[lL]imit(?:Request|_request|ed)\w{0,12})\(",
        r"(?P<name>\$this->authorize)\(",
        (
            r"\bif\s*+(?:\(\s*+)?(?:not\s++|!)\s*+(?:await\s++)?(?P<name>[\w.]{0,60}(?:login"
            r"|authenticate|authorize|allowed|permitted|_can_)\w{0,30})\("
        ),
        (
            r"^\s*(?P<name>(?:before_action|before_filter|prepend_before_action)\s{1,3}:?(?:authenticate"
            r"|authorize|require|verify|check|ensure|restrict|admin|logged_?in|login|signed_?in|authoris)\w{0,40})"
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
    *("sec-fetch", "procedure", "app_guard", "@hasscope", "@requiresscopes", "private_instance", "protect", "headers"),
    *("readable", "editable", "writable", "viewable", "canview", "canread", "canedit", "canupdate", "canwrite"),
    *("candelete", "cancreate", "canmanage", "caninvite", "canpublish", "canshare", "constanttime", "constant_time"),
    *("throttle", "rate_limit", "ratelimit", "limiter"),
    *("timingsafe", "hash_equals", "secure_compare", "cycle_key", "claims", "identity"),
)
"""Of these one stands in every match of `_GUARDS`: most lines have none, and looking for plain text is quicker."""
IMPORT = pattern_of(
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
_STRING = pattern_of(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`")
_CONDITION = pattern_of(r"\b(?:if|elif|unless|and|or|not|return(?!\s*\{)|while|assert)\b|&&|\|\||!\s*[\w.]*$|\?")
_IN_CODE = pattern_of(r"(?!.*(?:Middleware|Backend|(?i:csrf|referer)))[\w.:]+")
_NO_ACT = pattern_of(
    r"(?:Errors?|Exceptions?|Types?|Names?|Ids?|Urls?|Configs?|Options?"
    r"|Schemas?|Missing|Limit|Reached|Env|Flags?|States?"
    r"|Labels?|Fields?|_error|_type|_name|_id|_url|_config|_env|_key|Response|Request|Props|Params)$"
)
_OWNER_ONLY = pattern_of(
    r"\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:def|function|class"
    r"|func)\s+\w+\s*(?:\((?![^)]*(?:Depends|Security|Mixin))|:)"
)
_REFUSES = pattern_of(
    r"\braise\s+(?:[\w.]+\.)?(?P<a>\w{0,30}?(?:PermissionDenied|AccessDenied|AuthRequired|LoginRequired)\w{0,20}|Forbidden|Unauthorized|NotAuthenticated|NotAuthorized\w*|AccessDenied\w*"
    r"|AuthenticationFailed|AuthenticationRequired|PermissionError)\b"
    r"|\b(?:HTTPException|HttpError|HTTPError|abort|http_response_code|sendStatus|status|code)\(\s*(?:status_code\s*=\s*)?"
    r"(?:status\.HTTP_|HttpStatus\.|HTTPStatus\.)?(?P<b>40[13]|UNAUTHORIZED|FORBIDDEN)\b"
    r"|\b(?P<c>HttpResponseForbidden|SC_FORBIDDEN|SC_UNAUTHORIZED|HttpStatus\.(?:FORBIDDEN|UNAUTHORIZED)"
    r"|http\.Status(?:Unauthorized|Forbidden)|codes\.(?:Unauthenticated|PermissionDenied))\b"
    r"|\bstatus(?:_code|Code)?[\"']?\s*[:=]\s*(?P<d>40[13]|:forbidden|:unauthorized)\b|\bhead\s*\(?\s*:(?P<e>forbidden|unauthorized)\b"
    r"|\bthrow\s+new\s+(?:\w+\.)*(?P<f>(?:Forbidden|Unauthorized|Authorization|Authentication|AccessDenied|NotAuthorized)\w*)"
    r"|\bcode:\s*[\"'](?P<g>UNAUTHORIZED|FORBIDDEN)[\"']"
    r"|\b(?:redirect|redirect_to)\s*\(?\s*[\"']?(?P<h>/(?:login|signin|sign-in|auth)\b|(?:login|signin|new_session|sign_in)_(?:path|url))"
    r"|\bHttpResponse::(?P<j>Unauthorized|Forbidden)\b|\bStatusCode::(?P<k>UNAUTHORIZED|FORBIDDEN)\b|\bStatus::(?P<l>Unauthorized|Forbidden)\b"
    r"|\b\w*ErrorCode\.(?P<m>UNAUTHORI[SZ]ED|FORBIDDEN|NOT_AUTHORI[SZ]ED)\b|\breturn\s+(?P<n>unauthorized|forbidden|notAllowed)\("
    r"|\babort_(?:if|unless)\([^\n]{0,120}(?P<o>40[13])\b|(?:\breturn\s+|^\s{0,80})(?P<p>render_40[13]|deny_access|access_denied)\b"
    r"|\b(?P<i>(?:\w+_)?state)\b\s*(?:!==?|is not)\s*[\w.]*state\b"
)
_EXTRACTOR = pattern_of(
    r"(?:^\s*|[(,]\s{0,3})(?:mut\s+)?_?\w{0,40}(?:user|auth|claims|identity|session|token|headers)\w{0,20}\s?:\s?"
    r"(?P<name>\w{0,30}(?:User|Auth|Claims|Identity|Admin)\w{0,30}|Headers|Session)\s?(?:,|\)|$)"
)
WIDEST = 1000


def guard_in(line: str) -> str | None:
    """Return the name of the check in a line of code, or None."""
    if len(line) > WIDEST or not _says_any(line.lower()) or IMPORT.match(line) or _OWNER_ONLY.match(line):
        return None
    bare = _STRING.sub('""', line)
    for pattern in _GUARDS:
        match = pattern.search(line)
        if match is None or (line.lstrip().startswith("@") and _NO_GUARD.match(line.lstrip())):
            continue
        if match.lastgroup == "sure":
            return match["sure"]
        if _IN_CODE.fullmatch(match["name"]) and match["name"] not in bare and not line.lstrip().startswith("@"):
            continue
        if not match["name"].replace("_", "").isalnum() or _acts(match["name"], bare, line):
            return match["name"]
    return None


def _says_any(lowered: str) -> bool:
    return any(word in lowered for word in _WORDS)


def _acts(name: str, bare: str, line: str) -> bool:
    """Tell whether a name stands where it checks something: called, in a condition, as a handler."""
    if line.lstrip().startswith("@") or name.endswith(("Mixin", "classes", "Procedure")):
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


def refusal_in(line: str) -> str | None:
    """Return what a line of code turns somebody away with, or None."""
    match = _REFUSES.search(line) if len(line) <= WIDEST else None
    return next(filter(None, match.groups())) if match else None


def extractor_in(line: str) -> str | None:
    """Return the type that a web framework of Rust fills only for somebody who is signed in, or None.

    A handler asks for it in its signature (`user: LocalUserView`), and without one everybody gets in.
    """
    match = _EXTRACTOR.search(line) if len(line) <= WIDEST else None
    return match["name"] if match else None
