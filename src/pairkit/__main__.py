"""`python -m pairkit`: the same program as the `pairkit` command."""

from pairkit.cli import main

main()
