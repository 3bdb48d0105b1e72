"""What each rule means, and whom it favors, in one sentence that an assembly can follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.division import InCore
    from scalemerit.scenario import RuleName

MEANINGS: Mapping[RuleName, Word] = {
    "quantity": Word(
        "Every license costs everybody the same; it favors buyers of few licenses, who get the"
        " price that the others' many licenses bring.",
        "ライセンス 1 つの負担が全団体同じになる方式です。"
        "多い団体がもたらした単価の恩恵を同じだけ受ける、数量の少ない団体に有利です。",
    ),
    "equal": Word(
        "Everybody pays the same amount, whatever it needs; it favors buyers of many licenses, and"
        " those of few may pay more than alone.",
        "数量にかかわらず全団体が同額を負担する方式です。数量の多い団体に有利で、"
        "少ない団体は単独調達より負担が増えることがあります。",
    ),
    "population": Word(
        "Everybody pays in proportion to its population, as is usual for joint offices; it favors"
        " buyers that need many licenses for their population.",
        "共同の事務でよく用いられる、人口に比例して負担する方式です。"
        "人口の割に数量の多い団体に有利です。",
    ),
    "separate_cost": Word(
        "Everybody saves the same per cent of what it pays alone; it favors buyers that are offered"
        " a low price even alone, as they save as much of it as all others.",
        "単独調達費に対する削減率が全団体同じになる方式です。"
        "単独でも安く買える団体が他と同じ率で削減できるため、そうした団体に有利です。",
    ),
    "equal_saving": Word(
        "Everybody saves the same amount; it favors buyers of few licenses, for whom that is a"
        " large part of what they pay.",
        "削減額が全団体同じになる方式です。負担の小さい団体ほど削減率が高くなり、"
        "数量の少ない団体に有利です。",
    ),
    "shapley": Word(
        "Everybody pays what it adds to the cost on average over all orders in which the buyers"
        " could have joined; it favors buyers that make the price fall for all.",
        "団体が加わるあらゆる順序について、その団体が加わって増える費用を平均した額を負担する"
        "方式です。全体の単価を下げる団体に有利です。",
    ),
    "nucleolus": Word(
        "Of the divisions in which nobody pays more than alone, the one in which the group of"
        " buyers with most reason to leave has as little as can be; it favors buyers that could do"
        " well without the others.",
        "どの団体も単独調達より負担が増えない範囲で、離脱する理由が最も大きい団体の組の、"
        "その理由をできるだけ小さくする方式です。"
        "他の団体がいなくても安く買える団体に有利です。",
    ),
    "per_capita_nucleolus": Word(
        "As the nucleolus, with what a group would gain or lose by leaving counted per buyer; it"
        " favors large groups, wherever all can be kept in: the more buyers, the more they save.",
        "仁と同じく離脱の理由を抑える方式で、離脱による損得を 1 団体当たりで測ります。"
        "全団体を引き留められるときは、団体数の多い組ほど多く削減でき、有利です。",
    ),
    "separable": Word(
        "Everybody pays what the bill would be less without it, and of the rest in proportion to"
        " what it then still saves; it favors buyers for whom buying alone is not dear. The law on"
        " dams of several uses divides costs so.",
        "その団体がいなければ減る費用(分離費用)を各自が負担し、残りを、なお残る便益に比例して"
        "負担する方式です(特定多目的ダム法の費用割振り)。単独でも安く買える団体に有利です。",
    ),
    "tau": Word(
        "Everybody pays between what the bill would be less without it and the most that the others"
        " could ask of it, all at the same point between; it favors buyers that can threaten to"
        " stay out.",
        "各団体の負担を、その団体がいなければ減る費用と、他の団体が求めうる最大の負担との間の、"
        "全団体同じ割合の点に置く方式です。不参加が他の団体の痛手となる団体に有利です。",
    ),
}
IN_CORE: Mapping[InCore, Word] = {
    "yes": Word("yes", "はい"),
    "rounded": Word("yes, up to rounding", "はい(端数を除く)"),
    "no": Word("no", "いいえ"),
    "unknown": Word("not known", "不明"),
}
