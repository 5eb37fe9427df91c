"""Packages that code imports and no manifest of the project names: it runs on this computer only, or nowhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import JS

_PY = pattern_of(r"^(?:import|from)\s+(?P<name>[A-Za-z_]\w*)(?:[\w.]*\s+import\b|[\w.]*\s*(?:,|as\b|#|$))")
_JS = pattern_of(
    r"(?:^\s*import\s(?!type\b)[^'\"\n]{0,300}?\bfrom\s|^\s*import\s|^\}\s*from\s|\brequire\(\s*|\bimport\(\s*)[\"'](?P<name>[@\w][^\"'\n]{0,120})[\"']"
)
_MANIFESTS = {
    "py": (
        *("pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile", "environment.yml", "tox.ini"),
        *("noxfile.py", "uv.lock", "poetry.lock"),
    ),
    "js": ("package.json", "deno.json", "import_map.json"),
}  # fmt: skip
_ALIASES = {
    "pil": "pillow",
    "bs4": "beautifulsoup4",
    "bson": "pymongo",
    "cairo": "pycairo",
    "docx": "python-docx",
    "dns": "dnspython",
    "gi": "pygobject",
    "magic": "python-magic",
    "mpl_toolkits": "matplotlib",
    "nacl": "pynacl",
    "pylab": "matplotlib",
    "pythoncom": "pywin32",
    "serial": "pyserial",
    "win32api": "pywin32",
    "win32com": "pywin32",
    "zmq": "pyzmq",
    "cv2": "opencv",
    "sklearn": "scikit-learn",
    "jwt": "pyjwt",
    "mysqldb": "mysqlclient",
    "rest_framework": "djangorestframework",
    "fitz": "pymupdf",
    "git": "gitpython",
    "crypto": "pycryptodome",
    "openssl": "pyopenssl",
    "skimage": "scikit-image",
    "corsheaders": "django-cors-headers",
    "pkg_resources": "setuptools",
    "jose": "python-jose",
    "usb": "pyusb",
    "googleapiclient": "google-api-python-client",
}
_COMES_ALONG = {
    *(
        "starlette",
        "pydantic",
        "werkzeug",
        "jinja2",
        "markupsafe",
        "click",
        "anyio",
        "urllib3",
        "certifi",
        "numpy",
        "setuptools",
    ),
    *(
        "six",
        "packaging",
        "typing_extensions",
        "asgiref",
        "sqlparse",
        "pluggy",
        "pip",
        "wheel",
        "idna",
        "h11",
        "httpcore",
    ),
    *("botocore", "pydantic_core", "itsdangerous", "greenlet", "multidict", "yarl", "attr", "attrs", "tzdata", "mako"),
}
"""Packages that others bring: their own line is good manners and nothing fails without it."""
_BUILT_IN = {
    *(
        "assert",
        "async_hooks",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dgram",
        "dns",
        "domain",
    ),
    *(
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "inspector",
        "module",
        "net",
        "os",
        "path",
        "perf_hooks",
        "process",
        "punycode",
    ),
    *(
        "querystring",
        "readline",
        "repl",
        "stream",
        "string_decoder",
        "sys",
        "timers",
        "tls",
        "tty",
        "url",
        "util",
        "v8",
        "vm",
    ),
    *("wasi", "worker_threads", "zlib", "test", "bun", "electron", "vscode", "server-only", "client-only"),
}


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file, at the first import that nothing declares. Needs the project, not a patch alone."""
    if context.outside is None:
        return
    project = _Project(context)
    for file in {id(region.file): region.file for region in regions}.values():
        ending = file.path.rpartition(".")[2]
        kind = "py" if ending == "py" else "js" if ending in JS else None
        if kind is None or file.generated or file.status == DELETED:
            continue
        found = [(n, text, name) for n, text, name in _imports(file, kind) if not project.knows(name, file.path, kind)]
        if found:
            number, text, name = found[0]
            names = list(dict.fromkeys(name for _, _, name in found))
            yield Found(file.path, number, NEW, text[:160], {"what": name, "names": ", ".join(names[:4])}, key=name)


def _imports(file: FileChange, kind: str) -> Iterator[tuple[int, str, str]]:
    pattern = _PY if kind == "py" else _JS
    quoted = _quoted(file) if kind == "js" else frozenset()
    for block in file.blocks(NEW):
        for number, line in block.lines():
            match = pattern.search(line) if len(line) <= 500 and number not in quoted else None
            if match:
                name = match["name"] if kind == "py" else _package(match["name"])
                if name:
                    yield number, line.strip(), name


def _quoted(file: FileChange) -> frozenset[int]:
    """Return the lines that begin inside a text between backticks: code that is only shown or written out."""
    lines = set()
    for block in file.new.parts() if file.new else ():
        inside = False
        for number, line in block.lines():
            if inside:
                lines.add(number)
            inside ^= (line.count("`") - line.count("\\`")) % 2 == 1
    return frozenset(lines)


def _package(name: str) -> str | None:
    """Return the package of what is imported, or None for a file of the project and for what comes with the runtime."""
    parts = name.split("/")
    first = "/".join(parts[:2]) if name.startswith("@") else parts[0]
    if (
        ":" in name
        or first in _BUILT_IN
        or first.startswith(("@/", "~", "#", "$"))
        or (first[0] == "@" and len(parts) < 2)
    ):
        return None
    return first if re.fullmatch(r"(?:@[\w.-]+/)?[\w.-]+", first) else None


class _Project:
    """What the project names and has, read as far as an import makes it needed."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._folders: frozenset[str] | None = None

    def knows(self, name: str, path: str, kind: str) -> bool:
        """Tell whether a name needs no declaration, has one, or belongs to the project itself."""
        low = name.lower()
        if kind == "py" and (name in sys.stdlib_module_names or low in _COMES_ALONG or name.startswith("_")):
            return True
        texts = [text for text in self._manifests(path, kind) if text]
        if not texts or any(_declares(text, low, kind) for text in texts):
            return True
        return self._is_own(name, kind)

    def _manifests(self, path: str, kind: str) -> Iterator[str | None]:
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            for name in _MANIFESTS[kind]:
                yield self._context.read(f"{folder}/{name}".lstrip("/"))
        if kind == "py":
            others = [
                one for one in self._context.listing() if re.search(r"requirements[^/]*(?:/[^/]*)?\.(?:txt|in)$", one)
            ]
            yield from (self._context.read(one) for one in sorted(others)[:20])

    def _is_own(self, name: str, kind: str) -> bool:
        """Tell whether a folder or file of this name is in the project: a path may be set anywhere."""
        if self._folders is None:
            paths = self._context.listing()
            words = {part for path in paths for part in path.split("/")[:-1]}
            stems = {
                path.rpartition("/")[2].partition(".")[0] for path in paths if path.endswith((".py", ".pyi", ".pyx"))
            }
            self._folders = frozenset(words | stems)
        if name in self._folders:
            return True
        if kind == "js":
            scope, _, rest = name.partition("/")
            aliases = self._context.read("tsconfig.json") or self._context.read("jsconfig.json") or ""
            return (bool(rest) and rest in self._folders) or f'"{scope}' in aliases
        return False


def _declares(text: str, name: str, kind: str) -> bool:
    if kind == "js":
        bare = name.removeprefix("@").replace("/", "__")
        low = text.lower()
        return f'"{name}"' in low or f'"@types/{bare}"' in low or f'"{name}/' in low
    wanted = _bare(_ALIASES.get(name, name))
    return any(wanted in word or (len(word) > 3 and word in wanted) for word in _words(text))


def _words(text: str) -> Iterator[str]:
    for word in re.findall(r"[A-Za-z][\w.-]{2,}", text):
        yield _bare(word)


def _bare(name: str) -> str:
    return re.sub(r"[-_.]", "", name).lower()
