"""One scenario file of many: read, compared, and told as far as the run needs it.

What is needed of a file passes between processes, so it is plain values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from scalemerit.allocate import may_be_undefined
from scalemerit.comparison import ExpectationName, compare
from scalemerit.errors import Place, Problem, ScalemeritError
from scalemerit.scenario import scenario_in
from scalemerit.snapshot import Snapshot, snapshot
from scalemerit.source import read_bytes
from scalemerit.source.places import in_order
from scalemerit.themes import (
    Check,
    Entry,
    Evaluated,
    Gates,
    ThemeChange,
    gate_checks,
    theme_of,
)
from scalemerit.views.batch_documents import file_document
from scalemerit.views.documents import comparison_document
from scalemerit.writers.json import line

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison
    from scalemerit.scenario import Loaded
    from scalemerit.views.documents import ComparisonDocument

_EXPECTATIONS = frozenset(get_args(ExpectationName))
_NO_GATES = Gates()

Wanted = Literal["theme", "line", "document"]


class File(NamedTuple):
    """A scenario file: its path, and its bytes where whoever reads it may not see the path."""

    path: str
    content: bytes | None = None


class Task(NamedTuple):
    """What to do with each file: what is wanted of it, and what is asked of its theme.

    `with_snapshot` asks for what a difference is worked out from.
    """

    wanted: Wanted = "theme"
    gates: Gates = _NO_GATES
    with_snapshot: bool = False

    @property
    def needs_theme(self) -> bool:
        """Whether a file's theme is of use even where its scenario is met and without warnings."""
        return self.wanted != "line" or self.with_snapshot or self.gates != _NO_GATES


class Told(NamedTuple):
    """What came of a file, and its whole comparison as a line of JSON or a document, if wanted."""

    evaluated: Evaluated
    line: str = ""
    document: ComparisonDocument | None = None
    snapshot: Snapshot | None = None
    changes: tuple[ThemeChange, ...] = ()


def evaluate(file: File, task: Task) -> Told:
    """A file read and compared; every problem of it has a place."""
    try:
        content = read_bytes(file.path) if file.content is None else file.content
        loaded = scenario_in(content, file.path)
        comparison = _compared(loaded)
    except ScalemeritError as error:
        problems = tuple(_placed(one, file.path) for one in error.problems)
        return Told(Evaluated(file.path, problems))
    return Told(
        _evaluated(file.path, task, loaded, comparison),
        line=line(file_document(file.path, comparison)) if task.wanted == "line" else "",
        document=comparison_document(comparison) if task.wanted == "document" else None,
        snapshot=snapshot(comparison) if task.with_snapshot else None,
    )


def problems_in(path: str) -> tuple[Problem, ...]:
    """All that is wrong with a file or doubtful in it, as far as that can be known quickly.

    Only where a rule may divide by nothing are the bills worked out.
    """
    try:
        loaded = scenario_in(read_bytes(path), path)
        if any(may_be_undefined(one.allocation) for one in loaded.scenario.arrangements.values()):
            _compared(loaded)
    except ScalemeritError as error:
        return tuple(_placed(one, path) for one in error.problems)
    return loaded.warnings


def evaluate_all(files: Sequence[File], task: Task) -> list[Told]:
    """Files one after another, as one piece of work for a worker."""
    return [evaluate(file, task) for file in files]


def _evaluated(path: str, task: Task, loaded: Loaded, comparison: Comparison) -> Evaluated:
    """What came of a file; without its theme where nothing is to be told of it."""
    if not (task.needs_theme or loaded.warnings) and comparison.all_met:
        return Evaluated(path, ())
    theme = theme_of(comparison)
    entry = Entry(path, theme, (*theme.checks, *gate_checks(theme, task.gates)))
    places = tuple(_place(loaded, check) for check in entry.missed)
    return Evaluated(path, loaded.warnings, entry, places)


def _compared(loaded: Loaded) -> Comparison:
    try:
        return compare(loaded.scenario)
    except ScalemeritError as error:
        problems = (*loaded.warnings, *loaded.source.located(error.problems))
        raise ScalemeritError(in_order(problems)) from None


def _place(loaded: Loaded, check: Check) -> Place | None:
    """Where the scenario asks for what is missed; None where the run does."""
    if check.arrangement is None or check.name not in _EXPECTATIONS:
        return None
    return loaded.source.place(("arrangements", check.arrangement, "expect", check.name))


def _placed(problem: Problem, path: str) -> Problem:
    """The problem with the beginning of its file for a place, where it is about the whole."""
    return problem if problem.place else problem.at(Place(path, 1, 1))
