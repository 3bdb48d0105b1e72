"""What the keys and values of a scenario file are called where a person reads of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scalemerit.views.words import BASIS, ROUNDING
from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.errors import KeyPath

SETTINGS: Mapping[str, Word] = {
    "title": Word("title", "件名"),
    "fiscal_years": Word("fiscal years", "会計年度"),
    "currency": Word("currency", "通貨"),
    "rounding": Word("rounding", "端数処理"),
    "tax": Word("tax", "税"),
    "rate": Word("rate", "税率"),
    "products": Word("product", "品目"),
    "billed": Word("billed", "請求の周期"),
    "buyers": Word("buyer", "団体"),
    "quantities": Word("quantity", "数量"),
    "population": Word("population", "人口"),
    "current": Word("today's contract", "現行契約"),
    "join": Word("probability of taking part", "参加確率"),
    "unit_price": Word("unit price", "単価"),
    "unit_prices": Word("unit price", "単価"),
    "vendors": Word("vendor", "事業者"),
    "offered": Word("offered", "見積の対象"),
    "price": Word("price", "価格表"),
    "prices": Word("price", "価格表"),
    "pack_price": Word("price of a pack", "1 パックの価格"),
    "model": Word("model", "価格の方式"),
    "tiers": Word("tier from", "価格帯"),
    "unit": Word("unit price", "単価"),
    "off": Word("off the list price", "定価からの値引率"),
    "flat": Word("flat part", "定額部分"),
    "size": Word("pack size", "1 パックの数量"),
    "list_price": Word("list price", "定価"),
    "minimum_amount": Word("minimum amount", "最低額"),
    "maximum_amount": Word("maximum amount", "最高額"),
    "buy_up": Word("buying up", "繰上購入"),
    "counts": Word("counts", "合算する品目"),
    "amount": Word("amount", "金額"),
    "fees": Word("fees", "固定費"),
    "per_contract": Word("per contract", "契約ごと"),
    "per_contract_yearly": Word("per contract, yearly", "契約ごと(年額)"),
    "per_buyer": Word("per buyer", "団体ごと"),
    "per_buyer_yearly": Word("per buyer, yearly", "団体ごと(年額)"),
    "yearly": Word("yearly", "年額"),
    "separate": Word("separate procurement", "単独調達"),
    "baseline": Word("baseline", "比較基準"),
    "hours": Word("hours", "事務工数"),
    "other": Word("others", "その他の団体"),
    "arrangements": Word("arrangement", "方式"),
    "label": Word("label", "表示名"),
    "lead": Word("lead", "幹事"),
    "award": Word("award", "発注先の決定"),
    "discount": Word("discount", "値引率"),
    "outside_quantity": Word("outside quantity", "外部の数量"),
    "coordination": Word("coordination cost", "事務局経費"),
    "allocation": Word("allocation", "費用負担"),
    "bill": Word("vendors' bill", "契約額"),
    "share_unit": Word("unit of shares", "負担額の単位"),
    "expect": Word("expectation", "期待値"),
    "saving": Word("saving", "削減額"),
    "saving_at_least": Word("saving at least", "削減額の下限"),
    "saving_rate_at_least": Word("saving rate at least", "削減率の下限"),
    "every_buyer_saves": Word("every buyer saves", "全団体で削減"),
    "effort": Word("staff effort", "事務工数"),
    "hourly_cost": Word("cost of an hour", "時間単価"),
}
# Keys whose own keys are names: of buyers, products and so on, or lower bounds of tiers.
NAMING = frozenset(
    {
        "allocation",
        "arrangements",
        "buyers",
        "outside_quantity",
        "products",
        "quantities",
        "tiers",
        "unit_prices",
        "vendors",
    }
)
# Routes whose words are not those of their keys.
ROUTES: Mapping[KeyPath, Word] = {
    ("tax", "prices"): Word("Prices and tax", "価格の税区分"),
    ("products",): Word("Order of products", "品目の順序"),
    ("buyers",): Word("Order of buyers", "団体の順序"),
    ("vendors",): Word("Order of vendors", "事業者の順序"),
    ("arrangements",): Word("Order of arrangements", "方式の順序"),
}
YES, NO = Word("yes", "はい"), Word("no", "いいえ")
ALL_BUYERS = Word("all buyers", "全団体")
# What the words that a key may have as its value mean.
VALUES: Mapping[str, Mapping[str, Word]] = {
    "rounding": ROUNDING,
    "prices": {
        "excluded": Word("without tax", "税抜"),
        "included": Word("with tax", "税込"),
    },
    "billed": {
        "yearly": Word("yearly", "年 1 回"),
        "monthly": Word("monthly", "毎月"),
        "once": Word("once", "初回のみ"),
    },
    "baseline": {"current": BASIS["current"], "quotes": BASIS["quote"]},
    "award": {
        "per_product": Word("product by product", "品目ごと"),
        "single": Word("one vendor for all products", "全品目を 1 者に"),
    },
    "offered": {
        "both": Word("separate and joint procurement", "単独調達と共同調達"),
        "separate": Word("separate procurement only", "単独調達のみ"),
        "joint": Word("joint procurement only", "共同調達のみ"),
    },
    "model": {
        "volume": Word("volume", "全量適用"),
        "graduated": Word("graduated", "段階適用"),
        "package": Word("package", "パック単位"),
        "flat": Word("flat", "定額"),
    },
}
