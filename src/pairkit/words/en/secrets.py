"""English: how far a secret has come, and what to do then. A secret that is only staged has its rule's own words."""

TEXTS = {
    "page": "Where: {page}",
    "no-page": "Where: the place where it was made.",
    "more": "Keys",
    # in the newest commit, not shared
    "newest.short": "in your newest commit, not shared",
    "newest.why": (
        "The value is in the newest commit on this computer, and as far as this computer knows nobody else has it. "
        "Correcting that one commit is enough. Once it is shared, anyone with a copy can use it."
    ),
    "newest.do": "Take the value out of the file, then correct the newest commit instead of adding another.",
    "newest.tell_ai": (
        "Move the secret from {file}, line {line}, into the file .env and read it from there. Make sure .env is in "
        ".gitignore. Stage just that and run: git commit --amend --no-edit. A new commit on top would leave the value in "
        "the old one. Do not push before that is done, and do not write the value anywhere else."
    ),
    "newest.look": "In the newest commit, not pushed: amend it before anything is pushed. No need to change the key.",
    # in an older commit, not shared
    "committed.short": "in your commits, not shared",
    "committed.why": (
        "The value is in a commit on this computer, and as far as this computer knows nobody else has it. "
        "As long as it is not shared, it can still be taken out of the history."
    ),
    "committed.do": "Share nothing yet. Take the value out of the file and out of the commits since then; {owner} can help.",
    "committed.tell_ai": (
        "The secret in {file}, line {line}, is in commits that were not pushed. Move it into the file .env and read it "
        "from there, and make sure .env is in .gitignore. Find the commit that brought it ({commit}), then record "
        "everything since as one new commit: git reset --soft to the commit before it, git add, git commit. "
        "Do not push before that is done, and do not write the value anywhere else."
    ),
    "committed.look": (
        "In commits that were not pushed (since {commit}): soft-reset to before it and commit again, so that no commit "
        "that is pushed holds the value."
    ),
    "committed.page-head": "If it is committed, and not shared yet",
    "committed.page-text": (
        "Take the value out of the file, then out of the commit. In the newest one: git commit --amend. In an older one: "
        "git reset --soft to the commit before it, then commit once more. Share nothing before that."
    ),
    # with others
    "pushed.short": "already shared",
    "pushed.head": "Your work is still here. One thing comes first, because others can see it already: {found}.",
    "pushed.why": (
        "The value has left this computer, so everyone with a copy of this project can use it. Taking it out of the "
        "file does not take it back."
    ),
    "pushed.do": "The key has to be changed first; {owner} does that. Only then take the value out of the file. {page}",
    "pushed.tell_ai": (
        "Move the secret from {file}, line {line}, into the file .env and read it from there. Make sure .env is in "
        ".gitignore. The key is being changed, so the old value will be worthless: do not rewrite the history, and do "
        "not write the new value anywhere but in .env."
    ),
    "pushed.also": "others have it already, so the key has to be changed",
    "pushed.look": (
        "Pushed: change the key first and look for use that was not yours, then take it out. Rewriting the history "
        "instead does not help: copies stay. {page}"
    ),
    "pushed.page-head": "If it was shared already",
    "pushed.page-text": (
        "Change the key first, at the place where it was made, so that the old one opens nothing. A report names the "
        "vendor's page where pairkit knows it. Then take the value out of the file. Rewriting the history does not help: "
        "copies stay with others."
    ),
    # could not be told
    "unknown.short": "perhaps shared",
    "unknown.head": "Your work is still here. One thing comes first, because others may see it already: {found}.",
    "unknown.why": (
        "Whether others have the value already cannot be told from here. If they have, everyone with a copy of this "
        "project can use it, and taking it out of the file does not take it back."
    ),
    "unknown.do": (
        "Take the value out of the file. If it was ever shared, the key has to be changed first; {owner} does that. {page}"
    ),
    "unknown.look": (
        "Whether it was pushed cannot be told from here. If it was, change the key first, then take it out. {page}"
    ),
    # files of secrets
    "env-file-newest.found": "{file} is where this computer's secrets live, and it is in your newest commit",
    "env-file-newest.do": "Keep the file, but take it out of the newest commit.",
    "env-file-newest.tell_ai": (
        'Take {file} out of the newest commit with "git rm --cached" and "git commit --amend --no-edit", keep the file '
        "itself, and make sure .gitignore names .env. Do not push before that is done. List the names of the settings, without values, "
        "in .env.example."
    ),
    "env-file-committed.found": "{file} is where this computer's secrets live, and it is in your commits",
    "env-file-committed.do": "Share nothing yet. Keep the file, but take it out of the commits since then; {owner} can help.",
    "env-file-committed.tell_ai": (
        'Take {file} out with "git rm --cached", keep the file itself, and make sure .gitignore names .env. It is in '
        "commits that were not pushed: find the one that brought it ({commit}), then record everything since as one new "
        "commit (git reset --soft to the commit before it, git add, git commit). Do not push before that is done."
    ),
    "env-file-pushed.found": "{file} is where this computer's secrets live, and others have it already",
    "env-file-pushed.do": (
        "Every key and password in it has to be changed first; {owner} does that. Then take the file out of the project, "
        "and keep it on this computer."
    ),
    "env-file-pushed.tell_ai": (
        'Take {file} out of the project with "git rm --cached", keep the file itself, and make sure .gitignore names .env. '
        "List the names of the settings, without values, in .env.example. Its values are being changed, so do not rewrite "
        "the history."
    ),
    "env-file-pushed.look": "Pushed: change every value in it first, then take the file out of the project.",
    "env-file-unknown.found": "{file} is where this computer's secrets live, and it is in the project",
    "env-file-unknown.do": (
        "Keep the file, but take it out of the project. If it was ever shared, every key in it has to be changed first; "
        "{owner} does that."
    ),
    "env-file-unknown.look": "If it was ever pushed, change every value in it first, then take the file out.",
}
