"""Ask GitLab through its own interface, with a token that the job was given."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, NamedTuple

from pairkit.forge.asking import NoAnswer

_SECONDS = 30


class GitLab(NamedTuple):
    """One project: the interface's address (`CI_API_V4_URL`), the project's id, a token or none.

    Each way of asking raises NoAnswer.
    """

    url: str
    project: str
    token: str = ""

    def merge_request(self, number: int) -> dict[str, Any]:
        """Return a merge request as it is now."""
        found = self._ask(f"merge_requests/{number}")
        if not isinstance(found, dict):
            raise NoAnswer("{}")
        return found

    def approvals(self, number: int) -> list[Any]:
        """Return who approved, and the versions with the times at which each head came."""
        return [
            self._ask(f"merge_requests/{number}/approvals"),
            self._ask(f"merge_requests/{number}/versions?per_page=100"),
        ]

    def describe(self, number: int, text: str) -> None:
        """Write a merge request's description."""
        self._ask(f"merge_requests/{number}", {"description": text})

    def _ask(self, what: str, put: dict[str, str] | None = None) -> Any:
        address = f"{self.url}/projects/{urllib.parse.quote(self.project, safe='')}/{what}"
        if not address.startswith(("https://", "http://")):
            raise NoAnswer("CI_API_V4_URL")
        head = {"Content-Type": "application/json", **({"PRIVATE-TOKEN": self.token} if self.token else {})}
        data = json.dumps(put).encode() if put is not None else None
        asked = urllib.request.Request(address, data, head, method="PUT" if put else "GET")  # noqa: S310 - see above
        try:
            with urllib.request.build_opener(_Stay).open(asked, timeout=_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise NoAnswer(f"HTTP {error.code}") from None
        except (OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from None


class _Stay(urllib.request.HTTPRedirectHandler):
    """The token goes to the forge and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None
