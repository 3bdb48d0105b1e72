"""The tables that give reasons: from whom what is bought jointly, and why that saves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.views.report import NOTHING, Bar, Column, Count, Money, Row, Table, Text, difference
from scalemerit.views.words import CAUSES, Teller

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome
    from scalemerit.pricing.base import PriceModel
    from scalemerit.procure import License


def award_table(tell: Teller, outcome: Outcome) -> Table:
    """Which vendor supplies which product, at which tier, and how many are bought."""
    return Table(
        key="award",
        title=_award_title(tell),
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=(
            Column(tell.say("Product", "品目")),
            Column(tell.say("Vendor", "事業者")),
            Column(tell.say("Needed", "必要数"), numeric=True),
            Column(tell.say("Bought", "購入数"), numeric=True),
            Column(tell.say("Tier from", "価格帯(下限)"), numeric=True),
            Column(tell.say("Amount", "金額"), numeric=True),
        ),
        rows=tuple(_award_row(tell, vendor, found) for vendor, found in outcome.award),
        notes=tuple(
            note for vendor, found in outcome.award for note in purchase_notes(tell, vendor, found)
        ),
    )


def _award_title(tell: Teller) -> str:
    tax = tell.scenario.tax
    if tax is None:
        return tell.say("Award, before fees", "発注先の決定(固定費を除く)")
    if tax.prices == "included":
        return tell.say("Award, with tax, before fees", "発注先の決定(税込・固定費を除く)")
    return tell.say("Award, before tax and fees", "発注先の決定(税・固定費を除く)")


def _award_row(tell: Teller, vendor: str, found: License) -> Row:
    tier = NOTHING if found.tier_from is None else Count(found.tier_from)
    return Row(
        (
            Text(tell.product(found.product)),
            Text(vendor),
            Count(found.needed),
            Count(found.bought),
            tier,
            Money(found.total(tell.scenario)),
        )
    )


def purchase_notes(tell: Teller, vendor: str, found: License) -> Iterator[str]:
    """What is not plain from the row: for whom else, why more is bought, what sets the price."""
    product = tell.product(found.product)
    price = tell.scenario.prices[vendor][found.product]
    covered = found.needed + found.outside
    if found.outside:
        yield tell.say(
            f"{product}: bought with {found.outside:,} for bodies outside the scenario;"
            f" this contract pays {found.needed:,}/{covered:,}.",
            f"{product}: 外部団体の {found.outside:,} と合わせて購入し、"
            f"この契約は {found.needed:,}/{covered:,} を負担します。",
        )
    yield from _more_notes(tell, product, price, found)
    if found.counted is not None:
        yield tell.say(
            f"{product}: the tier is chosen by {found.counted:,}, the total over several products.",
            f"{product}: 価格帯は複数品目の合計 {found.counted:,} で決まります。",
        )
    if sum(term.amount for term in price.terms(found.bought, found.counted)) != found.asked:
        amount = tell.amount(found.asked)
        yield tell.say(
            f"{product}: the smallest or largest amount of the price applies, {amount}.",
            f"{product}: 価格表の最低・最高金額 {amount} が適用されています。",
        )


def _more_notes(tell: Teller, product: str, price: PriceModel, found: License) -> Iterator[str]:
    covered = found.needed + found.outside
    least = price.least(covered)
    if found.bought > least:
        less, more = tell.amount(price.asked(covered, found.counted)), tell.amount(found.asked)
        yield tell.say(
            f"{product}: bought up, since {least:,} would cost {less}"
            f" and {found.bought:,} cost {more} (each billing period).",
            f"{product}: 繰上購入({least:,} では {less}、{found.bought:,} では {more}。"
            "いずれも請求 1 回あたり)。",
        )
    elif least > covered:
        yield tell.say(
            f"{product}: {least:,} is the smallest quantity on sale that covers {covered:,}.",
            f"{product}: {covered:,} を満たす最小の販売数量は {least:,} です。",
        )


def causes_table(tell: Teller, outcome: Outcome) -> Table:
    """From separate to joint cost, cause by cause, as a waterfall of bars."""
    causes = outcome.causes._asdict()
    end = outcome.joint + outcome.coordination
    return Table(
        key="causes",
        title=tell.say("Why it saves", "削減要因"),
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=(
            Column(tell.say("Cause", "要因")),
            Column(tell.say("Saving", "削減額"), numeric=True),
            Column(tell.say("Cost left", "費用"), numeric=True),
            Column(""),
        ),
        rows=tuple(_waterfall(tell, outcome, causes)),
        sums=((outcome.separate, *(-part for part in causes.values()), -end),),
        notes=tuple(_cause_notes(tell, outcome)),
    )


def _cause_notes(tell: Teller, outcome: Outcome) -> Iterator[str]:
    if outcome.replaces_contracts:
        yield tell.say(
            "Same vendor for all includes leaving today's contracts, as each buyer could do alone.",
            "「事業者の統一」には現行契約を見直す効果(各団体が単独でも得られる分)を含みます。",
        )


def _waterfall(tell: Teller, outcome: Outcome, causes: dict[str, int]) -> Iterator[Row]:
    left = outcome.separate
    levels = [left]
    for part in causes.values():
        levels.append(levels[-1] - part)
    scale = max(levels)
    name = tell.say("Separate", "単独調達")
    yield Row((Text(name), Text(""), Money(left), Bar(0, left, scale)))
    for cause, part in causes.items():
        bar = Bar(left - part, left, scale)
        left -= part
        yield Row((Text(tell.pick(CAUSES[cause])), difference(part), Money(left), bar))
    name = tell.say("Joint", "共同調達")
    if outcome.coordination:
        name = tell.say("Joint, with coordination", "共同調達+事務局経費")
    total = (Text(name), difference(outcome.saving), Money(left), Bar(0, left, scale))
    yield Row(total, is_total=True)
