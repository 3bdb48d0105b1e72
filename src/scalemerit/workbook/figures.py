"""The figures of an arrangement, beside those that were computed when the file was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.formula import Formula
    from scalemerit.workbook.held import Held
    from scalemerit.workbook.sheet import Sheet

TOP = 4
COORDINATION = (TOP + 2, 1)


class Figures(NamedTuple):
    """Where the figures of an arrangement stand, in the currency, and what of them is held."""

    separate: Formula
    joint: Formula
    coordination: Formula
    saving: Formula
    rate: Formula
    held: Held


class Totals(NamedTuple):
    """The totals that lead from the separate cost to the joint one, and what running it costs.

    `steps` are six: the last but one is the vendors' bill, the last has the coordination in it.
    """

    steps: tuple[Formula, ...]
    coordination: Formula


def put_figures(
    sheet: Sheet, basis: Basis, outcome: Outcome, totals: Totals, held: Held
) -> Figures:
    """Put the figures and what of them is held; the cost of coordination has its cell already."""
    exact, put = basis.teller.in_currency, sheet.put
    _put_words(sheet, basis, held)
    separate = put((TOP, 1), totals.steps[0], "money")
    joint = put((TOP + 1, 1), totals.steps[-2], "money")
    saving = put((TOP + 3, 1), basis.whole(separate - totals.steps[-1]), "money_total")
    rate = put((TOP + 4, 1), saving.over(separate), "rate_total")
    now = (separate, joint, totals.coordination, saving)
    before = (outcome.separate, outcome.joint, outcome.coordination, outcome.saving)
    for here, (cell, then) in enumerate(zip(now, before, strict=True), TOP):
        old = put((here, 2), exact(then), "money")
        put((here, 3), basis.whole(cell - old), "money")
    return Figures(separate, joint, totals.coordination, saving, rate, held)


def _put_words(sheet: Sheet, basis: Basis, held: Held) -> None:
    say, mark = basis.teller.say, held.award_mark
    sheet.head(
        (TOP - 1, 0),
        say("Figure", "項目"),
        say("Now", "現在の値"),
        say("When written", "作成時の値"),
        say("Change", "変化"),
    )
    words = (
        say("Separate cost", "単独調達費") + mark,
        say("Joint bill", "共同調達の契約額") + mark,
        say("Coordination cost", "事務局経費"),
        say("Saving", "削減額") + mark,
        say("Saving rate", "削減率") + mark,
    )
    for here, word in enumerate((*words, *held.notes()), TOP):
        sheet.say((here, 0), word, "text" if here < TOP + len(words) else "note")
