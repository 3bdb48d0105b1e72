"""The charts of a comparison, and the figures that are read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from scalemerit.money import decimals, rounded_to
from scalemerit.views.charts import (
    About,
    Curves,
    Figure,
    Illustrated,
    Line,
    Mark,
    Pair,
    Pairs,
    Step,
    Waterfall,
)
from scalemerit.views.comparison import comparison_report
from scalemerit.views.doubtful import doubts
from scalemerit.views.report import Count, Money, Price, Rate, Text, difference
from scalemerit.views.words import CAUSES, Teller

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Outcome, Share
    from scalemerit.errors import Problem
    from scalemerit.money import Exact
    from scalemerit.pricing import Curve
    from scalemerit.views.charts import Chart
    from scalemerit.views.report import Cell
    from scalemerit.wording import Language

_POINTS = 40  # of a line, beside those where tiers begin
_MOST_PRICE_CHARTS = 6  # of an arrangement; a reader looks at no more


def illustrated_comparison(
    comparison: Comparison, language: Language, warnings: Sequence[Problem] = ()
) -> Illustrated:
    """The report of a comparison as a document: with headline figures, charts and warnings."""
    tell, report = Teller(comparison.scenario, language), comparison_report(comparison, language)
    return Illustrated(
        report=report._replace(notes=(*report.notes, *_not_drawn(tell, comparison))),
        figures=tuple(_figures(tell, comparison)),
        charts=tuple(
            chart for outcome in comparison.arrangements for chart in _charts(tell, outcome)
        ),
        warnings=doubts(warnings, language),
    )


def _figures(tell: Teller, comparison: Comparison) -> Iterator[Figure]:
    """The totals of the arrangement that saves most, or loses least."""
    outcome = max(comparison.arrangements, key=lambda one: one.saving)
    if len(comparison.arrangements) > 1:
        yield Figure(tell.say("Arrangement", "方式"), Text(tell.arrangement(outcome.name)))
    yield Figure(tell.say("Buyers", "団体数"), Count(len(outcome.shares)))
    yield Figure(tell.say("Separate", "単独調達"), Money(outcome.separate))
    yield Figure(joint_name(tell, outcome), Money(outcome.separate - outcome.saving))
    yield Figure(tell.say("Saving", "削減額"), difference(outcome.saving))
    yield Figure(tell.say("Rate", "削減率"), Rate(outcome.saving_rate))


def joint_name(tell: Teller, outcome: Outcome) -> str:
    """What the joint cost holds."""
    if outcome.coordination:
        return tell.say("Joint, with coordination", "共同調達+事務局経費")
    return tell.say("Joint", "共同調達")


def _charts(tell: Teller, outcome: Outcome) -> Iterator[Chart]:
    yield _pairs(tell, outcome)
    yield from _curves(tell, outcome)
    yield _waterfall(tell, outcome)


def _waterfall(tell: Teller, outcome: Outcome) -> Waterfall:
    title = tell.say("From separate to joint cost", "単独調達から共同調達まで")
    about = About("waterfall", _titled(tell, outcome, title), "causes", outcome.name)
    return Waterfall(about, tuple(_steps(tell, outcome)))


def _titled(tell: Teller, outcome: Outcome, title: str) -> str:
    return f"{title} — {tell.arrangement(outcome.name)}"


def _steps(tell: Teller, outcome: Outcome) -> Iterator[Step]:
    left = outcome.separate
    name = tell.say("Separate", "単独調達")
    yield Step(name, 0, left, (Money(left),), is_total=True)
    for cause, part in outcome.causes._asdict().items():
        name = tell.pick(CAUSES[cause])
        tone = difference(part).tone
        yield Step(name, left, left - part, _told_cause(tell, part), tone)
        left -= part
    yield Step(joint_name(tell, outcome), 0, left, (Money(left),), is_total=True)


def _told_cause(tell: Teller, part: int) -> tuple[Cell, ...]:
    """A cause in words and without a sign, since a cost that falls would have a minus."""
    if part > 0:
        return Text(tell.say("saves", "削減")), Money(part)
    if part < 0:
        return Text(tell.say("adds", "増加")), Money(-part)
    return (Money(0),)


def _pairs(tell: Teller, outcome: Outcome) -> Pairs:
    names = tell.say("Separate", "単独調達"), tell.say("Share", "負担額")
    title = _titled(tell, outcome, tell.say("Alone and jointly", "団体別の単独調達費と負担額"))
    return Pairs(
        About("shares", title, "shares", outcome.name),
        names,
        tuple(_pair(tell, share) for share in outcome.shares),
    )


def _pair(tell: Teller, share: Share) -> Pair:
    separate, paid, saving = Money(share.separate), Money(share.share), Money(share.saving)
    label: tuple[Cell, ...] = (separate, Text("→"), paid)
    if share.saving < 0:
        label = (*label, Text(tell.say("saving", "削減額")), saving)
    told = (Text(tell.say("saving", "削減額")), saving, Rate(share.saving_rate))
    return Pair(tell.scenario.name_of(share.buyer), share.separate, share.share, label, told)


def _curves(tell: Teller, outcome: Outcome) -> Iterator[Curves]:
    for product in _drawn(outcome):
        yield _prices(tell, outcome, product)


def _drawn(outcome: Outcome) -> list[str]:
    """The products with a chart: the first ones of those whose own quantity chooses the tier."""
    alone = [
        product
        for product, vendor in outcome.vendor_of.items()
        if not _curve(outcome, vendor, product).counted_products
    ]
    return alone[:_MOST_PRICE_CHARTS]


def _not_drawn(tell: Teller, comparison: Comparison) -> Iterator[str]:
    """For which products no prices are drawn."""
    missing = {
        product: None
        for outcome in comparison.arrangements
        for product in outcome.vendor_of
        if product not in _drawn(outcome)
    }
    if missing:
        names = tell.listed(map(tell.product, missing))
        yield tell.say(f"Prices without a chart: {names}", f"価格の図がない品目: {names}")


def _curve(outcome: Outcome, vendor: str, product: str) -> Curve:
    return outcome.pool.market.offers[vendor].prices[product]


def _prices(tell: Teller, outcome: Outcome, product: str) -> Curves:
    pool, awarded = outcome.pool, outcome.vendor_of[product]
    joint = pool.covered[product]
    curve = _curve(outcome, awarded, product)
    needs = zip(pool.buyers, pool.quantities[product], strict=True)
    marks = tuple(
        _mark(tell, tell.scenario.name_of(buyer), needed, curve)
        for buyer, needed in needs
        if needed
    )
    low = min(mark.quantity for mark in marks)
    return Curves(
        About("prices", _price_title(tell, outcome, product), "award", outcome.name),
        (tell.say("Quantity", "数量"), price_axis(tell)),
        tuple(
            Line(vendor, _points(tell, found, low, joint), vendor == awarded)
            for vendor in pool.vendors
            if (found := pool.market.offers[vendor].prices.get(product)) is not None
            and not found.counted_products
        ),
        marks,
        _mark(tell, _joint_purchase(tell, outcome, product), joint, curve),
    )


def _price_title(tell: Teller, outcome: Outcome, product: str) -> str:
    """What the chart of prices is of; prices are those asked, before any discount."""
    name = tell.product(product)
    title = tell.say(f"{name}: price by quantity", f"{name}: 数量と価格")
    if outcome.pool.discount:
        title += tell.say(", before the discount", "(価格交渉前)")
    return _titled(tell, outcome, title)


def _joint_purchase(tell: Teller, outcome: Outcome, product: str) -> str:
    if outcome.pool.outside.get(product):
        return tell.say("Joint purchase with outside quantity", "共同調達(外部団体分を含む)")
    return tell.say("Joint purchase", "共同調達")


def price_axis(tell: Teller) -> str:
    """What prices are: of one license in one billing period, as the vendor quotes them."""
    currency = tell.scenario.currency
    unit = tell.say("yen", "円") if currency == "JPY" else currency
    if tell.scenario.tax is not None:
        has_tax = tell.scenario.tax.prices == "included"
        unit += tell.say(", with tax", "、税込") if has_tax else tell.say(", before tax", "、税抜")
    return tell.say(
        f"Price of one ({unit}), without fees", f"1 単位当たりの価格({unit}、固定費を除く)"
    )


def _mark(tell: Teller, name: str, quantity: int, curve: Curve) -> Mark:
    unit = _unit(tell, curve, quantity)
    return Mark(name, quantity, unit, (Count(quantity), Text("×"), Price(unit)))


def _unit(tell: Teller, curve: Curve, quantity: int) -> Exact:
    """What one license costs, rounded to what can be paid."""
    return rounded_to(Fraction(curve.cost(quantity)) / quantity, decimals(tell.scenario.currency))


def _points(tell: Teller, curve: Curve, low: int, high: int) -> tuple[tuple[int, Exact], ...]:
    """Points of a line: evenly spread on a scale of powers, and on both sides of each step."""
    spread = {round(low * (high / low) ** (step / _POINTS)) for step in range(_POINTS + 1)}
    bounds = {start * curve.size for start in curve.starts}
    steps = {one for bound in bounds for one in (bound - 1, bound) if low <= one <= high}
    return tuple((one, _unit(tell, curve, one)) for one in sorted({low, high} | spread | steps))
