"""`check --all`: one look at a tree says the same however it is done, in one process or several, anew or remembered."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from repos import environment, git, repository, write
from running import pairkit

from pairkit import cache
from pairkit.change.everything import everything, tracked
from pairkit.change.model import Change
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.playbook.index import available, index
from pairkit.playbook.load import load
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.rules.examples import _text
from pairkit.rules.finding import Finding
from pairkit.rules.tree import crew, kept, worker
from pairkit.rules.tree.run import Way, run_tree
from pairkit.rules.tree.scope import ONE_FILE, SILENT
from pairkit.shipped import shipped

SECRET = "sk_" + "live_" + "51HbQx0EeKqA7Tm2WcYdRnVu"
PASSWORD = "Tr0ub4dor" + "-and-3"


def _examples() -> Iterator[tuple[str, bytes]]:
    for playbook in available():
        for rule in load(f"{shipped('playbooks')}/{playbook}")["rules"]:
            for kind in ("found", "quiet"):
                for n, example in enumerate(rule["examples"][kind]):
                    for file in example.get("files", [example]):
                        if "new" in file and not example.get("repeat"):
                            yield f"{rule['id']}-{kind}-{n}/{file['path']}", _text(file["new"], 1)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every example of every rule as it is in the end, two files with the same secret, and one that is not ASCII."""
    root = repository(tmp_path_factory.mktemp("tree") / "r")
    write(root, dict(_examples()))
    key = f'stripe_key = "{SECRET}"\n'
    korean = f'# 결제 비밀키를 여기에 두지 마세요\nPASSWORD = "{PASSWORD}"\nprint("비밀번호", PASSWORD)\n'
    write(root, {"app/pay.py": key, "app/결제.py": korean, "app/log.py": f"eval({SECRET!r} + name)\n"})
    write(root, {f"many/{n}.py": f"def f{n}():\n    return {n}\n" for n in range(60)})
    git(root, "add", "-A")
    return root


def _context(change: Change) -> Context:
    return Context(change, Agreement(), Acting(None), index(available()))


def _look(root: Path, **way: Any) -> list[Finding]:
    place = find(str(root))
    with Objects(place.root) as objects:
        change = everything(place, objects)
        return run_tree(_context(change), objects, place.root, Way(**{"remember": False, "cores": 1, **way}))[1]


def _old_way(root: Path) -> list[Finding]:
    """Read every file, and run every rule over all of them, as over any change."""
    place = find(str(root))
    with Objects(place.root) as objects:
        change = everything(place, objects)
        files = tuple(file._replace(hunks=tuple(file.hunks)) for file in change.files)
        return run(_context(change._replace(files=files)))[0]


def test_says_what_the_rules_say_of_any_change(tree: Path) -> None:
    """Looking file by file is a way to be quick, not another judge. Only what tells of changes keeps quiet."""
    silent = {rule["id"] for rule in index(available()).rules if {d.get("detector") for d in rule["detect"]} & SILENT}
    expected = [finding for finding in _old_way(tree) if finding.rule not in silent]
    found = _look(tree)
    assert len(expected) > 300
    assert found == expected


def test_several_processes_say_the_same(tree: Path) -> None:
    assert _look(tree, cores=3) == _look(tree)


def test_a_second_look_says_the_same(tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is remembered is believed, and nothing but what holds or shows a secret is looked at anew."""
    monkeypatch.setenv("PAIRKIT_CACHE_DIR", str(tmp_path))
    first = _look(tree, remember=True)
    looked: list[str] = []
    real = crew.look_at

    def watched(context: Any, wanted: Any, *rest: Any) -> Any:
        looked.extend(one.file.path for one in wanted)
        return real(context, wanted, *rest)

    monkeypatch.setattr("pairkit.rules.tree.run.look_at", watched)
    assert _look(tree, remember=True) == first == _look(tree)
    again = set(looked[: len(looked) - len(set(looked))])
    assert {"app/pay.py", "app/결제.py", "app/log.py"} <= again
    assert not {path for path in again if path.startswith("many/")}


def test_what_is_remembered_holds_no_secret(tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAIRKIT_CACHE_DIR", str(tmp_path))
    _look(tree, remember=True, cores=2)
    names = [path for path in tmp_path.iterdir() if path.name.startswith("looks-")]
    assert names
    for path in tmp_path.iterdir():
        text = path.read_text(encoding="utf-8")
        assert SECRET not in text
        assert PASSWORD not in text
        assert SECRET[8:] not in text


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"stamp": 1}', "looks", "null", "look"])
def test_a_damaged_memory_is_none(tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: str) -> None:
    monkeypatch.setenv("PAIRKIT_CACHE_DIR", str(tmp_path))
    first = _look(tree, remember=True)
    path = next(path for path in tmp_path.iterdir() if path.name.startswith("looks-"))
    value = json.loads(path.read_text(encoding="utf-8"))
    if damage == "looks":
        path.write_text(json.dumps({**value, "looks": [1, 2]}), encoding="utf-8")
    elif damage == "look":
        broken = [None, 3, [True], [False, None, "x", 5], [False, None, 1, [[0, 1]]], [False, None, 1, [["a", "b"]]]]
        looks = {key: broken[n % len(broken)] for n, key in enumerate(value["looks"])}
        path.write_text(json.dumps({**value, "looks": looks}), encoding="utf-8")
    else:
        path.write_text(damage, encoding="utf-8")
    assert _look(tree, remember=True) == first


def test_memory_is_bounded(tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that were not there for longest go first."""
    monkeypatch.setenv("PAIRKIT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(kept, "_FILES", 10)
    first = _look(tree, remember=True)
    path = next(path for path in tmp_path.iterdir() if path.name.startswith("looks-"))
    assert len(json.loads(path.read_text(encoding="utf-8"))["looks"]) == 10
    assert _look(tree, remember=True) == first


def test_another_agreement_is_another_memory(tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAIRKIT_CACHE_DIR", str(tmp_path))
    place = find(str(tree))
    with Objects(place.root) as objects:
        context = _context(everything(place, objects))
        run_tree(context, objects, place.root, Way())
        off = context.agreement._replace(rules={"debug-on": {"severity": "ignore", "because": "a reason"}})
        found = run_tree(context._replace(agreement=off), objects, place.root, Way())[1]
    assert found
    assert "debug-on" not in {finding.rule for finding in found}


@pytest.mark.parametrize(
    "code", ["", "import sys; sys.exit(3)", "print('[]', flush=True)", "import os; os.kill(os.getpid(), 9)"]
)
def test_a_worker_that_dies_loses_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Its batch comes back, and the first process does the work."""
    monkeypatch.setattr(crew, "command", lambda: [sys.executable, "-c", code])
    assert _look(tree, cores=2) == _look(tree, cores=1)


def test_a_worker_that_cannot_start_loses_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "command", lambda: [str(tree / "no-such-program")])
    assert _look(tree, cores=2) == _look(tree, cores=1)


def test_the_project_that_is_looked_at_does_not_run(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker must not import a module that lies in the current folder."""
    (tree / "pairkit.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (tree / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tree)
    try:
        command = worker.command()
        done = subprocess.run(command, input=b"", capture_output=True, check=False)
    finally:
        (tree / "pairkit.py").unlink()
        (tree / "json.py").unlink()
    assert b"JSONDecodeError" in done.stderr  # it began to read its first line: its own modules were found
    assert done.returncode == 1


def test_every_detector_has_a_place() -> None:
    """A new detector must say how it runs over a tree; `scope.py` explains the kinds."""
    across = {"web_policies", "deploy_unknown", "package_undeclared"}
    named = {d["detector"] for rule in index(available()).rules for d in rule["detect"] if "detector" in d}
    of_removed = {
        d["detector"]
        for rule in index(available()).rules
        for d in rule["detect"]
        if "detector" in d and (d.get("side") == "removed" or "removed" in d)
    }
    assert not ONE_FILE & SILENT
    assert named - of_removed <= ONE_FILE | SILENT | across


def test_only_asked_files_are_looked_at(tree: Path) -> None:
    said = pairkit(tree, "check", "--all", "--format", "json", "--no-cache", "app")
    found = json.loads(said.out)
    assert {finding["file"].split("/")[0] for finding in found["findings"]} == {"app"}
    assert SECRET not in said.said


def test_with_and_without_memory_a_person_reads_the_same(tree: Path) -> None:
    texts = [pairkit(tree, "check", "--all", *more).out for more in ((), (), ("--no-cache",))]
    assert texts[0] == texts[1] == texts[2]


def test_lines_are_counted_without_reading(tree: Path) -> None:
    place = find(str(tree))
    with Objects(place.root) as objects:
        listed = everything(place, objects)
        change = run_tree(_context(listed), objects, place.root, Way(remember=False, cores=1))[0]
        read = [file._replace(hunks=tuple(file.hunks)) for file in change.files]
        assert change.added == sum(file.added for file in read if not file.generated)
        assert tracked(change.files[0]).blob == change.files[0].new.blob  # type: ignore[union-attr]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks for processes as Linux shows them")
def test_an_interrupt_ends_all_processes(tmp_path: Path) -> None:
    """^C reaches the whole group: one sentence, exit code 130, nobody left."""
    root = repository(tmp_path / "r")
    body = "".join(f"def f{n}(a, b):\n    return query(a, {n}) + eval(b)\n" for n in range(3000))
    write(root, {f"app/m{n}.py": body.replace("def f", f"def f{n}_") for n in range(40)})
    git(root, "add", "-A")
    command = [sys.executable, "-m", "pairkit", "check", "--all", "--no-cache", "--lang", "en"]
    process = subprocess.Popen(
        command, cwd=root, env=environment(), stdout=-1, stderr=-1, start_new_session=True, text=True
    )
    while process.poll() is None and len(_group(process.pid)) < 3:  # itself, git, a worker
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said[1]
    for _ in range(200):
        if not _group(process.pid):
            break
        time.sleep(0.02)
    assert not _group(process.pid)


def _group(leader: int) -> list[int]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                fields = Path(f"/proc/{name}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == leader and fields[0] != "Z":
                found.append(int(name))
    return found


def test_memory_is_pruned_with_the_rest() -> None:
    """Looks are among the entries that the cache keeps few of."""
    assert "looks-" in cache._OURS
