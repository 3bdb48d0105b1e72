"""What is shown of themes held against an earlier run: the savings first, then what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.difference import Amounts
from scalemerit.views.difference import difference_report
from scalemerit.views.report import Column, Row, Table, Text
from scalemerit.views.telling import Telling, gain, money, moved, sums_of, told_apart

if TYPE_CHECKING:
    from scalemerit.themes import ThemeChange
    from scalemerit.wording import Language


def change_tables(changes: Sequence[ThemeChange], language: Language) -> Iterator[Table]:
    """A row a theme, a table a currency; then all that changed in each theme, for who asks."""
    tell = Telling(language, {})
    for currency in dict.fromkeys(change.currency for change in changes):
        yield _savings(tell, [one for one in changes if one.currency == currency], currency)
    for change in changes:
        if change.difference is not None and change.is_changed:
            yield from _details(change, language)


def _savings(tell: Telling, changes: Sequence[ThemeChange], currency: str) -> Table:
    total = Amounts(
        sum(one.saving.old or 0 for one in changes), sum(one.saving.new or 0 for one in changes)
    )
    savings = [one.saving for one in changes]
    names = told_apart([(one.title, one.file) for one in changes])
    return Table(
        key="changes",
        title=tell.say("Against the earlier run", "以前の結果との比較"),
        columns=(Column(tell.say("Theme", "テーマ")), *tell.changing()),
        rows=(
            *(_row(one, name) for one, name in zip(changes, names, strict=True)),
            Row((Text(tell.say("Total", "合計")), *moved(total)), is_total=True),
        ),
        sums=sums_of(savings, total),
        notes=tuple(_come_and_gone(tell, changes)),
        currency=currency,
    )


def _row(change: ThemeChange, name: str) -> Row:
    saving = change.saving
    cells = (money(saving.old), money(saving.new), gain(saving))
    return Row((Text(name), *cells), within=(change.file,))


def _come_and_gone(tell: Telling, changes: Sequence[ThemeChange]) -> Iterator[str]:
    come = tell.listed(one.title for one in changes if one.old is None)
    gone = tell.listed(one.title for one in changes if one.new is None)
    same = sum(not one.is_changed for one in changes)
    if come:
        yield tell.say(f"New: {come}", f"新しいテーマ: {come}")
    if gone:
        yield tell.say(f"Gone: {gone}", f"なくなったテーマ: {gone}")
    if same == len(changes):
        yield tell.say("No theme has changed.", "変わったテーマはありません。")


def _details(change: ThemeChange, language: Language) -> Iterator[Table]:
    if change.difference is None:
        return
    for table in difference_report(change.difference, language).tables:
        of = " — ".join(part for part in (change.title, table.of) if part)
        yield table._replace(
            of=of, is_detail=True, within=(change.file, *table.within), currency=change.currency
        )
