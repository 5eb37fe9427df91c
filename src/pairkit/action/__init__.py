"""What an agent is about to do: an edit, a read, a command; its payload and its shell language."""
