"""Random secrets that a browser or a person carries, and what the database keeps of them."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, fit for a cookie and for an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(cookie: str) -> str:
    """Return the token that every form of the browser with this cookie must carry.

    Another site can make a browser send the cookie, but can neither read nor compute this.
    """
    return digest(f"form:{cookie}")
