"""docs/templates.md is run as it stands: its files make a template, its commands work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from repos import environment, write

from pairkit.scaffold.form import FACTS, KINDS, TEMPLATE
from pairkit.scaffold.template import shipped_layers

GUIDE = (Path(__file__).parent.parent / "docs" / "templates.md").read_text(encoding="utf-8")


def test_the_guide_runs(folder: Path) -> None:
    """The files it shows are laid out as it says, and each of its commands ends well."""
    blocks = re.findall(r"```(\w+) (\S+)\n(.*?)```", GUIDE, re.DOTALL)
    files = {name: text for kind, name, text in blocks if kind != "sh"}
    assert len(files) >= 9
    assert all(f"`kiosk/{name}`\n" in GUIDE for name in files)
    write(folder / "kiosk", files)
    script = "\n".join(["set -e", *(text for kind, _, text in blocks if kind == "sh")])
    env = environment(PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin")
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert "tea,2\n" in done.stdout
    assert "# 매점" in done.stdout
    assert '"ref": "v1"' in done.stdout
    assert done.stdout.count("nothing is wrong") == 2
    assert not (folder / "shop" / "prices").exists()
    assert "tabulate" not in (folder / "shop" / "pyproject.toml").read_text()
    assert "tabulate" in (folder / "stall" / "pyproject.toml").read_text()


def test_the_guide_names_everything() -> None:
    """Each key, kind of question, fact and shipped layer is explained."""
    for name in [*TEMPLATE.needs, *TEMPLATE.may, *KINDS, *FACTS, *shipped_layers()]:
        assert f"`{name}`" in GUIDE, name
