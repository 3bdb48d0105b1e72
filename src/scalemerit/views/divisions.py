"""What is shown of several rules side by side: shares, savings, and who would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.division import Division
from scalemerit.views.buyers import rounding_words
from scalemerit.views.coalitions import coalition_cell, game_notes, solution_notes
from scalemerit.views.core import core_tables
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
    YesNo,
    difference,
)
from scalemerit.views.rule_words import IN_CORE, MEANINGS
from scalemerit.views.words import ROUNDED_ONE_BY_ONE, RULES, Teller

if TYPE_CHECKING:
    from scalemerit.comparison import Share
    from scalemerit.division import Divisions, NoDivision
    from scalemerit.scenario import RuleName, Scenario
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
    yield from core_tables(tell, found)
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


def rule_name(tell: Teller, rule: RuleName | None) -> str:
    """A rule, or the allocation of the scenario where that is no single one."""
    return (
        tell.say("as in the scenario", "シナリオの方式") if rule is None else tell.pick(RULES[rule])
    )


def _share_notes(tell: Teller, found: Divisions) -> Iterator[str]:
    outcome = found.outcome
    if outcome.coordination:
        yield tell.say("Shares include coordination cost.", "負担額は事務局経費を含みます。")
    if outcome.arrangement.share_unit is not None:
        yield rounding_words(tell, outcome)
    if any(one.rule is None for one in found.divisions):
        name, rule = rule_name(tell, None), tell.rule(outcome.arrangement)
        yield tell.say(f"{name[:1].upper()}{name[1:]}: {rule}", f"{name}: {rule}")
    for one in found.divisions:
        if isinstance(one, Division):
            yield from solution_notes(tell, one.solutions)
        else:
            yield one.problem.message(tell.language)


def verdicts_table(tell: Teller, found: Divisions) -> Table:
    """For each rule whether everybody saves, whether anybody would leave, and how unequal it is."""
    return Table(
        key="division_verdicts",
        title=tell.say("Does the division keep everybody in?", "全団体が参加し続けるか"),
        arrangement=found.outcome.name,
        of=tell.arrangement(found.outcome.name),
        columns=(
            Column(tell.say("Rule", "負担方式")),
            Column(tell.say("Everybody saves", "全団体で削減")),
            Column(tell.say("In the core", "コアに属する")),
            Column(tell.say("Most reason to leave", "離脱の理由が最大の提携")),
            Column(tell.say("Its gain", "離脱で得る額"), numeric=True),
            Column(tell.say("Gini of rates", "削減率のジニ係数"), numeric=True),
        ),
        rows=tuple(_verdict(tell, found, one) for one in found.divisions),
        notes=(
            tell.say(
                "In the core: no group of buyers would pay less by leaving and buying on its own."
                " A negative gain is what leaving costs it.",
                "コアに属する: 離脱して自分たちだけで買うと安くなる団体の組がありません。"
                "▲は離脱で損をする額です。",
            ),
            *game_notes(tell, found.game),
        ),
    )


def _verdict(tell: Teller, found: Divisions, one: Division | NoDivision) -> Row:
    name = Text(rule_name(tell, one.rule))
    if not isinstance(one, Division):
        return Row((name, *[NOTHING] * 5))
    leaving = one.leaving
    coalition: Cell = NOTHING
    if leaving is not None:
        coalition = coalition_cell(tell, leaving.buyers, found.outcome.pool.buyers)
    return Row(
        (
            name,
            YesNo(one.everyone_saves),
            Text(tell.pick(IN_CORE[one.in_core]), "bad" if one.in_core == "no" else "plain"),
            coalition,
            NOTHING if leaving is None else Money(leaving.gain),
            Rate(one.gini),
        )
    )


def meanings_table(tell: Teller, found: Divisions) -> Table:
    """What each rule means, and whom it favors."""
    rules = [one.rule for one in found.divisions if one.rule is not None]
    words = [(Text(rule_name(tell, rule)), Text(tell.pick(MEANINGS[rule]))) for rule in rules]
    return Table(
        key="division_meanings",
        title=tell.say("What the rules mean", "負担方式の意味"),
        arrangement=found.outcome.name,
        of=tell.arrangement(found.outcome.name),
        columns=(
            Column(tell.say("Rule", "負担方式")),
            Column(tell.say("Meaning, and whom it favors", "意味と、有利になる団体")),
        ),
        rows=tuple(map(Row, words)),
    )
