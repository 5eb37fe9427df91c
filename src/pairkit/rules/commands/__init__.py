"""Checks of one command each, for what a rule's data cannot say. One file a check, named as rules name it."""
