"""What is shown of a comparison: the decision first, then its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.money import Exact
from scalemerit.views.buyers import separate_table, shares_table
from scalemerit.views.reasons import award_table, causes_table
from scalemerit.views.report import (
    Cell,
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
from scalemerit.views.words import EXPECTATIONS, Teller

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Expectation, Outcome
    from scalemerit.effort import Effort
    from scalemerit.wording import Language


def comparison_report(comparison: Comparison, language: Language) -> Report:
    """Separate against joint procurement: totals, each buyer, awards, causes, expectations."""
    tell = Teller(comparison.scenario, language)
    return Report(
        language=language,
        currency=comparison.scenario.currency,
        title=comparison.scenario.title,
        subtitle=tell.basis(),
        tables=tuple(_tables(tell, comparison)),
        notes=tuple(_notes(tell)),
        rounding_note=tell.say(
            "Amounts are rounded one by one as shown, so some sums differ in the last digit.",
            "表示額は個別に四捨五入しているため、合計や差引の末尾が一致しないことがあります。",
        ),
    )


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


def _notes(tell: Teller) -> Iterator[str]:
    if tell.scenario.notes:
        yield tell.scenario.notes.strip()
    for source in tell.scenario.sources:
        yield tell.say(f"Source: {source}", f"出典・前提: {source}")


def arrangements_table(tell: Teller, comparison: Comparison) -> Table:
    """The arrangements next to each other, the one that saves most marked."""
    outcomes = comparison.arrangements
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
        rows=tuple(_arrangement_row(tell, comparison, outcome) for outcome in outcomes),
        sums=tuple((one.separate, -one.joint, -one.coordination, -one.saving) for one in outcomes),
        notes=tuple(_verdict(tell, comparison)),
    )


def _arrangement_row(tell: Teller, comparison: Comparison, outcome: Outcome) -> Row:
    name = tell.arrangement(outcome.name)
    is_marked = outcome is comparison.best and len(comparison.arrangements) > 1
    return Row(
        (
            Text(name, "strong", "★") if is_marked else Text(name),
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
    best = comparison.best
    if best is None:
        yield tell.say("No arrangement saves anything.", "削減となる方式はありません。")
    elif len(comparison.arrangements) > 1:
        name = tell.arrangement(best.name)
        yield tell.say(f"★ The largest saving: {name}", f"★ 削減額が最大の方式: {name}")


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
                    Text("―") if effort.value is None else difference(effort.value),
                ),
                arrangement=name,
            )
            for name, effort in efforts
        ),
    )


def expectations_table(tell: Teller, expected: list[tuple[str, Expectation]]) -> Table:
    """What the scenario says must come out, and whether it did."""
    return Table(
        key="expectations",
        labels=2,
        title=tell.say("Expectations", "期待値の確認"),
        columns=(
            Column(tell.say("Arrangement", "方式")),
            Column(tell.say("Expectation", "期待値")),
            Column(tell.say("Expected", "期待"), numeric=True),
            Column(tell.say("Actual", "結果"), numeric=True),
            Column(tell.say("Met", "判定")),
        ),
        rows=tuple(
            Row(
                (
                    Text(tell.arrangement(name)),
                    Text(tell.pick(EXPECTATIONS[one.name])),
                    _expected(tell, one, one.expected),
                    _expected(tell, one, one.actual),
                    Verdict(one.met),
                ),
                arrangement=name,
            )
            for name, one in expected
        ),
    )


def _expected(tell: Teller, one: Expectation, value: Exact | bool | None) -> Cell:
    if isinstance(value, bool):
        return Text(tell.say("yes", "はい") if value else tell.say("no", "いいえ"))
    if one.name == "saving_rate_at_least":
        return Rate(value)
    return Money(value or 0)
