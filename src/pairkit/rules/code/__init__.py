"""Read code as detectors need it: its lines, its trees, what flows into what, where text becomes a command."""
