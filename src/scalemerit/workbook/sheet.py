"""Sheets of a workbook: typed cells at their places, and the charts that are drawn of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.money import Exact
from scalemerit.workbook.formula import Formula

if TYPE_CHECKING:
    from scalemerit.workbook.entries import Entry

# The first and the last cell of a piece of a row or column.
Area = tuple[tuple[int, int], tuple[int, int]]
# Our own words, or the cell that holds them: names of a scenario could act as a reference here.
Name = str | tuple[int, int]
# How a number or text is shown: an input is one that a reader may change.
Style = Literal[
    "title",
    "heading",
    "heading_right",
    "text",
    "note",
    "money",
    "price",
    "price_input",
    "count",
    "count_known",
    "count_input",
    "rate",
    "rate_input",
    "money_total",
    "rate_total",
    "nothing",
]
_INPUTS: dict[str, Style] = {"count": "count_input", "price": "price_input", "rate": "rate_input"}
_LETTERS = 26


class Cell(NamedTuple):
    """What stands in a cell: a text, which never acts as a formula, a number, a formula, None."""

    content: str | Exact | Formula | None
    style: Style


class Series(NamedTuple):
    """One series of a chart; `color` None leaves it out of sight, as the foot of a floating bar."""

    name: Name
    values: Area
    color: str | None


class Chart(NamedTuple):
    """A drawing of numbers at a place of a sheet; `labels` are the cells with their names.

    Lines are drawn over numbers instead, or on a scale of powers of ten. `width` is in pixels,
    `axes` are the words for both.
    """

    title: Name
    labels: Area
    series: tuple[Series, ...]
    at: tuple[int, int]
    width: int
    kind: Literal["columns", "stacked", "lines", "power_lines"] = "columns"
    axes: tuple[str, str] = ("", "")


class Sheet:
    """One sheet: its cells by row and column, both from 0, the widths of columns, its charts.

    `entries` are what may be typed into its inputs, `unit_at` is where the unit of shown amounts is
    told, `printed` how many columns go on paper; None for all.
    """

    __slots__ = ("cells", "charts", "entries", "frozen", "name", "printed", "unit_at", "widths")

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: dict[tuple[int, int], Cell] = {}
        self.entries: dict[tuple[int, int], Entry] = {}
        self.charts: list[Chart] = []
        self.widths: dict[int, int] = {0: 24}
        self.frozen = (0, 0)
        self.printed: int | None = None
        self.unit_at: tuple[int, int] | None = None

    def say(self, at: tuple[int, int], text: str, style: Style = "text") -> None:
        """Put a text."""
        self.cells[at] = Cell(text, style)

    def put(self, at: tuple[int, int], content: Exact | Formula, style: Style) -> Formula:
        """Put a number or formula; gives the reference to it."""
        self.cells[at] = Cell(content, style)
        return self._reference(at, content.value if isinstance(content, Formula) else content)

    def ask(self, at: tuple[int, int], number: Exact | None, entry: Entry) -> Formula:
        """Put an input, None to leave it empty for a reader to fill; gives the reference to it."""
        self.cells[at] = Cell(number, _INPUTS[entry.kind])
        self.entries[at] = entry
        return self._reference(at, number or 0)

    def head(self, at: tuple[int, int], *words: str) -> None:
        """Put headings beside each other."""
        for offset, word in enumerate(words):
            self.say((at[0], at[1] + offset), word, "heading")

    def _reference(self, at: tuple[int, int], value: Exact) -> Formula:
        return Formula(f"'{self.name}'!${_letters(at[1])}${at[0] + 1}", value)


class Book(NamedTuple):
    """A workbook: its title, its sheets in order, and the currency of its amounts."""

    title: str
    sheets: tuple[Sheet, ...]
    currency: str


def _letters(index: int) -> str:
    """The letters of a column."""
    rest, last = divmod(index, _LETTERS)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)
