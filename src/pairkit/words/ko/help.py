"""한국어: 도움말의 틀."""

TEXTS = {
    "usage": "사용법:",
    "options-here": "[옵션]",
    "command-here": "명령 [값]...",
    "arguments": "값:",
    "options": "옵션:",
    "commands": "명령:",
    "this": "이 도움말을 보여 주고 끝내요.",
    "default": "[기본값: {value}]",
}
