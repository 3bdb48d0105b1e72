"""What is shown of many scenarios: a row a theme, what is missed, what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.themes import totals
from scalemerit.views.checks import missed_table
from scalemerit.views.report import (
    NOTHING,
    Column,
    Count,
    Money,
    Rate,
    Report,
    Row,
    Table,
    Text,
    Verdict,
    difference,
)
from scalemerit.views.telling import told_apart
from scalemerit.views.theme_changes import change_tables, not_compared_note
from scalemerit.views.words import COORDINATION_UNTAXED, ROUNDED_ONE_BY_ONE, Words

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.themes import Batch, Entry, Theme, Total
    from scalemerit.wording import Language


def themes_report(batch: Batch, language: Language) -> Report:
    """A row a theme and their total, a table a currency; then what is missed or could not be read.

    Where the run was held against an earlier one, what changed since follows.
    """
    words = Words(language)
    sums = totals(entry.theme for entry in batch.entries)
    return Report(
        language=language,
        currency=sums[0].currency if sums else "JPY",
        title=words.say("Savings by theme", "テーマ別の削減額"),
        subtitle=_basis(words, [entry.theme for entry in batch.entries]),
        tables=tuple(_tables(words, batch, sums)),
        notes=tuple(_notes(words, batch)),
        rounding_note=words.pick(ROUNDED_ONE_BY_ONE),
    )


def _tables(words: Words, batch: Batch, sums: Sequence[Total]) -> Iterator[Table]:
    for total in sums:
        yield _themes_table(words, batch.entries, total, within=_within(sums, total))
    for currency in dict.fromkeys(one.currency for one in batch.missed):
        yield missed_table(words, [one for one in batch.missed if one.currency == currency])
    if batch.problems:
        yield _problems_table(words, batch.problems)
    if batch.changes is not None:
        yield from change_tables(batch, words.language)


def _within(sums: Sequence[Total], total: Total) -> tuple[str, ...]:
    """What tells the total of one currency from those of others."""
    return (total.currency,) if len(sums) > 1 else ()


def _themes_table(
    words: Words, entries: Sequence[Entry], total: Total, within: tuple[str, ...]
) -> Table:
    shown = [entry for entry in entries if entry.theme.currency == total.currency]
    names = told_apart([(entry.theme.title, entry.file) for entry in shown])
    rows = [_row(entry, name) for entry, name in zip(shown, names, strict=True)]
    return Table(
        key="themes",
        title=words.say("Themes", "テーマ"),
        of="" if len(shown) == len(entries) else total.currency,
        columns=(
            Column(words.say("Theme", "テーマ")),
            Column(words.say("Buyers", "団体数"), numeric=True),
            Column(words.say("Separate", "単独調達"), numeric=True),
            Column(words.say("Joint", "共同調達"), numeric=True),
            Column(words.say("Coord.", "事務局経費"), numeric=True),
            Column(words.say("Saving", "削減額"), numeric=True),
            Column(words.say("Rate", "削減率"), numeric=True),
            Column(words.say("Arrangement", "方式")),
            Column(words.say("Met", "判定")),
        ),
        rows=(*rows, _total_row(words, total, within)),
        sums=tuple(_sums([entry.theme for entry in shown], total)),
        currency=total.currency,
    )


def _row(entry: Entry, name: str) -> Row:
    theme = entry.theme
    return Row(
        (
            Text(name),
            Count(theme.buyers),
            Money(theme.separate),
            Money(theme.joint),
            Money(theme.coordination),
            difference(theme.saving),
            Rate(theme.saving_rate),
            Text(theme.label or theme.arrangement),
            Verdict(not entry.missed) if entry.checks else NOTHING,
        ),
        within=(entry.file,),
        arrangement=theme.arrangement,
    )


def _total_row(words: Words, total: Total, within: tuple[str, ...]) -> Row:
    return Row(
        (
            Text(words.say("Total", "合計")),
            Text(""),
            Money(total.separate),
            Money(total.joint),
            Money(total.coordination),
            difference(total.saving),
            Rate(total.saving_rate),
            Text(""),
            Text(""),
        ),
        is_total=True,
        within=within,
    )


def _sums(themes: Sequence[Theme], total: Total) -> Iterator[tuple[int, ...]]:
    """What adds up: each row to its saving, and each column to its total."""
    rows: list[Theme | Total] = [*themes, total]
    for one in rows:
        yield one.separate, -one.joint, -one.coordination, -one.saving
    yield *(theme.separate for theme in themes), -total.separate
    yield *(theme.joint for theme in themes), -total.joint
    yield *(theme.coordination for theme in themes), -total.coordination
    yield *(theme.saving for theme in themes), -total.saving


def _problems_table(words: Words, problems: Sequence[Problem]) -> Table:
    return Table(
        key="problems",
        title=words.say("Files that could not be read", "読み取れなかったファイル"),
        columns=(
            Column(words.say("Place", "場所")),
            Column(words.say("Problem", "問題")),
            Column(words.say("Remedy", "対処")),
        ),
        rows=tuple(
            Row(
                (
                    Text(str(problem.place or "-")),
                    Text(f"{problem.message(words.language)} [{problem.code}]"),
                    Text(problem.remedy(words.language)),
                )
            )
            for problem in problems
        ),
    )


def _basis(words: Words, themes: Sequence[Theme]) -> tuple[str, ...]:
    """Fiscal years and tax where all themes have the same; the notes tell where they differ."""
    parts = []
    if len({theme.fiscal_years for theme in themes}) == 1:
        parts.append(words.years(themes[0].fiscal_years))
    if len({theme.tax_rate for theme in themes}) == 1:
        parts.append(words.tax(themes[0].tax_rate))
    return tuple(filter(None, parts))


def _notes(words: Words, batch: Batch) -> Iterator[str]:
    themes = [entry.theme for entry in batch.entries]
    if not themes:
        yield words.say("No theme could be compared.", "比較できたテーマはありません。")
    yield from not_compared_note(words, batch)
    yield from _unlike(words, themes)
    if any(theme.tax_rate is not None and theme.coordination for theme in themes):
        yield words.pick(COORDINATION_UNTAXED)
    names = told_apart([(entry.theme.title, entry.file) for entry in batch.entries])
    pairs = list(zip(names, themes, strict=True))
    losing = words.listed(name for name, theme in pairs if theme.saving <= 0)
    if losing:
        yield words.say(
            f"No arrangement saves anything, so the one that loses least is shown: {losing}",
            f"削減となる方式がないテーマ(損失が最も少ない方式を表示): {losing}",
        )
    for name, theme in pairs:
        yield from _about_buyers(words, name, theme)


def _about_buyers(words: Words, name: str, theme: Theme) -> Iterator[str]:
    """Whom a theme's leading arrangement makes pay more, and whom it leaves out."""
    if theme.worse_off:
        named = words.listed(theme.worse_off)
        yield words.say(
            f"Would pay more than alone, {name}: {named}",
            f"単独調達より負担が増える団体({name}): {named}",
        )
    if theme.left_out:
        named = words.listed(theme.left_out)
        yield words.say(
            f"Go on buying separately, {name}: {named}",
            f"引き続き単独調達({name}、表の金額に含まない): {named}",
        )


def _unlike(words: Words, themes: Iterable[Theme]) -> Iterator[str]:
    """What makes themes unlike each other, so that their total is to be read with care."""
    found = list(themes)
    if len({len(theme.fiscal_years) or 1 for theme in found}) > 1:
        yield words.say(
            "Themes run for different numbers of fiscal years: the total adds up all of them.",
            "対象の年度数はテーマごとに異なり、合計は全年度分を足したものです。",
        )
    elif len({theme.fiscal_years for theme in found}) > 1:
        yield words.say(
            "Themes are bought for different fiscal years.", "対象の年度はテーマごとに異なります。"
        )
    if len({theme.tax_rate for theme in found}) > 1:
        yield words.say(
            "Some amounts hold tax and others do not, or at other rates.",
            "税の扱いがテーマごとに異なります(税込・税率・税の計算なし)。",
        )
