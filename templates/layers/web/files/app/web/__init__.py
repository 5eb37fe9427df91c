"""The shell around the desk: pages, words, errors, health and safety."""
