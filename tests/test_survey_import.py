"""Filled-in sheets become figures of a scenario, whoever wrote them and in which form."""

from __future__ import annotations

from pathlib import Path

import pytest

from running import Ran, run
from scalemerit import load
from survey_sheets import (
    SCENARIO,
    csv_bytes,
    ods_bytes,
    scenario_file,
    xls_bytes,
    xlsx_bytes,
)

HEAD = ("団体コード", "団体名", "e3", "e5", "現行契約の年額(円・税抜)", "備考")
ROWS = (HEAD, ("131237", "江戸川区", 800, 0, "", ""), ("", "葛飾区", 40, "", 500_000, "更新予定"))


def imported(folder: Path, content: bytes, *options: str, name: str = "answers.csv") -> Ran:
    """Import one file into the usual scenario of this folder."""
    (folder / name).write_bytes(content)
    scenario = folder / "scenario.yaml"
    if not scenario.exists():
        scenario_file(folder)
    arguments = ("survey", "import", str(folder / name), "--into", str(scenario), "--lang", "en")
    return run(*arguments, *options)


def quantities(folder: Path) -> dict[str, dict[str, int]]:
    scenario = load(folder / "scenario.yaml")
    return {key: dict(buyer.quantities) for key, buyer in scenario.buyers.items()}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(xlsx_bytes(ROWS), id="xlsx"),
        pytest.param(xls_bytes(ROWS), id="xls"),
        pytest.param(ods_bytes(ROWS), id="ods"),
        pytest.param(csv_bytes(ROWS), id="utf-8"),
        pytest.param(csv_bytes(ROWS, "utf-8-sig"), id="utf-8 with a mark"),
        pytest.param(csv_bytes(ROWS, "cp932"), id="cp932"),
        pytest.param(csv_bytes(ROWS, "utf-16", "\t"), id="text of Excel"),
    ],
)
def test_a_sheet_is_read_in_every_kind_of_file(content: bytes, tmp_path: Path) -> None:
    ran = imported(tmp_path, content)
    assert (ran.code, ran.err) == (0, "")
    assert quantities(tmp_path) == {
        "江戸川区": {"e3": 800, "e5": 0},
        "世田谷区": {"e3": 3000},
        "葛飾区": {"e3": 40, "e5": 0},
    }
    current = load(tmp_path / "scenario.yaml").buyers["葛飾区"].current
    assert current is not None
    assert current.amount == 500_000


def test_a_summary_says_what_was_added_and_changed(tmp_path: Path) -> None:
    ran = imported(tmp_path, csv_bytes((*ROWS, ("", "世田谷", 3000, "", "", ""))))
    assert ran.out == (
        "1 file read: answers of 3 buyers\n"
        "changed: 江戸川区: e3 700 → 800, e5 20 → 0\n"
        "added: 葛飾区: e3 40, e5 0, today's contract 500,000\n"
        "unchanged: 世田谷区\n"
        "also said: 葛飾区: 更新予定\n"
    )


def test_comments_order_and_everything_else_stay_as_they_were(tmp_path: Path) -> None:
    imported(tmp_path, csv_bytes((*ROWS, ("", "世田谷区", 3100, 200, 13_000_000, ""))))
    changed = (tmp_path / "scenario.yaml").read_text("utf-8")
    assert changed == SCENARIO.replace("{e3: 700, e5: 20}", "{e3: 800, e5: 0}").replace(
        "  世田谷区: {quantities: {e3: 3_000}, current: {amount: 12_000_000}}   # 幹事\n",
        "  世田谷区: {quantities: {e3: 3_100, e5: 200}, current: {amount: 13_000_000}}   # 幹事\n"
        "  葛飾区: {quantities: {e3: 40, e5: 0}, current: {amount: 500_000}}\n",
    )


def test_a_dry_run_shows_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    ran = imported(tmp_path, csv_bytes(ROWS), "--dry-run")
    assert "changed: 江戸川区: e3 700 → 800" in ran.out
    assert (tmp_path / "scenario.yaml").read_text("utf-8") == SCENARIO


def test_answers_may_go_into_a_copy(tmp_path: Path) -> None:
    ran = imported(tmp_path, csv_bytes(ROWS), "-o", str(tmp_path / "copy.yaml"))
    assert ran.code == 0
    assert (tmp_path / "scenario.yaml").read_text("utf-8") == SCENARIO
    assert load(tmp_path / "copy.yaml").buyers["江戸川区"].quantities["e3"] == 800


def test_amounts_keep_their_decimals(tmp_path: Path) -> None:
    ran = imported(tmp_path, csv_bytes((("区名", "年額"), ("江戸川区", "1,234.5円"))))
    assert "changed: 江戸川区: today's contract 1,234.5\n" in ran.out
    assert "current: {amount: 1234.5}}" in (tmp_path / "scenario.yaml").read_text("utf-8")


def test_importing_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    imported(tmp_path, csv_bytes(ROWS))
    before = (tmp_path / "scenario.yaml").read_bytes()
    ran = imported(tmp_path, csv_bytes(ROWS))
    assert "nothing changes\n" in ran.out
    assert (tmp_path / "scenario.yaml").read_bytes() == before


def test_one_product_is_the_quantity(tmp_path: Path) -> None:
    text = (
        "scalemerit: 1\ntitle: t\nbuyers:\n  江戸川区: 700  # so far\n  A区: 5\n"
        "vendors: {甲社: {price: {model: volume, tiers: {1: 10}}}}\n"
    )
    scenario_file(tmp_path, text)
    rows = (("区名", "必要ライセンス数"), ("江戸川", "８００本"), ("A区", "6"), ("港区", "7"))
    assert imported(tmp_path, csv_bytes(rows)).code == 0
    changed = (tmp_path / "scenario.yaml").read_text("utf-8")
    assert "  江戸川区: 800  # so far\n  A区: 6\n  港区: 7\nvendors" in changed


@pytest.mark.parametrize(
    "name",
    ["江戸川区", "江戸川", "東京都江戸川区", "江戸川区役所", "Edogawa", "131237", "江 戸 川 区"],
)
def test_a_buyer_is_named_in_many_ways(name: str, tmp_path: Path) -> None:
    ran = imported(tmp_path, csv_bytes((("団体名", "e3"), (name, "1"))))
    assert "changed: 江戸川区: e3 700 → 1\n" in ran.out


@pytest.mark.parametrize("code", ["131237", "13123", 131237])
def test_a_code_is_enough(code: object, tmp_path: Path) -> None:
    ran = imported(tmp_path, xlsx_bytes((("コード", "e3"), (code, 1))))
    assert "changed: 江戸川区: e3 700 → 1\n" in ran.out


def test_titles_units_notes_and_row_numbers_around_a_table_do_no_harm(tmp_path: Path) -> None:
    rows = (
        ("令和7年度 需要調査", "", "", "", ""),
        ("", "", "", "", "(単位:千円)"),
        (),
        ("", "区名", "Microsoft 365 E3 (本)", "e5 数量", "契約額"),
        ("1", "江戸川", "800", "―", "12,000.5"),
        ("2", "世田谷", "3000", "", ""),
        ("", "合計", "3,800", "", "12,000.5"),
        ("※ 税抜で記入してください", "", "", "", ""),
    )
    ran = imported(tmp_path, csv_bytes(rows))
    assert (ran.code, ran.err) == (0, "")
    assert "1 total rows checked" in ran.out
    assert "e5 20 → 0, today's contract 12,000,500\n" in ran.out


def test_a_header_may_be_two_rows(tmp_path: Path) -> None:
    rows = (
        ("区名", "必要数量", "", "現行契約", "", "備考"),
        ("", "e3", "e5", "事業者", "年額(千円)", ""),
        ("江戸川区", 800, 30, "乙社", 1500, "-"),
    )
    ran = imported(tmp_path, xlsx_bytes(rows))
    assert (ran.code, ran.err) == (0, "")
    assert "changed: 江戸川区: e3 700 → 800, e5 20 → 30, today's contract 1,500,000\n" in ran.out
    assert "also said: 江戸川区: 乙社\n" in ran.out


def test_subtotals_and_the_grand_total_are_left_out(tmp_path: Path) -> None:
    rows = (
        ("団体名", "e3"),
        ("江戸川区", 1),
        ("葛飾区", 2),
        ("小計", 3),
        ("八王子市", 4),
        ("小計", 4),
        ("総合計", 7),
    )
    ran = imported(tmp_path, xlsx_bytes(rows))
    assert (ran.code, ran.err) == (0, "")
    assert "3 total rows checked" in ran.out
    assert quantities(tmp_path)["八王子市"] == {"e3": 4}


def test_who_has_not_answered_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    ran = imported(tmp_path, csv_bytes((*ROWS, ("", "世田谷区", "", "", "", ""))))
    assert "no answer: 世田谷区\n" in ran.out
    assert quantities(tmp_path)["世田谷区"] == {"e3": 3000}


def test_a_remark_alone_changes_no_quantity(tmp_path: Path) -> None:
    rows = (HEAD, ("", "江戸川区", "", "", "", "検討中"), ("", "世田谷区", "", "-", "", ""))
    ran = imported(tmp_path, csv_bytes(rows))
    assert "also said: 江戸川区: 検討中\n" in ran.out
    assert quantities(tmp_path) == {"江戸川区": {"e3": 700, "e5": 20}, "世田谷区": {"e3": 0}}


def test_hidden_sheets_are_not_looked_at(tmp_path: Path) -> None:
    ran = imported(tmp_path, xlsx_bytes(ROWS, hidden=(HEAD, ("", "江戸川区", 1, 1, "", ""))))
    assert "changed: 江戸川区: e3 700 → 800" in ran.out


def test_files_of_one_buyer_each_are_merged(tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    files = []
    for number, (name, quantity) in enumerate([("江戸川区", 1), ("世田谷区", 2), ("港区", 3)]):
        empty = [(other, "") for other in ("江戸川区", "世田谷区", "港区") if other != name]
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(xlsx_bytes((("団体名", "e3"), *empty, (name, quantity))))
        files.append(str(file))
    ran = run("survey", "import", *files, "--into", str(scenario), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "3 files read: answers of 3 buyers\n" in ran.out
    assert "no answer" not in ran.out
    assert [one["e3"] for one in quantities(tmp_path).values()] == [1, 2, 3]


def test_products_may_stand_in_different_files(tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    for product in ("e3", "e5"):
        (tmp_path / f"{product}.csv").write_bytes(csv_bytes((("区名", product), ("江戸川区", 9))))
    files = (str(tmp_path / "e3.csv"), str(tmp_path / "e5.csv"))
    assert run("survey", "import", *files, "--into", str(scenario)).code == 0
    assert quantities(tmp_path)["江戸川区"] == {"e3": 9, "e5": 9}


def test_a_column_of_other_numbers_is_left_out_when_asked(tmp_path: Path) -> None:
    rows = (("団体名", "e3", "職員数"), ("江戸川区", 1, 4000))
    ran = imported(tmp_path, xlsx_bytes(rows), "--skip", "職員数")
    assert ran.code == 0
    assert "columns left out: 職員数\n" in ran.out


def test_an_encoding_may_be_named(tmp_path: Path) -> None:
    content = csv_bytes(ROWS, "cp932")
    assert imported(tmp_path, content, "--encoding", "cp932", "--dry-run").code == 0
    assert imported(tmp_path, content, "--encoding", "utf-8").code == 1


def test_all_problems_of_all_files_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    first, second = tmp_path / "a.xlsx", tmp_path / "b.csv"
    first.write_bytes(xlsx_bytes((("団体名", "e3", "e5"), ("江戸川区", "約5", -3), ("ゑ区", 1, 1))))
    second.write_bytes(csv_bytes((("団体名", "e3"), ("世田谷区", "1.5"))))
    ran = run(
        *("survey", "import", str(first), str(second), "--into", str(scenario), "--lang", "en")
    )
    assert (ran.code, ran.out) == (1, "")
    places = [line.partition(": error")[0] for line in ran.err.splitlines() if ": error" in line]
    assert places == [
        f"{first}[回答]!B2",
        f"{first}[回答]!C2",
        f"{first}[回答]!A3",
        f"{second}!B2",
    ]
    assert scenario.read_text("utf-8") == SCENARIO


def test_a_new_scenario_takes_its_products_from_the_headings(tmp_path: Path) -> None:
    rows = (("区名", "Ｅ３(本)", "E5", "備考"), ("江戸川", 10, 5, "=1+1"), ("港", 3, "", ""))
    (tmp_path / "answers.xlsx").write_bytes(xlsx_bytes(rows))
    new = tmp_path / "new.yaml"
    ran = run("survey", "import", str(tmp_path / "answers.xlsx"), "-o", str(new), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert list(load(new).products) == ["E3", "E5"]
    assert [dict(one.quantities) for one in load(new).buyers.values()] == [
        {"E3": 10, "E5": 5},
        {"E3": 3, "E5": 0},
    ]
    assert run("compare", str(new)).code == 0


@pytest.mark.parametrize("options", [(), ("--into", "-")], ids=str)
def test_a_file_to_write_to_must_be_named(options: tuple[str, ...]) -> None:
    ran = run("survey", "import", "x.csv", *options, "--lang", "en")
    assert (ran.code, "--into" in ran.err) == (2, True)


def test_what_is_missing_is_told_of_every_file(tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    ran = run("survey", "import", "no.xlsx", "none.csv", "--into", str(scenario))
    assert (ran.code, ran.err.count("error[file-missing]")) == (1, 2)


def test_a_file_may_come_from_standard_input(tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    command = ("survey", "import", "-", "--into", str(scenario), "--lang", "en")
    ran = run(*command, stdin=csv_bytes(ROWS))
    assert "changed: 江戸川区: e3 700 → 800" in ran.out


def test_problems_as_data_name_the_sheet(tmp_path: Path) -> None:
    ran = imported(
        tmp_path, xlsx_bytes((("団体名", "e3"), ("江戸川区", "?"))), "--problems", "json"
    )
    assert '"line": 2' in ran.err
    assert '"column": 2' in ran.err
    assert '"sheet": "回答"' in ran.err


def test_a_byte_order_mark_and_line_ends_of_the_scenario_stay(tmp_path: Path) -> None:
    text = "\ufeff" + SCENARIO.replace("\n", "\r\n")
    scenario_file(tmp_path, text)
    assert imported(tmp_path, csv_bytes(ROWS)).code == 0
    changed = (tmp_path / "scenario.yaml").read_bytes().decode()
    assert changed.startswith("\ufeffscalemerit")
    assert changed.count("\n") == changed.count("\r\n") == text.count("\n") + 1


@pytest.mark.parametrize(
    ("rows", "row", "told"),
    [
        ('江戸川区,"5\n港区,6\n', 2, "a quotation mark in it is never closed"),
        ('港区,6\n江戸川区,"5"0\n', 3, "something stands behind a closing quotation mark"),
        (f"江戸川区,{'5' * 200_000}\n", 2, "a cell in it has more than 131,072 characters"),
    ],
    ids=["open", "behind", "long"],
)
def test_csv_that_is_no_table_is_refused_where_it_stops_being_one(
    rows: str, row: int, told: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "answers.csv"
    sheet.write_text(f"区名,e3\n{rows}", encoding="utf-8")
    into = ("--into", str(scenario_file(tmp_path)), "--lang", "en")
    ran = run("survey", "import", str(sheet), *into)
    assert ran.code == 1
    assert f"answers.csv!A{row}: error[survey-unreadable]" in ran.err
    assert told in ran.err


@pytest.mark.parametrize("cell", ["5²", "②本"])
def test_what_is_no_number_is_told_as_it_is_written(cell: str, tmp_path: Path) -> None:
    sheet = tmp_path / "answers.csv"
    sheet.write_text(f"区名,e3\n江戸川区,{cell}\n", encoding="utf-8")
    into = ("--into", str(scenario_file(tmp_path)), "--lang", "en")
    assert (
        f"`{cell}` under `e3` is not a quantity" in run("survey", "import", str(sheet), *into).err
    )
