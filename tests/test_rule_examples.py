"""Every rule finds its `found` examples and keeps quiet at its `quiet` ones, read from git and from a patch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pairkit.playbook.index import available, index
from pairkit.playbook.load import load
from pairkit.rules.examples import Scratch, failures
from pairkit.shipped import shipped


def _examples() -> Iterator[Any]:
    for playbook in available():
        for rule in load(f"{shipped('playbooks')}/{playbook}")["rules"]:
            for kind in ("found", "quiet"):
                for n, example in enumerate(rule["examples"][kind]):
                    one = {**rule, "examples": {"found": [], "quiet": [], kind: [example]}}
                    yield pytest.param(one, id=f"{rule['id']}-{kind}-{n}")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return Scratch(str(tmp_path_factory.mktemp("examples")))


@pytest.mark.parametrize("rule", list(_examples()))
def test_example(rule: dict[str, Any], scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(scratch.root))
    assert list(failures(rule, index(available()), scratch)) == []
