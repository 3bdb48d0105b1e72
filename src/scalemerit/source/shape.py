"""Where the parts of a file stand: a tree of the parser's events, beside the tree of data.

It is built by reading the text a second time, and only when the first place is asked for: to keep
every event of a large file costs more than to read it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, cast

from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from scalemerit.errors import KeyPath

Shape: TypeAlias = "Event | MappingShape | SequenceShape"
Entry: TypeAlias = "tuple[Event | None, Shape]"  # key and value; an item has no key


class MappingShape:
    """The events of a mapping: its start, its end and, for each key, those of key and value."""

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


def shape_of(text: str) -> Shape:
    """The shape of a text from which the builder could build its data."""
    return _Reader(text).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self._next = cast("Callable[[], Event]", CParser(text).get_event)
        self._anchors: dict[str, Shape] = {}

    def document(self) -> Shape:
        self._next(), self._next()  # the start of the stream, and of the document
        return self._value(self._next())

    def _value(self, event: Event) -> Shape:
        shape: Shape = event
        if isinstance(event, AliasEvent):
            return self._anchors.get(event.anchor or "", event)
        if isinstance(event, CollectionStartEvent):
            mapping = isinstance(event, MappingStartEvent)
            shape = self._mapping(event) if mapping else self._sequence(event)
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self._anchors[event.anchor] = shape
        return shape

    def _mapping(self, start: CollectionStartEvent) -> MappingShape:
        shape = MappingShape(start)
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._value(event)
            value = self._value(self._next())
            if isinstance(key, ScalarEvent):
                shape.entries.setdefault(key.value, (event, value))
        shape.end = event
        return shape

    def _sequence(self, start: CollectionStartEvent) -> SequenceShape:
        shape = SequenceShape(start)
        while not isinstance(event := self._next(), SequenceEndEvent):
            shape.items.append(self._value(event))
        shape.end = event
        return shape


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


def span(shape: Shape) -> tuple[int, int]:
    """From which index in the text to before which an event or a whole collection goes."""
    first, last = (shape, shape) if isinstance(shape, Event) else (shape.start, shape.end)
    start, end = first.start_mark, last.end_mark
    return (start.index, end.index) if start and end else (0, 0)
