"""Rows of arithmetic: what something is, how it is worked out, and what that comes to."""

from __future__ import annotations

from collections.abc import Sequence

from scalemerit.money import Exact
from scalemerit.views.report import Cell, Column, Formula, Price, Rate, Row, Text, Tone
from scalemerit.views.words import Teller

Parts = tuple[Exact | Rate | str, ...]


def columns(tell: Teller) -> tuple[Column, ...]:
    """The headings over rows of arithmetic."""
    return (
        Column(tell.say("Item", "項目")),
        Column(tell.say("Arithmetic", "計算")),
        Column(tell.say("Amount", "金額"), numeric=True),
    )


def row(name: str, formula: Parts, amount: Exact, tone: Tone = "plain") -> Row:
    """A row whose amount is exact and in the currency."""
    return result_row(name, formula, Price(amount), tone)


def result_row(name: str, formula: Parts, result: Cell, tone: Tone = "plain") -> Row:
    """A row of arithmetic that comes to something else than an amount, such as a quantity."""
    return Row((Text(name, tone), Formula(formula), result))


def total_row(tell: Teller, name: str, amount: int) -> Row:
    """A total, given in the smallest unit of the currency."""
    return Row((Text(name), Text(""), Price(tell.in_currency(amount))), is_total=True)


def added(numbers: Sequence[int]) -> Parts:
    """The formula that adds numbers up."""
    first, *others = numbers
    return (first, *(part for number in others for part in ("+", number)))
