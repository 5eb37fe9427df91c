"""What is fuzzed: each part of pairkit by its public entry, with what must hold of its answers.

A target has a pool of real texts and takes bytes. `variant` is a number that settles all that is not in the bytes (which
place, which reader, which neighbour), so that bytes can be made smaller while the rest stays.
"""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from random import Random

from fuzz_noise import spoiled, spoiled_json, spoiled_lines
from fuzz_watch import Find, Watch, sound, told
from fuzz_world import World, diff_of

from pairkit import crash
from pairkit.action.model import BEFORE, Action
from pairkit.action.shell import read
from pairkit.change.everything import everything
from pairkit.change.model import Change
from pairkit.change.patch import from_patch
from pairkit.change.staged import staged
from pairkit.checklist import ticks
from pairkit.checklist.build import build
from pairkit.cli.check import FORMATS
from pairkit.errors import PairkitError
from pairkit.gate.act import judge_action
from pairkit.gate.assess import Assessment, assess
from pairkit.gate.message import judge_message
from pairkit.gate.verdict import STOP
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.guard.agents.entry import respond
from pairkit.playbook.index import available, index
from pairkit.report.agent import agent_text, person_text
from pairkit.report.checklist_json import checklist_json
from pairkit.report.message_text import message_report
from pairkit.report.page import page, surroundings
from pairkit.report.review_sheet import review_part, standing_ids
from pairkit.report.sheet_markdown import sheet_markdown
from pairkit.report.text import commit_report
from pairkit.rules.tree.run import Way

_FORMS = {"json": "json", "sarif": "json", "gitlab": "json", "junit": "xml"}
_LANGUAGES = ("en", "ko")


class Target:
    """One part of pairkit. `pool(variant)` is what inputs are made of."""

    def __init__(self, world: World, watch: Watch) -> None:
        self.world, self.watch = world, watch

    def pool(self, variant: int) -> Sequence[bytes]:
        """Return the texts that inputs are made of."""
        raise NotImplementedError

    def make(self, random: Random, variant: int) -> bytes:
        """Return an input."""
        pool = self.pool(variant)
        return spoiled(random.choice(pool), random, pool)

    def run(self, data: bytes, variant: int) -> None:
        """Judge an input. Raises Find."""
        raise NotImplementedError


class Judged(Target):
    """What ends in a judged change: every report must say it, and no item of the document may be forged."""

    def reports(self, assessment: Assessment, planted: Sequence[str], variant: int) -> None:
        secrets = [*planted, *assessment.mask._known]
        language = _LANGUAGES[variant % 2]
        for name, report in FORMATS.items():
            text = self.watch(f"report {name}", report, assessment, language)
            sound(text, secrets, f"report {name}", _FORMS.get(name, "text"))
        if assessment.change.source == "staged":
            sound(self.watch("commit report", commit_report, assessment, language), secrets, "commit report")
        if assessment.change.source != "all":
            self._checklist(assessment, secrets, variant)

    def _checklist(self, assessment: Assessment, secrets: Sequence[str], variant: int) -> None:
        language = _LANGUAGES[variant % 2]
        document = self.watch("checklist", build, assessment)
        parts = [
            self.watch("sheet", review_part, document, assessment, reader, language)
            for reader in ("developer", "maker")
        ]
        block = self.watch("sheet markdown", sheet_markdown, parts, [], marks=True)
        sound(block, secrets, "sheet markdown")
        forged = {name for entry in ticks.entries(block) for name in entry.ids} - set(standing_ids(document))
        if forged:
            raise Find("forged", "an item that no finding made", repr(forged))
        sound(
            self.watch("checklist json", checklist_json, document, assessment, language),
            secrets,
            "checklist json",
            "json",
        )
        again = self.watch("checklist again", build, assessment, ticks.ticks(block))
        self.watch("sheet again", review_part, again, assessment, "developer", language, ticks.ticks(block))
        if variant % 4 == 0:
            around = surroundings([], {file.path: file.zone for file in document.files})
            html = self.watch("page", page, parts, block, language, around)
            sound(html, secrets, "page")

    def found(self, assessment: Assessment, planted: Sequence[str], where: str) -> None:
        for secret in planted:
            if secret not in assessment.mask.inside(secret):
                raise Find("missed", f"a secret, {where}", secret[:6])


class Patches(Judged):
    """Patches as they come by mail; half of them keep their form, so that what stands in them is reached."""

    def pool(self, variant: int) -> Sequence[bytes]:
        return self.world.diffs

    def make(self, random: Random, variant: int) -> bytes:
        pool = self.pool(variant)
        return (spoiled, spoiled_lines)[variant % 2](random.choice(pool), random, pool)

    def run(self, data: bytes, variant: int) -> None:
        planted = self._planted(variant)
        if planted and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data += b"\n" + diff_of("app/planted.py", b"", b"x = 1\n" + planted[0].encode() + b"\n")
        try:
            change = self.watch("from patch", from_patch, data)
            assessment = self._assessed(change, variant)
        except PairkitError as error:
            told(error, (), "patch")
            return
        secrets = [secret_in(self.world, line) for line in planted]
        if any(file.path == "app/planted.py" and file.status == "added" for file in change.files):
            self.found(assessment, secrets, "in a patch")
        self.reports(assessment, secrets, variant)

    def _planted(self, variant: int) -> list[str]:
        return [self.world.keys[variant // 16 % len(self.world.keys)]] if variant // 4 % 3 == 0 else []

    def _assessed(self, change: Change, variant: int) -> Assessment:
        if variant // 2 % 4:
            return self.watch("assess", assess, None, change, None)  # type: ignore[no-any-return]
        place = find(str(self.world.root))
        with Objects(place.root) as objects:
            return self.watch("assess in a project", assess, place, change, objects)  # type: ignore[no-any-return]


def secret_in(world: World, line: str) -> str:
    """Return the value in a line of `world.keys`."""
    found = (re.search(shape["pattern"], line) for shape in index(available()).shapes)
    return next(match["secret"] for match in found if match)


class Contents(Judged):
    """Files in the places that rules look at; as a patch, and now and then as git has them, in a commit or a tree."""

    def pool(self, variant: int) -> Sequence[bytes]:
        return [one for _, old, new in self.world.examples for one in (old, new) if one] + [
            key.encode() + b"\n" for key in self.world.keys
        ]

    def run(self, data: bytes, variant: int) -> None:
        path, old, _ = self.world.examples[variant // 8 % len(self.world.examples)]
        line = self.world.keys[variant // 16 % len(self.world.keys)] if variant // 4 % 4 == 0 else ""
        planted = [secret_in(self.world, line)] if line else []
        if line:
            data = b"\n" + line.encode() + b"\n\n" + data
        try:
            if variant % 8 == 7:
                self._in_git(path, data, planted, variant)
                return
            name = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            patch = diff_of(name, old if variant % 3 == 0 else b"", data) if data.strip(b"\n") else b""
            change = self.watch("from patch", from_patch, patch)
            self.reports(self.watch("assess", assess, None, change, None), planted, variant)
        except PairkitError as error:
            told(error, planted, "contents")

    def _in_git(self, path: str, data: bytes, planted: Sequence[str], variant: int) -> None:
        blob = self.world.git("hash-object", "-w", "--stdin", stdin=data).decode().strip()
        self.world.git("update-index", "--add", "--cacheinfo", f"100644,{blob},fuzz/{path}")
        place = find(str(self.world.root))
        try:
            with Objects(place.root) as objects:
                change = self.watch("staged", staged, place, objects)
                lenient = bool(variant // 8 % 2)
                self.reports(
                    self.watch("assess a commit", assess, place, change, objects, lenient=lenient), planted, variant
                )
                whole = self.watch("everything", everything, place, objects)
                way = Way(remember=False, cores=1)
                seen = self.watch("assess a tree", assess, place, whole, objects, way=way)
                self.reports(seen, planted, variant)
        finally:
            self.world.git("read-tree", "HEAD")


class Commands(Target):
    """Commands of an agent. What is denied stays denied with noise around it that means nothing to Bash."""

    def __init__(self, world: World, watch: Watch) -> None:
        super().__init__(world, watch)
        self._place = find(str(world.root))
        self._pool = [text.encode() for text, _ in world.commands]
        self._denied = [text for text, stops in world.commands if stops and self._outcome(text) == STOP]

    def pool(self, variant: int) -> Sequence[bytes]:
        return self._pool

    def make(self, random: Random, variant: int) -> bytes:
        if variant % 2:
            return random.choice(self._denied).encode()
        return super().make(random, variant)

    def run(self, data: bytes, variant: int) -> None:
        text = data.decode("utf-8", "surrogateescape")
        if variant % 2:
            if text in self._denied:
                self._stays(text, Random(variant))
            return
        secret = secret_in(self.world, self.world.keys[variant // 16 % len(self.world.keys)])
        if variant % 8 == 0:
            text = f"cat > app/k.py <<'EOF'\nKEY = '{secret}'\nEOF\n{text}"
        self.watch("read", read, text, str(self.world.root))
        self._outcome(text, (secret,))

    def _stays(self, text: str, random: Random) -> None:
        noisy = text
        for _ in range(random.choice((1, 1, 2, 3))):
            noisy = random.choice(_AROUND)(noisy)
        if self._outcome(noisy) != STOP:
            raise Find("passed", f"denied alone, not with noise: {text[:60]!r}", repr(noisy[:2000]))

    def _outcome(self, text: str, secrets: Sequence[str] = ()) -> str:
        action = Action("claude", BEFORE, "Bash", str(self.world.root), commands=(text,))
        with Objects(self._place.root) as objects:
            verdict = self.watch("judge", judge_action, action, self._place, objects)
        for language in _LANGUAGES:
            sound(self.watch("agent text", agent_text, verdict, language), secrets, "agent text")
            sound(self.watch("person text", person_text, verdict, language), secrets, "person text")
        return str(verdict.outcome)


_LONG_TEXT = "".join(f"echo 'line {n} of a page'\n" for n in range(300))
_AROUND: tuple[Callable[[str], str], ...] = (
    lambda text: text + "\n",
    lambda text: "\n\n  " + text + "\n\n",
    lambda text: "# a note: it's \"open\n" + text,
    lambda text: "# 주석이에요 😀\n" + text + "\n# end",
    lambda text: "true\n" + text,
    lambda text: "true && {\n" + text + "\n}",
    lambda text: "(\n" + text + "\n)",
    lambda text: "{\n" + text + "\n}",
    lambda text: "if true; then\n" + text + "\nfi",
    lambda text: "for i in 1 2; do\n" + text + "\ndone",
    lambda text: "while read -r line; do\n" + text + "\ndone < hello.txt",
    lambda text: "case x in x)\n" + text + "\n;; esac",
    lambda text: "f() {\n" + text + "\n}\nf",
    lambda text: "x=$(\n" + text + "\n)",
    lambda text: "cat > app/note.md <<'EOF'\nit's \"open ( { $( ` <<X\nEOF\n" + text,
    lambda text: "echo 'it is' | cat\n" + text + "\necho done",
    lambda text: _LONG_TEXT + text,
    lambda text: text + "\n" + _LONG_TEXT,
    lambda text: "echo '\udc80\udcff'\n" + text,
    lambda text: "echo '\x1b[0m \u202e \x07'\n" + text,
    lambda text: 'echo "$(date) ${HOME:-x} `id`"\n' + text,
    lambda text: "export A=1 B='x y'\n" + text,
    lambda text: "set -euo pipefail\n" + text,
    lambda text: "cd .\n" + text,
    lambda text: "trap 'echo bye' EXIT\n" + text,
    lambda text: "a=(1 2 3)\n" + text,
    lambda text: "[[ 1 =~ (1|2) ]]\n" + text,
    lambda text: "(( 1 + 2 ))\n" + text,
    lambda text: "diff <(ls) <(ls)\n" + text,
    lambda text: text.replace("\n", "\n\n") if "<<" not in text and "\\" not in text else text,
)


class Actions(Target):
    """Payloads of all agents as bytes. What is denied stays denied however its JSON is written."""

    def __init__(self, world: World, watch: Watch) -> None:
        super().__init__(world, watch)
        self._known = world.payloads()
        self._failed: list[str] = []
        crash.keep = self._keep

    def _keep(self) -> str:
        self._failed.append("".join(traceback.format_exception(*sys.exc_info()))[-3000:])
        return "-"

    def pool(self, variant: int) -> Sequence[bytes]:
        return [raw for _, raw in self._known]

    def make(self, random: Random, variant: int) -> bytes:
        _, raw = self._known[variant // 4 % len(self._known)]
        kind = variant % 4
        if kind == 0:
            return raw
        return spoiled(raw, random, self.pool(variant)) if kind == 1 else spoiled_json(raw, random)

    def run(self, data: bytes, variant: int) -> None:
        agent, _ = self._known[variant // 4 % len(self._known)]
        answer = self._answer(agent, data)
        if variant % 4 == 0:
            noisy = self._written_otherwise(data, Random(variant))
            if noisy and self._answer(agent, noisy) != answer:
                raise Find("passed", f"{agent} answers otherwise", repr((answer, noisy[:1500])))

    def _answer(self, agent: str, data: bytes) -> object:
        answer = self.watch("respond", respond, agent, data, {})
        if self._failed:
            said = self._failed.pop()
            self._failed.clear()
            raise Find(
                "crash", "an answer that says it failed: " + said.strip().split("\n")[-1][:80] + _last(said), said
            )
        if answer.stdout:
            sound(answer.stdout, (), "answer", "json" if answer.stdout.lstrip().startswith("{") else "text")
        sound(answer.stderr, (), "answer")
        return answer

    def _written_otherwise(self, data: bytes, random: Random) -> bytes:
        try:
            value = json.loads(data)
        except ValueError:
            return b""
        kind = random.randrange(5)
        if kind == 0:
            return json.dumps(value, indent=4, ensure_ascii=False).encode()
        if kind == 1:
            return b"\xef\xbb\xbf" + data + b"\r\n\n"
        if kind == 2:
            return json.dumps({**value, "zz_unknown": [{"a": ["x" * 1000] * 50}], "후": "😀 \ud800"}).encode()
        if kind == 3:
            return json.dumps(dict(reversed(value.items()))).encode()
        return "".join(f"\\u{ord(sign):04x}" if sign.isalpha() and random.random() < 0.3 and sign.isascii() and not _in_escape(text, n) else sign
                       for text in [json.dumps(value)] for n, sign in enumerate(text)).replace("\\u0074rue", "true").encode()  # fmt: skip


def _in_escape(text: str, n: int) -> bool:
    """Letters outside of texts (true, null) and in escapes stay."""
    return text[:n].count('"') % 2 == 0 or "\\" in text[max(0, n - 6) : n]


def _last(said: str) -> str:
    places = [line.strip() for line in said.split("\n") if "pairkit" in line and "File" in line]
    return places[-1].split("pairkit/")[-1] if places else ""


class Messages(Target):
    """Messages of commits."""

    def pool(self, variant: int) -> Sequence[bytes]:
        return [
            *self.world.documents[:20],
            b"Add a page\n\nCo-authored-by: x <x@example.com>\n",
            *(key.encode() for key in self.world.keys),
        ]

    def run(self, data: bytes, variant: int) -> None:
        line = self.world.keys[variant // 16 % len(self.world.keys)]
        secret = secret_in(self.world, line)
        if variant % 4 == 0:
            data += b"\n\n" + line.encode() + b"\n"
        os.environ["GIT_EDITOR"] = ":" if variant % 2 == 0 else "vi"
        path = self.world.scratch / "MESSAGE"
        path.write_bytes(data)
        place = find(str(self.world.root))
        with Objects(place.root) as objects:
            assessment = self.watch("judge message", judge_message, place, str(path), objects)
        if variant % 4 == 0 and secret not in assessment.mask.inside(secret) and assessment.verdict.outcome != STOP:
            raise Find("missed", "a secret in a message", line)
        for language in _LANGUAGES if assessment.verdict.outcome == STOP else ():
            sound(self.watch("message report", message_report, assessment, language), (secret,), "message report")


class Ticks(Target):
    """Documents that people edited, as Markdown or in a forge's event."""

    def pool(self, variant: int) -> Sequence[bytes]:
        return [one for one in self.world.documents if b"pairkit:" in one] or self.world.documents

    def run(self, data: bytes, variant: int) -> None:
        if variant % 4 == 0:
            data = json.dumps({"pull_request": {"body": data.decode("utf-8", "replace")}}).encode()
        try:
            body = self.watch("body of", ticks.body_of, data)
        except PairkitError as error:
            told(error, (), "ticks")
            return
        self.watch("entries", ticks.entries, body)
        kept = self.watch("ticks", ticks.ticks, body)
        self.watch("open musts", ticks.open_musts, body)
        self.watch("left behind", ticks.left_behind, body, list(kept)[:2])
        self.watch("of", ticks.of, kept, list(kept))
        block = f"{ticks.START}\nours\n{ticks.END}\n"
        once = self.watch("inserted", ticks.inserted, body, block)
        if block not in once:
            raise Find("form", "inserted: our block is not there", repr(once[:300]))
        if self.watch("inserted", ticks.inserted, once, block) != once:
            raise Find("form", "inserted twice is not inserted once", repr(once[:300]))


def targets() -> Mapping[str, type[Target]]:
    """Return every target by its name."""
    from fuzz_yaml import Agreements, Playbooks, Ranges, Templates

    return {
        "patches": Patches,
        "contents": Contents,
        "actions": Actions,
        "commands": Commands,
        "playbooks": Playbooks,
        "agreements": Agreements,
        "templates": Templates,
        "ticks": Ticks,
        "messages": Messages,
        "ranges": Ranges,
    }
