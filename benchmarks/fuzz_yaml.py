"""Targets that read YAML (agreements, playbooks, templates) or ask git (ranges)."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from random import Random
from typing import Any

from fuzz_noise import spoiled
from fuzz_targets import Target
from fuzz_watch import Watch, sound, told
from fuzz_world import AGREEMENT, TOP, World, diff_of

from pairkit.change.committed import committed
from pairkit.change.patch import from_patch
from pairkit.change.pushed import updates
from pairkit.errors import PairkitError
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.playbook.index import Index, _rules
from pairkit.playbook.load import load_own
from pairkit.playbook.new import _PLAYBOOK, _RULE
from pairkit.playbook.own import Own
from pairkit.project.agreement import Agreement, from_plain
from pairkit.project.people import Acting, who
from pairkit.project.reading import check_playbook_names, check_rule_names, read_agreement
from pairkit.project.store import text_of
from pairkit.report.sentences import Sentences, owner_name
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.scaffold.checking import SAMPLE
from pairkit.scaffold.questions import answer
from pairkit.scaffold.template import read_folder, settle, unwanted

_PATHS = ("app/a.py", "content/용어.md", "deploy/run.sh", "a b/c d.txt", "pairkit.yaml", "x" * 300, "a/" * 60 + "z", "")
_MORE_AGREEMENTS = (
    AGREEMENT
    + "playbooks: [core, web]\nsize: {split: 400, stop: 1000}\nrun: {tests: 'pytest -q'}\nprotected: [main]\n",
    AGREEMENT + 'rules: {broad-except: {severity: note, because: "legacy"}}\nrequires: ">=0.1"\n',
    "version: 1\npeople:\n- name: A\n  role: developer\n  away: 2026-12-01\n  cover: B\n- {name: B, role: maker, away: {until: 2026-12-01}}\n",
)


class Agreements(Target):
    """`pairkit.yaml`, and what is asked of it."""

    def pool(self, variant: int) -> Sequence[bytes]:
        shipped = [path.read_bytes() for path in TOP.glob("**/pairkit.yaml") if ".venv" not in str(path)]
        return [AGREEMENT.encode(), *(text.encode() for text in _MORE_AGREEMENTS), *shipped]

    def run(self, data: bytes, variant: int) -> None:
        try:
            text = text_of(data, "pairkit.yaml")
            plain = self.watch("read agreement", read_agreement, text)
            self.watch("playbook names", check_playbook_names, text, "pairkit.yaml", plain, ["core", "web"])
            self.watch("rule names", check_rule_names, text, "pairkit.yaml", plain, {"broad-except"})
        except PairkitError as error:
            told(error, (), "agreement")
            return
        agreement = self.watch("from plain", from_plain, plain)
        zones = self.watch("zones", agreement.make_zones)
        for path in _PATHS:
            self.watch("zone of", zones.of, path)
        self.watch("who", who, agreement.people, "mina@example.com")
        for language in ("en", "ko"):
            for role in ("developer", "maker"):
                sound(self.watch("owner", owner_name, agreement, language, role), (), "owner")


class Playbooks(Target):
    """A project's own playbook: one file of it is spoiled; what is taken anyway must work on changes."""

    def __init__(self, world: World, watch: Watch) -> None:
        super().__init__(world, watch)
        self._lessons = [path.read_bytes() for path in sorted(TOP.glob("playbooks/core/lessons/*.yaml"))]
        self._shapes = [path.read_bytes() for path in sorted(TOP.glob("playbooks/*/secrets/*.yaml"))]
        rules = [path.read_bytes() for path in sorted(TOP.glob("playbooks/*/rules/*.yaml"))]
        rules = [raw for raw in rules if b"detector:" not in raw and b"check:" not in raw]
        self._rules = [_RULE.format(name="p").encode() for _ in range(len(rules) // 4)] + rules

    def pool(self, variant: int) -> Sequence[bytes]:
        return (
            self._rules,
            self._rules,
            self._rules,
            self._shapes,
            self._shapes,
            self._lessons,
            [_PLAYBOOK.format(name="p").encode()],
        )[variant % 7]

    def make(self, random: Random, variant: int) -> bytes:
        pool = self.pool(variant)
        data = random.choice(pool)
        if random.random() < 0.5:  # only what a pattern says, so that the file is still read
            return _pattern_spoiled(data, random, pool)
        return spoiled(data, random, pool)

    def run(self, data: bytes, variant: int) -> None:
        text = data.decode("utf-8", "replace")
        texts = {"playbook.yaml": _PLAYBOOK.format(name="p")}
        name = re.search(r"^id: *([\w-]+)", text, re.MULTILINE)
        called = name[1] if name else "x"
        kind = ("rules", "rules", "rules", "secrets", "secrets", "lessons", "")[variant % 7]
        texts[f"{kind}/{called}.yaml" if kind else "playbook.yaml"] = text
        own = Own("p", "", lambda: texts)
        try:
            loaded = self.watch("load own", load_own, own)
        except PairkitError as error:
            told(error, (), "playbook")
            return
        made = _rules([loaded])
        index = Index(made["rules"], made["shapes"], (), [], (own,))
        for language in ("en", "ko"):
            self.watch("words", index.words, language)
        patch = self._patch(made, variant)
        context = Context(from_patch(patch), Agreement(), Acting(None), index)
        found, _ = self.watch("run own", run, context)
        for language in ("en", "ko"):
            words = Sentences(index, Agreement(), language)
            for finding in found[:5]:
                for part in ("why", "do", "tell_ai"):
                    sound(self.watch("own words", words.text, finding, part), (), "own words")
                self.watch("own found", words.found, finding)
                self.watch("own many", words.grouped, [finding, finding])

    def _patch(self, made: dict[str, list[dict[str, Any]]], variant: int) -> bytes:
        literals = [str(text) for rule in made["rules"] for one in rule["detect"] for text in one.get("literals", ())]
        literals += [str(text) for shape in made["shapes"] for text in shape["literals"]]
        random = Random(variant)
        rows = [random.choice(("", tail)) + literal + tail for literal in literals[:20] for tail in _TAILS]
        new = "\n".join(rows).replace("\r", " ").encode("utf-8", "surrogatepass")
        paths = ("app/a.py", "README.md", "app/page.html", "app/a.js", "Dockerfile", "a.sql", "deploy/x.yaml")
        path = paths[variant // 7 % len(paths)]
        return diff_of(path, b"", new or b"x") + diff_of("content/b.md", new or b"x", b"y")


_TAILS = (
    *(" ", "a" * 40, "0" * 3000, " a" * 2000, "=" * 500 + "!", "'\"" * 300, "/" * 2000, "aA0_-" * 400, "()" * 300),
    *("\t" * 2000 + "x", "x=," * 600),
)


def _pattern_spoiled(data: bytes, random: Random, pool: Sequence[bytes]) -> bytes:
    """Replace one pattern by one of another file, or by something slow or broken."""
    lines = data.split(b"\n")
    at = [n for n, line in enumerate(lines) if re.search(rb"^\s*-?\s*(added|removed|pattern|literals):", line)]
    if not at:
        return spoiled(data, random, pool)
    n = random.choice(at)
    head, _, tail = lines[n].partition(b": ")
    others = [
        line.partition(b": ")[2]
        for line in random.choice(pool).split(b"\n")
        if line.strip(b" -").startswith(head.strip(b" -"))
    ]
    made = random.choice((random.choice(others or [tail]), tail, random.choice(_PATTERNS), random.choice(_PATTERNS)))
    if random.random() < 0.5 and len(made) > 2:
        cut = random.randrange(1, len(made))
        made = made[:cut] + random.choice(_PIECES) + made[cut:]
    lines[n] = head + b": " + made
    return b"\n".join(lines)


_PIECES = (
    b"+",
    b"*",
    b".*",
    b"(a+)+",
    b"{1,9}",
    b"{0,99999}",
    b"|",
    b"|a",
    b"(?=",
    b"\\s*",
    b"[^x]*",
    b"(?:a|a)*",
    b"\\b",
    b"$",
    b"(?i)",
    b"\\1",
    b"a?",
    b"(",
    b"]",
)
_PATTERNS = tuple(
    b"'" + one + b"'"
    for one in (
        *(
            b"(a+)+$",
            b"(a|a)*b",
            b"(.*,){11}P",
            b"^(\\w+\\s?)*$",
            b"(?P<secret>[a-zA-Z0-9+/=]*)$",
            b"\\s+$",
            b".*.*.*=.*",
            b"(?P<secret>a*a*a*a*b)",
        ),
        *(
            b"(\\s*a\\s*)+x",
            b"(?=(a+))a*b\\1",
            b"(?:(?:a{1,30}){1,30}){1,30}x",
            b"[\\s\\S]*x[\\s\\S]*y[\\s\\S]*z",
            b"(x+x+)+y",
            b"(?P<secret>(\\w|-)+)!",
        ),
        *(
            b"old.{0,1000}.{0,1000}.{0,1000}x",
            b"(?P<secret>[^=]+=[^=]+=[^=]+=)",
            b"",
            b"|",
            b"(?P<secret>)",
            b"$",
            b"\\b",
            b"(?s).*",
            b"(?m)^.*$",
        ),
        *(
            b"a{65536}",
            b"a{1,4294967295}",
            b"(?<=a+)b",
            b"(?P<secret>x)(?P<secret>y)",
            b"[z-a]",
            b"\\p{L}",
            b"(?i)\xc5\xbf+",
            b"((((((((((x))))))))))",
        ),
    )
)


class Templates(Target):
    """A template's folder: one YAML file of it is spoiled. Rendering happens in a process apart and is not fuzzed."""

    def __init__(self, world: World, watch: Watch) -> None:
        super().__init__(world, watch)
        self._top = world.scratch / "templates"
        self._names = sorted(path.parent.name for path in TOP.glob("templates/*/template.yaml"))
        for name in self._names:
            (self._top / name).mkdir(parents=True)
            shutil.copy(TOP / "templates" / name / "template.yaml", self._top / name)
            for layer in TOP.glob("templates/layers/*/layer.yaml"):
                place = self._top / name / "layers" / layer.parent.name
                place.mkdir(parents=True)
                shutil.copy(layer, place)
        self._layers = sorted(path.parent.name for path in TOP.glob("templates/layers/*/layer.yaml"))

    def _file(self, variant: int) -> str:
        files = ["template.yaml", *(f"layers/{name}/layer.yaml" for name in self._layers)]
        return files[variant // len(self._names) % len(files)]

    def pool(self, variant: int) -> Sequence[bytes]:
        name = self._names[variant % len(self._names)]
        own = (self._top / name / self._file(variant)).read_bytes()
        return [
            own,
            own,
            own,
            *((self._top / name / "layers" / one / "layer.yaml").read_bytes() for one in self._layers),
        ]

    def make(self, random: Random, variant: int) -> bytes:
        pool = self.pool(variant)
        lines = pool[0].split(b"\n")
        whens = [n for n, line in enumerate(lines) if b"when:" in line]
        if whens and random.random() < 0.4:
            n = random.choice(whens)
            head, _, tail = lines[n].partition(b"when:")
            lines[n] = head + b"when:" + spoiled(tail, random, [tail]).replace(b"\n", b" ")
            return b"\n".join(lines)
        return spoiled(pool[0], random, pool)

    def run(self, data: bytes, variant: int) -> None:
        folder = self._top / self._names[variant % len(self._names)]
        place = folder / self._file(variant)
        kept = place.read_bytes()
        place.write_bytes(data)
        try:
            template = self.watch("read folder", read_folder, str(folder))
            answers = self.watch("answer", answer, template.questions, {}, SAMPLE, "en", None, lambda *_: True)
            settled = self.watch("settle", settle, template, answers)
            for part in settled.parts:
                self.watch("unwanted", unwanted, part, answers)
        except PairkitError as error:
            told(error, (), "template")
        finally:
            place.write_bytes(kept)


class Ranges(Target):
    """What people type as a range, and what git says to `pre-push`. An argument holds no NUL, and is some bytes."""

    _POOL = (b"main...feature", b"other..feature", b"HEAD~1..HEAD", b"v1", b"HEAD", b"...", b"..", b"HEAD^{tree}", b"HEAD:app/a.py", b"@{-1}",
             b":/start", b"HEAD^@", b"--all", b"-1", b"HEAD@{1 day ago}", b"other...", b"...v1", b"HEAD~99999999999", b"^HEAD", b"feature other")  # fmt: skip

    def pool(self, variant: int) -> Sequence[bytes]:
        return self._POOL

    def run(self, data: bytes, variant: int) -> None:
        text = os.fsdecode(data.replace(b"\0", b"")[:100_000])
        self.watch("updates", updates, data, {})
        place = find(str(self.world.root))
        try:
            with Objects(place.root) as objects:
                self.watch("committed", committed, place, text, objects)
        except PairkitError as error:
            told(error, (), "range")
