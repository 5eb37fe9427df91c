"""What `deploy=docker` and `deploy=helm` give can be delivered: images, compose, chart and manifests hold their promises.

Docker and a cluster are not needed: linters and schemas judge the files, `test_deploy_image.py` runs what they run.
"""

from __future__ import annotations

import json
import os
import platform
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import deploy_tools
import pytest
import yaml
from deploy_tools import Tools
from repos import DEVELOPER, write
from running import pairkit
from templates import small

from pairkit.shipped import shipped

LINUX = platform.system() == "Linux" and platform.machine() == "x86_64"
needs_tools = [pytest.mark.slow, pytest.mark.skipif(not LINUX, reason="helm's wheel is for Linux on x86-64")]
WAYS = [(database, deploy) for database in ("sqlite", "postgres") for deploy in ("docker", "helm")]
Manifest = dict[str, Any]

INGRESS = (
    "ingress.enabled=true",
    "ingress.host=app.example.com",
    "ingress.tlsSecret=app-tls",
    "ingress.className=nginx",
)
VARIANTS: dict[str, tuple[str, ...]] = {
    "as it comes": (),
    "ingress with https": INGRESS,
    "pinned": (f"image.digest=sha256:{'0' * 64}", "image.pullSecrets[0]=registry", "hosts[0]=app.internal"),
    "settings": (
        "settings.APP_LEVEL=2",
        "settingsFromSecrets[0].name=APP_KEY",
        "settingsFromSecrets[0].secret=app",
        "settingsFromSecrets[0].key=key",
    ),
    "open and without copies": ("networkPolicy.enabled=false", "backup.enabled=false"),
    "storage": ("backup.storageClass=slow", "data.storageClass=fast", "nodeSelector.disk=ssd"),
    "restoring": ("restore.look=true", "restore.file=a.backup"),
}
ONLY_POSTGRES: dict[str, tuple[str, ...]] = {
    "autoscaling": ("autoscaling.enabled=true", *INGRESS),
    "one pod": ("replicas=1",),
    "peers": (
        "networkPolicy.databasePeers[0].ipBlock.cidr=10.0.0.0/24",
        "networkPolicy.extraEgress[0].ports[0].port=587",
    ),
}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return deploy_tools.install(tmp_path_factory.mktemp("tools"))


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project for each database and each way of delivery; its folder is called by both."""
    database, deploy = request.param
    return made(tmp_path_factory.mktemp("made"), database, deploy)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def chart(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chart of a project for each database."""
    return made(tmp_path_factory.mktemp("made"), request.param, "helm") / "deploy" / "chart"


def made(folder: Path, database: str, deploy: str) -> Path:
    """Return a new project in two languages: Korean words where the database is PostgreSQL."""
    name = f"{database}-{deploy}"
    options = (f"database={database}", f"deploy={deploy}", f"language={'ko' if database == 'postgres' else 'en'}")
    settings = [part for option in (*options, "maker_name=Mina") for part in ("--set", option)]
    done = pairkit(folder, "init", name, "--template", "web-app", "--yes", *settings)
    assert done.code == 0, done.said
    return folder / name


# ---- the project ----


@pytest.mark.slow
def test_the_project_is_clean(project: Path) -> None:
    """pairkit's own rules for deliveries have nothing to say of what pairkit makes."""
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


# ---- image and compose ----


class TestTheImage:
    """The Dockerfile and the compose file."""

    pytestmark = needs_tools

    def test_the_dockerfile_is_clean(self, project: Path, tools: Tools) -> None:
        done = tools.run(project, "hadolint", "Dockerfile")
        assert (done.code, done.said) == (0, "")

    def test_the_dockerfile_keeps_its_promises(self, project: Path) -> None:
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

    def test_the_compose_file_is_valid(self, project: Path, tools: Tools) -> None:
        done = tools.run(project, "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml")
        assert done.code == 0, done.said

    def test_every_service_is_fenced(self, project: Path) -> None:
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

    def test_the_database_is_inside(self, project: Path) -> None:
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

    def test_what_compose_asks_for_is_in_the_example(self, project: Path) -> None:
        """Each ${NAME} of the compose file has its line in .env.example, and the other way round."""
        asked = set(re.findall(r"\$\{(\w+)", (project / "deploy" / "compose.yaml").read_text()))
        told = set(re.findall(r"(?m)^(\w+)=", (project / "deploy" / ".env.example").read_text()))
        assert asked == told

    def test_the_workflow_is_clean(self, project: Path, tools: Tools) -> None:
        workflows = sorted(str(path) for path in (project / ".github" / "workflows").iterdir())
        done = tools.run(project, "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
        assert done.code == 0, done.said
        done = tools.run(project, "zizmor", "--offline", "--no-progress", *workflows)
        assert done.code == 0, done.said


# ---- chart ----


def rendered(tools: Tools, chart: Path, *values: str, upgrade: bool = False) -> list[Manifest]:
    """Return what the chart makes with these values, as manifests."""
    done = templated(tools, chart, *values, upgrade=upgrade)
    assert done.code == 0, done.said
    return [one for one in yaml.safe_load_all(done.out) if one]


def templated(tools: Tools, chart: Path, *values: str, upgrade: bool = False) -> Any:
    sets = [part for value in values for part in ("--set", value)]
    return tools.run_helm(chart, "template", "try", ".", *sets, *(["--is-upgrade"] if upgrade else []))


def of(manifests: list[Manifest], kind: str, end: str = "") -> Manifest:
    """Return the one manifest of a kind whose name ends so."""
    (found,) = (one for one in manifests if one["kind"] == kind and one["metadata"]["name"].endswith(end))
    return found


def pods(manifests: list[Manifest]) -> Iterator[tuple[Manifest, Manifest]]:
    """Yield (manifest, {metadata, spec} of its pod) of everything that runs."""
    for one in manifests:
        match one["kind"]:
            case "Pod":
                yield one, one
            case "Deployment" | "Job":
                yield one, one["spec"]["template"]
            case "CronJob":
                yield one, one["spec"]["jobTemplate"]["spec"]["template"]


def variants(chart: Path) -> Mapping[str, tuple[str, ...]]:
    return VARIANTS if is_sqlite(chart) else {**VARIANTS, **ONLY_POSTGRES}


def is_sqlite(chart: Path) -> bool:
    return bool(yaml.safe_load((chart / "values.yaml").read_text())["database"]["kind"] == "sqlite")


class TestTheChart:
    """The chart, and the manifests that it makes."""

    pytestmark = needs_tools

    def test_it_is_clean(self, chart: Path, tools: Tools) -> None:
        for values in variants(chart).values():
            sets = [part for value in values for part in ("--set", value)]
            done = tools.run_helm(chart, "lint", "--strict", ".", *sets)
            assert done.code == 0, done.said

    def test_every_manifest_is_valid(self, chart: Path, tools: Tools, tmp_path: Path) -> None:
        """Against the strict schemas of the oldest Kubernetes that it takes and of the newest."""
        for number, values in enumerate(variants(chart).values()):
            done = templated(tools, chart, *values, upgrade=number == 0)
            assert done.code == 0, done.said
            (tmp_path / f"{number}.yaml").write_text(done.out)
        files = sorted(path.name for path in tmp_path.glob("*.yaml"))
        for version in deploy_tools.KUBERNETES:
            done = tools.run(tmp_path, "kubernetes-validate", "-k", version, "--strict", "--quiet", *files)
            assert done.code == 0, done.said

    def test_every_pod_is_fenced(self, chart: Path, tools: Tools) -> None:
        """No root, no rights, no key to the cluster, nothing to write but volumes, a request and a limit."""
        for values in variants(chart).values():
            for _, pod in pods(rendered(tools, chart, *values)):
                spec = pod["spec"]
                assert spec["automountServiceAccountToken"] is False
                assert spec["securityContext"]["runAsNonRoot"] is True
                assert spec["securityContext"]["runAsUser"] == 10001
                assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
                assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
                for container in [*spec["containers"], *spec.get("initContainers", ())]:
                    fence = container["securityContext"]
                    assert fence["allowPrivilegeEscalation"] is False
                    assert fence["readOnlyRootFilesystem"] is True
                    assert fence["capabilities"] == {"drop": ["ALL"]}
                    assert {"cpu", "memory"} <= set(container["resources"]["requests"])
                    assert "memory" in container["resources"]["limits"]

    def test_there_is_one_image(self, chart: Path, tools: Tools) -> None:
        """The migration, the copies and the restore are of the very version that runs."""
        version = tomllib.loads((chart.parents[1] / "pyproject.toml").read_text())["project"]["version"]
        for values in variants(chart).values():
            manifests = rendered(tools, chart, *values)
            containers = [
                container
                for _, pod in pods(manifests)
                for container in [*pod["spec"]["containers"], *pod["spec"].get("initContainers", ())]
            ]
            assert len({container["image"] for container in containers}) == 1
            assert f":{version}" in containers[0]["image"]
            commands = [container.get("command", []) for container in containers]
            assert ["python", "-m", "app", "migrate"] in commands

    def test_no_secret_is_in_it(self, chart: Path, tools: Tools) -> None:
        """Secrets are named and never made; the address of the database comes from one."""
        for values in variants(chart).values():
            manifests = rendered(tools, chart, *values)
            assert not [one for one in manifests if one["kind"] in ("Secret", "ConfigMap")]
            for _, pod in pods(manifests):
                for container in pod["spec"]["containers"]:
                    for setting in container.get("env", ()):
                        if setting["name"] == "DESK_DATABASE_URL":
                            assert setting["valueFrom"]["secretKeyRef"]["key"] == "url"
        env = of(rendered(tools, chart), "Deployment")["spec"]["template"]["spec"]["containers"][0]["env"]
        assert ("DESK_DATABASE_URL" in [one["name"] for one in env]) is not is_sqlite(chart)

    def test_it_asks_how_the_program_is(self, chart: Path, tools: Tools) -> None:
        """Three probes; only readiness asks the database, so that a dead database restarts nothing."""
        for values in variants(chart).values():
            (web,) = of(rendered(tools, chart, *values), "Deployment")["spec"]["template"]["spec"]["containers"]
            paths = {name: web[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
            assert paths == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}
            for name in paths:
                assert web[f"{name}Probe"]["httpGet"]["httpHeaders"] == [{"name": "Host", "value": "localhost"}]

    def test_the_labels_are_the_usual_ones(self, chart: Path, tools: Tools) -> None:
        expected = {f"app.kubernetes.io/{name}" for name in ("name", "instance", "version", "managed-by", "part-of")}
        for one in rendered(tools, chart, *INGRESS):
            assert expected <= set(one["metadata"]["labels"]), one["metadata"]["name"]
            assert one["metadata"]["namespace"]

    def test_the_fences_stand_around_the_pods(self, chart: Path, tools: Tools) -> None:
        """One policy closes every pod of the release; the way in ends at the page; what selects, selects something."""
        for values in variants(chart).values():
            manifests = rendered(tools, chart, *values)
            policies = [one for one in manifests if one["kind"] == "NetworkPolicy"]
            if "networkPolicy.enabled=false" in values:
                assert not policies
                continue
            closed = of(manifests, "NetworkPolicy", "-closed")["spec"]
            assert set(closed) == {"podSelector", "policyTypes"}
            for _, pod in pods(manifests):
                assert selects(closed["podSelector"]["matchLabels"], pod)
            web = of(manifests, "Deployment")["spec"]["template"]
            ways_in = of(manifests, "NetworkPolicy", "-in")["spec"]
            selected = [pod for _, pod in pods(manifests) if selects(ways_in["podSelector"]["matchLabels"], pod)]
            assert selected == [web]
            assert all(peer for rule in ways_in["ingress"] for peer in rule["from"])
            ports = {
                port["port"]
                for rule in of(manifests, "NetworkPolicy", "-out")["spec"]["egress"]
                for port in rule["ports"]
            }
            assert (5432 in ports) is not is_sqlite(chart)

    def test_what_is_selected_is_the_page(self, chart: Path, tools: Tools) -> None:
        """Service, budget, autoscaler and ingress lead to the pods of the page and to no job."""
        for values in variants(chart).values():
            manifests = rendered(tools, chart, *values)
            deployment = of(manifests, "Deployment")
            selectors = [of(manifests, "Service")["spec"]["selector"], deployment["spec"]["selector"]["matchLabels"]]
            selectors += [
                one["spec"]["selector"]["matchLabels"] for one in manifests if one["kind"] == "PodDisruptionBudget"
            ]
            for selector in selectors:
                assert [one for one, pod in pods(manifests) if selects(selector, pod)] == [deployment]
            for one in manifests:
                if one["kind"] == "HorizontalPodAutoscaler":
                    assert one["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
                    assert "replicas" not in deployment["spec"]
                if one["kind"] == "Ingress":
                    (rule,) = one["spec"]["rules"]
                    backend = rule["http"]["paths"][0]["backend"]["service"]
                    assert backend["name"] == of(manifests, "Service")["metadata"]["name"]
                    assert one["spec"]["tls"] == [{"hosts": ["app.example.com"], "secretName": "app-tls"}]

    def test_one_file_has_one_writer(self, chart: Path, tools: Tools) -> None:
        """SQLite: one pod, replaced and not doubled, on a volume that stays. PostgreSQL: no pause, and a budget."""
        manifests = rendered(tools, chart)
        spec = of(manifests, "Deployment")["spec"]
        budgets = [one for one in manifests if one["kind"] == "PodDisruptionBudget"]
        if is_sqlite(chart):
            assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
            assert (
                of(manifests, "PersistentVolumeClaim", "-data")["metadata"]["annotations"]["helm.sh/resource-policy"]
                == "keep"
            )
            assert [one["name"] for one in spec["template"]["spec"]["initContainers"]] == ["migrate"]
            assert not budgets
            assert not [one for one in manifests if one["kind"] == "Job"]
        else:
            assert spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
            assert "initContainers" not in spec["template"]["spec"]
            assert [one["spec"]["maxUnavailable"] for one in budgets] == [1]
            assert not [one for one in rendered(tools, chart, "replicas=1") if one["kind"] == "PodDisruptionBudget"]

    def test_a_migration_ends(self, chart: Path, tools: Tools) -> None:
        """The hook comes before the upgrade, has a limit of tries and of time, and keeps the copy it makes."""
        if is_sqlite(chart):
            return
        for upgrade in (False, True):
            job = of(rendered(tools, chart, upgrade=upgrade), "Job", "-migrate")
            assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
            assert (job["spec"]["backoffLimit"], job["spec"]["activeDeadlineSeconds"]) == (3, 600)
            spec = job["spec"]["template"]["spec"]
            assert "serviceAccountName" not in spec  # it is not there before the first installation
            kept = [mount["mountPath"] for mount in spec["containers"][0]["volumeMounts"]]
            assert ("/srv/program/data/backups" in kept) is upgrade

    def test_copies_are_made_and_stay(self, chart: Path, tools: Tools) -> None:
        manifests = rendered(tools, chart)
        job = of(manifests, "CronJob")
        assert job["spec"]["concurrencyPolicy"] == "Forbid"
        assert job["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"] == 3600
        claim = of(manifests, "PersistentVolumeClaim", "-backups")
        assert claim["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"
        (container,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
        assert container["command"] == ["/bin/sh", "-ec"]
        assert ("affinity" in job["spec"]["jobTemplate"]["spec"]["template"]["spec"]) is is_sqlite(chart)

    def test_hosts_are_told_to_the_program(self, chart: Path, tools: Tools) -> None:
        """The name of the ingress is known to the program without being written twice."""
        manifests = rendered(tools, chart, *INGRESS, "hosts[0]=app.internal")
        (web,) = of(manifests, "Deployment")["spec"]["template"]["spec"]["containers"]
        assert {"name": "DESK_HOSTS", "value": "app.example.com,app.internal"} in web["env"]

    def test_it_is_tested_after_its_installation(self, chart: Path, tools: Tools) -> None:
        pod = of(rendered(tools, chart), "Pod", "-test")
        assert pod["metadata"]["annotations"]["helm.sh/hook"] == "test"
        compile(pod["spec"]["containers"][0]["command"][2], "test", "exec")

    def test_its_last_words_are_plain(self, chart: Path, tools: Tools) -> None:
        """What helm prints at the end names the page, the first admin, and what is dangerous in these values."""
        said = tools.run_helm(chart, "install", "try", ".", "--dry-run=client").out.partition("NOTES:")[2]
        assert "setup-code" in said
        assert "port-forward" in said
        korean = not is_sqlite(chart)
        open_to_all = ("--set", "networkPolicy.enabled=false,backup.enabled=false")
        warned = tools.run_helm(chart, "install", "try", ".", "--dry-run=client", *open_to_all).out.partition("NOTES:")[
            2
        ]
        assert warned.count("주의:" if korean else "Careful:") == 2


def selects(selector: Mapping[str, str], pod: Manifest) -> bool:
    """Tell whether a selector finds a pod."""
    return selector.items() <= pod["metadata"]["labels"].items()


REFUSED = [
    ("replcas=2", "replcas"),
    ("image.tagg=1", "tagg"),
    ("replicas=many", "replicas"),
    ("replicas=0", "replicas"),
    ("database.kind=mysql", "sqlite"),
    ("image.tag=latest", "tag"),
    ("image.digest=sha256:abc", "digest"),
    ("image.pullPolicy=Sometimes", "IfNotPresent"),
    ("resources.limits=null", "limits"),
    ("backup.schedule=often", "schedule"),
    ("backup.size=big", "size"),
    ("service.port=70000", "port"),
    ("settings.lower=1", "lower"),
    ("restore.file=../a", "file"),
    ("ingress.enabled=true", "ingress.host is empty: give the name under which people open the page"),
    ("settings.SMTP_PASSWORD=x", "settings.SMTP_PASSWORD looks like a secret"),
    ("settings.CACHE=redis://a:b@c/0", "settings.CACHE holds an address with a password in it"),
    ("settings.DESK_HOSTS=a", "settings.DESK_HOSTS is set by the chart itself"),
]
REFUSED_WITH_SQLITE = [
    ("replicas=2", "replicas must be 1 with database.kind=sqlite: SQLite is one file"),
    ("autoscaling.enabled=true", "autoscaling.enabled needs database.kind=postgres"),
]
REFUSED_WITH_POSTGRES = [
    ("database.existingSecret=", "database.existingSecret is empty"),
    ("autoscaling.enabled=true,autoscaling.minReplicas=9", "minReplicas is larger than"),
]


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason="helm's wheel is for Linux on x86-64")
def test_slips_are_refused(chart: Path, tools: Tools) -> None:
    """A wrong value stops with words that name it; a combination that loses data with a whole sentence."""
    for value, said in [*REFUSED, *(REFUSED_WITH_SQLITE if is_sqlite(chart) else REFUSED_WITH_POSTGRES)]:
        done = templated(tools, chart, value)
        assert done.code != 0, value
        assert said in done.err, (value, done.err)
    done = templated(tools, chart, "restore.file=a.backup", upgrade=True)
    assert "an upgrade must not replace the data" in done.err


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason="helm's wheel is for Linux on x86-64")
def test_the_schema_knows_every_value(chart: Path) -> None:
    """Each key of values.yaml is in the schema, and no object of it takes unknown keys unless it is free on purpose."""
    schema = json.loads((chart / "values.schema.json").read_text())
    values = yaml.safe_load((chart / "values.yaml").read_text())
    assert set(schema["properties"]) - {"global"} == set(values)
    for name, value in values.items():
        if isinstance(value, dict) and "properties" in schema["properties"][name]:
            assert schema["properties"][name]["additionalProperties"] is False
            assert set(schema["properties"][name]["properties"]) == set(value), name


# ---- a template that tells little ----

LITTLE = """\
layers: [base, serving, python, docker, helm]
facts: {start: python -m app, health: /alive}
"""


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason="helm's wheel is for Linux on x86-64")
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
