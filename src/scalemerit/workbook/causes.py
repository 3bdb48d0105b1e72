"""Why a joint purchase saves: the totals between separate and joint cost, and the causes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scalemerit.views.words import CAUSES
from scalemerit.workbook.alone import buyer_needs
from scalemerit.workbook.formula import Formula, constant, larger, smaller
from scalemerit.workbook.sheet import Chart, Series, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.contract import AmountKey, Need
    from scalemerit.workbook.formula import Grid
    from scalemerit.workbook.workings import Bought, Priced, Workings

HEAD, CHART_ROWS = 12, 16
_LEFT = 10  # the first column of what the chart is drawn of
_TOTAL, _LESS, _MORE = "#7F8C8D", "#2E8B57", "#C0392B"


def totals_between(
    workings: Workings, pool: Need, members: Grid, bought: Bought
) -> tuple[Formula, Formula, Formula]:
    """The three totals between the separate cost and the joint bill after the discount.

    Each buyer alone at the vendors of the joint award, the same with licenses at the pooled price,
    and the joint bill before the discount, which is that of `pool`.
    """
    say = workings.basis.teller.say
    pooled = workings.price(pool)
    needs = buyer_needs(workings.asking)
    alone = [workings.price(_named(one, say(" alone", "(単独)"))) for one in needs]
    word = say(" at the pooled price", "(共同の単価)")
    at_pooled = [workings.price(_named(one, word), _part_of(pooled, one, pool)) for one in needs]
    every = say("Sum of those that take part", "参加団体の計")
    bills = (workings.sums(every, members, alone), workings.sums(every, members, at_pooled))
    of_award = [workings.awarded(bought, grid) for grid in (*bills, pooled.bills)]
    return of_award[0], of_award[1], of_award[2]


def _named(need: Need, more: str) -> Need:
    return need._replace(name=need.name + more)


def _part_of(pooled: Priced, need: Need, pool: Need) -> Callable[[AmountKey], Formula]:
    """What a buyer's licenses cost at the price that the pool pays."""

    def part(key: AmountKey) -> Formula:
        product = key[1]
        return (pooled.amounts[key] * need.quantities[product]).over(pool.quantities[product])

    return part


def put_causes(sheet: Sheet, basis: Basis, totals: Sequence[Formula]) -> tuple[Formula, ...]:
    """The causes, from total to total, and what the chart of them is drawn of."""
    say, pick, put = basis.teller.say, basis.teller.pick, sheet.put
    joint = say("Joint, with coordination", "共同調達+事務局経費")
    words = [say("Separate", "単独調達"), *map(pick, CAUSES.values()), joint]
    _put_headings(sheet, basis)
    first, last = HEAD + 1, HEAD + len(words)
    for here, word in enumerate(words, first):
        sheet.say((here, 0), word)
    for here, amount in ((first, totals[0]), (last, totals[-1])):
        put((here, 1), put((here, _LEFT + 1), amount, "money"), "money")
    causes = []
    for here, (before, after) in enumerate(pairwise(totals), first + 1):
        cause = put((here, 1), basis.whole(before - after), "money")
        causes.append(cause)
        put((here, _LEFT), smaller(before, after), "money")
        put((here, _LEFT + 2), larger(cause, constant(0)), "money")
        put((here, _LEFT + 3), larger(constant(0) - cause, constant(0)), "money")
    sheet.charts.append(_chart(basis, first, last))
    return tuple(causes)


def _put_headings(sheet: Sheet, basis: Basis) -> None:
    say = basis.teller.say
    sheet.head((HEAD, 0), say("Cause of the saving", "削減要因"), say("Amount", "金額"))
    sheet.head(
        (HEAD, _LEFT),
        say("Chart: foot", "図:土台"),
        say("Chart: total", "図:総額"),
        say("Chart: less", "図:減"),
        say("Chart: more", "図:増"),
    )


def _chart(basis: Basis, first: int, last: int) -> Chart:
    say = basis.teller.say
    words = (say("foot", "土台"), say("total", "総額"), say("less", "減"), say("more", "増"))
    looks = zip(words, (None, _TOTAL, _LESS, _MORE), strict=True)
    return Chart(
        title=say("From separate to joint", "単独調達から共同調達まで"),
        labels=((first, 0), (last, 0)),
        series=tuple(
            Series(word, ((first, place), (last, place)), color)
            for place, (word, color) in enumerate(looks, _LEFT)
        ),
        at=(HEAD - 1, 3),
        width=560,
        kind="stacked",
    )
