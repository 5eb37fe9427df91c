"""English: starting a project."""

TEXTS = {
    "plan": "{count} files in {path}:",
    "plan-git": "and git: a first commit, with pairkit's hooks in place",
    "go-on": "Make it?",
    "message": "Start {title}",
    "done": "{path} is ready: {count} files, recorded as the first save point. From now on every commit in it is checked first.",
    "next": "To see it run:",
    "no-author": (
        "git does not know your name on this computer yet, so pairkit.yaml names nobody, its zones hold for nobody, and "
        "the first save point has no author. Tell git once, before your first commit:\n"
        'git config --global user.name "Your Name"\n'
        "git config --global user.email you@example.com"
    ),
    "no-hooks": (
        "Another program manages the git hooks on this computer (core.hooksPath), so pairkit's were not put in place. "
        "Commits are not checked until the developer adds them there."
    ),
    "which": "Which template?",
    "add": "{count} files would be added to {path}, and nothing that is there is changed:",
    "add-git": "and pairkit's git hooks; hooks that are there stay and run first",
    "add-kept": "{count:This file is|These files are} there already, and {count:stays|stay} as {count:it is|they are}:",
    "add-ignored": "Your .gitignore leaves {count:this file|these files} out, so {count:it is|they are} not written:",
    "added": "{count} files are new in {path}; all the others are as they were. Nothing is recorded yet.",
    "added-next": "Look at them, then prepare them for your next commit:",
}
