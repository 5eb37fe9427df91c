"""Fetch a template by its git address: objects only, nothing is checked out by git, so nothing of it can run.

Without a work tree there are no hooks, filters, large-file helpers, submodules or links: the files of the one commit
are read from the objects and written here, each path checked first.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping

from pairkit.errors import GitFailed, WrongUse
from pairkit.git.run import environment
from pairkit.scaffold.destination import checked
from pairkit.scaffold.render import LARGEST_ALL, LARGEST_FILE, MOST_FILES, BrokenTemplate

WAIT = 120
"""Seconds after which fetching is given up."""
_ADDRESS = re.compile(r"(?:https://|ssh://|file://|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:)\S+")
_GIT_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://|:)\S*|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:\S+|\S+\.git(?:#\S*)?")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}")
_PASSWORD = re.compile(r"[a-z]+://[^/@]*:[^/@]*@")
_QUIET = (
    "core.hooksPath=/dev/null",
    "core.symlinks=false",
    "core.fsmonitor=false",
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    "protocol.file.allow=always",
    "protocol.ext.allow=never",
    "fetch.recurseSubmodules=false",
    "fetch.fsckObjects=true",
    "gc.auto=0",
    "maintenance.auto=false",
)


def is_address(spec: str) -> bool:
    """Tell whether a template is named by a git address: `https://…`, `ssh://…`, `git@host:…`, `file://…`, `….git`."""
    return _GIT_LIKE.fullmatch(spec) is not None and not re.match(r"[A-Za-z]:[\\/]", spec)


def parts(spec: str) -> tuple[str, str]:
    """Return (address, ref) of `ADDRESS#REF`; the ref is HEAD if there is none. Raises WrongUse.

    A password in an address is refused: the address is recorded in `pairkit.lock`.
    """
    address, _, ref = spec.partition("#")
    if address.endswith(".git") and not _ADDRESS.fullmatch(address) and "://" not in address:
        address = "file://" + os.path.abspath(address)
    if _PASSWORD.match(address):
        raise WrongUse("template-password")
    if not _ADDRESS.fullmatch(address):
        raise WrongUse("template-address", address=address)
    if ref and (not _REF.fullmatch(ref) or ".." in ref):
        raise WrongUse("template-ref", ref=ref)
    return address, ref or "HEAD"


def fetch(address: str, ref: str, scratch: str) -> tuple[str, str]:
    """Return (folder with the files, commit) of a template, made in the empty folder `scratch`.

    Raises GitFailed if it cannot be fetched, BrokenTemplate for what no template may hold.
    """
    store, folder = os.path.join(scratch, "objects.git"), os.path.join(scratch, "template")
    empty = os.path.join(scratch, "empty")
    os.mkdir(empty)
    _git(["init", "-q", "--bare", f"--template={empty}", store], scratch)
    wanted = ["--depth=1", "--no-tags", "--no-recurse-submodules", "--quiet", "--", address, ref]
    _git(["fetch", *wanted], store, said=address)
    commit = _git(["rev-parse", "--verify", "FETCH_HEAD^{commit}"], store).decode().strip()
    os.mkdir(folder)
    listed = _git(["ls-tree", "-r", "-l", "-z", "--full-tree", commit], store).decode("utf-8", "surrogateescape")
    _write(folder, _wanted(listed, address), store)
    return folder, commit


def _wanted(listed: str, address: str) -> Mapping[str, str]:
    """Return the id of each file of the tree that belongs to the template. Raises BrokenTemplate."""
    wanted: dict[str, str] = {}
    total = 0
    for entry in listed.split("\0"):
        head, tab, path = entry.partition("\t")
        if not tab or not (path == "template.yaml" or path.startswith(("files/", "layers/"))):
            continue
        mode, _, blob, size = head.split()
        if mode not in ("100644", "100755"):
            raise BrokenTemplate("template-link", template=address, path=path)
        total += int(size)
        if int(size) > LARGEST_FILE or total > LARGEST_ALL or len(wanted) >= MOST_FILES:
            raise BrokenTemplate("template-too-large", template=address, path=path)
        wanted[checked(path, address)] = blob
    return wanted


def _write(folder: str, wanted: Mapping[str, str], store: str) -> None:
    asked = "".join(f"{blob}\n" for blob in wanted.values()).encode()
    answer = _git(["cat-file", "--batch"], store, stdin=asked)
    at = 0
    for path in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        place = os.path.join(folder, *path.split("/"))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "xb") as file:
            file.write(answer[end + 1 : end + 1 + size])
        at = end + 1 + size + 1


def _git(args: list[str], cwd: str, *, stdin: bytes | None = None, said: str = "") -> bytes:
    settings = [part for one in _QUIET for part in ("-c", one)]
    quiet = {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
    }
    env = {name: value for name, value in environment(quiet).items() if name not in _ELSEWHERE}
    try:
        done = subprocess.run(
            ["git", *settings, *args],
            cwd=cwd, env=env, input=stdin, capture_output=True, check=False, timeout=WAIT,
        )  # fmt: skip
    except FileNotFoundError:
        raise GitFailed("git-missing") from None
    except subprocess.TimeoutExpired:
        raise GitFailed("template-unreachable", address=said, said=f"{WAIT} s") from None
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip()
        raise GitFailed("template-unreachable", address=said, said=told)
    return done.stdout


_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
              "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_TEMPLATE_DIR", "GIT_EXEC_PATH")  # fmt: skip
