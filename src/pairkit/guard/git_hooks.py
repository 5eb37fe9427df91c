"""Put pairkit's git hooks in place and take them away again.

The hook names its interpreter by an absolute path, because graphical programs run git with another PATH. If that is
gone, the commit passes with a sentence: a missing helper must not hold anybody's work. A hook that was there before is
kept beside it and still runs first.
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass

from pairkit.errors import Occupied
from pairkit.git.run import git

HOOKS = ("pre-commit", "pre-merge-commit")
KEPT = ".before-pairkit"
_MARK = "# pairkit-hook 1"
_STOP, _MISSING = 96, 97
"""What the program answers for "stop" and for "there is no pairkit".

Any other answer is not the program's own: an interpreter that is broken, killed or of another machine ends with 1, 126,
127 or a signal, and must not hold a commit. Nothing of a hook lives long enough to be collected, and everything is
written when `main` returns: no collector and no farewell save 5 ms of 55.
"""

_SCRIPT = """#!/bin/sh
{mark}: made by `pairkit guard install`; `pairkit guard remove` takes it away and brings back what was here before.
python={python}
before="${{0%/*}}/{hook}{kept}"
[ "$PAIRKIT_HOOK" != '{hook}' ] || exit 0  # called again by a hook that this one called
if [ -x "$before" ]; then
  PAIRKIT_HOOK='{hook}' "$before" "$@" || exit $?
fi
if [ -x "$python" ]; then
  "$python" -I -X utf8 -c 'import gc, os
gc.disable()
try:
    from pairkit.hook import main
except ImportError:
    os._exit({missing})
code = main()
os._exit({stop} if code == 1 else code)' {hook} "$@"
  case $? in
    0) exit 0 ;;
    {stop}) exit 1 ;;
    130) exit 130 ;;
  esac
elif command -v pairkit-hook >/dev/null 2>&1; then
  exec pairkit-hook {hook} "$@"
fi
echo 'pairkit could not be started on this computer, so this was saved without its checks.' >&2
echo '이 컴퓨터에서 pairkit을 시작하지 못해서 점검 없이 저장했어요.' >&2
echo 'To bring it back / 다시 켜려면:  pairkit guard install' >&2
exit 0
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What happened to one hook: "installed", "current", "removed", "restored" or "absent"."""

    hook: str
    path: str
    what: str
    kept: bool = False


def install(root: str, python: str = sys.executable) -> list[Done]:
    """Put the hooks in place; doing it again changes nothing. Raises Occupied if another program manages the hooks."""
    folder = _folder(root)
    try:
        os.makedirs(folder, exist_ok=True)
        return [_install(os.path.join(folder, hook), hook, python) for hook in HOOKS]
    except OSError as error:
        raise Occupied("hook-unwritable", path=folder, said=error.strerror or str(error)) from None


def remove(root: str) -> list[Done]:
    """Take the hooks away and bring back what was there before."""
    folder = _folder(root)
    try:
        return [_remove(os.path.join(folder, hook), hook) for hook in HOOKS]
    except OSError as error:
        raise Occupied("hook-unwritable", path=folder, said=error.strerror or str(error)) from None


def script(hook: str, python: str) -> str:
    """Return the text of a hook. It is plain `sh`, which Git for Windows brings along."""
    path = python.replace("\\", "/") if os.name == "nt" else python
    quoted = "'" + path.replace("'", "'\\''") + "'"
    return _SCRIPT.format(mark=_MARK, python=quoted, hook=hook, kept=KEPT, stop=_STOP, missing=_MISSING)


def _folder(root: str) -> str:
    managed = git(["config", "--get", "core.hooksPath"], root, ok=1).decode("utf-8", "surrogateescape").strip()
    if managed:
        raise Occupied("hooks-managed", path=managed)
    common = git(["rev-parse", "--path-format=absolute", "--git-common-dir"], root)
    return os.path.join(common.decode("utf-8", "surrogateescape").rstrip("\n"), "hooks")


def _install(path: str, hook: str, python: str) -> Done:
    text = script(hook, python)
    present = _read(path)
    if present == text and os.access(path, os.X_OK):
        return Done(hook, path, "current", os.path.lexists(path + KEPT))
    if os.path.lexists(path) and not _is_ours(present, hook):
        _keep(path)
    part = f"{path}.{os.getpid()}"
    with open(part, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.chmod(part, os.stat(part).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)  # noqa: S103
    os.replace(part, path)
    return Done(hook, path, "installed", os.path.lexists(path + KEPT))


def _is_ours(text: str | None, hook: str) -> bool:
    """Tell whether a hook is as some pairkit wrote it: a line that a person added makes it theirs."""
    if text is None or _MARK not in text:
        return False
    python = next((line for line in text.split("\n") if line.startswith("python=")), "")
    return "\n".join(line for line in text.split("\n") if line != python) == script(hook, "").replace("python=''\n", "")


def _keep(path: str) -> None:
    """Lay a foreign hook aside. One that was laid aside before stays too, under a number."""
    older = path + KEPT
    if os.path.lexists(older):
        number = next(n for n in range(2, 1000) if not os.path.lexists(f"{older}-{n}"))
        os.replace(older, f"{older}-{number}")
    os.replace(path, older)


def _remove(path: str, hook: str) -> Done:
    if not _is_ours(_read(path), hook):
        return Done(hook, path, "absent")
    if os.path.lexists(path + KEPT):
        os.replace(path + KEPT, path)
        return Done(hook, path, "restored")
    os.remove(path)
    return Done(hook, path, "removed")


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except FileNotFoundError:
        return None
