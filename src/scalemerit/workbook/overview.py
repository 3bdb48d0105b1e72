"""The first sheet: every arrangement in short, and what the workbook can and cannot recompute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.errors import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.figures import Figures
    from scalemerit.workbook.sheet import Sheet

_HEAD = 3


def put_overview(
    sheet: Sheet, basis: Basis, comparison: Comparison, figures: Sequence[Figures]
) -> None:
    """Fill the first sheet."""
    teller = basis.teller
    say = teller.say
    sheet.say((0, 0), escaped(comparison.scenario.title), "title")
    sheet.say((1, 0), say(", ", "、").join(teller.basis()), "note")
    sheet.widths.update({0: 36, **dict.fromkeys(range(1, 8), 16), 8: 24})
    sheet.unit_at = (2, 0)
    _put_headings(sheet, basis)
    rows = zip(comparison.arrangements, figures, strict=True)
    for at, (outcome, found) in enumerate(rows, _HEAD + 1):
        _put_row(sheet, basis, at, outcome, found)
    below = _HEAD + 2 + len(comparison.arrangements)
    for place, note in enumerate(_notes(basis), below):
        sheet.say((place, 0), note, "note")


def _put_headings(sheet: Sheet, basis: Basis) -> None:
    say = basis.teller.say
    sheet.head(
        (_HEAD, 0),
        say("Arrangement", "共同調達の方式"),
        say("Separate cost", "単独調達費"),
        say("Joint bill", "共同調達の契約額"),
        say("Coordination cost", "事務局経費"),
        say("Saving", "削減額"),
        say("Saving rate", "削減率"),
        say("Saving when written", "作成時の削減額"),
        say("Change", "変化"),
        say("Held as written", "作成時のまま固定"),
    )


def _put_row(sheet: Sheet, basis: Basis, at: int, outcome: Outcome, found: Figures) -> None:
    """The row of an arrangement, now and as it was written."""
    sheet.say((at, 0), escaped(basis.teller.arrangement(outcome.name)))
    amounts = (found.separate, found.joint, found.coordination, found.saving)
    for place, amount in enumerate(amounts, 1):
        sheet.put((at, place), amount, "money")
    sheet.put((at, 5), found.rate, "rate")
    then = sheet.put((at, 6), basis.teller.in_currency(outcome.saving), "money")
    sheet.put((at, 7), basis.whole(found.saving - then), "money")
    sheet.say((at, 8), found.held.in_short())


def _notes(basis: Basis) -> tuple[str, ...]:
    """How to use the workbook, and what in it is held."""
    if basis.teller.language == "ja":
        return (
            "「入力」と「価格帯」の青字のセルを変えると、すべての金額が計算し直されます。",
            "端数処理は請求書ごとに 1 回、その税にも 1 回です。負担額は最大剰余法で割り振ります。",
            f"2 進小数の誤差は小数第 {basis.digits} 位で丸めてから端数処理しています。",
            "固定のもの:価格表の種類、合計数で価格帯を決める品目、端数処理、負担方式の割合、幹事区。",
            "これらを変えるには、シナリオのファイルを直して作り直してください。",
            "事務工数と期待値の判定は、このブックには含みません。",
        )
    return (
        "Change a blue cell of Inputs or Tiers, and all amounts are worked out anew.",
        "Each invoice is rounded once, and its tax once; shares are rounded by largest remainder.",
        f"What binary fractions add is rounded off at {basis.digits} decimal places before that.",
        "Held: price models, products counted for a tier, rounding, rates of rules, the lead.",
        "To change what is held, edit the scenario and write the file anew.",
        "Staff effort and expectations are not part of this workbook.",
    )
