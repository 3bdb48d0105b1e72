"""Exact amounts: currencies, rounding, tax, and shares that add up.

An exact amount is a whole number or a `Fraction` of the currency (yen, dollars); a total is an
`int` in the currency's smallest unit (yen, cents). Nothing here, or built on it, is a float.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

Exact = int | Fraction
Rounding = Literal["down", "half_up", "up"]
TaxBasis = Literal["excluded", "included"]

# From what licenses cost under each contract, and the fees of each, to what their invoices cost.
# The exact amounts are in parts of 1/scale of the currency, scale coming last.
Taxing = Callable[[Iterable[Exact], Exact, int], list[int]]

# ISO 4217, list one (codes of funds and metals left out)
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)
_NO_DECIMALS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
_THREE_DECIMALS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_UNITS = (1, 10, 100, 1000)  # of a currency with so many decimals
_MOST_PLACES, _CUT_PLACES = 13, 6
RATE_PLACES = 6  # of a rate that is handed to other programs
RATE_UNIT: int = 10**RATE_PLACES
# More than anything that can be asked: the price of what nobody offers.
NO_OFFER = 10**60


def decimals(currency: str) -> int:
    """How many decimal places the currency's smallest unit has: 0 for JPY, 2 for USD."""
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


class Terms(NamedTuple):
    """How an invoice becomes a total: currency, tax and rounding of one scenario.

    `tax_rate` is a fraction, None where prices are final and no tax is shown.
    """

    currency: str = "JPY"
    rounding: Rounding = "down"
    tax_rate: Exact | None = None
    tax_basis: TaxBasis = "excluded"

    @property
    def units(self) -> int:
        """How many smallest units the currency has: 1 for JPY, 100 for USD."""
        return _UNITS[decimals(self.currency)]

    def rounded(self, amount: Exact) -> int:
        """The amount, given in the currency, as a whole number of its smallest units."""
        return round_ratio(amount.numerator * self.units, amount.denominator, self.rounding)

    def tax_on(self, net: int) -> int:
        """The tax to add to a net total, in smallest units, rounded once; 0 where none is added."""
        rate = self.tax_rate
        if rate is None or self.tax_basis == "included":
            return 0
        return round_ratio(net * rate.numerator, rate.denominator, self.rounding)

    def tax_within(self, total: int) -> int:
        """The tax that a total already holds where prices include it, in smallest units."""
        if self.tax_rate is None or self.tax_basis == "excluded":
            return 0
        return round_exact(Fraction(total) * self.tax_rate / (1 + self.tax_rate), self.rounding)

    def taxed(self, amount: Exact) -> int:
        """What an invoice over this exact sum costs: rounded once, then its tax added."""
        return self.taxing()((amount,), 0, 1)[0]

    def taxing(self) -> Taxing:
        """The function that gives what many invoices cost, each as `taxed`."""
        units, rounding = self.units, self.rounding
        rate = self.tax_rate if self.tax_basis == "excluded" and self.tax_rate else 0
        part, whole = rate.numerator, rate.denominator
        lift = _lift(whole, rounding)

        def taxed(licenses: Iterable[Exact], fees: Exact, scale: int) -> list[int]:
            totals = []
            net_lift = _lift(scale, rounding)
            for amount in licenses:
                exact = amount + fees
                if type(exact) is int and exact >= 0:  # as nearly always, and far quicker
                    net = (exact * units + net_lift) // scale
                    totals.append(net + (net * part + lift) // whole)
                else:
                    net = round_ratio(exact.numerator * units, exact.denominator * scale, rounding)
                    totals.append(net + round_ratio(net * part, whole, rounding))
            return totals

        return taxed


class Digits:
    """A number with decimals, as the digits in which it is handed to other programs."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Digits({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Digits) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def number(exact: Exact, places: int = 0) -> int | Digits:
    """An exact number of finitely many decimals, with at least as many places as asked for."""
    return quotient(exact.numerator, exact.denominator, places)


def quotient(numerator: int, denominator: int, places: int = 0) -> int | Digits:
    """As `number`, of a ratio with a positive denominator."""
    if denominator == 1 and not places:
        return numerator  # as most are
    while numerator * 10**places % denominator:
        places += 1
    return shifted(numerator * 10**places // denominator, places)


def shifted(units: int, places: int) -> int | Digits:
    """A whole number of units of which 10**places are 1, with so many decimals."""
    if not places:
        return units
    whole, decimal = divmod(abs(units), 10**places)
    return Digits(f"{'-' if units < 0 else ''}{whole}.{decimal:0{places}d}")


def in_currency(amount: Exact, currency: str) -> Fraction:
    """An amount in the currency that is given in its smallest unit."""
    return Fraction(amount, 10 ** decimals(currency))


def times(amount: Exact, factor: Exact, divisor: int = 1) -> Exact:
    """amount × factor ÷ divisor, exactly; as an `int` where it is whole, which is far quicker."""
    numerator = amount.numerator * factor.numerator
    denominator = amount.denominator * factor.denominator * divisor
    whole, rest = divmod(numerator, denominator)
    return Fraction(numerator, denominator) if rest else whole


def rounded_to(amount: Exact, places: int) -> Fraction:
    """The amount rounded to decimal places, halves away from zero."""
    return Fraction(round_exact(amount * 10**places, "half_up"), 10**places)


def round_exact(amount: Exact, rounding: Rounding) -> int:
    """The whole number for an exact amount: toward zero, away from zero, or halves away from it."""
    return round_ratio(amount.numerator, amount.denominator, rounding)


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """As `round_exact`, of a ratio with a positive denominator."""
    lift = _lift(denominator, rounding)
    return (
        (numerator + lift) // denominator
        if numerator >= 0
        else -((lift - numerator) // denominator)
    )


def round_half_up(numerator: int, denominator: int) -> int:
    """As `round_ratio`, halves away from zero."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def _lift(denominator: int, rounding: Rounding) -> int:
    """What to add to a numerator from 0 on for its ratio, cut to a whole number, to be rounded."""
    if rounding == "down":
        return 0
    return denominator - 1 if rounding == "up" else denominator // 2


def apportion(parts: Sequence[int], denominator: int) -> tuple[int, ...]:
    """Whole shares for exact ones that add up to a whole number, by largest remainder.

    The exact shares are given as parts of one denominator. Each is rounded down, then the units
    left go to the largest remainders; a tie goes to the share that stands first. No share moves by
    a whole unit or more. Raises ZeroDivisionError where the denominator is 0.
    """
    shares = [part // denominator for part in parts]
    remainders = [part % denominator for part in parts]
    left = sum(remainders) // denominator
    if left:
        # sorted is stable, also in reverse: equal remainders stay in order
        by_remainder = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
        for index in by_remainder[:left]:
            shares[index] += 1
    return tuple(shares)


def plain(amount: Exact, places: int | None = None) -> str:
    """An exact amount as text, 4,800 or 12.5, with as many decimal places as it needs, or as given.

    What cannot be written out within six places is cut and marked with an ellipsis.
    """
    size = abs(amount)
    if places is None:
        places = next((n for n in range(_MOST_PLACES) if _is_whole(size * 10**n)), _CUT_PLACES)
    scaled = size * 10**places
    whole, decimal = divmod(scaled.numerator // scaled.denominator, 10**places)
    point = f".{decimal:0{places}d}" if places else ""
    return f"{'-' if amount < 0 else ''}{whole:,}{point}{'' if _is_whole(scaled) else '…'}"


def in_full(amount: Exact, currency: str) -> str:
    """An exact amount in a currency as text, with its cents: 12.50, or 0.125 where it has more."""
    places = decimals(currency)
    return plain(amount, places if _is_whole(amount * 10**places) else None)


def _is_whole(amount: Exact) -> bool:
    return amount.denominator == 1
