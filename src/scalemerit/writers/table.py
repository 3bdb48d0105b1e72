"""Tables for a terminal, or for a report that they are pasted into."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text as RichText

from scalemerit.errors import escaped
from scalemerit.views.report import Cell, Money, Report, Table, Text, Verdict
from scalemerit.writers.cells import Style, default_unit

if TYPE_CHECKING:
    from rich.console import JustifyMethod

    from scalemerit.writers import Options, Result

_WIDE_ENOUGH = 10_000
_WIDEST_CHARACTER = 2  # in a narrower column it would be left out
_TONES = {"plain": "", "strong": "bold", "good": "green", "bad": "red", "muted": "dim"}


def write(result: Result, options: Options) -> str:
    """The report as tables; without a width they are as wide as their cells."""
    report = result.report(options.language)
    unit = options.unit or default_unit(report.currency)
    style = Style(unit, report.currency, report.language)
    text = StringIO()
    _print_report(_console(text, options), report, style)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def _console(text: StringIO, options: Options) -> Console:
    return Console(
        file=text,
        width=options.width or _WIDE_ENOUGH,
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )


def _print_report(console: Console, report: Report, style: Style) -> None:
    console.print(RichText(escaped(report.title), "bold"))
    console.print(RichText(" · ".join((*report.subtitle, style.unit_note))))
    for table in report.tables:
        console.print()
        title = f"{table.title} — {table.arrangement}" if table.arrangement else table.title
        console.print(RichText(escaped(title), "bold"))
        console.print(_rich_table(table, style))
        for note in table.notes:
            _print_note(console, note)
    notes = [note for note in (style.rounding_note(report), *report.notes) if note]
    if notes:
        console.print()
    for note in notes:
        _print_note(console, note)


def _print_note(console: Console, note: str) -> None:
    for line in note.splitlines():
        console.print(Padding(RichText(escaped(line)), (0, 0, 0, 1)))


def _rich_table(table: Table, style: Style) -> RichTable:
    shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=True)
    for column in table.columns:
        heading = RichText(escaped(column.heading))
        justify: JustifyMethod = "right" if column.numeric else "left"
        shown.add_column(heading, justify=justify, overflow="fold", min_width=_WIDEST_CHARACTER)
    for row in table.rows:
        if row.is_total:
            shown.add_section()
        emphasis = "bold" if row.is_total else ""
        shown.add_row(*(_rich_cell(cell, style) for cell in row.cells), style=emphasis)
    return shown


def _rich_cell(cell: Cell, style: Style) -> RichText:
    if isinstance(cell, Verdict):
        return RichText(style.shown(cell), "green" if cell.met else "red")
    tone = cell.tone if isinstance(cell, Text | Money) else "plain"
    return RichText(style.shown(cell), _TONES[tone])
