"""English: `pairkit allow` for many findings at once, and the list of exceptions."""

TEXTS = {
    "baseline": "Let all present findings of check --all pass, so that only new ones stop. Secrets are left out.",
    "list": "List the exceptions.",
    "remove": "End an exception.",
    "format": "The form of the list.",
    "done": (
        "Let pass: {count} {count:finding that was|findings that were} here before. {count:It stands|They stand} in {path}, "
        "prepared for the next commit. From that commit on only what is new stops."
    ),
    "nothing": "Nothing new to let pass.",
    "known": "{count} {count:was|were} in it already; their reasons stay as they are.",
    "ended": (
        "{count} {count:exception has|exceptions have} ended and {count:stops|stop} again; only one at a time can be "
        "renewed:  pairkit allow {first}"
    ),
    "secrets": (
        "Not let pass: {count} {count:secret|secrets}. A secret is never let pass along with others. Look at each "
        "(pairkit check --all); if it opens nothing, let that one pass:  pairkit allow {first}"
    ),
    "removed": "Ended: the exception {fingerprint}. {path} is prepared for the next commit.",
    "none": "There are no exceptions.",
    "head": "{count} {count:exception|exceptions}, because: {because}",
    "until": "until {until}",
    "over": "ended {until}",
}
