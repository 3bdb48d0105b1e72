"""Faults in the old format of Excel, .xls: a file system in one file, with a stream of records.

After [MS-CFB] and [MS-XLS] of Microsoft's open specifications; only as much as is needed to find
how far the cells of a sheet reach, and in which of them a formula gives an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from struct import error as TooShort  # noqa: N812 - what it means here
from struct import unpack_from

_ENDS = 0xFFFFFFFA  # from here on a number of a sector is none, but the end of a chain
_ENTRY = 128  # bytes of an entry of the directory
_FORMULA, _EOF, _SHEET, _FAULT, _EXTENT = 0x0006, 0x000A, 0x0085, 0x0205, 0x0200
_ROW_OF_NUMBERS = 0x00BD  # several cells in one record
_CELLS = frozenset({_FORMULA, _FAULT, 0x0203, 0x0204, 0x0206, 0x0406, 0x027E, 0x00FD, 0x00D6})
_SIZES = frozenset({(9, 6), (12, 6)})  # powers of two that sectors may have, and small ones
_MOST_SHEETS = 1000
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256  # that the format has
_SHOWN = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def faults_of_xls(content: bytes) -> Mapping[int, Mapping[tuple[int, int], str]]:
    """What formulas with an error show, by the position of their sheet, by row and column from 0.

    Raises LookupError for a file that is damaged.
    """
    stream, starts = _sheets(content)
    try:
        return {position: dict(_faults(stream, start)) for position, start in enumerate(starts)}
    except TooShort as error:
        raise LookupError from error


def cells_of_xls(content: bytes) -> Iterator[list[tuple[int, int]]]:
    """The row and column, from 1, of each cell of each sheet that holds something.

    Raises LookupError for a file that is damaged.
    """
    stream, starts = _sheets(content)
    try:
        for start in starts:
            yield list(_cells(stream, start))
    except TooShort as error:
        raise LookupError from error


def _sheets(content: bytes) -> tuple[bytes, list[int]]:
    """The stream of records, and where in it sheets begin."""
    try:
        stream = _workbook(content)
        starts = [
            unpack_from("<I", stream, at)[0] for kind, at in _records(stream, 0) if kind == _SHEET
        ]
    except TooShort as error:
        raise LookupError from error
    if len(starts) > _MOST_SHEETS:
        raise LookupError
    return stream, starts


def _cells(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, at in _records(stream, start):
        if kind in _CELLS:
            row, column = unpack_from("<HH", stream, at)
            yield row + 1, column + 1
        elif kind == _ROW_OF_NUMBERS:
            row, _ = unpack_from("<HH", stream, at)
            size = unpack_from("<H", stream, at - 2)[0]
            yield row + 1, unpack_from("<H", stream, at + size - 2)[0] + 1
        elif kind == _EXTENT:  # room is made for that as well, formats and all
            _, rows, _, columns = unpack_from("<IIHH", stream, at)
            if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
                raise LookupError


def _faults(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, at in _records(stream, start):
        if kind not in {_FORMULA, _FAULT}:
            continue
        row, column = unpack_from("<HH", stream, at)
        if kind == _FAULT:
            code, is_fault = unpack_from("<BB", stream, at + 6)
        else:
            what, _, code, _, _, _, mark = unpack_from("<6BH", stream, at + 6)
            is_fault = what == 2 and mark == 0xFFFF  # noqa: PLR2004 - as specified
        if is_fault:
            yield (row, column), _SHOWN.get(code, "#N/A")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The kinds of the records of a substream, and where their content begins."""
    while at + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, at)
        yield kind, at + 4
        if kind == _EOF:
            return
        at += 4 + size


def _workbook(content: bytes) -> bytes:
    """The stream of records in a file; a small one lies in the stream of the directory's root."""
    powers = unpack_from("<HH", content, 30)
    if powers not in _SIZES:
        raise LookupError
    size, small = (1 << power for power in powers)
    table, body = _allocation(content, size), content[size:]
    directory = _chain(body, size, table, unpack_from("<I", content, 48)[0])
    for at in range(0, len(directory), _ENTRY):
        length = unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name not in {"Workbook", "Book"}:
            continue
        first, many = unpack_from("<II", directory, at + 116)
        cutoff, first_of_small = unpack_from("<II", content, 56)
        if many >= cutoff:
            return _chain(body, size, table, first)[:many]
        root = _chain(body, size, table, unpack_from("<I", directory, 116)[0])
        after = _numbers(_chain(body, size, table, first_of_small))
        return _chain(root, small, after, first)[:many]
    return b""


def _allocation(content: bytes, size: int) -> list[int]:
    """For each sector of a file the one after it."""
    parts = list(unpack_from("<109I", content, 76))
    after, many = unpack_from("<II", content, 68)
    for _ in range(min(many, len(content) // size)):
        *more, after = unpack_from(f"<{size // 4}I", content, (after + 1) * size)
        parts += more
    return [
        number
        for part in parts[: len(content) // size]
        if part < _ENDS
        for number in _numbers(content[(part + 1) * size : (part + 2) * size])
    ]


def _numbers(sector: bytes) -> list[int]:
    return list(unpack_from(f"<{len(sector) // 4}I", sector))


def _chain(body: bytes, size: int, table: list[int], first: int) -> bytes:
    """The content of the sectors from one on; a chain is never longer than its body."""
    found: list[bytes] = []
    sector = first
    while sector < _ENDS and len(found) <= len(body) // size:
        found.append(body[sector * size : (sector + 1) * size])
        sector = table[sector]
    return b"".join(found)
