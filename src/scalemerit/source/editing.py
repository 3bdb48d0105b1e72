"""Changes to a YAML text that leave all the rest of it as it is, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from yaml.events import Event

from scalemerit.errors import KeyPath
from scalemerit.source.scalars import plain
from scalemerit.source.shape import MappingShape, Shape, find, shape_of, span

_PLAIN = re.compile(r"[^\W\d_][\w・、。]*(?: [\w・、。]+)*")


def yaml_text(text: str) -> str:
    """A text as it stands in YAML: as it is where that is safe, else in quotation marks."""
    if _PLAIN.fullmatch(text) and isinstance(plain(text), str):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else _escape(one) for one in quoted)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - of JSON's \u


class Editor:
    """A YAML text and the changes to be made to it; each names a route of keys that is there."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._shape = shape_of(text)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._changes: list[tuple[int, int, str]] = []

    def replace(self, path: KeyPath, written: str) -> None:
        """Let another value stand there."""
        start, end = _extent(self._at(path))
        self._change(start, end, written)

    def surround(self, path: KeyPath, before: str, after: str) -> None:
        """Write something around a value that stands on its line."""
        start, end = _extent(self._at(path))
        self._change(start, start, before)
        self._change(end, end, after)

    def add(self, path: KeyPath, entries: list[tuple[str, str]]) -> None:
        """Add keys, with values as they are to be written, at the end of a mapping."""
        mapping = self._mapping(path)
        if mapping.start.flow_style or not mapping.entries:
            self._add_in_braces(mapping, entries)
        else:
            first, _ = next(iter(mapping.entries.values()))
            self._insert_lines(_last(mapping), self._indent(span(first)[0]), entries)

    def is_block(self, path: KeyPath) -> bool:
        """Whether a mapping there has a line a key."""
        shape = self._at(path)
        return isinstance(shape, MappingShape) and not shape.start.flow_style

    def nest(
        self, path: KeyPath, key: str, inside: list[tuple[str, str]], beside: list[tuple[str, str]]
    ) -> None:
        """Put all of a mapping of a line a key, and more, under a key, and others beside that."""
        mapping = self._mapping(path)
        first, _ = next(iter(mapping.entries.values()))
        start, end = span(first)[0], _last(mapping)
        indent = self._indent(start)
        self._change(start, start, f"{key}:{self._newline}{indent}  ")
        for index in self._lines_between(start, end):
            self._change(index, index, "  ")
        self._insert_lines(end, f"{indent}  ", inside)
        self._insert_lines(end, indent, beside)

    def text(self) -> str:
        """The text with all changes."""
        parts, position = [], 0
        for start, end, written in sorted(self._changes, key=lambda change: change[:2]):
            parts += [self._text[position:start], written]
            position = end
        return "".join([*parts, self._text[position:]])

    def _mapping(self, path: KeyPath) -> MappingShape:
        shape = self._at(path)
        if not isinstance(shape, MappingShape):
            message = f"no mapping at {path}"
            raise TypeError(message)
        return shape

    def _at(self, path: KeyPath) -> Shape:
        entry, _ = find(self._shape, path)
        return entry[1]

    def _change(self, start: int, end: int, written: str) -> None:
        self._changes.append((start, end, written))

    def _add_in_braces(self, mapping: MappingShape, entries: list[tuple[str, str]]) -> None:
        joined = ", ".join(f"{key}: {value}" for key, value in entries)
        if mapping.entries:
            end = _last(mapping)
            self._change(end, end, f", {joined}")
        else:
            start = span(mapping.start)[1]
            self._change(start, start, joined)

    def _insert_lines(self, index: int, indent: str, entries: list[tuple[str, str]]) -> None:
        """Write entries on lines of their own after the line of that index."""
        end = self._end_of_line(index)
        lines = "".join(f"{self._newline}{indent}{key}: {value}" for key, value in entries)
        self._change(end, end, lines)

    def _indent(self, index: int) -> str:
        start = self._text.rfind("\n", 0, index) + 1
        return " " * (index - start)

    def _end_of_line(self, index: int) -> int:
        end = self._text.find(self._newline, index)
        return len(self._text) if end < 0 else end

    def _lines_between(self, start: int, end: int) -> Iterator[int]:
        index = self._text.find("\n", start, end) + 1
        while index:
            yield index
            index = self._text.find("\n", index, end) + 1


def _extent(shape: Shape) -> tuple[int, int]:
    """From where to where a value is written, without what follows a mapping of many lines."""
    start, end = span(shape)
    return (start, end) if isinstance(shape, Event) else (start, _end(shape))


def _last(mapping: MappingShape) -> int:
    """Where the last value of a mapping ends."""
    *_, (key, value) = mapping.entries.values()
    return _end(value) or span(key)[1]


def _end(shape: Shape) -> int:
    """Where a value ends, without what follows a mapping of many lines up to the next key."""
    if isinstance(shape, Event) or shape.start.flow_style:
        return span(shape)[1]
    if isinstance(shape, MappingShape):
        return _last(shape) if shape.entries else span(shape)[1]
    return _end(shape.items[-1]) if shape.items else span(shape)[1]
