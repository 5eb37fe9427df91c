"""English: what is said of a judged change."""

TEXTS = {
    "stopped": "Your work is still here; only the commit waits: {found}.",
    "place": "{file}, line {line}",
    "more-places": "… and {count} more",
    "places-alike": "and {count} more {count:place|places} like it",
    "why": "Why",
    "do": "Do",
    "and": "Next",
    "also": "Also",
    "also-lead": "in this change, nothing to do now:",
    "tell-ai": "Tell your AI:",
    "in-the-checklist": "{count} more {count:thing|things} to look at before you share it: pairkit checklist",
    "for-developer": "for the developer:",
    "the-developer": "the developer",
    "the-maker": "the maker",
    "stopped-shared": "Before this is shared, somebody must look at it: {found}.",
    "passed": "Nothing stops this commit. To know, with nothing to do now:",
    "passed-shared": "Nothing stops this. To look at:",
    "unknown-person": (
        "pairkit does not know {email}, so it treats the change as the maker's. If that is not right, the developer adds "
        "the address to its person in pairkit.yaml:  emails: [{email}]"
    ),
    "clean": "Nothing to stop and nothing to tell in {count} changed {count:file|files}.",
    "no-change": "There is no change to look at. Choose what to check with --staged, --range, --all or --patch.",
    "allowed": "Let pass by the developer: {found}. Because: {because}",
    "allowed-many": "Let pass by the developer: {count} findings. Because: {because}",
    "skipped-unmerged": "Not looked at, because two versions still stand side by side: {names}",
    "skipped-too-long": "Searched for passwords and keys only, because it is too long for the other checks: {names}",
    "agreement-unread": (
        "{path} (line {line}) cannot be read, so this was checked without your agreement: {problem} The developer "
        "should correct it."
    ),
    "playbook-unread": (
        "{path} (line {line}) needs correcting, so this was checked without that playbook: {problem} The developer can "
        "see more with  pairkit playbook check"
    ),
    "why-lead": "Judged as: {person}; place: {place}",
    "nobody-known": "somebody whom pairkit.yaml does not name, treated as the maker",
    "hook-no-pairkit": "pairkit is not installed on this computer, so this was saved without its checks.",
    "hook-failed": (
        "pairkit could not check this (its own mistake, not yours), so it went on unchecked. "
        "Please send this file to the developer: {log}"
    ),
    "failed": "Something went wrong inside pairkit; your files are as they were. Please send this file to the developer: {log}",
    "interrupted": "Stopped, as you asked. Nothing was changed.",
}
