"""The bills line by line: contracts with their invoices, and what coordination costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scalemerit.fiscal import fiscal_year_name
from scalemerit.views.arithmetic import columns, row, total_row
from scalemerit.views.licenses import license_rows
from scalemerit.views.reasons import purchase_notes
from scalemerit.views.report import Rate, Row, Table, Text
from scalemerit.views.words import LINES, ROUNDING, Teller
from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome
    from scalemerit.procure import Contract, Invoice, Line

_LINES: Mapping[str, Word] = {
    **LINES,
    "coordination_per_contract": Word("Per contract", "契約ごと"),
    "coordination_yearly": Word("Yearly", "年額"),
    "coordination_per_buyer": Word("Per buyer", "団体ごと"),
    "coordination_per_buyer_yearly": Word("Per buyer, yearly", "団体ごと・年額"),
}


def separate_table(tell: Teller, contract: Contract) -> Table:
    """What one buyer pays under one contract of its own."""
    buyer = tell.scenario.name_of(contract.buyers[0])
    vendor = contract.vendor or tell.say("today's contract", "現行契約")
    return Table(
        key="bill",
        title=f"{tell.say('Separate', '単独調達')}: {vendor}",
        of=buyer,
        columns=columns(tell),
        rows=tuple(_contract_rows(tell, contract)),
        notes=_notes(tell, contract),
        within=(buyer, vendor),
    )


def joint_table(tell: Teller, contract: Contract, outcome: Outcome) -> Table:
    """What the buyers of an arrangement pay together under one contract."""
    vendor = contract.vendor or ""
    return Table(
        key="bill",
        title=f"{tell.say('Joint', '共同調達')}: {vendor}",
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=columns(tell),
        rows=tuple(_contract_rows(tell, contract, outcome)),
        notes=_notes(tell, contract),
        within=(vendor,),
    )


def coordination_table(tell: Teller, outcome: Outcome) -> Table:
    """What running the joint procurement costs, fiscal year by fiscal year."""
    total = tell.say("Coordination cost", "事務局経費")
    bills = outcome.coordination_bills
    rows = [one for bill in bills for one in _year_rows(tell, bill, _running_rows(tell, bill))]
    if len(bills) > 1:
        rows.append(total_row(tell, tell.say("All years", "全年度"), outcome.coordination))
    return Table(
        key="coordination",
        title=total,
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=columns(tell),
        rows=tuple(rows),
    )


def _notes(tell: Teller, contract: Contract) -> tuple[str, ...]:
    return tuple(
        note
        for one in contract.licenses
        for note in purchase_notes(tell, contract.vendor or "", one)
    )


def _contract_rows(tell: Teller, contract: Contract, outcome: Outcome | None = None) -> list[Row]:
    """The arithmetic of the licenses, then the invoices."""
    discount = outcome.arrangement.discount if outcome else 0
    rows = [
        one for found in contract.licenses for one in license_rows(tell, contract, found, discount)
    ]
    for invoice in contract.invoices:
        rows += _year_rows(tell, invoice, _invoice_rows(tell, invoice))
    if len(contract.invoices) > 1:
        rows.append(total_row(tell, tell.say("All years", "全年度"), contract.cost))
    return rows


def _year_rows(tell: Teller, bill: Invoice, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a bill under its fiscal year, if it has one."""
    if bill.year is None:
        yield from rows
        return
    year = fiscal_year_name(bill.year, japanese=tell.language == "ja")
    yield Row((Text(year, "strong"), Text(""), Text("")))
    yield from (one._replace(within=(year,)) for one in rows)


def _invoice_rows(tell: Teller, invoice: Invoice) -> Iterator[Row]:
    yield from _line_rows(tell, invoice.lines)
    if _is_rounded(tell, invoice):
        yield _rounded_sum(tell, invoice)
    else:
        yield row(tell.say("Sum", "計"), (), invoice.exact)
    yield from _tax_rows(tell, invoice)
    yield total_row(tell, tell.say("Invoice", "請求額"), invoice.total)


def _running_rows(tell: Teller, bill: Invoice) -> Iterator[Row]:
    yield from _line_rows(tell, bill.lines)
    if _is_rounded(tell, bill):
        yield _rounded_sum(tell, bill)
    yield total_row(tell, tell.say("Coordination cost", "事務局経費"), bill.total)


def _line_rows(tell: Teller, lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        yield row(_line_name(tell, line), (line.times, "×", line.unit), line.amount)


def _is_rounded(tell: Teller, bill: Invoice) -> bool:
    return tell.in_currency(bill.net) != bill.exact


def _rounded_sum(tell: Teller, bill: Invoice) -> Row:
    rounding = tell.pick(ROUNDING[tell.scenario.rounding])
    name = tell.say(f"Sum, {rounding}", f"計({rounding})")
    return row(name, (bill.exact, "→"), tell.in_currency(bill.net))


def _tax_rows(tell: Teller, invoice: Invoice) -> Iterator[Row]:
    tax = tell.scenario.tax
    if tax is None:
        return
    rounding = tell.pick(ROUNDING[tell.scenario.rounding])
    net, rate = tell.in_currency(invoice.net), Rate(tax.rate)
    if tax.prices == "excluded":
        name = tell.say(f"Tax, {rounding}", f"消費税({rounding})")
        yield row(name, (net, "×", rate), tell.in_currency(invoice.tax))
    else:
        name = tell.say(f"of which tax, {rounding}", f"うち消費税({rounding})")
        within = tell.in_currency(tell.scenario.terms.tax_within(invoice.net))
        yield row(name, (net, "×", rate, "÷ ( 1 +", rate, ")"), within)


def _line_name(tell: Teller, line: Line) -> str:
    if line.kind == "license" and line.product is not None:
        return tell.product(line.product)
    name = tell.pick(_LINES[line.kind])
    return name if line.product is None else f"{name}: {tell.product(line.product)}"
