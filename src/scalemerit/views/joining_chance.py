"""What is likely to be saved, and the buyers divided into a few joint contracts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from scalemerit.money import rounded_to
from scalemerit.views.joining_words import some_cell, some_named
from scalemerit.views.report import (
    NOTHING,
    Cell,
    Column,
    Count,
    Money,
    Rate,
    Row,
    Table,
    Text,
    difference,
)
from scalemerit.views.words import percent

if TYPE_CHECKING:
    from scalemerit.join import Chance, Joined
    from scalemerit.money import Exact
    from scalemerit.partition import Group, Partition
    from scalemerit.views.words import Teller

_FEW_OF_PART = 15


def chance_table(tell: Teller, one: Joined, chance: Chance) -> Table:
    """The saving where buyers take part by chance."""
    columns = [
        Column(tell.say("What", "項目")),
        Column(tell.say("Value", "値"), numeric=True),
    ]
    if chance.margins is not None:
        columns.append(Column("±", numeric=True))
    rows = _chance_rows(tell, chance)
    return Table(
        key="chance",
        title=tell.say("If who takes part is uncertain", "参加が不確かな場合"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        columns=tuple(columns),
        rows=tuple(Row(cells[: len(columns)]) for cells in rows),
        notes=tuple(_chance_notes(tell, one, chance)),
    )


def _chance_rows(tell: Teller, chance: Chance) -> Iterator[tuple[Cell, ...]]:
    margins = chance.margins
    of_mean: Cell = NOTHING if margins is None else Money(rounded_to(margins.expected, 0))
    of_chance: Cell = NOTHING if margins is None else Rate(margins.chance)
    yield (
        Text(tell.say("Expected saving", "削減額の期待値"), "strong"),
        Money(rounded_to(chance.expected, 0)),
        of_mean,
    )
    words = (
        tell.say("10% quantile of the saving", "削減額の 10%点"),
        tell.say("Median saving", "削減額の中央値"),
        tell.say("90% quantile of the saving", "削減額の 90%点"),
    )
    for word, quantile in zip(words, chance.quantiles, strict=True):
        yield Text(word), difference(quantile), NOTHING
    covered = tell.say(
        "Chance of a joint purchase that loses nothing", "共同調達が成立し、損失のない確率"
    )
    yield Text(covered), Rate(chance.covered), of_chance
    yield Text(tell.say("Chance of a loss", "損失となる確率")), Rate(chance.loss), of_chance
    none = tell.say("Chance that fewer than two take part", "参加が 1 団体以下の確率")
    yield Text(none), Rate(chance.none), NOTHING


def _chance_notes(tell: Teller, one: Joined, chance: Chance) -> Iterator[str]:
    written = tell.scenario.buyers
    by_rate: dict[Exact, list[int]] = {}
    for position, buyer in enumerate(one.outcome.pool.buyers):
        by_rate.setdefault(written[buyer].join, []).append(position)
    listed = "; ".join(
        f"{percent(rate)} {some_named(tell, one, positions, most=_FEW_OF_PART)}"
        for rate, positions in sorted(by_rate.items())
        if rate != 1
    )
    yield tell.say(
        f"Each takes part with its own probability, whatever the others do: {listed}",
        f"各団体は他団体と無関係に次の確率で参加: {listed}",
    )
    if chance.margins is not None:
        count, seed = chance.margins.samples, chance.margins.seed
        yield tell.say(
            f"Estimated from {count:,} samples (seed {seed}); ± is half of a 95% interval.",
            f"{count:,} 件の標本(乱数の種 {seed})による推定値。± は 95%区間の半幅。",
        )


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
