"""The charts of a difference, and the figures that are read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.views.charts import About, Figure, Illustrated, Pair, Pairs, Step, Waterfall
from scalemerit.views.difference import difference_report
from scalemerit.views.doubtful import doubts
from scalemerit.views.report import Money, Rate, Text, difference
from scalemerit.views.telling import arrangement_name, money
from scalemerit.views.words import CAUSES, Words

if TYPE_CHECKING:
    from scalemerit.difference import ArrangementDifference, Difference, ShareDifference
    from scalemerit.errors import Problem
    from scalemerit.snapshot import ArrangementFigures, Snapshot
    from scalemerit.views.charts import Chart
    from scalemerit.views.report import Cell
    from scalemerit.wording import Language


def illustrated_difference(
    found: Difference, language: Language, warnings: Sequence[Problem] = ()
) -> Illustrated:
    """The report of a difference as a document: with what moved the saving, and each share."""
    words = Words(language)
    return Illustrated(
        report=difference_report(found, language),
        figures=tuple(_figures(words, found)),
        charts=tuple(chart for one in found.arrangements for chart in _charts(words, one)),
        warnings=doubts(warnings, language),
    )


def _figures(words: Words, found: Difference) -> Iterator[Figure]:
    """The largest saving before and after, which may be of different arrangements."""
    old, new = _largest(found.old), _largest(found.new)
    if len(found.arrangements) > 1:
        named = {one.name: arrangement_name(one) for one in found.arrangements}
        names = dict.fromkeys((named[old.name], named[new.name]))
        yield Figure(words.say("Saves most", "削減額が最大の方式"), Text(" → ".join(names)))
    yield Figure(words.say("Saving before", "削減額(前)"), difference(old.saving))
    yield Figure(words.say("Saving after", "削減額(後)"), difference(new.saving))
    yield Figure(words.say("Change", "増減"), difference(new.saving - old.saving))
    yield Figure(words.say("Rate before", "削減率(前)"), Rate(old.saving_rate))
    yield Figure(words.say("Rate after", "削減率(後)"), Rate(new.saving_rate))


def _largest(one: Snapshot) -> ArrangementFigures:
    """The arrangement that saves most, or loses least."""
    return max(one.arrangements, key=lambda arrangement: arrangement.saving)


def _charts(words: Words, one: ArrangementDifference) -> Iterator[Chart]:
    """Of an arrangement that both results have; only what has moved is drawn."""
    if one.old is None or one.new is None:
        return
    if any(amounts.change for amounts in one.causes.values()):
        yield _waterfall(words, one, one.old.saving, one.new.saving)
    if any(share.share.old != share.share.new for share in one.shares):
        yield _pairs(words, one)


def _waterfall(words: Words, one: ArrangementDifference, before: int, after: int) -> Waterfall:
    title = words.say("From the saving before to that after", "変更前の削減額から変更後まで")
    return Waterfall(
        About("waterfall", f"{title} — {arrangement_name(one)}", "figures", one.name),
        tuple(_steps(words, one, before, after)),
    )


def _steps(words: Words, one: ArrangementDifference, before: int, after: int) -> Iterator[Step]:
    """The saving before, how each cause of it changed, and the saving after."""
    name = words.say("Saving before", "削減額(前)")
    yield Step(name, 0, before, (difference(before),), is_total=True)
    reached = before
    for cause, amounts in one.causes.items():
        if amounts.old or amounts.new:
            change = difference(amounts.change)
            start, reached = reached, reached + amounts.change
            yield Step(words.pick(CAUSES[cause]), start, reached, (change,), change.tone)
    name = words.say("Saving after", "削減額(後)")
    yield Step(name, 0, after, (difference(after),), is_total=True)


def _pairs(words: Words, one: ArrangementDifference) -> Pairs:
    title = words.say("Shares before and after", "団体別の負担額の変化")
    return Pairs(
        About("shares", f"{title} — {arrangement_name(one)}", "shares", one.name),
        (words.say("Before", "変更前"), words.say("After", "変更後")),
        tuple(_pair(words, share) for share in one.shares),
    )


def _pair(words: Words, found: ShareDifference) -> Pair:
    """A buyer's share before and after; nothing where it takes no part."""
    share = found.share
    label: tuple[Cell, ...] = (money(share.old), Text("→"), money(share.new))
    told = Text(words.say("change", "増減")), Money(share.change)
    return Pair(found.name, share.old or 0, share.new or 0, label, told)
