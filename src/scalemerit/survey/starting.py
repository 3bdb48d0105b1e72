"""A scenario to start from: commented, sound as it stands, with assumptions named as such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scalemerit import municipalities
from scalemerit.scenario.model import ONLY_PRODUCT
from scalemerit.source.editing import yaml_text
from scalemerit.survey.adopting import buyer_text, changes_of_new, contract_in
from scalemerit.survey.answers import Answer
from scalemerit.wording import Language

_ASSUMED = 100  # licenses that a buyer without an answer is taken to need
_EXAMPLE_TIERS = "{1: 5_000, 500: 4_500, 1000: 4_200, 2000: 4_000}"


class Start(NamedTuple):
    """What a new scenario holds: a title, products by their keys with labels, and buyers.

    A buyer without an answer is written with an assumed quantity.
    """

    title: str
    products: Mapping[str, str]
    buyers: Mapping[str, Answer | None]


class _Words(NamedTuple):
    head: str
    title: str
    source: str
    assumed: str
    years: str
    tax: str
    products: str
    buyers: str
    vendors: str
    vendor: str
    arrangements: str
    label: str


_JA = _Words(
    "シナリオのひな形です。数字と名前を書き換えて使います(全項目は docs/format.md)。",
    "共同調達の試算",
    "単価は仮定。見積書や現行契約の金額に置き換えてください",
    "数量は仮定。調査の結果に置き換えてください",
    "会計年度(4 月から翌年 3 月)。R7、R7-R9、2025 のように書きます",
    "単価は税抜。税込なら included",
    "品目。billed は yearly(年額)、monthly(月額)、once(初年度のみ)",
    "団体と必要数量。current は現行契約の年額(単価と同じ税抜・税込)",
    "事業者と価格表。tiers は「この数量から: 単価」",
    "A社",
    "共同調達の方式。lead(幹事区)、coordination(事務局経費)、allocation(費用負担)などを書けます",
    "全団体の共同調達",
)
_EN = _Words(
    "A scenario to start from: put your own figures into it (docs/format.md has all keys).",
    "Estimate of a joint purchase",
    "unit prices are assumptions: replace them by quotes or contracts",
    "quantities are assumptions: replace them by the answers of a survey",
    "fiscal years, April to March: R7, R7-R9, 2025",
    "unit prices are without tax; included, if they hold it",
    "products; billed yearly, monthly, or once (in the first year)",
    "buyers and what they need; current is what today's contract costs a year, taxed as prices are",
    "vendors and their prices; tiers are `from this quantity on: unit price`",
    "Vendor A",
    "ways to buy jointly; a lead, coordination cost, an allocation and more may stand here",
    "All buyers together",
)


def buyers_named(words: Sequence[str]) -> tuple[str, ...]:
    """The buyers that a list means: 23-wards, tokyo, and names or codes; ValueError for others.

    `tokyo` are the wards, cities, towns and villages of Tokyo.
    """
    found: list[str] = []
    for word in words:
        if word in {"23-wards", "tokyo"}:
            kinds = {"ward"} if word == "23-wards" else {"ward", "city", "town", "village"}
            found += [one.name for one in municipalities.table() if one.kind in kinds]
            continue
        meant = municipalities.find(word)
        if municipalities.is_code(word) and not meant:
            raise ValueError(word)
        found.append(meant[0].name if len(meant) == 1 else word)
    return tuple(dict.fromkeys(found))


def products_named(words: Iterable[str]) -> dict[str, str]:
    """Products by their keys, from words such as `e3=Microsoft 365 E3` or `e3`."""
    pairs = (word.partition("=") for word in words)
    return {key.strip(): label.strip() for key, _, label in pairs}


def starting_text(start: Start, language: Language) -> str:
    """The text of the scenario."""
    words = _JA if language == "ja" else _EN
    return "".join(f"{line}\n" for line in _lines(start, words))


def _lines(start: Start, words: _Words) -> Iterable[str]:
    yield f"# {words.head}"
    yield "scalemerit: 1"
    yield f"title: {yaml_text(start.title or words.title)}"
    yield "sources:"
    yield f"  - {yaml_text(words.source)}"
    if None in start.buyers.values():
        yield f"  - {yaml_text(words.assumed)}"
    yield f"# fiscal_years: R7  # {words.years}"
    yield f"tax: {{rate: 10%, prices: excluded}}  # {words.tax}"
    if not _is_bare(start):
        yield f"\n# {words.products}\nproducts:"
        for key, label in start.products.items():
            shown = f"label: {yaml_text(label)}, " if label else ""
            yield f"  {yaml_text(key)}: {{{shown}billed: yearly}}"
    yield f"\n# {words.buyers}\nbuyers:"
    for buyer, answer in start.buyers.items():
        yield f"  {yaml_text(buyer)}: {_buyer(start, answer)}"
    yield f"\n# {words.vendors}\nvendors:\n  {words.vendor}:"
    yield from _prices(start)
    yield "    fees: {per_contract: 0, per_buyer: 0}"
    yield f"\n# {words.arrangements}\narrangements:"
    yield f"  joint: {{label: {words.label}, buyers: all, allocation: quantity}}"


def _is_bare(start: Start) -> bool:
    """Whether there is one product that needs no name."""
    return list(start.products) == [ONLY_PRODUCT]


def _buyer(start: Start, answer: Answer | None) -> str:
    given = answer.quantities if answer else dict.fromkeys(start.products, _ASSUMED)
    quantities = {key: given.get(key, 0) for key in start.products}
    only = len(start.products) == 1
    is_in_need = answer is not None and any(quantities.values())
    contract = contract_in(changes_of_new(answer), only=only) if answer and is_in_need else None
    note = _note(answer) if answer else ""
    return buyer_text(quantities, contract, bare=only) + note


def _note(answer: Answer) -> str:
    """What else the buyer said, as a comment."""
    said = "; ".join(filter(None, (answer.vendor, answer.ends, answer.remarks)))
    shown = "".join(one if one.isprintable() else " " for one in said)
    return f"  # {shown}" if shown else ""


def _prices(start: Start) -> Iterable[str]:
    price = f"{{model: volume, tiers: {_EXAMPLE_TIERS}}}"
    if len(start.products) == 1:
        yield f"    price: {price}"
        return
    yield "    prices:"
    yield from (f"      {yaml_text(key)}: {price}" for key in start.products)
