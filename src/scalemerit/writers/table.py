"""Tables for a terminal, or for a report that they are pasted into."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from scalemerit.columns import wrapped
from scalemerit.errors import escaped
from scalemerit.views.report import Cell, Money, Table, Text, Verdict
from scalemerit.writers.cells import Style, default_unit

if TYPE_CHECKING:
    from rich.console import JustifyMethod

    from scalemerit.writers import Options, Result

_WIDE_ENOUGH = 10_000
_WIDEST_CHARACTER = 2  # in fewer columns it would be left out
_NARROWEST = _WIDEST_CHARACTER + 1
_TONES = {"plain": "", "strong": "bold", "good": "green", "bad": "red", "muted": "dim"}


def write(result: Result, options: Options) -> str:
    """The report as tables; without a width they are as wide as their cells."""
    report = result.report(options.language)
    style = Style(options.unit or default_unit(report.currency), report.currency, report.language)
    text = StringIO()
    console = _console(text, options)
    text.writelines(_heading(report.title, options))
    text.writelines(_lines(" · ".join((*report.subtitle, style.unit_note)), options))
    for table in report.tables:
        title = f"{table.title} — {table.arrangement}" if table.arrangement else table.title
        text.write("\n")
        text.writelines(_heading(title, options))
        console.print(_rich_table(table, style))
        text.writelines(line for note in table.notes for line in _note(note, options))
    notes = [note for note in (style.rounding_note(report), *report.notes) if note]
    text.write("\n" if notes else "")
    text.writelines(line for note in notes for line in _note(note, options))
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


def _heading(text: str, options: Options) -> Iterator[str]:
    for line in _lines(text, options):
        yield f"\x1b[1m{line[:-1]}\x1b[0m\n" if options.color else line


def _lines(text: str, options: Options, indent: str = "") -> Iterator[str]:
    width = (options.width or _WIDE_ENOUGH) - len(indent)
    for line in wrapped(escaped(text), max(width, _WIDEST_CHARACTER)):
        yield f"{indent}{line}\n"


def _note(note: str, options: Options) -> Iterator[str]:
    """A note, whose own line breaks are kept, a little to the right."""
    for line in note.splitlines():
        yield from _lines(line, options, " ")


def _rich_table(table: Table, style: Style) -> RichTable:
    # Without padding of rich's own, which renders each cell twice; cells bring a space along.
    shown = RichTable(box=box.SIMPLE_HEAD, padding=0)
    for column in table.columns:
        heading = RichText(f" {escaped(column.heading)}")
        justify: JustifyMethod = "right" if column.numeric else "left"
        shown.add_column(heading, justify=justify, overflow="fold", min_width=_NARROWEST)
    for row in table.rows:
        if row.is_total:
            shown.add_section()
        emphasis = "bold" if row.is_total else ""
        shown.add_row(*(_rich_cell(cell, style) for cell in row.cells), style=emphasis)
    return shown


def _rich_cell(cell: Cell, style: Style) -> RichText:
    if isinstance(cell, Verdict):
        return RichText(f" {style.shown(cell)}", "green" if cell.met else "red")
    tone = cell.tone if isinstance(cell, Text | Money) else "plain"
    return RichText(f" {style.shown(cell)}", _TONES[tone])
