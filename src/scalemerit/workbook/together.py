"""The sheet of an arrangement: the joint bill, why it saves, and who pays what."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.errors import escaped
from scalemerit.views.words import CAUSES
from scalemerit.workbook.alone import buyer_needs
from scalemerit.workbook.bench import (
    AmountKey,
    Bench,
    Bought,
    Need,
    Priced,
)
from scalemerit.workbook.formula import (
    Formula,
    added,
    chosen,
    column,
    constant,
    larger,
    positive,
    products,
    served,
    smaller,
    total,
)
from scalemerit.workbook.offers import Offers, award_note, offers_of
from scalemerit.workbook.shares import Charged, Divider, Members, divided, is_live
from scalemerit.workbook.sheet import Chart, Series, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scalemerit.comparison import Outcome
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.inputs import Inputs, JointInputs
    from scalemerit.workbook.tiers import PriceTable

_FIGURES, _CAUSES, _NEEDS = 4, 12, 22
_CHART_ROWS = 17
_PRINTED, _WORKED_OUT = 9, 10  # columns that go on paper, and the first of those beside them
_SEPARATE, _JOINT, _SAVING = "#7F8C8D", "#1F6FB2", "#2E8B57"
_RISE = "#C0392B"


class Figures(NamedTuple):
    """Where the figures of an arrangement stand, in the currency."""

    separate: Formula
    joint: Formula
    coordination: Formula
    saving: Formula
    rate: Formula
    causes: tuple[Formula, ...]
    shares: tuple[Formula, ...]


class Joint:
    """Writes the sheet of one arrangement, with its workings on a sheet of their own."""

    __slots__ = ("basis", "costs", "inputs", "members", "outcome", "said", "sheet")

    def __init__(
        self,
        sheet: Sheet,
        basis: Basis,
        inputs: Inputs,
        costs: list[Formula],
        outcome: Outcome,
    ) -> None:
        self.sheet = sheet
        self.basis = basis
        self.inputs = inputs
        self.costs = costs
        self.outcome = outcome
        self.said: JointInputs = inputs.arrangements[outcome.name]
        self.members = self._members()

    def fill(self, workings: Sheet, prices: Mapping[tuple[str, str], PriceTable]) -> Figures:
        """Fill both sheets; gives where the figures stand."""
        offers = self._offers()
        self._put_head(offers)
        bench = Bench(workings, self.basis, self.inputs, prices, offers)
        undiscounted = self._pool()
        pool = _discounted(undiscounted, self.said.discount)
        priced = bench.price(pool)
        bought = bench.choose(pool, priced)
        coordination = self._coordination(bench.contract_count(bought, priced))
        totals = [
            self.basis.whole(total(self.members.separate)),
            *self._causing(bench, undiscounted, bought),
            bought.bill,
            self.basis.whole(bought.bill + coordination),
        ]
        charged = self._charged(bought.bill, coordination)
        shares = self._shares(charged)
        causes = self._put_causes(totals)
        return self._put_figures(totals, coordination, causes, shares)

    @property
    def table(self) -> int:
        """The row of the buyers' headings."""
        return _NEEDS + 3 + len(self.inputs.quantities) + _CHART_ROWS

    def _put_head(self, offers: Offers) -> None:
        """The title, what is held, and how the sheet is laid out."""
        title = escaped(self.basis.teller.arrangement(self.outcome.name))
        self.sheet.say((0, 0), title, "title")
        self.sheet.say((1, 0), self._note(offers), "note")
        self.sheet.widths.update(dict.fromkeys(range(1, 24), 13))
        self.sheet.unit_at, self.sheet.printed = (2, 0), _PRINTED

    def _offers(self) -> Offers:
        outcome, scenario = self.outcome, self.outcome.pool.scenario
        sold = {vendor: scenario.prices[vendor] for vendor in outcome.pool.vendors}
        is_single = outcome.arrangement.award == "single"
        wanted = list(scenario.products)
        return offers_of(sold, wanted, [outcome.vendor_of], is_single=is_single)

    def _members(self) -> Members:
        """The columns of buyers: who takes part, quantities, populations and separate costs."""
        say = self.basis.teller.say
        self.sheet.head(
            (self.table, 0),
            self.basis.teller.buyer_heading(),
            say("Separate cost", "単独調達費"),
            say("Share", "負担額"),
            say("Saving", "削減額"),
            say("Saving rate", "削減率"),
            say("Takes part", "参加"),
            say("Quantity", "数量"),
            say("Population", "人口"),
        )
        rows = [self._member(place, cost) for place, cost in enumerate(self.costs)]
        return Members(*map(column, zip(*rows, strict=True)))

    def _member(self, place: int, cost: Formula) -> tuple[Formula, Formula, Formula, Formula]:
        """A buyer's row: whether it takes part, and what it has where it does."""
        scenario, inputs, put = self.basis.teller.scenario, self.inputs, self.sheet.put
        here = self.table + 1 + place
        self.sheet.say((here, 0), escaped(scenario.name_of(list(scenario.buyers)[place])))
        needed = added([cells[place] for cells in inputs.quantities.values()])
        member = put((here, 5), positive(self.said.members[place]) * positive(needed), "count")
        return (
            member,
            put((here, 6), member * needed, "count"),
            put((here, 7), member * inputs.populations[place], "count_known"),
            put((here, 1), member * cost, "money"),
        )

    def _pool(self) -> Need:
        """What all who take part need together, before the discount."""
        say, put, members = self.basis.teller.say, self.sheet.put, self.members.members
        needed_word, covered_word = say("Needed", "必要数"), say("With others", "対象外団体を含む")
        self.sheet.head((_NEEDS, 0), say("Product", "品目"), needed_word, covered_word)
        needed, covered = {}, {}
        for here, (product, cells) in enumerate(self.inputs.quantities.items(), _NEEDS + 1):
            self.sheet.say((here, 0), escaped(self.basis.teller.product(product)))
            one = needed[product] = put((here, 1), products(members, column(cells)), "count")
            outside = self.said.outside.get(product)
            more = one if outside is None else chosen(one, one + outside, constant(0))
            covered[product] = put((here, 2), more, "count")

        def own(product: str, asked: Formula) -> Formula:
            if product not in self.said.outside:
                return asked
            return (asked * needed[product]).over(covered[product])

        name = say("All who take part, before the discount", "参加団体計(値引き前)")
        return Need(name, needed, covered, own, self._served)

    def _served(self, together: tuple[str, ...]) -> Formula:
        needs = [column(self.inputs.quantities[one]) for one in together]
        return served(self.members.members, needs)

    def _coordination(self, contracts: Formula) -> Formula:
        """What running the arrangement costs in cash."""
        cost, basis = self.said.coordination, self.basis
        buyers = total(self.members.members)
        yearly = cost["yearly"] + buyers * cost["per_buyer_yearly"]
        first = contracts * cost["per_contract"] + buyers * cost["per_buyer"] + yearly
        later = (self.inputs.years - constant(1)) * basis.rounded(yearly)
        place = (_FIGURES + 2, 1)
        return self.sheet.put(place, basis.whole(basis.rounded(first) + later), "money")

    def _causing(
        self, bench: Bench, undiscounted: Need, bought: Bought
    ) -> tuple[Formula, Formula, Formula]:
        """The three totals between the separate cost and the joint bill after the discount."""
        say, members = self.basis.teller.say, self.members.members
        pooled = bench.price(undiscounted)
        needs = buyer_needs(self.basis, self.inputs)
        alone = [bench.price(_named(one, say(" alone", "(単独)"))) for one in needs]
        word = say(" at the pooled price", "(共同の単価)")
        at_pooled = [
            bench.price(_named(one, word), _part_of(pooled, one, undiscounted)) for one in needs
        ]
        every = say("Sum of those that take part", "参加団体の計")
        bills = (bench.sums(every, members, alone), bench.sums(every, members, at_pooled))
        of_award = [bench.awarded(bought, grid) for grid in (*bills, pooled.bills)]
        return of_award[0], of_award[1], of_award[2]

    def _charged(self, joint: Formula, coordination: Formula) -> list[Charged]:
        """The whole bill, or its two parts, with what divides them."""
        first, *others = self.outcome.charges
        if not others:
            return [Charged(joint + coordination, first)]
        return [Charged(joint, first), Charged(coordination, others[0])]

    def _shares(self, charged: list[Charged]) -> tuple[Formula, ...]:
        """The columns that divide the bill, and what each buyer pays and saves."""
        put, first = self.sheet.put, self.table + 1
        divider = Divider(self.sheet, self.basis, (self.table, _WORKED_OUT))
        unit = self.said.share_unit
        exact = divided(divider, self.members, charged, self.outcome, unit)
        shares = [put((first + place, 2), one, "money") for place, one in enumerate(exact)]
        for place, share in enumerate(shares):
            separate = self.members.separate.cells[place]
            saving = put((first + place, 3), self.basis.whole(separate - share), "money")
            put((first + place, 4), saving.over(separate), "rate")
        last = first + len(shares)
        self.sheet.say((last, 0), self.basis.teller.say("Total", "合計"), "heading")
        put((last, 1), self.basis.whole(total(self.members.separate)), "money_total")
        put((last, 2), self.basis.whole(total(column(shares))), "money_total")
        self._chart_shares(shares)
        return tuple(shares)

    def _put_causes(self, totals: list[Formula]) -> tuple[Formula, ...]:
        """The causes, from total to total, and what the chart of them is drawn of."""
        teller, put = self.basis.teller, self.sheet.put
        say, pick = teller.say, teller.pick
        words = [say("Separate", "単独調達"), *map(pick, CAUSES.values()), say("Joint", "共同調達")]
        self.sheet.head(
            (_CAUSES, 0),
            say("Cause of the saving", "削減要因"),
            say("Amount", "金額"),
        )
        self.sheet.head(
            (_CAUSES, _WORKED_OUT),
            say("Chart: foot", "図:土台"),
            say("Chart: total", "図:総額"),
            say("Chart: less", "図:減"),
            say("Chart: more", "図:増"),
        )
        none, first = constant(0), _CAUSES + 1
        at = [put((first, _WORKED_OUT + 1), totals[0], "money")]
        causes = []
        for place, (before, after) in enumerate(pairwise(totals), 1):
            here = first + place
            cause = put((here, 1), self.basis.whole(before - after), "money")
            causes.append(cause)
            put((here, _WORKED_OUT), smaller(before, after), "money")
            put((here, _WORKED_OUT + 2), larger(cause, none), "money")
            put((here, _WORKED_OUT + 3), larger(none - cause, none), "money")
        at.append(put((first + len(words) - 1, _WORKED_OUT + 1), totals[-1], "money"))
        put((first, 1), at[0], "money")
        put((first + len(words) - 1, 1), at[1], "money")
        for place, word in enumerate(words):
            self.sheet.say((first + place, 0), word)
        self._chart_causes(first, len(words))
        return tuple(causes)

    def _chart_causes(self, first: int, many: int) -> None:
        say = self.basis.teller.say
        words = (say("foot", "土台"), say("total", "総額"), say("less", "減"), say("more", "増"))
        colors = (None, _SEPARATE, _SAVING, _RISE)
        self.sheet.charts.append(
            Chart(
                say("From separate to joint", "単独調達から共同調達まで"),
                ((first, 0), (first + many - 1, 0)),
                tuple(
                    Series(word, ((first, place), (first + many - 1, place)), color)
                    for place, (word, color) in enumerate(
                        zip(words, colors, strict=True), _WORKED_OUT
                    )
                ),
                (2, 4),
                400,
                kind="stacked",
            )
        )

    def _chart_shares(self, shares: list[Formula]) -> None:
        say, first = self.basis.teller.say, self.table + 1
        last = first + len(shares) - 1
        self.sheet.charts.append(
            Chart(
                say("Separate cost and share", "単独調達費と負担額"),
                ((first, 0), (last, 0)),
                (
                    Series(say("Separate cost", "単独調達費"), ((first, 1), (last, 1)), _SEPARATE),
                    Series(say("Share", "負担額"), ((first, 2), (last, 2)), _JOINT),
                ),
                (self.table - _CHART_ROWS - 1, 0),
                760,
            )
        )

    def _put_figures(
        self,
        totals: list[Formula],
        coordination: Formula,
        causes: tuple[Formula, ...],
        shares: tuple[Formula, ...],
    ) -> Figures:
        """The figures on top, beside those that were computed when the file was written."""
        teller, put, outcome = self.basis.teller, self.sheet.put, self.outcome
        say, exact = teller.say, teller.in_currency
        self.sheet.head(
            (_FIGURES - 1, 0),
            say("Figure", "項目"),
            say("Now", "現在の値"),
            say("When written", "作成時の値"),
            say("Change", "変化"),
        )
        separate = put((_FIGURES, 1), totals[0], "money")
        joint = put((_FIGURES + 1, 1), totals[4], "money")
        saving = put((_FIGURES + 3, 1), self.basis.whole(separate - totals[5]), "money_total")
        rate = put((_FIGURES + 4, 1), saving.over(separate), "rate_total")
        now = (separate, joint, coordination, saving)
        before = (outcome.separate, outcome.joint, outcome.coordination, outcome.saving)
        words = (
            say("Separate cost", "単独調達費"),
            say("Joint bill", "共同調達の契約額"),
            say("Coordination cost", "事務局経費"),
            say("Saving", "削減額"),
        )
        for here, (word, cell, then) in enumerate(zip(words, now, before, strict=True), _FIGURES):
            self.sheet.say((here, 0), word)
            old = put((here, 2), exact(then), "money")
            put((here, 3), self.basis.whole(cell - old), "money")
        self.sheet.say((_FIGURES + 4, 0), say("Saving rate", "削減率"))
        return Figures(separate, joint, coordination, saving, rate, causes, shares)

    def _note(self, offers: Offers) -> str:
        teller, outcome = self.basis.teller, self.outcome
        rule = escaped(teller.rule(outcome.arrangement))
        live = teller.say(f"Shares: {rule}.", f"費用負担:{rule}。") + award_note(self.basis, offers)
        if is_live(outcome.charges):
            return live
        return live + teller.say(
            " This rule cannot be recomputed in cells: each buyer's part of the bill is held as it"
            " was when this file was written. After a change, compute anew for exact shares.",
            "この負担方式はセルの計算式では再計算できません。各団体の負担の割合は作成時のまま固定です。"
            "数値を変えた後の正確な負担額は、再計算してください。",
        )


def _named(need: Need, more: str) -> Need:
    return need._replace(name=need.name + more)


def _discounted(need: Need, discount: Formula) -> Need:
    """The same need with a part taken off what licenses cost."""
    name = need.name.partition(",")[0].partition("(")[0]

    def own(product: str, asked: Formula) -> Formula:
        return need.own(product, asked) * (constant(1) - discount)

    return need._replace(name=name, own=own)


def _part_of(pooled: Priced, need: Need, pool: Need) -> Callable[[AmountKey], Formula]:
    """What a buyer's licenses cost at the price that the pool pays."""

    def part(key: AmountKey) -> Formula:
        product = key[1]
        return (pooled.amounts[key] * need.quantities[product]).over(pool.quantities[product])

    return part
