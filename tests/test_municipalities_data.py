"""The table of municipalities itself, read with nothing but the csv module."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

TABLE = Path(__file__).parents[1] / "data" / "municipalities.csv"
COLUMNS = ["code", "name", "kana", "name_en", "kind", "population_2020"]
WEIGHTS = (6, 5, 4, 3, 2)

with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
MUNICIPALITIES = [row for row in ROWS if row["kind"] != "prefecture"]

every_row = pytest.mark.parametrize("row", ROWS, ids=[row["code"] for row in ROWS])


def population(rows: list[dict[str, str]]) -> int:
    return sum(int(row["population_2020"]) for row in rows)


def check_digit(digits: str) -> int:
    """11 minus the weighted sum modulo 11, of that the last digit: 11 becomes 1, 10 becomes 0."""
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return (11 - weighted % 11) % 10


@pytest.mark.parametrize(
    ("digits", "digit"),
    [
        ("13123", 7),  # 6 + 15 + 4 + 6 + 6 = 37, 37 mod 11 = 4, 11 - 4 = 7
        ("13000", 1),  # 21 mod 11 = 10, 11 - 10 = 1
        ("13208", 0),  # 45 mod 11 = 1, 11 - 1 = 10
        ("13118", 1),  # 44 mod 11 = 0, 11 - 0 = 11
    ],
)
def test_the_check_digit_rule_gives_what_is_worked_out_by_hand(digits: str, digit: int) -> None:
    assert check_digit(digits) == digit


def test_the_columns_are_the_documented_ones() -> None:
    assert list(ROWS[0]) == COLUMNS


def test_the_file_is_plain_utf_8_with_line_feeds() -> None:
    raw = TABLE.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


@every_row
def test_every_code_has_six_digits_of_which_the_last_checks_the_others(row: dict[str, str]) -> None:
    assert re.fullmatch(r"[0-9]{6}", row["code"])
    assert int(row["code"][-1]) == check_digit(row["code"][:-1])


@every_row
def test_every_name_ends_as_its_kind_does(row: dict[str, str]) -> None:
    endings = {"prefecture": "都", "ward": "区", "city": "市", "town": "町", "village": "村"}
    assert row["name"].endswith(endings[row["kind"]])


@every_row
def test_every_code_lies_where_its_kind_is_numbered(row: dict[str, str]) -> None:
    third_digits = {"prefecture": "0", "ward": "1", "city": "2", "town": "34", "village": "34"}
    assert row["code"].startswith("13")
    assert row["code"][2] in third_digits[row["kind"]]


@every_row
def test_every_reading_is_hiragana(row: dict[str, str]) -> None:
    assert re.fullmatch(r"[ぁ-ゖ]+", row["kana"])


@every_row
def test_every_english_name_is_ascii_letters(row: dict[str, str]) -> None:
    assert re.fullmatch(r"[A-Z][a-z]+", row["name_en"])


@every_row
def test_every_population_is_plain_digits_above_zero(row: dict[str, str]) -> None:
    assert re.fullmatch(r"[1-9][0-9]*", row["population_2020"])


def test_tokyo_has_62_municipalities_23_26_5_and_8_of_a_kind() -> None:
    kinds = Counter(row["kind"] for row in MUNICIPALITIES)
    assert kinds == {"ward": 23, "city": 26, "town": 5, "village": 8}
    assert len(MUNICIPALITIES) == 62


@pytest.mark.parametrize(
    ("kinds", "published"),
    [
        (["ward"], 9_733_276),
        (["ward", "city", "town", "village"], 14_047_594),
        (["prefecture"], 14_047_594),
    ],
)
def test_populations_add_up_to_the_published_totals(kinds: list[str], published: int) -> None:
    assert population([row for row in ROWS if row["kind"] in kinds]) == published


@pytest.mark.parametrize("column", ["code", "name", "kana"])
def test_no_two_lines_share_a_code_a_name_or_a_reading(column: str) -> None:
    assert len({row[column] for row in ROWS}) == len(ROWS)


def test_english_names_are_unique_but_for_the_ward_and_the_village_of_toshima() -> None:
    times = Counter(row["name_en"] for row in MUNICIPALITIES)
    shared = [row["name"] for row in MUNICIPALITIES if times[row["name_en"]] > 1]
    assert shared == ["豊島区", "利島村"]


def test_lines_are_in_the_order_of_their_codes() -> None:
    codes = [row["code"] for row in ROWS]
    assert codes == sorted(codes)
