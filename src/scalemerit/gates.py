"""What a run asks of its themes, beside what their scenarios expect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.money import Exact, decimals
from scalemerit.themes import Check

if TYPE_CHECKING:
    from scalemerit.difference import Difference
    from scalemerit.fields import LimitKind
    from scalemerit.themes import Theme, ThemeChange


class Limit(NamedTuple):
    """What a theme is to save at least: a rate as a fraction, or an amount in its currency.

    An amount in yen is asked of themes in yen; others do not meet it, as they cannot be held to it.
    """

    value: Exact
    kind: LimitKind


class Gates(NamedTuple):
    """What a run asks of every theme's leading arrangement; of several limits each is to be met."""

    limits: tuple[Limit, ...] = ()
    nobody_worse_off: bool = False


def gate_checks(theme: Theme, gates: Gates) -> tuple[Check, ...]:
    """What a run asks of a theme, each with what came out."""
    checks = [_limit_check(theme, limit) for limit in gates.limits]
    if gates.nobody_worse_off:
        nobody, worse_off = not theme.worse_off, theme.worse_off
        checks.append(Check(theme.arrangement, "fail_worse_off", True, nobody, nobody, worse_off))
    return tuple(checks)


def _limit_check(theme: Theme, limit: Limit) -> Check:
    if limit.kind == "rate":
        rate = theme.saving_rate
        met = rate is not None and rate >= limit.value
        return Check(theme.arrangement, "fail_under_rate", limit.value, rate, met)
    if limit.kind == "yen" and theme.currency != "JPY":
        return Check(theme.arrangement, "fail_under_currency", "JPY", theme.currency, met=False)
    least = limit.value * 10 ** decimals(theme.currency)
    met = theme.saving >= least
    return Check(theme.arrangement, "fail_under_saving", least, theme.saving, met)


def decrease_checks(theme: Theme, found: Difference) -> tuple[Check, ...]:
    """That no saving is smaller than in an earlier run, each that is with what it was."""
    old, new = found.old.best_saving, found.new.best_saving
    was_kept = Check(theme.arrangement, "fail_on_decrease", old, new, met=True)
    return smaller_checks(found) or (was_kept,)


def smaller_checks(found: Difference) -> tuple[Check, ...]:
    """That no saving is smaller than in an earlier result, those that are."""
    return tuple(
        Check(one.arrangement, "fail_on_decrease", one.old, one.new, met=False)
        for one in found.decreases
    )


def gone_check(change: ThemeChange) -> Check | None:
    """That a theme which is gone saved nothing: what it saved is saved no more."""
    old = change.saving.old
    if change.new is not None or old is None or old <= 0:
        return None
    return Check(None, "fail_on_decrease", old, None, met=False)
