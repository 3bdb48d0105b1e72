"""How coalitions of buyers, and how sure their game is solved, are put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from scalemerit.columns import columns
from scalemerit.views.report import Text
from scalemerit.views.words import RULES
from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.game import Game
    from scalemerit.scenario import RuleName
    from scalemerit.solution import Certainty, Solution
    from scalemerit.views.words import Teller

_FEW = 3
_MOST_NAMED = 12  # so that of 23 wards none is left unnamed
_HOW_SURE: Mapping[Certainty, Word] = {
    "searched": Word(
        "some of very many coalitions were searched; it may not be found exactly.",
        "提携が非常に多く一部だけを探索したため、厳密でないことがあります。",
    ),
    "least_core": Word(
        "not found within the limits of time and precision; shown is a division of the least core.",
        "制限時間と計算精度の範囲では求まらず、最小コアの負担額を示しています。",
    ),
    "unfinished": Word(
        "not found within the limits of time and precision, and neither is the least core; shown is"
        " the division that came closest to it.",
        "制限時間と計算精度の範囲では求まらず、最小コアも得られなかったため、"
        "それに最も近かった負担額を示しています。",
    ),
    "certified": Word(
        "found by approximation, and proven up to the rounding of invoices.",
        "近似計算で求め、請求の端数処理を除いて正しいことを確認済みです。",
    ),
}


def coalition_cell(tell: Teller, members: Sequence[str], buyers: Sequence[str]) -> Text:
    """The buyers of a coalition, all of them; in a terminal by the shorter of their names."""
    short = coalition_name(tell, members, buyers)
    if len(members) == len(buyers):
        return Text(short)
    return Text(tell.listed(map(tell.scenario.name_of, members)), short=short)


def coalition_name(
    tell: Teller, members: Sequence[str], buyers: Sequence[str], most: int = _MOST_NAMED
) -> str:
    """The buyers of a coalition, or of more than a few those not in it, where that is shorter.

    No more than `most` are named, of which it is then said how many more there are.
    """
    names = [tell.scenario.name_of(buyer) for buyer in members]
    others = [tell.scenario.name_of(buyer) for buyer in buyers if buyer not in members]
    if not others and len(names) > 1:
        return tell.say("all", "全団体")
    if len(names) <= _FEW:
        return tell.listed(names)
    left_out = tell.listed(others)
    ways = (
        (len(names), tell.listed(names)),
        (len(others), tell.say(f"all but {left_out}", f"{left_out}を除く全員")),
    )
    short_ways = [words for count, words in ways if count <= most]
    if short_ways:
        return min(short_ways, key=columns)
    listed, more = tell.listed(names[:most]), len(names) - most
    return tell.say(f"{listed} and {more} more", f"{listed}ほか {more} 団体")


def unnamed_notes(
    tell: Teller, coalitions: Iterable[Sequence[str]], buyers: Sequence[str]
) -> Iterator[str]:
    """Where all names of coalitions stand, if some of them are left out in a terminal."""
    sizes = map(len, coalitions)
    if any(_MOST_NAMED < size < len(buyers) - _MOST_NAMED for size in sizes):
        yield tell.say(
            "A terminal shortens larger groups; --format csv, markdown, html and json name every"
            " buyer.",
            "端末では大きな組を省略します。全団体名は csv・markdown・html・json の形式にあります。",
        )


def solution_notes(tell: Teller, solutions: Mapping[RuleName, Solution]) -> Iterator[str]:
    """What is to be known of shares that are not exact."""
    for rule, solution in solutions.items():
        name = tell.pick(RULES[rule])
        if solution.estimate is not None:
            estimate = solution.estimate
            margin = tell.amount(tell.in_currency(ceil(max(estimate.margins))))
            yield tell.say(
                f"{name}: estimated from {estimate.samples:,} coalitions (seed {estimate.seed});"
                f" the 95% interval of a share is at most ±{margin}, before rounding.",
                f"{name}: {estimate.samples:,} 通りの提携からの推定(乱数の種 {estimate.seed})。"
                f"各団体の負担額の 95% 信頼区間は最大で ±{margin}(端数処理前)。",
            )
        elif solution.certainty in _HOW_SURE:
            yield f"{name}: {tell.pick(_HOW_SURE[solution.certainty])}"


def game_notes(tell: Teller, game: Game) -> Iterator[str]:
    """What coalitions are taken to pay."""
    if game.whole_is_cheapest is False:
        yield tell.say(
            "Some coalitions pay less if they buy in parts; that is what counts as their cost.",
            "一部の提携は、分かれて買う方が安くなります。その場合は安い方を費用とします。",
        )
    if game.parts == "one_joint":
        yield tell.say(
            "Coalitions may buy in parts: one joint purchase, and others alone.",
            "提携が分かれて買う方法は、1 つの共同調達とその他の単独調達だけを考えます。",
        )
    if game.parts == "whole":
        yield tell.say(
            "Each coalition is taken to buy jointly as a whole.",
            "各提携は全員で共同調達するものとして計算しています。",
        )
