"""What is shown of many scenarios: a row a theme, what is missed, what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.themes import totals
from scalemerit.views.report import (
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
from scalemerit.views.suites import check_cell
from scalemerit.views.telling import told_apart
from scalemerit.views.theme_changes import change_tables
from scalemerit.views.words import CHECKS, ROUNDED_ONE_BY_ONE, Words

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.themes import Check, Entry, Theme, ThemeChange, Total
    from scalemerit.wording import Language

_NONE = Text("―")


def themes_report(
    entries: Sequence[Entry],
    problems: Sequence[Problem],
    language: Language,
    changes: Sequence[ThemeChange] = (),
) -> Report:
    """A row a theme and their total, a table a currency; then what is missed or could not be read.

    Problems are those of the files that could not be read, each with its place. With `changes`
    against an earlier run, these follow.
    """
    words = Words(language)
    sums = totals(entry.theme for entry in entries)
    tables = [_themes_table(words, entries, total) for total in sums]
    tables += [
        _missed_table(words, missed, total.currency)
        for total in sums
        if (missed := tuple(_missed_in(entries, total.currency)))
    ]
    if problems:
        tables.append(_problems_table(words, problems))
    tables += change_tables(changes, language)
    return Report(
        language=language,
        currency=sums[0].currency if sums else "JPY",
        title=words.say("Savings by theme", "テーマ別の削減額"),
        subtitle=_basis(words, [entry.theme for entry in entries]),
        tables=tuple(tables),
        notes=tuple(_notes(words, entries)),
        rounding_note=words.pick(ROUNDED_ONE_BY_ONE),
    )


def _themes_table(words: Words, entries: Sequence[Entry], total: Total) -> Table:
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
        rows=(*rows, _total_row(words, total)),
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
            Verdict(not entry.missed) if entry.checks else _NONE,
        ),
        within=(entry.file,),
        arrangement=theme.arrangement,
    )


def _total_row(words: Words, total: Total) -> Row:
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


def _missed_in(entries: Sequence[Entry], currency: str) -> Iterator[tuple[Entry, Check]]:
    for entry in entries:
        if entry.theme.currency == currency:
            yield from ((entry, check) for check in entry.missed)


def _missed_table(words: Words, missed: Sequence[tuple[Entry, Check]], currency: str) -> Table:
    return Table(
        key="missed",
        title=words.say("What is not met", "満たしていない条件"),
        labels=3,
        columns=(
            Column(words.say("Theme", "テーマ")),
            Column(words.say("Arrangement", "方式")),
            Column(words.say("Condition", "条件")),
            Column(words.say("Expected, in full", "期待(全額)"), numeric=True),
            Column(words.say("Actual, in full", "結果(全額)"), numeric=True),
        ),
        rows=tuple(
            Row(
                (
                    Text(entry.theme.title),
                    Text(check.arrangement),
                    Text(words.pick(CHECKS[check.name])),
                    check_cell(words, check, check.expected, currency),
                    check_cell(words, check, check.actual, currency),
                ),
                within=(entry.file,),
                arrangement=check.arrangement,
            )
            for entry, check in missed
        ),
        currency=currency,
    )


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


def _notes(words: Words, entries: Sequence[Entry]) -> Iterator[str]:
    themes = [entry.theme for entry in entries]
    if not themes:
        yield words.say("No theme could be compared.", "比較できたテーマはありません。")
    yield from _unlike(words, themes)
    losing = [theme.title for theme in themes if not theme.saves]
    if losing:
        named = words.listed(losing)
        yield words.say(
            f"No arrangement saves anything, so the one that costs least is shown: {named}",
            f"削減となる方式がないテーマ(費用が最も少ない方式を表示): {named}",
        )
    for theme in themes:
        if theme.worse_off:
            named = words.listed(theme.worse_off)
            yield words.say(
                f"Would pay more than alone, {theme.title}: {named}",
                f"単独調達より負担が増える団体({theme.title}): {named}",
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
