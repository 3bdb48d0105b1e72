"""The workbook of a comparison: what its formulas come to, and what stands in the file."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

import generate
from comparing import Data, compared, each
from running import ROOT, run
from scalemerit.comparison import Comparison, compare
from scalemerit.money import Exact, in_currency
from scalemerit.scenario import from_data, load
from scalemerit.workbook import workbook
from scalemerit.workbook.formula import Formula
from scalemerit.workbook.sheet import Book, Sheet
from scalemerit.writers import Options
from scalemerit.writers.xlsx import write_book
from spreadsheets import MAIN, sheets

ELEARNING = str(ROOT / "scenarios/elearning.yaml")
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))
CHUNK = 50
CAUSES = (
    "Same vendor for all",
    "Volume",
    "Shared fees",
    "Negotiated discount",
    "Coordination cost",
)


def value_of(sheet: Sheet, at: tuple[int, int]) -> Exact:
    content = sheet.cells[at].content
    assert content is not None
    assert not isinstance(content, str)
    return content.value if isinstance(content, Formula) else content


def row_of(sheet: Sheet, word: str, after: int = 0) -> int:
    return min(
        row
        for (row, column), cell in sheet.cells.items()
        if column == 0 and row >= after and is_word(cell.content, word)
    )


def is_word(content: object, word: str) -> bool:
    """Whether it is this word, perhaps with the mark of what is held."""
    return isinstance(content, str) and content.partition(" *")[0] == word


def told(book: Book, comparison: Comparison) -> Data:
    """The figures of a workbook in English, in the words of what the engine computes."""
    by_name = {sheet.name: sheet for sheet in book.sheets}
    alone, scenario = by_name["Separate"], comparison.scenario
    buyers = len(scenario.buyers)
    found: Data = {"separate": [value_of(alone, (4 + place, 4)) for place in range(buyers)]}
    for number, outcome in enumerate(comparison.arrangements, 1):
        joint = by_name[f"Joint {number}"]
        first = row_of(joint, "Total") - buyers
        found[outcome.name] = {
            "saving": value_of(joint, (row_of(joint, "Saving"), 1)),
            "joint": value_of(joint, (row_of(joint, "Joint bill"), 1)),
            "coordination": value_of(joint, (row_of(joint, "Coordination cost"), 1)),
            "causes": [value_of(joint, (row_of(joint, cause, 12), 1)) for cause in CAUSES],
            "shares": [value_of(joint, (first + place, 2)) for place in range(buyers)],
        }
    return found


def computed(comparison: Comparison) -> Data:
    """The same figures as the engine computes them, in the currency."""

    def money(amount: int) -> Exact:
        return in_currency(amount, comparison.scenario.currency)

    found: Data = {"separate": [money(one.cost) for one in comparison.separate]}
    for outcome in comparison.arrangements:
        shares = {share.buyer: share.share for share in outcome.shares}
        found[outcome.name] = {
            "saving": money(outcome.saving),
            "joint": money(outcome.joint),
            "coordination": money(outcome.coordination),
            "causes": list(map(money, outcome.causes)),
            "shares": [money(shares.get(key, 0)) for key in comparison.scenario.buyers],
        }
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_formulas_come_to_what_the_engine_computes_of_shipped_scenarios(path: Path) -> None:
    comparison = compare(load(str(path)))
    assert told(workbook(comparison, "en"), comparison) == computed(comparison)


@pytest.mark.parametrize("first", range(0, 400, CHUNK))
def test_formulas_come_to_what_the_engine_computes_of_random_scenarios(first: int) -> None:
    for seed in range(first, first + CHUNK):
        comparison = compare(from_data(generate.scenario(seed)))
        assert told(workbook(comparison, "en"), comparison) == computed(comparison), seed


def test_the_last_of_the_causes_is_said_to_hold_coordination_cost() -> None:
    comparison = compared(
        buyers={"A": 7, "B": 11},
        vendors={"甲社": {"price": each(300)}},
        arrangements={"joint": {"coordination": {"yearly": 100}}},
    )
    joint = sheet_of(workbook(comparison, "en"), "Joint 1")
    # 18 × 300 + 100
    assert value_of(joint, (row_of(joint, "Joint, with coordination"), 1)) == 5500


@pytest.mark.parametrize("lead", [None, "B"])
def test_shares_in_units_are_those_of_the_engine(lead: str | None) -> None:
    comparison = compared(
        buyers={"A": 7, "B": 11, "C": 5},
        vendors={"甲社": {"price": each(313)}},
        arrangements={"joint": {"share_unit": 1000, **({"lead": lead} if lead else {})}},
    )
    assert told(workbook(comparison, "en"), comparison) == computed(comparison)


@pytest.mark.parametrize(
    "allocation",
    ["shapley", {"nucleolus": "40%", "equal": "60%"}, {"bill": "tau", "coordination": "equal"}],
)
def test_shares_by_games_are_held_and_said_to_be(allocation: object) -> None:
    tiers = {"model": "volume", "tiers": {1: 10, 10: 9, 20: 7}}
    comparison = compared(
        buyers={"A": 9, "B": 4, "C": 8},
        vendors={"甲社": {"price": tiers}},
        arrangements={"joint": {"allocation": allocation, "coordination": {"yearly": 5}}},
    )
    book = workbook(comparison, "en")
    assert told(book, comparison) == computed(comparison)
    joint = sheet_of(book, "Joint 1")
    headings = [joint.cells[row_of(joint, "Total") - 4, column].content for column in (1, 2, 3)]
    assert headings == ["Separate cost", "Share *1", "Saving *1"]
    assert "cannot be formulas" in str(joint.cells[9, 0].content)
    assert sheet_of(book, "Summary").cells[4, 8].content == "parts of shares"


def sold_by_two(products: int) -> Data:
    """Two vendors that sell all of so many products; the second is cheaper for one of them."""
    keys: Data = {f"p{n}": {} for n in range(products)}
    vendors = {
        name: {"prices": {product: each(price + n) for n, product in enumerate(keys)}}
        for name, price in {"甲社": 10, "乙社": 11}.items()
    }
    vendors["乙社"]["prices"]["p3"] = each(2)
    return {"products": keys, "vendors": vendors}


def test_where_few_buy_more_awards_are_priced() -> None:
    data = sold_by_two(7)  # 128 awards, 254 contracts
    few = compared(buyers={"A": dict.fromkeys(data["products"], 3)}, **data)
    many = compared(buyers={f"{n}": dict.fromkeys(data["products"], 3) for n in range(40)}, **data)
    for comparison, award in ((few, "Every possible award"), (many, "not all awards")):
        book = workbook(comparison, "en")
        joint = sheet_of(book, "Joint 1")
        said = {str(joint.cells[at, 0].content) for at in (1, 9) if (at, 0) in joint.cells}
        assert any(award in one for one in said)
        assert told(book, comparison) == computed(comparison)


def test_one_vendor_of_many_products_leaves_nothing_to_choose() -> None:
    products: Data = {f"p{n}": {} for n in range(20)}
    vendors = {"甲社": {"prices": {product: each(5) for product in products}}}
    comparison = compared(
        products=products, buyers={"A": dict.fromkeys(products, 3)}, vendors=vendors
    )
    joint = sheet_of(workbook(comparison, "en"), "Joint 1")
    assert "Every possible award" in str(joint.cells[1, 0].content)


def test_where_not_every_award_is_priced_the_sheet_says_so() -> None:
    data = sold_by_two(12)
    comparison = compared(buyers={"A": dict.fromkeys(data["products"], 3)}, **data)
    book = workbook(comparison, "en")
    assert told(book, comparison) == computed(comparison)
    joint = sheet_of(book, "Joint 1")
    figures = [joint.cells[row, 0].content for row in range(4, 9)]
    assert figures == [
        *("Separate cost *1", "Joint bill *1", "Coordination cost", "Saving *1", "Saving rate *1"),
    ]
    assert "not all awards are compared again" in str(joint.cells[9, 0].content)
    assert sheet_of(book, "Summary").cells[4, 8].content == "awards to choose from"
    alone = sheet_of(book, "Separate")
    headings = [alone.cells[3, column].content for column in (3, 4)]
    assert headings == ["Best quote *1", "Separate cost *1"]
    assert "not all awards are compared again" in str(alone.cells[7, 0].content)


def sheet_of(book: Book, name: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)


def written(comparison: Comparison, folder: Path) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(write_book(workbook(comparison, "en"), Options("en")))
    return path


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_name_stays_a_text_whatever_it_begins_with(sign: str, tmp_path: Path) -> None:
    name = f'{sign}HYPERLINK("http://a.example","x")'
    comparison = compared(
        title=name,
        products={"p": {"label": name}},
        buyers={name: 3},
        vendors={name: {"price": each(10)}},
        arrangements={"joint": {"label": name}},
    )
    path = written(comparison, tmp_path)
    found = sheets(path)
    assert found["Inputs"][4, 0] == name
    assert found["Tiers"][4, 0] == name
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part).decode() for part in archive.namelist()}
    assert not [part for part, text in parts.items() if "<f>HYPERLINK" in text]
    assert "hyperlink" not in "".join(parts)
    assert 'quotePrefix="1"' in parts["xl/styles.xml"]


def test_what_formulas_come_to_is_stored_beside_them(tmp_path: Path) -> None:
    comparison = compare(load(ELEARNING))
    joint = sheets(written(comparison, tmp_path))["Joint 1"]
    figures = [joint[row, 1] for row in (4, 5, 6, 7)]
    assert figures == [11_830_500, 9_630_500, 0, 2_200_000]


def test_the_same_scenario_gives_the_same_bytes() -> None:
    comparison = compare(load(ELEARNING))
    options = Options("ja")
    first, second = (write_book(workbook(comparison, "ja"), options) for _ in range(2))
    assert first == second


def test_amounts_show_in_thousands_of_yen_and_sheets_print_on_a4(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    comparison = compare(load(ELEARNING))
    path.write_bytes(write_book(workbook(comparison, "ja"), Options("ja")))
    assert sheets(path)["まとめ"][2, 0] == "単位:千円"
    assert sheets(path)["価格帯"][4, 2] == "全量適用"
    with zipfile.ZipFile(path) as archive:
        styles = archive.read("xl/styles.xml").decode()
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        charts = [name for name in archive.namelist() if "charts/chart" in name]
    assert "#,##0,;&quot;▲&quot;#,##0," in styles
    assert 'paperSize="9"' in page
    assert len(charts) == 3


def test_headings_stand_over_their_numbers(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(compare(load(ELEARNING)), tmp_path)) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet4.xml"))
    (formats,) = styles.iter(f"{MAIN}cellXfs")
    looks = [one.find(f"{MAIN}alignment") for one in formats]
    used = {cell.attrib["r"]: looks[int(cell.get("s", "0"))] for cell in sheet.iter(f"{MAIN}c")}
    names, amounts = used["A4"], used["E4"]
    assert names is not None
    assert amounts is not None
    assert (names.get("horizontal"), amounts.get("horizontal")) == (None, "right")


def test_compare_writes_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "result.xlsx"
    ran = run("compare", ELEARNING, "--format", "xlsx", "--output", str(path), "--lang", "ja")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert list(sheets(path)) == [
        "まとめ",
        "入力",
        "価格帯",
        "単独",
        "共同1",
        "単価",
        "計算",
        "計算1",
    ]


def test_a_workbook_is_not_written_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scalemerit.cli.writing.is_terminal", lambda: True)
    ran = run("compare", ELEARNING, "--format", "xlsx")
    assert ran.code == 2
    assert "-o" in ran.err
    assert not ran.out


def test_a_workbook_in_a_pipe_is_that_of_a_file(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "scalemerit", "compare", ELEARNING, "--format", "xlsx"]
    piped = subprocess.run(command, capture_output=True, check=True).stdout
    path = tmp_path / "result.xlsx"
    subprocess.run([*command, "-o", str(path)], check=True)
    assert piped == path.read_bytes()
    assert zipfile.ZipFile(BytesIO(piped)).testzip() is None
