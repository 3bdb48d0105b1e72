"""The documents that JSON gives of many scenarios, and of the problems of scenarios.

Their keys are English always, and only ever added to. The JSON Schemas come from these types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import (
    TYPE_CHECKING,
    Annotated,
    Literal,
    NotRequired,  # pydantic reads typing's own only from 3.12
)

from typing_extensions import TypedDict

from scalemerit.annotations import AnyObject
from scalemerit.errors import escaped
from scalemerit.scenario import Scenario
from scalemerit.themes import totals
from scalemerit.views.difference_document import (
    AmountsDocument,
    DecreaseDocument,
    DifferenceDocument,
    amounts_document,
    difference_document,
)
from scalemerit.views.documents import (
    ComparisonDocument,
    FiguresDocument,
    Number,
    Ratio,
    expected,
    figures_document,
    money_of,
    saving_rate,
)
from scalemerit.wording import Language

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison
    from scalemerit.errors import Problem
    from scalemerit.money import Exact
    from scalemerit.themes import Batch, Check, Entry, Evaluated, Missed, ThemeChange, Total


class ProblemDocument(TypedDict):
    """One thing to fix in an input; file, line and column are null where no place is known."""

    code: str
    severity: Literal["error", "warning"]
    file: str | None
    line: int | None
    column: int | None
    path: list[str | int]
    message: str
    remedy: str


class CheckDocument(TypedDict):
    """Something asked of an arrangement, by its scenario or by an option, and what came out.

    The arrangement is null where the largest saving of all is meant.
    """

    file: NotRequired[str]
    arrangement: str | None
    name: str
    expected: Ratio | bool | str
    actual: Ratio | bool | str | None
    met: bool
    buyers: NotRequired[list[str]]


class ProblemsDocument(TypedDict):
    """What a run has found wrong with its inputs, and what is not met."""

    schema: Literal["scalemerit/problems/1"]
    file: NotRequired[str]
    problems: list[ProblemDocument]
    expectations: list[CheckDocument]
    decreases: NotRequired[list[DecreaseDocument]]


class FileDocument(FiguresDocument):
    """A comparison with the file that it was made of: a line of `batch --format jsonl`."""

    inputs: Annotated[Scenario, AnyObject()]
    file: str


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


class BatchDocument(TypedDict):
    """The result of `scalemerit batch --format json`."""

    schema: Literal["scalemerit/batch/1"]
    themes: list[ThemeDocument]
    totals: list[TotalDocument]
    problems: list[ProblemDocument]
    changes: NotRequired[list[ThemeChangeDocument]]


def file_document(file: str, comparison: Comparison) -> FileDocument:
    """A comparison's document with its file, which stands second so that lines tell it early.

    It holds the scenario itself, which comes out `as_written`, only quicker.
    """
    figures = figures_document(comparison)
    inputs = comparison.scenario
    return {"schema": figures["schema"], "file": escaped(file), **figures, "inputs": inputs}


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


def problem_document(problem: Problem, language: Language) -> ProblemDocument:
    """A problem as data; what no terminal may see stands escaped in it, as in the text."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": escaped(place.file) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": [escaped(key) if isinstance(key, str) else key for key in problem.path],
        "message": problem.message(language),
        "remedy": problem.remedy(language),
    }


def missed_document(missed: Missed) -> CheckDocument:
    """A check that is not met as data, with its file."""
    return {"file": escaped(missed.file), **check_document(missed.check, missed.currency)}


def check_document(check: Check, currency: str) -> CheckDocument:
    """A check as data: amounts in full units, rates rounded to six places."""
    document: CheckDocument = {
        "arrangement": check.arrangement,
        "name": check.name,
        "expected": _value(check.name, check.expected, currency),
        "actual": None if check.actual is None else _value(check.name, check.actual, currency),
        "met": check.met,
    }
    if check.buyers:
        document["buyers"] = list(check.buyers)
    return document


def _value(name: str, value: Exact | bool | str, currency: str) -> Ratio | bool | str:
    return value if isinstance(value, str) else expected(name, value, currency)


def problems_document(
    problems: Sequence[Problem], unmet: Sequence[CheckDocument], language: Language
) -> ProblemsDocument:
    """All that a run has found wrong, and what is not met."""
    return {
        "schema": "scalemerit/problems/1",
        "problems": [problem_document(problem, language) for problem in problems],
        "expectations": list(unmet),
    }


def unread_document(evaluated: Evaluated, language: Language) -> ProblemsDocument:
    """What is wrong with a file, in the place of its comparison."""
    document = problems_document(evaluated.problems, (), language)
    return {"schema": document["schema"], "file": escaped(evaluated.file), **document}


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
