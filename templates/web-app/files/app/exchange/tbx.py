"""TBX: a term base, in the older spelling (martif, termEntry) and that of ISO 30042:2019.

Source: https://www.tbxinfo.net
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element

from app.exchange.rows import Languages, Row, Rows, same_language
from app.exchange.xml_reading import LANGUAGE, all_below, elements, local, text_of
from app.exchange.xml_writing import DECLARATION, attribute, text

ENTRIES = ("termEntry", "conceptEntry")
SECTIONS = ("langSet", "langSec")
NOTES = ("note", "descrip")


def read(file: BinaryIO, languages: Languages) -> Rows:
    """Return the entries; of several terms in one language the first counts."""
    for place, entry in enumerate(elements(file, *ENTRIES), start=1):
        cells = {"source": "", "target": "", "note": ""}
        for section in entry.iter():
            if local(section) in SECTIONS:
                code = section.get(LANGUAGE, "")
                for side in ("source", "target"):
                    if same_language(code, getattr(languages, side)) and not cells[side]:
                        cells[side] = _first_term(section)
        notes = (text_of(one).strip() for one in entry.iter() if local(one) in NOTES)
        yield Row(place, cells | {"note": next((note for note in notes if note), "")})


def _first_term(section: Element) -> str:
    terms = all_below(section, "term")
    return text_of(terms[0]) if terms else ""


def write(
    rows: Iterable[dict[str, str]], _columns: Sequence[str], languages: Languages
) -> Iterator[bytes]:
    """Write TBX-Core in the style of ISO 30042:2019, one entry a row."""
    source, target = attribute(languages.source), attribute(languages.target)
    yield (
        f'{DECLARATION}<tbx type="TBX-Core" style="dca" xml:lang={source}'
        ' xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc><sourceDesc><p>desk</p>'
        "</sourceDesc></fileDesc></tbxHeader><text><body>\n"
    ).encode()
    for number, row in enumerate(rows, start=1):
        note = f"<note>{text(row['note'])}</note>" if row.get("note") else ""
        yield (
            f'<conceptEntry id="c{number}">{note}'
            f"<langSec xml:lang={source}><termSec><term>{text(row['source'])}</term></termSec>"
            f"</langSec><langSec xml:lang={target}><termSec><term>{text(row['target'])}</term>"
            "</termSec></langSec></conceptEntry>\n"
        ).encode()
    yield b"</body></text></tbx>\n"
