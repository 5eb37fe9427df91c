"""What keeps the agreement: git hooks now; agents, CI and the server's rules come here too."""
