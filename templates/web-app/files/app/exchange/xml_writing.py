"""Write XML piece by piece, with every text made harmless."""

import re
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Characters that no XML file may hold, not even in another spelling.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """Return a text as it stands between tags."""
    return escape(FORBIDDEN.sub("", value))


def attribute(value: str) -> str:
    """Return a text as it stands behind an equals sign, in quotation marks."""
    return quoteattr(FORBIDDEN.sub("", value))
