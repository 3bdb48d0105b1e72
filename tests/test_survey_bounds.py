"""A workbook that would need more memory than there is gets refused before it is read."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import xlwt

from running import run
from survey_sheets import changed, ods_bytes, scenario_file, xls_bytes, xlsx_bytes

ROWS = [["区名", "e3", "e5"], ["江戸川区", 800, 20]]
TOO_LARGE = "it has cells beyond row 20,000 or column ZZ, or more than 2,000,000"
DAMAGED = "it is damaged or protected, or no workbook"
PART = "xl/worksheets/sheet1.xml"
LAST = 'r="XFD1048576"'
FAR_CELLS = {
    "as Excel writes it": f'<row r="1048576"><c {LAST}><v>1</v></c></row>',
    "in other quotes": "<row><c r='XFD1048576'><v>1</v></c></row>",
    "in small letters": '<row><c r="xfd1048576"><v>1</v></c></row>',
    "on a new line": f"<row><c\n{LAST}><v>1</v></c></row>",
    "after another attribute": f'<row><c s="0" {LAST}><v>1</v></c></row>',
    "with a prefix": f'<row><p:c xmlns:p="{{}}" {LAST}><p:v>1</p:v></p:c></row>',
    "without an address": f'<row r="1048576">{"<c><v>1</v></c>" * 16384}</row>',
    "not the last": f'<row><c {LAST}><v>1</v></c></row><row r="9"><c r="A9"><v>1</v></c></row>',
    "in many rows": '<row r="20000"><c r="CW20000"><v>1</v></c></row>',  # column 101
}


def with_rows(rows: str) -> bytes:
    schema = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return changed(
        xlsx_bytes(ROWS), PART, "</sheetData>", f"{rows.replace('{}', schema)}</sheetData>"
    )


def refused(tmp_path: Path, content: bytes) -> str:
    """What is told of a file that cannot be read; the scenario stays as it was."""
    scenario, sheet = scenario_file(tmp_path), tmp_path / "answers"
    before = scenario.read_bytes()
    sheet.write_bytes(content)
    ran = run("survey", "import", str(sheet), "--into", str(scenario), "--lang", "en")
    assert ran.code == 1
    assert "error[survey-unreadable]" in ran.err
    assert scenario.read_bytes() == before
    return ran.err


@pytest.mark.parametrize("rows", FAR_CELLS.values(), ids=FAR_CELLS)
def test_a_cell_far_away_is_noticed_however_it_is_written(rows: str, tmp_path: Path) -> None:
    assert TOO_LARGE in refused(tmp_path, with_rows(rows))


@pytest.mark.parametrize("name", ["xl/Worksheets/SHEET1.XML", "odd/s.xml"])
def test_a_sheet_is_found_under_any_name(name: str, tmp_path: Path) -> None:
    far = with_rows(FAR_CELLS["as Excel writes it"])
    renamed = changed(far, PART, "", "", name=name)
    relations = "xl/_rels/workbook.xml.rels"
    assert TOO_LARGE in refused(
        tmp_path, changed(renamed, relations, "worksheets/sheet1.xml", f"/{name}")
    )


def test_many_sheets_together_are_too_large(tmp_path: Path) -> None:
    row = '<row r="19000"><c r="CA19000"><v>1</v></c></row>'  # 19,000 × 79 = 1,501,000 cells
    one = with_rows(row)
    sheet = '<sheet name="回答" sheetId="1" r:id="rId1"/>'
    two = sheet + sheet.replace("回答", "2").replace('sheetId="1"', 'sheetId="2"')
    assert TOO_LARGE in refused(tmp_path, changed(one, "xl/workbook.xml", sheet, two))


def test_cells_that_only_have_a_format_may_stand_far_away(tmp_path: Path) -> None:
    scenario, sheet = scenario_file(tmp_path), tmp_path / "answers"
    sheet.write_bytes(with_rows(f'<row r="1048576"><c {LAST} s="0"/></row>'))
    assert run("survey", "import", str(sheet), "--into", str(scenario)).code == 0


def test_a_part_that_holds_more_than_it_says_is_not_unpacked(tmp_path: Path) -> None:
    name = PART.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(100)) + packer.flush()
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(packed), 9, len(name), 0)
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(packed), 9, len(name), 0, 0, 0, 0, 0, 0
    )
    body = local + name + packed
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(name), len(body), 0)
    tracemalloc.start()
    try:
        assert DAMAGED in refused(tmp_path, body + central + name + end)
        assert tracemalloc.get_traced_memory()[1] < 2**25
    finally:
        tracemalloc.stop()


def test_an_archive_packed_as_no_spreadsheet_does_is_refused(tmp_path: Path) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr(PART, b" " * 2**26)
    tracemalloc.start()
    try:
        assert DAMAGED in refused(tmp_path, content.getvalue())
        assert tracemalloc.get_traced_memory()[1] < 2**25
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["bogus", "cp932", "utf-7"])
def test_xml_in_an_encoding_that_cannot_be_read_is_refused(encoding: str, tmp_path: Path) -> None:
    fault = '<row r="3"><c r="A3" t="e"><v>#N/A</v></c></row>'
    told = refused(tmp_path, changed(with_rows(fault), PART, "UTF-8", encoding))
    assert DAMAGED in told


def test_a_duration_longer_than_any_is_refused(tmp_path: Path) -> None:
    format_ = '<cellXfs count="1"><xf numFmtId="46" applyNumberFormat="1"/></cellXfs>'
    styles = f'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{format_}</styleSheet>'
    row = '<row r="3"><c r="B3" s="0"><v>1e9</v></c></row>'
    content = with_rows(row)
    changed_ = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(changed_, "w") as after:
        for one in before.namelist():
            after.writestr(one, styles if one == "xl/styles.xml" else before.read(one))
    assert "a cell formatted as a duration" in refused(tmp_path, changed_.getvalue())


def test_the_binary_format_of_excel_is_named(tmp_path: Path) -> None:
    content = changed(xlsx_bytes(ROWS), "xl/workbook.xml", "", "", name="xl/workbook.bin")
    assert "it is in the binary format .xlsb" in refused(tmp_path, content)


def test_cells_of_opendocument_that_stand_for_many_are_counted(tmp_path: Path) -> None:
    many = '<table:table-cell table:number-columns-repeated="16384" '
    content = changed(ods_bytes(ROWS), "content.xml", "<table:table-cell ", many)
    assert TOO_LARGE in refused(tmp_path, content)


def test_the_old_format_may_have_a_cell_far_away(tmp_path: Path) -> None:
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("回答")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.write(65_535, 255, 1)
    content = BytesIO()
    workbook.save(content)
    assert TOO_LARGE in refused(tmp_path, content.getvalue())


def test_the_old_format_may_not_announce_more_than_it_can_hold(tmp_path: Path) -> None:
    content = bytearray(xls_bytes(ROWS))
    at = content.find(struct.pack("<HHIIHH", 0x200, 14, 0, 2, 0, 3))
    struct.pack_into("<IIHH", content, at + 4, 0, 2**32 - 1, 0, 2**16 - 1)
    assert DAMAGED in refused(tmp_path, bytes(content))


@pytest.mark.parametrize(("at", "power"), [(30, 0), (30, 65_535), (32, 0), (32, 65_535)])
def test_sectors_of_the_old_format_have_few_sizes(at: int, power: int, tmp_path: Path) -> None:
    content = bytearray(xls_bytes(ROWS))
    struct.pack_into("<H", content, at, power)
    assert DAMAGED in refused(tmp_path, bytes(content))
