"""What is shown of the core: whether it is empty, what proves it, and what comes closest to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scalemerit.division import members
from scalemerit.views.coalitions import coalition_cell, unnamed_notes
from scalemerit.views.report import Column, Money, Rate, Row, Table, Text, difference
from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.division import Core, Divisions, NoCore
    from scalemerit.stability import BalancedFamily
    from scalemerit.views.words import Teller

_NO_CORE: Mapping[NoCore | None, Word] = {
    "too_many_coalitions": Word(
        "Whether the core is empty is not known: there are too many coalitions to go through.",
        "提携が多すぎるため、コアが空かどうかは調べていません。",
    ),
    "time": Word(
        "Whether the core is empty was not found out within the time limit.",
        "コアが空かどうかは、制限時間内に分かりませんでした。",
    ),
    "precision": Word(
        "Whether the core is empty is not known: the figures are beyond the precision of the"
        " computation.",
        "計算の精度を超えるため、コアが空かどうかは分かりません。",
    ),
}


def core_tables(tell: Teller, found: Divisions) -> Iterator[Table]:
    """The least core, and the coalitions that prove the core empty."""
    core = found.core
    if core is None:
        return
    yield least_core_table(tell, found, core)
    if core.proof is not None:
        yield proof_table(tell, found, core.proof)


def no_core_notes(tell: Teller, found: Divisions) -> Iterator[str]:
    """Why it is not known whether the core is empty."""
    if found.no_core in _NO_CORE:
        yield tell.pick(_NO_CORE[found.no_core])


def least_core_table(tell: Teller, found: Divisions, core: Core) -> Table:
    """Whether the core is empty, and the division whose largest excess is least."""
    outcome = found.outcome
    return Table(
        key="least_core",
        title=tell.say("The least core", "最小コアの負担額"),
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=(
            Column(tell.buyer_heading()),
            Column(tell.say("Separate", "単独調達"), numeric=True),
            Column(tell.say("Share", "負担額"), numeric=True),
            Column(tell.say("Saving", "削減額"), numeric=True),
            Column(tell.say("Rate", "削減率"), numeric=True),
        ),
        rows=tuple(
            Row(
                (
                    Text(tell.scenario.name_of(share.buyer)),
                    Money(share.separate),
                    Money(share.share),
                    difference(share.saving),
                    Rate(share.saving_rate),
                )
            )
            for share in core.shares
        ),
        notes=(
            _verdict(tell, core),
            tell.say(
                "Other divisions may do so as well, with other shares for single buyers.",
                "同じことが、ほかの負担額の組合せでもできる場合があります。",
            ),
        ),
    )


def _verdict(tell: Teller, core: Core) -> str:
    excess = tell.amount(tell.in_currency(int(abs(core.least.excess))))  # or more: rounded down
    if core.proof is None:
        return tell.say(
            "The core is not empty: with these shares, before they are rounded, every group that"
            f" leaves loses {excess} or more.",
            "コアは空ではありません。"
            f"端数処理前のこの負担額なら、どの団体の組も離脱すると {excess}以上損をします。",
        )
    if core.is_by_rounding:
        return tell.say(
            "The core is empty by no more than the rounding of invoices may come to.",
            "コアは空ですが、その差は請求の端数処理で生じうる額を超えません。",
        )
    return tell.say(
        f"The core is empty: however the bill is divided, some group gains {excess} or more by"
        " leaving. These shares keep that smallest.",
        f"コアは空です。どう分けても、離脱して {excess}以上得をする団体の組があります。"
        "この負担額はその額を最小にします。",
    )


def proof_table(tell: Teller, found: Divisions, proof: BalancedFamily) -> Table:
    """The coalitions whose own purchases are together cheaper than the bill of all."""
    buyers, bill = found.outcome.pool.buyers, found.outcome.bill.total
    groups = [members(buyers, coalition) for coalition in proof.coalitions]
    costs = [found.game.cost(coalition) for coalition in proof.coalitions]
    rows = [
        Row(
            (
                coalition_cell(tell, members(buyers, coalition), buyers),
                Money(cost),
                Rate(weight),
                Money(weight * cost),
            )
        )
        for coalition, weight, cost in zip(proof.coalitions, proof.weights, costs, strict=True)
    ]
    return Table(
        key="empty_core",
        title=tell.say("Why the core is empty", "コアが空である証明"),
        arrangement=found.outcome.name,
        of=tell.arrangement(found.outcome.name),
        columns=(
            Column(tell.say("Buyers", "団体の組")),
            Column(tell.say("Cost on their own", "自分たちだけの費用"), numeric=True),
            Column(tell.say("Weight", "重み"), numeric=True),
            Column(tell.say("Weighted", "重み付きの費用"), numeric=True),
        ),
        rows=tuple(rows),
        notes=(
            tell.say(
                f"Every buyer has weight 100% in these groups; together they cost"
                f" {tell.amount(tell.in_currency(proof.cost))}, less than the bill of"
                f" {tell.amount(tell.in_currency(bill))}.",
                f"どの団体も重みの合計が 100% になり、費用の合計"
                f" {tell.amount(tell.in_currency(proof.cost))}は全体の費用"
                f" {tell.amount(tell.in_currency(bill))}を下回ります。",
            ),
            *unnamed_notes(tell, groups, buyers),
        ),
    )
