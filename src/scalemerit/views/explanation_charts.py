"""The charts of the arithmetic, and the figures that are read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.allocate import rule_parts
from scalemerit.money import round_exact
from scalemerit.separate import saving_rate
from scalemerit.views.charts import About, Figure, Illustrated, Step, Waterfall
from scalemerit.views.comparison import assumptions
from scalemerit.views.doubtful import doubts
from scalemerit.views.explanation import explanation_report
from scalemerit.views.report import Count, Money, Rate, Text, difference
from scalemerit.views.words import RULES, Teller, percent

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Outcome, Share
    from scalemerit.errors import Problem
    from scalemerit.money import Exact
    from scalemerit.wording import Language

_MOST_DRAWN = 6  # buyers of an arrangement; a reader looks at no more charts


def illustrated_explanation(
    comparison: Comparison,
    buyers: Sequence[str],
    outcomes: Sequence[Outcome],
    language: Language,
    warnings: Sequence[Problem] = (),
) -> Illustrated:
    """The arithmetic as a document: with what the shares of these buyers are made of."""
    tell = Teller(comparison.scenario, language)
    report = explanation_report(comparison, buyers, outcomes, language)
    return Illustrated(
        report=report._replace(notes=(*assumptions(tell), *_not_drawn(tell, buyers, outcomes))),
        figures=tuple(_figures(tell, buyers, outcomes)),
        charts=tuple(chart for outcome in outcomes for chart in _charts(tell, outcome, buyers)),
        warnings=doubts(warnings, language),
    )


def best_for(outcomes: Sequence[Outcome], buyers: Sequence[str]) -> Outcome | None:
    """The arrangement that saves most of those in which any of these buyers takes part."""
    joined = [outcome for outcome in outcomes if _shares(outcome, buyers)]
    return max(joined, key=lambda one: one.saving, default=None)


def _shares(outcome: Outcome, buyers: Sequence[str]) -> list[Share]:
    return [share for share in outcome.shares if share.buyer in buyers]


def _figures(tell: Teller, buyers: Sequence[str], outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    """What these buyers pay by the arrangement that saves most of those that they take part in."""
    outcome = best_for(outcomes, buyers)
    if outcome is None:
        return
    shares = _shares(outcome, buyers)
    separate, paid = sum(one.separate for one in shares), sum(one.share for one in shares)
    if len(outcomes) > 1:
        yield Figure(tell.say("Arrangement", "方式"), Text(tell.arrangement(outcome.name)))
    if len(shares) == 1:
        yield Figure(tell.say("Buyer", "団体"), Text(tell.scenario.name_of(shares[0].buyer)))
    else:
        yield Figure(tell.say("Buyers", "団体数"), Count(len(shares)))
    yield Figure(tell.say("Separate", "単独調達"), Money(separate))
    yield Figure(tell.say("Share", "負担額"), Money(paid))
    yield Figure(tell.say("Saving", "削減額"), difference(separate - paid))
    yield Figure(tell.say("Rate", "削減率"), Rate(saving_rate(separate - paid, separate)))


def _charts(tell: Teller, outcome: Outcome, buyers: Sequence[str]) -> Iterator[Waterfall]:
    shares = _shares(outcome, buyers)
    if not 0 < len(shares) <= _MOST_DRAWN:
        return
    parts = list(_parts(tell, outcome))
    for share in shares:
        position = outcome.pool.buyers.index(share.buyer)
        yield _waterfall(tell, outcome, share, [(name, of[position]) for name, of in parts])


def _not_drawn(tell: Teller, buyers: Sequence[str], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """How to see the charts that so many buyers would make too many."""
    if any(len(_shares(outcome, buyers)) > _MOST_DRAWN for outcome in outcomes):
        yield tell.say(
            f"What shares are made of is drawn for {_MOST_DRAWN} buyers or fewer; name them with"
            " --buyer.",
            f"負担額の内訳の図は {_MOST_DRAWN} 団体以下のときに描きます。"
            "--buyer で団体を指定してください。",
        )


def _parts(tell: Teller, outcome: Outcome) -> Iterator[tuple[str, Sequence[Exact]]]:
    """What each rule of each part of the bill adds to the shares, exactly."""
    names = [""]
    if len(outcome.charges) > 1:
        names = [
            tell.say("Bill, ", "契約額・"),
            tell.say("Coordination, ", "事務局経費・"),
        ]
    for name, charge in zip(names, outcome.charges, strict=True):
        if charge.bill.total:
            for part in rule_parts(charge.bill, charge.mix):
                rate = "" if part.rate == 1 else f" {percent(part.rate)}"
                yield f"{name}{tell.pick(RULES[part.rule])}{rate}", part.shares


def _waterfall(
    tell: Teller, outcome: Outcome, share: Share, parts: Sequence[tuple[str, Exact]]
) -> Waterfall:
    buyer, arrangement = tell.scenario.name_of(share.buyer), tell.arrangement(outcome.name)
    title = tell.say(f"What the share of {buyer} is made of", f"{buyer}の負担額の内訳")
    return Waterfall(
        About("waterfall", f"{title} — {arrangement}", "shares", outcome.name),
        tuple(_steps(tell, share, parts)),
    )


def _steps(tell: Teller, share: Share, parts: Sequence[tuple[str, Exact]]) -> Iterator[Step]:
    """What each rule adds, up to the share; from there what is saved, up to the separate cost."""
    exact: Exact = 0
    for name, part in parts:
        start, exact = exact, exact + part
        yield Step(name, _whole(start), _whole(exact), (Money(part),))
    if _whole(exact) != share.share:
        name = tell.say("Rounding", "端数処理")
        yield Step(name, _whole(exact), share.share, (Money(share.share - exact),))
    paid, separate = share.share, share.separate
    name = tell.say("Share", "負担額")
    yield Step(name, 0, paid, (Money(paid),), is_total=True)
    saving = difference(share.saving)
    yield Step(tell.say("Saving", "削減額"), paid, separate, (saving,), saving.tone)
    name = tell.say("Separate", "単独調達")
    yield Step(name, 0, separate, (Money(separate),), is_total=True)


def _whole(amount: Exact) -> int:
    return round_exact(amount, "half_up")
