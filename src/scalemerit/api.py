"""What Python programs and notebooks call: the engine's results, which show themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scalemerit import comparison
from scalemerit.comparison import Comparison

if TYPE_CHECKING:
    from scalemerit.scenario import Scenario


class ShownComparison(Comparison):
    """A comparison that a notebook shows as tables, in the language of the locale.

    It is equal to any comparison with the same scenario and figures. A pickle holds the scenario
    alone, from which it is computed again.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Comparison) and _figures(self) == _figures(other)

    def __ne__(self, other: object) -> bool:
        return not self == other  # a tuple has its own

    __hash__ = None  # type: ignore[assignment]  # nor has a scenario one

    def __reduce__(self) -> tuple[Callable[[Scenario], ShownComparison], tuple[Scenario]]:
        return compare, (self.scenario,)

    def _repr_html_(self) -> str:
        """The tables that are looked at first, as HTML; notebooks ask for it by this name."""
        import os

        from scalemerit.views.comparison import first_report
        from scalemerit.wording import language_of_locale
        from scalemerit.writers.cells import Style
        from scalemerit.writers.html import fragment

        report = first_report(self, language_of_locale(os.environ))
        return fragment(report, Style(None, report.currency, report.language))


def compare(scenario: Scenario) -> ShownComparison:
    """Compare separate procurement with every arrangement of a scenario.

    Raises ScalemeritError where an allocation rule is undefined for an arrangement's bill.
    """
    return ShownComparison(*comparison.compare(scenario))


def _figures(one: Comparison) -> tuple[object, ...]:
    """What all else of a comparison follows from, and its order; pools are not compared."""
    separate = [(buyer.buyer, buyer.vendor_of, buyer.cost) for buyer in one.separate]
    joint = [(found.name, found.vendor_of, found.shares) for found in one.arrangements]
    return one.scenario, separate, joint
