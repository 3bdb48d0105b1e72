"""How problems are shown: for a person, for an editor or CI, and as data."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from scalemerit.columns import columns
from scalemerit.errors import Problem, escaped

if TYPE_CHECKING:
    from scalemerit.errors import Place
    from scalemerit.wording import Language

ProblemFormat = Literal["text", "json"]
_WIDEST_LINE = 160
_AROUND = 60


def show_problems(
    problems: Sequence[Problem], language: Language, problem_format: ProblemFormat
) -> None:
    """Print problems to standard error, and as annotations where GitHub Actions reads them."""
    if not problems:
        return
    if problem_format == "json":
        text = _as_json(problems, language)
    else:
        text = "\n".join("\n".join(_lines(problem, language)) for problem in problems)
    print(text, file=sys.stderr)  # noqa: T201 - words about the run
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in problems:
            print(_annotation(problem, language), file=sys.stderr)  # noqa: T201 - read by the runner


def _lines(problem: Problem, language: Language) -> Iterator[str]:
    kind = f"{problem.severity}[{problem.code}]: {problem.message(language)}"
    place = problem.place
    if place is None:
        yield kind
    else:
        yield f"{place}: {kind}"
        if place.text.strip():
            yield from _excerpt(place)
    yield f"  = {problem.remedy(language)}"


def _excerpt(place: Place) -> Iterator[str]:
    """The writer's own line, with what is meant underlined."""
    start = place.column - 1
    before, marked = place.text[:start], place.text[start : start + place.width]
    after = place.text[start + place.width :]
    if len(place.text) > _WIDEST_LINE:
        before = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
        marked = f"{marked[:_AROUND]}…" if len(marked) > _AROUND else marked
        after = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
    gutter = " " * len(str(place.line))
    underline = " " * columns(escaped(before)) + "^" * max(columns(escaped(marked)), 1)
    yield f"{gutter} |"
    yield f"{place.line} | {escaped(before + marked + after)}"
    yield f"{gutter} | {underline}"


def problem_record(problem: Problem, language: Language) -> dict[str, object]:
    """A problem as data; `file`, `line` and `column` are null where no place is known."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": list(problem.path),
        "message": problem.message(language),
        "remedy": problem.remedy(language),
    }


def _as_json(problems: Sequence[Problem], language: Language) -> str:
    from scalemerit.writers.json import dumps

    records = [problem_record(problem, language) for problem in problems]
    return dumps({"schema": "scalemerit/problems/1", "problems": records})


def _annotation(problem: Problem, language: Language) -> str:
    place = problem.place
    where = ""
    if place is not None:
        where = f" file={_property(place.file)},line={place.line},col={place.column}"
    message = f"{problem.message(language)} [{problem.code}] {problem.remedy(language)}"
    return f"::{problem.severity}{where}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
