"""What many scenarios come to in short: a theme a scenario, what is asked of it, and the totals.

A theme is shown by the arrangement that saves most, the first written of equals; where none saves,
by the one that loses least.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.expectations import ExpectationName
from scalemerit.separate import saving_rate

if TYPE_CHECKING:
    from scalemerit.choices import Order
    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.difference import Amounts, Difference
    from scalemerit.errors import Place, Problem
    from scalemerit.money import Exact
    from scalemerit.snapshot import Snapshot

GateName = Literal[
    "fail_under_saving",
    "fail_under_currency",
    "fail_under_rate",
    "fail_worse_off",
    "fail_on_decrease",
]
CheckName = ExpectationName | GateName


class Check(NamedTuple):
    """Something asked of an arrangement, by its scenario or by the run, and what came out.

    A saving is in the smallest unit, a rate is a fraction, a currency is its code; `actual` is None
    where there is none. Without an `arrangement` the largest saving of all is meant. `buyers` names
    those that a check about buyers found wanting.
    """

    arrangement: str | None
    name: CheckName
    expected: Exact | bool | str
    actual: Exact | bool | str | None
    met: bool
    buyers: tuple[str, ...] = ()


class Theme(NamedTuple):
    """One scenario in short; amounts of its leading arrangement, in the smallest unit.

    `buyers` counts those that take part in it, `worse_off` names those of them that would pay more
    than alone, `left_out` those that need something and go on buying separately. `checks` are the
    scenario's expectations.
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
    left_out: tuple[str, ...]
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


class Missed(NamedTuple):
    """A check of a theme that is not met, and where its scenario asks for it, if it does."""

    file: str
    title: str
    currency: str
    check: Check
    place: Place | None = None


class Evaluated(NamedTuple):
    """What came of one file: its theme, or without one the problems for which there is none.

    `problems` holds warnings as well, each with its place. `places` are those of `entry.missed`,
    None where the run and not the file asks. With neither theme nor problems there is nothing to
    tell of the file, all of which is in its line.
    """

    file: str
    problems: tuple[Problem, ...]
    entry: Entry | None = None
    places: tuple[Place | None, ...] = ()


class ThemeChange(NamedTuple):
    """What became of a theme since an earlier run; `old` or `new` is None where it was not there.

    `difference` is there where it was and is.
    """

    file: str
    old: Snapshot | None
    new: Snapshot | None
    difference: Difference | None

    @property
    def title(self) -> str:
        """The theme's title, the one that it has now if it still is."""
        one = self.new or self.old
        return one.title if one else ""

    @property
    def currency(self) -> str:
        """The currency of its amounts."""
        one = self.new or self.old
        return one.currency if one else ""

    @property
    def saving(self) -> Amounts:
        """The largest saving of any arrangement, then and now."""
        from scalemerit.difference import Amounts  # only where there is an earlier run

        return Amounts(self.old and self.old.best_saving, self.new and self.new.best_saving)

    @property
    def is_changed(self) -> bool:
        """Whether anything of it is not as it was."""
        return self.difference is None or not self.difference.is_none


class NotCompared(NamedTuple):
    """A theme of an earlier run whose file could not be read now, by the title it had then."""

    file: str
    title: str


class Batch(NamedTuple):
    """What came of a run over many scenarios.

    `problems` are those of files and paths without a theme. `changes` are there where the run was
    held against an earlier one; `not_compared` are the themes of that one whose files could not be
    read now.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    missed: tuple[Missed, ...]
    changes: tuple[ThemeChange, ...] | None = None
    not_compared: tuple[NotCompared, ...] = ()


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
        left_out=tuple(map(scenario.name_of, _left_out(comparison, leading))),
        checks=expectation_checks(comparison),
    )


def _left_out(comparison: Comparison, outcome: Outcome) -> list[str]:
    """The buyers that need something and take no part in an arrangement."""
    taking_part = {share.buyer for share in outcome.shares}
    if len(taking_part) == len(comparison.separate):
        return []
    return [
        one.buyer for one in comparison.separate if one.takes_part and one.buyer not in taking_part
    ]


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


def rank(theme: Theme, order: Order) -> tuple[bool, Exact | str]:
    """By what themes are sorted: the largest saving or rate first, what has none last."""
    if order == "title":
        return False, theme.title
    value = theme.saving if order == "saving" else theme.saving_rate
    return value is None, -(value or 0)
