"""English: `pairkit playbook`."""

TEXTS = {
    "help": "See playbooks and their rules, write your own, try its examples.",
    "help-list": "List the playbooks and say which apply here.",
    "help-show": "Show a playbook's rules.",
    "help-check": "Read your own playbooks strictly and run their examples.",
    "help-new": "Begin a playbook of your own: one rule that works, to be changed.",
    "name": "A shipped playbook (core), or one of your own (own/NAME).",
    "folder": "A playbook's folder or name; all of your own by default.",
    "new-name": "Small letters, digits and hyphens.",
    "format": "The form of the answer.",
    "applies": "applies here",
    "rests": "does not apply here",
    "rules": "{count} {count:rule|rules}, {shapes} {shapes:kind of key|kinds of keys}",
    "rules-alone": "{count} {count:rule|rules}",
    "own-branch": "stops every commit",
    "protected-branch": "stops on the way to the shared version",
    "nowhere": "is told",
    "command": "stops an agent before it is done",
    "preview": "preview, is told",
    "none": "There is no playbook of your own here. Begin one with:  pairkit playbook new NAME",
    "well": "{name}: all is well. {rules} {rules:rule|rules}, {count} {count:example|examples}, from files and from patches.",
    "failed": "{name}: {failed} {failed:example|examples} did not come out as written.",
    "file": "as files",
    "patch": "as a patch",
    "nothing": "{rule}, example {number} under found ({source}): nothing was found.",
    "line": "{rule}, example {number} under found ({source}): found in line {got}, and line {wanted} was meant.",
    "quiet": "{rule}, example {number} under quiet ({source}): it should stay quiet, and line {got} was found.",
    "made": "Written: {files}",
    "next": (
        "Change the rule, then try it:  pairkit playbook check\n"
        "When it does what you want, the developer adds {name} to playbooks in pairkit.yaml and commits both."
    ),
}
