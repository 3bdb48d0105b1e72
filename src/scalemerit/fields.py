"""The scalar fields of a scenario: how the text of an amount, a rate or a quantity is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from scalemerit import file_forms, fiscal, money
from scalemerit.annotations import Info, JsonSchema, Read, ReadKnowing, Scalar
from scalemerit.money import Exact
from scalemerit.once import once
from scalemerit.wording import Word

LimitKind = Literal["rate", "amount", "yen"]

LARGEST_AMOUNT = 10**15
LARGEST_QUANTITY = 10**9
_LONGEST_NUMBER = 60
_LONGEST_BITS = 1000
_LISTED = 8
_MANY = 200
_REMEMBERED = 1024  # texts that files repeat, such as 10% or R5
_MULTIPLES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8}
_DIGITS = r"(?:\d+(?:_\d+)*|\d{1,3}(?:,\d{3})+)"
_AMOUNT = rf"([-−▲△]?)\s*({_DIGITS}(?:\.\d+)?)\s*(千|万|百万|億)?(円)?"
_RATE = r"(-?\d+(?:\.\d+)?)\s*%"
_HOURS = rf"{_DIGITS}(?:\.\d+)?"


class Model(BaseModel):
    """A part of a scenario file: frozen, strict, and free of keys that mean nothing."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", defer_build=True, ignored_types=(once,)
    )
    owner: ClassVar[Word]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """One of the patterns above, compiled at its first use; `re` takes longer to find it again."""
    return re.compile(pattern, re.ASCII)


def _matched(pattern: str, text: str) -> re.Match[str] | None:
    """The match of a whole text."""
    return _compiled(pattern).fullmatch(text)


def wrong(code: str, **values: str | Word) -> PydanticCustomError:
    """A problem code as the error that pydantic collects with its place."""
    return PydanticCustomError(code, code, dict(values))


def shown(value: object) -> str:
    """The value as it stood in the file, cut where it is long."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = written(value).lower() if isinstance(value, bool) else written(value)
    return text if len(text) <= _LONGEST_NUMBER else f"{text[:_LONGEST_NUMBER]}…"


def written(value: object) -> str:
    """The text of a value; Python writes out no integer of thousands of digits, nor need we."""
    if isinstance(value, int) and value.bit_length() > _LONGEST_BITS:
        return "9" * (_LONGEST_NUMBER + 1)
    return str(value)


def normal(value: Scalar) -> str:
    """The text of a scalar with full-width characters made narrow; empty for what is no number."""
    if isinstance(value, str) and len(value) <= _LONGEST_NUMBER and value.isascii():
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    original = written(value)
    if original.isascii():
        return original.strip() if len(original) <= _LONGEST_NUMBER else ""
    text = unicodedata.normalize("NFKC", original).strip()
    return text if len(text) <= _LONGEST_NUMBER and not any(map(_is_mark, original)) else ""


def _text(value: Scalar) -> str:
    """The text of a scalar, short enough to be remembered; `normal` where it is not."""
    return value if isinstance(value, str) and len(value) < _MANY else normal(value)


def _is_mark(character: str) -> bool:
    """Whether it is a ¹ or a ①, which narrowed would become a digit of the number before it."""
    narrow = unicodedata.normalize("NFKC", character)
    return not character.isdecimal() and any(map(str.isdecimal, narrow))


def exact(digits: str) -> Exact:
    """The number that digits with `_` or `,` between them, and perhaps a decimal part, mean."""
    digits = digits.replace(",", "")
    if "." not in digits:
        return int(digits)
    number = Decimal(digits.replace("_", ""))
    whole = int(number)
    return whole if whole == number else Fraction(number)


def read_signed_amount(value: Scalar, info: Info) -> Exact:
    """An amount of money in the scenario's currency, negative with - or ▲ before it."""
    if type(value) is int and -LARGEST_AMOUNT <= value <= LARGEST_AMOUNT:
        return value
    amount, in_yen = signed_amount(value)
    names = info.context
    if in_yen and names is not None and names.currency != "JPY":
        raise wrong("amount-unit", found=shown(value), currency=names.currency)
    return amount


def signed_amount(value: Scalar) -> tuple[Exact, bool]:
    """The amount that a scalar means, and whether it says that it is in yen."""
    amount = _amount(_text(value))
    if amount is None:
        raise wrong(_too_long(value) or "bad-amount", found=shown(value))
    if not -LARGEST_AMOUNT <= amount[0] <= LARGEST_AMOUNT:
        raise wrong("amount-too-large", found=shown(value))
    return amount


@lru_cache(_REMEMBERED)
def _amount(text: str) -> tuple[Exact, bool] | None:
    """The amount that a text means, and whether in yen; None for what is no amount."""
    match = _matched(_AMOUNT, normal(text))
    if match is None:
        return None
    sign, digits, multiple, yen = match.groups()
    amount = exact(digits) * _MULTIPLES[multiple or ""]
    return (-amount if sign else amount), yen is not None


def read_amount(value: Scalar, info: Info) -> Exact:
    """An amount of money in the scenario's currency: 4800, 4,800, 12.5, 2,200千円, 220万円."""
    if type(value) is int and 0 <= value <= LARGEST_AMOUNT:
        return value
    amount = read_signed_amount(value, info)
    if amount < 0:
        raise wrong("amount-negative", found=shown(value))
    return amount


def _too_long(value: Scalar) -> str | None:
    is_number = isinstance(value, int | str) and written(value).replace("_", "").isdecimal()
    is_long = len(written(value)) > _LONGEST_NUMBER
    return "amount-too-large" if is_number and is_long else None


def read_quantity(value: Scalar) -> int:
    """How many licenses: a whole number from 0 on, as 700, 1_200, 1,200 or １２００."""
    if type(value) is int and 0 <= value <= LARGEST_QUANTITY:
        return value
    text = normal(value)
    if _matched(_DIGITS, text) is None and not _too_long(value):
        raise wrong("bad-quantity", found=shown(value))
    quantity = exact(text) if text else LARGEST_QUANTITY + 1
    if quantity > LARGEST_QUANTITY:
        raise wrong("quantity-too-large", found=shown(value), limit=f"{LARGEST_QUANTITY:,}")
    return int(quantity)


def read_rate(value: Scalar) -> Exact:
    """A rate as a fraction, written in per cent: 10%, 7.5%, １０％."""
    rate = _rate(_text(value))
    if isinstance(rate, str):
        raise wrong(rate, found=shown(value))
    return rate


@lru_cache(_REMEMBERED)
def _rate(text: str) -> Exact | str:
    """The rate that a text means, or the code of what is wrong with it."""
    match = _matched(_RATE, normal(text))
    if match is None:
        return "bad-rate"
    rate = Fraction(Decimal(match[1])) / 100
    if not 0 <= rate <= 1:
        return "rate-range"
    return rate.numerator if rate.denominator == 1 else rate


def read_limit(text: str) -> tuple[Exact, LimitKind]:
    """A rate or an amount, as 5% or 2,200千円, and which of them it is.

    Raises ValueError for anything else, and for a part of 1 without a unit, as in 0.05, which is
    a rate without its %.
    """
    try:
        if normal(text).endswith("%"):
            return read_rate(text), "rate"
        amount, in_yen = signed_amount(text)
    except PydanticCustomError as error:
        raise ValueError(text) from error
    if amount and -1 < amount < 1 and not in_yen:
        raise ValueError(text)
    return amount, "yen" if in_yen else "amount"


def read_hours(value: Scalar) -> Exact:
    """Staff hours: a number from 0 on, with decimals if need be."""
    if type(value) is int and 0 <= value <= LARGEST_QUANTITY:
        return value
    text = normal(value)
    if _matched(_HOURS, text) is None or exact(text) > LARGEST_QUANTITY:
        raise wrong("bad-hours", found=shown(value))
    return exact(text)


def read_fiscal_years(value: Scalar) -> tuple[int, ...]:
    """The fiscal years of a scenario: R5, 令和5, 2023, R5-R9."""
    try:
        return _fiscal_years(normal(value))
    except ValueError:
        raise wrong("bad-fiscal-years", found=shown(value)) from None


_fiscal_years = lru_cache(_REMEMBERED)(fiscal.parse_fiscal_years)


def read_currency(value: Scalar) -> str:
    """The currency's code of three letters, of ISO 4217."""
    if not isinstance(value, str) or value not in money.CURRENCIES:
        raise wrong("bad-currency", found=shown(value))
    return value


def did_you_mean(found: str, known: Iterable[str]) -> Word:
    """The remedy for an unknown name: the one meant where it can be guessed, else all there are."""
    from difflib import get_close_matches  # only for inputs with problems

    names = list(known)
    if len(names) > _MANY:  # comparing each with each would take minutes
        names = [name for name in names if name[:1] == found[:1] or name[-1:] == found[-1:]][:_MANY]
    close = get_close_matches(found, names, n=1, cutoff=0.6)
    if close:
        return Word(f"did you mean `{close[0]}`?", f"`{close[0]}` のことですか")
    listed = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    return Word(f"known: {listed or '-'}", f"使えるもの: {listed or '-'}")


def read_product(value: Scalar, info: Info) -> str:
    """The key of a product of this scenario."""
    names = info.context
    if names is not None and isinstance(value, str) and value in names.products:
        return value
    return _declared(value, "unknown-product", names.products if names else None)


def read_vendor(value: Scalar, info: Info) -> str:
    """The name of a vendor of this scenario."""
    names = info.context
    return _declared(value, "unknown-vendor", names.vendors if names else None)


def _declared(value: Scalar, code: str, known: tuple[str, ...] | None) -> str:
    """A name that the scenario declares; any name where it is not known which it declares."""
    if not isinstance(value, str) or (known is not None and value not in known):
        hint = did_you_mean(shown(value), known or ())
        raise wrong(code, found=shown(value), hint=hint)
    return value


def read_buyer(value: Scalar, info: Info) -> str:
    """A buyer of this scenario, by its key or its municipality's code or name; gives its key."""
    names = info.context
    if isinstance(value, str) and (names is None or value in names.buyers):
        return value
    known = names.ways_to_write if names else {}
    if isinstance(value, bool) or str(value) not in known:
        hint = did_you_mean(shown(value), dict.fromkeys(known.values()))
        raise wrong("unknown-buyer", found=shown(value), hint=hint)
    return known[str(value)]


_NUMBER = r"^\s*[0-9０-９][0-9０-９_,，]*([.．][0-9０-９]+)?\s*"
RATE_SCHEMA: JsonSchema = {
    "type": "string",
    "pattern": r"^\s*[0-9０-９]+([.．][0-9０-９]+)?\s*[%％]\s*$",
    "description": "A rate in per cent, such as 10% or 7.5%. 率(% を付ける)",
}
AMOUNT_SCHEMA: JsonSchema = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT},
        {"type": "string", "pattern": _NUMBER + r"(千|万|百万|億)?円?\s*$"},
    ],
    "description": "An amount: 4800, 4,800, 12.5, 2,200千円, 220万円. 金額",
}
_SIGNED_SCHEMA: JsonSchema = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": r"^\s*[-−▲△]?" + _NUMBER[1:] + r"(千|万|百万|億)?円?\s*$"},
    ],
    "description": "An amount, negative with - or ▲ before it. 金額(負も可)",
}
QUANTITY_SCHEMA: JsonSchema = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": LARGEST_QUANTITY},
        {"type": "string", "pattern": r"^\s*[0-9０-９][0-9０-９_,，]*\s*$"},
    ],
    "description": "A quantity: a whole number from 0 on. 数量",
}
_HOURS_SCHEMA: JsonSchema = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": _NUMBER + "$"}],
    "description": "Staff hours. 時間数",
}
_YEAR = r"\s*(([RHＲＨrh]|令和|平成)\s*([0-9０-９]{1,2}|元)|[0-9０-９]{4})\s*年?度?\s*"
_FISCAL_YEARS_SCHEMA: JsonSchema = {
    "anyOf": [
        {"type": "integer", "minimum": 1989, "maximum": 2200},
        {"type": "string", "pattern": f"^{_YEAR}([-~～〜–—−－]{_YEAR})?$"},
    ],
    "description": "A fiscal year or a span of them: R5, 令和5, 2023, R5-R9. 会計年度",
}
_NAME_SCHEMA: JsonSchema = {"type": "string"}
_CURRENCY_SCHEMA: JsonSchema = {"type": "string", "enum": sorted(money.CURRENCIES)}

Amount = Annotated[Exact, ReadKnowing(read_amount, AMOUNT_SCHEMA, file_forms.exact_number)]
SignedAmount = Annotated[
    Exact, ReadKnowing(read_signed_amount, _SIGNED_SCHEMA, file_forms.exact_number)
]
Quantity = Annotated[int, Read(read_quantity, QUANTITY_SCHEMA)]
Rate = Annotated[Exact, Read(read_rate, RATE_SCHEMA, file_forms.rate)]
Hours = Annotated[Exact, Read(read_hours, _HOURS_SCHEMA, file_forms.exact_number)]
FiscalYears = Annotated[
    tuple[int, ...], Read(read_fiscal_years, _FISCAL_YEARS_SCHEMA, file_forms.fiscal_years)
]
Currency = Annotated[str, Read(read_currency, _CURRENCY_SCHEMA)]
Text = Annotated[str, Field(min_length=1)]
ProductName = Annotated[str, ReadKnowing(read_product, _NAME_SCHEMA)]
VendorName = Annotated[str, ReadKnowing(read_vendor, _NAME_SCHEMA)]
BuyerName = Annotated[str, ReadKnowing(read_buyer, {"type": ["string", "integer"]})]
