"""The arithmetic of the bills, line by line, so that each yen can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from scalemerit.allocate import RULES, exact_shares, rule_shares
from scalemerit.fiscal import fiscal_year_name
from scalemerit.money import Exact, decimals
from scalemerit.views.report import Cell, Column, Formula, Price, Rate, Report, Row, Table, Text
from scalemerit.views.words import LINES, ROUNDING, Teller
from scalemerit.views.words import RULES as RULE_WORDS

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.pricing import Term
    from scalemerit.procure import Contract, Invoice, License, Line
    from scalemerit.wording import Language

Parts = tuple[Exact | Rate | str, ...]


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
            yield contract_table(tell, contract, tell.scenario.name_of(buyer))
    for outcome in outcomes:
        name = tell.arrangement(outcome.name)
        for contract in outcome.contracts:
            yield contract_table(tell, contract, name, outcome)
        if outcome.coordination:
            yield coordination_table(tell, outcome)
        yield share_table(tell, outcome, buyers)


def _columns(tell: Teller) -> tuple[Column, ...]:
    return (
        Column(tell.say("Item", "項目")),
        Column(tell.say("Arithmetic", "計算")),
        Column(tell.say("Amount", "金額"), numeric=True),
    )


def contract_table(
    tell: Teller, contract: Contract, whose: str, outcome: Outcome | None = None
) -> Table:
    """One contract: the arithmetic of its licenses, then its invoices."""
    vendor = contract.vendor or tell.say("today's contract", "現行契約")
    kind = tell.say("Joint", "共同調達") if outcome else tell.say("Separate", "単独調達")
    discount = outcome.arrangement.discount if outcome else 0
    rows = [
        row for one in contract.licenses for row in _license_rows(tell, contract, one, discount)
    ]
    rows += [row for invoice in contract.invoices for row in _invoice_rows(tell, invoice)]
    if len(contract.invoices) > 1:
        rows.append(_money_row(tell, tell.say("All years", "全年度"), "", contract.cost))
    return Table(
        key="bill",
        title=f"{kind}: {vendor}",
        arrangement=outcome.name if outcome else "",
        of=whose,
        columns=_columns(tell),
        rows=tuple(rows),
    )


def _license_rows(
    tell: Teller, contract: Contract, found: License, discount: Exact
) -> Iterator[Row]:
    """From the tiers' unit prices to what one billing period of a product costs."""
    name = tell.product(found.product)
    price = tell.scenario.prices[contract.vendor or ""][found.product]
    terms = price.terms(found.bought, found.counted)
    for term in terms:
        yield _row(_term_name(tell, name, term), _term_formula(term), term.amount)
    if sum(term.amount for term in terms) != found.asked:
        bound = tell.say("smallest or largest amount", "最低・最高金額の適用")
        yield _row(f"{name}: {bound}", (), found.asked)
    covered = found.needed + found.outside
    part = found.asked
    if found.outside:
        part = Fraction(found.asked) * found.needed / covered
        own: Parts = (found.asked, "×", found.needed, "÷", covered)
        yield _row(tell.say(f"{name}: own part", f"{name}: 当契約の負担分"), own, part)
    if discount:
        reduced: Parts = (part, "× ( 1 −", Rate(discount), ")")
        yield _row(tell.say(f"{name}: discount", f"{name}: 値引後"), reduced, found.amount)


def _term_name(tell: Teller, name: str, term: Term) -> str:
    if term.kind == "flat":
        return tell.say(f"{name}: flat amount", f"{name}: 定額")
    if term.kind == "tier_flat":
        return tell.say(f"{name}: flat part of the tier", f"{name}: 価格帯の定額部分")
    start = f"{term.tier_from:,}"
    if term.kind == "packs":
        return tell.say(f"{name}: packs, tier from {start}", f"{name}: パック({start}以上の価格)")
    return tell.say(f"{name}: tier from {start}", f"{name}: {start}以上の価格帯")


def _term_formula(term: Term) -> Parts:
    if term.off is None:
        return (term.quantity, "×", term.unit)
    return (term.quantity, "×", term.unit, "( −", Rate(term.off), ")")


def _invoice_rows(tell: Teller, invoice: Invoice) -> Iterator[Row]:
    if invoice.year is not None:
        year = fiscal_year_name(invoice.year, japanese=tell.language == "ja")
        yield Row((Text(year, "strong"), Text(""), Text("")))
    for line in invoice.lines:
        yield _row(_line_name(tell, line), (line.times, "×", line.unit), line.amount)
    rounding = tell.pick(ROUNDING[tell.scenario.rounding])
    unit = 10 ** decimals(tell.scenario.currency)
    if Fraction(invoice.net, unit) != invoice.exact:
        name = tell.say(f"Sum, {rounding}", f"計({rounding})")
        yield _row(name, (invoice.exact, "→"), Fraction(invoice.net, unit))
    else:
        yield _row(tell.say("Sum", "計"), (), invoice.exact)
    yield from _tax_rows(tell, invoice)
    yield _money_row(tell, tell.say("Invoice", "請求額"), "", invoice.total)


def _tax_rows(tell: Teller, invoice: Invoice) -> Iterator[Row]:
    tax = tell.scenario.tax
    if tax is None:
        return
    unit = 10 ** decimals(tell.scenario.currency)
    rounding = tell.pick(ROUNDING[tell.scenario.rounding])
    net = Fraction(invoice.net, unit)
    if tax.prices == "excluded":
        name = tell.say(f"Tax, {rounding}", f"消費税({rounding})")
        yield _row(name, (net, "×", Rate(tax.rate)), Fraction(invoice.tax, unit))
    else:
        name = tell.say(f"of which tax, {rounding}", f"うち消費税({rounding})")
        formula = (net, "×", Rate(tax.rate), "÷ ( 1 +", Rate(tax.rate), ")")
        yield _row(name, formula, Fraction(tell.scenario.terms.tax_within(invoice.net), unit))


def _line_name(tell: Teller, line: Line) -> str:
    if line.kind == "license" and line.product is not None:
        return tell.product(line.product)
    name = tell.pick(LINES[line.kind])
    return name if line.product is None else f"{name}: {tell.product(line.product)}"


def coordination_table(tell: Teller, outcome: Outcome) -> Table:
    """What running the joint procurement costs over all fiscal years."""
    costs = outcome.arrangement.coordination
    buyers, contracts, years = len(outcome.shares), len(outcome.contracts), tell.scenario.years
    lines: tuple[tuple[str, tuple[Exact | str, ...], Exact], ...] = (
        (tell.say("Per contract", "契約ごと"), (contracts,), costs.per_contract),
        (tell.say("Yearly", "年額"), (years,), costs.yearly),
        (tell.say("Per buyer", "団体ごと"), (buyers,), costs.per_buyer),
        (
            tell.say("Per buyer, yearly", "団体ごと・年額"),
            (buyers, "×", years),
            costs.per_buyer_yearly,
        ),
    )
    rows = [
        _row(name, (*times, "×", cost), _product(times) * cost)
        for name, times, cost in lines
        if cost
    ]
    total = tell.say("Coordination cost", "事務局経費")
    return Table(
        key="coordination",
        title=total,
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=_columns(tell),
        rows=(*rows, _money_row(tell, total, "", outcome.coordination)),
    )


def _product(times: tuple[Exact | str, ...]) -> Exact:
    result: Exact = 1
    for factor in times:
        if not isinstance(factor, str):
            result *= factor
    return result


def share_table(tell: Teller, outcome: Outcome, buyers: Sequence[str]) -> Table:
    """How the shares of some buyers follow from the joint bill."""
    exact = exact_shares(outcome.bill, outcome.arrangement.allocation)
    rows = [
        row
        for position, share in enumerate(outcome.shares)
        if share.buyer in buyers
        for row in (
            *_rule_rows(tell, outcome, position),
            _share_row(tell, share.buyer, exact[position], share.share),
        )
    ]
    return Table(
        key="shares",
        title=tell.say("Shares of the joint bill", "負担額"),
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=_columns(tell),
        rows=tuple(rows),
        notes=(
            tell.say(
                "Shares are rounded down; units left over go to the largest fractions.",
                "負担額は切捨て、残りは端数の大きい団体から順に配分します。",
            ),
        ),
    )


def _rule_rows(tell: Teller, outcome: Outcome, position: int) -> Iterator[Row]:
    unit = 10 ** decimals(tell.scenario.currency)
    bill = outcome.bill
    buyer = tell.scenario.name_of(outcome.shares[position].buyer)
    for name, part in outcome.arrangement.allocation.items():
        rule = RULES[name]
        scale: Parts = () if part == 1 else ("×", Rate(part))
        formula: Parts
        if rule.weights is None:
            saving = Fraction(sum(bill.separate) - bill.total, unit)
            own = Fraction(bill.separate[position], unit)
            formula = ("(", own, "−", saving, "÷", len(bill.separate), ")", *scale)
        else:
            weights = rule.weights(bill)
            total = Fraction(bill.total, unit)
            formula = (total, *scale, "×", weights[position], "÷", sum(weights))
        amount = rule_shares(bill, rule)[position] * part / unit
        yield _row(f"{buyer}: {tell.pick(RULE_WORDS[name])}", formula, amount)


def _share_row(tell: Teller, buyer: str, exact: Exact, share: int) -> Row:
    unit = 10 ** decimals(tell.scenario.currency)
    name = tell.say("share", "負担額")
    formula = (Fraction(exact, unit), "→") if exact != share else ()
    cells: tuple[Cell, ...] = (
        Text(f"{tell.scenario.name_of(buyer)}: {name}", "strong"),
        Formula(formula),
        Price(Fraction(share, unit)),
    )
    return Row(cells)


def _row(name: str, formula: Parts, amount: Exact) -> Row:
    return Row((Text(name), Formula(formula), Price(amount)))


def _money_row(tell: Teller, name: str, note: str, amount: int) -> Row:
    shown = Fraction(amount, 10 ** decimals(tell.scenario.currency))
    return Row((Text(name), Text(note), Price(shown)), is_total=True)
