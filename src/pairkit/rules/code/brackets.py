"""What stands between brackets and between quotes, read sign by sign."""

from __future__ import annotations


def literal(text: str, at: int, stop: int | None = None) -> tuple[int, str]:
    """Return where the text in quotes that begins at `at` ends, and what it says."""
    stop = len(text) if stop is None else stop
    sign = text[at : at + 3] if text[at : at + 3] in ('"""', "'''") else text[at]
    end = at + len(sign)
    while end < stop and not text.startswith(sign, end):
        if text[end] == "\n" and sign in "\"'":
            break
        end += 2 if text[end] == "\\" else 1
    return min(end + len(sign), len(text)), text[at + len(sign) : end]


def arguments(text: str, at: int, longest: int = 1500) -> str:
    """Return what stands between the bracket that opens before `at` and its end."""
    depth, end, stop = 1, at, min(len(text), at + longest)
    while end < stop:
        sign = text[end]
        if sign in "\"'`":
            end = literal(text, end, stop)[0]
            continue
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0:
            return text[at:end]
        end += 1
    return text[at:stop]


def first_argument(args: str) -> str:
    """Return the first of the arguments."""
    depth, at = 0, 0
    while at < len(args):
        sign = args[at]
        if sign in "\"'`":
            at = literal(args, at)[0]
            continue
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            return args[:at]
        at += 1
    return args


def split(args: str) -> list[str]:
    """Return arguments or parameters one by one."""
    found = []
    while args.strip():
        one = first_argument(args)
        found.append(one.strip())
        args = args[len(one) + 1 :]
    return found
