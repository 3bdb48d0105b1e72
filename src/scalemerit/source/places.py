"""The places of events, and problems in the order of their places."""

from __future__ import annotations

from collections.abc import Iterable

from yaml.events import CollectionStartEvent, Event, ScalarEvent

from scalemerit.errors import Place, Problem
from scalemerit.source.lines import Lines
from scalemerit.source.shape import Shape, span

_BLOCK_STYLES = ("|", ">")


def place_of(shape: Shape, lines: Lines) -> Place:
    """Where a key or value stands, without the anchor and the tag before it."""
    start, end = span(shape)
    first = shape if isinstance(shape, Event) else shape.start
    if isinstance(first, ScalarEvent | CollectionStartEvent) and (first.anchor or first.tag):
        start = lines.after_properties(start, end)
    if isinstance(first, ScalarEvent) and first.style in _BLOCK_STYLES:
        end = lines.after_word(start)
    return lines.place(start, end)


def tag_problem(event: ScalarEvent | CollectionStartEvent, lines: Lines) -> Problem:
    """A tag, as it is written and where."""
    start, end = span(event)
    for word in lines.text[start:end].split():
        if word.startswith("!"):
            index = lines.text.index(word, start)
            place = lines.place(index, index + len(word))
            return Problem("yaml-tag", values={"tag": word}, place=place)
    return Problem("yaml-tag", values={"tag": event.tag or "!"}, place=lines.place(start, end))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one file by line and column; what has no place comes first."""
    return tuple(sorted(problems, key=_position))


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)
