"""Where pairkit is started: not in a repository, in an odd one, or on a computer that lacks something."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, both, commit, environment, hook, install, pairkit, passes, project, refused, run


def test_outside_any_repository(tmp_path: Path) -> None:
    """Outside a repository both commands say so and what to do instead."""
    for command in ("check", "checklist"):
        both(tmp_path, command, code=2, en=["not a git project", "--patch"], ko=["git 프로젝트가 아니라서", "--patch"])


def test_guard_outside_any_repository(tmp_path: Path) -> None:
    """Guards cannot be put in place where there is no repository, and nothing is written."""
    both(tmp_path, "guard", "install", code=2, en=["not a git project"], ko=["git 프로젝트가 아니라서"])
    assert list(tmp_path.iterdir()) == []


def test_bare_repository_and_inside_git(tmp_path: Path) -> None:
    """A bare repository and the inside of `.git` have no files to look at; a sentence says so."""
    repos.git(tmp_path, "init", "-q", "--bare", "store.git")
    ordinary = repos.repository(tmp_path / "ordinary", {"a.txt": "a\n"})
    for place in (tmp_path / "store.git", ordinary / ".git", ordinary / ".git" / "refs"):
        both(place, "check", code=2, en=["without files to work on"], ko=["작업할 파일이 없는"])


def test_patch_in_a_bare_repository(tmp_path: Path) -> None:
    """A patch is judged anywhere, also inside a bare repository."""
    repos.git(tmp_path, "init", "-q", "--bare", "store.git")
    patch = "diff --git a/a.py b/a.py\nnew file mode 100644\n--- /dev/null\n+++ b/a.py\n@@ -0,0 +1,3 @@\n" + "".join(
        f"+{line}\n" for line in KEY_FILE.splitlines()
    )
    said = pairkit(tmp_path / "store.git", "check", "--patch", "-", stdin=patch.encode())
    assert said.code == 1
    assert "a.py" in said.out


def test_hook_outside_a_repository_passes(tmp_path: Path) -> None:
    """A hook that finds no repository says so and blocks nothing."""
    said = hook(tmp_path)
    assert said.code == 0
    assert said.has("not a git project")


def test_no_commit_yet(tmp_path: Path) -> None:
    """Before the first commit everything staged is new, and is judged."""
    root = install(repos.repository(tmp_path / "new", branch="work"))
    assert pairkit(root, "check").code == 0
    assert pairkit(root, "check", "--all").code == 0
    repos.stage(root, {"app.py": KEY_FILE})
    assert refused(root).has("app.py", "still here")
    both(root, "check", "--range", "HEAD", code=2, en=["no version named HEAD"], ko=["HEAD라는 버전은 없어요"])
    repos.stage(root, {"app.py": "x = 1\n"})
    passes(root)


def test_detached_head(tmp_path: Path) -> None:
    """On a detached head a commit is judged as on one's own branch."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.git(root, "checkout", "-q", "--detach")
    repos.stage(root, {"content/a.md": "b\n"})
    passes(root)
    repos.stage(root, {"content/k.py": KEY_FILE})
    assert refused(root).has("content/k.py")


def test_linked_worktree(tmp_path: Path) -> None:
    """In a linked worktree the same hooks and the same agreement hold, and its own index is judged."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.git(root, "worktree", "add", "-q", "-b", "side", str(tmp_path / "작업 폴더"))
    side = tmp_path / "작업 폴더"
    repos.stage(root, {"app/k.py": KEY_FILE})
    repos.stage(side, {"content/a.md": "b\n", "migrations/1.sql": "select 1;\n"})
    said = passes(side)
    assert said.has("migrations/1.sql")
    assert "k.py" not in said.text
    repos.stage(side, {"content/k.py": KEY_FILE})
    assert refused(side).has("content/k.py")
    assert pairkit(side, "check").code == 1


def test_submodule(tmp_path: Path) -> None:
    """Inside a submodule its own index is judged; outside, a moved pointer has no lines to judge and breaks nothing."""
    inner = repos.repository(tmp_path / "inner", {"a.txt": "a\n"})
    root = project(tmp_path / "outer", {"content/a.md": "a\n"})
    repos.git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "vendor/inner")
    said = passes(root)
    assert "still here" not in said.text
    module = install(root / "vendor" / "inner")
    repos.git(module, "checkout", "-q", "-b", "work")
    repos.stage(module, {"k.py": KEY_FILE})
    assert commit(module).code == 1
    repos.stage(module, {"k.py": "x = 1\n"})
    passes(module)
    repos.git(root, "add", "vendor/inner")
    passes(root)
    checked = pairkit(root, "checklist", "--range", "HEAD", "--for", "developer")
    assert checked.code == 0
    assert "vendor/inner" in checked.out


def test_dirty_submodule_is_not_staged(tmp_path: Path) -> None:
    """What is changed inside a submodule but not staged outside is no part of the outer change."""
    inner = repos.repository(tmp_path / "inner", {"a.txt": "a\n"})
    root = project(tmp_path / "outer")
    repos.git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "inner")
    repos.git(root, "commit", "-q", "--no-verify", "-m", "module")
    repos.write(root / "inner", {"a.txt": "changed\n", "k.py": KEY_FILE})
    said = pairkit(root, "check")
    assert said.code == 0
    assert said.has("no change to look at")


def test_sparse_checkout(tmp_path: Path) -> None:
    """In a sparse checkout the index is judged, not the files that happen to be on disk."""
    root = project(tmp_path / "p", {"content/a.md": "a\n", "app/k.py": KEY_FILE, "app/b.py": "b = 1\n"})
    repos.git(root, "sparse-checkout", "set", "content")
    assert not (root / "app").exists()
    repos.write(root, {"content/a.md": "b\n"})
    repos.git(root, "add", "content")
    passes(root)
    assert pairkit(root, "check", "--all").has("app/k.py")


def test_sha256_repository(tmp_path: Path) -> None:
    """A repository with SHA-256 names is judged like any other, before and after its first commit."""
    root = tmp_path / "p"
    root.mkdir()
    repos.git(root, "init", "-q", "-b", "work", "--object-format=sha256")
    install(root)
    repos.stage(root, {"k.py": KEY_FILE})
    refused(root)
    repos.stage(root, {"k.py": "x = 1\n", "pairkit.yaml": repos.AGREEMENT})
    passes(root)
    repos.stage(root, {"k.py": KEY_FILE})
    refused(root)


def test_folder_that_is_gone(tmp_path: Path) -> None:
    """In a folder that was removed meanwhile, every command says so in a sentence."""
    gone = tmp_path / "gone"
    gone.mkdir()
    for command in (("check",), ("init", "--yes", "new")):
        script = 'cd "$1"; rmdir "$1"; shift; "$@"; code=$?; mkdir "$0"; exit $code'
        said = run(["sh", "-c", script, str(gone), str(gone), sys.executable, "-m", "pairkit", *command], tmp_path)
        assert said.code == 2, said


def test_odd_folder_names(tmp_path: Path) -> None:
    """A project may lie in a folder with spaces, quotes, Korean and a line break in its name."""
    for name in ('내 프로젝트\'s "desk"', "two\nlines", "line\u2028separator"):
        root = project(tmp_path / name)
        repos.stage(root, {"k.py": KEY_FILE})
        assert refused(root).has("k.py", "still here")
        assert pairkit(root, "check").code == 1, name


def test_git_is_not_installed(tmp_path: Path) -> None:
    """Without git, every command says that git is missing; a hook says it and lets the commit pass."""
    root = project(tmp_path / "p")
    empty = tmp_path / "empty"
    empty.mkdir()
    both(root, "check", code=2, en=["program git is not"], ko=["git 프로그램을 찾을 수 없어요"], PATH=str(empty))
    said = pairkit(tmp_path, "init", "new", "--yes", env=environment(PATH=str(empty)))
    assert said.code == 2
    assert said.has("program git is not")
    assert not (tmp_path / "new").exists()
    assert sorted(os.listdir(tmp_path)) == ["empty", "p"]
    assert hook(root, environment(PATH=str(empty))).code == 0


def test_patch_without_git(tmp_path: Path) -> None:
    """A patch needs no repository, so it needs no git either."""
    patch = "--- a/a.py\n+++ b/a.py\n@@ -0,0 +1,1 @@\n+x = 1\n"
    said = pairkit(tmp_path, "check", "--patch", "-", stdin=patch.encode(), env=environment(PATH=str(tmp_path)))
    assert said.code == 0, said


def test_unset_home(tmp_path: Path) -> None:
    """Without HOME nothing fails: the cache is only a help."""
    root = project(tmp_path / "p")
    env = environment(HOME=None, PAIRKIT_CACHE_DIR=None, XDG_CACHE_HOME=str(tmp_path / "xdg"))
    repos.stage(root, {"k.py": KEY_FILE})
    assert refused(root, env=env).has("k.py")
    assert pairkit(root, "check", env=env).code == 1
    assert pairkit(tmp_path, "init", "new", "--yes", env=env).code == 0


def _nobody(**more: str | None) -> dict[str, str]:
    names = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
    return environment(**{**dict.fromkeys(names), **more})


def test_git_knows_nobody(tmp_path: Path) -> None:
    """Without an identity the change counts as the maker's, `init` works and tells how to introduce oneself."""
    root = project(tmp_path / "p")
    config = tmp_path / "config"
    config.write_text("[user]\n\tuseConfigOnly = true\n")
    env = _nobody(GIT_CONFIG_GLOBAL=str(config))
    repos.stage(root, {"migrations/1.sql": "select 1;\n"})
    said = pairkit(root, "check", env=env)
    assert said.code == 0
    assert said.has("migrations/1.sql")
    assert hook(root, env).code == 0
    made = pairkit(tmp_path, "init", "new", "--yes", env=env)
    assert made.code == 0
    assert made.has("git config --global user.name")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("[user]\n\tname = 미나\n\temail = mina@example.com\n".encode("cp949"), id="cp949"),
        pytest.param(b"[user\nname = x\n", id="broken"),
        pytest.param(b"name = x\n", id="no section"),
    ],
)
def test_odd_git_configuration(tmp_path: Path, content: bytes) -> None:
    """A git configuration that cannot be read is a sentence, never an unexpected error."""
    config = tmp_path / "config"
    config.write_bytes(content)
    env = _nobody(GIT_CONFIG_GLOBAL=str(config))
    said = pairkit(tmp_path, "init", "new", "--yes", env=env)
    assert said.code in (0, 2), said
    assert "program git is not" not in said.text
    if said.code:
        assert os.listdir(tmp_path) == ["config"]


@pytest.mark.parametrize("name", ["GIT_ICASE_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS"])
def test_pathspec_settings(tmp_path: Path, name: str) -> None:
    """`git --icase-pathspecs commit` and its like do not keep the hook from judging."""
    root = project(tmp_path / "p")
    repos.stage(root, {"k.py": KEY_FILE})
    assert refused(root, env=environment(**{name: "1"})).has("k.py")


def test_unknown_option_in_both_languages(tmp_path: Path) -> None:
    """A mistyped option is answered in the reader's language, with what to do."""
    both(tmp_path, "check", "--stagd", code=2, en=["--stagd"], ko=["--stagd", "요"])


def test_other_owner(tmp_path: Path) -> None:
    """A repository of another user is refused by git; its remedy is passed on."""
    root = project(tmp_path / "p")
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    for folder in (root, root / ".git"):
        os.chown(folder, 65534, 65534)
    both(root, "check", code=2, en=["another user", "safe.directory"], ko=["다른 사용자", "safe.directory"])
    assert hook(root).code == 0


def test_hook_in_a_broken_repository(tmp_path: Path) -> None:
    """Where git itself fails, the hook says so and blocks nothing on its own account."""
    root = project(tmp_path / "p")
    repos.stage(root, {"content/a.md": "a\n"})
    (root / ".git" / "index").write_bytes(b"not an index")
    assert subprocess.run(["git", "status"], cwd=root, capture_output=True, check=False).returncode != 0
    said = hook(root)
    assert said.code == 0
    assert said.has("git could not")
    both(root, "check", code=2, en=["git could not"], ko=["git이 이 일을 하지 못했어요"])
