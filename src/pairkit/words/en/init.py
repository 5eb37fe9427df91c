"""English: starting a project."""

TEXTS = {
    "plan": "{count} files in {path}:",
    "plan-git": "and git: a first commit, with pairkit's hooks in place",
    "go-on": "Make it?",
    "message": "Start {title}",
    "done": "{path} is ready: {count} files, recorded as the first save point, and every commit in it is looked at first.",
    "next": "To see it run:",
    "no-author": (
        "git does not know your name on this computer yet, so nobody stands in pairkit.yaml, zones hold for nobody, and the "
        "first save point has no author of its own. Tell git once, before your first commit:\n"
        'git config --global user.name "Your Name"\n'
        "git config --global user.email you@example.com"
    ),
    "no-hooks": (
        "Another program manages the git hooks on this computer (core.hooksPath), so pairkit's were not put in place. "
        "Commits are not looked at until the developer adds them there."
    ),
}
