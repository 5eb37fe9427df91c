"""What a forge (GitHub, GitLab) knows of a change: who opened it, who approved it, and the way to ask."""
