"""Playbooks: lessons, rules and secret shapes as data; read strictly, kept as one index."""
