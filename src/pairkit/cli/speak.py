"""What commands share about talking: language, and text that survives any console."""

from __future__ import annotations

import os
import sys

from pairkit.errors import PairkitError, WrongUse
from pairkit.words.catalogue import LANGUAGES, say
from pairkit.words.language import choose
from pairkit.words.layout import wrap
from pairkit.words.trouble import explain


def prepare() -> None:
    """Let both outputs take any text: a Korean Windows console is CP949 and raises at any sign outside it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", newline=None)


def asked_language() -> str | None:
    """Return what `--lang` says, read before the options are parsed: help and errors need it too."""
    args = sys.argv[1:]
    for n, arg in enumerate(args):
        if arg.startswith("--lang="):
            return arg.removeprefix("--lang=")
        if arg == "--lang" and n + 1 < len(args):
            return args[n + 1]
    return None


def language(person: str | None = None) -> str:
    """Return the language to speak. Raises WrongUse for a `--lang` that pairkit does not know."""
    asked = asked_language()
    if asked is not None and asked not in LANGUAGES:
        raise WrongUse("unknown-language", value=asked, choices=", ".join(LANGUAGES))
    return choose(asked, person)


def text(key: str, **facts: object) -> str:
    """Return a text of the catalogue in the language of this run, before a person is known."""
    return say(choose(asked_language(), None), key, **facts)


def out(what: str) -> None:
    """Print to standard output."""
    if sys.stdout is not None:  # closed, as by `>&-`
        print(what, flush=True)


def complain(key: str, **facts: object) -> None:
    """Print a sentence of the report's words to standard error."""
    print(wrap(text(f"report.{key}", **facts)), file=sys.stderr)


def hint(what: str) -> None:
    """Print a line to standard error that is not part of the answer."""
    if sys.stderr is not None:
        print(what, file=sys.stderr, flush=True)


def explain_error(error: PairkitError) -> None:
    """Print an error to standard error."""
    print(explain(error, choose(asked_language(), None)), file=sys.stderr)


def write(what: str, output: str | None) -> None:
    """Print a document, or write it to `output` as UTF-8. Raises WrongUse if that cannot be written."""
    text_ = what if what.endswith("\n") else what + "\n"
    if output is None or output == "-":
        out(text_.removesuffix("\n"))
        return
    target = os.path.realpath(output)
    device = os.path.exists(target) and not os.path.isfile(target)
    part = target if device else f"{target}.{os.getpid()}.part"
    try:
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            file.write(text_)
        if not device:
            os.replace(part, target)
    except OSError as error:
        if not device and os.path.exists(part):
            os.remove(part)
        raise WrongUse("output-unwritable", path=output, said=error.strerror or str(error)) from None
