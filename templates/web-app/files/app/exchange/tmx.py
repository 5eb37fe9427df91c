"""TMX 1.4: a translation memory, for terms as well as for whole texts.

Source: https://www.gala-global.org/tmx-14b
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from app.exchange.rows import Languages, Row, Rows, same_language
from app.exchange.xml_reading import LANGUAGE, all_below, child, elements, has_tags, local, text_of
from app.exchange.xml_writing import DECLARATION, attribute, text


def read(file: BinaryIO, languages: Languages) -> Rows:
    """Return the units that have both languages; others say so as rows without that text."""
    for place, unit in enumerate(elements(file, "tu"), start=1):
        cells = {"source": "", "target": "", "note": text_of(child(unit, "note"))}
        for variant in all_below(unit, "tuv"):
            code = variant.get(LANGUAGE) or variant.get("lang") or ""
            for side in ("source", "target"):
                if same_language(code, getattr(languages, side)) and not cells[side]:
                    cells[side] = text_of(child(variant, "seg"))
        context = next(
            (one for one in unit if local(one) == "prop" and one.get("type") == "context"), None
        )
        yield Row(place, cells | {"context": text_of(context)}, has_tags(*all_below(unit, "seg")))


def write(
    rows: Iterable[dict[str, str]], _columns: Sequence[str], languages: Languages
) -> Iterator[bytes]:
    """Write one unit a row."""
    source, target = attribute(languages.source), attribute(languages.target)
    yield (
        f'{DECLARATION}<tmx version="1.4"><header creationtool="desk" creationtoolversion="1"'
        f' segtype="phrase" o-tmf="desk" adminlang="en" srclang={source} datatype="plaintext"/>'
        "<body>\n"
    ).encode()
    for row in rows:
        note = f"<note>{text(row['note'])}</note>" if row.get("note") else ""
        context = row.get("context")
        prop = f'<prop type="context">{text(context)}</prop>' if context else ""
        yield (
            f"<tu>{note}{prop}<tuv xml:lang={source}><seg>{text(row['source'])}</seg></tuv>"
            f"<tuv xml:lang={target}><seg>{text(row['target'])}</seg></tuv></tu>\n"
        ).encode()
    yield b"</body></tmx>\n"
