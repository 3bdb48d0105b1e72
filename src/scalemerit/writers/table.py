"""Tables for a terminal, or for a report that they are pasted into."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.containers import Lines
from rich.table import Table as RichTable
from rich.text import Text as RichText

from scalemerit.columns import wrapped
from scalemerit.errors import escaped
from scalemerit.views.report import Cell, Money, Table, Text, Verdict
from scalemerit.writers.cells import Style

if TYPE_CHECKING:
    from rich.console import JustifyMethod, OverflowMethod

    from scalemerit.writers import Options, Result

_WIDE_ENOUGH = 10_000
_WIDEST_CHARACTER = 2  # in fewer columns it would be left out
_SHORTEST_TEXT = 6  # to which cells of text are folded, before numbers are
_SHORTEST_HEADING = 10  # to which headings of numbers are, before more
_SHORTEST_NAME = 24  # to which names of rows are, before a table is shown in parts
_TEXTS = (_SHORTEST_NAME, 14, _SHORTEST_TEXT)  # to which cells of text are, one after another
_TONES = {"plain": "", "strong": "bold", "good": "green", "bad": "red"}


def write(result: Result, options: Options) -> str:
    """The report as tables; without a width they are as wide as their cells."""
    report = result.report(options.language)
    style = Style(options.unit, report.currency, report.language)
    text = StringIO()
    console = _console(text, options)
    text.writelines(_heading(report.title, options))
    text.writelines(_lines(" · ".join((*report.subtitle, style.unit_note)), options))
    for table in report.tables:
        text.write("\n")
        text.writelines(_heading(style.heading(table), options))
        for part in _parts(table, style.of(table), options.width):
            console.print(_rich_table(part, style.of(table), options.width))
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


def _parts(table: Table, style: Style, width: int | None) -> Iterator[Table]:
    """The table, or several below each other where all its numbers do not fit beside each other.

    Each has the first columns, which name the rows, and as many of the others as fit whole.
    """
    if width is None or not table.may_part:
        yield table
        return
    labels = next((at for at, column in enumerate(table.columns) if column.numeric), 0)
    rows = _rich_rows(table, style, "")
    numbers = _number_widths(table, rows, _SHORTEST_HEADING)
    names = sum(min(widest, _SHORTEST_NAME) for widest in _widths(rows)[:labels])
    together = list(_together(numbers, width - 1 - labels - names)) or [list(numbers)]
    for chosen in together:
        kept = [*range(labels), *chosen]
        yield table._replace(
            columns=tuple(table.columns[at] for at in kept),
            rows=tuple(
                row._replace(cells=tuple(row.cells[at] for at in kept)) for row in table.rows
            ),
        )


def _together(numbers: dict[int, int], room: int) -> Iterator[list[int]]:
    """The columns of numbers, in groups that fit; nothing where one alone does not."""
    if not numbers or max(numbers.values()) >= room:
        return
    group: list[int] = []
    left = room
    for position, widest in numbers.items():
        if widest + 1 > left:
            yield group
            group, left = [], room
        group.append(position)
        left -= widest + 1
    yield group


def _rich_table(table: Table, style: Style, width: int | None) -> RichTable:
    """The table; where it is too wide, texts are folded first, then headings, then numbers."""
    rows = _rich_rows(table, style, " ")
    if width is None or _frame(table) + sum(_widths(rows)) <= width:
        return _drawn(table, rows)
    rows = _rich_rows(table, style, "")
    shown = _drawn(table, rows)
    ways = [(head, text) for text in _TEXTS for head in (width, _SHORTEST_HEADING)]
    for heading, text in (*ways, (0, _SHORTEST_TEXT)):
        numbers = _number_widths(table, rows, heading)
        texts = _text_width(table, rows, text)
        if _frame(table) + sum(numbers.values()) + texts <= width:
            for position, widest in numbers.items():
                shown.columns[position].width = widest
            break
    return shown


def _frame(table: Table) -> int:
    """The columns of the terminal that stand beside and between the table's columns."""
    return 1 + len(table.columns)


def _text_width(table: Table, rows: list[list[RichText]], shortest: int) -> int:
    """What cells of text take together, where those that are longer are folded to `shortest`."""
    return sum(
        min(widest, shortest)
        for column, widest in zip(table.columns, _widths(rows), strict=True)
        if not column.numeric
    )


def _number_widths(table: Table, rows: list[list[RichText]], heading: int) -> dict[int, int]:
    """What numbers take whole, with so many columns for their heading if it is that long."""
    return {
        position: max(widest, min(rows[0][position].cell_len, heading), _WIDEST_CHARACTER)
        for position, widest in enumerate(_widths(rows[1:]))
        if table.columns[position].numeric
    }


def _drawn(table: Table, rows: list[list[RichText]]) -> RichTable:
    # Padding of rich's own would render each cell twice; where there is room cells bring a space.
    shown = RichTable(box=box.SIMPLE_HEAD, padding=0)
    headings, *cells = rows
    for column, heading in zip(table.columns, headings, strict=True):
        justify: JustifyMethod = "right" if column.numeric else "left"
        shown.add_column(heading, justify=justify, overflow="fold", min_width=_WIDEST_CHARACTER)
    for row, shown_cells in zip(table.rows, cells, strict=True):
        if row.is_total:
            shown.add_section()
        shown.add_row(*shown_cells, style="bold" if row.is_total else "")
    return shown


def _rich_rows(table: Table, style: Style, lead: str) -> list[list[RichText]]:
    """The headings and the rows, each cell with this before it."""
    headings: list[RichText] = [_Words(lead + escaped(column.heading)) for column in table.columns]
    return [
        headings,
        *([_rich_cell(cell, style, lead) for cell in row.cells] for row in table.rows),
    ]


def _widths(rows: list[list[RichText]]) -> list[int]:
    """How many columns of the terminal each column takes if no cell is folded."""
    return [max(cell.cell_len for cell in cells) for cells in zip(*rows, strict=True)]


def _rich_cell(cell: Cell, style: Style, lead: str) -> RichText:
    if isinstance(cell, Verdict):
        return RichText(lead + style.shown(cell), "green" if cell.met else "red")
    if isinstance(cell, Text):
        words = style.shown(cell._replace(text=cell.short or cell.text))
        return _Words(lead + words, _TONES[cell.tone])
    return RichText(
        lead + style.shown(cell), _TONES[cell.tone if isinstance(cell, Money) else "plain"]
    )


class _Words(RichText):
    """Words of a cell; where they are folded, lines end where those of Japanese may."""

    def wrap(  # noqa: PLR0913 - the parameters that rich gives it
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines of the cell in so many columns."""
        fits = self.cell_len <= width
        found = Lines()
        for line in [self.plain] if fits else wrapped(self.plain, width):
            found.extend(
                RichText(line, self.style).wrap(
                    console,
                    width,
                    justify=justify,
                    overflow=overflow,
                    tab_size=tab_size,
                    no_wrap=no_wrap,
                )
            )
        return found
