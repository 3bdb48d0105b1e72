"""The charts of who takes part, and the figures that are read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.money import round_exact
from scalemerit.views.charts import (
    About,
    AtSize,
    Bars,
    Figure,
    Illustrated,
    SizeMark,
    Sizes,
    Step,
)
from scalemerit.views.comparison import assumptions
from scalemerit.views.doubtful import doubts
from scalemerit.views.joining import join_report
from scalemerit.views.joining_words import some_named
from scalemerit.views.report import NOTHING, Count, Money, Rate, Text, difference
from scalemerit.views.words import Teller

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.join import Chance, Joined, Range, Spread
    from scalemerit.money import Exact
    from scalemerit.views.charts import Chart
    from scalemerit.views.report import Cell, Table, Tone
    from scalemerit.wording import Language

_SCALE = 10**6  # what a chance of 100% is as long as


def illustrated_join(
    found: Sequence[Joined], language: Language, warnings: Sequence[Problem] = ()
) -> Illustrated:
    """Who takes part as a document; headed by the arrangement that saves most."""
    best = max(found, key=lambda one: one.outcome.saving)
    tell = Teller(best.scenario, language)
    name = Figure(tell.say("Arrangement", "方式"), Text(tell.arrangement(best.outcome.name)))
    report = join_report(found, language)
    return Illustrated(
        report=report._replace(
            tables=tuple(map(_readable, report.tables)), notes=tuple(assumptions(tell))
        ),
        figures=(*([name] if len(found) > 1 else []), *_figures(tell, best)),
        charts=tuple(
            chart for one in found for chart in _charts(Teller(one.scenario, language), one)
        ),
        warnings=doubts(warnings, language),
    )


def _readable(table: Table) -> Table:
    """The table of sizes with the short names of its coalitions, as in a terminal.

    Each of many buyers would stand in nearly all of its rows. CSV and JSON name them all.
    """
    if table.key != "sizes":
        return table
    return table._replace(
        rows=tuple(row._replace(cells=tuple(map(_short, row.cells))) for row in table.rows)
    )


def _short(cell: Cell) -> Cell:
    return Text(cell.short) if isinstance(cell, Text) and cell.short else cell


def _figures(tell: Teller, one: Joined) -> Iterator[Figure]:
    """The saving of all and of the best coalition, and from which size on nothing is lost."""
    outcome, spread = one.outcome, one.join.by_size
    yield Figure(tell.say("Buyers", "団体数"), Count(len(outcome.shares)))
    yield Figure(tell.say("Saving of all", "全団体の削減額"), difference(outcome.saving))
    if spread is not None and spread.best is not None:
        best = spread.best
        yield Figure(tell.say("Largest saving", "最大の削減額"), difference(best.largest))
        yield Figure(
            tell.say("Largest with", "最大となる団体"), Text(some_named(tell, one, best.best))
        )
    if one.join.chance is not None:
        expected = Money(one.join.chance.expected)
        yield Figure(tell.say("Expected saving", "削減額の期待値"), expected)
    if one.game.buyers > 1:
        yield from _break_even(tell, one, spread)


def _break_even(tell: Teller, one: Joined, spread: Spread | None) -> Iterator[Figure]:
    """The buyers and licenses from which on nothing is lost, whoever takes part."""
    if spread is None:
        buyers, licenses = one.growth_covers_from or (None, None)
        how = tell.say(", growing as below", "(拡大順で)")
    else:
        buyers, licenses = spread.covered_from("smallest"), spread.certain_from
        how = tell.say(", whoever takes part", "(どの団体でも)")
    yield Figure(tell.say(f"No loss from buyers{how}", f"損失なしの団体数{how}"), _least(buyers))
    yield Figure(tell.say(f"No loss from licenses{how}", f"損失なしの数量{how}"), _least(licenses))


def _least(number: int | None) -> Cell:
    return NOTHING if number is None else Count(number)


def _charts(tell: Teller, one: Joined) -> Iterator[Chart]:
    if one.join.by_size is not None and one.join.by_size.sizes:
        yield _sizes(tell, one, one.join.by_size)
    if one.join.chance is not None:
        yield _savings(tell, one, one.join.chance)
        yield _chances(tell, one, one.join.chance)
        yield _distribution(tell, one, one.join.chance)


def _titled(tell: Teller, one: Joined, title: str) -> str:
    return f"{title} — {tell.arrangement(one.outcome.name)}"


def _sizes(tell: Teller, one: Joined, spread: Spread) -> Sizes:
    title = _titled(tell, one, tell.say("Saving by number of buyers", "参加団体数別の削減額"))
    return Sizes(
        About("sizes", title, "sizes", one.outcome.name),
        tell.say("Buyers", "団体数"),
        (tell.say("smallest", "最小"), tell.say("average", "平均"), tell.say("largest", "最大")),
        tuple(
            AtSize(each.size, each.smallest, round_exact(each.average, "half_up"), each.largest)
            for each in spread.sizes
        ),
        tuple(_marks(tell, spread)),
    )


def _marks(tell: Teller, spread: Spread) -> Iterator[SizeMark]:
    """The size that saves most, and that from which on nothing is lost, where smaller ones do."""
    best = spread.best
    if best is not None:
        words = tell.say(f"most with {best.size}:", f"最大は {best.size} 団体:")
        yield SizeMark(best.size, best.largest, (Text(words), difference(best.largest)))
    size = spread.covered_from("smallest")
    if size is not None and size > spread.sizes[0].size:
        smallest = next(each.smallest for each in spread.sizes if each.size == size)
        words = tell.say(f"no loss from {size} on", f"{size} 団体以上で損失なし")
        yield SizeMark(size, smallest, (Text(words),))


def _savings(tell: Teller, one: Joined, chance: Chance) -> Bars:
    """What is likely to be saved, beside what is saved if all take part."""
    low, median, high = chance.quantiles
    everyone, expected = one.outcome.saving, round_exact(chance.expected, "half_up")
    spread: tuple[Cell, ...] = (difference(low), Text("–"), difference(high))
    title = tell.say("Saving where it is uncertain who takes part", "参加が不確かな場合の削減額")
    steps = (
        _bar(tell.say("All take part", "全団体が参加"), everyone, is_total=True),
        _bar(tell.say("Expected", "期待値"), expected),
        _bar(tell.say("Median", "中央値"), median),
        Step(tell.say("In 8 of 10 cases", "10 回に 8 回の範囲"), low, high, spread),
    )
    about = About("chance", _titled(tell, one, title), "chance", one.outcome.name)
    return Bars(about, steps)


def _bar(name: str, amount: int, *, is_total: bool = False) -> Step:
    shown = difference(amount)
    return Step(name, 0, amount, (shown,), shown.tone, is_total=is_total)


def _chances(tell: Teller, one: Joined, chance: Chance) -> Bars:
    """How likely a joint purchase is that loses nothing, one that loses, and none."""
    found: tuple[tuple[str, Exact, Tone], ...] = (
        (tell.say("Loses nothing", "成立し損失なし"), chance.covered, "good"),
        (tell.say("Loses", "損失"), chance.loss, "bad"),
        (tell.say("Fewer than two take part", "参加が 1 団体以下"), chance.none, "plain"),
    )
    title = tell.say("How likely a joint purchase covers its cost", "共同調達が成り立つ確率")
    return Bars(
        About("chance", _titled(tell, one, title), "chance", one.outcome.name),
        tuple(
            Step(name, 0, round_exact(rate * _SCALE, "half_up"), (Rate(rate),), tone)
            for name, rate, tone in found
        ),
    )


def _distribution(tell: Teller, one: Joined, chance: Chance) -> Bars:
    """How likely each range of savings is, parted where no loss begins."""
    ranges = chance.distribution.ranges
    losses = sum(some.most < 0 for some in ranges)
    words = tell.say("no loss from here on", "ここから損失なし")
    title = tell.say("How likely which saving is", "削減額の分布")
    return Bars(
        About("chance", _titled(tell, one, title), "distribution", one.outcome.name),
        tuple(map(_range, ranges)),
        (losses, words) if 0 < losses < len(ranges) else None,
    )


def _range(some: Range) -> Step:
    """The chance of savings of a range; a single saving stands for itself."""
    least, most = difference(some.least), difference(some.most)
    amounts: tuple[Cell, ...] = (least,) if some.least == some.most else (least, Text("–"), most)
    tone: Tone = "bad" if some.most < 0 else "good" if some.most > 0 else "plain"
    end = round_exact(some.chance * _SCALE, "half_up")
    return Step("", 0, end, (Rate(some.chance),), tone, amounts=amounts)
