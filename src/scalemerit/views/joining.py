"""What is shown of who takes part: what each adds, how many it takes, and how it may grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.views.coalitions import solution_notes
from scalemerit.views.joining_chance import chance_tables
from scalemerit.views.joining_change import change_tables
from scalemerit.views.joining_partition import partition_table
from scalemerit.views.joining_sizes import sizes_tables
from scalemerit.views.joining_tiers import tiers_table
from scalemerit.views.joining_words import buyers_named
from scalemerit.views.report import (
    Column,
    Count,
    Report,
    Row,
    Table,
    Text,
    difference,
)
from scalemerit.views.rule_meanings import divided
from scalemerit.views.words import ROUNDED_ONE_BY_ONE, Teller

if TYPE_CHECKING:
    from scalemerit.join import Addition, Joined
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
        yield from chance_tables(tell, one, one.join.chance)
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
