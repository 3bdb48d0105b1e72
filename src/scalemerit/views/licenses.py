"""The arithmetic of licenses: from the quantity needed to what one billing period costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.money import Exact
from scalemerit.views.arithmetic import Parts, added, result_row, row
from scalemerit.views.report import Count, Rate, Row
from scalemerit.views.words import Teller

if TYPE_CHECKING:
    from scalemerit.pricing import Price, Term
    from scalemerit.procure import Contract, License


def license_rows(
    tell: Teller, contract: Contract, found: License, discount: Exact
) -> Iterator[Row]:
    """From the quantity of a product to what one billing period of it costs the contract."""
    name = tell.product(found.product)
    price = tell.scenario.prices[contract.vendor or ""][found.product]
    yield from _bought_rows(tell, name, price, found)
    yield from _counted_rows(tell, name, price, contract)
    yield from _asked_rows(tell, name, price, found)
    if found.outside:
        own: Parts = (found.asked, "×", found.needed, "÷", found.needed + found.outside)
        yield row(tell.say(f"{name}: own part", f"{name}: 当契約の負担分"), own, found.own_part)
    if discount:
        reduced: Parts = (found.own_part, "× ( 1 −", Rate(discount), ")")
        yield row(tell.say(f"{name}: discount", f"{name}: 値引後"), reduced, found.amount)


def _bought_rows(tell: Teller, name: str, price: Price, found: License) -> Iterator[Row]:
    """How many are bought, where that is not simply what is needed."""
    covered = added([found.needed, found.outside] if found.outside else [found.needed])
    words = tell.say(f"{name}: quantity bought", f"{name}: 購入数")
    if price.model == "package":
        packs: Parts = (*covered, "→", price.sold(found.bought), "×", price.size)
        yield result_row(words, packs, Count(found.bought))
    elif found.bought != found.needed + found.outside:
        yield result_row(words, (*covered, "→"), Count(found.bought))
    elif found.outside:
        yield result_row(words, covered, Count(found.bought))


def _counted_rows(tell: Teller, name: str, price: Price, contract: Contract) -> Iterator[Row]:
    """The quantities that choose the tier together, where there are several."""
    together = [
        one.needed + one.outside
        for one in contract.licenses
        if one.product in price.counted_products
    ]
    if len(together) > 1:
        words = tell.say(f"{name}: counted for the tier", f"{name}: 価格帯を決める合計数")
        yield result_row(words, added(together), Count(sum(together)))


def _asked_rows(tell: Teller, name: str, price: Price, found: License) -> Iterator[Row]:
    """What the vendor asks: its terms, their sum, and a smallest or largest amount."""
    asked, terms = found.asked, price.terms(found.bought, found.counted)
    for term in terms:
        yield row(_term_name(tell, name, term), _term_formula(price, term), term.amount)
    total = sum(term.amount for term in terms)
    if total != asked:
        bound = tell.say("smallest or largest amount", "最低・最高金額の適用")
        yield row(f"{name}: {bound}", (total, "→"), asked)
    elif len(terms) > 1:
        yield row(tell.say(f"{name}: sum", f"{name}: 計"), (), asked)


def _term_name(tell: Teller, name: str, term: Term) -> str:
    if term.kind == "flat":
        return tell.say(f"{name}: flat amount", f"{name}: 定額")
    start = f"{term.tier_from:,}"
    if term.kind == "tier_flat":
        words = f"{name}: flat part, tier from {start}", f"{name}: {start}以上の価格帯の定額部分"
        return tell.say(*words)
    if term.kind == "packs":
        return tell.say(f"{name}: packs, tier from {start}", f"{name}: パック({start}以上の価格)")
    return tell.say(f"{name}: tier from {start}", f"{name}: {start}以上の価格帯")


def _term_formula(price: Price, term: Term) -> Parts:
    listed = None if price.model == "flat" else price.list_price
    if term.off is None or listed is None:
        return (term.quantity, "×", term.unit)
    return (term.quantity, "×", listed, "× ( 1 −", Rate(term.off), ")")
