"""What cells say: numbers with units and separators, dashes for none, and what is no number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scalemerit.survey.cells import amount_in, is_none, quantity_in, text_of


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (700.0, 700),
        (700, 700),
        ("700", 700),
        ("１，２００", 1200),
        ("1,200本", 1200),
        (" 30 ライセンス ", 30),
        ("５人", 5),
        ("1.2千本", 1200),
        ("▲5", -5),
        ("△5", -5),
        ("－5", -5),
        ("(1,200)", -1200),
        ("（5）", -5),
        (0.5, Fraction(1, 2)),
    ],
)
def test_a_quantity_is_read_as_it_is_written(cell: object, expected: Fraction) -> None:
    number = quantity_in(cell)
    assert number is not None
    assert number.times(1) == expected


@pytest.mark.parametrize(
    ("cell", "usual", "expected"),
    [
        ("12,000", 1000, 12_000_000),
        ("8000円", 1000, 8000),
        ("220万円", 1, 2_200_000),
        ("2,200千円", 1, 2_200_000),
        ("¥3,492,500", 1000, 3_492_500),
        ("￥8,000", 1000, 8000),
        ("8000", 1000, 8_000_000),
        ("3百万円/年", 1, 3_000_000),
        (1234.5, 1000, 1_234_500),
        (0.1 + 0.2, 1000, 300),  # Excel shows 0.3
    ],
)
def test_an_amount_has_its_own_unit_or_that_of_its_heading(
    cell: object, usual: int, expected: int
) -> None:
    number = amount_in(cell)
    assert number is not None
    assert number.times(usual) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "約700",
        "700?",
        "①",
        "10²",
        "1,20",
        "700〜800",
        True,
        float("nan"),
        "5円",
        "¥5",
        "9" * 100,
        "(5",
    ],
)
def test_what_is_no_quantity_is_none_at_all(cell: object) -> None:
    assert quantity_in(cell) is None


@pytest.mark.parametrize("cell", ["", " ", "-", "―", "－", "ー", "—", "なし", "N/A", "　"])
def test_blanks_and_dashes_mean_none(cell: str) -> None:
    assert is_none(cell)


def test_texts_are_made_narrow_with_single_spaces() -> None:
    assert text_of("　Ｅ３\n ライセンス ") == "E3 ライセンス"
    assert text_of(131237.0) == "131237"
