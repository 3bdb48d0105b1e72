"""One scenario file of many: read, compared, and told as far as the run needs it.

What is needed of a file passes between processes, so it is plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar, get_args

from scalemerit import source
from scalemerit.comparison import jointly
from scalemerit.errors import Place, Problem, ScalemeritError
from scalemerit.expectations import ExpectationName
from scalemerit.gates import Gates, gate_checks
from scalemerit.procure import Market
from scalemerit.rules import may_be_undefined
from scalemerit.scenario import scenario_of
from scalemerit.separate import separately
from scalemerit.source import read_bytes
from scalemerit.source.places import in_order
from scalemerit.themes import (
    Check,
    Entry,
    Evaluated,
    ThemeChange,
    theme_of,
)
from scalemerit.views.documents import comparison_document
from scalemerit.views.file_document import file_document
from scalemerit.writers.json import line

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison
    from scalemerit.scenario import Loaded
    from scalemerit.separate import Separate
    from scalemerit.snapshot import Snapshot
    from scalemerit.source import Source
    from scalemerit.views.documents import ComparisonDocument

T = TypeVar("T")
U = TypeVar("U")

_EXPECTATIONS = frozenset(get_args(ExpectationName))
_NO_GATES = Gates()

Wanted = Literal["theme", "line", "document"]


class File(NamedTuple):
    """A scenario file: its path, and its content where whoever evaluates it may not see the path.

    The content is its bytes, or the problems for which they could not be read.
    """

    path: str
    content: bytes | tuple[Problem, ...] | None = None


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


class _Refused(NamedTuple):
    """A file that cannot be used, with all that is wrong with it."""

    problems: tuple[Problem, ...]


class _Compared(NamedTuple):
    """A file that has been read and compared."""

    loaded: Loaded
    comparison: Comparison


def evaluate(file: File, task: Task) -> Told:
    """A file read and compared; every problem of it has a place."""
    with suppress(MemoryError):
        (told,) = _together((file,), task)
        return told
    return Told(Evaluated(file.path, _no_memory(file.path)))


def evaluate_all(files: Sequence[File], task: Task) -> list[Told]:
    """Files as `evaluate` does each; file by file only where there is no memory for all at once."""
    with suppress(MemoryError):
        return _together(files, task)
    return [evaluate(file, task) for file in files]


def _together(files: Sequence[File], task: Task) -> list[Told]:
    """What comes of each file.

    All files go through each step before the next: what a step works with stays in the caches,
    which takes a fifth less time than file by file.
    """
    loaded = _each(_loaded, _each(_read, [_content(file) for file in files]))
    compared = _each(_compared, _each(_quoted, _each(_priced, loaded)))
    lines = _lines(files, compared) if task.wanted == "line" else [""] * len(files)
    found = zip(files, compared, lines, strict=True)
    return [_told(file, task, one, text) for file, one, text in found]


def _each(step: Callable[[T], U], found: Iterable[T | _Refused]) -> list[U | _Refused]:
    """What a step makes of each file that is not refused."""
    return [one if isinstance(one, _Refused) else step(one) for one in found]


def problems_in(path: str) -> tuple[Problem, ...]:
    """All that is wrong with a file or doubtful in it, as far as that can be known quickly.

    Only where a rule may divide by nothing are the bills worked out.
    """
    with suppress(MemoryError):
        return _problems_in(path)
    return _no_memory(path)


def _problems_in(path: str) -> tuple[Problem, ...]:
    (loaded,) = _each(_loaded, _each(_read, [_content(File(path))]))
    if isinstance(loaded, _Refused):
        return _placed(loaded.problems, path)
    arrangements = loaded.scenario.arrangements.values()
    mixes = (mix for arrangement in arrangements for mix in arrangement.mixes.values())
    if any(map(may_be_undefined, mixes)):
        compared = _compared(_quoted(_priced(loaded)))
        if isinstance(compared, _Refused):
            return _placed(compared.problems, path)
    return loaded.warnings


def _content(file: File) -> tuple[bytes, str] | _Refused:
    """The bytes of a file, and its path."""
    if isinstance(file.content, tuple):
        return _Refused(file.content)
    try:
        return read_bytes(file.path) if file.content is None else file.content, file.path
    except ScalemeritError as error:
        return _Refused(error.problems)


def _read(content: tuple[bytes, str]) -> Source | _Refused:
    try:
        return source.read(*content)
    except ScalemeritError as error:
        return _Refused(error.problems)


def _loaded(text: Source) -> Loaded | _Refused:
    try:
        return scenario_of(text)
    except ScalemeritError as error:
        return _Refused(error.problems)


def _priced(loaded: Loaded) -> tuple[Loaded, Market]:
    return loaded, Market(loaded.scenario)


def _quoted(priced: tuple[Loaded, Market]) -> tuple[Loaded, Separate]:
    loaded, market = priced
    return loaded, separately(market)


def _compared(quoted: tuple[Loaded, Separate]) -> _Compared | _Refused:
    loaded, separate = quoted
    try:
        return _Compared(loaded, jointly(separate))
    except ScalemeritError as error:
        problems = (*loaded.warnings, *loaded.source.located(error.problems))
        return _Refused(in_order(problems))


def _lines(files: Sequence[File], found: Sequence[_Compared | _Refused]) -> list[str]:
    """The comparison of each file as a line of JSON; nothing for what is refused."""
    documents = [
        None if isinstance(one, _Refused) else file_document(file.path, one.comparison)
        for file, one in zip(files, found, strict=True)
    ]
    return ["" if document is None else line(document) for document in documents]


def _told(file: File, task: Task, found: _Compared | _Refused, text: str) -> Told:
    if isinstance(found, _Refused):
        return Told(Evaluated(file.path, _placed(found.problems, file.path)))
    comparison = found.comparison
    return Told(
        _evaluated(file.path, task, found.loaded, comparison),
        line=text,
        document=comparison_document(comparison) if task.wanted == "document" else None,
        snapshot=_snapshot(comparison) if task.with_snapshot else None,
    )


def _snapshot(comparison: Comparison) -> Snapshot:
    from scalemerit.snapshot import snapshot  # only where there is an earlier run

    return snapshot(comparison)


def _evaluated(path: str, task: Task, loaded: Loaded, comparison: Comparison) -> Evaluated:
    """What came of a file; without its theme where nothing is to be told of it."""
    if not (task.needs_theme or loaded.warnings) and comparison.all_met:
        return Evaluated(path, ())
    theme = theme_of(comparison)
    entry = Entry(path, theme, (*theme.checks, *gate_checks(theme, task.gates)))
    places = tuple(asked_at(loaded.source, check) for check in entry.missed)
    return Evaluated(path, loaded.warnings, entry, places)


def asked_at(text: Source, check: Check) -> Place | None:
    """Where the scenario of this text asks for something; None where the run does."""
    if check.arrangement is None or check.name not in _EXPECTATIONS:
        return None
    return text.place(("arrangements", check.arrangement, "expect", check.name))


def _no_memory(path: str) -> tuple[Problem, ...]:
    return _placed([Problem("no-memory", values={"file": path})], path)


def _placed(problems: Iterable[Problem], path: str) -> tuple[Problem, ...]:
    """The problems, those about the whole of a file with its beginning for a place."""
    return tuple(one if one.place else one.at(Place(path, 1, 1)) for one in problems)
