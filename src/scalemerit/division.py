"""Rules side by side: what each makes every buyer pay, and whether that keeps all of them in."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.allocate import Charge, allocate, exact_shares, least_sure, solutions
from scalemerit.charging import Rounding, game_of, populations_of, rounding_of
from scalemerit.comparison import Share
from scalemerit.errors import Problem, ScalemeritError
from scalemerit.money import apportion
from scalemerit.rules import RULES, promises_of
from scalemerit.solution import TimeIsUp, UnprovenError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalemerit.comparison import Outcome
    from scalemerit.game import Game
    from scalemerit.money import Exact
    from scalemerit.rules import Promise
    from scalemerit.scenario import RuleName
    from scalemerit.solution import Certainty, Search, Solution
    from scalemerit.stability import BalancedFamily, LeastCore

# Rounding the sum of an invoice and its tax moves what a contract costs a year by less than this.
_MOST_ROUNDED = 3

# Rates are shown with one decimal place of a per cent.
_SHOWN = Fraction(1, 1000)

# `rounded`: the exact shares are in the core, and only their rounding is not. `unknown`: no
# coalition was found that gains, but not all were tried.
InCore = Literal["yes", "rounded", "no", "unknown"]
# Why it is not known whether the core is empty; of one buyer it is not asked.
NoCore = Literal["one_buyer", "too_many_coalitions", "time", "precision"]


class Leaving(NamedTuple):
    """The buyers with most reason to leave, and what they would save; below 0, what it costs them.

    In the smallest unit, by the shares as they are paid. Not `is_certain` where others, that were
    not tried or that rounding brings so close, may have more reason.
    """

    buyers: tuple[str, ...]
    gain: int
    is_certain: bool


class Gain(NamedTuple):
    """The buyers that a division favors most, or least, and their saving rate by what they pay.

    Several where nothing but the rounding of shares tells their rates apart, and by little.
    """

    buyers: tuple[str, ...]
    saving_rate: Fraction


class Division(NamedTuple):
    """What one rule, or the mix of the scenario, makes every buyer pay.

    `rule` is None for the scenario's own allocation where that is no single rule. `gini` tells how
    unequal the saving rates are: 0 where all are the same; None where there is nothing to divide.
    `leaving` is None where there is but one buyer. `gains` are the highest and the lowest saving
    rate, and whose they are; None where nobody would pay anything alone.
    """

    rule: RuleName | None
    shares: tuple[Share, ...]
    solutions: Mapping[RuleName, Solution]
    in_core: InCore
    leaving: Leaving | None
    gini: Fraction | None
    gains: tuple[Gain, Gain] | None

    @property
    def certainty(self) -> Certainty:
        """How sure the shares are."""
        return least_sure(self.solutions)

    @property
    def everyone_saves(self) -> bool:
        """Whether every buyer pays less than alone."""
        return all(share.saving > 0 for share in self.shares)

    @property
    def worse_off(self) -> tuple[str, ...]:
        """The buyers that would pay more than alone."""
        return tuple(share.buyer for share in self.shares if share.saving < 0)


class NoDivision(NamedTuple):
    """A rule that gives no shares of this bill, and the problem that says why."""

    rule: RuleName | None
    problem: Problem


class Core(NamedTuple):
    """Whether the bill can be divided so that no coalition pays more than for itself.

    `least` is the division whose largest excess is least. `proof` shows that the core is empty, by
    coalitions that are small, not by those with most reason to leave; `is_by_rounding` tells that
    the rounding of invoices may come to all that is missing.
    """

    least: LeastCore
    shares: tuple[Share, ...]
    proof: BalancedFamily | None
    is_by_rounding: bool


class Divisions(NamedTuple):
    """One arrangement's bill divided by several rules.

    `core` is None where it is not known, for the reason of `no_core`.
    """

    outcome: Outcome
    game: Game
    divisions: tuple[Division | NoDivision, ...]
    core: Core | None
    no_core: NoCore | None = None

    def promises(self, rule: RuleName | None) -> frozenset[Promise]:
        """What a rule promises, or where it is None the mix of the scenario."""
        if rule is not None:
            return RULES[rule].promises
        return promises_of(self.outcome.arrangement.mixes.values())


def divide(outcome: Outcome, rules: Sequence[RuleName], search: Search) -> Divisions:
    """The bill of an arrangement divided by the scenario's allocation, then by each rule."""
    own = outcome.charges[0].bill.game if len(outcome.charges) == 1 else None
    game = own or game_of(outcome.pool, outcome.arrangement, outcome.bill.separate, search)
    charges: dict[RuleName | None, Sequence[Charge]] = {_own_rule(outcome): outcome.charges}
    bill = outcome.bill._replace(game=game, populations=populations_of(outcome.pool))
    charges |= {rule: [Charge(bill, {rule: 1})] for rule in rules if rule not in charges}
    dividing = _Dividing(outcome, game, rounding_of(outcome.pool, outcome.arrangement))
    divided = [dividing.by(rule, charged) for rule, charged in charges.items()]
    core = _core(outcome, game)
    if isinstance(core, Core):
        return Divisions(outcome, game, tuple(divided), core)
    return Divisions(outcome, game, tuple(divided), None, core)


def _own_rule(outcome: Outcome) -> RuleName | None:
    """The rule of the scenario's allocation, where it is a single one for the whole bill."""
    first, *others = outcome.charges
    rules = [rule for rule, rate in first.mix.items() if rate]
    return rules[0] if len(rules) == 1 and not others else None


class _Dividing(NamedTuple):
    """An arrangement whose bill is divided, and how shares are rounded."""

    outcome: Outcome
    game: Game
    rounding: Rounding

    def by(self, rule: RuleName | None, charges: Sequence[Charge]) -> Division | NoDivision:
        """The division by some charges, which are those of a rule."""
        outcome = self.outcome
        unknown = self._unknown(charges) if rule == "population" else ()
        if unknown:
            values = {"buyers": ", ".join(unknown)}
            return NoDivision(rule, Problem("population-missing", values=values))
        try:
            paid = allocate(charges, *self.rounding)
        except ScalemeritError as error:
            return NoDivision(rule, error.problems[0])
        shares = tuple(map(Share, outcome.pool.buyers, outcome.bill.separate, paid))
        exact = exact_shares(charges)
        leaving, in_core = self._stability(paid, exact)
        found = solutions(charges)
        spread = gini(shares), gains(shares, exact)
        return Division(rule, shares, found, in_core, leaving, *spread)

    def _unknown(self, charges: Sequence[Charge]) -> tuple[str, ...]:
        """The names of the buyers whose population is not known."""
        pool = self.outcome.pool
        known = zip(pool.buyers, charges[0].bill.populations, strict=True)
        return tuple(pool.scenario.name_of(one) for one, population in known if population is None)

    def _stability(
        self, paid: Sequence[int], exact: Sequence[Exact]
    ) -> tuple[Leaving | None, InCore]:
        """Who has most reason to leave, and whether nobody has."""
        from scalemerit.stability import is_in_core, most_reason_to_leave  # heavy

        found = most_reason_to_leave(self.game, paid)
        if found is None:
            return None, "yes"
        leaving = Leaving(
            members(self.outcome.pool.buyers, found.coalition),
            int(found.gain),
            found.is_certain and not found.slack,
        )
        denominator = lcm(*(share.denominator for share in exact))
        parts = [int(share * denominator) for share in exact]
        if found.gain <= 0:
            is_sure = found.is_certain and found.gain + found.slack <= 0
            return leaving, "yes" if is_sure else "unknown"
        is_rounded = bool(is_in_core(self.game, parts, denominator))
        return leaving, "rounded" if is_rounded else "no"


def members(buyers: Sequence[str], coalition: int) -> tuple[str, ...]:
    """The buyers of a coalition, in their order."""
    return tuple(buyer for place, buyer in enumerate(buyers) if coalition >> place & 1)


def gini(shares: Sequence[Share]) -> Fraction | None:
    """How unequal saving rates are, by the Gini coefficient: 0 where all are the same.

    Σ|rᵢ − rⱼ| ÷ (2 n² r̄) over all pairs of the n buyers that pay anything alone (Gini 1912,
    Variabilità e mutabilità). Above 1 it can be where some rates are negative. None where the
    average rate r̄ is not above 0.
    """
    rates = sorted(share.saving_rate for share in shares if share.saving_rate is not None)
    total = sum(rates, start=Fraction(0))
    if total <= 0:
        return None
    count = len(rates)
    spread = sum((2 * place - count + 1) * rate for place, rate in enumerate(rates))
    return Fraction(spread) / (count * total)


def gains(shares: Sequence[Share], exact: Sequence[Exact]) -> tuple[Gain, Gain] | None:
    """Whose saving rate is the highest, and whose is the lowest, by what is paid.

    `exact` are the shares before rounding, in the same order. Buyers whose rates they make the
    same are named together, unless rounding tells the rates as they are shown apart.
    """
    rates = {
        share: Fraction(share.separate - part) / share.separate
        for share, part in zip(shares, exact, strict=True)
        if share.separate
    }
    if not rates:
        return None
    most, least = max(rates, key=_paid_rate), min(rates, key=_paid_rate)
    return _gain(most, rates), _gain(least, rates)


def _gain(extreme: Share, rates: Mapping[Share, Fraction]) -> Gain:
    """The buyer of an extreme rate, with those whose rates differ from it by little rounding."""
    alike = (share for share, rate in rates.items() if rate == rates[extreme])
    named = tuple(share.buyer for share in alike if _is_close(share, extreme))
    return Gain(named, _paid_rate(extreme))


def _paid_rate(share: Share) -> Fraction:
    return Fraction(share.saving, share.separate)


def _is_close(one: Share, other: Share) -> bool:
    """Whether two rates differ by less than is shown, or than rounding to the smallest unit makes.

    A share unit such as 1,000 yen is no such rounding: it may move a small share by far more.
    """
    smallest = Fraction(1, one.separate) + Fraction(1, other.separate)
    return abs(_paid_rate(one) - _paid_rate(other)) <= max(smallest, _SHOWN)


def _core(outcome: Outcome, game: Game) -> Core | NoCore:
    """Whether the core is empty, and what comes closest to it; else why that is not known."""
    if game.buyers == 1:
        return "one_buyer"
    from scalemerit.stability import goes_through_all, least_core_and_proof

    if not goes_through_all(game):
        return "too_many_coalitions"
    try:
        least, proof = least_core_and_proof(game, game.search.is_over)
    except TimeIsUp:
        return "time"
    except UnprovenError:
        return "precision"
    paid = apportion(least.parts, least.denominator)
    shares = tuple(map(Share, outcome.pool.buyers, outcome.bill.separate, paid))
    rounded = _MOST_ROUNDED * outcome.pool.scenario.years
    is_by_rounding = (
        proof is not None
        and game.total - proof.cost <= (len(proof.coalitions) + 1) * rounded
        # what a coalition pays and what all pay are each rounded
        and least.excess <= 2 * rounded
    )
    return Core(least, shares, proof, is_by_rounding)
