"""The data of a file together with where each part of it stands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from scalemerit.errors import KeyPath, Place, Problem
from scalemerit.source.lines import Lines
from scalemerit.source.places import in_order, place_of
from scalemerit.source.scalars import Data
from scalemerit.source.shape import Shape, find, shape_of, shown


class Source:
    """What a YAML file says: plain data, the problems found in reading it, and its places.

    A place is worked out when it is asked for. Values behind an alias are shared and stand where
    their anchor does: do not change `data`. `has_empty` tells that some value in it is None,
    `has_aliases` that some is shared.
    """

    def __init__(
        self,
        data: dict[str, Data],
        problems: tuple[Problem, ...],
        lines: Lines,
        *,
        has_empty: bool,
        has_aliases: bool,
    ) -> None:
        self.name = lines.file
        self.data = data
        self.problems = problems
        self.has_empty = has_empty
        self.has_aliases = has_aliases
        self._lines = lines

    @property
    def text(self) -> str:
        """The text of the file, without its byte order mark."""
        return self._lines.text

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
        return in_order([*self.problems, *map(self._placed, problems)])

    def _placed(self, problem: Problem) -> Problem:
        return problem if problem.place else problem.at(self.place(problem.path, problem.at_key))

    @cached_property
    def _shape(self) -> Shape:
        return shape_of(self._lines.text)
