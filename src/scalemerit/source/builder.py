"""From the events of the YAML parser to plain data and its shape.

The C parser never recurses; this builder does, as deep as `DEPTH`. An alias shares the data of
its anchor, so that data stays small however often it is named; what it would come to when walked
is counted and bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, cast

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from scalemerit.errors import Problem, ScalemeritError
from scalemerit.problem_texts.code import Word
from scalemerit.source.lines import Lines
from scalemerit.source.located import place_of, tag_problem
from scalemerit.source.scalars import plain
from scalemerit.source.shape import Anchored, Data, MappingShape, SequenceShape, Shape
from scalemerit.source.syntax import after_the_end, syntax_problem

DEPTH = 64
EXPANSION = 200_000

_LIST = Word("a list", "リスト")
_MAPPING = Word("a mapping", "「キー: 値」")
_VALUE = Word("a single value", "単独の値")
_EMPTY = Word("empty", "空")


class Builder:
    """Builds the data of one text; `problems` are those that did not prevent building it."""

    def __init__(self, lines: Lines) -> None:
        self.problems: list[Problem] = []
        self._lines = lines
        # None comes only after the end of the stream.
        self._next = cast("Callable[[], Event]", CParser(lines.text).get_event)
        self._anchors: dict[str, Anchored | None] = {}  # None: still open
        self._fatal = False
        self._depth = 0
        self._deepest = 0
        self._size = 0
        self._expanded = 0

    def document(self) -> tuple[dict[str, Data], MappingShape]:
        """The one mapping of the text; raises `ScalemeritError` where there is none."""
        try:
            data, shape = self._document()
        except (YAMLError, UnicodeDecodeError) as error:
            self._stop(syntax_problem(error, self._lines))
        if self._fatal:
            raise ScalemeritError(self.problems)
        if not isinstance(shape, MappingShape) or not isinstance(data, dict):
            self._stop(self._no_mapping(shape))
        return data, shape

    def _document(self) -> tuple[Data, Shape]:
        self._next()  # the start of the stream
        start = self._next()
        if isinstance(start, StreamEndEvent):
            self._stop(Problem("empty-file", place=self._lines.place(0, 0)))
        data, shape = self._value(self._next())
        self._expect_no_more(self._next())
        return data, shape

    def _expect_no_more(self, end: Event) -> None:
        """Note a second document; the parser calls it an error where `...` ended the first."""
        try:
            more = self._next()
        except YAMLError as error:
            if not (isinstance(end, DocumentEndEvent) and end.explicit):
                raise
            self.problems.append(after_the_end(error, self._lines))
        else:
            if not isinstance(more, StreamEndEvent):
                self._note("several-documents", more)

    def _value(self, event: Event) -> tuple[Data, Shape]:
        """The data and shape of the value that begins with this event."""
        if isinstance(event, ScalarEvent):
            data = event.value if event.style else plain(event.value)
            if event.anchor is not None or event.tag is not None:
                self._properties(event, Anchored(data, event))
            return data, event
        if isinstance(event, CollectionStartEvent):
            if event.anchor is None and event.tag is None:
                return self._collection(event)
            return self._anchored_collection(event)
        return self._alias(event)

    def _collection(self, start: CollectionStartEvent) -> tuple[Data, Shape]:
        self._depth += 1
        if self._depth > self._deepest:
            self._reach(self._depth, start)
        if isinstance(start, MappingStartEvent):
            built = self._mapping(start)
        else:
            built = self._sequence(start)
        self._depth -= 1
        return built

    def _mapping(self, start: MappingStartEvent) -> tuple[Data, Shape]:
        data: dict[str, Data] = {}
        shape = MappingShape(start)
        entries = shape.entries
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._key(event)
            value, value_shape = self._value(self._next())
            if key is None:
                continue
            if key in data:
                self._duplicate(key, event, entries[key][0])
                continue
            data[key] = value
            entries[key] = (event, value_shape)
        shape.end = event
        self._size += 2 * len(data)
        return data, shape

    def _sequence(self, start: CollectionStartEvent) -> tuple[Data, Shape]:
        data: list[Data] = []
        shape = SequenceShape(start)
        while not isinstance(event := self._next(), SequenceEndEvent):
            value, value_shape = self._value(event)
            data.append(value)
            shape.items.append(value_shape)
        shape.end = event
        self._size += len(data)
        return data, shape

    def _key(self, event: Event) -> str | None:
        """The text of a key, or None for what is no key; a key is text exactly as written."""
        if isinstance(event, ScalarEvent) and event.anchor is None and event.tag is None:
            key = event.value
            if key and (key != "<<" or event.style):
                return key
        return self._odd_key(event)

    def _odd_key(self, event: Event) -> str | None:
        _, shape = self._value(event)
        if not isinstance(shape, ScalarEvent) or not shape.value:
            found = _EMPTY if isinstance(shape, ScalarEvent) else _kind(shape)
            self._note("key-not-text", event, found=found)
            return None
        if shape.value == "<<" and not shape.style:
            self._note("merge-key", event)
            return None
        return shape.value

    def _duplicate(self, key: str, event: Event, first: Event) -> None:
        line = place_of(first, self._lines).line
        self._note("duplicate-key", event, key=key, first=str(line))

    def _properties(
        self, event: ScalarEvent | CollectionStartEvent, anchored: Anchored | None
    ) -> None:
        """Note a tag and remember an anchor."""
        if event.tag is not None:
            self.problems.append(tag_problem(event, self._lines))
        if event.anchor is not None:
            self._anchors[event.anchor] = anchored

    def _anchored_collection(self, start: CollectionStartEvent) -> tuple[Data, Shape]:
        """A collection with an anchor or a tag; its anchor counts as open until its end."""
        self._properties(start, None)
        size, deepest = self._size, self._deepest
        self._deepest = self._depth
        data, shape = self._collection(start)
        height = self._deepest - self._depth
        self._deepest = max(self._deepest, deepest)
        if start.anchor is not None:
            self._anchors[start.anchor] = Anchored(data, shape, self._size - size, height)
        return data, shape

    def _alias(self, event: Event) -> tuple[Data, Shape]:
        """The data of the anchor; what cannot be resolved is None, and the file is refused."""
        name = (isinstance(event, AliasEvent) and event.anchor) or ""
        anchored = self._anchors.get(name)
        if anchored is None:
            code = "alias-cycle" if name in self._anchors else "alias-unknown"
            self._note(code, event, name=name)
            self._fatal = True
            return None, event
        self._size += anchored.size
        self._expanded += anchored.size + 1
        if self._expanded > EXPANSION:
            self._note("alias-bomb", event, limit=f"{EXPANSION:,}")
            raise ScalemeritError(self.problems)
        self._reach(self._depth + anchored.height, event)
        return anchored.data, anchored.shape

    def _reach(self, depth: int, event: Event) -> None:
        """Note how deep the data goes, aliases expanded; what walks it later may recurse."""
        self._deepest = max(self._deepest, depth)
        if depth > DEPTH:
            self._note("too-deep", event, limit=str(DEPTH))
            raise ScalemeritError(self.problems)

    def _no_mapping(self, shape: Shape) -> Problem:
        place = place_of(shape, self._lines)
        if isinstance(shape, ScalarEvent) and not shape.value and not shape.style:
            return Problem("empty-file", place=place)
        return Problem("not-a-mapping", values={"found": _kind(shape)}, place=place)

    def _note(self, code: str, shape: Shape, **values: str | Word) -> None:
        place = place_of(shape, self._lines)
        self.problems.append(Problem(code, values=values, place=place))

    def _stop(self, problem: Problem) -> NoReturn:
        raise ScalemeritError([*self.problems, problem])


def _kind(shape: Shape) -> Word:
    if isinstance(shape, MappingShape):
        return _MAPPING
    return _LIST if isinstance(shape, SequenceShape) else _VALUE
