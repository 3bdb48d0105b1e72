"""A comparison as a workbook that recomputes: inputs, and the formulas that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.errors import escaped
from scalemerit.workbook.alone import put_alone
from scalemerit.workbook.basis import basis_of
from scalemerit.workbook.contract import Asking
from scalemerit.workbook.curves import put_curves
from scalemerit.workbook.inputs import put_inputs
from scalemerit.workbook.overview import put_overview
from scalemerit.workbook.sheet import Book, Sheet
from scalemerit.workbook.tiers import put_tiers
from scalemerit.workbook.together import Joint

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison
    from scalemerit.wording import Language


def workbook(comparison: Comparison, language: Language) -> Book:
    """The workbook of a comparison."""
    basis = basis_of(comparison, language)
    say = basis.teller.say
    overview, entered = Sheet(say("Summary", "まとめ")), Sheet(say("Inputs", "入力"))
    tiers, alone = Sheet(say("Tiers", "価格帯")), Sheet(say("Separate", "単独"))
    working = Sheet(say("Workings", "計算"))
    sheets, workings, figures = [overview, entered, tiers, alone], [working], []
    inputs, prices = put_inputs(entered, basis), put_tiers(tiers, basis)
    asking = Asking(basis, inputs, prices)
    by_itself = put_alone((alone, working), asking, comparison)
    for number, outcome in enumerate(comparison.arrangements, 1):
        sheet = Sheet(say(f"Joint {number}", f"共同{number}"))
        on_side = Sheet(say(f"Workings {number}", f"計算{number}"))
        figures.append(Joint(sheet, asking, by_itself, outcome).fill(on_side))
        sheets.append(sheet)
        workings.append(on_side)
    curves = Sheet(say("Unit prices", "単価"))
    put_curves(curves, basis, inputs, prices)
    put_overview(overview, basis, comparison, figures)
    title, currency = escaped(comparison.scenario.title), comparison.scenario.currency
    return Book(title, (*sheets, curves, *workings), currency)
