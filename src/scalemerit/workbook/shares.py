"""Who pays what, in formulas: exact shares, rounded by largest remainder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.allocate import rule_parts
from scalemerit.views.words import RULES as RULE_WORDS
from scalemerit.workbook.formula import (
    Formula,
    Grid,
    added,
    below,
    beyond,
    column,
    constant,
    first_position,
    greatest,
    guarded,
    is_at,
    place,
    total,
    within_first,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalemerit.allocate import Charge
    from scalemerit.comparison import Outcome
    from scalemerit.money import Exact
    from scalemerit.scenario import RuleName
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.sheet import Sheet, Style

_DIGITS = 14


class Members(NamedTuple):
    """The buyers of an arrangement as the sheet has them; a list has an entry a buyer.

    `members` is 1 for who takes part, else 0; what others have counts as nothing.
    """

    members: Grid
    quantities: Grid
    populations: Grid
    separate: Grid


class Charged(NamedTuple):
    """A part of the bill in a cell, and the charge that it was when it was computed."""

    amount: Formula
    charge: Charge


class Divider:
    """Writes the columns of a division to the right of a table of buyers."""

    __slots__ = ("at", "basis", "columns", "sheet")

    def __init__(self, sheet: Sheet, basis: Basis, at: tuple[int, int]) -> None:
        self.sheet = sheet
        self.basis = basis
        self.at = at
        self.columns = 0

    def column(
        self, heading: str, cells: Sequence[Formula | Exact], style: Style = "price"
    ) -> Grid:
        """A column of formulas or numbers below a heading."""
        row, left = self.at[0], self.at[1] + self.columns
        self.columns += 1
        self.sheet.head((row, left), heading)
        put = self.sheet.put
        return column([put((row + 1 + n, left), cell, style) for n, cell in enumerate(cells)])


def divided(
    divider: Divider,
    members: Members,
    charges: Sequence[Charged],
    outcome: Outcome,
    unit: Formula | None,
) -> list[Formula]:
    """Each buyer's share of the charges, in the currency."""
    say = divider.basis.teller.say
    parts = [part for charged in charges for part in _charged(divider, members, charged, outcome)]
    exact = [added(cells) for cells in zip(*(grid.cells for grid in parts), strict=True)]
    shares = divider.column(say("Exact share", "端数処理前の負担額"), exact)
    whole = added([charged.amount for charged in charges])
    return _rounded(divider, members, (shares, whole), outcome, unit)


def _charged(divider: Divider, members: Members, charged: Charged, outcome: Outcome) -> list[Grid]:
    """What each rule of a charge adds to the shares, a column each."""
    say, pick = divider.basis.teller.say, divider.basis.teller.pick
    found = []
    for rule, rate in charged.charge.mix.items():
        if not rate:
            continue
        word = pick(RULE_WORDS[rule])
        amount = charged.amount
        if rate != 1:
            amount = _rate(rate) * amount
        if rule == "equal_saving":
            cells = _equal_saving(members, charged.amount, rate)
        else:
            weights = _weights(divider, members, rule, charged, outcome)
            every = total(weights)
            cells = [(amount * weight).over(every) for weight in weights.cells]
        found.append(divider.column(say(f"Part {word}", f"{word}分"), cells))
    return found


def _rate(rate: Exact) -> Formula:
    """A rate of a mix as a quotient of whole numbers."""
    if isinstance(rate, int):
        return constant(rate)
    return Formula(f"{rate.numerator}/{rate.denominator}", rate, is_atom=False)


def _equal_saving(members: Members, amount: Formula, rate: Exact) -> list[Formula]:
    """The separate cost less an equal part of the whole saving."""
    saving = total(members.separate) - amount
    each = saving.over(total(members.members))
    return [
        member * (cost - each) if rate == 1 else _rate(rate) * member * (cost - each)
        for member, cost in zip(members.members.cells, members.separate.cells, strict=True)
    ]


def _weights(
    divider: Divider, members: Members, rule: RuleName, charged: Charged, outcome: Outcome
) -> Grid:
    """What the shares by a rule are in proportion to."""
    known: Mapping[str, Grid] = {
        "quantity": members.quantities,
        "equal": members.members,
        "population": members.populations,
        "separate_cost": members.separate,
    }
    if rule in known:
        return known[rule]
    say, pick = divider.basis.teller.say, divider.basis.teller.pick
    word = pick(RULE_WORDS[rule])
    heading = say(f"{word}, held as computed", f"{word}(作成時の計算値で固定)")
    held = divider.column(heading, _held(charged.charge, rule, outcome))
    pairs = zip(members.members.cells, held.cells, strict=True)
    return divider.column(
        say("Of those that take part", "うち参加団体"), [member * part for member, part in pairs]
    )


def _held(charge: Charge, rule: RuleName, outcome: Outcome) -> list[Exact]:
    """The shares by a rule of a game as they were computed, as rates that later bills keep."""
    (part,) = rule_parts(charge.bill, {rule: 1})
    by_buyer = dict(zip(outcome.pool.buyers, part.shares, strict=True))
    return [by_buyer.get(key, 0) for key in outcome.pool.scenario.buyers]


class _Unit(NamedTuple):
    """What shares are multiples of, in the smallest unit, and what each buyer pays beyond that.

    `step` is None where shares are multiples of the smallest unit itself.
    """

    step: Formula | None
    over: Sequence[Formula]

    def of(self, amount: Formula, over: Formula, digits: int) -> Formula:
        """How many units an amount in the smallest unit holds, less what is paid beyond them."""
        if self.step is None:
            return guarded(amount, digits)
        return guarded((amount - over).over(self.step), digits)


def _rounded(
    divider: Divider,
    members: Members,
    exact: tuple[Grid, Formula],
    outcome: Outcome,
    unit: Formula | None,
) -> list[Formula]:
    """The exact shares of a whole, rounded by largest remainder to the unit."""
    basis, say = divider.basis, divider.basis.teller.say
    (shares, whole), digits = exact, _remainder_digits(outcome)
    step = _step(divider, members, exact, outcome, unit)
    pairs = zip(shares.cells, step.over, strict=True)
    even = [step.of(share * basis.unit, over, digits) for share, over in pairs]
    units = divider.column(say("In units", "単位数"), even)
    floors = divider.column(say("Rounded down", "切捨て"), list(map(below, units.cells)))
    beyond_floors = zip(units.cells, floors.cells, strict=True)
    remainders = divider.column(
        say("Remainder", "余り"), [guarded(one - floor, digits) for one, floor in beyond_floors]
    )
    places = divider.column(
        say("Place of the remainder", "余りの順位"),
        [place(members.members, remainders, index) for index in range(len(shares.rows))],
        "count",
    )
    left = step.of(whole * basis.unit, total(column(step.over)), 0) - total(floors)
    more = [
        member * within_first(position, guarded(left, 0))
        for position, member in zip(places.cells, members.members.cells, strict=True)
    ]
    each = zip(floors.cells, more, step.over, strict=True)
    return [_share(basis, step.step, *one) for one in each]


def _step(
    divider: Divider,
    members: Members,
    exact: tuple[Grid, Formula],
    outcome: Outcome,
    unit: Formula | None,
) -> _Unit:
    """The unit of shares, with the columns that say who pays what is beyond its multiples."""
    (shares, whole), smallest, say = exact, divider.basis.unit, divider.basis.teller.say
    if unit is None:
        return _Unit(None, [constant(0)] * len(shares.rows))
    step = unit * smallest
    rest = beyond(guarded(whole * smallest, 0), guarded(step, 0))
    borne = _bearers(shares, members.members, outcome)
    bearers = divider.column(say("Pays the rest", "端数の負担"), borne, "count")
    over = divider.column(say("Rest", "端数"), [one * rest for one in bearers.cells])
    return _Unit(step, over.cells)


def _share(
    basis: Basis, step: Formula | None, floor: Formula, more: Formula, over: Formula
) -> Formula:
    """A share in the currency, from its units."""
    amount = floor + more
    if step is not None:
        amount = step * amount + over
    return basis.whole(amount.over(basis.unit)) if basis.places else amount


def _bearers(shares: Grid, members: Grid, outcome: Outcome) -> list[Formula]:
    """1 for who pays what is beyond multiples of the unit: the lead, else the largest share.

    A lead that is typed out of the purchase pays nothing of it.
    """
    position = first_position(greatest(shares), shares)
    largest = [is_at(position, index) for index in range(1, len(shares.rows) + 1)]
    lead = outcome.arrangement.lead
    if lead is None:
        return largest
    keys = list(outcome.pool.scenario.buyers)
    leads = members.cells[keys.index(lead)]
    gone = constant(1) - leads
    return [leads if key == lead else gone * one for key, one in zip(keys, largest, strict=True)]


def _remainder_digits(outcome: Outcome) -> int:
    """How many decimal places of a share are exact."""
    return max(min(_DIGITS - len(str(outcome.joint + outcome.coordination)), 9), 2)
