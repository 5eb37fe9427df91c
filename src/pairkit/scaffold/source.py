"""Where a template comes from: its name, a folder, or a git address with a ref."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pairkit.errors import WrongUse
from pairkit.scaffold import fetch
from pairkit.scaffold.template import available
from pairkit.shipped import shipped


@dataclass(frozen=True, slots=True)
class Source:
    """A template's folder and where it came from. `kind` is "shipped", "folder" or "git".

    `address`, `ref` and `commit` are those of a git template, else empty.
    """

    kind: str
    folder: str
    named: str
    address: str = ""
    ref: str = ""
    commit: str = ""

    @property
    def outside(self) -> bool:
        """Tell whether it did not come with pairkit."""
        return self.kind != "shipped"

    def recorded(self) -> dict[str, str]:
        """Return what `pairkit.lock` keeps of it; a folder's place on one computer means nothing on another."""
        if self.kind == "git":
            return {"kind": "git", "address": self.address, "ref": self.ref, "commit": self.commit}
        return {"kind": self.kind}


@contextmanager
def opened(spec: str) -> Iterator[Source]:
    """Give the source that `spec` names, as long as it is needed. Raises WrongUse, GitFailed or BrokenTemplate."""
    if fetch.is_address(spec):
        address, ref = fetch.parts(spec)
        with tempfile.TemporaryDirectory(prefix="pairkit-template-", ignore_cleanup_errors=True) as scratch:
            folder, commit = fetch.fetch(address, ref, scratch)
            _expect_template(folder, spec)
            yield Source("git", folder, spec, address, ref, commit)
    elif spec in available():
        yield Source("shipped", os.path.join(shipped("templates"), spec), spec)
    elif "/" in spec or os.sep in spec or spec.startswith((".", "~")):
        folder = os.path.abspath(os.path.expanduser(spec))
        _expect_template(folder, spec)
        yield Source("folder", folder, spec)
    else:
        close = difflib.get_close_matches(spec, available(), n=1)
        key = "template-unknown-close" if close else "template-unknown"
        raise WrongUse(key, name=spec, close="".join(close), known=", ".join(available()))


def _expect_template(folder: str, spec: str) -> None:
    if not os.path.isfile(os.path.join(folder, "template.yaml")):
        raise WrongUse("template-absent", path=spec)
