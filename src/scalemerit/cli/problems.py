"""How problems are shown: for a person, for an editor or CI, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from scalemerit.cli.emit import command, tell
from scalemerit.cli.github import is_github
from scalemerit.columns import columns
from scalemerit.errors import Place, Problem, escaped

if TYPE_CHECKING:
    from scalemerit.difference import Decrease
    from scalemerit.themes import Check, Missed
    from scalemerit.views.problem_documents import CheckDocument, DecreaseDocument
    from scalemerit.wording import Language, Severity

_WIDEST_LINE = 160
_AROUND = 60


def show_problems(problems: Sequence[Problem], language: Language) -> None:
    """Tell problems to people, and as annotations where GitHub Actions reads them."""
    tell(problems_text(problems, language))
    annotate(problems, language)


def problems_text(problems: Sequence[Problem], language: Language) -> str:
    """Problems for people."""
    lines = [line for problem in problems for line in _lines(problem, language)]
    return "".join(f"{line}\n" for line in lines)


def annotate(problems: Sequence[Problem], language: Language) -> None:
    """Tell problems as annotations where GitHub Actions reads them."""
    if not is_github():
        return
    for problem in problems:
        message = f"{problem.message(language)} [{problem.code}] {problem.remedy(language)}"
        command(_annotation(problem.severity, message, problem.place))


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
    tell("".join(f"{line}\n" for line in lines))
    if is_github():
        for one in missed:
            place = one.place or Place(one.file, 1, 1)
            command(_annotation("error", _missed(one, language), place))


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
        yield from _excerpt(place)
    yield f"  = {problem.remedy(language)}"


def _excerpt(place: Place) -> Iterator[str]:
    """The writer's own line, of a long one what is around, with what is meant underlined.

    No more of the line is looked at than is shown, as very many problems may stand in it.
    """
    before, marked, after = _parts(place)
    if not (before + marked + after).strip("… "):
        return
    gutter = " " * len(str(place.line))
    underline = " " * columns(escaped(before)) + "^" * max(columns(escaped(marked)), 1)
    yield f"{gutter} |"
    yield f"{place.line} | {escaped(before + marked + after)}"
    yield f"{gutter} | {underline}"


def _parts(place: Place) -> tuple[str, str, str]:
    """What is shown of a line: what is meant, what stands before it and what after."""
    text, start = place.text, place.column - 1
    end = start + place.width
    if len(text) <= _WIDEST_LINE:
        return text[:start], text[start:end], text[end:]
    first = max(start - _AROUND, 0)
    before = ("…" if first else "") + text[first:start]
    return before, _cut(text, start, min(end, len(text))), _cut(text, end, len(text))


def _cut(text: str, start: int, end: int) -> str:
    """A part of a long text, or as much of it as is shown."""
    return text[start:end] if end - start <= _AROUND else f"{text[start : start + _AROUND]}…"


def _annotation(severity: Severity, message: str, place: Place | None) -> str:
    """A workflow command of GitHub Actions that shows a message in the changed file."""
    where = ""
    if place is not None:
        file = _property(escaped(place.file))
        where = f" file={file},line={place.line},col={place.column}"
    return f"::{severity}{where}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
