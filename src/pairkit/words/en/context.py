"""English: the files that agents read."""

TEXTS = {
    "written": "Written: {path}",
    "changed": "Brought up to date: {path}. What you wrote around our part is as it was.",
    "removed": "Taken away: {path}",
    "behind": "Not up to date: {path}. Run  pairkit guard sync",
    "foreign": "Left as it is: {path} is your own.",
    "no-end": "Left as it is: in {path} our part begins and does not end, so nobody can tell what is yours. Delete our part, its first line too, then run  pairkit guard sync",
    "not-json": "Left as it is: {path} cannot be read as settings, or its context.fileName is not a list. Let it name AGENTS.md.",
    "not-text": "Left as it is: {path} is not UTF-8 text. Save it again as UTF-8.",
    "link": "Left as it is: {path} leads somewhere else (it is a link).",
    "unwritable": "Left as it is: {path} cannot be read or written.",
}
