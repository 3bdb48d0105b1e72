"""Formulas that give an error are told with their cells, in every kind of file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from running import Ran, run
from scalemerit.survey.sheets import read_sheets
from survey_sheets import Rows, changed, csv_bytes, ods_bytes, scenario_file, xlsx_bytes

ROWS: Rows = (
    ("区名", "e3", "e5", "備考"),
    ("江戸川区", "#DIV/0!", 5, ""),
    ("世田谷区", 3, "#REF!", ""),
)
BY_LIBREOFFICE = Path(__file__).with_name("faults.xls")  # so small that it lies in another stream
EMPTY_ROWS = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
VALUES = {"#DIV/0!": "1/0", "#REF!": "#REF!"}
FAULTY = '<table:table-cell office:value-type="string" calcext:value-type="error" '
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '


def xlsx_with_faults() -> bytes:
    """A workbook with an empty sheet before the answers."""
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    workbook.add_worksheet("説明")
    sheet = workbook.add_worksheet("回答")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            if cell in VALUES:
                sheet.write_formula(row, column, f"={VALUES[str(cell)]}", None, str(cell))
            else:
                sheet.write(row, column, cell)
    workbook.close()
    return content.getvalue()


def xlsx_written(change: Callable[[str, str], tuple[str, str]]) -> bytes:
    """The workbook as another program may write it, which names or fills its parts otherwise."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(xlsx_with_faults())) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            new.writestr(*change(part, old.read(part).decode()))
    return target.getvalue()


def without_addresses(part: str, xml: str) -> tuple[str, str]:
    return part, re.sub(r'<(c|row) r="\w+"', r"<\1", xml)


def in_capitals(part: str, xml: str) -> tuple[str, str]:
    return part.replace("xl/", "XL/").replace("workbook", "Workbook"), xml


def with_backslashes(part: str, xml: str) -> tuple[str, str]:
    return part.replace("/", "\\") if part.startswith("xl/") else part, xml


def xls_with_faults(*, rows_below: int = 0) -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    workbook.add_sheet("説明")
    sheet = workbook.add_sheet("回答")
    for row, cells in enumerate((*ROWS, *((f"※ {n}",) for n in range(rows_below)))):
        for column, cell in enumerate(cells):
            if cell in VALUES:
                sheet.row(row).set_cell_error(column, str(cell))
            else:
                sheet.write(row, column, cell)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def ods_with_faults() -> bytes:
    """As LibreOffice writes it; a row that stands for three is above the table."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(ods_bytes(ROWS))) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            content = old.read(part).decode()
            if part == "content.xml":
                content = content.replace("xmlns:office", f"{CALC}xmlns:office", 1)
                first = content.index("<table:table-row")
                content = content[:first] + EMPTY_ROWS + content[first:]
                for shown in VALUES:
                    content = with_fault(content, shown)
            new.writestr(part, content)
    return target.getvalue()


def with_fault(xml: str, shown: str) -> str:
    at = xml.index(f"<text:p>{shown}")
    begin = xml.rindex("<table:table-cell", 0, at)
    return f'{xml[:begin]}{FAULTY}office:string-value="">{xml[at:]}'


def imported(content: bytes, folder: Path) -> Ran:
    (folder / "answers").write_bytes(content)
    scenario = scenario_file(folder)
    before = scenario.read_bytes()
    command = ("survey", "import", str(folder / "answers"), "--into", str(scenario))
    ran = run(*command, "--lang", "en")
    assert scenario.read_bytes() == before
    return ran


@pytest.mark.parametrize(
    ("write", "first_row"),
    [
        (xlsx_with_faults, 2),
        (lambda: xlsx_written(without_addresses), 2),
        (lambda: xlsx_written(in_capitals), 2),
        (lambda: xlsx_written(with_backslashes), 2),
        (xls_with_faults, 2),
        (lambda: xls_with_faults(rows_below=900), 2),
        (BY_LIBREOFFICE.read_bytes, 2),
        (ods_with_faults, 5),
        (lambda: csv_bytes(ROWS), 2),
    ],
    ids=[
        "xlsx",
        "no addresses",
        "capitals",
        "backslashes",
        "xls",
        "large xls",
        "small xls",
        "ods",
        "csv",
    ],
)
def test_a_formula_with_an_error_is_told_with_its_cell(
    write: Callable[[], bytes], first_row: int, tmp_path: Path
) -> None:
    ran = imported(write(), tmp_path)
    heads = [line for line in ran.err.splitlines() if "error[" in line]
    assert [line.partition(": ")[0].rpartition("!")[2] for line in heads] == [
        f"B{first_row}",
        f"C{first_row + 1}",
    ]
    assert "error[survey-fault]: the formula under `e3` gives an error, `#DIV/0!`" in heads[0]
    assert "`#REF!`" in heads[1]


@pytest.mark.parametrize("row", [2, 9], ids=["among others", "behind the last row"])
@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_that_was_never_worked_out_is_no_blank(
    value: str, row: int, tmp_path: Path
) -> None:
    content = xlsx_bytes((("区名", "e3", "e5"), ("江戸川区", "", 5)))
    cells = f'<c r="B{row}"><f>1+2</f>{value}</c>'
    old, new = ('<c r="C2">', f'{cells}<c r="C2">') if row == 2 else ("</sheetData>", "{}")
    new = new.format(f'<row r="{row}">{cells}</row></sheetData>')
    ran = imported(changed(content, "xl/worksheets/sheet1.xml", old, new), tmp_path)
    assert f"!B{row}: error[survey-uncomputed]: the formula under `e3` has no value yet" in ran.err


def test_a_formula_of_opendocument_that_was_never_worked_out_is_no_blank(tmp_path: Path) -> None:
    content = ods_bytes((("区名", "e3"), ("江戸川区", "")))
    old = '<table:table-cell office:value-type="string"><text:p></text:p></table:table-cell>'
    new = '<table:table-cell table:formula="of:=1+2"/>'
    ran = imported(changed(content, "content.xml", old, new), tmp_path)
    assert "!B2: error[survey-uncomputed]" in ran.err


def test_a_formula_that_gives_no_text_is_blank(tmp_path: Path) -> None:
    content = xlsx_bytes((("区名", "e3", "e5"), ("江戸川区", "", 5)))
    cell = '<c r="B2" t="str"><f>""</f><v></v></c>'
    content = changed(content, "xl/worksheets/sheet1.xml", '<c r="C2">', f'{cell}<c r="C2">')
    assert "changed: 江戸川区: e3 700 → 0" in imported_fine(content, tmp_path).out


def test_a_far_cell_is_refused_however_its_part_is_named(tmp_path: Path) -> None:
    def far(part: str, xml: str) -> tuple[str, str]:
        return in_capitals(part, xml.replace('r="C3"', 'r="XFD1048576"'))

    ran = imported(xlsx_written(far), tmp_path)
    assert "beyond row 20,000 or column ZZ" in ran.err


def test_a_name_that_was_not_found_is_told_once(tmp_path: Path) -> None:
    ran = imported(csv_bytes((("区名", "e3"), ("#N/A", 3), ("合計", 3))), tmp_path)
    assert ran.err.count("error[") == 1
    assert "error[survey-fault]: the formula under `区名`" in ran.err


def test_a_total_that_is_an_error_is_told_as_such(tmp_path: Path) -> None:
    ran = imported(csv_bytes((("区名", "e3"), ("江戸川区", 3), ("合計", "#REF!"))), tmp_path)
    assert ran.err.count("error[") == 1
    assert "error[survey-fault]" in ran.err


def test_errors_beside_the_answers_do_no_harm(tmp_path: Path) -> None:
    ran = imported_fine(csv_bytes((("区名", "e3", "照合"), ("江戸川区", 3, "#N/A"))), tmp_path)
    assert "changed: 江戸川区: e3 700 → 3" in ran.out


def imported_fine(content: bytes, folder: Path) -> Ran:
    (folder / "answers").write_bytes(content)
    scenario = scenario_file(folder)
    ran = run("survey", "import", str(folder / "answers"), "--into", str(scenario), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    return ran


def test_what_is_shown_replaces_blanks_only(tmp_path: Path) -> None:
    """Sheets are told apart by their position, cells by their address."""
    (tmp_path / "x").write_bytes(xlsx_with_faults())
    first, second = read_sheets(str(tmp_path / "x"))
    assert first.rows == []
    assert [row[:3] for row in second.rows] == [list(row[:3]) for row in ROWS]
