"""What git is in the middle of: merges, rebases, cherry-picks, and commits of a part."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import repos
from bad_input.outside import (
    KEY_FILE,
    commit,
    environment,
    head,
    pairkit,
    passes,
    project,
    refused,
    run,
    snapshot,
)


def _parted(root: Path, ours: Mapping[str, str], theirs: Mapping[str, str]) -> Path:
    """Make a project whose `main` (the developer's) and `work` (the maker's, checked out) have parted."""
    project(root, {"content/a.md": "1\n2\n3\n4\n5\n6\n7\n", "app/x.py": "x = 1\n"}, branch="main")
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, ours, who=repos.MAKER)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, theirs, who=repos.DEVELOPER)
    repos.git(root, "checkout", "-q", "work")
    return root


THEIRS = {
    "migrations/0001.sql": "drop table users;\n",
    "app/models/user.py": "u = 1\n",
    "pairkit.yaml": repos.AGREEMENT + "protected: [main]\n",
    "deploy/run.sh": "echo\n",
}


def _merge(root: Path, *args: str) -> tuple[int, str]:
    said = run(["git", "merge", "-q", "--no-edit", *args], root)
    return said.code, said.text


def test_clean_merge_accuses_nobody(tmp_path: Path) -> None:
    """A maker who merges main is not told of the developer's files, guard files included: nobody here wrote them."""
    root = _parted(tmp_path / "p", {"content/a.md": "one\n2\n3\n4\n5\n6\n7\n"}, THEIRS)
    assert _merge(root, "main") == (0, "")
    assert len(repos.git(root, "rev-parse", "HEAD^@").split()) == 2


def test_clean_merge_of_a_secret_already_there(tmp_path: Path) -> None:
    """A secret that is in main's history already is not the merge's fault: refusing it would lock the maker out."""
    root = _parted(tmp_path / "p", {"content/a.md": "one\n2\n3\n4\n5\n6\n7\n"}, {"app/k.py": KEY_FILE})
    assert _merge(root, "main")[0] == 0


def test_merge_of_both_sides_edits_of_a_guard_file(tmp_path: Path) -> None:
    """Two edits of pairkit.yaml, both the developer's, that git merges by itself accuse nobody."""
    longer = repos.AGREEMENT + "size:\n  split: 400\n  stop: 1000\n"
    root = project(tmp_path / "p", {"pairkit.yaml": longer}, branch="main")
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, {"pairkit.yaml": "# our agreement\n" + longer}, who=repos.DEVELOPER)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"pairkit.yaml": longer.replace("stop: 1000", "stop: 2000")}, who=repos.DEVELOPER)
    repos.git(root, "checkout", "-q", "work")
    code, text = _merge(root, "main")
    assert code == 0, text
    assert "Jiwon" not in text


def test_merge_of_both_sides_edits_of_the_developers_file(tmp_path: Path) -> None:
    """A developer's file that changed on both sides and merges by itself is not said to be the maker's crossing."""
    root = project(tmp_path / "p", {"app/models/a.py": "a = 1\n\n\n\n\nb = 1\n"}, branch="main")
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, {"app/models/a.py": "a = 2\n\n\n\n\nb = 1\n"}, who=repos.DEVELOPER)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"app/models/a.py": "a = 1\n\n\n\n\nb = 2\n"}, who=repos.DEVELOPER)
    repos.git(root, "checkout", "-q", "work")
    code, text = _merge(root, "main")
    assert code == 0, text
    assert "Jiwon" not in text


def _conflict(root: Path) -> Path:
    _parted(
        root, {"content/a.md": "mine\n2\n3\n4\n5\n6\n7\n"}, {"content/a.md": "theirs\n2\n3\n4\n5\n6\n7\n", **THEIRS}
    )
    assert _merge(root, "main")[0] == 1
    return root


def test_conflicted_merge_concluded(tmp_path: Path) -> None:
    """Concluding a conflicted merge of main accuses nobody of the developer's files."""
    root = _conflict(tmp_path / "p")
    repos.stage(root, {"content/a.md": "both\n2\n3\n4\n5\n6\n7\n"})
    said = passes(root)
    assert said.text == ""


def test_secret_typed_in_while_resolving(tmp_path: Path) -> None:
    """A secret that is in no parent is found when the merge is concluded, and the merge can go on afterwards."""
    root = _conflict(tmp_path / "p")
    repos.stage(root, {"content/a.md": f"both\n2\n3\n4\n5\n6\n7\n{KEY_FILE}"})
    said = refused(root)
    assert said.has("content/a.md", "still here")
    assert "migrations" not in said.text
    assert (root / ".git" / "MERGE_HEAD").exists()
    repos.stage(root, {"content/a.md": "both\n2\n3\n4\n5\n6\n7\n"})
    passes(root)


def test_new_file_slipped_into_a_merge(tmp_path: Path) -> None:
    """A file that neither parent has is judged like any new file."""
    root = _conflict(tmp_path / "p")
    repos.stage(root, {"content/a.md": "both\n2\n3\n4\n5\n6\n7\n", "app/k.py": KEY_FILE})
    assert refused(root).has("app/k.py")


def test_guard_file_changed_while_resolving(tmp_path: Path) -> None:
    """A line of pairkit.yaml that no parent has is the maker's own, and is stopped."""
    root = _conflict(tmp_path / "p")
    mine = repos.AGREEMENT + "protected: [main]\nsize: {stop: 99999}\n"
    repos.stage(root, {"content/a.md": "both\n2\n3\n4\n5\n6\n7\n", "pairkit.yaml": mine})
    assert refused(root).has("pairkit.yaml", "Jiwon")


def test_marks_left_in_a_merge(tmp_path: Path) -> None:
    """`git add -A` and commit with the conflict marks still in: stopped, both versions still there."""
    root = _conflict(tmp_path / "p")
    repos.git(root, "add", "-A")
    said = refused(root)
    assert said.has("content/a.md", "both versions")


def test_check_during_a_conflict(tmp_path: Path) -> None:
    """`pairkit check` in an unresolved merge names what it did not look at, and writes nothing."""
    root = _conflict(tmp_path / "p")
    before = snapshot(root)
    said = pairkit(root, "check")
    assert said.code == 0, said
    assert said.has("content/a.md", "side by side"), said
    said = pairkit(root, "check", "--all")
    assert said.has("content/a.md", "side by side"), said
    assert snapshot(root) == before


def test_conflict_with_a_hostile_name(tmp_path: Path) -> None:
    """A name that looks like a patch cannot shift the lines of the other files in an unresolved cherry-pick."""
    name = "a\ndiff --git a/b b/b\n@@ -1 +1 @@\n-x\n+y"
    root = project(tmp_path / "p", {name: "0\n"})
    repos.git(root, "checkout", "-q", "-b", "side")
    other = repos.commit(root, {name: "1\n", "z/k.py": KEY_FILE})
    repos.git(root, "checkout", "-q", "work")
    repos.commit(root, {name: "2\n"})
    assert run(["git", "cherry-pick", other], root).code == 1
    said = pairkit(root, "check")
    assert said.code == 1, said
    assert said.has("z/k.py, line 3")


def test_merge_without_commit_then_commit(tmp_path: Path) -> None:
    """`git merge --no-commit` followed by `git commit` is still judged as a merge."""
    root = _parted(tmp_path / "p", {"content/a.md": "one\n2\n3\n4\n5\n6\n7\n"}, THEIRS)
    assert _merge(root, "--no-commit", "main")[0] == 0
    assert passes(root).text == ""


def test_octopus_merge(tmp_path: Path) -> None:
    """A merge of two branches at once accuses nobody either."""
    root = _parted(tmp_path / "p", {"content/a.md": "one\n2\n3\n4\n5\n6\n7\n"}, THEIRS)
    repos.git(root, "checkout", "-q", "-b", "third", "main~1")
    repos.commit(root, {"deploy/third.sh": "echo 3\n"})
    repos.git(root, "checkout", "-q", "work")
    code, text = _merge(root, "main", "third")
    assert code == 0, text
    assert "Jiwon" not in text


def test_merge_of_many_files(tmp_path: Path) -> None:
    """A merge with more files than a command line holds (Windows: 32,000 signs) is judged all the same."""
    folder = "/".join(letter * 200 for letter in "abc")
    many = {f"content/{folder}/{n}.md": "1\n2\n3\n4\n5\n" for n in range(300)}
    root = project(tmp_path / "p", many, branch="main")
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, dict.fromkeys(many, "one\n2\n3\n4\n5\n"), who=repos.MAKER)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, dict.fromkeys(many, "1\n2\n3\n4\nfive\n"))
    repos.git(root, "checkout", "-q", "work")
    assert _merge(root, "--no-commit", "main")[0] == 0
    repos.stage(root, {"content/z.py": KEY_FILE})
    narrow = ["sh", "-c", 'ulimit -s 512; exec "$@"', "sh", sys.executable, "-I", "-m", "pairkit.hook", "pre-commit"]
    said = run(narrow, root)
    assert said.code == 1, said


def test_rebase_in_progress(tmp_path: Path) -> None:
    """During a rebase that stopped at a conflict, only what is staged now is judged, and continuing works."""
    root = _conflict(tmp_path / "p")
    repos.git(root, "merge", "--abort")
    assert run(["git", "rebase", "-q", "main"], root).code == 1
    repos.stage(root, {"content/a.md": f"both\n{KEY_FILE}"})
    before = snapshot(root)
    assert pairkit(root, "check").has("content/a.md")
    assert commit(root).code == 1
    assert snapshot(root) == before
    repos.stage(root, {"content/a.md": "both\n"})
    done = run(["git", "-c", "core.editor=true", "rebase", "--continue"], root)
    assert done.code == 0, done
    assert "migrations" not in done.text
    assert repos.git(root, "log", "--format=%s", "-2").split("\n")[0] == "a change"


def test_rebase_of_a_protected_branch(tmp_path: Path) -> None:
    """Rebasing main itself is no commit straight on main: it must not be refused in the middle."""
    root = _conflict(tmp_path / "p")
    repos.git(root, "merge", "--abort")
    repos.git(root, "remote", "add", "origin", "https://example.invalid/x.git")
    repos.git(root, "checkout", "-q", "main")
    assert run(["git", "rebase", "-q", "work"], root, environment(repos.DEVELOPER)).code == 1
    repos.stage(root, {"content/a.md": "both\n"})
    done = run(["git", "-c", "core.editor=true", "rebase", "--continue"], root, environment(repos.DEVELOPER))
    assert done.code == 0, done


def test_cherry_pick_in_progress(tmp_path: Path) -> None:
    """A cherry-pick that stopped at a conflict is judged by what is staged, and can be concluded."""
    root = _conflict(tmp_path / "p")
    repos.git(root, "merge", "--abort")
    assert run(["git", "cherry-pick", "main"], root, environment(repos.DEVELOPER)).code == 1
    repos.stage(root, {"content/a.md": f"both\n{KEY_FILE}"})
    assert refused(root, env=environment(repos.DEVELOPER)).has("content/a.md")
    repos.stage(root, {"content/a.md": "both\n"})
    passes(root, env=environment(repos.DEVELOPER))


def test_revert(tmp_path: Path) -> None:
    """Reverting a commit that took a secret out brings it back, and that is found."""
    root = project(tmp_path / "p", {"app/k.py": KEY_FILE})
    repos.commit(root, {"app/k.py": "x = 1\n"})
    assert run(["git", "revert", "--no-commit", "HEAD"], root).code == 0
    refused(root)


def test_commit_of_one_file(tmp_path: Path) -> None:
    """`git commit FILE` judges what it records, and not what else is staged."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.stage(root, {"app/k.py": KEY_FILE})
    repos.write(root, {"content/a.md": "b\n"})
    passes(root, "content/a.md")
    assert repos.git(root, "diff", "--cached", "--name-only").split() == ["app/k.py"]
    assert refused(root).has("app/k.py")


def test_commit_of_one_bad_file(tmp_path: Path) -> None:
    """`git commit FILE` with a secret in that file is refused, and the ordinary index stays as it was."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.stage(root, {"app/fine.py": "x = 1\n"})
    repos.write(root, {"content/a.md": KEY_FILE})
    said = refused(root, "content/a.md")
    assert said.has("content/a.md")


def test_commit_of_one_file_in_a_linked_worktree(tmp_path: Path) -> None:
    """In a linked worktree `git commit FILE` judges what it records too."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    side = tmp_path / "side"
    repos.git(root, "worktree", "add", "-q", "-b", "side", str(side))
    repos.stage(side, {"app/k.py": KEY_FILE})
    repos.write(side, {"content/a.md": "b\n"})
    passes(side, "content/a.md")


def test_commit_all_and_amend(tmp_path: Path) -> None:
    """`git commit -a` is judged as recorded; `--amend` by what it adds; a refusal keeps everything."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.write(root, {"content/a.md": KEY_FILE})
    refused(root, "-a")
    assert repos.git(root, "diff", "--cached", "--name-only") == ""
    repos.write(root, {"content/a.md": "b\n"})
    passes(root, "-a")
    repos.stage(root, {"app/k.py": KEY_FILE})
    refused(root, "--amend")
    repos.stage(root, {"app/k.py": "x = 1\n"})
    passes(root, "--amend")


def test_commit_in_a_subfolder(tmp_path: Path) -> None:
    """A commit started in a subfolder is judged as a whole."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.stage(root, {"k.py": KEY_FILE})
    assert commit(root / "content").code == 1
    said = pairkit(root / "content", "check", "../k.py")
    assert said.code == 1
    assert pairkit(root / "content", "check", ".").code == 0


def test_empty_commit(tmp_path: Path) -> None:
    """An empty commit has nothing to judge."""
    root = project(tmp_path / "p")
    before = head(root)
    assert commit(root, "--allow-empty").text == ""
    assert head(root) != before


def test_intent_to_add(tmp_path: Path) -> None:
    """`git add -N` records nothing, so it is not judged, and does not disturb the rest."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.write(root, {"app/k.py": KEY_FILE, "content/a.md": "b\n"})
    repos.git(root, "add", "-N", "app/k.py")
    repos.git(root, "add", "content/a.md")
    passes(root)
