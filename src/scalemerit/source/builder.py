"""From the events of the YAML parser to plain data and its shape.

The C parser never recurses; this builder does, as deep as `DEPTH`. An alias shares the data of
its anchor, so that data stays small however often it is named; what it would come to when walked
is counted and bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, NoReturn, cast

from yaml import MarkedYAMLError, YAMLError
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
from scalemerit.source.lines import Lines
from scalemerit.source.places import in_order, place_of, tag_problem
from scalemerit.source.scalars import Data, plain
from scalemerit.source.syntax import after_the_end, nesting_limit, syntax_problem
from scalemerit.wording import Word

Collection = dict[str, Data] | list[Data]

DEPTH = 64
EXPANSION = 200_000

_MERGE = "<<"
_ODD_KEYS = frozenset({None, "", _MERGE})
_LIST = Word("a list", "リスト")
_MAPPING = Word("a mapping", "「キー: 値」の組")
_VALUE = Word("a single value", "単独の値")
_EMPTY = Word("empty", "空")


class Extent(NamedTuple):
    """What a value comes to when walked: how many values it holds inside, and how deep they go."""

    data: Data
    size: int = 0
    height: int = 0


class Anchored(NamedTuple):
    """A value that aliases may name."""

    event: Event
    extent: Extent


class Builder:
    """Builds the data of one text; `problems` are those that did not prevent building it."""

    def __init__(self, lines: Lines, text: str | bytes) -> None:
        """The text is that of the lines, or its beginning; bytes are read faster."""
        self.problems: list[Problem] = []
        self.has_empty = False
        self._lines = lines
        # None comes only after the end of the stream.
        self._next = cast("Callable[[], Event]", CParser(text).get_event)
        self._anchors: dict[str, Anchored | None] = {}  # None: still open
        self._extents: dict[int, Extent] = {}  # of collections with anchors, by their identity
        self._fatal = False
        self._expanded = 0

    @property
    def has_aliases(self) -> bool:
        """Whether any value is named again."""
        return self._expanded > 0

    def document(self) -> dict[str, Data]:
        """The one mapping of the text; raises `ScalemeritError` where there is none."""
        try:
            data, root = self._document()
        except (YAMLError, UnicodeDecodeError) as error:
            self._unparsed(error)
        if self._fatal:
            raise ScalemeritError(in_order(self.problems))
        if not isinstance(data, dict):
            self._stop(self._no_mapping(data, root))
        return data

    def _document(self) -> tuple[Data, Event]:
        self._next()  # the start of the stream
        start = self._next()
        if isinstance(start, StreamEndEvent):
            self._stop(Problem("empty-file", place=self._lines.place(0, 0)))
        root = self._next()
        data = self._value(root, 0)
        self._expect_no_more(self._next())
        return data, root

    def _expect_no_more(self, end: Event) -> None:
        """Note a second document; the parser calls it an error where `...` ended the first."""
        try:
            more = self._next()
        except MarkedYAMLError as error:
            if not (isinstance(end, DocumentEndEvent) and end.explicit):
                raise
            self.problems.append(after_the_end(error, self._lines))
        else:
            if not isinstance(more, StreamEndEvent):
                self._note("several-documents", more)

    def _value(self, event: Event, depth: int) -> Data:
        """The data of the value that begins with this event, inside so many collections."""
        if isinstance(event, CollectionStartEvent):
            if depth >= DEPTH:
                self._stop(self._problem("too-deep", event, limit=str(DEPTH)))
            if event.anchor is None and event.tag is None:
                return self._collection(event, depth + 1)
            return self._anchored_collection(event, depth + 1)
        if isinstance(event, ScalarEvent):
            data = event.value if event.style else plain(event.value)
            if event.anchor is not None or event.tag is not None:
                self._properties(event, Anchored(event, Extent(data)))
            return data
        return self._alias(event, depth)

    def _collection(self, start: CollectionStartEvent, depth: int) -> Collection:
        return self._mapping(depth) if type(start) is MappingStartEvent else self._sequence(depth)

    def _mapping(self, depth: int) -> dict[str, Data]:
        """The keys and values up to the end of a mapping.

        Most of a file is single values, which are read here, and in a list, without a call each.
        """
        data: dict[str, Data] = {}
        keys: dict[str, Event] = {}
        following = self._next
        while type(event := following()) is not MappingEndEvent:
            key: str | None = None
            if type(event) is ScalarEvent and event.anchor is None and event.tag is None:
                key = event.value
            if key in _ODD_KEYS:
                key = self._odd_key(event, depth)
            inner = following()
            if type(inner) is ScalarEvent and inner.anchor is None and inner.tag is None:
                value: Data = inner.value if inner.style else plain(inner.value)
            else:
                value = self._value(inner, depth)
            if value is None:
                self.has_empty = True
            if key in keys:
                self._duplicate(key, event, keys[key])
            elif key is not None:
                data[key] = value
                keys[key] = event
        return data

    def _sequence(self, depth: int) -> list[Data]:
        data: list[Data] = []
        following = self._next
        while type(event := following()) is not SequenceEndEvent:
            if type(event) is ScalarEvent and event.anchor is None and event.tag is None:
                value: Data = event.value if event.style else plain(event.value)
            else:
                value = self._value(event, depth)
            if value is None:
                self.has_empty = True
            data.append(value)
        return data

    def _odd_key(self, event: Event, depth: int) -> str | None:
        """The text of any key, or None for what is no key; a key is text exactly as written."""
        data = self._value(event, depth)
        meant = self._meant(event)
        if meant is None:  # noted as an unknown alias
            return None
        if not isinstance(meant, ScalarEvent) or not meant.value:
            self._note("key-not-text", event, found=_kind(data))
            return None
        if meant.value == _MERGE and not meant.style:
            self._note("merge-key", event)
            return None
        return meant.value

    def _meant(self, event: Event) -> Event | None:
        """The event itself, or that of the value which an alias names."""
        if not isinstance(event, AliasEvent):
            return event
        anchored = self._anchors.get(event.anchor or "")
        return anchored.event if anchored else None

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

    def _anchored_collection(self, start: CollectionStartEvent, depth: int) -> Data:
        """A collection with an anchor or a tag; its anchor counts as open until its end."""
        self._properties(start, None)
        data = self._collection(start, depth)
        if start.anchor is not None:
            extent = self._extents[id(data)] = self._extent(data)
            self._anchors[start.anchor] = Anchored(start, extent)
        return data

    def _extent(self, data: Collection) -> Extent:
        """What data comes to when walked; what has an anchor inside it is not walked again."""
        known = self._extents.get(id(data))
        if known is not None:
            return known
        values = data.values() if isinstance(data, dict) else data
        inner = [self._extent(one) for one in values if isinstance(one, dict | list)]
        size = len(data) + sum([one.size for one in inner])
        return Extent(data, size, 1 + max([one.height for one in inner], default=0))

    def _alias(self, event: Event, depth: int) -> Data:
        """The data of the anchor; what cannot be resolved is None, and the file is refused."""
        name = (isinstance(event, AliasEvent) and event.anchor) or ""
        anchored = self._anchors.get(name)
        if anchored is None:
            code = "alias-cycle" if name in self._anchors else "alias-unknown"
            self._note(code, event, name=name)
            self._fatal = True
            return None
        data, size, height = anchored.extent
        self._expanded += size + 1
        if self._expanded > EXPANSION:
            self._stop(self._problem("alias-bomb", event, limit=f"{EXPANSION:,}"))
        if depth + height > DEPTH:
            self._stop(self._problem("too-deep", event, limit=str(DEPTH)))
        return data

    def _unparsed(self, error: YAMLError | UnicodeDecodeError) -> NoReturn:
        """Report where the parser gave up; that its own bound is far above ours shows nowhere.

        The parser reads on to see whether brackets are a key, so that its bound may be met before
        the builder has seen a bracket. The text before that bound is read up to ours.
        """
        limit = nesting_limit(error)
        if limit:
            Builder(self._lines, self._lines.text[:limit]).document()
        self._stop(syntax_problem(error, self._lines))

    def _no_mapping(self, data: Data, root: Event) -> Problem:
        if data is None and isinstance(root, ScalarEvent) and not root.value:
            return self._problem("empty-file", root)
        return self._problem("not-a-mapping", root, found=_kind(data))

    def _note(self, code: str, event: Event, **values: str | Word) -> None:
        self.problems.append(self._problem(code, event, **values))

    def _problem(self, code: str, event: Event, **values: str | Word) -> Problem:
        return Problem(code, values=values, place=place_of(event, self._lines))

    def _stop(self, problem: Problem) -> NoReturn:
        raise ScalemeritError(in_order([*self.problems, problem]))


def _kind(data: Data) -> Word:
    if isinstance(data, dict):
        return _MAPPING
    if isinstance(data, list):
        return _LIST
    return _EMPTY if data in (None, "") else _VALUE
