"""Findings, zones, people and the place decide what stops, what waits and what is only said."""
