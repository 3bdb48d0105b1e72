"""What is likely to be saved where it is uncertain who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import starmap
from math import ceil
from typing import TYPE_CHECKING

from scalemerit.money import rounded_to
from scalemerit.views.joining_words import some_named
from scalemerit.views.report import (
    NOTHING,
    Cell,
    Column,
    Money,
    Rate,
    Row,
    Table,
    Text,
    difference,
)
from scalemerit.views.words import percent

if TYPE_CHECKING:
    from scalemerit.join import Chance, Joined, Range
    from scalemerit.money import Exact
    from scalemerit.views.words import Teller

_FEW_OF_PART = 15


def chance_tables(tell: Teller, one: Joined, chance: Chance) -> Iterator[Table]:
    """The saving where buyers take part by chance: its mean and chances, then all of it."""
    yield _chance_table(tell, one, chance)
    yield _distribution_table(tell, one, chance)


def _chance_table(tell: Teller, one: Joined, chance: Chance) -> Table:
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
        tell.say("In 9 of 10 cases at least", "10 回中 9 回はこの額以上"),
        tell.say("In 5 of 10 cases at least (median)", "10 回中 5 回はこの額以上(中央値)"),
        tell.say("In 1 of 10 cases at least", "10 回中 1 回はこの額以上"),
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


def _distribution_table(tell: Teller, one: Joined, chance: Chance) -> Table:
    return Table(
        key="distribution",
        title=tell.say("How likely which saving is", "削減額の分布"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        columns=(
            Column(tell.say("No.", "番号"), numeric=True),
            Column(tell.say("Saving from", "削減額(以上)"), numeric=True),
            Column(tell.say("To", "削減額(以下)"), numeric=True),
            Column(tell.say("Chance", "確率"), numeric=True),
            Column(tell.say("This or more", "この額以上の確率"), numeric=True),
        ),
        rows=tuple(starmap(_range_row, enumerate(chance.distribution.ranges, 1))),
        notes=tuple(_distribution_notes(tell, chance)),
    )


def _range_row(place: int, one: Range) -> Row:
    savings = difference(one.least), difference(one.most)
    return Row((Text(f"{place}"), *savings, Rate(one.chance), Rate(one.at_least)))


def _distribution_notes(tell: Teller, chance: Chance) -> Iterator[str]:
    if chance.none:
        yield tell.say(
            "Where fewer than two take part, 0 is saved.",
            "参加が 1 団体以下の場合は削減額 0 とします。",
        )
    if chance.margins is not None:
        most = percent(Fraction(ceil(chance.margins.chance * 10**4), 10**4))
        yield tell.say(
            f"Estimated: each chance of a saving or more within ±{most}.",
            f"推定値です。「この額以上の確率」の誤差は ±{most} 以内です。",
        )


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
        if not chance.margins.expected:
            yield tell.say("The expected saving is exact.", "削減額の期待値は厳密な値です。")
