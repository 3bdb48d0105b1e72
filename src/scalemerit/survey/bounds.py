"""How far the cells of a workbook reach: its reader makes room for every cell up to the last one.

There may be one at XFD1048576, in a file of a few hundred bytes, and memory that cannot be had
ends the interpreter. So no workbook is handed to the reader before it is known how far it reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse

from scalemerit.survey.compound import cells_of_xls

MOST_ROWS = 20_000
MOST_COLUMNS = 702  # up to ZZ
MOST_CELLS = 2_000_000

# A cell as nearly every spreadsheet writes it, perhaps one that only has a format; and any other.
_TAG = rb' r="[A-Z]{1,3}+\d{1,7}+"(?: \w++="[^"]*+")*+ *+/?+>'
_ODD = re.compile(rb"<c(?!" + _TAG + rb")(?=[\s/>])")
_PREFIXED = re.compile(rb"<[^\s<>/\"'=]+:c(?=[\s/>])")
_FAR = re.compile(rb'<c r="(?:[A-Z]{3}|[A-Z]{1,2}\d{4})')  # without these ZZ999 is the farthest
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: \w+="[^"]*")* *>')
_ADDRESS = re.compile(r"([A-Za-z]+)(\d+)")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LONGEST_ADDRESS = 12


def is_vast_xlsx(xml: bytes) -> bool:
    """Whether the XML of a sheet has a cell too far from its beginning.

    Raises what a parser of XML raises where it is broken, and ValueError for no address.
    """
    if _ODD.search(xml) or (b":c" in xml and _PREFIXED.search(xml)):
        return is_vast(_cells_of_xlsx(xml))
    if not _FAR.search(xml):
        return False
    filled = _FILLED.findall(xml)
    row = max((int(number) for _, number in filled), default=0)
    column = max((column_of(one.decode()) for one in {letters for letters, _ in filled}), default=0)
    return is_vast([(row, column)])


def is_vast_ods(xml: bytes) -> bool:
    """Whether any sheet of an OpenDocument file has a cell too far from its beginning.

    Raises what a parser of XML raises where it is broken, and ValueError for no number.
    """
    return any(is_vast(cells) for cells in _sheets_of_ods(xml))


def is_vast_xls(content: bytes) -> bool:
    """Whether any sheet of a file in the old format has a cell too far from its beginning.

    Raises LookupError for a file that is damaged.
    """
    return any(is_vast(cells) for cells in cells_of_xls(content))


def is_vast(cells: Iterable[tuple[int, int]]) -> bool:
    """Whether cells, by row and column from 1, need more room than there is."""
    rows = columns = 0
    for row, column in cells:
        rows, columns = max(rows, row), max(columns, column)
        if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
            return True
    return False


def column_of(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cells_of_xlsx(xml: bytes) -> Iterator[tuple[int, int]]:
    """The cells of a sheet that hold something; one without an address follows the one before."""
    row = column = 0
    for event, element in iterparse(BytesIO(xml), ("start", "end")):  # noqa: S314 - see faults
        name = local_name(element)
        if event == "start" and name == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif event == "start" and name == "c":
            row, column = _address(element.get("r", ""), row, column)
        elif name == "c" and len(element):
            yield row, column
        elif event == "end" and name == "row":
            element.clear()


def _address(text: str, row: int, column: int) -> tuple[int, int]:
    if not text:
        return row, column + 1
    found = _ADDRESS.fullmatch(text)
    if found is None or len(text) > _LONGEST_ADDRESS:
        raise ValueError(text)
    return int(found[2]), column_of(found[1])


def _sheets_of_ods(xml: bytes) -> Iterator[list[tuple[int, int]]]:
    cells: list[tuple[int, int]] = []
    row = 0
    for _, element in iterparse(BytesIO(xml)):  # noqa: S314 - see faults
        if local_name(element) == "table":
            yield cells
            cells, row = [], 0
        elif local_name(element) == "table-row":
            row += int(element.get(f"{TABLE}number-rows-repeated", "1"))
            last = _last_filled(element)
            if last:
                cells.append((row, last))
            element.clear()


def _last_filled(row: Element) -> int:
    """The column, from 1, of the last cell that holds something; 0 where none does."""
    column = last = 0
    for cell in row:
        column += int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        if len(cell) or any(name.endswith("}value-type") for name in cell.attrib):
            last = column
    return last


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
