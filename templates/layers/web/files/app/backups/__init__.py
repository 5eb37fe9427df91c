"""Copies of the whole database: made while the desk runs, brought back while it stands still."""
