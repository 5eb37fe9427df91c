"""Code that talks to a language model: which files do, and which names hold what it said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairkit.change.model import NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.reading import reading
from pairkit.rules.haystack import lower

_SPEAKS = pattern_of(
    r"(?i)\bopenai\b|\banthropic\b|\blangchain|\bllama_?index|\blitellm\b|\bollama\b|\bmistralai?\b|\bgenerativeai\b|\bgoogle\.genai\b"
    r"|@google/genai|\bai-sdk\b|[\"']ai[\"']|\bcohere\b|\bgroq\b|\bbedrock-?runtime\b|\bllm\b|chat/completions|\bChatOpenAI\b|\bgenerateText\b"
)
_BEGINS = (
    *("openai", "anthropic", "langchain", "llama", "litellm", "ollama", "mistral", "generativeai", "google.genai"),
    *("@google/genai", "ai-sdk", '"ai', "'ai", "cohere", "groq", "bedrock", "llm", "chat/completions", "chatopenai"),
    "generatetext",
)
"""What each way of `_SPEAKS` begins with: looking for plain text is many times quicker."""
_MODEL = ("model",)
_SAYS = (
    r"\bchoices\s*\[\s*0\s*\]|\.message\.content\b|\.output_text\b|\.content\[0\]\.text\b|\bgenerate(?:Text|Object)\("
    r"|\b(?:llm|chain|model|agent|chat_?model|client)\.(?:a?invoke|a?predict|a?complete|generate_content|generateContent|run|call)\("
    r"|\bcompletions?\.create\(|\bresponses\.create\(|\bmessages\.create\(|\bollama\.(?:chat|generate)\("
)
_DIRECT = pattern_of(_SAYS)
_ASSIGNED = pattern_of(
    r"^\s*(?:(?:const|let|var)\s+)?(?:\{\s*)?(?P<name>[A-Za-z_]\w*)(?:\s*:\s*(?P<other>\w+))?[^=\n]{0,60}?=(?!=)\s*(?P<value>.{1,500})$"
)


def text_of(file: FileChange) -> str:
    """Return what can be seen of a file after the change."""
    return "\n".join(block.text for block in file.new.parts()) if file.new else ""


def talks_to_a_model(file: FileChange) -> bool:
    """Tell whether a file calls a language model."""
    known = reading(file).known
    if _MODEL not in known:
        known[_MODEL] = _speaks(text_of(file))
    return bool(known[_MODEL])


def _speaks(text: str) -> bool:
    lowered = lower(text)
    return any(_SPEAKS.match(text, at) for begin in _BEGINS for at in _places(lowered, begin))


def _places(text: str, begin: str) -> Iterator[int]:
    at = text.find(begin)
    while at >= 0:
        yield at
        at = text.find(begin, at + 1)


def answers(file: FileChange) -> re.Pattern[str]:
    """Return a pattern for what a model said: the call itself, and the names that hold an answer."""
    names: set[str] = set()
    for line in text_of(file).split("\n"):
        match = _ASSIGNED.match(line[:1000])
        if match and (_DIRECT.search(match["value"]) or (names and _any(names).search(match["value"]))):
            names.add(match["other"] or match["name"])
    return re.compile(_SAYS + (f"|{_any(names).pattern}" if names else ""))


def _any(names: set[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w.\"'])(?:" + "|".join(sorted(map(re.escape, names))) + r")\b(?!\s*=[^=])")


def added_lines(file: FileChange) -> list[tuple[int, str]]:
    """Return the lines that came, by number."""
    return [(number, line) for block in file.blocks(NEW) for number, line in block.lines()]
