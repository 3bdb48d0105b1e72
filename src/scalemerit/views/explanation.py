"""The arithmetic of bills and shares, line by line, so that each yen can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from scalemerit.allocate import exact_shares, rule_parts
from scalemerit.money import Exact
from scalemerit.views.arithmetic import Parts, columns, row
from scalemerit.views.bills import coordination_table, joint_table, separate_table
from scalemerit.views.buyers import rounding_words
from scalemerit.views.report import Rate, Report, Row, Table
from scalemerit.views.words import RULES, Teller

if TYPE_CHECKING:
    from scalemerit.allocate import Charge, RulePart
    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.wording import Language


def explanation_report(
    comparison: Comparison, buyers: Sequence[str], outcomes: Sequence[Outcome], language: Language
) -> Report:
    """The separate bills of some buyers, the joint bills of some arrangements, and the shares."""
    tell = Teller(comparison.scenario, language)
    return Report(
        language=language,
        currency=comparison.scenario.currency,
        title=tell.say(
            f"{comparison.scenario.title}: the arithmetic", f"{comparison.scenario.title}:計算過程"
        ),
        subtitle=tell.basis(),
        tables=tuple(_tables(tell, comparison, buyers, outcomes)),
        notes=(),
        rounding_note="",
    )


def _tables(
    tell: Teller, comparison: Comparison, buyers: Sequence[str], outcomes: Sequence[Outcome]
) -> Iterator[Table]:
    alone = {one.buyer: one for one in comparison.separate}
    for buyer in buyers:
        for contract in alone[buyer].contracts:
            yield separate_table(tell, contract)
    for outcome in outcomes:
        for contract in outcome.contracts:
            yield joint_table(tell, contract, outcome)
        if any(bill.lines for bill in outcome.coordination_bills):
            yield coordination_table(tell, outcome)
        if any(share.buyer in buyers for share in outcome.shares):
            yield share_table(tell, outcome, buyers)


def share_table(tell: Teller, outcome: Outcome, buyers: Sequence[str]) -> Table:
    """How the shares of some buyers follow from the joint bill."""
    return Table(
        key="shares",
        title=tell.say("Shares of the joint bill", "負担額"),
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=columns(tell),
        rows=tuple(_share_rows(tell, outcome, buyers)),
        notes=(rounding_words(tell, outcome),),
    )


def _share_rows(tell: Teller, outcome: Outcome, buyers: Sequence[str]) -> Iterator[Row]:
    """For each buyer what each rule adds to its share, then the share."""
    exact = exact_shares(outcome.charges)
    parts = [
        (charge, part)
        for charge in outcome.charges
        if charge.bill.total or charge.bill.total == outcome.bill.total
        for part in rule_parts(charge.bill, charge.mix)
    ]
    for position, share in enumerate(outcome.shares):
        if share.buyer not in buyers:
            continue
        buyer = tell.scenario.name_of(share.buyer)
        for charge, part in parts:
            name = f"{buyer}: {tell.pick(RULES[part.rule])}"
            formula = _rule_formula(tell, charge, part, position)
            yield row(name, formula, tell.in_currency(part.shares[position]))
        yield _share_row(tell, buyer, exact[position], share.share)


def _rule_formula(tell: Teller, charge: Charge, part: RulePart, position: int) -> Parts:
    scale: Parts = () if part.rate == 1 else ("×", Rate(part.rate))
    bill = charge.bill
    if part.rule == "equal_saving":
        own = tell.in_currency(bill.separate[position])
        saving = tell.in_currency(sum(bill.separate) - bill.total)
        return ("(", own, "−", saving, "÷", len(bill.separate), ")", *scale)
    if part.weights is None:
        whole = tell.in_currency(Fraction(part.shares[position]) / part.rate)
        return (whole, *scale) if scale else ()
    total = (tell.in_currency(bill.total), *scale)
    if not any(part.weights):  # a bill of nothing, which needs no weights
        return total
    return (*total, "×", part.weights[position], "÷", sum(part.weights))


def _share_row(tell: Teller, buyer: str, exact: Exact, share: int) -> Row:
    formula: Parts = () if exact == share else (tell.in_currency(exact), "→")
    name = f"{buyer}: {tell.say('share', '負担額')}"
    return row(name, formula, tell.in_currency(share), "strong")
