"""What is shown of a difference: the savings first, then what changed, then all that follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.views.changes import inputs_table
from scalemerit.views.movements import arrangement_tables, separate_table
from scalemerit.views.report import Column, Rate, Report, Row, Table, Text
from scalemerit.views.telling import Telling, arrangement_name, gain, money, sums_of
from scalemerit.views.words import Words

if TYPE_CHECKING:
    from scalemerit.difference import ArrangementDifference, Difference
    from scalemerit.wording import Language


def difference_report(found: Difference, language: Language) -> Report:
    """What changed from one result to another."""
    names = {buyer.buyer: buyer.name for buyer in (*found.old.buyers, *found.new.buyers)}
    labels = {**found.old.product_labels, **found.new.product_labels}
    tell = Telling(language, names, labels)
    return Report(
        language=language,
        currency=found.new.currency,
        title=found.new.title,
        subtitle=tuple(_basis(tell, found)),
        tables=() if found.is_none else tuple(_tables(tell, found)),
        notes=tuple(_notes(tell, found)),
        rounding_note=tell.say(
            "Amounts are rounded one by one as shown: differences may be off in the last digit,"
            " and small amounts may show as 0.",
            "表示額は個別に四捨五入しています。増減の末尾が一致しないことや、"
            "少額が 0 と表示されることがあります。",
        ),
    )


def _basis(tell: Telling, found: Difference) -> Iterator[str]:
    """What the amounts are: their fiscal years and their tax, both where they are others."""
    old, new, words = found.old, found.new, Words(tell.language)
    years, years_before = words.years(new.fiscal_years), words.years(old.fiscal_years)
    unnamed = tell.say("no fiscal year", "会計年度の記載なし")
    if years != years_before:
        yield f"{years_before or unnamed} → {years or unnamed}"
    elif years:
        yield years
    if old.tax_rate == new.tax_rate:
        yield words.tax(new.tax_rate)
        return
    untaxed = tell.say("no tax shown", "税の計算なし")
    rates = (old.tax_rate, new.tax_rate)
    yield " → ".join(untaxed if rate is None else words.tax(rate) for rate in rates)


def _notes(tell: Telling, found: Difference) -> Iterator[str]:
    if found.is_none:
        yield tell.say(
            "Nothing changed: inputs and figures are the same.",
            "変更はありません。入力も結果も同じです。",
        )
    if not found.is_complete:
        yield tell.say(
            "A result of an older version does not hold its inputs:"
            " only changes that its figures tell are listed.",
            "旧版の結果には入力が含まれないため、結果から分かる変更だけを示しています。",
        )
    before, after = (max(len(one.fiscal_years), 1) for one in (found.old, found.new))
    if before != after:
        yield tell.say(
            f"Amounts are over all fiscal years: {before} before, {after} after.",
            f"金額は全会計年度の合計です(変更前 {before} 年、変更後 {after} 年)。",
        )


def _tables(tell: Telling, found: Difference) -> Iterator[Table]:
    yield _savings(tell, found)
    if found.inputs:
        yield inputs_table(tell, found)
    if any(one.is_changed for one in found.buyers):
        yield separate_table(tell, found)
    for one in found.arrangements:
        if one.is_changed:
            yield from arrangement_tables(tell, one)


def _savings(tell: Telling, found: Difference) -> Table:
    """The decision: what each arrangement saved and saves."""
    return Table(
        key="savings",
        title=tell.say("Saving before and after", "削減額の変化"),
        columns=(
            Column(tell.say("Arrangement", "方式")),
            *tell.changing(),
            Column(tell.say("Rate before", "削減率(前)"), numeric=True),
            Column(tell.say("Rate after", "削減率(後)"), numeric=True),
        ),
        rows=tuple(_saving_row(one) for one in found.arrangements),
        sums=sums_of([one.saving for one in found.arrangements]),
        notes=tuple(_verdict(tell, found)),
    )


def _saving_row(one: ArrangementDifference) -> Row:
    return Row(
        (
            Text(arrangement_name(one)),
            money(one.saving.old),
            money(one.saving.new),
            gain(one.saving),
            Rate(one.old.saving_rate if one.old else None),
            Rate(one.new.saving_rate if one.new else None),
        ),
        arrangement=one.name,
    )


def _verdict(tell: Telling, found: Difference) -> Iterator[str]:
    """What has come and gone, whether another arrangement saves most, and who is worse off."""
    come = tell.listed(arrangement_name(one) for one in found.arrangements if one.old is None)
    gone = tell.listed(arrangement_name(one) for one in found.arrangements if one.new is None)
    if come:
        yield tell.say(f"Added: {come}", f"追加された方式: {come}")
    if gone:
        yield tell.say(f"Removed: {gone}", f"なくなった方式: {gone}")
    before, after = (one.best.name if one.best else "―" for one in (found.old, found.new))
    if before != after:
        yield tell.say(
            f"The largest saving: {before} before, {after} after",
            f"削減額が最大の方式: 変更前 {before}、変更後 {after}",
        )
    yield from _worse_off(tell, found)


def _worse_off(tell: Telling, found: Difference) -> Iterator[str]:
    """The buyers that now would pay more than alone, and whose case is another, by arrangement."""
    for one in found.arrangements:
        names = tell.listed(share.name for share in one.shares if share.is_worse_off)
        if names:
            yield tell.say(
                f"Would pay more than alone ({one.name}): {names}",
                f"単独調達より負担が増える団体({one.name}): {names}",
            )
        if one.old and one.new:
            yield from _no_longer_the_same(tell, one)


def _no_longer_the_same(tell: Telling, one: ArrangementDifference) -> Iterator[str]:
    newly, no_longer = map(tell.listed, (one.newly_worse_off, one.no_longer_worse_off))
    if newly:
        yield tell.say(
            f"Of these, newly so ({one.name}): {newly}",
            f"うち新たに負担増となった団体({one.name}): {newly}",
        )
    if no_longer:
        yield tell.say(
            f"No longer pay more than alone ({one.name}): {no_longer}",
            f"負担増が解消した団体({one.name}): {no_longer}",
        )
