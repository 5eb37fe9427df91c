"""XLIFF: texts with their translations. Versions 1.2 and 2.0 are read, both can be written.

Sources: https://docs.oasis-open.org/xliff/xliff-core/xliff-core.html (1.2) and
https://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element

from app.exchange.rows import Languages, Row, Rows
from app.exchange.xml_reading import all_below, child, elements, has_tags, local, text_of
from app.exchange.xml_writing import DECLARATION, attribute, text

# What the two versions call a text that nobody has to look at again.
DONE = {"final", "signed-off", "reviewed"}


def read(file: BinaryIO, _languages: Languages) -> Rows:
    """Return the units of either version; the file says itself which languages it is in."""
    for place, unit in enumerate(elements(file, "trans-unit", "unit"), start=1):
        cells = _unit_12(unit) if local(unit) == "trans-unit" else _unit_20(unit)
        yield Row(place, cells, has_tags(*all_below(unit, "source"), *all_below(unit, "target")))


def _unit_12(unit: Element) -> dict[str, str]:
    target = child(unit, "target")
    done = unit.get("approved") == "yes" or (target is not None and target.get("state") in DONE)
    return {
        "source": text_of(child(unit, "source")),
        "target": text_of(target),
        "note": text_of(child(unit, "note")),
        "context": unit.get("resname", ""),
        "status": "accepted" if done and text_of(target) else "",
    }


def _unit_20(unit: Element) -> dict[str, str]:
    """Join the segments of a unit, with what stands between them."""
    parts = [one for one in unit if local(one) in ("segment", "ignorable")]
    segments = [one for one in parts if local(one) == "segment"]
    translated = bool(segments) and all(child(one, "target") is not None for one in segments)
    done = translated and all(one.get("state") in DONE for one in segments)
    notes = all_below(unit, "note")
    return {
        "source": "".join(text_of(child(part, "source")) for part in parts),
        "target": "".join(_target_20(part) for part in parts) if translated else "",
        "note": text_of(notes[0]) if notes else "",
        "context": unit.get("name", ""),
        "status": "accepted" if done else "",
    }


def _target_20(part: Element) -> str:
    """Return the translation of a part; what stands between segments may have none of its own."""
    target = child(part, "target")
    return text_of(child(part, "source") if target is None else target)


def write(
    rows: Iterable[dict[str, str]], _columns: Sequence[str], languages: Languages
) -> Iterator[bytes]:
    """Write XLIFF 2.0."""
    source, target = attribute(languages.source), attribute(languages.target)
    yield (
        f'{DECLARATION}<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"'
        f' srcLang={source} trgLang={target}><file id="f1">\n'
    ).encode()
    for number, row in enumerate(rows, start=1):
        name = f" name={attribute(row['context'])}" if row.get("context") else ""
        notes = f"<notes><note>{text(row['note'])}</note></notes>" if row.get("note") else ""
        state = ' state="final"' if row.get("status") == "accepted" else ""
        yield (
            f'<unit id="u{number}"{name}>{notes}<segment{state}>'
            f'<source xml:space="preserve">{text(row["source"])}</source>'
            f'<target xml:space="preserve">{text(row["target"])}</target></segment></unit>\n'
        ).encode()
    yield b"</file></xliff>\n"


def write_12(
    rows: Iterable[dict[str, str]], _columns: Sequence[str], languages: Languages
) -> Iterator[bytes]:
    """Write XLIFF 1.2, which older programs want."""
    source, target = attribute(languages.source), attribute(languages.target)
    yield (
        f'{DECLARATION}<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file original="desk" datatype="plaintext" source-language={source}'
        f" target-language={target}><body>\n"
    ).encode()
    for number, row in enumerate(rows, start=1):
        name = f" resname={attribute(row['context'])}" if row.get("context") else ""
        note = f"<note>{text(row['note'])}</note>" if row.get("note") else ""
        done = row.get("status") == "accepted"
        approved, state = (' approved="yes"', ' state="final"') if done else ("", "")
        yield (
            f'<trans-unit id="{number}"{name}{approved}><source>{text(row["source"])}</source>'
            f"<target{state}>{text(row['target'])}</target>{note}</trans-unit>\n"
        ).encode()
    yield b"</body></file></xliff>\n"
