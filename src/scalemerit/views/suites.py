"""What test reports show of many scenarios: a suite a file, a case a thing that is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scalemerit.money import Exact, in_currency
from scalemerit.views.documents import RATE_CHECKS
from scalemerit.views.report import Case, Cell, Formula, Price, Rate, Suite, Text
from scalemerit.views.words import CHECKS, Words

if TYPE_CHECKING:
    from scalemerit.themes import Check, Entry, Evaluated
    from scalemerit.wording import Language


def suites(evaluated: Sequence[Evaluated], language: Language) -> tuple[Suite, ...]:
    """A suite a file: what is asked of its theme, or the problems for which there is none."""
    words = Words(language)
    return tuple(
        Suite(one.file, one.file, "", (), one.problems)
        if one.entry is None
        else Suite(
            one.entry.theme.title, one.file, one.entry.theme.currency, _cases(words, one.entry)
        )
        for one in evaluated
    )


def _cases(words: Words, entry: Entry) -> tuple[Case, ...]:
    return tuple(
        Case(
            check.arrangement,
            words.pick(CHECKS[check.name]),
            check_cell(words, check, check.expected, entry.theme.currency),
            check_cell(words, check, check.actual, entry.theme.currency),
            check.met,
        )
        for check in entry.checks
    )


def check_cell(words: Words, check: Check, value: Exact | bool | None, currency: str) -> Cell:
    """What a check expects, or what came out, in full."""
    if value is None:
        return Text("―")
    if isinstance(value, bool):
        named = "" if value or not check.buyers else f": {words.listed(check.buyers)}"
        return Text((words.say("yes", "はい") if value else words.say("no", "いいえ")) + named)
    if check.name in RATE_CHECKS:
        return Formula((Rate(value),))
    return Price(in_currency(value, currency))
