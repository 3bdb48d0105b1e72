"""The data of a file together with where each part of it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from yaml.events import CollectionStartEvent, Event, NodeEvent, ScalarEvent

from scalemerit.errors import KeyPath, Place, Problem
from scalemerit.source.lines import Lines
from scalemerit.source.shape import Data, Shape, find, shown, span

_BLOCK_STYLES = ("|", ">")


@dataclass(frozen=True, slots=True)
class Source:
    """What a YAML file says: plain data, the problems found in reading it, and its places.

    A place is worked out when it is asked for. Values behind an alias are shared and stand where
    their anchor does: do not change `data`.
    """

    name: str
    data: dict[str, Data]
    problems: tuple[Problem, ...]
    _shape: Shape = field(repr=False, compare=False)
    _lines: Lines = field(repr=False, compare=False)

    def place(self, path: KeyPath, at_key: bool = False) -> Place:
        """Where the value on this route of keys stands, or its key.

        Steps that are not in the file are skipped, because shorthands leave some out. A block
        collection and an empty value are shown by their key.
        """
        entry, complete = find(self._shape, path)
        key = entry[0] if at_key and complete else None
        return place_of(key or shown(entry), self._lines)

    def located(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """These problems with their places and the file's own, in the order of their lines."""
        placed = [
            problem
            if problem.place
            else problem.at(self.place(problem.path, at_key=problem.at_key))
            for problem in problems
        ]
        return in_order([*self.problems, *placed])


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one file by line and column; what has no place comes first."""
    return tuple(sorted(problems, key=_position))


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


def place_of(shape: Shape, lines: Lines) -> Place:
    """Where a value stands, without the anchor and the tag before it."""
    start, end = span(shape)
    first = shape if isinstance(shape, Event) else shape.start
    if isinstance(first, ScalarEvent | CollectionStartEvent) and (first.anchor or first.tag):
        start = lines.after_properties(start, end)
    if isinstance(first, ScalarEvent) and first.style in _BLOCK_STYLES:
        end = lines.after_word(start)
    return lines.place(start, end)


def tag_problem(event: NodeEvent, lines: Lines) -> Problem:
    """A tag, as it is written and where."""
    start, end = span(event)
    for word in lines.text[start:end].split():
        if word.startswith("!"):
            index = lines.text.index(word, start)
            place = lines.place(index, index + len(word))
            return Problem("yaml-tag", values={"tag": word}, place=place)
    return Problem("yaml-tag", values={"tag": "!"}, place=lines.place(start, end))
