"""What may be typed into the inputs of a workbook."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from scalemerit.fields import LARGEST_AMOUNT, LARGEST_QUANTITY
from scalemerit.wording import Word
from scalemerit.workbook.formula import Formula, constant


class Entry(NamedTuple):
    """The numbers that an input takes, from `least` to `most`; of a count only whole ones.

    `told` says in words what is to be typed.
    """

    kind: Literal["count", "price", "rate"]
    least: Formula
    most: Formula
    told: Word


_NONE, _ONE = constant(0), constant(1)
QUANTITY = Entry(
    "count",
    _NONE,
    constant(LARGEST_QUANTITY),
    Word("Type a whole number, 0 or more.", "0 以上の整数を入力してください。"),
)
FROM_ONE = QUANTITY._replace(
    least=_ONE, told=Word("Type a whole number, 1 or more.", "1 以上の整数を入力してください。")
)
YES_OR_NO = QUANTITY._replace(
    most=_ONE,
    told=Word("Type 1 for yes, 0 for no.", "参加する場合は 1、しない場合は 0 を入力してください。"),
)
AMOUNT = Entry(
    "price",
    _NONE,
    constant(LARGEST_AMOUNT),
    Word("Type an amount, 0 or more.", "0 以上の金額を入力してください。"),
)
RATE = Entry(
    "rate",
    _NONE,
    _ONE,
    Word(
        "Type a rate from 0% to 100%, with its % sign.",
        "0%〜100% の率を、% を付けて入力してください。",
    ),
)
_BOUND = Word(
    "Type a whole number above the lower bound before and below the one after.",
    "1 つ前の価格帯の下限より大きく、次の価格帯の下限より小さい整数を入力してください。",
)


def step_of(places: int) -> Entry:
    """What shares are multiples of, in a currency with so many decimal places."""
    smallest = Formula(f"1/{10**places}", Fraction(1, 10**places), is_atom=False)
    return AMOUNT._replace(
        least=smallest if places else _ONE,
        told=Word("Type an amount above 0.", "0 より大きい金額を入力してください。"),
    )


def between(before: Formula | None, after: Formula | None) -> Entry:
    """The lower bound of a tier, which stands in ascending order between those of its neighbors."""
    least = _ONE if before is None else before + _ONE
    most = QUANTITY.most if after is None else after - _ONE
    return Entry("count", least, most, _BOUND if before or after else FROM_ONE.told)
