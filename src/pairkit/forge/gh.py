"""Ask GitHub through its own program `gh`, which every GitHub runner has; it reads the token from GH_TOKEN."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from typing import Any, NamedTuple

from pairkit.forge.asking import NoAnswer
from pairkit.forge.event import parsed

_SECONDS = 60


class Gh(NamedTuple):
    """One repository, "owner/name". Each way of asking raises NoAnswer."""

    repository: str

    def reviews(self, number: int) -> list[Any]:
        """Return all reviews of a pull request."""
        pages = self._json("api", "--paginate", f"repos/{self.repository}/pulls/{number}/reviews?per_page=100")
        return [one for page in pages if isinstance(page, list) for one in page]

    def pull(self, number: int) -> dict[str, Any]:
        """Return a pull request as it is now."""
        return self._table("api", f"repos/{self.repository}/pulls/{number}")

    def merged_as(self, commit: str) -> dict[str, Any] | None:
        """Return the pull request that was merged as this very commit, or None."""
        pages = self._json("api", f"repos/{self.repository}/commits/{commit}/pulls")
        pulls = [one for page in pages if isinstance(page, list) for one in page if isinstance(one, dict)]
        return next((one for one in pulls if one.get("merge_commit_sha") == commit and one.get("merged_at")), None)

    def describe(self, number: int, body: str) -> None:
        """Write a pull request's description.

        Not by `gh pr edit`: that asks for more than the text, and for rights that a workflow's token has not.
        """
        self._send("PATCH", f"pulls/{number}", {"body": body})

    def scan(self, path: str, commit: str, ref: str) -> None:
        """Give the SARIF file at `path` to code scanning (https://docs.github.com/rest/code-scanning)."""
        with open(path, "rb") as file:
            packed = base64.b64encode(gzip.compress(file.read(), mtime=0)).decode()
        self._send("POST", "code-scanning/sarifs", {"commit_sha": commit, "ref": ref, "sarif": packed})

    def _send(self, method: str, what: str, told: dict[str, str]) -> None:
        given = json.dumps(told).encode()
        self._run("api", "--method", method, f"repos/{self.repository}/{what}", "--input", "-", given=given)

    def _table(self, *args: str) -> dict[str, Any]:
        found = self._json(*args)
        if not found or not isinstance(found[0], dict):
            raise NoAnswer("{}")
        return found[0]

    def _json(self, *args: str) -> list[Any]:
        try:
            return parsed(self._run(*args))
        except ValueError as error:
            raise NoAnswer(str(error)[:80]) from None

    def _run(self, *args: str, given: bytes = b"") -> str:
        try:
            done = subprocess.run(["gh", *args], input=given, capture_output=True, check=False, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoAnswer(f"gh: {type(error).__name__}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
            raise NoAnswer(said[:200] or f"gh {done.returncode}")
        return done.stdout.decode("utf-8", "replace")
