"""Run the rules over a whole tree (`check --all`): file by file, over several processes, remembering what was seen.

A rule that judges each file by itself (a pattern, a structure, a secret's shape, most detectors) runs where the file
is read, and what it found is kept by the file's content. The few that hold files against each other run once, at the
end, in the first process (see `scope.py`).
"""
