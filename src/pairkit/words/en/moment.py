"""English: the moments beside the review of a change."""

TEXTS = {
    "for-developer": "For the developer",
    "for-maker": "For you",
    "plan": "Whose areas the plan touches",
    "no-zone": "no zones here, since pairkit.yaml does not exist",
    "first": "{owner} does this first, or says how",
    "send": "The text to send",
    "message": "“Hello {owner}, I would like to change something that needs {paths}. That is your area. Could you do that part, or tell me how it should be done? I will begin with the rest meanwhile.”",
    "tried": "Tried in a clean place, by what the documents say",
}
