"""What is shown of a comparison: the decision first, then its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.views.buyers import separate_table, shares_table
from scalemerit.views.reasons import award_table, causes_table
from scalemerit.views.report import (
    NOTHING,
    Column,
    Count,
    Money,
    Rate,
    Report,
    Row,
    Table,
    Text,
    Verdict,
    difference,
)
from scalemerit.views.words import (
    COORDINATION_UNTAXED,
    EXPECTATIONS,
    EXPECTED,
    OUTCOME,
    ROUNDED_ONE_BY_ONE,
    Teller,
)

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.effort import Effort
    from scalemerit.expectations import Expectation
    from scalemerit.wording import Language

_LOOKED_AT_FIRST = frozenset({"arrangements", "separate", "shares", "causes"})


def comparison_report(comparison: Comparison, language: Language) -> Report:
    """Separate against joint procurement: totals, each buyer, awards, causes, expectations."""
    tell = Teller(comparison.scenario, language)
    return Report(
        language=language,
        currency=comparison.scenario.currency,
        title=comparison.scenario.title,
        subtitle=tell.basis(),
        tables=tuple(_tables(tell, comparison)),
        notes=tuple(assumptions(tell)),
        rounding_note=tell.pick(ROUNDED_ONE_BY_ONE),
    )


def first_report(comparison: Comparison, language: Language) -> Report:
    """What is looked at first: what is saved, what each buyer pays, and why."""
    report = comparison_report(comparison, language)
    first = tuple(table for table in report.tables if table.key in _LOOKED_AT_FIRST)
    return report._replace(tables=first, notes=())


def _tables(tell: Teller, comparison: Comparison) -> Iterator[Table]:
    yield arrangements_table(tell, comparison)
    yield separate_table(tell, comparison)
    for outcome in comparison.arrangements:
        yield shares_table(tell, outcome)
        yield award_table(tell, outcome)
        yield causes_table(tell, outcome)
    efforts = [(one.name, one.effort) for one in comparison.arrangements if one.effort]
    if efforts:
        yield effort_table(tell, efforts)
    expected = [(one.name, found) for one in comparison.arrangements for found in one.expectations]
    if expected:
        yield expectations_table(tell, expected)


def assumptions(tell: Teller) -> Iterator[str]:
    """What the scenario says of itself, and where its figures come from."""
    if tell.scenario.notes:
        yield tell.scenario.notes.strip()
    for source in tell.scenario.sources:
        yield tell.say(f"Source: {source}", f"出典・前提: {source}")


def arrangements_table(tell: Teller, comparison: Comparison) -> Table:
    """The arrangements next to each other, the one that saves most marked."""
    outcomes = comparison.arrangements
    marked = {best.name for best in comparison.best_ones} if len(outcomes) > 1 else set()
    return Table(
        key="arrangements",
        title=tell.say("Separate and joint procurement", "単独調達と共同調達の比較"),
        columns=(
            Column(tell.say("Arrangement", "方式")),
            Column(tell.say("Buyers", "団体数"), numeric=True),
            Column(tell.say("Separate", "単独調達"), numeric=True),
            Column(tell.say("Joint", "共同調達"), numeric=True),
            Column(tell.say("Coord.", "事務局経費"), numeric=True),
            Column(tell.say("Saving", "削減額"), numeric=True),
            Column(tell.say("Rate", "削減率"), numeric=True),
        ),
        rows=tuple(_arrangement_row(tell, outcome, outcome.name in marked) for outcome in outcomes),
        sums=tuple((one.separate, -one.joint, -one.coordination, -one.saving) for one in outcomes),
        notes=tuple(_verdict(tell, comparison)),
    )


def _arrangement_row(tell: Teller, outcome: Outcome, is_best: bool) -> Row:
    name = tell.arrangement(outcome.name)
    return Row(
        (
            Text(name, "strong", "★") if is_best else Text(name),
            Count(len(outcome.shares)),
            Money(outcome.separate),
            Money(outcome.joint),
            Money(outcome.coordination),
            difference(outcome.saving),
            Rate(outcome.saving_rate),
        ),
        arrangement=outcome.name,
    )


def _verdict(tell: Teller, comparison: Comparison) -> Iterator[str]:
    best = tell.listed(tell.arrangement(outcome.name) for outcome in comparison.best_ones)
    if not best:
        yield tell.say("No arrangement saves anything.", "削減となる方式はありません。")
    elif len(comparison.arrangements) > 1:
        yield tell.say(f"★ The largest saving: {best}", f"★ 削減額が最大の方式: {best}")
    if tell.scenario.tax and any(outcome.coordination for outcome in comparison.arrangements):
        yield tell.pick(COORDINATION_UNTAXED)


def effort_table(tell: Teller, efforts: list[tuple[str, Effort]]) -> Table:
    """Staff hours beside the cash saving, never inside it."""
    return Table(
        key="effort",
        title=tell.say("Staff effort (not in the saving)", "事務工数(削減額には含めない)"),
        columns=(
            Column(tell.say("Arrangement", "方式")),
            Column(tell.say("Hours, separate", "単独(時間)"), numeric=True),
            Column(tell.say("Hours, joint", "共同(時間)"), numeric=True),
            Column(tell.say("Hours saved", "削減時間"), numeric=True),
            Column(tell.say("Value", "金額換算"), numeric=True),
        ),
        rows=tuple(
            Row(
                (
                    Text(tell.arrangement(name)),
                    Count(effort.separate_hours),
                    Count(effort.joint_hours),
                    Count(effort.hours_saved),
                    NOTHING if effort.value is None else difference(effort.value),
                ),
                arrangement=name,
            )
            for name, effort in efforts
        ),
    )


def expectations_table(tell: Teller, expected: list[tuple[str, Expectation]]) -> Table:
    """What the scenario says must come out, and whether it did."""
    from scalemerit.views.checks import check_cell  # many scenarios expect nothing

    return Table(
        key="expectations",
        labels=2,
        title=tell.say("Expectations", "期待値の確認"),
        columns=(
            Column(tell.say("Arrangement", "方式")),
            Column(tell.say("Expectation", "期待値")),
            Column(tell.pick(EXPECTED), numeric=True),
            Column(tell.pick(OUTCOME), numeric=True),
            Column(tell.say("Met", "判定")),
        ),
        rows=tuple(
            Row(
                (
                    Text(tell.arrangement(name)),
                    Text(tell.pick(EXPECTATIONS[one.name])),
                    check_cell(one.name, one.expected, tell.scenario.currency),
                    check_cell(one.name, one.actual, tell.scenario.currency),
                    Verdict(one.met),
                ),
                arrangement=name,
            )
            for name, one in expected
        ),
    )
