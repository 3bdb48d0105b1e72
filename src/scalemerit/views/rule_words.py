"""What each rule means, whom it favors and what it promises, for those who are to vote on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.division import InCore
    from scalemerit.rules import Promise
    from scalemerit.scenario import RuleName


class Meaning(NamedTuple):
    """What a rule means, whom it favors in a few words, and the same in a sentence.

    The meaning is part of a sentence: in Japanese 方式 follows on it.
    """

    how: Word
    favored: Word
    favors: Word


MEANINGS: Mapping[RuleName, Meaning] = {
    "quantity": Meaning(
        Word(
            "every license costs everybody the same",
            "ライセンス 1 つの負担が全団体同じになる",
        ),
        Word("buyers of few licenses", "数量の少ない団体"),
        Word(
            "it favors buyers of few licenses, who get the price that the others' many licenses"
            " bring",
            "多い団体がもたらした単価の恩恵を同じだけ受ける、数量の少ない団体に有利です。",
        ),
    ),
    "equal": Meaning(
        Word(
            "everybody pays the same amount, whatever it needs",
            "数量にかかわらず全団体が同額を負担する",
        ),
        Word("buyers of many licenses", "数量の多い団体"),
        Word(
            "it favors buyers of many licenses, and those of few may pay more than alone",
            "数量の多い団体に有利で、少ない団体は単独調達より負担が増えることがあります。",
        ),
    ),
    "population": Meaning(
        Word(
            "everybody pays in proportion to its population, as is usual for joint offices",
            "共同の事務でよく用いられる、人口に比例して負担する",
        ),
        Word(
            "buyers that need many licenses for their population",
            "人口の割に数量の多い団体",
        ),
        Word(
            "it favors buyers that need many licenses for their population",
            "人口の割に数量の多い団体に有利です。",
        ),
    ),
    "separate_cost": Meaning(
        Word(
            "everybody saves the same per cent of what it pays alone",
            "単独調達費に対する削減率が全団体同じになる",
        ),
        Word("buyers that are offered a low price even alone", "単独でも安く買える団体"),
        Word(
            "it favors buyers that are offered a low price even alone, as they save as much of it"
            " as all others",
            "単独でも安く買える団体が他と同じ率で削減できるため、そうした団体に有利です。",
        ),
    ),
    "equal_saving": Meaning(
        Word("everybody saves the same amount", "削減額が全団体同じになる"),
        Word("buyers of few licenses", "数量の少ない団体"),
        Word(
            "it favors buyers of few licenses, for whom that is a large part of what they pay",
            "負担の小さい団体ほど削減率が高くなり、数量の少ない団体に有利です。",
        ),
    ),
    "shapley": Meaning(
        Word(
            "everybody pays what it adds to the cost on average over all orders in which the buyers"
            " could have joined",
            "団体が加わるあらゆる順序について、その団体が加わって増える費用を平均した額を負担する",
        ),
        Word("buyers that make the price fall for all", "全体の単価を下げる団体"),
        Word(
            "it favors buyers that make the price fall for all",
            "全体の単価を下げる団体に有利です。",
        ),
    ),
    "nucleolus": Meaning(
        Word(
            "of the divisions in which nobody pays more than alone, or of all where there is none,"
            " the one in which the group of buyers with most reason to leave has as little as can"
            " be",
            "どの団体も単独調達より負担が増えない範囲(それができなければ全体)で、離脱する理由が"
            "最も大きい団体の組の、その理由をできるだけ小さくする",
        ),
        Word(
            "buyers that could do well without the others",
            "他の団体がいなくても安く買える団体",
        ),
        Word(
            "it favors buyers that could do well without the others",
            "他の団体がいなくても安く買える団体に有利です。",
        ),
    ),
    "per_capita_nucleolus": Meaning(
        Word(
            "as the nucleolus, with what a group would gain or lose by leaving counted per buyer",
            "離脱の理由を仁と同じように抑え、離脱による損得を 1 団体当たりで測る",
        ),
        Word("large groups, where all can be kept in", "全団体を引き留められるときの大きな組"),
        Word(
            "it favors large groups, wherever all can be kept in: the more buyers, the more they"
            " save",
            "全団体を引き留められるときは、団体数の多い組ほど多く削減でき、有利です。",
        ),
    ),
    "separable": Meaning(
        Word(
            "everybody pays what the bill would be less without it, and of the rest in proportion"
            " to what it then still saves, as the law on dams of several uses has it",
            "その団体がいなければ減る費用(分離費用)を各自が負担し、残りを、なお残る便益に比例して"
            "負担する、特定多目的ダム法の費用割振りと同じ",
        ),
        Word("buyers for whom buying alone is not dear", "単独でも安く買える団体"),
        Word(
            "it favors buyers for whom buying alone is not dear",
            "単独でも安く買える団体に有利です。",
        ),
    ),
    "tau": Meaning(
        Word(
            "everybody pays between what the bill would be less without it and the most that the"
            " others could ask of it, all at the same point between",
            "各団体の負担を、その団体がいなければ減る費用と、他の団体が求めうる最大の負担との間の、"
            "全団体同じ割合の点に置く",
        ),
        Word(
            "buyers that can threaten to stay out",
            "不参加が他の団体の痛手となる団体",
        ),
        Word(
            "it favors buyers that can threaten to stay out",
            "不参加が他の団体の痛手となる団体に有利です。",
        ),
    ),
}
PROMISES: Mapping[Promise, Word] = {
    "nobody_worse_off": Word("Nobody pays more than alone", "単独調達より負担が増える団体はない"),
    "in_core": Word("In the core wherever there is one", "コアがあればコアに属する"),
    "equal_treatment": Word("Equal buyers pay the same", "条件の同じ団体は同額"),
    "never_negative": Word("Nobody is paid for taking part", "受取りになる団体はない"),
    "alone_if_dummy": Word(
        "Who brings no saving pays what it pays alone", "削減に寄与しない団体は単独調達費のまま"
    ),
    "rises_with_bill": Word(
        "No share falls when only the bill rises", "費用だけが増えて負担が減る団体はない"
    ),
    "additive": Word(
        "Two bills come to the same together or apart", "2 つの費用を別々に分けても合計は同じ"
    ),
}
IN_CORE: Mapping[InCore, Word] = {
    "yes": Word("yes", "はい"),
    "rounded": Word("yes, up to rounding", "はい(端数を除く)"),
    "no": Word("no", "いいえ"),
    "unknown": Word("not known", "不明"),
}
