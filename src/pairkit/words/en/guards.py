"""English: what is said when guards are put in place or taken away."""

TEXTS = {
    "added": "In place: {manager} runs pairkit too; the lines are in {path}, between two marks. The developer commits that file.",
    "current": "Already in place: {manager} runs pairkit too ({path}).",
    "taken-out": "Taken away: {path} is as it was before.",
    "absent": "Nothing to take away in {path}.",
    "left": (
        "{manager} looks after the hooks here. Its file {path} is the developer's, so it was left as it is; where git runs "
        "pairkit's own hooks, they work beside it. The developer can join the two:  pairkit guard install"
    ),
    "unguarded": (
        "Git takes its hooks from {manager} here, and {path} is the developer's, so it was left as it is. Until the "
        "developer joins pairkit to it, commits on this computer are not checked:  pairkit guard install"
    ),
    "by-hand": (
        "{path} was left as it is, because changing it automatically could lose something in it. pairkit's own hooks "
        "are in place all the same. To let {manager} run pairkit, add these lines:"
    ),
}
