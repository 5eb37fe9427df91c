"""English: the frame of a help page."""

TEXTS = {
    "usage": "Usage:",
    "options-here": "[OPTIONS]",
    "command-here": "COMMAND [ARGS]...",
    "arguments": "Arguments:",
    "options": "Options:",
    "commands": "Commands:",
    "this": "Show this page and stop.",
    "default": "[default: {value}]",
}
