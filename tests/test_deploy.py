"""What `deploy=docker` and `deploy=helm` give can be delivered: image, compose file and workflow hold their promises.

Docker is not needed: linters and schemas judge the files, `test_deploy_image.py` runs what they run.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from deploy_tools import Tools, made, needs_tools, of, rendered
from repos import DEVELOPER, write
from running import pairkit

from pairkit.shipped import shipped
from templates import small

WAYS = [(database, deploy) for database in ("sqlite", "postgres") for deploy in ("docker", "helm")]


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project for each database and each way of delivery; its folder is called by both."""
    database, deploy = request.param
    return made(tmp_path_factory.mktemp("made"), database, deploy)


@pytest.mark.slow
def test_the_project_is_clean(project: Path) -> None:
    """The rules of pairkit itself for deliveries have nothing to say of what pairkit makes."""
    looked = pairkit(project, "check", "--all", who=DEVELOPER, PAIRKIT_LANG="en")
    assert (looked.code, looked.out.startswith("Nothing to stop")) == (0, True), looked.said


@pytest.mark.slow
def test_delivery_is_closed(project: Path) -> None:
    """An agent of the maker does not touch it, and no secret of it reaches git."""
    zones = yaml.safe_load((project / "pairkit.yaml").read_text())["zones"]
    assert {"Dockerfile", ".dockerignore", "deploy/**"} <= set(zones["closed"])
    ignored = (project / ".gitignore").read_text().splitlines()
    assert {".env", ".env.*", "deploy/backups/"} <= set(ignored)
    assert (project / "docs" / "restore.md").is_file()


def test_the_layers_know_no_template() -> None:
    """Whatever serves can use them: they name no program, no setting and no command of the web app."""
    for layer in ("docker", "helm"):
        for path in sorted((Path(shipped("templates")) / "layers" / layer).rglob("*")):
            if path.is_file():
                found = re.search(
                    r"(?i)\bdesk|alembic|uvicorn|glossary|python -m app|/healthz|\b8000\b", path.read_text()
                )
                assert found is None, (path, found)


@needs_tools
def test_the_dockerfile_is_clean(project: Path, tools: Tools) -> None:
    done = tools.run(project, "hadolint", "Dockerfile")
    assert (done.code, done.said) == (0, "")


@needs_tools
def test_the_dockerfile_keeps_its_promises(project: Path) -> None:
    """A pinned tag, packages apart from code, a user by number as the last, no secret passed in."""
    text = (project / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", bases[0])
    assert set(bases[1:]) == {"base"}
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001:10001"]
    assert lines.index("USER 10001:10001") > lines.index("COPY . .")
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert "PYTHONDONTWRITEBYTECODE=1" in text
    assert "PIP_NO_CACHE_DIR=1" in text
    assert "--constraint constraints.txt" in text
    assert not [line for line in lines if line.startswith("ARG")]


@needs_tools
def test_the_compose_file_is_valid(project: Path, tools: Tools) -> None:
    done = tools.run(project, "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml")
    assert done.code == 0, done.said


@needs_tools
def test_every_service_is_fenced(project: Path) -> None:
    """Limits, a health check, no rights, nothing to write but volumes; only https is open to the world."""
    compose = yaml.safe_load((project / "deploy" / "compose.yaml").read_text())
    for name, service in compose["services"].items():
        assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"]), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["healthcheck"], name
        assert service["restart"] == ("no" if name in ("migrate", "backup") else "unless-stopped"), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()) if name != "proxy"), name
    assert compose["services"]["app"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    images = {compose["services"][name]["image"] for name in ("app", "migrate", "backup")}
    assert len(images) == 1


@needs_tools
def test_the_database_is_inside(project: Path) -> None:
    """PostgreSQL has no port outside and no way out, keeps its data, and gets its password from the env file."""
    compose = yaml.safe_load((project / "deploy" / "compose.yaml").read_text())
    example = (project / "deploy" / ".env.example").read_text()
    if project.name.startswith("sqlite"):
        assert "db" not in compose["services"]
        assert "PASSWORD" not in example
        return
    db = compose["services"]["db"]
    assert "ports" not in db
    assert db["networks"] == ["inside"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert db["volumes"] == ["database:/var/lib/postgresql/data"]
    assert db["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert example.splitlines()[-1] == "POSTGRES_PASSWORD="
    assert compose["services"]["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"


@needs_tools
def test_what_compose_asks_for_is_in_the_example(project: Path) -> None:
    """Each ${NAME} of the compose file has its line in .env.example, and the other way round."""
    asked = set(re.findall(r"\$\{(\w+)", (project / "deploy" / "compose.yaml").read_text()))
    told = set(re.findall(r"(?m)^(\w+)=", (project / "deploy" / ".env.example").read_text()))
    assert asked == told


@needs_tools
def test_the_workflow_is_clean(project: Path, tools: Tools) -> None:
    workflows = sorted(str(path) for path in (project / ".github" / "workflows").iterdir())
    done = tools.run(project, "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    assert done.code == 0, done.said
    done = tools.run(project, "zizmor", "--offline", "--no-progress", *workflows)
    assert done.code == 0, done.said


LITTLE = """\
layers: [base, serving, python, docker, helm]
facts: {serve: python -m app, health: /alive}
"""


@needs_tools
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_template_may_tell_little(folder: Path, tools: Tools, database: str) -> None:
    """Without a migration, copies, or settings of its own, what is left is whole and valid."""
    small(folder / "little", files={"files/app/__main__.py": "print('hello')\n"})
    text = (folder / "little" / "template.yaml").read_text().replace("layers: [base]\n", LITTLE)
    write(folder, {"little/template.yaml": text})
    done = pairkit(folder, "init", "p", "--template", "./little", "--yes", "--trust", "--set", f"database={database}")
    assert done.code == 0, done.said
    compose = "p/deploy/compose.yaml"
    done = tools.run(folder, "check-jsonschema", "--builtin-schema", "vendor.compose-spec", compose)
    assert done.code == 0, done.said
    assert not {"migrate", "backup"} & set(yaml.safe_load((folder / compose).read_text())["services"])
    manifests = rendered(tools, folder / "p" / "deploy" / "chart")
    assert not [one for one in manifests if one["kind"] in ("Job", "CronJob")]
    assert of(manifests, "Deployment")["spec"]["template"]["spec"]["containers"][0]["readinessProbe"]
    assert os.path.isfile(folder / "p" / "Dockerfile")
    assert tools.run(folder, "hadolint", "p/Dockerfile").said == ""
