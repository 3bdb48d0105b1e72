"""Unit prices of today's contract: which columns hold them, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from running import Ran, run
from scalemerit import load
from scalemerit.comparison import compare
from scalemerit.scenario import Buyer
from survey_sheets import SCENARIO, Rows, csv_bytes, scenario_file

ONE_PRODUCT = """\
scalemerit: 1
title: 一品目
buyers:
  江戸川区: 700  # 幹事
  世田谷区: {quantities: 40, current: {unit_price: 5_000}}  # as quoted
  港区: {quantities: 30, current: {unit_prices: {license: 6_000}}}
vendors: {甲社: {price: {model: volume, tiers: {1: 4800}}}}
"""


def imported(folder: Path, sheet: Rows, text: str = SCENARIO, *more: str) -> Ran:
    (folder / "answers.csv").write_bytes(csv_bytes(sheet))
    scenario = scenario_file(folder, text)
    command = ("survey", "import", str(folder / "answers.csv"), "--into", str(scenario))
    return run(*command, "--lang", "en", *more)


def buyer(folder: Path, name: str = "江戸川区") -> Buyer:
    return load(str(folder / "scenario.yaml")).buyers[name]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "単価",
            "現行単価",
            "現行の単価(円・税抜)",
            "現行契約の単価",
            "契約単価",
            "ライセンス単価",
        ),
        *("unit price", "Current unit price", "license 現行単価"),
    ],
)
def test_a_unit_price_is_written_where_there_is_one_product(heading: str, tmp_path: Path) -> None:
    ran = imported(tmp_path, (("区名", "数量", heading), ("江戸川区", 800, "5,200円")), ONE_PRODUCT)
    assert ran.err == ""
    assert ran.out.splitlines()[1:] == [
        "changed: 江戸川区: license 700 → 800, license today's unit price 5,200"
    ]
    text = (tmp_path / "scenario.yaml").read_text("utf-8")
    assert "  江戸川区: {quantities: 800, current: {unit_price: 5_200}}  # 幹事\n" in text


@pytest.mark.parametrize(
    "headings",
    [
        ("e3 単価", "e5 単価"),
        ("Microsoft 365 E3の現行単価", "Microsoft 365 E5 の現行契約の単価"),
        ("現行単価 e3", "unit price of e5"),
    ],
)
def test_unit_prices_name_their_products(headings: tuple[str, str], tmp_path: Path) -> None:
    sheet = (("区名", "e3", "e5", *headings), ("江戸川区", 700, 20, "5,200", "0.9千円"))
    ran = imported(tmp_path, sheet)
    assert ran.err == ""
    current = buyer(tmp_path).current
    assert current is not None
    assert current.unit_prices == {"e3": 5200, "e5": 900}


def test_a_header_of_two_rows_says_the_product_once(tmp_path: Path) -> None:
    sheet = (
        ("区名", "e3", "", "e5", ""),
        ("", "数量", "単価", "数量", "単価"),
        ("江戸川区", 700, 5200, 20, 900),
    )
    assert imported(tmp_path, sheet).err == ""
    current = buyer(tmp_path).current
    assert current is not None
    assert current.unit_prices == {"e3": 5200, "e5": 900}


def test_unit_prices_are_changed_where_they_stand(tmp_path: Path) -> None:
    sheet = (("区名", "数量", "単価"), ("世田谷区", 40, 4900), ("港区", 30, 5900))
    assert imported(tmp_path, sheet, ONE_PRODUCT).err == ""
    text = (tmp_path / "scenario.yaml").read_text("utf-8")
    assert text == ONE_PRODUCT.replace("5_000", "4_900").replace("6_000", "5_900")


def test_unit_prices_take_the_place_of_a_yearly_amount(tmp_path: Path) -> None:
    ran = imported(tmp_path, (("区名", "e3", "e3 単価"), ("世田谷区", 3000, 4000)))
    assert ran.out.splitlines()[1] == "changed: 世田谷区: e3 today's unit price 4,000"
    assert "current: {unit_prices: {e3: 4_000}}}   # 幹事" in (
        tmp_path / "scenario.yaml"
    ).read_text("utf-8")
    comparison = compare(load(str(tmp_path / "scenario.yaml")))
    costs = {one.buyer: one.cost for one in comparison.separate}
    assert costs["世田谷区"] == 3000 * 4000 * 110 // 100


def test_the_same_unit_prices_change_nothing(tmp_path: Path) -> None:
    ran = imported(tmp_path, (("区名", "数量", "単価"), ("世田谷区", 40, 5000)), ONE_PRODUCT)
    assert ran.out.splitlines()[1:] == ["nothing changes", "unchanged: 世田谷区"]


def test_a_new_scenario_holds_unit_prices(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_bytes(
        csv_bytes((("区名", "数量", "単価"), ("港区", 30, 5900)))
    )
    new = tmp_path / "new.yaml"
    assert run("survey", "import", str(tmp_path / "answers.csv"), "-o", str(new)).code == 0
    current = load(str(new)).buyers["港区"].current
    assert current is not None
    assert current.unit_price == 5900


def test_totals_of_unit_prices_are_not_asked_for(tmp_path: Path) -> None:
    sheet = (("区名", "数量", "単価"), ("江戸川区", 700, 5200), ("世田谷区", 300, 4000))
    for total in ("", 4840):
        assert imported(tmp_path, (*sheet, ("合計", 1000, total)), ONE_PRODUCT).err == ""


def test_a_price_that_is_missing_is_told_with_the_answer(tmp_path: Path) -> None:
    ran = imported(tmp_path, (("区名", "e3", "e3 単価"), ("江戸川区", 700, 5200)))
    assert ran.code == 1
    assert "answers.csv!A2: error[survey-price-missing]" in ran.err
    assert "none of e5" in ran.err


def test_any_column_can_be_left_out(tmp_path: Path) -> None:
    sheet = (("区名", "e3", "見積単価", "年額(税込)"), ("江戸川区", 5, 7, 9))
    ran = imported(tmp_path, sheet, SCENARIO, "--skip", "見積単価", "--skip", "年額(税込)")
    assert (ran.code, ran.err) == (0, "")
    assert buyer(tmp_path).current is None


def test_a_column_with_another_tax_basis_does_no_harm_while_it_is_empty(tmp_path: Path) -> None:
    assert imported(tmp_path, (("区名", "e3", "年額(税込)"), ("江戸川区", 5, ""))).err == ""


def test_a_price_that_is_not_understood_is_not_told_to_be_missing(tmp_path: Path) -> None:
    sheet = (("区名", "e3", "e5", "e3 単価", "e5 単価"), ("江戸川区", 5, 6, 7, "約900"))
    ran = imported(tmp_path, sheet)
    assert ran.err.count("error[") == 1
    assert "error[survey-amount]" in ran.err


def test_two_files_with_an_amount_and_unit_prices_of_one_contract_differ(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_bytes(csv_bytes((("区名", "年額"), ("江戸川区", 9))))
    sheet = (("区名", "e3", "e3 単価"), ("江戸川区", 5, 7))
    (tmp_path / "answers.csv").write_bytes(csv_bytes(sheet))
    scenario = scenario_file(tmp_path)
    files = (str(tmp_path / "answers.csv"), str(tmp_path / "other.csv"))
    ran = run("survey", "import", *files, "--into", str(scenario), "--lang", "en")
    assert "error[survey-twice]" in ran.err
