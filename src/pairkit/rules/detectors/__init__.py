"""Detectors: what cannot be said as a pattern. Each file has one `detect(context, rule, files, regions)`.

`files` are those that the rule's paths allow, `regions` where its literals stand (empty for a rule without literals).
"""
