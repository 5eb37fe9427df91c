"""Read the packages of Maven's `pom.xml` and of Gradle's build files, whole or as far as a patch shows them."""

from __future__ import annotations

from collections.abc import Iterator

from pairkit.change.model import Block
from pairkit.lazy import pattern as pattern_of

_TAG = pattern_of(r"<(?P<close>/)?(?P<tag>[\w.-]{1,80})>(?:\s{0,4}(?P<text>[^<\n]{1,120}?)\s{0,4}</(?P=tag)>)?")
_OWNERS = {"dependency", "plugin", "parent", "extension", "path", "annotationProcessorPath"}
_PROPERTY = pattern_of(r"^(?P<name>[\w-]+(?:\.[\w-]+)*)[.-]version$")
_GRADLE = pattern_of(
    r"^\s*(?:\w{0,30}(?:[iI]mplementation|[aA]pi|[cC]ompile(?:Only)?|[rR]untime(?:Only)?|classpath|kapt|ksp|annotationProcessor|platform)"
    r"|testFixturesApi)\s{0,3}\(?\s{0,3}(?:(?:enforcedP|p)latform\(\s{0,3})?[\"'](?P<name>[\w.-]+:[\w.-]+)(?::(?P<spec>[^\"'@]{1,60}))?"
)
_GRADLE_PLUGIN = pattern_of(
    r"^\s*id\s{0,3}\(?\s{0,3}[\"'](?P<name>[\w.-]+)[\"']\)?\s{1,3}version\s{1,3}[\"'](?P<spec>[^\"']{1,40})"
)
_OWN = {"project", "java", "maven", "revision", "kotlin", "node"}


def pom(block: Block, _section: str) -> Iterator[tuple[str, str, int]]:
    """Yield (group:artifact, version, line) of each dependency, and of each property that sets a version."""
    group, artifact, spec, at, owner = "", "", "", 0, ""
    for number, line in block.lines():
        for match in _TAG.finditer(line):
            tag, text = match["tag"], match["text"]
            if tag in _OWNERS:
                if match["close"] and artifact:
                    yield _name(group, artifact), spec, at
                group, artifact, spec, at, owner = "", "", "", 0, "" if match["close"] else tag
            elif text and tag == "groupId":
                group = text
            elif text and tag == "artifactId":
                artifact, at = text, number
            elif text and tag == "version" and artifact:
                spec, at = text, number
            elif text and not owner and (own := _PROPERTY.match(tag)) and own["name"] not in _OWN:
                yield own["name"], text, number
    if artifact and spec and block.start > 1:  # a patch may end inside
        yield _name(group, artifact), spec, at


def gradle(block: Block, _section: str) -> Iterator[tuple[str, str, int]]:
    """Yield (group:artifact or plugin, version, line) of each line that asks for a package."""
    for number, line in block.lines():
        match = _GRADLE.match(line) or _GRADLE_PLUGIN.match(line)
        if match:
            yield match["name"], match["spec"] or "", number


def _name(group: str, artifact: str) -> str:
    return f"{group}:{artifact}" if group else artifact
