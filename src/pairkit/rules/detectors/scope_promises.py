"""What a title promises, and what of a change it does not speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.finding import Found
from pairkit.rules.paths import is_document, is_test
from pairkit.rules.reading.form import only_form

_SMALL = (
    r"(?:(?:fix(?:e[sd])?|updat\w*|add(?:s|ed)?|improv\w*|correct\w*|tweak\w*|polish\w*|minor|small|tiny|just"
    r"|only|some|few|more|a|the)\s+){0,4}"
)
_PROMISES = {
    "nothing": r"\bno (?:code|functional|behaviou?r(?:al)?) changes?\b|\bnon-?functional\b|(?:코드|기능"
    r"|동작)\s?변경\s?(?:은\s?)?없",
    "docs": rf"^docs?\b[(:!]|^{_SMALL}(?:docs?|documentation|docstrings?|readme|changelog|contributing"
    r"|(?:code|inline|missing) comments?|comments? (?:to|in|for|on|about))\b"
    r"|\btypos?\b|\bspelling\b|\breadme\b|오타|맞춤법|주석|리드미|문서\s?(?:만|수정|정리|업데이트|보완|갱신|작성)",
    "style": rf"^style\b[(:!]|^{_SMALL}(?:code\s+)?(?:format(?:ting)?|lint(?:ing)?|whitespace|indent\w*"
    rf"|prettier|ran black|import order)\b"
    r"|^(?:ran|run|apply)\s+(?:black|prettier|ruff|gofmt|eslint|formatter)\b"
    r"|들여쓰기|코드\s?(?:스타일|포맷|정렬)|포맷팅|줄\s?맞춤",
    "ui": rf"^\w+\((?:ui|css|styles?|design)\)|\bUI\b|^{_SMALL}(?:css|colou?rs?|layout|fonts?|icons?"
    rf"|button (?:text|colou?r|style)|wording|margins?|padding|dark mode)\b"
    r"|화면|디자인|색상|버튼|글꼴|레이아웃|문구|여백|아이콘",
    "rename": r"^(?:refactor: )?renam(?:e[sd]?|ing)\b|이름(?:만)?\s?(?:변경|바꾸|바꿈|수정)",
    "version": r"^(?:chore|release|build)?(?:\([\w-]{1,20}\))?[:!]*\s*"
    r"(?:bump(?:ed|ing|s)?\s+(?:the\s+)?(?:to\s+)?(?:v?\d|version\b)"
    r"|(?:release|version)\s+v?\d|update version\b|v?\d+\.\d+(?:\.\d+)?$)"
    r"|^버전\s?(?:올|업|변경|수정)",
    "refactor": r"^refactor\w*\b|^(?:code )?clean(?:ed)?[ -]?up\b|^tid(?:y|ied)\b|^simplif\w+\b"
    r"|리팩[터토]링"
    r"|코드\s?정리|구조\s?정리",
    "test": rf"^tests?\b[(:!]|^{_SMALL}(?:unit |e2e |integration |missing )?tests?\b"
    r"|테스트(?:만)?\s?(?:추가|수정|정리|보완|작성)",
}
_MORE_WORK = pattern_of(
    r"\b(?:feat(?:ure)?s?|implement\w*|introduc\w*|support\w*|migrat\w*|drop\w*|remov\w*|delet\w*|secur\w*"
    r"|and (?:add|fix|mov|chang|updat)\w*|and (?:\w+ ){0,3}(?:scripts?|code|logic|api|config\w*|generat\w*))\b"
    r"|기능\s?(?:추가|구현)|구현|삭제|보안",
    re.IGNORECASE,
)
_ALL = ("migration", "auth", "pipeline", "dependency", "binary")
_SURPRISES = {
    "nothing": (*_ALL, "code"),
    "docs": (*_ALL, "code"),
    "style": _ALL,
    "ui": _ALL,
    "rename": ("migration", "auth", "dependency"),
    "refactor": ("migration", "auth", "pipeline", "dependency"),
    "test": ("migration", "auth", "code"),
    "version": ("migration", "auth"),
    "empty": _ALL,
}
_NAMED = {
    "migration": r"migrat|schema|\bsql\b|\bdb\b|database|\btables?\b|\bcolumns?\b|\bmodels?\b|마이그레이션|스키마|DB"
    r"|데이터베이스|테이블",
    "auth": r"\bauth|login|log-?in|sign-?(?:in|up)|session|permission|polic(?:y|ies)|\brls\b|roles?\b|token"
    r"|password|oauth|account"
    r"|인증|로그인|권한|회원|비밀번호|세션|정책|가입",
    "pipeline": r"\bci\b|workflow|github actions?|pipeline|docker|deploy|helm|terraform|compose|release"
    r"|\bbuild\b|배포|도커|빌드",
    "dependency": r"\bdeps?\b|dependenc|bump|upgrade|package|librar|version|\bnpm\b|\bpip\b|\buv\b|requirements"
    r"|의존성|패키지|라이브러리|버전",
    "code": r"\bcode examples?\b|example",
    "binary": r"binar|image|icon|logo|screenshot|font|이미지|아이콘|로고|사진|글꼴",
}
_MIGRATION = pattern_of(
    r"(?:^|/)(?:migrations?|migrate)/(?!__init__)[^/]+(?:/[^/]+)?\.(?:py|sql|rb|js|ts|php|go)$|(?:^"
    r"|/)versions/[^/]+\.py$|\.sql$|(?:^|/)schema\.(?:prisma|rb)$"
)
_AUTH = pattern_of(
    r"(?:^|[/._-])(?:auth\w*|log-?in|sign-?in|sessions?|permissions?|polic(?:y|ies)|rls|oauth2?|jwt|security"
    r"|acl|rbac|middleware|guards?|firestore\.rules)(?=[/._-]|$)",
    re.IGNORECASE,
)
_AUTH_LINE = pattern_of(
    r"create policy|alter policy|drop policy|grant (?:all|select|insert|update|delete)\b|row level security"
    r"|login_required|permission_classes"
    r"|is_authenticated|verify_jwt|requireauth|current_user|\bhas_perm",
    re.IGNORECASE,
)
_LOOKS = pattern_of(r"\.(?:css|s[ac]ss|less|svg|html?|jinja2?|erb|hbs|mdx?)$")
_SCREEN = pattern_of(r"\.(?:[jt]sx|vue|svelte)$")
_PIPELINE = pattern_of(
    r"(?:^|/)(?:\.github/workflows|\.circleci|\.buildkite)/|(?:^|/)\.gitlab-ci[^/]*\.yml$|(?:^"
    r"|/)(?:[\w.-]*Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml|Jenkinsfile|Procfile|fly\.toml"
    r"|vercel\.json|netlify\.toml|render\.yaml)$|\.tf$|(?:^|/)(?:helm|charts)/.+/values[\w-]*\.ya?ml$"
)
_MANIFEST = pattern_of(
    r"(?:^|/)(?:package\.json|pyproject\.toml|requirements[\w.-]*\.(?:txt|in)|Pipfile|go\.mod|Cargo\.toml"
    r"|Gemfile|composer\.json|pom\.xml|build\.gradle(?:\.kts)?)$"
)
_DEPENDENCY_LINE = pattern_of(
    r"^\s*\"?[@\w][\w./@-]*\"?\s*[:=]\s*[\"{].{0,3}\d|^\s*\"[\w.\[\]-]+\s*(?:[<>=~!^]=?|@).{0,40}\",?\s*$"
    r"|^[\w.\[\]-]+\s*[<>=~!]=|^\s*(?:require|gem|implementation|api|compile)\b|^\s*[\w./-]+\.\w+/\S+ v\d"
)
_VERSION_OF_ITSELF = pattern_of(
    r"^\s*\"?(?:version|node|npm|python|requires-python|name|target-version|line-length|engines)\"?\s*[:=]"
)
_CODE = pattern_of(r"\.(?:py|[cm]?[jt]sx?|vue|svelte|go|rb|java|kt|cs|php|rs|swift|dart|sql|sh)$")
_CODE_LINE = pattern_of(
    r"^\s*(?:[\w.\[\]\"']+\s*(?:[+*|-]?=(?!=)|:=)|[\w.]+\(.*\)?[;,:{]?$|return\b|if\b.*[:{]$|else\b|elif\b"
    r"|for\b.*[:{]$|def |class |import |from \S+ import|@\w|export |const |let |var |function |async |await "
    r"|func |public |private |try|except|raise |throw )"
)
_PROGRAM = pattern_of(
    r"\.(?:exe|dll|so|dylib|jar|war|class|pyc|o|a|bin|wasm|apk|ipa|msi|dmg|whl|zip|tar|gz|7z|rar|db|sqlite3?)$",
    re.IGNORECASE,
)
_SIDE = pattern_of(r"(?:^|/)(?:docs?|documentation|examples?|website|fixtures?|testdata)/", re.IGNORECASE)
_MANY_LINES, _SOME_LINES, _MANY_FILES, _MOST = 10, 3, 3, 3


class _Surprise(NamedTuple):
    file: FileChange
    line: int | None
    text: str


def surprises(title: str, files: list[FileChange]) -> Iterator[Found]:
    """Yield one finding for each kind of thing that the title does not speak of, at most three."""
    promise = _promise(title)
    if not promise:
        return
    told = 0
    for kind in _SURPRISES[promise]:
        if kind in _NAMED and re.search(_NAMED[kind], title, re.IGNORECASE):
            continue
        seen = [one for file in files if (one := _surprise(kind, file, promise)) is not None]
        if not seen or (kind == "code" and not _much(seen)):
            continue
        first = seen[0]
        count = len(seen)
        facts = {"title": title[:72], "count": count, "more": count - 1, "promise": promise, "kind": kind}
        facts["variant"] = f"{kind}-empty" if promise == "empty" else kind
        yield Found(first.file.path, first.line, NEW, first.text.strip()[:160], facts, key=f"{promise} {kind}")
        told += 1
        if told == _MOST:
            return


def _promise(title: str) -> str:
    """Return what a title says it does, where that is little; "empty" where it says nothing."""
    title = re.sub(r"\s*\(?#\d+\)?|^\[[\w /-]{1,30}\]\s*", "", title)
    words = re.sub(r"^[^\w.]+", "", title)
    if not re.search(r"\w", title) or re.fullmatch(r"(?:wip|tmp|temp|asdf|\.+)", words, re.IGNORECASE):
        return "empty"
    for promise, pattern in _PROMISES.items():
        if re.search(pattern, words, re.IGNORECASE if promise != "ui" else 0) or (
            promise == "ui" and re.search(pattern.replace(r"\bUI\b", "(?!)"), words, re.IGNORECASE)
        ):
            return "" if promise != "nothing" and _MORE_WORK.search(words) else promise
    return ""


def _surprise(kind: str, file: FileChange, promise: str) -> _Surprise | None:
    path = file.path
    if kind == "binary":
        return _Surprise(file, None, "") if file.binary and file.status != DELETED and _PROGRAM.search(path) else None
    if not file.hunks or file.generated or is_test(path) or _SIDE.search(path):
        return None
    if not _is_kind(kind, path):
        return None
    lines = _telling(kind, file, promise)
    if not lines or only_form(file):
        return None
    return _Surprise(file, *lines[0])


def _is_kind(kind: str, path: str) -> bool:
    if kind in ("auth", "code"):
        return bool(_CODE.search(path)) and not (_LOOKS.search(path) if kind == "auth" else is_document(path))
    return bool({"migration": _MIGRATION, "pipeline": _PIPELINE, "dependency": _MANIFEST}[kind].search(path))


def _telling(kind: str, file: FileChange, promise: str) -> list[tuple[int | None, str]]:
    """Return the changed lines that make a file one of a kind, those that came first."""
    came, went = ([(n, line) for block in file.blocks(side) for n, line in block.lines()] for side in (NEW, OLD))
    at_top = file.hunks[0].added.start if file.hunks[0].added else None
    both = [*came, *((at_top, line) for _, line in went)]
    code = [(n, line) for n, line in both if not _is_comment(line) and line.strip()]
    if kind == "dependency":
        kept = {line.strip().rstrip(",") for _, line in went}
        new = [(n, line) for n, line in came if _DEPENDENCY_LINE.match(line) and line.strip().rstrip(",") not in kept]
        return [(n, line) for n, line in new if not _VERSION_OF_ITSELF.match(line)]
    if kind == "auth":
        if _AUTH.search(file.path) and not (promise == "ui" and _SCREEN.search(file.path)):
            return [(n, line) for n, line in _logic(code) if not re.match(r"\s*(?:import|from)\b", line)]
        return [(n, line) for n, line in code if _AUTH_LINE.search(line)]
    if kind == "pipeline":
        code = [(n, line) for n, line in code if not re.match(r"\s*description\s*=\s*\"", line)]
    return _logic(code) if kind == "code" else code


def _logic(code: list[tuple[int | None, str]]) -> list[tuple[int | None, str]]:
    return [(n, line) for n, line in code if _CODE_LINE.match(line)]


def _much(seen: list[_Surprise]) -> bool:
    """Tell whether so much code changed that "docs" or "tests" is not what the change does."""
    lines = sum(len(_telling("code", one.file, "")) for one in seen)
    return lines >= _MANY_LINES or (len(seen) >= _MANY_FILES and lines >= _SOME_LINES)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith(("#", "//", "/*", "* ", "*/", "--", "<!--", '"""', "'''"))
