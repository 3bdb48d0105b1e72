"""What other buyers change: the arrangement and its shares before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.views.report import (
    NOTHING,
    Cell,
    Column,
    Count,
    Money,
    Rate,
    Row,
    Table,
    Text,
    difference,
)

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome, Share
    from scalemerit.join import Joined
    from scalemerit.views.words import Teller


def change_tables(tell: Teller, one: Joined) -> Iterator[Table]:
    """The totals and the shares before and after; none where no buyers were changed."""
    if one.before is not None:
        yield _totals_table(tell, one, one.before)
        yield _shares_table(tell, one, one.before)


def _totals_table(tell: Teller, one: Joined, before: Outcome) -> Table:
    after = one.outcome
    return Table(
        key="changed",
        title=tell.say("With other buyers", "参加団体を変えた場合"),
        arrangement=after.name,
        of=tell.arrangement(after.name),
        columns=(Column(tell.say("Total of those taking part", "参加団体の計")), *_changing(tell)),
        rows=tuple(_total_rows(tell, before, after)),
        sums=tuple(
            (each.separate, -each.joint, -each.coordination, -each.saving)
            for each in (before, after)
        ),
        notes=tuple(_notes(tell, one)),
    )


def _total_rows(tell: Teller, before: Outcome, after: Outcome) -> Iterator[Row]:
    old, new = len(before.shares), len(after.shares)
    yield Row((Text(tell.say("Buyers", "参加団体数")), Count(old), Count(new), Count(new - old)))
    amounts = (
        (tell.say("Separate", "単独調達"), before.separate, after.separate),
        (tell.say("Joint", "共同調達"), before.joint, after.joint),
        (tell.say("Coordination cost", "事務局経費"), before.coordination, after.coordination),
    )
    for name, was, now in amounts:
        yield Row((Text(name), Money(was), Money(now), Money(now - was)))
    was, now = before.saving, after.saving
    saving = Text(tell.say("Saving", "削減額"), "strong")
    yield Row((saving, difference(was), difference(now), difference(now - was)))
    rates = Rate(before.saving_rate), Rate(after.saving_rate)
    yield Row((Text(tell.say("Rate", "削減率")), *rates, NOTHING))


def _notes(tell: Teller, one: Joined) -> Iterator[str]:
    name_of = tell.scenario.name_of
    if one.left:
        names = tell.listed(map(name_of, one.left))
        yield tell.say(f"Take no part, buy separately: {names}", f"不参加(単独調達): {names}")
    if one.come:
        names = tell.listed(map(name_of, one.come))
        yield tell.say(f"Take part as well: {names}", f"新たに参加: {names}")
    yield tell.say("All that follows is with these buyers.", "以下はすべて変更後の団体によります。")


def _shares_table(tell: Teller, one: Joined, before: Outcome) -> Table:
    after = one.outcome
    old = {share.buyer: share for share in before.shares}
    new = {share.buyer: share for share in after.shares}
    buyers = [*old, *(buyer for buyer in new if buyer not in old)]
    return Table(
        key="changed_savings",
        title=tell.say("What each buyer saves", "団体別の削減額"),
        arrangement=after.name,
        of=tell.arrangement(after.name),
        columns=(Column(tell.buyer_heading()), *_changing(tell)),
        rows=tuple(
            Row(
                (
                    Text(tell.scenario.name_of(buyer)),
                    _saving(old.get(buyer)),
                    _saving(new.get(buyer)),
                    difference(_amount(new.get(buyer)) - _amount(old.get(buyer))),
                )
            )
            for buyer in buyers
        ),
        sums=tuple(
            (was, now - was, -now)
            for was, now in ((_amount(old.get(one)), _amount(new.get(one))) for one in buyers)
        ),
    )


def _changing(tell: Teller) -> tuple[Column, Column, Column]:
    return (
        Column(tell.say("Before", "変更前"), numeric=True),
        Column(tell.say("After", "変更後"), numeric=True),
        Column(tell.say("Change", "増減"), numeric=True),
    )


def _saving(share: Share | None) -> Cell:
    return NOTHING if share is None else difference(share.saving)


def _amount(share: Share | None) -> int:
    """What a buyer saves: nothing where it takes no part."""
    return 0 if share is None else share.saving
