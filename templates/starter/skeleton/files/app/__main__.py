"""The start command: python -m app NAME."""

import sys

from app.greeting import greet

print(greet(" ".join(sys.argv[1:]) or "?"))
