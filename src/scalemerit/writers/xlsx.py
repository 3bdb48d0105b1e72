"""Excel: a workbook with its formulas, what each of them comes to, and charts."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from scalemerit.columns import columns
from scalemerit.excel import A4, HIGHEST_ROW, LONGEST_TITLE, WRITTEN, fitting
from scalemerit.money import decimals
from scalemerit.workbook.formula import Formula
from scalemerit.workbook.sheet import Cell
from scalemerit.writers.cells import FORMULA_STARTS
from scalemerit.writers.cells import Style as Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scalemerit.choices import Unit
    from scalemerit.money import Exact
    from scalemerit.workbook.entries import Entry
    from scalemerit.workbook.sheet import Area, Book, Chart, Name, Series, Sheet, Style
    from scalemerit.writers import Options

_FONT = {"ja": "Yu Gothic", "en": "Calibri"}
_INPUT = {"font_color": "#0000C0", "bg_color": "#EEF3FB"}
_TOTAL = {"bold": True, "top": 1}
_POWERS = {"yen": "", "thousand": ",", "million": ",,"}
_KINDS = {
    "columns": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "lines": {"type": "scatter", "subtype": "straight"},
    "power_lines": {"type": "scatter", "subtype": "straight"},
}
_AXIS = {"size": 9, "bold": False}
_PLACES = 6
_LINE, _WIDTH = 14, 13  # the height of a line in points; a column's width where none is said


def write_book(book: Book, options: Options) -> bytes:
    """The workbook as the bytes of a file."""
    target = BytesIO()
    file = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False})
    file.set_properties({"title": fitting(book.title, LONGEST_TITLE), "created": WRITTEN})
    file.set_calc_mode("auto")
    styles = _Styles(file, book.currency, options)
    for sheet in book.sheets:
        _Page(file, sheet, styles).write()
    file.close()
    return target.getvalue()


class _Worksheet(Worksheet):  # type: ignore[misc]  # xlsxwriter is not typed throughout
    """A worksheet whose formulas call no function that Excel did not always have.

    xlsxwriter looks in each formula for every one of those, which takes longer than all the rest.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")


class _Styles:
    """The formats of a file, each made once."""

    __slots__ = ("_known", "currency", "file", "options", "shown")

    def __init__(self, file: xlsxwriter.Workbook, currency: str, options: Options) -> None:
        self.file = file
        self.currency = currency
        self.options = options
        self.shown = Shown(options.unit, currency, options.language)
        self._known: dict[tuple[Style, str, bool], object] = {}

    def of(self, cell: Cell) -> object:
        """The format of a cell."""
        content = cell.content
        is_sign = isinstance(content, str) and content.startswith(FORMULA_STARTS)
        shown = self._number(cell)
        key = (cell.style, shown, is_sign)
        if key not in self._known:
            self._known[key] = self.file.add_format(self._properties(key))
        return self._known[key]

    def _properties(self, key: tuple[Style, str, bool]) -> dict[str, object]:
        style, shown, is_sign = key
        found: dict[str, object] = {"font_name": _FONT[self.options.language], "font_size": 10}
        if shown:
            found["num_format"] = shown
        if is_sign:
            found["quote_prefix"] = True  # still a text once somebody has edited it
        if style.endswith("_input"):
            found |= _INPUT
        if style.endswith("_total"):
            found |= _TOTAL
        return found | _WORDS.get(style, {})

    def _number(self, cell: Cell) -> str:
        """The number format of a cell."""
        if cell.style == "count_known":
            return self._signed("#,##0") + ';"―"'
        kind = cell.style.partition("_")[0]
        if kind == "money":
            return self._signed(self.money)
        if kind == "price":
            return self._signed(_decimal("#,##0", _value(cell)))
        if kind == "rate":
            return self._signed(_percent(_value(cell)) if "input" in cell.style else "0.0%")
        return {"count": self._signed("#,##0"), "nothing": '"―"'}.get(kind, "")

    @property
    def money(self) -> str:
        """The number format of amounts, in the unit that the reader chose."""
        places = decimals(self.currency) if self.unit == "yen" else 0
        return "#,##0" + (f".{'0' * places}" if places else "") + _POWERS[self.unit]

    @property
    def unit(self) -> Unit:
        """The unit in which amounts are shown."""
        return self.shown.unit

    def _signed(self, shown: str) -> str:
        minus = "▲" if self.options.language == "ja" else "\u2212"
        return f'{shown};"{minus}"{shown}'


_HEADING = {"bold": True, "bg_color": "#E4E8EC", "text_wrap": True, "valign": "top"}
_WORDS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "heading": _HEADING,
    "heading_right": {**_HEADING, "align": "right"},
    "note": {"italic": True, "font_color": "#555555"},
}


def _value(cell: Cell) -> Exact:
    content = cell.content
    if content is None or isinstance(content, str):
        return 0
    return content.value if isinstance(content, Formula) else content


def _decimal(whole: str, value: Exact) -> str:
    """A number format with as many decimal places as a number has, up to six."""
    places = next((n for n in range(_PLACES) if (value * 10**n).denominator == 1), _PLACES)
    return whole + (f".{'0' * places}" if places else "")


def _percent(value: Exact) -> str:
    return _decimal("0", value * 100) + "%"


class _Page:
    """Writes one sheet."""

    __slots__ = ("file", "page", "sheet", "styles")

    def __init__(self, file: xlsxwriter.Workbook, sheet: Sheet, styles: _Styles) -> None:
        self.file = file
        self.sheet = sheet
        self.styles = styles
        self.page = file.add_worksheet(sheet.name, worksheet_class=_Worksheet)

    def write(self) -> None:
        """Write its cells and charts, and set it up for print."""
        for at, cell in self.sheet.cells.items():
            is_right = cell.style == "heading" and self._is_over_number(at)
            self._put(at, cell._replace(style="heading_right") if is_right else cell)
        if self.sheet.unit_at is not None:
            self._put(self.sheet.unit_at, Cell(self.styles.shown.unit_note, "note"))
        self._heighten()
        for column, width in self.sheet.widths.items():
            self.page.set_column(column, column, width)
        for (first, column), last, entry in _runs(self.sheet.entries):
            self.page.data_validation(first, column, last, column, self._rule(entry))
        for chart in self.sheet.charts:
            self._draw(chart)
        self.page.freeze_panes(*self.sheet.frozen)
        self.page.set_paper(A4)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        if self.sheet.printed is not None:
            last = max(row for row, _ in self.sheet.cells)
            self.page.print_area(0, 0, last, self.sheet.printed - 1)
            self.page.set_portrait()
        self.page.set_footer("&L&A&R&P / &N")

    def _is_over_number(self, at: tuple[int, int]) -> bool:
        """Whether a number, or room for one, stands below a cell."""
        below = self.sheet.cells.get((at[0] + 1, at[1]))
        return below is not None and not isinstance(below.content, str)

    def _put(self, at: tuple[int, int], cell: Cell) -> None:
        content, style = cell.content, self.styles.of(cell)
        if content is None:
            self.page.write_blank(*at, None, style)
        elif isinstance(content, str):
            self.page.write_string(*at, fitting(content), style)
        elif isinstance(content, Formula):
            self.page.write_formula(*at, f"={self._here(content)}", style, _stored(content))
        else:
            self.page.write_number(*at, float(content), style)

    def _rule(self, entry: Entry) -> dict[str, object]:
        """What Excel does where something else is typed."""
        is_japanese = self.styles.options.language == "ja"
        return {
            "validate": "integer" if entry.kind == "count" else "decimal",
            "criteria": "between",
            "minimum": f"={self._here(entry.least)}",
            "maximum": f"={self._here(entry.most)}",
            "error_title": "入力できません" if is_japanese else "Not possible",
            "error_message": entry.told.ja if is_japanese else entry.told.en,
        }

    def _here(self, formula: Formula) -> str:
        """The text of a formula on this sheet, whose cells need not name it."""
        return formula.text.replace(f"'{self.sheet.name}'!", "")

    def _heighten(self) -> None:
        """Make rows of headings as high as their longest word needs in its column."""
        lines: dict[int, int] = {}
        for (row, column), cell in self.sheet.cells.items():
            if cell.style == "heading" and isinstance(cell.content, str):
                room = self.sheet.widths.get(column, _WIDTH) - 1
                lines[row] = max(lines.get(row, 1), -(-columns(cell.content) // room))
        for row, many in lines.items():
            if many > 1:
                self.page.set_row(row, min(_LINE * many, HIGHEST_ROW))

    def _draw(self, chart: Chart) -> None:
        drawn = self.file.add_chart(_KINDS[chart.kind])
        for series in chart.series:
            drawn.add_series(
                {
                    "name": self._name(series.name),
                    "categories": self._area(chart.labels),
                    "values": self._area(series.values),
                    **_look(chart, series),
                }
            )
        drawn.set_title({"name": self._name(chart.title), "name_font": {"size": 12}})
        across, upward = chart.axes
        amounts = {"name": upward, "name_font": _AXIS, "major_gridlines": {"visible": True}}
        if chart.axes[0]:
            powers = {"log_base": 10} if chart.kind == "power_lines" else {}
            shown = {"num_format": "#,##0", **powers}
            drawn.set_x_axis({"name": across, "name_font": _AXIS, **shown})
            drawn.show_na_as_empty_cell()
            drawn.set_y_axis({**amounts, "num_format": "#,##0"})
        else:
            foot = {"min": 0} if chart.kind == "stacked" else {}
            drawn.set_y_axis({**amounts, "num_format": self.styles.money, **foot})
        feet = [place for place, series in enumerate(chart.series) if series.color is None]
        drawn.set_legend({"position": "bottom", "delete_series": feet})
        drawn.set_size({"width": chart.width, "height": 300})
        self.page.insert_chart(*chart.at, drawn)

    def _name(self, name: Name) -> str | list[object]:
        return name if isinstance(name, str) else [self.sheet.name, *name]

    def _area(self, area: Area) -> list[object]:
        (top, left), (bottom, right) = area
        return [self.sheet.name, top, left, bottom, right]


def _runs(
    entries: Mapping[tuple[int, int], Entry],
) -> Iterator[tuple[tuple[int, int], int, Entry]]:
    """Inputs below each other that take the same: the first, and the row of the last."""
    for (row, column), entry in entries.items():
        if entries.get((row - 1, column)) is entry:
            continue
        last = row
        while entries.get((last + 1, column)) is entry:
            last += 1
        yield (row, column), last, entry


def _look(chart: Chart, series: Series) -> dict[str, object]:
    """How a series is drawn."""
    if _KINDS[chart.kind]["type"] == "scatter":
        return {"line": {"color": series.color, "width": 1.75}, "marker": {"type": "none"}}
    hidden = series.color is None
    return {"fill": {"none": True} if hidden else {"color": series.color}, "gap": 60}


def _stored(formula: Formula) -> int | float | str:
    """What a formula comes to, as it is stored beside it."""
    if formula.is_missing:
        return "#N/A"
    value = formula.value
    return value if isinstance(value, int) else float(value)
