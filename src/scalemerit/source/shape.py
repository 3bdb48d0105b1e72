"""What the data of a file looks like on its lines: a tree of events beside the tree of data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from yaml.events import CollectionStartEvent, Event

from scalemerit.errors import KeyPath

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | bool | None"
Shape: TypeAlias = "Event | MappingShape | SequenceShape"
Entry: TypeAlias = "tuple[Event | None, Shape]"  # key and value; an item has no key
Span = tuple[int, int]  # from an index in the text to before another


class MappingShape:
    """The events of a mapping: its start, its end and, for each key, those of key and value."""

    __slots__ = ("end", "entries", "start")

    def __init__(self, start: CollectionStartEvent) -> None:
        self.start = start
        self.end: Event = start
        self.entries: dict[str, tuple[Event, Shape]] = {}

    def child(self, step: str | int) -> Entry | None:
        """The key and value of that name."""
        return self.entries.get(str(step))

    def first(self) -> Entry | None:
        """The first key and value."""
        return next(iter(self.entries.values()), None)


class SequenceShape:
    """The events of a list: its start, its end and those of its items."""

    __slots__ = ("end", "items", "start")

    def __init__(self, start: CollectionStartEvent) -> None:
        self.start = start
        self.end: Event = start
        self.items: list[Shape] = []

    def child(self, step: str | int) -> Entry | None:
        """The item of that number, from 0; an item has no key."""
        inside = isinstance(step, int) and 0 <= step < len(self.items)
        return (None, self.items[int(step)]) if inside else None

    def first(self) -> Entry | None:
        """The first item."""
        return self.child(0)


@dataclass(frozen=True, slots=True)
class Anchored:
    """A value that aliases may name: how many values it holds inside, and how deep they go."""

    data: Data
    shape: Shape
    size: int = 0
    height: int = 0


def find(shape: Shape, path: KeyPath) -> tuple[Entry, bool]:
    """The deepest entry that stands in the file on this route, and whether it is the last step.

    Steps that are not in the file are skipped: shorthands leave some out.
    """
    entry: Entry = (None, shape)
    found = None
    for step in path:
        inside = entry[1]
        found = None if isinstance(inside, Event) else inside.child(step)
        entry = found or entry
    return entry, found is not None


def span(shape: Shape) -> Span:
    """From where to where in the text an event or a whole collection goes."""
    if isinstance(shape, Event):
        return _span(shape, shape)
    return _span(shape.start, shape.end)


def shown(entry: Entry) -> Shape:
    """What to point at for a value: itself, its key, or the first entry of a collection.

    A block collection starts nowhere in particular and an empty value is nothing to see.
    """
    key, value = entry
    return value if _is_visible(value) else key or _first(value)


def _first(value: Shape) -> Shape:
    """The first key or scalar of a block collection, as deep as it begins."""
    while not isinstance(value, Event) and not _is_visible(value):
        inside = value.first()
        if inside is None:
            return value.start
        key, value = inside
        if key is not None:
            return key
    return value


def _is_visible(value: Shape) -> bool:
    if isinstance(value, Event):
        start, end = span(value)
        return end > start
    return bool(value.start.flow_style)


def _span(first: Event, last: Event) -> Span:
    start, end = first.start_mark, last.end_mark
    return (start.index, end.index) if start and end else (0, 0)
