"""`pairkit playbook`: a project's own rules, from the first draft to the commit that they stop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden import same
from hypothesis import given
from hypothesis import strategies as st
from repos import AGREEMENT, DEVELOPER, MAKER, git, repository, stage, write
from repos import commit as record
from running import commit, pairkit
from stories import KEY, project
from test_check import document, told

from pairkit.playbook.backtracking import too_slow
from pairkit.playbook.index import available, index

DOCS = Path(__file__).parent.parent / "docs" / "playbooks.md"
OWN = AGREEMENT + "playbooks: [core, own/our-words]\n"
RULE = ".pairkit/playbooks/our-words/rules/our-words-old-name.yaml"


def draft(root: Path) -> Path:
    """Begin a playbook of one's own."""
    done = pairkit(root, "playbook", "new", "our-words")
    assert done.code == 0, done.said
    return root


def edit(root: Path, old: str, new: str) -> None:
    """Change the draft's rule."""
    path = root / RULE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def in_use(root: Path, stops: str = "own-branch") -> Path:
    """Commit the draft as a rule that stops."""
    project(root)
    draft(root)
    edit(root, "severity: should ", "severity: must ")
    edit(root, "stable: false", "stable: true")
    edit(root, "stops: nowhere", f"stops: {stops}")
    record(root, {"pairkit.yaml": OWN})
    return root


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_new_one_works(folder: Path, language: str) -> None:
    """Written, tried, listed and shown, in words and for programs; a second of the name is refused."""
    root = repository(folder / "desk")
    made = pairkit(root, "playbook", "new", "our-words", "--lang", language)
    said = [made.out]
    for args in (["check"], ["show", "our-words"], ["show", "own/our-words"]):
        done = pairkit(root, "playbook", *args, "--lang", language)
        assert done.code == 0, done.said
        said.append(done.out)
    same(f"playbook.{language}.txt", f"{'=' * 80}\n".join(said[:3]))
    names = [
        one["name"]
        for one in document(pairkit(root, "playbook", "list", "--format", "json"), "playbook-list")["playbooks"]
    ]
    assert names[-1] == "own/our-words"
    shown = document(pairkit(root, "playbook", "show", "core", "--format", "json"), "playbook-show")
    assert "secret-added" in {rule["id"] for rule in shown["rules"]}
    assert document(pairkit(root, "playbook", "check", "--format", "json"), "playbook-check")["ok"]
    assert pairkit(root, "playbook", "new", "our-words").code == 2
    assert git(root, "status", "--porcelain", "-uall").count("??") == 2


@pytest.mark.parametrize("language", ["en", "ko"])
def test_an_example_that_fails_is_told(folder: Path, language: str) -> None:
    """Not found, in the wrong line, not quiet: each in words, from files and from patches; it exits with 1."""
    root = draft(repository(folder / "desk"))
    edit(root, "      line: 1\n", '      line: 7\n    - path: README.md\n      new: "nothing of that\\n"\n')
    edit(root, "the new desk", "the old desk")
    done = pairkit(root, "playbook", "check", "--lang", language)
    assert done.code == 1
    same(f"playbook-failed.{language}.txt", done.out)
    data = document(pairkit(root, "playbook", "check", "own/our-words", "--format", "json"), "playbook-check")
    kinds = [(fail["kind"], fail["number"], fail["source"]) for fail in data["playbooks"][0]["failures"]]
    assert len(kinds) == len(set(kinds)) == 6
    assert not data["ok"]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("severity: should ", "severty: should ", 6, "Did you mean “severity”"),
        ("class: scope", "class: scop", 4, "Choose one of"),
        ("lesson: familiar-form", "lesson: familiar-from", 5, "does not exist"),
        ("    added: '(?i)\\bold desk\\b'", "    detector: zone_crossed", 12, "belong to pairkit"),
        ("'(?i)\\bold desk\\b'", "'(old desk'", 12, "is not valid"),
        ("'(?i)\\bold desk\\b'", "'(?:(?:old)+ ?)+desk'", 12, "could take very long"),
        ("  - literals: [old desk]  #", "  - not_paths: [x]  #", 12, "literals"),
        ("literals: [old desk]", f"literals: [{'old desk ' * 40}]", 11, "characters long"),
        ("'(?i)\\bold desk\\b'", f"'{'old desk|' * 1200}x'", 12, "characters long"),
        ("old name: {what}", "old name: {what:x}", 16, "Did you mean “what”"),
        ("old name: {what}", "old name: \u202e{what}", 16, "hidden character (U+202E)"),
        ("old name: {what}", "old name: {waht}", 16, "Did you mean “what”"),
        ("id: our-words-old-name", "id: other", 3, "must be the file's name"),
        ("stops: nowhere ", "stops: own-branch ", 9, "only with severity: must"),
    ],
)
def test_what_is_wrong_has_a_line(folder: Path, old: str, new: str, line: int, reason: str) -> None:
    """A slip is one sentence with file and line, and exit code 2."""
    root = draft(repository(folder / "desk"))
    edit(root, old, new)
    done = pairkit(root, "playbook", "check", PAIRKIT_LANG="en")
    said = " ".join(done.err.split())
    assert (done.code, f"{RULE}, line {line}:" in said, reason in said) == (2, True, True), said
    assert pairkit(root, "playbook", "check", PAIRKIT_LANG="ko").code == 2


def test_a_structure_that_ast_grep_refuses(folder: Path) -> None:
    """It would raise in the middle of a hook."""
    root = draft(repository(folder / "desk"))
    structure = "structure: {languages: [python], rule: {kind: no_such_kind}}"
    edit(root, "added: '(?i)\\bold desk\\b'", structure)
    done = pairkit(root, "playbook", "check", PAIRKIT_LANG="en")
    assert (done.code, "structure of rule" in " ".join(done.err.split())) == (2, True)


def test_a_rule_of_another_cannot_be_replaced(folder: Path) -> None:
    """An own rule under a shipped rule's name would silently take its place."""
    root = draft(repository(folder / "desk"))
    edit(root, "id: our-words-old-name", "id: secret-added")
    (root / RULE).rename(root / RULE.replace("our-words-old-name", "secret-added"))
    done = pairkit(root, "playbook", "check", PAIRKIT_LANG="en")
    assert (done.code, "taken" in done.err) == (2, True)


def test_it_stops_a_commit_and_has_a_page(folder: Path) -> None:
    """From the commit that names it on; shipped rules still apply, and `explain` knows it."""
    root = in_use(folder / "desk")
    stage(root, {"content/a.md": "The Old Desk\n", "app/a.py": f"K = '{KEY}'\n"})
    for _ in range(2):  # the second time from the cache
        data = document(pairkit(root, "check", "--format", "json", who=MAKER))
        assert told(data) == {"our-words-old-name": "stop", "secret-added": "stop"}
    stage(root, {"app/a.py": "x = 1\n"})
    done = commit(root, who=MAKER)
    assert (done.code, "예전 이름" in done.err) == (1, True)
    assert "예전 이름" in pairkit(root, "explain", "our-words-old-name", "--lang", "ko").out
    listed = pairkit(root, "checklist", "--format", "json")
    assert "our-words-old-name" in {one["rule"] for one in document(listed, "checklist")["look"]}


def test_a_preview_never_stops(folder: Path) -> None:
    root = project(folder / "desk")
    draft(root)
    record(root, {"pairkit.yaml": OWN})
    stage(root, {"docs/a.md": "The Old Desk\n"})
    assert told(document(pairkit(root, "check", "--format", "json", who=MAKER)))["our-words-old-name"] == "say"
    assert commit(root, "-q", who=MAKER).code == 0


def test_naming_only_ones_own_keeps_the_shipped(folder: Path) -> None:
    root = in_use(folder / "desk")
    record(root, {"pairkit.yaml": AGREEMENT + "playbooks: [own/our-words]\n"})
    stage(root, {"content/a.md": "The Old Desk\n", "app/a.py": "requests.get(u, verify=False)\n"})
    assert set(told(document(pairkit(root, "check", "--format", "json")))) >= {"our-words-old-name", "tls-off"}


@pytest.mark.parametrize("source", [["--staged"], ["--range", "main...HEAD"]])
def test_a_change_cannot_rewrite_its_judge(folder: Path, source: list[str]) -> None:
    """The rule as it stood before counts, whether the change empties it or takes it away."""
    root = in_use(folder / "desk")
    git(root, "switch", "-q", "-C", "main")
    git(root, "switch", "-q", "-c", "mina/other")
    changed = (root / RULE).read_text(encoding="utf-8").replace("old desk", "new name")
    (stage if source == ["--staged"] else record)(root, {RULE: changed, "content/a.md": "The Old Desk\n"})
    assert told(document(pairkit(root, "check", *source, "--format", "json")))["our-words-old-name"] == "stop"


def test_another_content_is_another_index(folder: Path) -> None:
    """What is kept belongs to exactly these files: an edited rule is read anew."""
    root = in_use(folder / "desk")
    stage(root, {"content/a.md": "The Old Desk\n"})
    assert told(document(pairkit(root, "check", "--format", "json")))["our-words-old-name"] == "stop"
    edit(root, "old desk", "other desk")
    git(root, "rm", "-q", "--cached", "-f", "content/a.md")
    record(root, {})
    stage(root, {"content/b.md": "The Old Desk, the other desk\n"})
    findings = document(pairkit(root, "check", "--format", "json"))["findings"]
    assert next(one["message"] for one in findings if one["rule"] == "our-words-old-name").endswith("other desk")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_broken_one_is_told_and_the_rest_goes_on(folder: Path, language: str) -> None:
    """`check` exits with 2; the hook says a sentence, keeps the agreement and the shipped rules."""
    root = in_use(folder / "desk")
    edit(root, "severity: must", "severity: mst")
    record(root, {})
    done = pairkit(root, "check", "--lang", language)
    assert (done.code, f"{RULE}" in done.err) == (2, True)
    stage(root, {"content/a.md": "The Old Desk\n", "migrations/1.sql": "SELECT 1;\n"})
    passed = commit(root, who=MAKER, PAIRKIT_LANG=language)
    assert (passed.code, "pairkit playbook check" in " ".join(passed.err.split())) == (0, True)
    assert "migrations/1.sql" in passed.err, "zones still hold"
    stage(root, {"app/a.py": f"K = '{KEY}'\n"})
    assert commit(root, who=MAKER, PAIRKIT_LANG=language).code == 1


@pytest.mark.parametrize(
    ("playbooks", "reason"),
    [
        ("[core, own/nothing]", "no playbook “own/nothing”"),
        ("[core, own/../core]", "own/../core"),
        ("[core, own/.]", "own/."),
        ("[core, wbe]", "Did you mean “web”"),
    ],
)
def test_a_name_that_is_not_there(folder: Path, playbooks: str, reason: str) -> None:
    """It names pairkit.yaml and the line, and nothing outside the folder is read."""
    root = project(folder / "desk", AGREEMENT + f"playbooks: {playbooks}\n")
    done = pairkit(root, "check", PAIRKIT_LANG="en")
    said = " ".join(done.err.split())
    assert (done.code, "pairkit.yaml, line 10" in said, reason in said) == (2, True, True), said


def test_a_bad_name_for_a_new_one(folder: Path) -> None:
    root = repository(folder / "desk")
    for name in ("../x", "Our", "", "ours/x", "우리말", "a" * 50):
        assert pairkit(root, "playbook", "new", name).code == 2
    assert pairkit(root, "playbook", "show", "nothing").code == 2
    assert pairkit(root, "playbook", "check", "nothing").code == 2
    assert pairkit(root, "playbook", "check", who=DEVELOPER).code == 0


def test_the_documented_rules_work(folder: Path) -> None:
    """Each rule of docs/playbooks.md is read and its examples run, as they stand there."""
    root = draft(repository(folder / "desk"))
    blocks = re.findall(r"```yaml\n# (\S+)\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    write(root, dict(blocks))
    data = document(pairkit(root, "playbook", "check", "--format", "json"), "playbook-check")
    assert (len(blocks), data["ok"], data["playbooks"][0]["rules"]) == (2, True, 3)


@pytest.mark.parametrize(
    "pattern",
    [
        *("(a+)+b", "(?:a|b*)*c", "(a{1,500})+", "((?=a+)b)*x", "a.*b.*c.*d.*e", r"(\w+\s*)+$"),
        *("(a||aa)*b", "(a|aa)*b", "x=.*,.*,.*;", "(a{0,9})+x", "(a?){40}a{40}", "(?:(?:(?:a{0,3}){0,3}){0,3}){0,3}b"),
        *(
            "(a.*){0,3}x",
            r'(?:[^"]|\\.)*x',
            "(?i:a|AA)*b",
            "(?:가*가)*나",
            ".*등.*등.*등",
            "(?:" * 60 + "a+" + ")+" * 60,
        ),
        *(r"[^x]*(\w|-)+!", r"pwd[^x]*(\w|-)+!", r"\w+\w+x", r"\w*\d*\d*x", "^[^x]*(a|-)+!", "(?s)^.*(a|-)+!"),
        *("(?P<secret>[^x]*[^=]+=[^=]+=[^=]+=)", "[ab]+(?:ab?[^x]+[ab])?a?-!", r"(?:\s{0,60}[a-z.]+?){0,9}="),
        "(?:" + ".*" * 400 + ")b",
        *(".{0,60}.{0,9}(?:[a-z.]+?|(?:ab?){0,9}[a-z.]+?)!", "(?:.{0,9}=?){0,9}[ab]{0,60}[ab]*x"),
    ],
)
def test_patterns_that_may_never_end(pattern: str) -> None:
    assert too_slow(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"\bold desk\b", "(?:ab){0,8}c+", r"a[^)]*\)", "(a{0,9}b)+", r"(?i)x\s*=\s*\d+", "(a+|b)c"),
        *(r'"(?:[^"\\]|\\.)*"', r"(?:\w+\.)+com", r"foo\(.*\).*bar", r"(?:[a-z]+-)*[a-z]+ x", "a.*|b.*|c.*|d.*x"),
        r"(?=\w*[0-9])(?=\w*[A-Z])(?=\w*[a-z])\w*x",
        *(
            r"\w+@",
            r"select .* from .* where .*=",
            r"(?:a++)++b",
            r"\w++\w++x",
            r"\bimport .* from .*x",
            r"\w+\s*=\s*\w+\(.*\)",
        ),
    ],
)
def test_patterns_that_end(pattern: str) -> None:
    assert not too_slow(pattern)


def test_patterns_of_lines_begin_at_their_line() -> None:
    """`^` and any space also begins at each blank line above: the work grew with the square, the number was wrong."""
    shipped = index(available()).rules
    patterns = [
        detect[kind] for rule in shipped for detect in rule["detect"] for kind in ("added", "removed") if kind in detect
    ]
    assert [pattern for pattern in patterns if re.search(r"\^(?:\(\?P?<?\w*>?:?)?\\s[*+](?!\+)", pattern)] == []


def test_shipped_patterns_are_held_to_it() -> None:
    """What is refused in a project's own playbook is not shipped either."""
    shipped = index(available())
    patterns = {shape["id"]: shape["pattern"] for shape in shipped.shapes}
    for rule in shipped.rules:
        for n, detect in enumerate(rule["detect"]):
            patterns |= {f"{rule['id']} {n} {kind}": detect[kind] for kind in ("added", "removed") if kind in detect}
    assert [name for name, pattern in patterns.items() if too_slow(pattern)] == []


@given(st.from_regex(r"[ab.()|*+?]{1,12}"))
def test_every_pattern_is_judged(pattern: str) -> None:
    """Whatever is a pattern gets an answer."""
    try:
        re.compile(pattern)
    except re.error:
        return
    assert too_slow(pattern) in (True, False)


def test_a_missing_one_leaves_the_agreement_whole(folder: Path) -> None:
    """The hook says a sentence; zones and shipped rules still hold, and `explain` has its pages."""
    root = project(folder / "desk", AGREEMENT + "playbooks: [core, own/nothing]\n")
    stage(root, {"migrations/1.sql": "SELECT 1;\n"})
    done = commit(root, who=MAKER, PAIRKIT_LANG="en")
    assert (done.code, "own/nothing" in done.err, "migrations/1.sql" in done.err) == (0, True, True)
    draft(root)
    edit(root, "class: scope", "class: scop")
    assert pairkit(root, "explain", "secret-added").code == 0
