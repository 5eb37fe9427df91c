"""English: templates, for those who use one and those who write one."""

TEXTS = {
    "outside": "{name} {version} is a template that somebody else wrote.",
    "outside-about": "It says of itself: “{about}”",
    "outside-from": "  from  {place}",
    "outside-files": "  {count} files:",
    "outside-more": "and {count} more",
    "outside-means": (
        "Making the project runs none of it. But what it writes becomes your project: whoever starts, tests or installs that, runs it."
    ),
    "outside-ask": "Do you trust whoever wrote it?",
}
