"""What coding agents read before they begin: a short guide and skills, made from `pairkit.yaml`."""
