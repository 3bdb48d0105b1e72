"""HTML: tables that stand in any page and take its colors; names never act as markup."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from html import escape

from scalemerit.errors import escaped
from scalemerit.views.report import Bar, Cell, Column, Report, Row, Table, Text
from scalemerit.writers.cells import Style, per_cent

# Colors are those around it, so that it can be read on light and on dark.
_LOOK = """
.scalemerit table { border-collapse: collapse; margin: 1em 0 0.4em; color: inherit; }
.scalemerit caption { text-align: left; font-weight: bold; padding: 0.3em 0; color: inherit; }
.scalemerit tr > * { padding: 0.2em 0.7em; text-align: left; vertical-align: top; }
.scalemerit tr > .number, .scalemerit td { text-align: right; white-space: nowrap; \
font-variant-numeric: tabular-nums; }
.scalemerit td.text { text-align: left; white-space: normal; }
.scalemerit thead tr > * { border-bottom: 1px solid; font-weight: bold; }
.scalemerit tbody th { font-weight: normal; }
.scalemerit .total > * { border-top: 1px solid; font-weight: bold; }
.scalemerit .bar { min-width: 12em; }
.scalemerit .bar div { min-width: 1px; height: 0.9em; background: currentColor; opacity: 0.5; }
.scalemerit p { margin: 0.3em 0; }
"""


def fragment(report: Report, style: Style) -> str:
    """The report as a part of a page: one element, with its look, that needs nothing else."""
    basis = " · ".join((*report.subtitle, style.unit_note))
    parts = [
        f"<style>{_LOOK}</style>",
        f"<p><strong>{inert(report.title)}</strong></p>",
        f"<p>{inert(basis)}</p>",
    ]
    for table in report.tables:
        parts += [table_markup(table, style), *map(paragraph, table.notes)]
    notes = filter(None, (style.rounding_note(report), *report.notes))
    parts += map(paragraph, notes)
    inner = "\n".join(parts)
    return f'<div class="scalemerit" lang="{report.language}">\n{inner}\n</div>\n'


def table_markup(table: Table, style: Style) -> str:
    """A table with its caption, whose headings and row names say what they head."""
    own = style.of(table)
    return "\n".join(
        (
            "<table>",
            f"<caption>{inert(style.heading(table))}</caption>",
            f"<thead><tr>{''.join(map(_heading, table.columns))}</tr></thead>",
            "<tbody>",
            *(_row(row, table, own) for row in table.rows),
            "</tbody>",
            "</table>",
        )
    )


def _heading(column: Column) -> str:
    if not column.heading:
        return "<td></td>"
    return f'<th scope="col"{_kind(column)}>{inert(column.heading)}</th>'


def _row(row: Row, table: Table, style: Style) -> str:
    start = '<tr class="total">' if row.is_total else "<tr>"
    return f"{start}{''.join(_cells(row, table, style))}</tr>"


def _cells(row: Row, table: Table, style: Style) -> Iterator[str]:
    """The cells of a row, of which the first ones name it."""
    for number, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
        if isinstance(cell, Bar):
            yield f'<td class="bar">{_bar(cell)}</td>'
        elif number < table.labels:
            yield f'<th scope="row"{_kind(column)}>{_shown(cell, style)}</th>'
        else:
            yield f"<td{_cell_kind(column)}>{_shown(cell, style)}</td>"


def _kind(column: Column) -> str:
    return ' class="number"' if column.numeric else ""


def _cell_kind(column: Column) -> str:
    """Most cells are numbers: those that are not say so, which keeps large tables small."""
    return "" if column.numeric else ' class="text"'


def _shown(cell: Cell, style: Style) -> str:
    text = escape(style.shown(cell))
    return f"<strong>{text}</strong>" if isinstance(cell, Text) and cell.tone == "strong" else text


def _bar(bar: Bar) -> str:
    """A bar as long as its part of the scale; the figures beside it say the same."""
    if bar.scale <= 0:
        return ""
    low, high = sorted((max(bar.start, 0), max(bar.end, 0)))
    left, width = (per_cent(Fraction(part, bar.scale)) for part in (low, high - low))
    return f'<div style="margin-left: {left}; width: {width}"></div>'


def paragraph(note: str) -> str:
    """A note as a paragraph of its own."""
    return f"<p>{inert(note)}</p>"


def inert(text: str) -> str:
    """Text without any mark that HTML would act on, and without what steers a terminal."""
    return escape(escaped(text))
