"""Programs that look after a project's git hooks, one file each: pairkit joins in their own way."""
