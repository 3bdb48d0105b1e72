"""The words of the field in both languages, and how names, years and rules are put into them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from scalemerit import fiscal
from scalemerit.money import Exact, in_currency, in_full, plain
from scalemerit.wording import Language, Word

if TYPE_CHECKING:
    from scalemerit.scenario import Arrangement, RuleName, Scenario

RULES: Mapping[RuleName, Word] = {
    "quantity": Word("by quantity", "数量割"),
    "equal": Word("equally", "均等割"),
    "population": Word("by population", "人口割"),
    "separate_cost": Word("by separate cost", "単独調達費割"),
    "equal_saving": Word("equal saving", "削減額均等"),
    "shapley": Word("Shapley value", "シャープレイ値"),
    "nucleolus": Word("nucleolus", "仁"),
    "per_capita_nucleolus": Word("per-capita nucleolus", "1 団体当たり仁"),
    "separable": Word("separable costs", "分離費用身替り妥当支出法"),
    "tau": Word("tau value", "タウ値"),
}
# How something is divided by each rule, as the end of an English sentence.
DIVIDED: Mapping[RuleName, str] = {
    "quantity": "by quantity",
    "equal": "equally",
    "population": "by population",
    "separate_cost": "in proportion to separate costs",
    "equal_saving": "so that everybody saves the same",
    "shapley": "by the Shapley value",
    "nucleolus": "by the nucleolus",
    "per_capita_nucleolus": "by the per-capita nucleolus",
    "separable": "by separable costs",
    "tau": "by the tau value",
}
CAUSES: Mapping[str, Word] = {
    "vendor": Word("Same vendor for all", "事業者の統一"),
    "volume": Word("Volume", "集約効果"),
    "fees": Word("Shared fees", "割勘効果"),
    "discount": Word("Negotiated discount", "価格交渉"),
    "coordination": Word("Coordination cost", "事務局経費"),
}
BASIS: Mapping[str, Word] = {
    "quote": Word("best quote", "最安見積"),
    "current": Word("today's contract", "現行契約"),
}
EXPECTATIONS: Mapping[str, Word] = {
    "saving": Word("Saving is", "削減額が一致"),
    "saving_at_least": Word("Saving at least", "削減額が下限以上"),
    "saving_rate_at_least": Word("Saving rate at least", "削減率が下限以上"),
    "every_buyer_saves": Word("Every buyer saves", "全団体で削減"),
}
EXPECTED = Word("Expected, in full", "期待(端数まで)")
OUTCOME = Word("Actual, in full", "結果(端数まで)")
CHECKS: Mapping[str, Word] = {
    **EXPECTATIONS,
    "fail_under_saving": Word("Saving at least (--fail-under)", "削減額が下限以上(--fail-under)"),
    "fail_under_currency": Word("Currency is (--fail-under)", "通貨が一致(--fail-under)"),
    "fail_under_rate": Word(
        "Saving rate at least (--fail-under)", "削減率が下限以上(--fail-under)"
    ),
    "fail_worse_off": Word("Nobody worse off (--fail-worse-off)", "負担増なし(--fail-worse-off)"),
    "fail_on_decrease": Word(
        "Saving not less than before (--fail-on-decrease)", "削減額が前回以上(--fail-on-decrease)"
    ),
}
LINES: Mapping[str, Word] = {
    "license": Word("Licenses", "ライセンス"),
    "per_contract": Word("Fee per contract", "契約ごとの固定費"),
    "per_contract_yearly": Word("Yearly fee per contract", "契約ごとの固定費(年額)"),
    "per_buyer": Word("Fee per buyer", "団体ごとの固定費"),
    "per_buyer_yearly": Word("Yearly fee per buyer", "団体ごとの固定費(年額)"),
    "current": Word("Today's contract", "現行契約"),
}
COORDINATION_UNTAXED = Word(
    "Coordination cost is as written; no tax is added to it.",
    "事務局経費は記載額のままで、税を加えていません。",
)
ROUNDED_ONE_BY_ONE = Word(
    "Amounts are rounded one by one as shown: sums may differ in the last digit,"
    " and small amounts may show as 0.",
    "表示額は個別に四捨五入しています。合計や差引の末尾が一致しないことや、"
    "少額が 0 と表示されることがあります。",
)
ROUNDING: Mapping[str, Word] = {
    "down": Word("rounded down", "切捨て"),
    "half_up": Word("rounded half up", "四捨五入"),
    "up": Word("rounded up", "切上げ"),
}


class Speaker(ABC):
    """Says words in the language of the reader."""

    __slots__ = ()

    @property
    @abstractmethod
    def language(self) -> Language:
        """The language of the reader."""

    def say(self, en: str, ja: str) -> str:
        """The words in the language of the reader."""
        return ja if self.language == "ja" else en

    def pick(self, word: Word) -> str:
        """A word of the field in the language of the reader."""
        return self.say(word.en, word.ja)

    def listed(self, names: Iterable[str]) -> str:
        """Names one after another."""
        return self.say(", ", "、").join(names)


class _Words(NamedTuple):
    language: Language


class Words(_Words, Speaker):
    """Puts words into one language, where they are about no single scenario."""

    __slots__ = ()

    def years(self, years: tuple[int, ...]) -> str:
        """The fiscal years that amounts are for; empty where none is named."""
        return fiscal.fiscal_years_name(years, japanese=self.language == "ja")

    def tax(self, rate: Exact | None) -> str:
        """What tax amounts hold."""
        if rate is None:
            return self.say("final prices, no tax shown", "価格は最終額(税の計算なし)")
        return self.say(f"amounts with {percent(rate)} tax", f"税込({percent(rate)})")


class _Teller(NamedTuple):
    scenario: Scenario
    language: Language


class Teller(_Teller, Speaker):
    """Puts what a scenario names into the words of one language."""

    __slots__ = ()

    def in_currency(self, amount: Exact) -> Exact:
        """An amount in the currency that is given in its smallest unit."""
        return in_currency(amount, self.scenario.currency)

    def amount(self, amount: Exact) -> str:
        """An exact amount in full, with its currency."""
        if self.scenario.currency == "JPY":
            return f"{plain(amount)}{self.say(' yen', '円')}"
        return f"{in_full(amount, self.scenario.currency)} {self.scenario.currency}"

    def buyer_heading(self) -> str:
        """What the buyers are called: wards where all are special wards."""
        found = self.scenario.municipalities.values()
        if {one.kind for one in found} == {"ward"} and len(found) == len(self.scenario.buyers):
            return self.say("Ward", "区")
        return self.say("Buyer", "団体")

    def product(self, product: str) -> str:
        """A product's label, else its key; the only unnamed product is called license."""
        label = self.scenario.products[product].label
        return label or (self.say("license", "ライセンス") if product == "license" else product)

    def arrangement(self, name: str) -> str:
        """An arrangement by its label with its name, or by its name alone."""
        label = self.scenario.arrangements[name].label
        return f"{label} ({name})" if label else name

    def rule(self, arrangement: Arrangement) -> str:
        """An allocation: its mix of rules, or those of the vendors' bill and of coordination."""
        mixes = list(map(self.mix, arrangement.mixes.values()))
        if len(mixes) == 1:
            return mixes[0]
        bill, coordination = mixes
        return self.say(
            f"vendors' bill {bill}, coordination {coordination}",
            f"契約額は{bill}、事務局経費は{coordination}",
        )

    def mix(self, mix: Mapping[RuleName, Exact]) -> str:
        """One rule, or the parts of a mix."""
        if len(mix) == 1:
            return self.pick(RULES[next(iter(mix))])
        return " + ".join(f"{self.pick(RULES[rule])} {percent(rate)}" for rule, rate in mix.items())

    def basis(self) -> tuple[str, ...]:
        """What the amounts are: their fiscal years and their tax."""
        words, tax = Words(self.language), self.scenario.tax
        years = words.years(self.scenario.fiscal_years)
        return tuple(filter(None, (years, words.tax(None if tax is None else tax.rate))))


def percent(rate: Exact) -> str:
    """A rate that was written in per cent, as it was written."""
    return f"{plain(rate * 100)}%"
