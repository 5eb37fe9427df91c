"""English: `check --online`, what registries said of new packages."""

TEXTS = {
    "help": "Ask your own pip and npm whether the packages that the change adds exist.",
    "none": "Packages: the change adds none, so there was nothing to ask.",
    "exists": "Packages that exist, as your registry says ({count}): {names}. Whether they are any good is another question.",
    "missing": "Packages that your registry does not know ({count}): {names}.",
    "not-asked-tool": "Not asked for, because pip or npm is not on this computer: {names}.",
    "not-asked-kind": "Not asked for, because pairkit can only ask pip and npm: {names}.",
    "not-asked-name": "Not asked for, because these are not names of packages: {names}.",
    "not-asked-many": "Not asked for, because there are too many at once ({count} more): {names}.",
    "not-asked-time": "No answer in time, so nothing is known of: {names}.",
    "not-asked-answer": "No clear answer (no network, no access, or none for this computer), so nothing is known of: {names}.",
}
