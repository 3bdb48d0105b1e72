"""The document that JSON gives of many scenarios.

Their keys are English always, and only ever added to. The JSON Schemas come from these types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NotRequired

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.errors import escaped
from scalemerit.themes import totals
from scalemerit.views.difference_document import (
    AmountsDocument,
    DifferenceDocument,
    amounts_document,
    difference_document,
)
from scalemerit.views.documents import ComparisonDocument
from scalemerit.views.numbers import Number, Ratio, money_of, saving_rate
from scalemerit.views.problem_documents import (
    CheckDocument,
    ProblemDocument,
    check_document,
    problem_document,
)
from scalemerit.wording import Language

if TYPE_CHECKING:
    from scalemerit.themes import Batch, Entry, ThemeChange, Total


class ThemeDocument(TypedDict):
    """A theme in short, by the arrangement that saves most, and its whole comparison."""

    file: str
    title: str
    currency: str
    arrangement: str
    label: str | None
    buyers: int
    separate: Number
    joint: Number
    coordination: Number
    saving: Number
    saving_rate: Ratio | None
    worse_off: list[str]
    left_out: list[str]
    met: bool | None
    checks: list[CheckDocument]
    comparison: ComparisonDocument


class TotalDocument(TypedDict):
    """The themes of one currency together."""

    currency: str
    themes: int
    separate: Number
    joint: Number
    coordination: Number
    saving: Number
    saving_rate: Ratio | None


class ThemeChangeDocument(TypedDict):
    """What became of a theme since an earlier run.

    `difference` is null where it is new or gone.
    """

    file: str
    title: str
    currency: str
    saving: AmountsDocument
    difference: DifferenceDocument | None


class NotComparedDocument(TypedDict):
    """A theme of an earlier run whose file could not be read now, by the title it had then."""

    file: str
    title: str


class BatchDocument(TypedDict):
    """The result of `scalemerit batch --format json`."""

    schema: Literal["scalemerit/batch/1"]
    themes: list[ThemeDocument]
    totals: list[TotalDocument]
    problems: list[ProblemDocument]
    changes: NotRequired[list[ThemeChangeDocument]]
    not_compared: NotRequired[list[NotComparedDocument]]


def batch_document(
    batch: Batch, comparisons: Mapping[str, ComparisonDocument], language: Language
) -> BatchDocument:
    """Many scenarios as one document; `comparisons` are the whole ones, by file."""
    document: BatchDocument = {
        "schema": "scalemerit/batch/1",
        "themes": [_theme(entry, comparisons[entry.file]) for entry in batch.entries],
        "totals": [_total(total) for total in totals(entry.theme for entry in batch.entries)],
        "problems": [problem_document(problem, language) for problem in batch.problems],
    }
    if batch.changes is not None:
        document["changes"] = change_documents(batch.changes)
        document["not_compared"] = [
            {"file": escaped(one.file), "title": one.title} for one in batch.not_compared
        ]
    return document


def change_documents(changes: Sequence[ThemeChange]) -> list[ThemeChangeDocument]:
    """What became of themes since an earlier run, as data."""
    return [
        {
            "file": escaped(change.file),
            "title": change.title,
            "currency": change.currency,
            "saving": amounts_document(change.saving, money_of(change.currency)),
            "difference": change.difference and difference_document(change.difference),
        }
        for change in changes
    ]


def _theme(entry: Entry, comparison: ComparisonDocument) -> ThemeDocument:
    theme = entry.theme
    money = money_of(theme.currency)
    return {
        "file": escaped(entry.file),
        "title": theme.title,
        "currency": theme.currency,
        "arrangement": theme.arrangement,
        "label": theme.label,
        "buyers": theme.buyers,
        "separate": money(theme.separate),
        "joint": money(theme.joint),
        "coordination": money(theme.coordination),
        "saving": money(theme.saving),
        "saving_rate": saving_rate(theme.saving, theme.separate),
        "worse_off": list(theme.worse_off),
        "left_out": list(theme.left_out),
        "met": not entry.missed if entry.checks else None,
        "checks": [check_document(check, theme.currency) for check in entry.checks],
        "comparison": comparison,
    }


def _total(total: Total) -> TotalDocument:
    money = money_of(total.currency)
    return {
        "currency": total.currency,
        "themes": total.themes,
        "separate": money(total.separate),
        "joint": money(total.joint),
        "coordination": money(total.coordination),
        "saving": money(total.saving),
        "saving_rate": saving_rate(total.saving, total.separate),
    }
