"""What is shown of several rules side by side: shares, savings, and who would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.division import Division
from scalemerit.views.buyers import others_notes, rounding_words
from scalemerit.views.coalitions import solution_notes
from scalemerit.views.core import core_tables
from scalemerit.views.division_verdicts import (
    gains_table,
    meanings_table,
    promises_table,
    rule_name,
    verdicts_table,
)
from scalemerit.views.report import (
    NOTHING,
    Cell,
    Column,
    Money,
    Rate,
    Report,
    Row,
    Table,
    Text,
    difference,
)
from scalemerit.views.rule_meanings import divided
from scalemerit.views.words import ROUNDED_ONE_BY_ONE, Teller

if TYPE_CHECKING:
    from scalemerit.comparison import Share
    from scalemerit.division import Divisions, NoDivision
    from scalemerit.scenario import Scenario
    from scalemerit.wording import Language


def divisions_report(scenario: Scenario, found: Sequence[Divisions], language: Language) -> Report:
    """For each arrangement its bill divided by several rules."""
    tell = Teller(scenario, language)
    title = tell.say(f"{scenario.title}: who pays what", f"{scenario.title}:費用負担の比較")
    return Report(
        language=language,
        currency=scenario.currency,
        title=title,
        subtitle=tell.basis(),
        tables=tuple(table for one in found for table in _tables(tell, one)),
        notes=(),
        rounding_note=tell.pick(ROUNDED_ONE_BY_ONE),
    )


def _tables(tell: Teller, found: Divisions) -> Iterator[Table]:
    yield shares_by_rule(tell, found)
    yield savings_by_rule(tell, found)
    yield rates_by_rule(tell, found)
    yield verdicts_table(tell, found)
    yield gains_table(tell, found)
    yield from core_tables(tell, found)
    yield promises_table(tell, found)
    yield meanings_table(tell, found)


def shares_by_rule(tell: Teller, found: Divisions) -> Table:
    """What each buyer pays, a column a rule."""
    outcome = found.outcome
    table = _by_rule(tell, found, lambda share: Money(share.share), Money(outcome.bill.total))
    paid = [
        (*(share.share for share in one.shares), -outcome.bill.total)
        for one in found.divisions
        if isinstance(one, Division)
    ]
    separate = (*(share.separate for share in outcome.shares), -outcome.separate)
    return table._replace(
        key="division_shares",
        title=tell.say("Shares by rule", "負担方式ごとの負担額"),
        sums=(separate, *paid),
        notes=tuple(_share_notes(tell, found)),
    )


def savings_by_rule(tell: Teller, found: Divisions) -> Table:
    """What each buyer saves, a column a rule."""
    outcome = found.outcome
    table = _by_rule(tell, found, lambda share: difference(share.saving), Money(outcome.saving))
    saved = [
        (*(share.saving for share in one.shares), -outcome.saving)
        for one in found.divisions
        if isinstance(one, Division)
    ]
    title = tell.say("Savings by rule", "負担方式ごとの削減額")
    return table._replace(key="division_savings", title=title, sums=tuple(saved))


def rates_by_rule(tell: Teller, found: Divisions) -> Table:
    """Which part of its separate cost each buyer saves, a column a rule."""
    total = Rate(found.outcome.saving_rate)
    table = _by_rule(tell, found, lambda share: Rate(share.saving_rate), total)
    title = tell.say("Saving rates by rule", "負担方式ごとの削減率")
    return table._replace(key="division_rates", title=title)


def _by_rule(tell: Teller, found: Divisions, cell: Callable[[Share], Cell], total: Cell) -> Table:
    """A row a buyer, a column a rule; one that gives no shares is empty."""
    outcome, divisions = found.outcome, found.divisions
    columns = [_cells(one, cell, len(outcome.shares)) for one in divisions]
    rows = [
        Row((Text(tell.scenario.name_of(own.buyer)), Money(own.separate), *cells))
        for own, *cells in zip(outcome.shares, *columns, strict=True)
    ]
    totals = [total if isinstance(one, Division) else NOTHING for one in divisions]
    name = Text(tell.say("Total", "合計"))
    return Table(
        key="",
        title="",
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=(
            Column(tell.buyer_heading()),
            Column(tell.say("Separate", "単独調達"), numeric=True),
            *(Column(rule_name(tell, one.rule), numeric=True) for one in divisions),
        ),
        rows=(*rows, Row((name, Money(outcome.separate), *totals), is_total=True)),
        may_part=True,
    )


def _cells(
    one: Division | NoDivision, cell: Callable[[Share], Cell], buyers: int
) -> Sequence[Cell]:
    if isinstance(one, Division):
        return [cell(share) for share in one.shares]
    return [NOTHING] * buyers


def _share_notes(tell: Teller, found: Divisions) -> Iterator[str]:
    outcome = found.outcome
    if outcome.coordination:
        yield tell.say("Shares include coordination cost.", "負担額は事務局経費を含みます。")
    divisions = [one for one in found.divisions if isinstance(one, Division)]
    if any(share.share < 0 for one in divisions for share in one.shares):
        yield tell.say("A negative share is paid to the buyer.", "▲の負担額は団体の受取りです。")
    if outcome.arrangement.share_unit is not None:
        yield rounding_words(tell, outcome)
    if any(one.rule is None for one in found.divisions):
        how = divided(tell, outcome.arrangement.mixes)
        yield tell.say(f"As in the scenario: {how}.", f"{rule_name(tell, None)}: {how}ます。")
    if outcome.saving < 0:
        yield tell.say(
            "Buying jointly costs more than buying separately: whatever the rule, somebody pays"
            " more than alone.",
            "共同調達の費用が単独調達費の合計を上回るため、どの方式でも負担が増える団体があります。",
        )
    yield from others_notes(tell, outcome)
    for one in found.divisions:
        if isinstance(one, Division):
            yield from solution_notes(tell, one.solutions)
        else:
            yield _undefined(tell, one)


def _undefined(tell: Teller, one: NoDivision) -> str:
    """Why a rule gives no shares, and what to do about it."""
    name = rule_name(tell, one.rule)
    message, remedy = one.problem.message(tell.language), one.problem.remedy(tell.language)
    return tell.say(f"{name}: {message}; {remedy}.", f"{name}: {message}。{remedy}。")
