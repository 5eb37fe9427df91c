"""Checks that went from code that stayed, and those that became comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pairkit.change.model import DELETED, NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import COMMENT, changed_lines, code_lines, parts
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.reading.guards import extractor_in, guard_in, refusal_in
from pairkit.rules.reading.once import once

_OWNER = pattern_of(
    r"^\s*+(?:@\w++\s++)?(?:export\s++)?(?:default\s++)?(?:public\s++|private\s++"
    r"|protected\s++|static\s++|final\s++)*+(?:async\s++)?"
    r"(?:def|function\*?|class|func(?:\s++\([^)]{1,60}\))?|interface"
    r"|(?:pub(?:\([\w ]{1,20}\))?\s++)?(?:async\s++)?fn)\s++(?P<name>[\w!?]++)"
    r"|^\s*+(?:export\s++)?(?:const|let|var)\s++(?P<js>\w++)\s*+=\s*+(?:async\s*+)?(?:\([^)]{0,200}\)|\w++)\s*+=>"
    r"|^\s*+(?:public|private|protected)\s++[\w<>\[\], ?]{1,120}\s{1,4}(?P<java>\w++)\s*+\("
    r"|^\s*+(?P<member>\w++)\s*+:\s*+(?:async\s*+)?\([^)]{0,200}\)\s*+=>"
)
_PATH = pattern_of(r"[\"'`](?P<path>/[\w/:{}<>$.*\[\]-]{0,120})[\"'`]")
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
_HELPER = pattern_of(
    r"(?i)(?<!def )(?<!func )(?<!function )\b(?:require|ensure|check|verify|assert|enforce|authorize)_?\w{0,40}"
    r"(?:access|permission|permissions|authori[sz]ed|allowed|owner|role|admin)\w{0,12}\("
)
"""A call of a function that checks, by its name."""
_OTHER_KIND = pattern_of(r"(?i)csrf|rate_?limit|throttl|password|signature|hmac|constant_?time|timing_?safe|state\b")
"""Checks of something else than who may do it: no question of rights takes their place."""
_NAME = pattern_of(r"[A-Za-z_]\w*")
_EVERYWHERE = frozenset(
    ("self", "this", "await", "return", "if", "err", "nil", "not", "true", "false", "None", "const")
)
_ARGUMENTS, _NEAR = 120, 4
_WHOLE = pattern_of(r"(?:before_action|before_filter|prepend_before_action|use\b|[\w.]+\.[uU]se\()")
_OVER_ALL = pattern_of(
    r"Mixin\b|_classes\b|\bdependencies\s*+=|APP_GUARD|(?:->|::)middleware\(|\.(?:wrap|layer|route_layer)\(|method_decorator"
)
"""A check before many pages at once."""
_PARTIAL = pattern_of(r",\s{0,4}(?:(?:only|except|if|unless):|:(?:only|except|if|unless)\s{0,3}=>)")
_IF = pattern_of(r"\s{0,120}(?:\}\s{0,3})?(?:if|unless|elif|elsif|else if|guard)\b")
_GRAPHQL = (".graphql", ".graphqls", ".gql")
_BEGIN = frozenset("#/*-<{;")
"""How a comment may begin: looking at one sign is quicker than a pattern."""
_MARKED = pattern_of(r"(?m)^[^\S\n]*(?:[#;]|//|/\*|--|<!--|\{#|\{/\*)[^\S\n]*@")
"""A comment that begins with a mark: without checks that went, only such a one can be a check set aside."""
_HTML_COMMENT = pattern_of(
    r"(?:<!--(?:(?!-->)[\s\S]){0,600}?|<%#(?:(?!%>)[\s\S]){0,200}?|\{\{--(?:(?!--\}\})[\s\S]){0,200}?)"
    r"(?P<name>_csrf|csrf_token|csrfmiddlewaretoken|@csrf|csrf_meta_tags?|csrf_field)\b"
)


class Guard(NamedTuple):
    """A line that checks something: its number, the name of the check, the whole line."""

    line: int
    name: str
    text: str


def condition_of(file: FileChange, guard: Guard) -> int:
    """Return the line of the condition that went with a refusal: what was asked stands there; else its own line."""
    lines = changed_lines(file, OLD)
    if not refusal_in(guard.text) or guard.text.startswith(("if", "unless")):
        return guard.line
    depth = _indent(lines[guard.line])
    for number in range(guard.line - 1, guard.line - 4, -1):
        line = lines.get(number, "")
        if line.strip() and _indent(line) < depth:
            return number if _IF.match(line) else guard.line
    return guard.line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _guards(lines: dict[int, str], path: str) -> list[Guard]:
    found = []
    for number, line in code_lines(lines):
        name = guard_in(line) or refusal_in(line) or (extractor_in(line) if path.endswith(".rs") else None)
        if name:
            found.append(Guard(number, name, line.strip()))
    return found


def lost(file: FileChange, elsewhere: frozenset[str] = frozenset()) -> list[Guard]:
    """Return the checks that went from code that stayed, unless as many came.

    `elsewhere` has the lines that came to other files: what holds for a whole class may have moved above it.
    """
    if file.status == DELETED or file.old is None:
        return []
    old, new = changed_lines(file, OLD), changed_lines(file, NEW)
    went, came = _guards(old, file.path), _of_old_code(file, _guards(new, file.path), new)
    left = Counter((guard.name, _is_partial(guard)) for guard in came)
    kept: list[Guard] = []
    for guard in went:
        whole, partial = (guard.name, False), (guard.name, True)
        if left[whole] or (left[partial] and _is_partial(guard)):
            left[whole if left[whole] else partial] -= 1
        elif left[partial]:  # what it holds for became less
            left[partial] -= 1
            kept.append(guard)
        elif not (guard.text in elsewhere and _WHOLE.match(guard.text)) and not _defines(guard.text):
            kept.append(guard)
    if not kept:
        return []
    owners = _owners(file)
    names = {owner for line in new.values() if (owner := _owner_of(line))}
    paths = {match["path"] for line in new.values() for match in _PATH.finditer(line)}
    helped = _helped(file)
    kept = [guard for guard in kept if guard.line not in helped and not _passed_on(file, guard)]
    if file.path.endswith(_GRAPHQL):
        fields = {_field(line) for line in new.values()}
        lost = [guard for guard in kept if _field(guard.text) in fields]
    else:
        lost = [guard for guard in kept if _stays(guard, old, owners, names, paths)]
    return _not_exchanged(file, lost, [guard for guard in came if left[guard.name, _is_partial(guard)] > 0])


def _of_old_code(file: FileChange, came: list[Guard], new: dict[int, str]) -> list[Guard]:
    """Return the checks that came without those of functions that are new and that no changed line calls."""
    if not came:
        return []
    heads = [(number, owner) for number, line in new.items() if (owner := _owner_of(line))]
    old = {owner for line in changed_lines(file, OLD).values() if (owner := _owner_of(line))}
    text = "\n".join(new.values())
    kept = []
    for guard in came:
        if guard.text.startswith(("@", "[", "#[")):
            owner = next((name for number, name in heads if number > guard.line), None)
        else:
            owner = next((name for number, name in reversed(heads) if number <= guard.line), None)
        apart = owner is not None and owner not in old and not _is_called(owner, text)
        if not apart or not _runs_on(new, guard, heads):
            kept.append(guard)
    return kept


def _runs_on(new: dict[int, str], guard: Guard, heads: list[tuple[int, str]]) -> bool:
    """Tell whether all lines between a check and its function's head are new: else the function may be an old one."""
    nearest = min((number for number, _ in heads), key=lambda number: abs(number - guard.line), default=None)
    if nearest is None:
        return False
    low, high = sorted((nearest, guard.line))
    return all(number in new for number in range(low, high + 1))


def _is_called(owner: str, text: str) -> bool:
    return len(re.findall(rf"(?<![\w]){re.escape(owner)}(?![\w])", text)) > 1


def _not_exchanged(file: FileChange, lost: list[Guard], left: list[Guard]) -> list[Guard]:
    """Return the lost checks that no other check stands in for: one in the same place, or one for the whole file."""
    if any(_WHOLE.match(guard.text) or _OVER_ALL.search(guard.text) for guard in left):
        return []
    places = {
        guard.line: n
        for n, hunk in enumerate(file.hunks)
        for guard in lost
        if hunk.removed and hunk.removed.start <= guard.line < hunk.removed.start + hunk.removed.length
    }
    came = Counter(
        (n, bool(_OTHER_KIND.search(guard.text)))
        for n, hunk in enumerate(file.hunks)
        for guard in left
        if hunk.added and hunk.added.start <= guard.line < hunk.added.start + hunk.added.length
    )
    rest = []
    for guard in lost:
        place = (places.get(guard.line, -1), bool(_OTHER_KIND.search(guard.text)))
        if came[place]:
            came[place] -= 1
        else:
            rest.append(guard)
    return rest


def _helped(file: FileChange) -> set[int]:
    """Return the lines that went from places where a call came which checks the same: it moved into a function."""
    helped: set[int] = set()
    for hunk in file.hunks:
        calls = list(_HELPER.finditer(hunk.added.text)) if hunk.removed and hunk.added else []
        if not calls or hunk.removed is None or hunk.added is None:
            continue
        given = {word for call in calls for word in _names_in(hunk.added.text[call.end() : call.end() + _ARGUMENTS])}
        lines = list(hunk.removed.lines())
        for at, (number, line) in enumerate(lines):
            around = " ".join(text for _, text in lines[max(0, at - _NEAR) : at + _NEAR])
            if not _OTHER_KIND.search(line) and (not given or given & _names_in(around)):
                helped.add(number)
    return helped


def _names_in(text: str) -> set[str]:
    """Return the names in a piece of code, without those that stand everywhere."""
    return {word for word in _NAME.findall(text) if word not in _EVERYWHERE}


def _passed_on(file: FileChange, guard: Guard) -> bool:
    """Tell whether a check is handed to something else now, which calls it: `call(api.check_auth)`."""
    if not guard.name.replace("_", "").replace(".", "").isalnum() or guard.text.startswith("@"):
        return False
    handed = re.compile(rf"[(,]\s{{0,9}}[\w.]{{0,60}}(?<!\w){re.escape(guard.name)}\s{{0,9}}[,)]")
    for hunk in file.hunks:
        if hunk.removed and hunk.added and hunk.removed.start <= guard.line < hunk.removed.start + hunk.removed.length:
            lines = hunk.added.lines() if guard.name in hunk.added.text else ()
            return any(handed.search(line) and not COMMENT.match(line) for _, line in lines)
    return False


def _field(line: str) -> str:
    """Return what a line of a GraphQL schema declares: the name of a field, or of a type with its kind."""
    return re.split(r"[({:@]", line.strip(), maxsplit=1)[0].strip()


def _is_partial(guard: Guard) -> bool:
    """Tell whether a check of a whole class (Rails) is for some of its pages only."""
    return bool(_WHOLE.match(guard.text) and _PARTIAL.search(guard.text))


def _defines(line: str) -> bool:
    """Tell whether a line is a short function that answers a question (`canEdit: (a) => check(a)`): nobody's guard."""
    match = _OWNER.match(line)
    return bool(match and (match["js"] or match["member"]))


def _owner_of(line: str) -> str | None:
    match = _OWNER.match(line)
    return (match["name"] or match["js"] or match["java"] or match["member"]) if match else None


def _owners(file: FileChange) -> list[tuple[int, str]]:
    return [
        (number, owner)
        for block in parts(file, OLD)
        for number, line in block.lines()
        if (owner := _owner_of(line)) is not None
    ]


def _stays(guard: Guard, old: dict[int, str], owners: list[tuple[int, str]], names: set[str], paths: set[str]) -> bool:
    """Tell whether what the check guarded is still there."""
    if re.search(r"(?i)csrf|_token|authenticity", guard.name) and any("<form" in line for line in old.values()):
        return False
    route = _PATH.search(guard.text)
    if route and not guard.text.startswith("@"):
        return route["path"] in paths
    if guard.text.startswith(("@", "[")):
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


def elsewhere_in(context: Context, file: FileChange) -> frozenset[str]:
    """Return the lines that came to other files and hold for a whole class or application there."""
    return frozenset(line for line, paths in _whole(context.change).items() if paths != {file.path})


@once
def _whole(change: Change) -> dict[str, set[str]]:
    """Return the added lines that hold for a whole class or application, each with the files that it came to."""
    found: dict[str, set[str]] = {}
    for file in change.files:
        for block in file.blocks(NEW):
            for line in filter(_WHOLE.match, map(str.strip, block.text.split("\n"))):
                found.setdefault(line, set()).add(file.path)
    return found


def commented(file: FileChange) -> Iterator[Found]:
    """Yield the checks that stand in comments now and did not before."""
    old = {guard.text for guard in _guards(changed_lines(file, OLD), file.path)}
    seen: set[str] = set()
    if old or any(_MARKED.search(block.text) for block in file.blocks(NEW)):
        yield from _set_aside(file, old, seen)
    if file.path.endswith((".html", ".htm", ".erb", ".ejs", ".hbs", ".vue", ".php", ".jinja", ".jinja2", ".twig")):
        yield from _in_comment(file, seen)


def _set_aside(file: FileChange, old: set[str], seen: set[str]) -> Iterator[Found]:
    for number, line in changed_lines(file).items():
        if line.lstrip()[:1] not in _BEGIN:
            continue
        match = COMMENT.match(line)
        if not match:
            continue
        code = line[match.end() :].strip().removesuffix("-->").removesuffix("*/").removesuffix("#}").strip()
        decorated = code.startswith("@") and not line.lstrip().startswith("*")  # in a doc comment it is a tag
        name = guard_in(code) if code in old or decorated else None
        if name and name not in seen and (code in old or code.startswith("@" + name)):
            seen.add(name)
            yield Found(file.path, number, NEW, line.strip()[:160], {"name": plain(name)}, key=line.strip())


def _in_comment(file: FileChange, seen: set[str]) -> Iterator[Found]:
    changed = changed_lines(file)
    for block in parts(file):
        for match in _HTML_COMMENT.finditer(block.text):
            number = block.line_at(match.start("name"))
            if number in changed and not seen:
                seen.add(match["name"])
                evidence = changed[number].strip()[:160]
                yield Found(file.path, number, NEW, evidence, {"name": match["name"]}, key=evidence)


def plain(name: str) -> str:
    """Return how to speak of a check: without signs in front and without spaces."""
    return re.sub(r"^\W{1,9}(?=\w)|\s{1,9}", "", name)[:60]
