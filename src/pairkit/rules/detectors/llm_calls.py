"""How a program calls a language model: what goes into the prompt, what is logged, when it gives up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.models import talks_to_a_model

_USER = (
    r"(?:[\w.]*\b(?:user_?(?:input|text|message|query|prompt|name)|question|query|comment|req(?:uest)?\.\w+|body\.\w+|params\.\w+|form\.\w+"
    r"|input_text|userInput|userMessage|message|document|doc|page_content|content|bio|instructions)\b[\w.()\[\]'\"]*)"
)
_SYSTEM = pattern_of(
    r"(?:[\"']?role[\"']?\s*[:=]\s*[\"'](?:system|developer)[\"']\s*,\s*[\"']?content[\"']?\s*[:=]\s*|\bSystemMessage\(\s*(?:content\s*=\s*)?"
    r"|\b(?:system|system_?[pP]rompt|system_?[iI]nstructions?|instructions)\s*[:=]\s*)"
    r"(?:f(?:\"\"\"|\"|')(?:(?!\"\"\")[^{]|\{\{){0,600}?\{(?P<a>" + _USER + r")[^}]{0,40}\}"
    r"|`[^`$]{0,600}(?:\$(?!\{)[^`$]{0,100})*\$\{(?P<b>" + _USER + r")\}"
    r"|(?:[\"'`][^\"'`\n]{0,400}[\"'`]|[A-Z_]{3,40})\s*\+\s*(?P<c>" + _USER + r"))"
)
_PERSONAL = pattern_of(
    r"(?:[\"']?content[\"']?|\w{0,20}[pP]rompt|\w{0,20}PROMPT|system)\s*\+?[:=]\s*(?:f[\"']{1,3}|`|[\"'][^\"'\n]{0,200}[\"']\s*\+)"
    r"[^\n]{0,400}?(?:\{|\+\s*)[^}\n]{0,60}?\b(?P<a>\w{0,20}(?:password|passwd|api_?[kK]ey|secret|access_?[tT]oken|ssn|social_security"
    r"|card_?[nN]umber|iban|birth_?[dD]ate|birthday|phone_?[nN]umber|home_?[aA]ddress|resident_?[nN]umber|passport|diagnosis))\b"
)
_LOGGED = pattern_of(
    r"\b(?:log(?:ger|ging)?\.\w+|print|console\.\w+)\([^\n]{0,200}?(?:(?<![\w\"'])(?<!len\()(?P<a>\w{0,20}(?:prompt|PROMPT|messages|completion"
    r"|chat_?[hH]istory|llm_?[rR]esponse))\b(?!\s*[=(]|[\w ]*[\"']|[\w :=]{0,40}\$?\{|\)*\??\.(?:length|size|count)\b)"
    r"|\{(?P<b>\w{0,20}(?:prompt|messages|completion|history))\b)"
)
_LOOP = pattern_of(
    r"^(?P<indent>[ \t]*)(?P<a>while\s+(?:True|1)\s*:|while\s*\(\s*(?:true|1)\s*\)|for\s*\(\s*;\s*;\s*\))", re.MULTILINE
)
_CALL = pattern_of(
    r"\b(?:completions?|responses|messages)\.(?:create|stream|parse)\(|\bgenerate(?:Text|Object|Content|_content)\(|\b(?:llm|chain|agent|model)"
    r"\.(?:a?invoke|run|generate\w*|predict)\(|\bollama\.(?:chat|generate)\("
)
_BOUND = pattern_of(
    r"(?i)\b(?:max_?(?:turns|steps|iter\w*|rounds|attempts|loops|tool\w*|calls|retries)|limit|budget|deadline|range\()|(?:turn|step|round|iter\w{0,20}|attempt|count\w{0,20}|tries)s?\s*(?:>=?|\+=|\+\+)"
)
_POST = pattern_of(
    r"\b(?P<a>(?:requests|session|http)\.post)\(\s*f?[\"'][^\"'\n]{0,80}(?:openai|anthropic|generativelanguage|mistral|groq|cohere|openrouter"
    r"|/v1/chat/completions|/v1/messages|:11434)[^\"'\n]{0,120}[\"'](?P<rest>[^)]{0,600})\)"
)
_NEEDED = {"personal-data-in-prompt": ("content", "rompt", "PROMPT", "system")}
"""Plain text without which a pattern cannot match, where trying it at every sign would take long."""
_PATTERNS = {
    "user-text-in-system-prompt": _SYSTEM,
    "personal-data-in-prompt": _PERSONAL,
    "prompt-logged": _LOGGED,
    "agent-loop-unbounded": _LOOP,
    "model-call-no-timeout": _POST,
}


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each added place of the rule's kind in a file that talks to a model."""
    pattern, needed = _PATTERNS[rule["id"]], _NEEDED.get(rule["id"], ("",))
    for file in {id(region.file): region.file for region in regions}.values():
        blocks = [block for block in file.blocks(NEW) if any(one in block.text for one in needed)]
        if not blocks or file.generated or file.status == DELETED or not talks_to_a_model(file):
            continue
        for block in blocks:
            for match in pattern.finditer(block.text):
                yield from _found(rule["id"], file, block, match)


def _found(rule: str, file: FileChange, block: Block, match: re.Match[str]) -> Iterator[Found]:
    groups = match.groupdict()
    name = next(groups[key] for key in ("a", "b", "c") if groups.get(key))
    line = block.line_at(match.start(next(key for key in ("a", "b", "c") if groups.get(key))))
    text = block.text.split("\n")[line - block.start].strip()
    if COMMENT.match(text):
        return
    if rule == "agent-loop-unbounded" and not _is_endless(file, line, groups["indent"]):
        return
    if rule == "model-call-no-timeout" and "timeout" in groups["rest"]:
        return
    yield Found(file.path, line, NEW, text[:160], {"what": name.strip()}, key=text)


def _is_endless(file: FileChange, line: int, indent: str) -> bool:
    """Tell whether the loop that begins in a line calls a model and nothing counts its rounds."""
    for part in file.new.parts() if file.new else ():
        lines = part.text.split("\n")
        if part.start <= line < part.start + len(lines):
            body: list[str] = []
            for text in lines[line - part.start + 1 :][:80]:
                if text.strip() and len(text) - len(text.lstrip()) <= len(indent):
                    break
                body.append(text)
            inside = "\n".join(body)
            return bool(_CALL.search(inside)) and not _BOUND.search(inside)
    return False
