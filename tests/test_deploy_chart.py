"""The chart: every manifest it makes is valid and fenced, and values that would do harm are refused in words."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import deploy_tools
import pytest
import yaml
from deploy_tools import Tools, made, needs_tools, of, pods, rendered, selects, templated

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


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def chart(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chart of a project for each database."""
    return made(tmp_path_factory.mktemp("made"), request.param, "helm") / "deploy" / "chart"


def variants(chart: Path) -> Mapping[str, tuple[str, ...]]:
    return VARIANTS if is_sqlite(chart) else {**VARIANTS, **ONLY_POSTGRES}


def is_sqlite(chart: Path) -> bool:
    return bool(yaml.safe_load((chart / "values.yaml").read_text())["database"]["kind"] == "sqlite")


@needs_tools
def test_it_is_clean(chart: Path, tools: Tools) -> None:
    for values in variants(chart).values():
        sets = [part for value in values for part in ("--set", value)]
        done = tools.run_helm(chart, "lint", "--strict", ".", *sets)
        assert done.code == 0, done.said


@needs_tools
def test_every_manifest_is_valid(chart: Path, tools: Tools, tmp_path: Path) -> None:
    """Against the strict schemas of the oldest Kubernetes that it takes and of the newest."""
    for number, values in enumerate(variants(chart).values()):
        done = templated(tools, chart, *values, upgrade=number == 0)
        assert done.code == 0, done.said
        (tmp_path / f"{number}.yaml").write_text(done.out)
    files = sorted(path.name for path in tmp_path.glob("*.yaml"))
    for version in deploy_tools.KUBERNETES:
        done = tools.run(tmp_path, "kubernetes-validate", "-k", version, "--strict", "--quiet", *files)
        assert done.code == 0, done.said


@needs_tools
def test_every_pod_is_fenced(chart: Path, tools: Tools) -> None:
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


@needs_tools
def test_what_is_mounted_is_there(chart: Path, tools: Tools) -> None:
    """Each mount has its volume, each volume is mounted, and each claim is one that the chart makes and keeps."""
    for values in variants(chart).values():
        for upgrade in (False, "restore.look=true" not in values):
            manifests = rendered(tools, chart, *values, upgrade=upgrade)
            claims = {one["metadata"]["name"] for one in manifests if one["kind"] == "PersistentVolumeClaim"}
            for _, pod in pods(manifests):
                spec = pod["spec"]
                volumes = {volume["name"]: volume for volume in spec.get("volumes", ())}
                containers = [*spec["containers"], *spec.get("initContainers", ())]
                mounts = [mount for container in containers for mount in container.get("volumeMounts", ())]
                assert {mount["name"] for mount in mounts} == set(volumes)
                used = {
                    one["persistentVolumeClaim"]["claimName"]
                    for one in volumes.values()
                    if "persistentVolumeClaim" in one
                }
                assert used <= claims


@needs_tools
def test_there_is_one_image(chart: Path, tools: Tools) -> None:
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


@needs_tools
def test_no_secret_is_in_it(chart: Path, tools: Tools) -> None:
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


@needs_tools
def test_it_asks_how_the_program_is(chart: Path, tools: Tools) -> None:
    """Three probes; only readiness asks the database, so that a dead database restarts nothing."""
    for values in variants(chart).values():
        (web,) = of(rendered(tools, chart, *values), "Deployment")["spec"]["template"]["spec"]["containers"]
        paths = {name: web[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
        assert paths == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}
        for name in paths:
            assert web[f"{name}Probe"]["httpGet"]["httpHeaders"] == [{"name": "Host", "value": "localhost"}]


@needs_tools
def test_the_labels_are_the_usual_ones(chart: Path, tools: Tools) -> None:
    expected = {f"app.kubernetes.io/{name}" for name in ("name", "instance", "version", "managed-by", "part-of")}
    for one in rendered(tools, chart, *INGRESS):
        assert expected <= set(one["metadata"]["labels"]), one["metadata"]["name"]
        assert one["metadata"]["namespace"]


@needs_tools
def test_the_fences_stand_around_the_pods(chart: Path, tools: Tools) -> None:
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
            port["port"] for rule in of(manifests, "NetworkPolicy", "-out")["spec"]["egress"] for port in rule["ports"]
        }
        assert (5432 in ports) is not is_sqlite(chart)


@needs_tools
def test_what_is_selected_is_the_page(chart: Path, tools: Tools) -> None:
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


@needs_tools
def test_one_file_has_one_writer(chart: Path, tools: Tools) -> None:
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


@needs_tools
def test_a_migration_ends(chart: Path, tools: Tools) -> None:
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


@needs_tools
def test_copies_are_made_and_stay(chart: Path, tools: Tools) -> None:
    manifests = rendered(tools, chart)
    job = of(manifests, "CronJob")
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    assert job["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"] == 3600
    claim = of(manifests, "PersistentVolumeClaim", "-backups")
    assert claim["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"
    (container,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["/bin/sh", "-ec"]
    assert ("affinity" in job["spec"]["jobTemplate"]["spec"]["template"]["spec"]) is is_sqlite(chart)


@needs_tools
def test_hosts_are_told_to_the_program(chart: Path, tools: Tools) -> None:
    """The name of the ingress is known to the program without being written twice."""
    manifests = rendered(tools, chart, *INGRESS, "hosts[0]=app.internal")
    (web,) = of(manifests, "Deployment")["spec"]["template"]["spec"]["containers"]
    assert {"name": "DESK_HOSTS", "value": "app.example.com,app.internal"} in web["env"]


@needs_tools
def test_it_is_tested_after_its_installation(chart: Path, tools: Tools) -> None:
    pod = of(rendered(tools, chart), "Pod", "-test")
    assert pod["metadata"]["annotations"]["helm.sh/hook"] == "test"
    compile(pod["spec"]["containers"][0]["command"][2], "test", "exec")


@needs_tools
def test_its_last_words_are_plain(chart: Path, tools: Tools) -> None:
    """What helm prints at the end names the page, the first admin, and what is dangerous in these values."""
    said = tools.run_helm(chart, "install", "try", ".", "--dry-run=client").out.partition("NOTES:")[2]
    assert "setup-code" in said
    assert "port-forward" in said
    korean = not is_sqlite(chart)
    open_to_all = ("--set", "networkPolicy.enabled=false,backup.enabled=false")
    warned = tools.run_helm(chart, "install", "try", ".", "--dry-run=client", *open_to_all).out.partition("NOTES:")[2]
    assert warned.count("주의:" if korean else "Careful:") == 2


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


@needs_tools
def test_slips_are_refused(chart: Path, tools: Tools) -> None:
    """A wrong value stops with words that name it; a combination that loses data with a whole sentence."""
    for value, said in [*REFUSED, *(REFUSED_WITH_SQLITE if is_sqlite(chart) else REFUSED_WITH_POSTGRES)]:
        done = templated(tools, chart, value)
        assert done.code != 0, value
        assert said in done.err, (value, done.err)
    done = templated(tools, chart, "restore.file=a.backup", upgrade=True)
    assert "an upgrade must not replace the data" in done.err


@needs_tools
def test_the_schema_knows_every_value(chart: Path) -> None:
    """Each key of values.yaml is in the schema, and no object of it takes unknown keys unless it is free on purpose."""
    schema = json.loads((chart / "values.schema.json").read_text())
    values = yaml.safe_load((chart / "values.yaml").read_text())
    assert set(schema["properties"]) - {"global"} == set(values)
    for name, value in values.items():
        if isinstance(value, dict) and "properties" in schema["properties"][name]:
            assert schema["properties"][name]["additionalProperties"] is False
            assert set(schema["properties"][name]["properties"]) == set(value), name
