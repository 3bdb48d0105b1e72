"""What is shown of themes held against an earlier run: the savings first, then what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.difference import Amounts
from scalemerit.views.difference import difference_report
from scalemerit.views.report import Column, Row, Table, Text
from scalemerit.views.telling import Telling, gain, money, moved, sums_of, told_apart
from scalemerit.views.words import Speaker

if TYPE_CHECKING:
    from scalemerit.themes import Batch, ThemeChange
    from scalemerit.wording import Language


def change_tables(batch: Batch, language: Language) -> Iterator[Table]:
    """A row a theme, a table a currency; then all that changed in each theme, for who asks."""
    tell = Telling(language, {})
    changes = batch.changes or ()
    for currency in dict.fromkeys(change.currency for change in changes):
        of_currency = [one for one in changes if one.currency == currency]
        yield _savings(tell, of_currency, is_whole=not batch.not_compared)
    for change in changes:
        if change.difference is not None and change.is_changed:
            yield from _details(change, language)


def _savings(tell: Telling, changes: Sequence[ThemeChange], *, is_whole: bool) -> Table:
    total = Amounts(
        sum(one.saving.old or 0 for one in changes), sum(one.saving.new or 0 for one in changes)
    )
    savings = [one.saving for one in changes]
    names = told_apart([(one.title, one.file) for one in changes])
    return Table(
        key="changes",
        title=tell.say("Savings against the earlier run", "削減額の変化(以前の結果との比較)"),
        columns=(
            Column(tell.say("Theme", "テーマ")),
            Column(tell.say("Saving before", "削減額(前)"), numeric=True),
            Column(tell.say("Saving now", "削減額(今回)"), numeric=True),
            Column(tell.say("Change", "削減額の増減"), numeric=True),
        ),
        rows=(
            *(_row(one, name) for one, name in zip(changes, names, strict=True)),
            Row((Text(tell.say("Total", "合計")), *moved(total)), is_total=True),
        ),
        sums=sums_of(savings, total),
        notes=tuple(_come_and_gone(tell, changes, names, is_whole=is_whole)),
        currency=changes[0].currency,
    )


def _row(change: ThemeChange, name: str) -> Row:
    saving = change.saving
    cells = (money(saving.old), money(saving.new), gain(saving))
    return Row((Text(name), *cells), within=(change.file,))


def _come_and_gone(
    tell: Telling,
    changes: Sequence[ThemeChange],
    names: Sequence[str],
    *,
    is_whole: bool,
) -> Iterator[str]:
    pairs = list(zip(changes, names, strict=True))
    come = tell.listed(name for one, name in pairs if one.old is None)
    gone = tell.listed(name for one, name in pairs if one.new is None)
    if come:
        yield tell.say(f"New: {come}", f"新しいテーマ: {come}")
    if gone:
        yield tell.say(f"Gone: {gone}", f"なくなったテーマ: {gone}")
    if is_whole and not any(one.is_changed for one in changes):
        yield tell.say("No theme has changed.", "変わったテーマはありません。")


def not_compared_note(speaker: Speaker, batch: Batch) -> Iterator[str]:
    """Which themes could not be held against the earlier run, if any."""
    if batch.not_compared:
        named = speaker.listed(told_apart([(one.title, one.file) for one in batch.not_compared]))
        yield speaker.say(
            f"Not compared, as their files could not be read: {named}",
            f"ファイルを読み取れず比較していないテーマ: {named}",
        )


def _details(change: ThemeChange, language: Language) -> Iterator[Table]:
    if change.difference is None:
        return
    for table in difference_report(change.difference, language).tables:
        of = " — ".join(part for part in (change.title, table.of) if part)
        yield table._replace(
            of=of, is_detail=True, within=(change.file, *table.within), currency=change.currency
        )
