"""A table as text for the terminal, as CSV that Excel opens right, or any value as JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from cadence.core import Table, harmless

BOM = "\ufeff"  # without it Excel reads UTF-8 as GBK
BATCH = 1000  # rows written at once
LONGEST = 28  # characters of a cell on the screen; JSON, CSV and pages have them all
TOKEN = re.compile(r"[!-~]+|.")
STOPS = "，。；：、）”’？！"
WRITE = json.JSONEncoder(ensure_ascii=False).encode  # C only where nothing is indented


def render_text(table: Table, widths: tuple[int, ...] = ()) -> str:
    """Return an aligned table; Chinese characters count as two columns wide.

    Args:
        table: what to print.
        widths: of the columns; long cells then run on in further lines, instead of being cut.
    """
    import tabulate  # noqa: PLC0415 - only commands that list pay for it

    rows = [[_short(cell) for cell in row] for row in table.rows]
    if widths:
        rows = [list(map(_folded, row, widths)) for row in table.rows]
    return tabulate.tabulate(rows, headers=table.heads, tablefmt="simple", disable_numparse=True)


def render_csv(table: Table) -> str:
    """Return CSV with a byte order mark; a cell that a spreadsheet would run is made harmless."""
    return "".join(stream_csv(table.heads, table.rows))


def stream_csv(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the same piece by piece, for a million rows take no memory then."""
    stream = io.StringIO()
    stream.write(BOM)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads)
    left = iter(rows)
    while batch := [[harmless(cell) for cell in row] for row in islice(left, BATCH)]:
        writer.writerows(batch)
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue()


def render_json(value: Any) -> str:  # noqa: ANN401 - JSON is any of it
    """Return JSON in UTF-8 without ASCII escapes."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def render_json_list(values: Iterable[Any]) -> str:
    """Return a list as JSON, an item a line: long ones are written in a fraction of the time."""
    return f"[{','.join(f'{chr(10)}{render_json_line(each)}' for each in values)}\n]"


def render_json_line(value: Any) -> str:  # noqa: ANN401 - JSON is any of it
    """Return one item of such a list."""
    return WRITE(value)


def _short(cell: str) -> str:
    """Cut a long Chinese cell, so that a row fits the screen; ids are never cut."""
    if cell.isascii() or len(cell) <= LONGEST or ":" in cell:
        return cell
    return f"{cell[:LONGEST]}…"


def _folded(cell: str, width: int) -> str:
    """Break a cell into lines; dates and words stay whole, and no line begins with a stop."""
    from wcwidth import wcswidth  # noqa: PLC0415 - see tabulate

    lines = []
    for paragraph in cell.split("\n"):
        line = ""
        for token in TOKEN.findall(paragraph):
            if line and wcswidth(line + token) > width and token not in STOPS:
                lines.append(line)
                line = ""
            line += token
        lines.append(line)
    return "\n".join(lines)
