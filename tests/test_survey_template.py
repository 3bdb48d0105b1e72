"""The sheet that buyers fill in: what is asked, what may be typed, how it looks and prints."""

from __future__ import annotations

import csv
import re
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from running import ROOT, run
from scalemerit import load
from survey_sheets import SCENARIO, csv_bytes, scenario_file

ELEARNING = str(ROOT / "scenarios/elearning.yaml")


def template(folder: Path, *arguments: str) -> Path:
    file = folder / "survey.xlsx"
    ran = run("survey", "template", *arguments, "-o", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return file


def cells(file: Path) -> list[list[object]]:
    sheet = python_calamine.load_workbook(str(file)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def sheet_xml(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_row_a_buyer_and_a_column_a_product(tmp_path: Path) -> None:
    file = template(tmp_path, str(scenario_file(tmp_path)), "--lang", "ja")
    rows = cells(file)
    assert rows[0][0] == "需要調査票 表計算ソフトの共同調達"
    assert rows[2][0] == "金額は 1 会計年度(4 月から翌年 3 月)あたり、円・税抜です。"
    assert rows[4] == [
        *("団体コード", "団体名", "Microsoft 365 E3(ライセンス)", "Microsoft 365 E5(ライセンス)"),
        *("現行契約の事業者", "現行契約の年額(円・税抜)", "現行契約の終了年度", "備考"),
    ]
    assert [row[:2] for row in rows[5:]] == [["131237", "江戸川区"], ["131121", "世田谷区"]]


def test_headings_are_english_on_request(tmp_path: Path) -> None:
    rows = cells(template(tmp_path, ELEARNING, "--lang", "en"))
    assert rows[4] == [
        *("Code", "Buyer", "Quantity (licenses)", "Vendor of today's contract"),
        *("Yearly amount (JPY, tax excluded)", "Ends in fiscal year", "Remarks"),
    ]


@pytest.mark.parametrize(
    ("named", "number"), [("23-wards", 23), ("tokyo", 62), ("八王子市,131016,A組合", 3)]
)
def test_buyers_are_named_as_a_group_or_one_by_one(named: str, number: int, tmp_path: Path) -> None:
    rows = cells(template(tmp_path, "--products", "e3=E3,e5", "--buyers", named, "--lang", "en"))
    assert len(rows[5:]) == number
    assert rows[4][2:4] == ["E3 (licenses)", "e5 (licenses)"]


def test_only_what_is_asked_can_be_changed_and_only_into_what_is_meant(tmp_path: Path) -> None:
    xml = sheet_xml(template(tmp_path, str(scenario_file(tmp_path)), "--lang", "ja"))
    assert "<sheetProtection sheet=" in xml
    rules = re.findall('<dataValidation type="whole"[^>]*sqref="(.*?)"', xml)
    assert rules == ["C6:C7", "D6:D7", "F6:F7"]
    assert "<formula1>0</formula1>" in xml


def test_headings_stay_in_view_and_it_prints_on_a4_landscape(tmp_path: Path) -> None:
    xml = sheet_xml(template(tmp_path, ELEARNING))
    assert re.search(r'<pane xSplit="2" ySplit="5" topLeftCell="C6"[^>]*state="frozen"', xml)
    (setup,) = re.findall("<pageSetup[^>]*>", xml)
    for setting in ('paperSize="9"', 'orientation="landscape"', 'fitToHeight="0"'):
        assert setting in setup


@pytest.mark.parametrize(("products", "pages"), [(1, ""), (20, ' fitToWidth="3"')])
def test_more_products_take_more_pages_instead_of_smaller_print(
    products: int, pages: str, tmp_path: Path
) -> None:
    named = ",".join(f"p{n}=製品サービス{n} プラン" for n in range(products))
    xml = sheet_xml(template(tmp_path, "--products", named, "--buyers", "tokyo", "--lang", "ja"))
    (setup,) = re.findall("<pageSetup[^>]*>", xml)
    assert re.findall(" fitToWidth=[^ ]*", setup) == [pages][: bool(pages)]
    (height,) = re.findall('<row r="5"[^>]* ht="([0-9.]+)"', xml)
    assert float(height) >= 3 * 16  # the longest heading takes three lines


def test_the_same_scenario_gives_the_same_bytes(tmp_path: Path) -> None:
    first = template(tmp_path, ELEARNING).read_bytes()
    assert template(tmp_path, ELEARNING).read_bytes() == first


def test_csv_has_the_same_columns_and_rows(tmp_path: Path) -> None:
    rows = cells(template(tmp_path, ELEARNING, "--lang", "ja"))
    ran = run("survey", "template", ELEARNING, "--csv", "--lang", "ja")
    assert list(csv.reader(StringIO(ran.out))) == [[str(cell) for cell in row] for row in rows[4:]]
    marked = run("survey", "template", ELEARNING, "--csv", "--bom")
    assert marked.out.startswith("\ufeff")


def test_names_never_act_as_formulas(tmp_path: Path) -> None:
    text = SCENARIO.replace("  江戸川区", "  =1+1").replace("Microsoft 365 E3", "'@SUM(A1)'")
    scenario = str(scenario_file(tmp_path, text))
    xml = sheet_xml(template(tmp_path, scenario))
    assert "<f>" not in xml
    lines = run("survey", "template", scenario, "--csv", "--lang", "en").out.splitlines()
    assert "'@SUM(A1) (licenses)" in lines[0]
    assert lines[1].startswith(",'=1+1,")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_filled_in_template_is_understood(form: str, language: str, tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    command = ("survey", "template", str(scenario), "--csv", "--lang", language)
    rows = list(csv.reader(StringIO(run(*command).out)))
    rows[1][2:] = ["800", "30", "乙社", "1500000", "R8", "備考"]
    filled = tmp_path / f"filled.{form}"
    if form == "csv":
        filled.write_bytes(csv_bytes(rows, "cp932"))
    else:
        filled.write_bytes(_filled(rows))
    ran = run("survey", "import", str(filled), "--into", str(scenario), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "no answer: 世田谷区\nalso said: 江戸川区: 乙社; R8; 備考\n" in ran.out
    buyer = load(scenario).buyers["江戸川区"]
    assert dict(buyer.quantities) == {"e3": 800, "e5": 30}
    assert buyer.current is not None
    assert buyer.current.amount == 1_500_000


def _filled(rows: list[list[str]]) -> bytes:
    """As Excel keeps it: numbers as numbers, below a title and notes."""
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_numbers": True})
    sheet = workbook.add_worksheet()
    sheet.write(0, 0, "需要調査票")
    sheet.write(1, 0, "1 年に必要なライセンス数(整数)")
    for position, row in enumerate(rows, start=4):
        sheet.write_row(position, 0, row)
    workbook.close()
    return content.getvalue()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((ELEARNING,), "a workbook needs a file to go to"),
        ((ELEARNING, "--csv", "--products", "e3"), "name a scenario, or --products"),
        ((ELEARNING, "--bom", "-o", "x.xlsx"), "only CSV begins with a byte order mark"),
        (("--csv", "--buyers", "131238"), "`131238` is no code of a municipality"),
        (("--csv", "--buyers", "港区,"), "a buyer needs a name"),
        (("--csv", "--products", "=x"), "a product needs a key"),
    ],
    ids=lambda value: " ".join(value[-2:]) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], told: str) -> None:
    ran = run("survey", "template", *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert told in " ".join(ran.err.split())
