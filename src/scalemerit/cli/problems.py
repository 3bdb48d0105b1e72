"""How problems are shown: for a person, for an editor or CI, and as data."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from scalemerit.cli.emit import tell
from scalemerit.columns import columns
from scalemerit.errors import Place, Problem, escaped

if TYPE_CHECKING:
    from scalemerit.difference import Decrease
    from scalemerit.themes import Check, Missed
    from scalemerit.views.problem_documents import CheckDocument, DecreaseDocument
    from scalemerit.wording import Language, Severity

_WIDEST_LINE = 160
_AROUND = 60


def is_github() -> bool:
    """Whether GitHub Actions reads what is told."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def show_problems(problems: Sequence[Problem], language: Language) -> None:
    """Tell problems to people, and as annotations where GitHub Actions reads them."""
    tell(problems_text(problems, language))


def problems_text(problems: Sequence[Problem], language: Language) -> str:
    """Problems for people, and once more as annotations where GitHub Actions reads them."""
    lines = [line for problem in problems for line in _lines(problem, language)]
    if is_github():
        lines += [_annotation(problem, language) for problem in problems]
    return "".join(f"{line}\n" for line in lines)


def show_unmet(unmet: Sequence[Check], language: Language) -> None:
    """Tell expectations that are not met to people, one line an arrangement."""
    words = "期待値を満たしません" if language == "ja" else "expectation not met"
    for arrangement, missed in groupby(unmet, key=lambda check: check.arrangement):
        names = ", ".join(check.name for check in missed)
        tell(f"{escaped(arrangement or '-')}: {words}: {names}\n")


def show_missed(missed: Sequence[Missed], language: Language) -> None:
    """Tell what themes miss to people, a line each, and as annotations for GitHub Actions."""
    if not missed:
        return
    lines = [f"{one.place or escaped(one.file)}: {_missed(one, language)}" for one in missed]
    if is_github():
        lines += [
            _annotated("error", _missed(one, language), one.place or Place(one.file, 1, 1))
            for one in missed
        ]
    tell("".join(f"{line}\n" for line in lines))


def _missed(missed: Missed, language: Language) -> str:
    """What is not met, what was expected and what came out, in one line."""
    from scalemerit.views.checks import arrangement_of, check_cell, condition
    from scalemerit.views.words import Words
    from scalemerit.writers.cells import Style

    words, check, style = Words(language), missed.check, Style("yen", missed.currency, language)
    expected, actual = (
        style.shown(check_cell(check.name, value, missed.currency))
        for value in (check.expected, check.actual)
    )
    told = words.say(
        f"not met: expected {expected}, actual {actual}",
        f"満たしていません: 期待 {expected}、結果 {actual}",
    )
    theme = f"{missed.title}: {arrangement_of(words, check)}"
    return f"{escaped(theme)}: {escaped(condition(words, check))}: {told}"


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
    unmet: Sequence[CheckDocument],
    language: Language,
    decreases: Sequence[DecreaseDocument] | None = None,
) -> None:
    """Tell all that a run has found as one JSON document; `decreases` where it looks for them."""
    from scalemerit.views.problem_documents import problems_document
    from scalemerit.writers.json import dumps

    document = problems_document(problems, unmet, language)
    if decreases is not None:
        document["decreases"] = list(decreases)
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


def _annotation(problem: Problem, language: Language) -> str:
    message = f"{problem.message(language)} [{problem.code}] {problem.remedy(language)}"
    return _annotated(problem.severity, message, problem.place)


def _annotated(severity: Severity, message: str, place: Place | None) -> str:
    """A workflow command of GitHub Actions that shows a message in the changed file."""
    where = ""
    if place is not None:
        where = f" file={_property(place.file)},line={place.line},col={place.column}"
    return f"::{severity}{where}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
