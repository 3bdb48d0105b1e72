"""The sheet of an arrangement: the joint bill, why it saves, and who pays what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.errors import escaped
from scalemerit.workbook import causes
from scalemerit.workbook.contract import Need
from scalemerit.workbook.figures import COORDINATION, Figures, Totals, put_figures
from scalemerit.workbook.formula import (
    Formula,
    added,
    chosen,
    column,
    constant,
    positive,
    products,
    served,
    total,
)
from scalemerit.workbook.held import Held, held_of
from scalemerit.workbook.offers import Offers, all_awards_note, offers_of
from scalemerit.workbook.shares import Charged, Divider, Members, divided
from scalemerit.workbook.sheet import Chart, Series, Sheet
from scalemerit.workbook.workings import Workings

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome
    from scalemerit.workbook.alone import Alone
    from scalemerit.workbook.contract import Asking
    from scalemerit.workbook.inputs import JointInputs

_NEEDS = 22
_CHART_ROWS = 17
_PRINTED, _WORKED_OUT = 9, 10  # columns that go on paper, and the first of those beside them
_SEPARATE, _JOINT = "#7F8C8D", "#1F6FB2"


class Joint:
    """Writes the sheet of one arrangement, with its workings on a sheet of their own."""

    __slots__ = ("alone", "asking", "basis", "inputs", "members", "outcome", "said", "sheet")

    def __init__(self, sheet: Sheet, asking: Asking, alone: Alone, outcome: Outcome) -> None:
        self.sheet = sheet
        self.asking = asking
        self.basis = asking.basis
        self.inputs = asking.inputs
        self.alone = alone
        self.outcome = outcome
        self.said: JointInputs = asking.inputs.arrangements[outcome.name]
        self.members = self._members()

    def fill(self, beside: Sheet) -> Figures:
        """Fill the sheet and its workings; gives where the figures stand."""
        offers = self._offers()
        has_all = offers.is_complete and self.alone.has_all_awards
        held = held_of(self.basis.teller, self.outcome.charges, has_all_awards=has_all)
        self._put_head(held)
        workings = Workings(beside, self.asking, offers)
        undiscounted = self._pool()
        pool = _discounted(undiscounted, self.said.discount)
        priced = workings.price(pool)
        bought = workings.choose(pool, priced)
        coordination = self._coordination(workings.contract_count(bought, priced))
        steps = (
            self.basis.whole(total(self.members.separate)),
            *causes.totals_between(workings, undiscounted, self.members.members, bought),
            bought.bill,
            self.basis.whole(bought.bill + coordination),
        )
        self._put_shares(self._charged(bought.bill, coordination), held)
        causes.put_causes(self.sheet, self.basis, steps)
        totals = Totals(steps, coordination)
        return put_figures(self.sheet, self.basis, self.outcome, totals, held)

    @property
    def table(self) -> int:
        """The row of the buyers' headings."""
        beneath = max(_NEEDS + 3 + len(self.inputs.quantities), causes.HEAD + causes.CHART_ROWS)
        return beneath + _CHART_ROWS

    def _put_head(self, held: Held) -> None:
        """The title, what is held, and how the sheet is laid out."""
        title = escaped(self.basis.teller.arrangement(self.outcome.name))
        self.sheet.say((0, 0), title, "title")
        rule = escaped(self.basis.teller.rule(self.outcome.arrangement))
        note = self.basis.teller.say(f"Shares: {rule}.", f"費用負担:{rule}。")
        if not held.has_awards:
            note += all_awards_note(self.basis)
        self.sheet.say((1, 0), note, "note")
        self.sheet.widths.update(dict.fromkeys(range(1, 24), 13))
        self.sheet.unit_at, self.sheet.printed = (2, 0), _PRINTED

    def _offers(self) -> Offers:
        outcome, scenario = self.outcome, self.outcome.pool.scenario
        sold = {vendor: scenario.prices[vendor] for vendor in outcome.pool.vendors}
        is_single = outcome.arrangement.award == "single"
        wanted, found = list(scenario.products), [outcome.vendor_of]
        buyers = len(scenario.buyers)
        return offers_of(sold, wanted, found, buyers=buyers, is_single=is_single)

    def _members(self) -> Members:
        """The columns of buyers: who takes part, quantities, populations and separate costs."""
        say = self.basis.teller.say
        self.sheet.head(
            (self.table, 0),
            self.basis.teller.buyer_heading(),
            say("Separate cost", "単独調達費"),
            *("", ""),  # what depends on how shares are divided
            say("Saving rate", "削減率"),
            say("Takes part", "参加"),
            say("Quantity", "数量"),
            say("Population", "人口"),
        )
        rows = [self._member(place, cost) for place, cost in enumerate(self.alone.costs)]
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
        needed_word, covered_word = say("Needed", "必要数"), say("With others", "外部団体を含む")
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
        return self.sheet.put(COORDINATION, basis.whole(basis.rounded(first) + later), "money")

    def _charged(self, joint: Formula, coordination: Formula) -> list[Charged]:
        """The whole bill, or its two parts, with what divides them."""
        first, *others = self.outcome.charges
        if not others:
            return [Charged(joint + coordination, first)]
        return [Charged(joint, first), Charged(coordination, others[0])]

    def _put_shares(self, charged: list[Charged], held: Held) -> None:
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
        say, mark = self.basis.teller.say, held.share_mark
        self.sheet.head((self.table, 2), say("Share", "負担額") + mark)
        self.sheet.head((self.table, 3), say("Saving", "削減額") + mark)
        self._chart_shares(shares)

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


def _discounted(need: Need, discount: Formula) -> Need:
    """The same need with a part taken off what licenses cost."""
    name = need.name.partition(",")[0].partition("(")[0]

    def own(product: str, asked: Formula) -> Formula:
        return need.own(product, asked) * (constant(1) - discount)

    return need._replace(name=name, own=own)
