"""English: who answers for which files."""

TEXTS = {
    "zones": "Say who answers for which files: for these paths, or all zones.",
    "none": "This project has no pairkit.yaml yet, so nobody has agreed on who answers for what. `pairkit init` makes one.",
    "maker": "the maker's",
    "shared": "shared",
    "developer": "the developer's",
    "closed": "closed, only the developer changes it",
    "rest": "and everything that no pattern names",
    "guard": "and the files that keep the agreement (pairkit.yaml, hooks, agents' settings)",
}
