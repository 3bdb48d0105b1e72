"""Which tiers a joint purchase reaches, and whom they hang on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.views.coalitions import coalition_cell
from scalemerit.views.report import (
    Column,
    Count,
    Row,
    Table,
    Text,
)

if TYPE_CHECKING:
    from scalemerit.join import Joined, TierHold
    from scalemerit.views.words import Teller


def tiers_table(tell: Teller, one: Joined) -> Table:
    """The tiers that are reached, how much may leave, and whom they hang on."""
    return Table(
        key="tiers",
        title=tell.say("Tiers, and who is needed for them", "到達する価格帯と必要な団体"),
        arrangement=one.outcome.name,
        of=tell.arrangement(one.outcome.name),
        labels=2,
        columns=(
            Column(tell.say("Product", "品目")),
            Column(tell.say("Vendor", "事業者")),
            Column(tell.say("Quantity", "数量"), numeric=True),
            Column(tell.say("Tier from", "価格帯"), numeric=True),
            Column(tell.say("May leave", "減らせる数量"), numeric=True),
            Column(tell.say("Lost without", "抜けると下がる団体")),
        ),
        rows=tuple(_tier_row(tell, hold) for hold in one.tiers),
        notes=tuple(_tier_notes(tell, one.tiers)),
    )


def _tier_notes(tell: Teller, holds: Sequence[TierHold]) -> Iterator[str]:
    yield tell.say(
        "Lost without: each of these buyers, if it alone stays out.",
        "抜けると下がる団体: その 1 団体だけが抜けると価格帯が下がるもの。",
    )
    for hold in holds:
        if hold.size > 1:
            what = tell.listed((hold.vendor, tell.product(hold.product)))
            yield tell.say(
                f"{what}: the tier is counted in packs of {hold.size:,} licenses; the quantity and"
                " what may leave are licenses.",
                f"{what}: 価格帯は {hold.size:,} ライセンス入りのパック数、"
                "数量と減らせる数量はライセンス数です。",
            )
    if any(hold.is_bought_up for hold in holds):
        yield tell.say(
            "A quantity below its tier is bought up to it, which costs less.",
            "数量が価格帯に満たないものは、安くなるためそこまで繰り上げて購入します。",
        )


def _tier_row(tell: Teller, hold: TierHold) -> Row:
    names = coalition_cell(tell, hold.pivotal, [one.buyer for one in hold.without])
    if len(hold.pivotal) == len(hold.without):
        names = Text(tell.say("any of them", "どの団体でも"))
    elif not hold.pivotal:
        names = Text(tell.say("no single one", "なし"))
    return Row(
        (
            Text(tell.product(hold.product)),
            Text(hold.vendor),
            Count(hold.quantity),
            Count(hold.tier_from),
            Count(hold.slack),
            names,
        )
    )
