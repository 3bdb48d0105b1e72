"""The documents that JSON gives of problems, and of conditions that are to be met.

Their keys are English always, and only ever added to. The JSON Schemas come from these types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NotRequired

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.errors import escaped
from scalemerit.views.documents import expected
from scalemerit.views.numbers import Number, Ratio
from scalemerit.wording import Severity

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.money import Exact
    from scalemerit.themes import Check, Evaluated, Missed
    from scalemerit.wording import Language


class ProblemDocument(TypedDict):
    """One thing to fix in an input; file, line and column are null where no place is known.

    In a sheet, which is named where its file has several, line and column are those of a cell.
    """

    code: str
    severity: Severity
    file: str | None
    line: int | None
    column: int | None
    path: list[str | int]
    sheet: NotRequired[str]
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


class DecreaseDocument(TypedDict):
    """A saving that became smaller: of an arrangement, or of the best one, which is null."""

    arrangement: str | None
    old: Number
    new: Number


class ProblemsDocument(TypedDict):
    """What a run has found wrong with its inputs, and what is not met."""

    schema: Literal["scalemerit/problems/1"]
    file: NotRequired[str]
    problems: list[ProblemDocument]
    expectations: list[CheckDocument]
    decreases: NotRequired[list[DecreaseDocument]]


def problem_document(problem: Problem, language: Language) -> ProblemDocument:
    """A problem as data; what no terminal may see stands escaped in it, as in the text."""
    place = problem.place
    document: ProblemDocument = {
        "code": problem.code,
        "severity": problem.severity,
        "file": escaped(place.file) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": [escaped(key) if isinstance(key, str) else key for key in problem.path],
        "message": problem.message(language),
        "remedy": problem.remedy(language),
    }
    if place and place.sheet is not None:
        document["sheet"] = escaped(place.sheet)
    return document


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
