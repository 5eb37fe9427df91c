"""Looking at a whole tree: the line that shows how far it is."""

TEXTS = {
    "no-cache": "With --all: look at every file anew, also at those that have not changed since the last time.",
    "progress": "Looking at {done} of {total} files",
}
