"""English: what reports for other programs say beside the rules' own words."""

TEXTS = {
    "verdict-stop": "Nothing is lost. Before this goes on, somebody must look at {count} {count:place|places}.",
    "verdict-wait": "Nothing is lost. {count} {count:place waits|places wait} for the person whose area it is.",
    "verdict-say": "Nothing stops this. To look at: {count} {count:place|places}.",
    "verdict-note": "Nothing stops this. To know: {count} {count:thing|things}.",
    "stop": "Stops",
    "wait": "Waits",
    "say": "To look at",
    "note": "To know",
    "allowed": "Let pass",
    "what": "What",
    "where": "Where",
    "do": "What to do",
    "everywhere": "the whole change",
    "removed-line": "{where}, a line that went",
    "more": "… and {count} more. `--format json` has them all.",
    "left-out": "{count} more {count:finding|findings} left out, because code scanning shows no more.",
}
