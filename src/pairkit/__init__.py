"""pairkit: a developer and a maker who cannot code make software together.

This package's root stays free of imports: every git hook starts here.
"""

__version__ = "0.1.0"
