"""Send rows as a file, piece by piece, so that a large one never lies whole in memory."""

from collections.abc import Iterable, Sequence

from fastapi.responses import StreamingResponse

from app.exchange.formats import Format
from app.exchange.rows import Languages


def download(
    rows: Iterable[dict[str, str]],
    columns: Sequence[str],
    kind: Format,
    languages: Languages,
    name: str,
) -> StreamingResponse:
    """Answer with the file `name` in the given format."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind.endings[0]}"',
        "Cache-Control": "no-store",
    }
    pieces = kind.write(rows, columns, languages)
    return StreamingResponse(pieces, media_type=kind.media_type, headers=headers)
