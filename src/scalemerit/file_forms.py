"""The forms in which values stand in a scenario file, where these are not the values themselves."""

from __future__ import annotations

from scalemerit.money import Digits, Exact, number, quotient


def exact_number(exact: Exact) -> int | Digits:
    """An amount or a number of hours, with the decimals it has."""
    return exact if isinstance(exact, int) else number(exact)


def rate(exact: Exact) -> str:
    """A rate in per cent."""
    return f"{quotient(100 * exact.numerator, exact.denominator)}%"


def fiscal_years(years: tuple[int, ...]) -> int | str:
    """A fiscal year, or a span of them, by the calendar years in which they begin."""
    return years[0] if len(years) == 1 else f"{years[0]}-{years[-1]}"


def members(buyers: tuple[str, ...] | None) -> tuple[str, ...] | str:
    """The buyers that take part: those listed, else all."""
    return "all" if buyers is None else buyers
