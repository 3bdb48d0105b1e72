"""The sheet of a survey before anybody has answered: whom it asks for what, in which unit."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import NamedTuple

from scalemerit import municipalities
from scalemerit.money import TaxBasis
from scalemerit.scenario import Scenario
from scalemerit.scenario.model import ONLY_PRODUCT
from scalemerit.wording import Language, Word

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Asked(NamedTuple):
    """One column to be filled in: its heading, how wide it is and what its reader should know."""

    kind: str
    heading: str
    width: int
    note: str


class Template(NamedTuple):
    """A survey: its title, notes, the columns asked, and the code and name of each buyer."""

    title: str
    notes: tuple[str, ...]
    labels: tuple[str, str]
    asked: tuple[Asked, ...]
    buyers: tuple[tuple[str, str], ...]


def template_of(scenario: Scenario, language: Language) -> Template:
    """The survey of a scenario's buyers about its products."""
    products = {key: product.label or "" for key, product in scenario.products.items()}
    basis = scenario.tax.prices if scenario.tax else None
    codes, names = scenario.codes, scenario.names
    named = tuple((codes.get(key, ""), names[key]) for key in scenario.buyers)
    return _template(scenario.title, products, named, (scenario.currency, basis), language)


def new_template(
    title: str, products: Mapping[str, str], buyers: tuple[str, ...], language: Language
) -> Template:
    """A survey without a scenario: amounts are in yen, without tax."""
    meant = municipalities.meant_by(buyers)
    named = tuple((meant[one].code if one in meant else "", one) for one in buyers)
    return _template(title, products, named, ("JPY", "excluded"), language)


def csv_of(template: Template, *, bom: bool) -> str:
    """The survey as CSV: a line of headings, a line a buyer, nothing that acts as a formula."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(map(_safe, (*template.labels, *(one.heading for one in template.asked))))
    for code, name in template.buyers:
        lines.writerow((code, _safe(name), *("" for _ in template.asked)))
    return ("\ufeff" if bom else "") + text.getvalue()


def _safe(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA_SIGNS) else words


def _template(
    title: str,
    products: Mapping[str, str],
    buyers: tuple[tuple[str, str], ...],
    money: tuple[str, TaxBasis | None],
    language: Language,
) -> Template:
    unit = _unit(*money)
    asked = (*_products(products), *_contract(unit))
    shown = [
        Asked(kind, getattr(heading, language), width, getattr(note, language))
        for kind, heading, width, note in asked
    ]
    sheet = Word(f"Survey: {title}" if title else "Survey", f"需要調査票 {title}".strip())
    notes = [getattr(note, language) for note in _notes(unit)]
    labels = ("Code", "Buyer") if language == "en" else ("団体コード", "団体名")
    return Template(getattr(sheet, language), tuple(notes), labels, tuple(shown), buyers)


def _unit(currency: str, basis: TaxBasis | None) -> Word:
    """The unit of amounts and whether they hold tax."""
    tax = {
        "excluded": Word(", tax excluded", "・税抜"),
        "included": Word(", tax included", "・税込"),
        None: Word("", ""),
    }[basis]
    return Word(f"{currency}{tax.en}", f"{'円' if currency == 'JPY' else currency}{tax.ja}")


def _products(products: Mapping[str, str]) -> list[tuple[str, Word, int, Word]]:
    note = Word(
        "How many licenses are needed a year: a whole number, 0 for none.",
        "1 年に必要なライセンス数を整数で記入してください(不要なら 0)。",
    )
    labels = list(products.values())
    columns = []
    for key, label in products.items():
        name = label if label and labels.count(label) == 1 else key
        heading = Word(f"{name} (licenses)", f"{name}(ライセンス)")
        if key == ONLY_PRODUCT and not label:
            heading = Word("Quantity (licenses)", "数量(ライセンス)")
        columns.append(("quantity", heading, 14, note))
    return columns


def _contract(unit: Word) -> list[tuple[str, Word, int, Word]]:
    return [
        (
            "text",
            Word("Vendor of today's contract", "現行契約の事業者"),
            22,
            Word("Leave it empty where there is none.", "現行契約がなければ空欄としてください。"),
        ),
        (
            "amount",
            Word(f"Yearly amount ({unit.en})", f"現行契約の年額({unit.ja})"),
            28,
            Word(f"For a fiscal year, in {unit.en}.", f"1 会計年度あたりの金額({unit.ja})。"),
        ),
        (
            "text",
            Word("Ends in fiscal year", "現行契約の終了年度"),
            20,
            Word("The last fiscal year, such as R8.", "最後の会計年度(例: R8)。"),
        ),
        (
            "text",
            Word("Remarks", "備考"),
            30,
            Word("Whatever else should be known.", "補足があれば記入してください。"),
        ),
    ]


def _notes(unit: Word) -> list[Word]:
    return [
        Word(
            "Fill in the yellow cells of your row. Quantities are licenses needed a year, in whole"
            " numbers; a blank beside a quantity means none.",
            "自団体の行の黄色のセルに記入してください。数量は 1 年に必要なライセンス数(整数)です。"
            "数量の欄のうち空欄は「なし」とみなします。",
        ),
        Word(
            f"Amounts are per fiscal year (April to March), in {unit.en}.",
            f"金額は 1 会計年度(4 月から翌年 3 月)あたり、{unit.ja}です。",
        ),
    ]
