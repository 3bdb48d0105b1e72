"""What many scenarios come to in short: a theme a scenario, the totals of all, and what is asked.

A theme is shown by the arrangement that saves most, the first written of equals; where none saves,
by the one that costs least.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.comparison import ExpectationName, saving_rate
from scalemerit.money import Exact, decimals

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison
    from scalemerit.errors import Place, Problem

GateName = Literal["fail_under_saving", "fail_under_rate", "fail_worse_off", "fail_on_decrease"]
CheckName = ExpectationName | GateName


class Check(NamedTuple):
    """Something asked of an arrangement, by its scenario or by the run, and what came out.

    A saving is in the smallest unit, a rate is a fraction; `actual` is None where there is none.
    `buyers` names those that a check about buyers found wanting.
    """

    arrangement: str
    name: CheckName
    expected: Exact | bool
    actual: Exact | bool | None
    met: bool
    buyers: tuple[str, ...] = ()


class Theme(NamedTuple):
    """One scenario in short; amounts of its leading arrangement, in the smallest unit.

    `buyers` counts those that take part in it, `worse_off` names those of them that would pay more
    than alone, `saves` tells whether it saves anything. `checks` are the scenario's expectations.
    """

    title: str
    currency: str
    fiscal_years: tuple[int, ...]
    tax_rate: Exact | None
    arrangement: str
    label: str | None
    buyers: int
    separate: int
    joint: int
    coordination: int
    worse_off: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def saving(self) -> int:
        """What is saved in cash; negative where joint procurement costs more."""
        return self.separate - self.joint - self.coordination

    @property
    def saving_rate(self) -> Fraction | None:
        """The saving as a part of the separate cost; None where that is 0."""
        return saving_rate(self.saving, self.separate)

    @property
    def saves(self) -> bool:
        """Whether joint procurement costs less than separate."""
        return self.saving > 0


class Entry(NamedTuple):
    """A theme with the file that it comes from, and all that is asked of it."""

    file: str
    theme: Theme
    checks: tuple[Check, ...]

    @property
    def missed(self) -> tuple[Check, ...]:
        """What is asked of it and did not come out."""
        return tuple(check for check in self.checks if not check.met)


class Evaluated(NamedTuple):
    """What came of one file: its theme, or without one the problems for which there is none.

    `problems` holds warnings as well, each with its place. `places` are those of `entry.missed`,
    None where the run and not the file asks.
    """

    file: str
    problems: tuple[Problem, ...]
    entry: Entry | None = None
    places: tuple[Place | None, ...] = ()


class Total(NamedTuple):
    """The themes of one currency together, in its smallest unit."""

    currency: str
    themes: int
    separate: int
    joint: int
    coordination: int

    @property
    def saving(self) -> int:
        """What all themes save together."""
        return self.separate - self.joint - self.coordination

    @property
    def saving_rate(self) -> Fraction | None:
        """The saving as a part of the separate cost; None where that is 0."""
        return saving_rate(self.saving, self.separate)


class Gates(NamedTuple):
    """What a run asks of every theme's leading arrangement.

    `rate` is a fraction; `saving` is in the currency, and in yen alone where `in_yen`.
    """

    rate: Exact | None = None
    saving: Exact | None = None
    in_yen: bool = False
    nobody_worse_off: bool = False


def theme_of(comparison: Comparison) -> Theme:
    """A comparison in short."""
    scenario = comparison.scenario
    leading = max(comparison.arrangements, key=lambda outcome: outcome.saving)
    return Theme(
        title=scenario.title,
        currency=scenario.currency,
        fiscal_years=scenario.fiscal_years,
        tax_rate=None if scenario.tax is None else scenario.tax.rate,
        arrangement=leading.name,
        label=leading.arrangement.label,
        buyers=len(leading.shares),
        separate=leading.separate,
        joint=leading.joint,
        coordination=leading.coordination,
        worse_off=tuple(map(scenario.name_of, leading.worse_off)),
        checks=expectation_checks(comparison),
    )


def expectation_checks(comparison: Comparison) -> tuple[Check, ...]:
    """What a scenario expects of its arrangements, in the order of the file."""
    return tuple(
        Check(outcome.name, *expectation)
        for outcome in comparison.arrangements
        for expectation in outcome.expectations
    )


def totals(themes: Iterable[Theme]) -> tuple[Total, ...]:
    """The themes of each currency added up, currencies in the order in which they come."""
    found: dict[str, Total] = {}
    for theme in themes:
        before = found.get(theme.currency, Total(theme.currency, 0, 0, 0, 0))
        found[theme.currency] = Total(
            theme.currency,
            before.themes + 1,
            before.separate + theme.separate,
            before.joint + theme.joint,
            before.coordination + theme.coordination,
        )
    return tuple(found.values())


def gate_checks(theme: Theme, gates: Gates) -> tuple[Check, ...]:
    """What a run asks of a theme, each with what came out."""
    checks: list[Check] = []
    if gates.saving is not None:
        least = gates.saving * 10 ** decimals(theme.currency)
        comparable = theme.currency == "JPY" or not gates.in_yen
        actual = theme.saving if comparable else None
        met = comparable and theme.saving >= least
        checks.append(Check(theme.arrangement, "fail_under_saving", least, actual, met))
    if gates.rate is not None:
        rate = theme.saving_rate
        met = rate is not None and rate >= gates.rate
        checks.append(Check(theme.arrangement, "fail_under_rate", gates.rate, rate, met))
    if gates.nobody_worse_off:
        nobody = not theme.worse_off
        worse_off = theme.worse_off
        checks.append(Check(theme.arrangement, "fail_worse_off", True, nobody, nobody, worse_off))
    return tuple(checks)
