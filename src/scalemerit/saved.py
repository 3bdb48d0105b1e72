"""A result of `compare --format json` that was kept: read again, exactly and with its places.

Keys of later versions are passed over; `inputs` may be missing, as older versions did not write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from scalemerit import money
from scalemerit.annotations import Info, JsonSchema, Names, Read, ReadKnowing, Scalar
from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.fields import Currency, shown, wrong
from scalemerit.money import Exact
from scalemerit.wording import Word

SCHEMA = "scalemerit/comparison/1"
BATCH = "scalemerit/batch/1"
_OURS = "scalemerit/"
_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,30})?([eE][-+]?\d{1,2})?", re.ASCII)
_ANYTHING: JsonSchema = {}
_AMOUNT = Word("an amount", "金額")
_WANTED = Word(
    "a scenario file or a result of `scalemerit compare --format json`",
    "シナリオファイルか `scalemerit compare --format json` の結果",
)
_EXPECTED: Mapping[str, Word] = {
    "string_type": Word("a text", "文字列"),
    "int_type": Word("a whole number", "整数"),
    "dict_type": Word("a mapping", "「キー: 値」の組"),
    "model_type": Word("a mapping", "「キー: 値」の組"),
    "tuple_type": Word("a list", "リスト"),
    "too_short": Word("at least one", "1 つ以上"),
}


def exact_number(value: object) -> Exact | None:
    """The number that a value read from JSON is, or that its digits say; None for anything else.

    A float is none: its digits are not those that were written.
    """
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    if isinstance(value, str | Decimal) and _NUMBER.fullmatch(text := f"{value}"):
        exact = Fraction(text)
        return exact.numerator if exact.denominator == 1 else exact
    return None


# The names of rules stand under those of the parts of the bill, at the deepest.
_DEEPEST_RULE = 2
_PARTS_OF_BILL = frozenset({"bill", "coordination"})


def _read_units(value: Scalar, info: Info) -> int:
    """An amount in the smallest unit of the document's currency."""
    exact = exact_number(value)
    places = money.decimals(info.context.currency if info.context else "JPY")
    units = None if exact is None else exact * 10**places
    if units is None or units.denominator != 1:
        raise wrong("saved-value", found=shown(value), expected=_AMOUNT)
    return int(units)


def _read_exact(value: Scalar) -> Exact:
    exact = exact_number(value)
    if exact is None:
        raise wrong("saved-value", found=shown(value), expected=Word("a number", "数"))
    return exact


def _read_rule(value: object) -> dict[KeyPath, Exact]:
    """An allocation: the part of each rule, by its name after that of a part of the bill."""
    found = dict(_rules(value, ()))
    parts = {route: part for route, part in found.items() if part is not None}
    if not parts or len(parts) < len(found):
        raise wrong("saved-value", found=shown(value), expected=Word("a rule or a mix", "負担方式"))
    return parts


def _rules(value: object, route: KeyPath) -> Iterator[tuple[KeyPath, Exact | None]]:
    part = exact_number(value) if route else None
    if part is not None or len(route) > _DEEPEST_RULE:
        yield route, part
    elif isinstance(value, str) and _PARTS_OF_BILL.issuperset(route):
        yield (*route, value), 1
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _rules(inner, (*route, str(key)))
    else:
        yield route, None


Units = Annotated[int, ReadKnowing(_read_units, _ANYTHING)]
Number = Annotated[Exact, Read(_read_exact, _ANYTHING)]
Rule = Annotated[dict[KeyPath, Exact], Read(_read_rule, _ANYTHING)]


class _Part(BaseModel):
    """A part of the document: frozen, and open to keys of later versions."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, strict=True, extra="ignore", defer_build=True
    )


class SavedBuyer(_Part):
    """One buyer in separate procurement."""

    buyer: str
    code: str | None
    quantities: dict[str, int]
    cost: Units


class SavedSeparate(_Part):
    """Separate procurement of all buyers."""

    total: Units
    buyers: Annotated[tuple[SavedBuyer, ...], Field(strict=False)]


class SavedAward(_Part):
    """What one vendor supplies of one product."""

    product: str
    vendor: str
    needed: int
    outside: int
    bought: int
    tier_from: int | None
    amount: Units


class SavedCauses(_Part):
    """Five parts of a saving."""

    vendor: Units
    volume: Units
    fees: Units
    discount: Units
    coordination: Units


class SavedShare(_Part):
    """One buyer's part of the joint bill."""

    buyer: str
    separate: Units
    share: Units


class SavedAllocation(_Part):
    """How the joint bill is divided."""

    rule: Rule
    shares: Annotated[tuple[SavedShare, ...], Field(strict=False)]


class SavedArrangement(_Part):
    """What one arrangement comes to."""

    name: str
    label: str | None
    lead: str | None
    separate: Units
    joint: Units
    coordination: Units
    saving: Units
    award: Annotated[tuple[SavedAward, ...], Field(strict=False)]
    causes: SavedCauses
    allocation: SavedAllocation


class SavedComparison(_Part):
    """A whole result; amounts are in the smallest unit of its currency."""

    title: str
    currency: Currency
    fiscal_years: Annotated[tuple[int, ...], Field(strict=False)]
    tax_rate: Number | None
    separate: SavedSeparate
    arrangements: Annotated[tuple[SavedArrangement, ...], Field(strict=False, min_length=1)]
    inputs: dict[str, object] | None = None


def is_saved(data: Mapping[str, object]) -> bool:
    """Whether this is a document that the program wrote, and not a scenario."""
    return str(data.get("schema")).startswith(_OURS)


def saved_comparison(data: Mapping[str, object]) -> SavedComparison:
    """The result in a document's data; decimal numbers are texts or `Decimal`, never floats.

    Raises ScalemeritError with all that is wrong with it; problems have paths but no places.
    """
    schema = data.get("schema")
    if schema == BATCH:
        raise ScalemeritError([Problem("saved-batch", ("schema",))])
    if schema != SCHEMA:
        raise ScalemeritError([Problem("saved-schema", ("schema",), _values(schema))])
    currency = str(data.get("currency"))
    try:
        saved = SavedComparison.model_validate(data, context=Names(currency, (), (), ()))
    except ValidationError as error:
        found = filter(_is_cause, error.errors(include_url=False))
        raise ScalemeritError(map(_problem, found)) from None
    problems = list(_sums(saved))
    if problems:
        raise ScalemeritError(problems)
    return saved


def _values(found: object) -> dict[str, str | Word]:
    return {"found": shown(found), "expected": SCHEMA, "wanted": _WANTED}


def _is_cause(details: ErrorDetails) -> bool:
    """Whether it does not only follow from another mistake: a list too short without its item."""
    return details["type"] != "too_short" or not details["input"]


def _problem(details: ErrorDetails) -> Problem:
    path, kind = details["loc"], details["type"]
    if kind == "missing":
        return Problem("saved-missing", path[:-1], {"key": str(path[-1])}, at_key=True)
    if kind in {"saved-value", "bad-currency"}:
        return Problem(kind, path, details.get("ctx", {}))
    expected = _EXPECTED.get(kind, Word("another value", "別の値"))
    return Problem("saved-value", path, {"found": shown(details["input"]), "expected": expected})


def _sums(saved: SavedComparison) -> Iterator[Problem]:
    """Where amounts do not add up, as in a file that was changed by hand."""
    parts = sum(buyer.cost for buyer in saved.separate.buyers)
    if saved.separate.total != parts:
        yield Problem("saved-sum", ("separate", "total"), {"key": "total"})
    for position, one in enumerate(saved.arrangements):
        path = ("arrangements", position)
        if one.saving != one.separate - one.joint - one.coordination:
            yield Problem("saved-sum", (*path, "saving"), {"key": "saving"})
        if sum(share.share for share in one.allocation.shares) != one.joint + one.coordination:
            yield Problem("saved-sum", (*path, "allocation", "shares"), {"key": "shares"})
