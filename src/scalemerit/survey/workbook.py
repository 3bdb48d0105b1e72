"""A survey as a workbook: what is asked can be filled in, and nothing else changed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from scalemerit.columns import columns
from scalemerit.excel import A4, HIGHEST_ROW, LONGEST_TITLE, WRITTEN, fitting
from scalemerit.fields import LARGEST_AMOUNT, LARGEST_QUANTITY
from scalemerit.survey.template import Asked, Template

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_INERT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_BORDER = {"border": 1, "border_color": "#808080", "valign": "vcenter"}
_NAME_WIDTHS = (12, 16)
_PAGE_WIDTH = 170  # characters in a line of A4 landscape, made smaller by a quarter
_LINE = 16  # points
_LONGEST_NOTE = 255
_FONT = {"font_name": "Yu Gothic", "font_size": 11}


def workbook_of(template: Template, sheet_name: str) -> bytes:
    """The workbook with the survey on its only sheet, of this name."""
    import xlsxwriter  # only where a workbook is written

    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, _INERT)
    workbook.set_properties({"title": fitting(template.title, LONGEST_TITLE), "created": WRITTEN})
    sheet = workbook.add_worksheet(sheet_name)
    top = _write_head(workbook, sheet, template)
    _write_buyers(workbook, sheet, template, top)
    for position, asked in enumerate(template.asked):
        _validate(sheet, asked, top + 1, top + len(template.buyers), position + 2)
    _set_up_page(sheet, template, top)
    workbook.close()
    return content.getvalue()


def _write_head(workbook: Workbook, sheet: Worksheet, template: Template) -> int:
    """Title, notes and headings; the row of the headings."""
    title = workbook.add_format({**_FONT, "bold": True, "font_size": 14})
    note = workbook.add_format(_FONT)
    sheet.write_string(0, 0, fitting(template.title), title)
    for row, words in enumerate(template.notes, start=1):
        sheet.write_string(row, 0, words, note)
    top = len(template.notes) + 2
    look = {"bold": True, "bg_color": "#D9E2EC", "text_wrap": True, "align": "center"}
    heading = workbook.add_format({**_FONT, **_BORDER, **look})
    names = [*template.labels, *(asked.heading for asked in template.asked)]
    for column, name in enumerate(names):
        sheet.write_string(top, column, fitting(name), heading)
    lines = map(_lines, names, _widths(template))
    sheet.set_row(top, min(_LINE * (max(lines) + 1), HIGHEST_ROW))
    return top


def _widths(template: Template) -> list[int]:
    """The widths of all columns, in characters."""
    return [*_NAME_WIDTHS, *(asked.width for asked in template.asked)]


def _lines(heading: str, width: int) -> int:
    """How many lines a heading in bold takes."""
    return -(-columns(heading) * 11 // (10 * (width - 1)))


def _write_buyers(workbook: Workbook, sheet: Worksheet, template: Template, top: int) -> None:
    fixed = workbook.add_format({**_FONT, **_BORDER, "bg_color": "#F0F0F0", "num_format": "@"})
    formats = {
        kind: workbook.add_format(
            {**_FONT, **_BORDER, "locked": False, "bg_color": "#FFF8DC", **more}
        )
        for kind, more in (
            ("quantity", {"num_format": "#,##0"}),
            ("amount", {"num_format": "#,##0"}),
            ("text", {"text_wrap": True}),
        )
    }
    for row, (code, name) in enumerate(template.buyers, start=top + 1):
        sheet.write_string(row, 0, code, fixed)
        sheet.write_string(row, 1, fitting(name), fixed)
        for column, asked in enumerate(template.asked, start=2):
            sheet.write_blank(row, column, None, _of_kind(formats, asked))


def _of_kind(formats: dict[str, Format], asked: Asked) -> Format:
    return formats[asked.kind]


def _validate(sheet: Worksheet, asked: Asked, first: int, last: int, column: int) -> None:
    """Let only numbers be typed where numbers are asked, and show what is meant."""
    if last < first:
        return
    rule: dict[str, object] = {"input_message": asked.note[:_LONGEST_NOTE], "ignore_blank": True}
    if asked.kind == "text":
        rule |= {"validate": "any"}
    else:
        most = LARGEST_QUANTITY if asked.kind == "quantity" else LARGEST_AMOUNT
        rule |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": most}
        rule |= {"error_title": "0, 1, 2, …", "error_message": asked.note[:_LONGEST_NOTE]}
    sheet.data_validation(first, column, last, column, rule)


def _set_up_page(sheet: Worksheet, template: Template, top: int) -> None:
    """What stays in view, what is protected, and how it is printed."""
    widths = _widths(template)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(top + 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(_pages(widths), 0)
    sheet.repeat_rows(top)
    sheet.repeat_columns(0, 1)
    sheet.print_area(0, 0, top + len(template.buyers), len(widths) - 1)
    sheet.set_footer("&C&P / &N")


def _pages(widths: list[int]) -> int:
    """How many pages beside each other keep the columns readable; each repeats who is asked."""
    repeated = sum(_NAME_WIDTHS)
    return -(-(sum(widths) - repeated) // (_PAGE_WIDTH - repeated))
