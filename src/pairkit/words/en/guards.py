"""English: what guards say of agents, to the agent and at install."""

TEXTS = {
    "payload-unreadable": "Not done: pairkit could not read what {agent} was about to do, so it could not look at it. Nothing was changed.\nTry the same step once more, in smaller parts if it is a large one. Do not try another way. If it stays so, show the person this text as it is:\n\n  “The guard of this project could not read a step of {agent} and stopped it. Your work is still there. Run  pairkit doctor  and show the developer what it says.”",
    "payload-too-large": "Not done: this step of {agent} is larger than pairkit looks at (50 MB). Nothing was changed.\nWrite less at once, or leave that file out and tell the person. Do not try another way.",
    "agent-failed": "pairkit could not look at this step, so it was let through unchecked. Say so to the person you work for. What went wrong is kept in {log}; it holds no text of the project.",
}
