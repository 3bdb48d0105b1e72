"""What holds for every formula of a workbook: its words, and how amounts are rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.money import Rounding, decimals
from scalemerit.views.words import Teller
from scalemerit.workbook.formula import Formula, constant, guarded, rounded

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison
    from scalemerit.wording import Language

# A double holds 15 decimal digits whatever they are.
_DIGITS = 15
_MOST, _FEWEST = 9, 2
# More than anything that can be asked, as the price of what nobody sells.
UNSOLD = Formula("1E+60", 10**60)


class Basis(NamedTuple):
    """The scenario in the reader's language, and the decimal places of its amounts.

    `places` are those of the currency, `digits` as many as an amount of this size keeps exactly:
    what binary fractions add beyond them is rounded off before an amount is rounded or compared.
    """

    teller: Teller
    rounding: Rounding
    places: int
    digits: int

    def rounded(self, amount: Formula) -> Formula:
        """An amount rounded to the smallest unit, as an invoice is."""
        return rounded(amount, self.rounding, self.digits, self.places)

    def taxed(self, amount: Formula, tax: Formula | None) -> Formula:
        """What an invoice comes to: rounded once, then its tax."""
        net = self.rounded(amount)
        return net if tax is None else net + self.rounded(net * tax)

    def exact(self, amount: Formula) -> Formula:
        """An amount without what binary fractions add to it."""
        return guarded(amount, self.digits)

    def whole(self, amount: Formula) -> Formula:
        """A sum of rounded amounts; sums of cents are no cents in binary fractions."""
        return guarded(amount, self.places) if self.places else amount

    @property
    def unit(self) -> Formula:
        """How many smallest units the currency has."""
        return constant(10**self.places)


def basis_of(comparison: Comparison, language: Language) -> Basis:
    """What holds for the formulas of a comparison."""
    scenario = comparison.scenario
    places = decimals(scenario.currency)
    totals = [outcome.joint + outcome.separate for outcome in comparison.arrangements]
    largest = len(str(max(comparison.separate_total, *totals) // 10**places))
    digits = max(min(_DIGITS - largest, _MOST), _FEWEST)
    return Basis(Teller(scenario, language), scenario.rounding, places, digits)
