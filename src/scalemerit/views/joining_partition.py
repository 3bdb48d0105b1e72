"""The buyers divided into a few joint contracts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from scalemerit.views.joining_words import some_cell
from scalemerit.views.report import Column, Count, Money, Row, Table, Text, difference
from scalemerit.views.words import percent

if TYPE_CHECKING:
    from scalemerit.join import Joined
    from scalemerit.partition import Group, Partition
    from scalemerit.views.words import Teller


def partition_table(tell: Teller, one: Joined, found: Partition) -> Table:
    """The joint contracts that the buyers are divided into, and who buys alone."""
    parts = [(f"{place}", group) for place, group in enumerate(found.joint, 1)]
    if found.separate.buyers:
        parts.append((tell.say("separate", "単独"), found.separate))
    return Table(
        key="partition",
        title=tell.say("Divided into a few joint contracts", "少数の共同契約に分ける場合"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        columns=(
            Column(tell.say("Contract", "契約")),
            Column(tell.say("Buyers", "団体数"), numeric=True),
            Column(tell.say("Separate", "単独調達"), numeric=True),
            Column(tell.say("Cost", "費用"), numeric=True),
            Column(tell.say("Saving", "削減額"), numeric=True),
            Column(tell.say("Who", "団体")),
        ),
        rows=(
            *(_part_row(tell, one, name, part) for name, part in parts),
            _part_row(tell, one, tell.say("Total", "合計"), found.everyone)._replace(is_total=True),
        ),
        sums=(
            (*(part.separate for _, part in parts), -found.everyone.separate),
            (*(part.cost for _, part in parts), -found.cost),
        ),
        notes=tuple(_partition_notes(tell, one, found)),
    )


def _part_row(tell: Teller, one: Joined, name: str, part: Group) -> Row:
    return Row(
        (
            Text(name),
            Count(len(part.buyers)),
            Money(part.separate),
            Money(part.cost),
            difference(part.separate - part.cost),
            some_cell(tell, one, part.buyers),
        )
    )


def _partition_notes(tell: Teller, one: Joined, found: Partition) -> Iterator[str]:
    if found.is_cheapest:
        yield tell.say("No such division is cheaper.", "これより安い分け方はありません。")
    elif found.gap is None:
        yield tell.say(
            "The best that was found; a cheaper division may exist.",
            "見つかった中で最も安い分け方です。より安い分け方があるかもしれません。",
        )
    else:
        most = percent(Fraction(ceil(found.gap * 10**5), 10**5))  # or less: rounded up
        yield tell.say(
            f"The best that was found; none is cheaper by more than {most}.",
            f"見つかった中で最も安い分け方です。これより {most} を超えて安い分け方はありません。",
        )
    less = one.game.total - found.cost
    if less:
        amount = tell.amount(tell.in_currency(less))
        yield tell.say(
            f"Cheaper than one contract of all by {amount}.",
            f"全団体で 1 件の契約とするより {amount}安くなります。",
        )
