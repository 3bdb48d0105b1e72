"""Files of sheets, workbooks of any kind and CSV, as rows of cells with their addresses."""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Literal, NamedTuple, NoReturn
from xml.etree.ElementTree import ParseError

from scalemerit.errors import Place, Problem, ScalemeritError
from scalemerit.source import read_bytes
from scalemerit.survey.bounds import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    is_vast,
    is_vast_ods,
    is_vast_xls,
    is_vast_xlsx,
)
from scalemerit.survey.cells import Cell
from scalemerit.survey.faults import ODS_CONTENT, faults_in, has_faults, part_name
from scalemerit.wording import Word

Encoding = Literal["utf-8", "cp932"]

_MOST_UNPACKED = 256 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # what Office wraps a protected file in
_SHEET = b"sheetData"  # in the part of a sheet, which may have any name
_RECORDS = "workbook.bin"  # the part of a workbook that holds records instead of XML
# What spreadsheets use; others unpack in steps of any size.
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_NOT_READ = (
    *(zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error),
    *(ParseError, LookupError, ValueError),  # of an encoding, too
)
_BOM = b"\xef\xbb\xbf"
_TABS = "\t"
_FIRST_LINES = 20

_BROKEN = Word(
    "it is damaged or protected, or no workbook",
    "壊れているか保護されている、または表計算のファイルではありません",
)
_TOO_LARGE = Word(
    f"it has cells beyond row {MOST_ROWS:,} or column ZZ, or more than {MOST_CELLS:,}",
    f"{MOST_ROWS:,} 行または ZZ 列より先にセルがあるか、セルが {MOST_CELLS:,} を超えています",
)
_DURATION = Word(
    "a cell formatted as a duration holds a number that is none",
    "時間の書式のセルに、時間として大きすぎる数値があります",
)
_BINARY = Word("it is in the binary format .xlsb", "バイナリ形式(.xlsb)です")
_HUGE = Word("unpacked it is too large", "展開すると大きすぎます")
_LONGEST_CELL = csv.field_size_limit()
# What `csv` says of a file, by a word of it, and what it means.
_FLAWS = {
    "expected after": Word(
        "something stands behind a closing quotation mark", "引用符を閉じた後に文字があります"
    ),
    "larger than": Word(
        f"a cell in it has more than {_LONGEST_CELL:,} characters; is there an open quotation?",
        f"{_LONGEST_CELL:,} 文字を超えるセルがあります(引用符の閉じ忘れの可能性もあります)",
    ),
}
_QUOTES = Word("a quotation mark in it is never closed", "閉じていない引用符があります")


class Sheet(NamedTuple):
    """One sheet: its file, its name, None for CSV, and its rows from the first one on."""

    file: str
    name: str | None
    rows: list[list[Cell]]

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands; rows and columns are counted from 0 here, from 1 in a place."""
        return Place(self.file, row + 1, column + 1, sheet=self.name or "")


def read_sheets(path: str, encoding: Encoding | None = None) -> list[Sheet]:
    """The visible sheets of a file, or the one that a CSV file is; `-` is standard input.

    Raises ScalemeritError for a file that cannot be read, or not as a sheet.
    """
    content = read_bytes(path)
    name = "<stdin>" if path == "-" else path
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise ScalemeritError([_at_top("survey-password", name)])
    if content.startswith((_ZIP, _OLE)):
        check = _check_archive if content.startswith(_ZIP) else _check_xls
        faulty = check(content, name)
        return _with_faults(list(_workbook(content, name)), content, faulty)
    return [Sheet(name, None, _csv(_decoded(content, name, encoding), name))]


def _workbook(content: bytes, name: str) -> Iterator[tuple[int, Sheet]]:
    """The visible sheets with their positions among all."""
    import python_calamine as calamine  # only where a workbook is read

    room = MOST_CELLS
    try:
        workbook = calamine.load_workbook(BytesIO(content))
        for position, sheet in enumerate(workbook.sheets_metadata):
            is_shown = sheet.visible == calamine.SheetVisibleEnum.Visible
            if is_shown and sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                cells = workbook.get_sheet_by_index(position)
                room -= cells.total_height * cells.total_width
                if room < 0 or is_vast([(cells.total_height, cells.total_width)]):
                    _refuse(name, _TOO_LARGE)
                rows = cells.to_python(skip_empty_area=False)
                yield position, Sheet(name, sheet.name, rows)
    except calamine.CalamineError:
        _refuse(name, _BROKEN)
    except OverflowError:
        _refuse(name, _DURATION)


def _with_faults(read: list[tuple[int, Sheet]], content: bytes, faulty: list[str]) -> list[Sheet]:
    """The sheets, with what cells show in which a formula gives an error."""
    try:
        faults = faults_in(content, faulty)
    except (ParseError, LookupError, ValueError):
        _refuse(read[0][1].file if read else "", _BROKEN)
    for position, sheet in read:
        for (row, column), shown in faults.get(position, {}).items():
            if row < MOST_ROWS and column < MOST_COLUMNS:
                _put(sheet.rows, row, column, shown)
    return [sheet for _, sheet in read]


def _put(rows: list[list[Cell]], row: int, column: int, shown: str) -> None:
    """Let a cell show this, also behind the last that holds something."""
    rows += [[] for _ in range(row + 1 - len(rows))]
    cells = rows[row]
    cells += [""] * (column + 1 - len(cells))
    cells[column] = shown


def _check_archive(content: bytes, name: str) -> list[str]:
    """Refuse an archive for which its reader would need more memory than there is.

    Gives the parts in which formulas give errors.
    """
    faulty = []
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if not _PACKINGS.issuperset(part.compress_type for part in parts):
                _refuse(name, _BROKEN)
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                _refuse(name, _HUGE)
            for part in parts:
                with archive.open(part) as file:
                    xml = file.read(part.file_size + 1)  # it may hold more than it says
                one = part_name(part.filename)
                if one.endswith(_RECORDS):
                    _refuse(name, _BINARY)
                if one == ODS_CONTENT or _SHEET in xml:
                    _check_reach(one, xml, name)
                    faulty += [one] if has_faults(one, xml) else []
    except _NOT_READ:
        _refuse(name, _BROKEN)
    return faulty


def _check_reach(part: str, xml: bytes, name: str) -> None:
    if is_vast_ods(xml) if part == ODS_CONTENT else is_vast_xlsx(xml):
        _refuse(name, _TOO_LARGE)


def _check_xls(content: bytes, name: str) -> list[str]:
    """Refuse a file in the old format as `_check_archive` does; it has no parts."""
    try:
        is_far = is_vast_xls(content)
    except LookupError:
        _refuse(name, _BROKEN)
    if is_far:
        _refuse(name, _TOO_LARGE)
    return []


def _decoded(content: bytes, name: str, encoding: Encoding | None) -> str:
    """The text of a CSV file: UTF-8 with a mark or without one, else Shift_JIS as Excel saves."""
    if content.startswith(_BOM):
        content, encoding = content.removeprefix(_BOM), "utf-8"
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        tried = ["utf-16"]
    else:
        tried = [encoding] if encoding else ["utf-8", "cp932"]
    for one in tried:
        try:
            return content.decode(one)
        except UnicodeDecodeError:
            continue
    values = {"encodings": ", ".join(tried)}
    raise ScalemeritError([_at_top("survey-encoding", name, **values)])


def _csv(text: str, name: str) -> list[list[Cell]]:
    head = "".join(text.splitlines(keepends=True)[:_FIRST_LINES])
    delimiter = _TABS if head.count(_TABS) > head.count(",") else ","
    rows: list[list[Cell]] = []
    try:
        for line in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(list(map(_unmarked, line)))  # noqa: PERF401 - how far it came tells where
    except csv.Error as error:
        flaw = next((flaw for word, flaw in _FLAWS.items() if word in str(error)), _QUOTES)
        _refuse(name, flaw, Place(name, len(rows) + 1, 1, sheet=""))
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        _refuse(name, _TOO_LARGE)
    return rows


def _unmarked(cell: str) -> str:
    """A cell without the mark that keeps a text from acting as a formula."""
    return cell[1:] if cell[:2] in {"'=", "'+", "'-", "'@"} else cell


def _at_top(code: str, name: str, **values: str | Word) -> Problem:
    return Problem(code, values={"file": name, **values})


def _refuse(name: str, reason: Word, place: Place | None = None) -> NoReturn:
    values: dict[str, str | Word] = {"file": name, "reason": reason}
    raise ScalemeritError([Problem("survey-unreadable", values=values, place=place)]) from None
