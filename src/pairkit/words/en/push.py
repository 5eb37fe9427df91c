"""English: what is said of a push, and of a commit's message."""

TEXTS = {
    "stopped": "Your work is still here, and nothing was sent: {found}.",
    "waits": "Your work is still here; only the push to {branch} waits for {owner}: {found}.",
    "waits.do": (
        "Send it as a branch of its own and open a pull request; {owner} looks at it there:  "
        "git push {remote} HEAD:refs/heads/{own}"
    ),
    "waits.tell-ai": (
        'Push this work to a branch of its own with "git push {remote} HEAD:refs/heads/{own}" and open a pull request to '
        "{branch} in which {owner} is asked to look. Do not push to {branch}."
    ),
    "told": "Nothing stops this push. To know, with nothing to do now:",
    "in-commit": "commit {commit}",
    "carried-secret.why": (
        "A push sends every saved version, also the ones that a later version corrected. This one has not been pushed yet, "
        "so taking it out of the last commits is enough."
    ),
    "carried-other.why": (
        "A push sends every saved version, and what is in one of them stays in everybody's history. It has not been pushed "
        "yet, so it can still be put right in the last commits."
    ),
    "carried-secret.that": "that must not leave this computer",
    "carried-other.that": "that must not stay in the history",
    "carried.do": "Take it out of the last {count:commit|{count} commits}, then push again. The files stay as they are.",
    "carried.tell-ai": (
        "Commit {commit}, not pushed yet, has something in {file}, line {line}, {that}. Show me "
        'what pairkit said. Then go back with "git reset --soft {before}", which keeps every file, take it out of the file, '
        "and commit again. Do not write the value anywhere else, and do not push with --no-verify."
    ),
    "carried-first.tell-ai": (
        "Commit {commit}, not pushed yet, has something in {file}, line {line}, {that}, and it "
        "cannot simply be taken back. Show me what pairkit said and help me ask the developer. Do not push with --no-verify."
    ),
    "deleted.found": "this would delete {branch}, the version that everybody shares",
    "deleted.why": "Everybody builds on {branch}; without it nobody could get or send anything.",
    "deleted.do": "Leave it. If it is really meant, the developer does it on the project's page.",
    "forced.found": "this would replace {branch}, and what others sent there would be gone",
    "forced.why": "The version of {branch} that everybody has is not part of what you send, so their work would disappear from it.",
    "forced.do": "Get what is there first; nothing of yours is lost by that. Then push again without force:  git pull {remote} {branch}",
    "behind.found": "{branch} has newer work that is not on this computer yet",
    "behind.why": "Sent like this, it would put your version in place of theirs.",
    "behind.do": "Get it first; nothing of yours is lost by that. Then push again without force:  git pull {remote} {branch}",
    "tag-moved.found": "the tag {tag} is shared already, and this would let it mean another version",
    "tag-moved.why": "Whoever has the tag keeps the old version under that name, and nobody notices that the two differ.",
    "tag-moved.do": "Give the new version a tag of its own, with the next number, and push that.",
    "unknown.found": (
        "The newest version of {branch} is not on this computer, so what you send could not be compared with it. If git "
        "refuses the push, get it first:  git pull {remote} {branch}"
    ),
    "partly": (
        "pairkit looked through the newest {looked} of {count} commits and then let you go on, so as not to keep you waiting. "
        "All of them:  pairkit check --all"
    ),
    "incident": "When it works again, write down what happened while you still know it:  pairkit checklist incident",
    "agent-unguarded": (
        "{agent} is working here, but its guard has been silent for more than a day, so only commits are checked: "
        "pairkit doctor"
    ),
    "message.stopped": "Your work is still here; only the commit waits: its message holds what looks like a secret: {what}.",
    "message.why": (
        "A message is part of the history: anyone who ever gets a copy of this project can read it. It has not been recorded "
        "yet, so leaving the value out is enough."
    ),
    "message.do": "Write the message without the value, then commit again.",
    "message.tell-ai": "Commit again with a message that does not hold the value. Say in words what it is for, and nothing of the value.",
}
