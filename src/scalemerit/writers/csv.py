"""CSV: one long table, a line a figure, in full units and plain numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from scalemerit.views.report import Report, Row, Table, Text
from scalemerit.writers.cells import raw, unit_of

if TYPE_CHECKING:
    from scalemerit.writers import Options, Result

HEADINGS = ("table", "arrangement", "row", "column", "value", "unit")


def write(result: Result, options: Options) -> str:
    """The report as one long table; row and column names are in the reader's language."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEADINGS)
    lines.writerows(_figures(result.report(options.language)))
    return text.getvalue()


def _figures(report: Report) -> Iterator[tuple[str, ...]]:
    for table in report.tables:
        currency = table.currency or report.currency
        headings = [_safe(column.heading) for column in table.columns]
        for row in table.rows:
            arrangement = _safe(row.arrangement or table.arrangement)
            name = _safe(" / ".join(_names(table, row)))
            for heading, cell in list(zip(headings, row.cells, strict=True))[table.labels :]:
                value = raw(cell, currency)
                if value:
                    unit = unit_of(cell, currency)
                    yield table.key, arrangement, name, heading, value, unit


def _names(table: Table, row: Row) -> Iterator[str]:
    """What names a row among all of the report, from the outermost in."""
    yield from (*table.within, *row.within)
    yield from (cell.text for cell in row.cells[: table.labels] if isinstance(cell, Text))


def _safe(words: str) -> str:
    return raw(Text(words), "")
