"""The documents that JSON gives of many scenarios, and of the problems of scenarios.

Their keys are English always, and only ever added to. The JSON Schemas come from these types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.errors import escaped
from scalemerit.themes import totals
from scalemerit.views.documents import ComparisonDocument, Number, money, rate

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.money import Exact
    from scalemerit.themes import Check, Entry, Evaluated, Theme
    from scalemerit.wording import Language, Severity


class ProblemDocument(TypedDict):
    """One thing to fix in an input; the place is null where none is known."""

    code: str
    severity: Literal["error", "warning"]
    file: str | None
    line: int | None
    column: int | None
    path: list[str | int]
    message: str
    remedy: str


class CheckDocument(TypedDict):
    """Something asked of an arrangement, by its scenario or by an option, and what came out."""

    arrangement: str
    name: str
    expected: Number | bool
    actual: Number | bool | None
    met: bool
