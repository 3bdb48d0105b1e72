"""What is shown of each rule: who would leave, who gains, what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.charging import rounding_of
from scalemerit.division import Division
from scalemerit.views.coalitions import coalition_cell, coalition_name, game_notes, unnamed_notes
from scalemerit.views.core import no_core_notes
from scalemerit.views.report import NOTHING, Cell, Column, Money, Rate, Row, Table, Text, YesNo
from scalemerit.views.rule_meanings import meaning, mix_meaning
from scalemerit.views.rule_words import IN_CORE, PROMISES
from scalemerit.views.words import RULES

if TYPE_CHECKING:
    from scalemerit.division import Divisions, Gain, NoDivision
    from scalemerit.scenario import RuleName
    from scalemerit.views.words import Teller


def rule_name(tell: Teller, rule: RuleName | None) -> str:
    """A rule, or the allocation of the scenario where that is no single one."""
    return (
        tell.say("as in the scenario", "シナリオの方式") if rule is None else tell.pick(RULES[rule])
    )


def verdicts_table(tell: Teller, found: Divisions) -> Table:
    """For each rule whether everybody saves, whether anybody would leave, and how unequal it is."""
    divisions = [one for one in found.divisions if isinstance(one, Division)]
    leaving = [one.leaving.buyers for one in divisions if one.leaving is not None]
    return Table(
        key="division_verdicts",
        title=tell.say("Does the division keep everybody in?", "全団体が参加し続けるか"),
        arrangement=found.outcome.name,
        of=tell.arrangement(found.outcome.name),
        columns=(
            Column(tell.say("Rule", "負担方式")),
            Column(tell.say("Everybody saves", "全団体で削減")),
            Column(tell.say("In the core", "コアに属する")),
            Column(tell.say("Most reason to leave", "離脱の理由が最大の提携")),
            Column(tell.say("Its gain", "離脱で得る額"), numeric=True),
            Column(tell.say("Gini of rates", "削減率のジニ係数"), numeric=True),
        ),
        rows=tuple(_verdict(tell, found, one) for one in found.divisions),
        notes=(
            tell.say(
                "In the core: no group of buyers would pay less by leaving and buying on its own."
                " A negative gain is what leaving costs it.",
                "コアに属する: 離脱して自分たちだけで買うと安くなる団体の組がありません。"
                "▲は離脱で損をする額です。",
            ),
            tell.say(
                "Gini of rates: 0% where all save at the same rate, and the more the further the"
                " rates are apart; none where they are not above 0 on average.",
                "削減率のジニ係数: 全団体の削減率が同じなら 0% で、差が大きいほど大きくなります。"
                "削減率の平均が 0 以下のときはありません。",
            ),
            *unnamed_notes(tell, leaving, found.outcome.pool.buyers),
            *game_notes(tell, found.game),
            *no_core_notes(tell, found),
        ),
    )


def _verdict(tell: Teller, found: Divisions, one: Division | NoDivision) -> Row:
    name = Text(rule_name(tell, one.rule))
    if not isinstance(one, Division):
        return Row((name, *[NOTHING] * 5))
    leaving = one.leaving
    coalition: Cell = NOTHING
    if leaving is not None:
        coalition = coalition_cell(tell, leaving.buyers, found.outcome.pool.buyers)
    return Row(
        (
            name,
            YesNo(one.everyone_saves),
            Text(tell.pick(IN_CORE[one.in_core]), "bad" if one.in_core == "no" else "plain"),
            coalition,
            NOTHING if leaving is None else Money(leaving.gain),
            Rate(one.gini),
        )
    )


def gains_table(tell: Teller, found: Divisions) -> Table:
    """For each rule which buyers save the largest part of what they pay alone, and which least."""
    return Table(
        key="division_gains",
        title=tell.say("Who gains most, and who least", "最も得をする団体と最も得の少ない団体"),
        arrangement=found.outcome.name,
        of=tell.arrangement(found.outcome.name),
        columns=(
            Column(tell.say("Rule", "負担方式")),
            Column(tell.say("Gains most", "削減率が最高の団体")),
            Column(tell.say("Highest rate", "最高の削減率"), numeric=True),
            Column(tell.say("Gains least", "削減率が最低の団体")),
            Column(tell.say("Lowest rate", "最低の削減率"), numeric=True),
        ),
        rows=tuple(
            Row((Text(rule_name(tell, one.rule)), *_gains(tell, found, one)))
            for one in found.divisions
        ),
        notes=tuple(_gain_notes(tell, found)),
    )


def _gains(tell: Teller, found: Divisions, one: Division | NoDivision) -> Iterator[Cell]:
    """Who gains most and at which rate, and who least."""
    if not isinstance(one, Division) or one.gains is None:
        yield from [NOTHING] * 4
        return
    for gain in one.gains:
        yield coalition_cell(tell, gain.buyers, found.outcome.pool.buyers)
        yield Rate(gain.saving_rate)


def _gain_notes(tell: Teller, found: Divisions) -> Iterator[str]:
    divisions = [one for one in found.divisions if isinstance(one, Division)]
    if any(one.gains and _is_by_rounding(*one.gains) for one in divisions):
        yield tell.say(
            "Buyers whose rates only the rounding of shares tells apart are named together.",
            "負担額の端数処理による差しかない団体は、まとめて示しています。",
        )
    for one in divisions:
        if one.worse_off:
            name = rule_name(tell, one.rule)
            buyers = found.outcome.pool.buyers
            names = coalition_name(tell, one.worse_off, buyers, most=len(buyers))
            yield tell.say(
                f"{name}: would pay more than alone: {names}",
                f"{name}: 単独調達より負担が増える団体: {names}",
            )


def _is_by_rounding(most: Gain, least: Gain) -> bool:
    return most.buyers == least.buyers and most.saving_rate != least.saving_rate


def promises_table(tell: Teller, found: Divisions) -> Table:
    """What each rule promises of any bill, a column a rule."""
    kept = [found.promises(one.rule) for one in found.divisions]
    return Table(
        key="division_promises",
        title=tell.say("What the rules promise", "負担方式が約束すること"),
        arrangement=found.outcome.name,
        of=tell.arrangement(found.outcome.name),
        columns=(
            Column(tell.say("Promise", "約束")),
            *(Column(rule_name(tell, one.rule), numeric=True) for one in found.divisions),
        ),
        rows=tuple(
            Row((Text(tell.pick(words)), *(YesNo(promise in one) for one in kept)))
            for promise, words in PROMISES.items()
        ),
        notes=tuple(_promise_notes(tell, found)),
        may_part=True,
    )


def _promise_notes(tell: Teller, found: Divisions) -> Iterator[str]:
    unit = rounding_of(found.outcome.pool, found.outcome.arrangement).unit
    amount = tell.amount(tell.in_currency(unit))
    yield tell.say(
        "A promise holds for every bill, those on paying more and on a rising bill as long as it is"
        " not above all separate costs together. What is not promised may yet hold for this one.",
        "約束はどのような費用でも成り立ちます(負担増と費用増に関するものは、費用が単独調達費の"
        "合計以下の場合)。「いいえ」は約束しないという意味で、今回は成り立つこともあります。",
    )
    yield tell.say(
        f"Promises are of exact shares. Rounding moves the share of a buyer by less than {amount},"
        " so it breaks none by more than that for each buyer.",
        f"約束は端数処理前の負担額に関するものです。端数処理で動くのは 1 団体につき{amount}未満で、"
        "約束からのずれもこれを超えません。",
    )


def meanings_table(tell: Teller, found: Divisions) -> Table:
    """What each rule means, and whom it favors."""
    mixes = found.outcome.arrangement.mixes
    words = [
        (
            Text(rule_name(tell, one.rule)),
            Text(mix_meaning(tell, mixes) if one.rule is None else meaning(tell, one.rule)),
        )
        for one in found.divisions
    ]
    return Table(
        key="division_meanings",
        title=tell.say("What the rules mean", "負担方式の意味"),
        arrangement=found.outcome.name,
        of=tell.arrangement(found.outcome.name),
        columns=(
            Column(tell.say("Rule", "負担方式")),
            Column(tell.say("Meaning, and whom it favors", "意味と、有利になる団体")),
        ),
        rows=tuple(map(Row, words)),
    )
