"""`pairkit init` where it must not write, cannot write, or is cut off in the middle."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import repos
from bad_input.outside import both, decent, environment, pairkit, project, run, snapshot


def _tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_full_folder(tmp_path: Path) -> None:
    """A folder that holds anything, also only a hidden file, is left as it is."""
    for name in ("a.txt", ".hidden", ".git"):
        target = tmp_path / name.strip(".")
        target.mkdir()
        (target / name).write_text("mine\n")
        before = _tree(tmp_path)
        both(tmp_path, "init", str(target), "--yes", code=2, en=["already holds files"], ko=["이미 파일이 있어서"])
        assert _tree(tmp_path) == before


def test_names_that_no_folder_should_have(tmp_path: Path) -> None:
    """What git or Windows keeps for itself, and what Windows cannot write; a Korean name with a space is fine."""
    for names, english, korean in (
        (("CON", "aux.txt"), "Windows keeps for itself", "윈도우가 따로 쓰는 이름"),
        ((".git", "a/.git/b"), "git keeps for itself", "git이 따로 쓰는 폴더"),
        (("a:b", "what?", "desk.", "a\\b"), "no folder can have on Windows", "쓸 수 없는 글자"),
    ):
        for name in names:
            both(tmp_path, "init", name, "--yes", code=2, en=[english], ko=[korean])
    assert _tree(tmp_path) == []
    assert pairkit(tmp_path, "init", "번역 검수", "--yes", "--plan").code == 0


def test_file_link_and_below_a_file(tmp_path: Path) -> None:
    """A file, a symlink (also a dead one) or a place below a file is refused, and stays as it is."""
    (tmp_path / "file").write_text("mine\n")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dead").symlink_to("nowhere")
    before = _tree(tmp_path)
    both(tmp_path, "init", "file", "--yes", code=2, en=["is a file"], ko=["파일이라서"])
    both(tmp_path, "init", "link", "--yes", code=2, en=["it is a link"], ko=["링크라서"])
    both(tmp_path, "init", "dead", "--yes", code=2, en=["it is a link"], ko=["링크라서"])
    both(tmp_path, "init", "file/below/deep", "--yes", code=2, en=["cannot be written"], ko=["쓸 수 없어요"])
    os.mkfifo(tmp_path / "pipe")
    assert pairkit(tmp_path, "init", "pipe", "--yes").code == 2
    (tmp_path / "pipe").unlink()
    assert _tree(tmp_path) == before


def test_name_that_is_too_long(tmp_path: Path) -> None:
    """A name that no disk takes is a sentence, also one that is too long only for the scratch folder beside it."""
    for length in (300, 255, 250):
        said = pairkit(tmp_path, "init", "n" * length, "--yes")
        assert said.code in (0, 2), (length, said)
        assert all(not name.startswith(".") for name in os.listdir(tmp_path))
    assert pairkit(tmp_path, "init", "용어" * 42, "--yes").code in (0, 2)


def _without_power(*command: str) -> list[str]:
    drop = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={drop}", f"--inh-caps={drop}", *command] if os.geteuid() == 0 else [*command]


INIT = [sys.executable, "-m", "pairkit", "init"]


def test_read_only_folder(tmp_path: Path) -> None:
    """In a folder that may not be written, init says so, and leaves nothing."""
    tmp_path.chmod(0o555)
    try:
        for lang, part in (("en", "cannot be written"), ("ko", "쓸 수 없어요")):
            said = run(_without_power(*INIT, "new/deep", "--yes"), tmp_path, environment(lang=lang))
            assert said.code == 2, said
            assert said.has(part)
    finally:
        tmp_path.chmod(0o755)
    assert os.listdir(tmp_path) == []


def test_own_folder_in_a_folder_of_others(tmp_path: Path) -> None:
    """An empty folder of one's own inside one that may not be written (a container's workspace) can be used."""
    (tmp_path / "mine").mkdir()
    tmp_path.chmod(0o555)
    try:
        said = run(_without_power(*INIT, "mine", "--yes"), tmp_path)
    finally:
        tmp_path.chmod(0o755)
    assert said.code == 0, said


def test_folder_on_another_disk(tmp_path: Path) -> None:
    """An empty folder that is a disk of its own (a container's volume) can be used, and else nothing is left in it."""
    target = tmp_path / "volume"
    target.mkdir()
    inside = f'mount -t tmpfs none "{target}" || exit 99; "$@"; code=$?; ls -A "{target}" | wc -l; exit $code'
    said = run(["unshare", "-m", "sh", "-c", inside, "sh", *INIT, str(target), "--yes"], tmp_path)
    if said.code == 99 or "unshare" in said.err:
        pytest.skip("no mounts here")
    assert said.code == 0, said


def test_inside_another_repository(tmp_path: Path) -> None:
    """Inside another repository the new project is one of its own; the outer one only has a new folder."""
    outer = project(tmp_path / "outer", {"content/a.md": "a\n"})
    repos.stage(outer, {"content/b.md": "b\n"})
    before = snapshot(outer)
    said = pairkit(outer / "content", "init", "inner", "--yes")
    assert said.code in (0, 2)
    assert repos.git(outer, "diff", "--cached", "--name-only").split() == ["content/b.md"]
    if said.code == 2:
        assert snapshot(outer) == before
    else:
        inner = outer / "content" / "inner"
        assert repos.git(inner, "rev-parse", "--show-toplevel").strip() == str(inner)


@pytest.mark.parametrize(
    "names", [("GIT_DIR",), ("GIT_DIR", "GIT_WORK_TREE"), ("GIT_INDEX_FILE",), ("GIT_COMMON_DIR", "GIT_DIR")]
)
def test_with_git_pointed_elsewhere(tmp_path: Path, names: tuple[str, ...]) -> None:
    """With GIT_DIR and its like set (init started from a hook), the other repository is not touched in any way."""
    other = repos.repository(tmp_path / "other", {"a.txt": "a\n"})
    values = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git" / "index"),
        "GIT_COMMON_DIR": str(other / ".git"),
    }
    before, tree = snapshot(other), _tree(other)
    said = pairkit(tmp_path, "init", "new", "--yes", env=environment(**{name: values[name] for name in names}))
    assert said.code == 0, said
    assert snapshot(other) == before
    assert _tree(other) == tree, "files in the other repository"
    assert (tmp_path / "new" / ".git" / "hooks" / "pre-commit").exists()


@pytest.mark.parametrize(
    "config",
    [
        "[commit]\n\tgpgsign = true\n[gpg]\n\tprogram = /bin/false\n",
        "[core]\n\tautocrlf = true\n\tsafecrlf = true\n",
        "[core]\n\thooksPath = /nowhere/hooks\n",
        "[init]\n\ttemplateDir = {folder}/template\n",
        "[core]\n\tattributesFile = {folder}/attributes\n\texcludesFile = {folder}/ignore\n",
        "[commit]\n\ttemplate = /nowhere\n",
        "[init]\n\tdefaultObjectFormat = sha256\n",
    ],
    ids=[
        "signing fails",
        "autocrlf",
        "hooks elsewhere",
        "a template with hooks",
        "ignores all",
        "no template",
        "sha256",
    ],
)
def test_git_settings_of_the_computer(tmp_path: Path, config: str) -> None:
    """Whatever git is set to on this computer, a project is made, or a sentence says whose trouble it is."""
    settings = tmp_path / "settings"
    (settings / "template" / "hooks").mkdir(parents=True)
    foreign = settings / "template" / "hooks" / "pre-commit"
    foreign.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    foreign.chmod(0o755)
    (settings / "ignore").write_text("*.html\n*.lock\n.pairkit\ntests\n")
    (settings / "attributes").write_text("* filter=x\n")
    (settings / "config").write_text(config.replace("{folder}", str(settings)))
    said = pairkit(tmp_path, "init", "new", "--yes", env=environment(GIT_CONFIG_GLOBAL=str(settings / "config")))
    assert said.code in (0, 2), said
    if said.code == 2:
        assert sorted(os.listdir(tmp_path)) == ["settings"]
        assert "pairkit's mistake" not in said.text, "it is this computer's git settings that refused"
    else:
        new = tmp_path / "new"
        assert repos.git(new, "status", "--porcelain", "--ignored") == ""
        missing = [
            path for path in ("pairkit.lock", ".pairkit/base.tar") if path not in repos.git(new, "ls-files").split()
        ]
        assert missing == [], "the first commit lacks what the project needs"


@pytest.mark.parametrize(
    ("args", "english", "korean"),
    [
        (("--template", "nowhere"), "no template", "템플릿은 없어요"),
        (("--template", "../../etc"), "no template", "template.yaml이 없어요"),
        (("--set", "titel=x"), "Did you mean “title”", "혹시 “title”"),
        (("--set", "=x"), "KEY=VALUE", "이름=값"),
        (("--set", "title"), "KEY=VALUE", "이름=값"),
        (("--set", "title="), "does not fit", "맞지 않아요"),
        (("--answers", "nowhere.yaml"), "cannot be read", "읽을 수 없어요"),
        (("--answers", "."), "cannot be read", "읽을 수 없어요"),
        (("--answers", "twice.yaml"), "line 2", "2번째 줄"),
        (("--answers", "empty.yaml"), "is empty", "비어 있어요"),
        (("--answers", "cp949.yaml"), "cannot be read", "읽을 수 없어요"),
    ],
)
def test_wrong_answers(tmp_path: Path, args: tuple[str, ...], english: str, korean: str) -> None:
    """Wrong templates and answers are told before anything is written."""
    (tmp_path / "twice.yaml").write_text("title: a\ntitle: b\n")
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / "cp949.yaml").write_bytes("title: 검수대\n".encode("cp949"))
    before = _tree(tmp_path)
    both(tmp_path, "init", "new", "--yes", *args, code=2, en=[english], ko=[korean])
    assert _tree(tmp_path) == before


def test_nobody_to_ask(tmp_path: Path) -> None:
    """Without a terminal and without `--yes` nobody waits for an answer."""
    both(tmp_path, "init", "new", code=2, en=["nobody to ask", "--yes"], ko=["물어볼 수 없어요", "--yes"])
    assert os.listdir(tmp_path) == []


HOSTILE = ['"; import os  #', "''' {{ 1 }} [[ 7*7 ]] [% raw %]", "<script>alert(1)</script> # x: y \\"]


def test_hostile_titles(tmp_path: Path) -> None:
    """A title with quotes, braces or markup is data everywhere: what is made is still well formed, or it is refused."""
    for number, title in enumerate(HOSTILE):
        said = pairkit(tmp_path, "init", f"p{number}", "--yes", "--set", f"title={title}")
        assert said.code in (0, 2), (title, said)
        if said.code == 0:
            root = tmp_path / f"p{number}"
            for path in root.rglob("*.py"):
                compile(path.read_bytes(), str(path), "exec")
            assert pairkit(root, "check").code == 0
    said = pairkit(tmp_path, "init", "px", "--yes", "--set", "title=a\x1b[31m\nb\u202e")
    assert said.code in (0, 2)


def test_odd_folder_names(tmp_path: Path) -> None:
    """A folder may have any name that the disk takes; its project is whole and the name is shown harmlessly."""
    for name in ("내 검수대", 'it\'s "mine" $(id)', "-x", "a\x1b[31mb"):
        said = pairkit(tmp_path, "init", "--yes", "--", name)
        assert said.code in (0, 2), (name, said)
        if said.code == 0:
            assert pairkit(tmp_path / name, "check").code == 0, name


def test_odd_user_name(tmp_path: Path) -> None:
    """Whatever git calls the user, the agreement that is made can be read."""
    for name in ('Mi"na: {x}', "no", "미나\u202eb", "123"):
        config = tmp_path / "config"
        subprocess.run(["git", "config", "--file", str(config), "user.name", name], check=True)
        subprocess.run(["git", "config", "--file", str(config), "user.email", "m@example.com"], check=True)
        target = tmp_path / f"p{len(os.listdir(tmp_path))}"
        env = environment(
            GIT_CONFIG_GLOBAL=str(config), HOME=str(tmp_path), GIT_AUTHOR_NAME=None, GIT_COMMITTER_NAME=None
        )
        said = pairkit(tmp_path, "init", str(target), "--yes", env=env)
        assert said.code == 0, (name, said)
        assert pairkit(target, "check", "--range", "HEAD").code in (0, 1), name


def _slow_git(tmp_path: Path, verb: str) -> str:
    """Return a PATH with a git that sleeps at one verb, after saying so."""
    tools = tmp_path / "tools"
    tools.mkdir()
    real = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, check=True).stdout.decode().strip()
    shim = tools / "git"
    body = f'case " $* " in *" {verb} "*) : > "{tmp_path}/reached"; sleep 30;; esac\nexec {real} "$@"'
    shim.write_text(f"#!/bin/sh\n{body}\n")
    shim.chmod(0o755)
    return f"{tools}:{os.environ['PATH']}"


@pytest.mark.parametrize("verb", ["add", "commit"])
@pytest.mark.parametrize("whom", ["group", "process"])
def test_interrupted(tmp_path: Path, verb: str, whom: str) -> None:
    """^C in the middle ends with 130 and a sentence, and leaves nothing behind, not even a scratch folder."""
    work = tmp_path / "work"
    work.mkdir()
    env = environment(PATH=_slow_git(tmp_path, verb))
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*INIT, "deep/new", "--yes"],
        cwd=work,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=pipe,
        start_new_session=True,
    )
    try:
        _wait_for(tmp_path / "reached")
        if whom == "group":
            os.killpg(process.pid, signal.SIGINT)
        else:
            os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=10)
    finally:
        _end(process)
    said = decent(process.returncode, out, err)
    assert said.code == 130, said
    assert said.has("Stopped, as you asked")
    assert os.listdir(work) == []


def _wait_for(path: Path) -> None:
    for _ in range(1000):
        if path.exists():
            return
        time.sleep(0.01)
    pytest.fail(f"{path.name} was not reached")


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_told_to_end(tmp_path: Path) -> None:
    """A closed terminal (SIGHUP) or SIGTERM in the middle leaves nothing behind either."""
    work = tmp_path / "work"
    work.mkdir()
    env = environment(PATH=_slow_git(tmp_path, "commit"))
    process = subprocess.Popen(
        [*INIT, "new", "--yes"], cwd=work, env=env, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(tmp_path / "reached")
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=10)
    finally:
        _end(process)
    assert process.returncode != 0
    assert os.listdir(work) == []
