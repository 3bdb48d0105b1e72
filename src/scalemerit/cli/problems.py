"""How problems are shown: for a person, for an editor or CI, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.cli.emit import command, is_github, tell
from scalemerit.columns import columns
from scalemerit.errors import Place, Problem, escaped

if TYPE_CHECKING:
    from scalemerit.themes import Missed
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


def show_missed(missed: Sequence[Missed], language: Language) -> None:
    """Tell what is not met to people, a line each, and as annotations for GitHub Actions."""
    if not missed:
        return
    lines = [_missed(one, language) for one in missed]
    for one, line in zip(missed, lines, strict=True):
        tell(f"{one.place or escaped(one.file)}: {line}\n")
    if is_github():
        for one, line in zip(missed, lines, strict=True):
            command(_annotation("error", line, one.place or Place(one.file, 1, 1)))


def _missed(missed: Missed, language: Language) -> str:
    """What is not met, in one line."""
    from scalemerit.views.checks import missed_line
    from scalemerit.writers.cells import Style

    style = Style("yen", missed.currency, language)
    return escaped(missed_line(missed, language, style.shown))


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
