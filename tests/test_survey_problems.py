"""The gallery of problems of surveys: for each code a sheet that provokes it, and its words.

The sheets are written here; the whole messages in both languages stand in `tests/errors/`, as
those of other problems do. SCALEMERIT_REFRESH=1 writes them anew: read the difference.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from running import Ran, run, same_as_golden
from scalemerit.problem_texts import CODES
from survey_sheets import SCENARIO, Rows, csv_bytes, scenario_file, xlsx_bytes

ERRORS = Path(__file__).parent / "errors"
HEAD = ("団体コード", "団体名", "e3", "e5", "現行契約の年額(円)")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOLLARS = SCENARIO.replace("tax: {rate: 10%, prices: excluded}", "currency: USD")
ANCHORED = SCENARIO.replace("{e3: 700, e5: 20}", "&all {e3: 700, e5: 20}").replace(
    "  世田谷区", "  港区: *all\n  世田谷区"
)


def rows(*cells: object, head: tuple[str, ...] = HEAD) -> Rows:
    return (head, cells)


# What provokes each code: the sheet's rows, or its bytes; and a scenario, where that decides.
SHEETS: dict[str, Rows | bytes] = {
    "survey-unreadable": b"PK\x03\x04 no archive",
    "survey-password": OLE + "EncryptedPackage".encode("utf-16-le"),
    "survey-encoding": "区名,e3\n江戸川区,5\n".encode("euc-jp") + b"\xff",
    "survey-header": (("江戸川区", 5),),
    "survey-column": rows("江戸川区", 5, 7, head=("団体名", "e3", "e7")),
    "survey-column-twice": rows("江戸川区", 5, 7, head=("団体名", "e3", "Microsoft 365 E3")),
    "survey-tax": rows("江戸川区", 5, 7, head=("団体名", "e3", "年額(税込)")),
    "survey-unit-price": rows("江戸川区", 5, 7, head=("団体名", "e3", "見積単価")),
    "survey-price-unit": (("単位:千円",), ("団体名", "e3", "e3 単価"), ("江戸川区", 5, 7)),
    "survey-price-missing": rows("江戸川区", 5, 2, 7, head=("団体名", "e3", "e5", "e3 単価")),
    "survey-contract-twice": rows(
        "江戸川区", 5, 7, 9, head=("団体名", "e3", "現行契約の年額", "e3 現行単価")
    ),
    "survey-buyer": rows("", "江戸州区", 5, 0, ""),
    "survey-code": rows("131238", "江戸川区", 5, 0, ""),
    "survey-disagrees": rows("131229", "江戸川区", 5, 0, ""),
    "survey-nameless": rows("", "", 5, 0, ""),
    "survey-quantity": rows("", "江戸川区", "約700", 0, ""),
    "survey-amount": rows("", "江戸川区", 5, 0, "1000ドル"),
    "survey-fault": rows("", "江戸川区", "#REF!", 0, ""),
    "survey-uncomputed": rows("", "江戸川区", "#GETTING_DATA", 0, ""),
    "survey-negative": rows("", "江戸川区", "▲5", 0, ""),
    "survey-too-large": rows("", "江戸川区", 10**12, 0, ""),
    "survey-currency": rows("", "江戸川区", 5, 0, "1,000円"),
    "survey-total": (HEAD, ("", "江戸川区", 5, 0, ""), ("", "合計", 6, 0, "")),
    "survey-twice": (HEAD, ("", "江戸川区", 5, 0, ""), ("131237", "", 6, 0, "")),
    "survey-empty": rows("131237", "江戸川区", "", "", ""),
    "survey-edit": rows("", "江戸川区", 5, 0, ""),
}
SCENARIOS = {"survey-currency": DOLLARS, "survey-edit": ANCHORED}
each_code = pytest.mark.parametrize("code", SHEETS)


def told(code: str, language: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """The run that provokes a code, in a folder of its own."""
    monkeypatch.chdir(folder)
    sheet = SHEETS[code]
    name = "answers.csv" if code == "survey-encoding" else "answers.xlsx"
    (folder / name).write_bytes(sheet if isinstance(sheet, bytes) else xlsx_bytes(sheet))
    scenario_file(folder, SCENARIOS.get(code, SCENARIO))
    return run("survey", "import", name, "--into", "scenario.yaml", "--lang", language)


def test_every_problem_of_surveys_has_a_sheet() -> None:
    assert sorted(SHEETS) == sorted(code for code in CODES if code.startswith("survey-"))


@each_code
def test_a_sheet_provokes_its_own_code_only(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = told(code, "en", tmp_path, monkeypatch)
    heads = [line for line in ran.err.splitlines() if "error[" in line]
    assert [line.partition("error[")[2].partition("]")[0] for line in heads] == [code]
    assert (ran.code, ran.out) == (1, "")
    assert (tmp_path / "scenario.yaml").read_text("utf-8") == SCENARIOS.get(code, SCENARIO)


@pytest.mark.parametrize("language", ["en", "ja"])
@each_code
def test_the_whole_message_is_the_one_kept(
    code: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = told(code, language, tmp_path, monkeypatch)
    same_as_golden(ERRORS / f"{code}.{language}.txt", ran.err)


def far_away(row: int, column: int) -> bytes:
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    workbook.add_worksheet().write(row, column, 1)
    workbook.close()
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        far_away(1_048_575, 0),
        far_away(0, 16_383),
        xlsx_bytes(rows("江戸川区", 5))[:-400],
        OLE * 100,
        b'"never closed\n1,2\n',
        b",".join(b"a" for _ in range(800)),
    ],
    ids=["far down", "far right", "cut off", "no xls", "quotes", "wide"],
)
def test_what_is_damaged_or_endless_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(content)
    scenario = scenario_file(tmp_path)
    ran = run("survey", "import", str(tmp_path / "x"), "--into", str(scenario), "--lang", "en")
    assert (ran.code, "error[survey-unreadable]" in ran.err) == (1, True)


def test_cells_far_away_that_only_have_a_format_do_no_harm(tmp_path: Path) -> None:
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ("区名", "e3"))
    sheet.write_row(1, 0, ("江戸川区", 5))
    sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    workbook.close()
    (tmp_path / "x.xlsx").write_bytes(content.getvalue())
    scenario = scenario_file(tmp_path)
    ran = run("survey", "import", str(tmp_path / "x.xlsx"), "--into", str(scenario), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "changed: 江戸川区: e3 700 → 5\n" in ran.out


def test_what_follows_from_a_mistake_is_not_told_again(tmp_path: Path) -> None:
    sheet = (HEAD, ("", "江戸川区", "x", 1, ""), ("", "世田谷区", 5, 1, ""), ("", "計", 9, 2, ""))
    (tmp_path / "x.csv").write_bytes(csv_bytes(sheet))
    scenario = scenario_file(tmp_path)
    ran = run("survey", "import", str(tmp_path / "x.csv"), "--into", str(scenario))
    assert ran.err.count("error[") == 1


def test_names_never_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(csv_bytes((HEAD, ("", "\x1b[31m区", 1, 1, ""))))
    scenario = scenario_file(tmp_path)
    ran = run("survey", "import", str(tmp_path / "x.csv"), "--into", str(scenario), "--lang", "en")
    assert "\\x1b[31m区" in ran.err
    assert "\x1b" not in ran.err
