"""English: headings of a rule's page."""

TEXTS = {
    "do": "What to do",
    "example": "Example",
    "instead": "Write instead",
    "where": "Where it stops",
    "stops-own-branch": "Every commit: such a thing must not be in the history at all.",
    "stops-protected-branch": "Only on the way to the shared version. On your own branch it is said in one line.",
    "stops-nowhere": "Nowhere. It is said in one line.",
    "stops-preview": "Nowhere yet: the rule is new. It is said in one line.",
    "stops-command": "Before it is done: an agent is asked to leave it. What you type yourself is not stopped.",
    "lesson": "The lesson behind it",
}
