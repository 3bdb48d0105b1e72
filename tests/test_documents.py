"""The JSON document of a comparison: exact numbers, and the scenario it was made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

import pytest

import generate
from scalemerit import source
from scalemerit.comparison import compare
from scalemerit.money import Digits, number, shifted
from scalemerit.scenario import Scenario, from_data
from scalemerit.views.documents import comparison_document, rate
from scalemerit.writers.json import dumps, line

CHUNK = 40
Writer = Callable[[Mapping[str, object]], str]


def document_of(scenario: Scenario) -> str:
    """The document of a scenario as the program prints it."""
    return dumps(comparison_document(compare(scenario)))


def read(text: str) -> Scenario:
    """The scenario that a text says."""
    return from_data(dict(source.read(text.encode(), "inputs.json").data))


# ---- inputs ----


@pytest.mark.parametrize("write", [dumps, line])
@pytest.mark.parametrize("chunk", range(5))
def test_the_inputs_of_a_result_are_a_scenario_with_that_result(chunk: int, write: Writer) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        scenario = from_data(generate.scenario(seed))
        again = read(write(scenario.as_written()))
        assert document_of(again) == document_of(scenario), f"seed {seed}"


def test_inputs_say_what_the_file_says_in_its_own_form() -> None:
    data = {
        "scalemerit": 1,
        "title": "inputs",
        "notes": "left out",
        "sources": ["left out"],
        "fiscal_years": "R5-R7",
        "tax": {"rate": "７．２５％"},
        "buyers": {"江戸川区": "1,200", "A区": {"quantities": 5, "current": {"amount": "2.5千円"}}},
        "vendors": {
            "甲社": {
                "price": {
                    "model": "volume",
                    "list_price": "12.50",
                    "tiers": {"500": "8%", 1: {"unit": "0%", "flat": "１０円"}},
                }
            }
        },
        "arrangements": {
            "joint": {
                "buyers": "all",
                "lead": "131237",
                "allocation": "equal",
                "expect": {"saving": "▲5"},
            }
        },
        "separate": {"hours": "7.5"},
    }
    assert json.loads(line(from_data(data).as_written())) == {
        "scalemerit": 1,
        "title": "inputs",
        "fiscal_years": "2023-2025",
        "tax": {"rate": "7.25%"},
        "buyers": {
            "江戸川区": {"quantities": {"license": 1200}},
            "A区": {"quantities": {"license": 5}, "current": {"amount": 2500}},
        },
        "vendors": {
            "甲社": {
                "price": {
                    "model": "volume",
                    "list_price": 12.5,
                    "tiers": {"500": {"unit": "8%"}, "1": {"unit": "0%", "flat": 10}},
                }
            }
        },
        "arrangements": {
            "joint": {
                "buyers": "all",
                "lead": "江戸川区",
                "allocation": {"equal": "100%"},
                "expect": {"saving": -5},
            }
        },
        "separate": {"hours": 7.5},
    }


# ---- numbers ----


@pytest.mark.parametrize(
    ("units", "places", "text"),
    [(5, 0, "5"), (1, 2, "0.01"), (-1, 2, "-0.01"), (-123450, 2, "-1234.50"), (0, 3, "0.000")],
)
def test_an_amount_has_the_decimals_of_its_currency(units: int, places: int, text: str) -> None:
    assert str(shifted(units, places)) == text


@pytest.mark.parametrize(
    ("exact", "places", "text"),
    [("5", 0, "5"), ("7.5", 0, "7.5"), ("-0.125", 2, "-0.125"), ("7.5", 2, "7.50")],
)
def test_an_exact_number_has_the_decimals_it_needs(exact: str, places: int, text: str) -> None:
    ratio = Decimal(exact).as_integer_ratio()
    assert str(number(Fraction(*ratio), places)) == text


def test_equal_digits_are_equal_and_no_text() -> None:
    assert {Digits("1.50"), Digits("1.50")} == {Digits("1.50")}
    assert Digits("1.50") != "1.50"
    assert repr(Digits("1.50")) == "Digits('1.50')"


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (2_200_000, 11_830_500, "0.18596"),
        (1, 10, "0.1"),
        (1, 1, "1"),
        (0, 7, "0"),
        (1, 3, "0.333333"),
        (-2, 3, "-0.666667"),
        (1, 10_000, "0.0001"),
        (99, 1_000_000, "0.000099"),
        (1, 1_000_000, "0.000001"),
        (1, 2_000_000, "0.000001"),
        (1, 2_000_001, "0"),
        (-(10**15), 3, "-333333333333333.333333"),
    ],
)
def test_a_rate_is_written_plainly_in_six_places(
    numerator: int, denominator: int, text: str
) -> None:
    assert line({"rate": rate(Fraction(numerator, denominator))}) == f'{{"rate":{text}}}'


def test_any_rate_is_written_as_its_exact_decimal() -> None:
    rng = Random(7)
    for _ in range(3000):
        numerator = rng.randint(-(10 ** rng.randint(1, 15)), 10 ** rng.randint(1, 15))
        denominator = rng.randint(1, 10 ** rng.randint(1, 15))
        decimal = (Decimal(numerator) / Decimal(denominator)).quantize(
            Decimal("1e-6"), ROUND_HALF_UP
        )
        plain = f"{decimal + 0:f}".rstrip("0").rstrip(".")  # + 0: no -0
        written = line({"rate": rate(Fraction(numerator, denominator))})
        assert written == f'{{"rate":{plain}}}', (numerator, denominator)


# ---- texts beside numbers ----


@pytest.mark.parametrize("write", [dumps, line])
@pytest.mark.parametrize(
    "text", ["\ue0de", "\ue0de\ue0de", '"\ue0de1.5\ue0de"', "\ue0de1.5\ue0de", "\\\ue0de", "x"]
)
def test_a_text_is_kept_whatever_stands_around_digits(text: str, write: Writer) -> None:
    document = {text: text, "number": Digits("1.50"), "inner": [text, Digits("2.5"), text]}
    written = write(document)
    assert json.loads(written, parse_float=Digits) == document


def test_a_document_on_one_line_says_the_same() -> None:
    document = comparison_document(compare(from_data(generate.scenario(3))))
    assert "\n" not in line(document)
    assert json.loads(line(document)) == json.loads(dumps(document))


@pytest.mark.parametrize("character", ["\x7f", "\x9b", "\u061c", "\u200e", "\u2028", "\u2069"])
def test_what_steers_a_terminal_is_escaped(character: str) -> None:
    assert line({"title": f"a{character}b"}) == f'{{"title":"a\\u{ord(character):04x}b"}}'


@pytest.mark.parametrize("text", ["é", "…", "→ 5", "ـ", "オンライン"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert line({"title": text}) == f'{{"title":"{text}"}}'


# ---- texts that hold the marks of numbers ----

MARKED = [
    "\ue0de" * 1_100,
    "\ue0de12\ue0de",
    "\ue0de0\ue0df\ue0de1\ue0df",
    "\ue0de1\ue0de0\ue0df",
    '"\ue0de0\ue0df"',
]


@pytest.mark.parametrize("write", [dumps, line])
@pytest.mark.parametrize("text", MARKED)
def test_a_text_may_hold_any_number_of_the_marks_of_numbers(text: str, write: Writer) -> None:
    written = write({"title": text, "amount": Digits("15.25"), text: 3})
    assert json.loads(written, parse_float=str) == {"title": text, "amount": "15.25", text: 3}


def test_a_text_of_very_many_marks_takes_no_longer_for_more_numbers() -> None:
    text = "".join(f"\ue0de{one}\ue0df" for one in range(100_000))
    numbers = [Digits(f"{one}.50") for one in range(10_000)]
    written = line({"title": text, "amounts": numbers})
    assert json.loads(written)["title"] == text
    assert len(written) < 2 * len(text)
