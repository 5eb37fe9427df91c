"""The text of a git hook: plain `sh`, as Git for Windows brings it along.

The hook names its interpreter by an absolute path, because graphical programs run git with another PATH. If that is
gone, the commit passes with a sentence: a missing helper must not hold anybody's work.
"""

from __future__ import annotations

import binascii
import os
import re

HOOKS = ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push")
KEPT = ".before-pairkit"
_MARK = re.compile(r"^# pairkit-hook (?:\d+) ([0-9a-f]{8}): ", re.MULTILINE)
_STOP, _MISSING = 96, 97
"""What the program answers for "stop" and for "there is no pairkit".

Any other answer is not the program's own: an interpreter that is broken, killed or of another machine ends with 1, 126,
127 or a signal, and must not hold a commit. Nothing of a hook lives long enough to be collected, and everything is
written when `main` returns: no collector and no farewell save 5 ms of 55.
"""

_SCRIPT = """#!/bin/sh
# pairkit-hook 2 {sum}: made by `pairkit guard install`; `pairkit guard remove` brings back what was before.
python={python}
before="${{0%/*}}/{hook}{kept}"
[ "$PAIRKIT_HOOK" != '{hook}' ] || exit 0  # called again by a hook that this one called
{first}if [ -x "$before" ]; then
  {feed}PAIRKIT_HOOK='{hook}' "$before" "$@" || exit $?
fi
{gate}if [ -x "$python" ]; then
  {feed}"$python" -I -X utf8 -c 'import gc, os
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
  {feed}pairkit-hook {hook} "$@"
  exit $?
fi
{absent}exit 0
"""
_ABSENT = """\
echo 'pairkit could not be started on this computer, so this was {en} without its checks.' >&2
echo '이 컴퓨터에서 pairkit을 시작하지 못해서 점검 없이 {ko}.' >&2
echo 'To bring it back / 다시 켜려면:  pairkit guard install' >&2
"""
_SAVED, _SENT = (_ABSENT.format(en=en, ko=ko) for en, ko in (("saved", "저장했어요"), ("sent", "보냈어요")))
_MESSAGE = "[a-z0-9_+/=.:-]{12}|://|pass|pwd|secret|token|key|auth|twine|비밀|암호|패스"
"""What a message has in which any known secret stands: without it no interpreter is started at all."""
_USUAL = (  # how agents sign what they wrote; none of it can hold a secret
    "s/[Cc]o-[Aa]uthored-[Bb]y://",
    "s/<[A-Za-z0-9.+_-]*@[A-Za-z0-9.-]*>//g",
    "s#https://claude.com/claude-code##",
    "s#https://claude.ai/code##",
)
_LOOK = " ".join(["LC_ALL=C sed", *(f"-e '{one}'" for one in _USUAL), f"\"$1\" | LC_ALL=C grep -Eiq '{_MESSAGE}'"])
_PARTS = {
    "pre-commit": {"absent": _SAVED},
    "pre-merge-commit": {"absent": _SAVED},
    "commit-msg": {  # the sentence was said a moment ago, by pre-commit
        "gate": f"{_LOOK}\n[ $? -ne 1 ] || exit 0  # nothing in it can be a secret\n"
    },
    "pre-push": {  # two programs read what git says
        "first": "[ -t 0 ] || pushed=$(cat)\n",
        "feed": "printf '%s\\n' \"$pushed\" | ",
        "absent": _SENT,
    },
}
_HERE = '$(cat "$(git rev-parse --git-common-dir)/pairkit/python" 2>/dev/null)'


def script(hook: str, python: str | None) -> str:
    """Return the text of a hook. Without `python` it asks this computer's copy of the project where that is."""
    parts = dict.fromkeys(("first", "feed", "gate", "absent"), "") | _PARTS[hook]
    where = f'"{_HERE}"' if python is None else _quoted(python.replace("\\", "/") if os.name == "nt" else python)
    text = _SCRIPT.format(sum="0" * 8, python=where, hook=hook, kept=KEPT, stop=_STOP, missing=_MISSING, **parts)
    return text.replace("0" * 8, _sum(text), 1)


def is_ours(text: str | None) -> bool:
    """Tell whether a hook is as any version of pairkit wrote it: a line that a person added makes it theirs."""
    mark = _MARK.search(text or "")
    if text is None or mark is None:
        return False
    return mark[1] == _sum(text.replace(mark[1], "0" * 8, 1))


def _sum(text: str) -> str:
    """Return the checksum of all but the interpreter, which differs from computer to computer."""
    before, _, rest = text.partition("\npython=")
    end = rest.find("\nbefore=")  # a path may hold a line break
    return f"{binascii.crc32((before + rest[end:]).encode('utf-8', 'surrogateescape')):08x}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
