"""How problems are shown: for a person, for an editor or CI, and as data."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.cli.emit import tell
from scalemerit.columns import columns
from scalemerit.errors import Problem, escaped

if TYPE_CHECKING:
    from scalemerit.difference import Decrease
    from scalemerit.errors import Place
    from scalemerit.views.documents import ExpectationDocument
    from scalemerit.wording import Language

_WIDEST_LINE = 160
_AROUND = 60


class Unmet(NamedTuple):
    """An expectation that is not met, and the arrangement it was written for."""

    arrangement: str
    expectation: ExpectationDocument


def show_problems(problems: Sequence[Problem], language: Language) -> None:
    """Tell problems to people, and as annotations where GitHub Actions reads them."""
    lines = [line for problem in problems for line in _lines(problem, language)]
    if os.environ.get("GITHUB_ACTIONS") == "true":
        lines += [_annotation(problem, language) for problem in problems]
    tell("".join(f"{line}\n" for line in lines))


def show_unmet(unmet: Sequence[Unmet], language: Language) -> None:
    """Tell expectations that are not met to people, one line an arrangement."""
    words = "期待値を満たしません" if language == "ja" else "expectation not met"
    for arrangement, missed in groupby(unmet, key=lambda one: one.arrangement):
        names = ", ".join(one.expectation["name"] for one in missed)
        tell(f"{escaped(arrangement)}: {words}: {names}\n")


def show_decreases(decreases: Sequence[Decrease], currency: str, language: Language) -> None:
    """Tell savings that became smaller to people, one line an arrangement."""
    from scalemerit.money import in_currency, plain

    for one in decreases:
        name = one.arrangement or ("最大の削減額" if language == "ja" else "the largest saving")
        words = "削減額が減りました" if language == "ja" else "the saving became smaller"
        old, new = (plain(in_currency(amount, currency)) for amount in (one.old, one.new))
        tell(f"{escaped(name)}: {words}: {old} → {new} {currency}\n")


def show_document(
    problems: Sequence[Problem],
    unmet: Sequence[Unmet],
    language: Language,
    more: Mapping[str, object] | None = None,
) -> None:
    """Tell all that a run has found as one JSON document; `more` is what else its command finds."""
    from scalemerit.writers.json import dumps

    records = [problem_record(problem, language) for problem in problems]
    expectations = [{"arrangement": one.arrangement, **one.expectation} for one in unmet]
    document = {
        "schema": "scalemerit/problems/1",
        "problems": records,
        "expectations": expectations,
        **(more or {}),
    }
    tell(dumps(document) + "\n")


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
    """A problem as data; `file`, `line` and `column` are null where no place is known.

    What no terminal may see stands escaped in it, as in the text.
    """
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
