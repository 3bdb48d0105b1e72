"""The chart of many themes, and the figures that are read first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.themes import totals
from scalemerit.views.charts import About, Figure, Illustrated, Pair, Pairs
from scalemerit.views.report import Count, Money, Rate, Text, difference
from scalemerit.views.telling import told_apart
from scalemerit.views.themes import themes_report
from scalemerit.views.words import Words

if TYPE_CHECKING:
    from scalemerit.themes import Batch, Theme, Total
    from scalemerit.views.report import Cell
    from scalemerit.wording import Language


def illustrated_themes(batch: Batch, language: Language) -> Illustrated:
    """The report of many themes as a document; charts and totals where all are in one currency."""
    words, report = Words(language), themes_report(batch, language)
    sums = totals(entry.theme for entry in batch.entries)
    if len(sums) != 1:
        return Illustrated(report)
    return Illustrated(report, tuple(_figures(words, sums[0])), (_pairs(words, batch),))


def _figures(words: Words, total: Total) -> Iterator[Figure]:
    yield Figure(words.say("Themes", "テーマ数"), Count(total.themes))
    yield Figure(words.say("Separate", "単独調達"), Money(total.separate))
    yield Figure(_joint_name(words), Money(total.separate - total.saving))
    yield Figure(words.say("Saving", "削減額"), difference(total.saving))
    yield Figure(words.say("Rate", "削減率"), Rate(total.saving_rate))


def _joint_name(words: Words) -> str:
    return words.say("Joint, with coordination", "共同調達+事務局経費")


def _pairs(words: Words, batch: Batch) -> Pairs:
    names = told_apart([(entry.theme.title, entry.file) for entry in batch.entries])
    title = words.say("Separate and joint by theme", "テーマ別の単独調達と共同調達")
    return Pairs(
        About("shares", title, "themes", ""),
        (words.say("Separate", "単独調達"), _joint_name(words)),
        tuple(
            _pair(words, name, entry.theme)
            for name, entry in zip(names, batch.entries, strict=True)
        ),
    )


def _pair(words: Words, name: str, theme: Theme) -> Pair:
    joint = theme.separate - theme.saving
    saving = Text(words.say("saving", "削減額")), Money(theme.saving)
    label: tuple[Cell, ...] = (Money(theme.separate), Text("→"), Money(joint))
    if theme.saving < 0:
        label = (*label, *saving)
    return Pair(name, theme.separate, joint, label, (*saving, Rate(theme.saving_rate)))
