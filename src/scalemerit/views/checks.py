"""What is shown of the conditions that themes are to meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scalemerit.expectations import is_of_rate
from scalemerit.money import Exact, in_currency
from scalemerit.views.report import (
    Case,
    Cell,
    Column,
    ExactRate,
    Price,
    Rate,
    Row,
    Table,
    Text,
    YesNo,
)
from scalemerit.views.telling import told_apart
from scalemerit.views.words import CHECKS, EXPECTED, OUTCOME, Words

if TYPE_CHECKING:
    from scalemerit.themes import Check, Missed
    from scalemerit.wording import Language


def missed_table(words: Words, missed: Sequence[Missed]) -> Table:
    """What did not come out, a row a condition, of themes in one currency."""
    currency = missed[0].currency
    names = told_apart([(one.title, one.file) for one in missed])
    return Table(
        key="missed",
        title=words.say("What is not met", "満たしていない条件"),
        labels=3,
        columns=(
            Column(words.say("Theme", "テーマ")),
            Column(words.say("Arrangement", "方式")),
            Column(words.say("Condition", "条件")),
            Column(words.pick(EXPECTED), numeric=True),
            Column(words.pick(OUTCOME), numeric=True),
        ),
        rows=tuple(
            Row(
                (
                    Text(name),
                    Text(arrangement_of(words, one.check)),
                    Text(condition(words, one.check)),
                    check_cell(one.check.name, one.check.expected, currency),
                    check_cell(one.check.name, one.check.actual, currency),
                ),
                within=(one.file,),
                arrangement=one.check.arrangement or "",
            )
            for one, name in zip(missed, names, strict=True)
        ),
        currency=currency,
    )


def missed_line(missed: Missed, language: Language, shown: Callable[[Cell], str]) -> str:
    """What is not met, what was expected and what came out, as `shown` writes cells."""
    words = Words(language)
    case = case_of(words, missed.check, missed.currency)
    told = case.told(shown)
    not_met = words.say(f"not met: {told}", f"満たしていません: {told}")
    return f"{missed.title}: {case.arrangement}: {case.name}: {not_met}"


def case_of(words: Words, check: Check, currency: str) -> Case:
    """A check in words and cells."""
    return Case(
        arrangement_of(words, check),
        condition(words, check),
        check_cell(check.name, check.expected, currency),
        check_cell(check.name, check.actual, currency),
        check.met,
        words.say("expected {expected}, actual {actual}", "期待 {expected}、結果 {actual}"),
    )


def arrangement_of(words: Words, check: Check) -> str:
    """The arrangement that a check is about, or that it is about the largest saving of all."""
    return check.arrangement or words.say("the largest saving", "最大の削減額")


def condition(words: Words, check: Check) -> str:
    """What is asked, with the buyers that it was not met for."""
    named = f": {words.listed(check.buyers)}" if check.buyers else ""
    return words.pick(CHECKS[check.name]) + named


def check_cell(name: str, value: Exact | bool | str | None, currency: str) -> Cell:
    """What a check of this name expects, or what came out, in full."""
    if value is None:
        return Rate(None)
    if isinstance(value, bool):
        return YesNo(value)
    if isinstance(value, str):
        return Text(value)
    return ExactRate(value) if is_of_rate(name) else Price(in_currency(value, currency))
