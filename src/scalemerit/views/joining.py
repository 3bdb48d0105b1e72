"""What is shown of who takes part: what each adds, how many it takes, and how it may grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.money import rounded_to
from scalemerit.views.coalitions import coalition_cell, solution_notes
from scalemerit.views.joining_chance import chance_table, partition_table
from scalemerit.views.joining_change import change_tables
from scalemerit.views.joining_words import buyers_named, some_cell, some_named
from scalemerit.views.report import (
    NOTHING,
    Cell,
    Column,
    Count,
    Money,
    Report,
    Row,
    Table,
    Text,
    difference,
)
from scalemerit.views.rule_meanings import divided
from scalemerit.views.words import ROUNDED_ONE_BY_ONE, Teller

if TYPE_CHECKING:
    from scalemerit.join import Addition, Joined, OfSize, Step, TierHold
    from scalemerit.wording import Language


def join_report(found: Sequence[Joined], language: Language) -> Report:
    """Who takes part, for each arrangement that was looked at."""
    scenario = found[0].scenario
    tell = Teller(scenario, language)
    return Report(
        language=language,
        currency=scenario.currency,
        title=scenario.title,
        subtitle=tell.basis(),
        tables=tuple(
            table for one in found for table in _tables(Teller(one.scenario, language), one)
        ),
        notes=(),
        rounding_note=tell.pick(ROUNDED_ONE_BY_ONE),
    )


def _tables(tell: Teller, one: Joined) -> Iterator[Table]:
    yield from change_tables(tell, one)
    yield additions_table(tell, one)
    yield from sizes_tables(tell, one)
    if one.tiers:
        yield tiers_table(tell, one)
    if one.join.chance is not None:
        yield chance_table(tell, one, one.join.chance)
    if one.partition is not None:
        yield partition_table(tell, one, one.partition)


def additions_table(tell: Teller, one: Joined) -> Table:
    """What each buyer's taking part does for itself and for the others."""
    found = one.join.additions
    return Table(
        key="additions",
        title=tell.say("What each buyer adds", "団体ごとの参加効果"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        columns=(
            Column(tell.buyer_heading()),
            Column(tell.say("Quantity", "数量"), numeric=True),
            Column(tell.say("Adds to all", "全体の削減額への効果"), numeric=True),
            Column(tell.say("Saves itself", "うち自団体の削減額"), numeric=True),
            Column(tell.say("Others gain", "うち他団体の得"), numeric=True),
        ),
        rows=tuple(_addition_row(tell, one, addition) for addition in found),
        sums=tuple((-each.to_all, each.to_itself, each.to_others) for each in found),
        notes=tuple(_addition_notes(tell, one)),
    )


def _addition_row(tell: Teller, one: Joined, found: Addition) -> Row:
    return Row(
        (
            Text(
                tell.scenario.name_of(one.outcome.pool.buyers[found.buyer]),
                "bad" if found.to_others < 0 else "plain",
            ),
            Count(one.outcome.bill.quantities[found.buyer]),
            difference(found.to_all),
            difference(found.to_itself),
            difference(found.to_others),
        )
    )


def _addition_notes(tell: Teller, one: Joined) -> Iterator[str]:
    yield tell.say(
        "Adds to all: the saving of all buyers less what the others would save without this one.",
        "全体の削減額への効果: 全団体の削減額から、その団体抜きの削減額を引いた額。",
    )
    how = divided(tell, one.outcome.arrangement.mixes)
    yield tell.say(
        f"Saves itself: its separate cost less its share, with {how}.",
        f"自団体の削減額: 単独調達費から負担額を引いた額。負担額は{how}て求めます。",
    )
    costly = [each.buyer for each in one.join.additions if each.to_others < 0]
    if costly:
        names = buyers_named(tell, one, costly)
        yield tell.say(
            f"The others would pay less without: {names}", f"抜けると他団体の負担が減る: {names}"
        )
    yield from solution_notes(tell, one.outcome.solutions)


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
        rows=tuple(
            Row((Text(who), _count(size), _count(total)))
            for who, size, total in _break_even_rows(tell, one)
        ),
        notes=tuple(_break_even_notes(tell, one)),
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


def _break_even_notes(tell: Teller, one: Joined) -> Iterator[str]:
    if one.outcome.coordination:
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


def tiers_table(tell: Teller, one: Joined) -> Table:
    """The tiers that are reached, how much may leave, and whom they hang on."""
    return Table(
        key="tiers",
        title=tell.say("Tiers, and who is needed for them", "到達する価格帯と必要な団体"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        labels=2,
        columns=(
            Column(tell.say("Product", "品目")),
            Column(tell.say("Vendor", "事業者")),
            Column(tell.say("Quantity", "数量"), numeric=True),
            Column(tell.say("Tier from", "価格帯"), numeric=True),
            Column(tell.say("May leave", "減らせる数量"), numeric=True),
            Column(tell.say("Lost without", "抜けると下がる団体")),
        ),
        rows=tuple(_tier_row(tell, hold) for hold in one.tiers),
        notes=tuple(_tier_notes(tell, one.tiers)),
    )


def _tier_notes(tell: Teller, holds: Sequence[TierHold]) -> Iterator[str]:
    yield tell.say(
        "Lost without: each of these buyers, if it alone stays out.",
        "抜けると下がる団体: その 1 団体だけが抜けると価格帯が下がるもの。",
    )
    if any(hold.quantity < hold.tier_from for hold in holds):
        yield tell.say(
            "A quantity below its tier is bought up to it, which costs less.",
            "数量が価格帯に満たないものは、安くなるためそこまで繰り上げて購入します。",
        )


def _tier_row(tell: Teller, hold: TierHold) -> Row:
    names = coalition_cell(tell, hold.pivotal, [one.buyer for one in hold.without])
    if len(hold.pivotal) == len(hold.without):
        names = Text(tell.say("any of them", "どの団体でも"))
    elif not hold.pivotal:
        names = Text(tell.say("no single one", "なし"))
    return Row(
        (
            Text(tell.product(hold.product)),
            Text(hold.vendor),
            Count(hold.quantity),
            Count(hold.tier_from),
            Count(hold.slack),
            names,
        )
    )


def _count(number: int | None) -> Cell:
    return NOTHING if number is None else Count(number)
