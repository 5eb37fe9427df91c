"""What a bundler made is not read line by line, what people wrote beside it is, and a secret is found in both."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import git, repository, stage
from running import pairkit
from stories import KEY
from test_attributes import generated
from test_check import document, told

from pairkit.change.generated import why_generated

LONG = "".join(f"function a{n}(e){{return e+{n}}}" for n in range(40)) + "\n"
WEBPACK = "/******/ (() => { // webpackBootstrap\n/******/ \tvar e = {};\n"
TSC = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.a = 1;\n'
OWN = "export function total(items) {\n  return items.reduce((sum, item) => sum + item.price, 0)\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("dist/app.js", LONG, "minified"),
        ("web/public/build/app.css", LONG.replace("function ", "."), "minified"),
        ("public/assets/index-BzT4x_9d.js", LONG, "minified"),
        ("src/main/resources/static/assets/index-BzT4x_9d.js", LONG, "minified"),
        ("server/out.js", WEBPACK, "minified"),
        ("static/main.js", "/*! For license information please see main.js.LICENSE.txt */\n" + LONG, "minified"),
        ("dist/index.js", TSC, "marked"),
        ("dist/lib.mjs", "var __defProp = Object.defineProperty;\n" + OWN, "minified"),
        ("dist/app.js", OWN, None),
        ("build/webpack.config.js", "module.exports = {\n  entry: './src/a.js',\n}\n", None),
        ("static/js/site.js", OWN, None),
        ("src/app.js", LONG, None),
        ("src/index.js", TSC, None),
        ("docs/dist/notes.md", LONG, None),
        ("src/dist.ts", "// what webpack calls a chunk\n" + OWN, None),
    ],
)
def test_where_and_how_a_bundle_begins(path: str, text: str, why: str | None) -> None:
    assert why_generated(path, text[:600]) == why


def test_a_bundle_hides_no_key(folder: Path) -> None:
    """It is listed as not read, yet its key stops, staged as in a patch."""
    root = repository(folder / "desk", {"a.txt": "a\n"})
    stage(root, {"dist/app.js": f'{LONG}var k="{KEY}";{LONG}', "dist/own.js": OWN})
    assert generated(root) == {"dist/app.js": "minified", "dist/own.js": None}
    patch = folder / "bundle.diff"
    patch.write_text(git(root, "diff", "--cached"), encoding="utf-8")
    for source in (("--staged",), ("--patch", str(patch))):
        data = document(pairkit(root, "check", *source, "--format", "json"))
        assert told(data)["secret-added"] == "stop"
