"""What is saved by how many take part, what it takes to lose nothing, and how it may grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.money import rounded_to
from scalemerit.views.joining_words import buyers_named, some_cell, some_named
from scalemerit.views.report import (
    NOTHING,
    Cell,
    Column,
    Count,
    Money,
    Row,
    Table,
    Text,
    difference,
)

if TYPE_CHECKING:
    from scalemerit.join import Joined, OfSize, Step
    from scalemerit.views.words import Teller


def sizes_tables(tell: Teller, one: Joined) -> Iterator[Table]:
    """What is saved by how many take part, from how many on, and how a small start grows."""
    by_size = one.join.by_size
    best = {} if by_size is None else {each.size: each.largest for each in by_size.sizes}
    if by_size is not None and best:
        yield _sizes_table(tell, one, by_size.sizes)
    if one.game.buyers > 1:
        yield _break_even_table(tell, one)
        yield _growth_table(tell, one, best)


def _sizes_table(tell: Teller, one: Joined, sizes: Sequence[OfSize]) -> Table:
    return Table(
        key="sizes",
        title=tell.say("Saving by number of buyers", "参加団体数別の削減額"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        columns=(
            Column(tell.say("Buyers", "団体数"), numeric=True),
            Column(tell.say("Smallest", "最小"), numeric=True),
            Column(tell.say("Average", "平均"), numeric=True),
            Column(tell.say("Largest", "最大"), numeric=True),
            Column(tell.say("Largest with", "最大となる団体")),
        ),
        rows=tuple(
            Row(
                (
                    Text(f"{each.size}"),
                    difference(each.smallest),
                    Money(rounded_to(each.average, 0)),
                    difference(each.largest),
                    some_cell(tell, one, each.best),
                )
            )
            for each in sizes
        ),
        notes=tuple(_size_notes(tell, one)),
    )


def _size_notes(tell: Teller, one: Joined) -> Iterator[str]:
    yield tell.say(
        "Over all coalitions of so many of these buyers, coordination cost taken off.",
        "これらの団体のあらゆる組合せについて、事務局経費を差し引いた額。",
    )
    best = one.join.by_size.best if one.join.by_size else None
    if best is not None and best.largest <= 0:
        yield tell.say("No coalition saves anything.", "削減となる組合せはありません。")
    elif best is not None and best.size < one.game.buyers:
        who = some_named(tell, one, best.best)
        yield tell.say(
            f"Most is saved with {best.size} buyers: {who}",
            f"削減額が最大となるのは {best.size} 団体の場合: {who}",
        )


def _break_even_table(tell: Teller, one: Joined) -> Table:
    found = list(_break_even_rows(tell, one))
    is_reached = any(size is not None for _, size, _ in found)
    return Table(
        key="break_even",
        title=tell.say("What it takes to lose nothing", "損失が出なくなる規模"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        columns=(
            Column(tell.say("Who takes part", "参加の仕方")),
            Column(tell.say("Buyers from", "団体数(以上)"), numeric=True),
            Column(tell.say("Licenses from", "数量(以上)"), numeric=True),
        ),
        rows=tuple(Row((Text(who), _count(size), _count(total))) for who, size, total in found),
        notes=tuple(_break_even_notes(tell, one, is_reached)),
    )


def _break_even_rows(tell: Teller, one: Joined) -> Iterator[tuple[str, int | None, int | None]]:
    """Who takes part, and from how many buyers and licenses on nothing is lost."""
    spread = one.join.by_size
    if spread is not None:
        certain = tell.say("Whoever takes part", "どの団体が参加しても")
        yield certain, spread.covered_from("smallest"), spread.certain_from
        yield tell.say("On average", "平均で"), spread.covered_from("average"), None
        possible = tell.say("At best", "最も有利な組合せで")
        yield possible, spread.covered_from("largest"), spread.possible_from
    buyers, licenses = one.growth_covers_from or (None, None)
    yield tell.say("Growing as below", "下の拡大順で"), buyers, licenses


def _break_even_notes(tell: Teller, one: Joined, is_reached: bool) -> Iterator[str]:
    if not is_reached:
        yield tell.say(
            "No number of these buyers that was looked at is free of a loss.",
            "調べた範囲では、損失が出なくなる規模はありません。",
        )
    elif one.outcome.coordination:
        yield tell.say(
            "From this size on the saving covers the coordination cost; at best: some groups of"
            " this size, or total, are covered, and others may not be.",
            "この規模以上では、削減額が事務局経費をまかないます。"
            "「最も有利な組合せで」は、まかなえる組合せがある規模で、まかなえない組合せもあり得ます。",
        )
    if one.join.by_size is None:
        yield tell.say(
            "Too many buyers to look at all coalitions: savings by number of buyers are left out.",
            "団体が多く全組合せを調べられないため、参加団体数別の削減額は省いています。",
        )


def _growth_table(tell: Teller, one: Joined, best: dict[int, int]) -> Table:
    return Table(
        key="growth",
        title=tell.say("How a small start grows best", "小さく始める場合の拡大順"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        columns=(
            Column(tell.say("Buyers", "団体数"), numeric=True),
            Column(tell.say("Joins", "加わる団体")),
            Column(tell.say("Saving", "削減額"), numeric=True),
            Column(tell.say("Growth", "増加額"), numeric=True),
            Column(tell.say("Best of this size", "同数での最大"), numeric=True),
        ),
        rows=tuple(_growth_row(tell, one, step, best) for step in one.join.growth),
        notes=(
            tell.say(
                "Each time the buyer joins with which most is saved.",
                "毎回、加わると削減額が最も大きくなる団体を加えます。",
            ),
        ),
    )


def _growth_row(tell: Teller, one: Joined, step: Step, best: dict[int, int]) -> Row:
    size = len(step.buyers)
    return Row(
        (
            Text(f"{size}"),
            Text(buyers_named(tell, one, step.joined)),
            difference(step.saving),
            difference(step.added),
            Money(best[size]) if size in best else NOTHING,
        )
    )


def _count(number: int | None) -> Cell:
    return NOTHING if number is None else Count(number)
