"""The project's own facts: its agreement (`pairkit.yaml`), people and zones."""
