"""Make a small template to begin with; it is well formed and says itself what to change."""

from __future__ import annotations

import os
import re
import shutil

from pairkit.errors import Occupied
from pairkit.scaffold.render import walk
from pairkit.shipped import shipped

_NAME = "my-template"


def begin(folder: str) -> list[str]:
    """Write the files of a small template to `folder`, named after it, and return their paths. Raises Occupied."""
    source = os.path.join(shipped("templates"), "starter", "skeleton")
    files = [path for path, _ in walk(source, "starter")]
    name = re.sub("[^a-z0-9]+", "-", os.path.basename(folder).lower()).strip("-") or _NAME
    try:
        for path in files:
            place = os.path.join(folder, *path.split("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copyfile(os.path.join(source, *path.split("/")), place)
        _rename(os.path.join(folder, "template.yaml"), name)
    except OSError as error:
        raise Occupied("target-unwritable", path=folder, said=error.strerror or str(error)) from None
    return files


def _rename(path: str, name: str) -> None:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text.replace(f"name: {_NAME}", f"name: {name}", 1))
