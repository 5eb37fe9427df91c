"""What the README shows is what pairkit does."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
from golden import FOLDER
from repos import environment, git

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.ko.md")


@pytest.mark.parametrize("name", READMES)
def test_it_shows_real_output(name: str) -> None:
    """Each block below a golden mark is that golden file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    shown = re.findall(r"<!-- golden: (\S+) -->\n```\n(.*?)```\n", text, re.DOTALL)
    assert shown
    for file, block in shown:
        assert block == (FOLDER / file).read_text(encoding="utf-8"), file


def test_the_tour_runs(folder: Path) -> None:
    """Every command of the tour does what the text beside it says."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh tour( stops)?\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 5
    script = ["set -e"]
    for stops, block in blocks:
        commands = block.strip().split("\n")
        if stops:
            commands[-1] = f"if {commands[-1]}; then exit 99; fi"
        script += commands
    env = environment(PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin")
    done = subprocess.run(["bash", "-c", "\n".join(script)], cwd=folder, env=env, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert "Your work is still here" in done.stderr.decode()


@pytest.mark.slow
def test_the_line_to_the_page_leads_there(tmp_path: Path) -> None:
    """One line, pasted into a copy of this repository, and the desk answers."""
    line, korean = (
        (ROOT / name).read_text(encoding="utf-8").split("```sh page\n")[1].split("\n")[0] for name in READMES
    )
    assert korean == line.replace("--yes", "--yes --set language=ko")
    for name in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")[:-1]:
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tmp_path / name)
    command = ["bash", "-c", f"{line} --no-open --port 0"]
    env, pipe = environment(DESK_LANGUAGE="en"), subprocess.PIPE
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=pipe, encoding="utf-8", start_new_session=True
    ) as process:
        assert process.stdout
        try:
            said = next(line for line in process.stdout if "http://127.0.0.1:" in line)
            port = int(re.findall(r"127\.0\.0\.1:(\d+)", said)[0])
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/first")
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def test_its_commands_are_the_ones_that_exist() -> None:
    """The table names every command, and no other."""
    listed = set(re.findall(r"^\| `pairkit (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    shown = subprocess.run(
        [sys.executable, "-m", "pairkit", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert listed == set(re.findall(r"^  ([a-z]\w+)  ", shown.partition("Commands:")[2], re.MULTILINE))


def test_nothing_that_is_generated_installs_pairkit_by_bare_name() -> None:
    """The name on the package index is not ours yet, so nobody may be told to install it from there."""
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file() and path.suffix not in {".js", ".svg"}:
            assert not re.search(rb"(?:pip|uv|pipx|uvx)[^\n]{0,40} pairkit\b", path.read_bytes()), path
