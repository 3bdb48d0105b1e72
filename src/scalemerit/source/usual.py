"""Files written the usual way: one entry a line, short collections in brackets on one line.

The events of a YAML parser cost more than the text they come from. Nearly every scenario needs
few of YAML's forms, and these are read here line by line; a line that many files have in common
is understood once. Whatever is unusual (anchors, tags, escapes, values over several lines, a key
written twice, empty values, anything wrong) is left to the builder, which knows all of YAML and
says what is wrong. What is read here, the builder reads alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, final

from scalemerit.source.scalars import Data, plain

_REMEMBERED = 1024  # lines
_LONGEST = 1000  # characters in a line; YAML's own bound for a key is near
_DEEPEST = 16  # collections in each other, by lines, and again within a line

# No other byte is part of a character that YAML forbids, but for those named below, and but for
# what ends a line elsewhere.
_USUAL_BYTES = bytes({0x0A, *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2})
_FORBIDDEN = "\ufeff", "\ufffe", "\uffff"

_FIRST = r"""[^\s!"#%&'*,\-.:<=>?@\[\]`{|}]"""
_KEY = rf"{_FIRST}[^\s:#?,\[\]{{}}]*(?: [^\s:#?,\[\]{{}}]+)*"
_QUOTED = r"""("[^"\\]*"|'[^']*')"""
_LINE = re.compile(rf"( *)(?:- +|({_KEY}):(?: +|$))(?:(-?{_FIRST}[^:#]*)|(.*))")
_PLAIN = re.compile(rf"-?{_FIRST}")
_QUOTED_ONLY = re.compile(rf"{_QUOTED} *(?: #.*)?")
_INNER = re.compile(
    rf" *(?:({_KEY}): +)?(?:(-?{_FIRST}[^:#?,\[\]{{}}]*)|{_QUOTED})? *([,\[\]{{}}])"
)
_NEXT = re.compile(r" *([,\]}])")
_EMPTY = re.compile(r"(?:\{ *\}|\[ *\])")
_ENDED = re.compile(r" *(?: #.*)?")


class _UnusualError(Exception):
    """The text has to be read by the builder."""


@final
class _Later:
    """Stands for what the line alone does not tell."""


_NESTED = _Later()  # a collection below
_LITERAL = _Later()  # a text below
_UNCLEAR = _Later()


class _Line(NamedTuple):
    """What a line says: its indentation, its key (None for an item of a list), its value."""

    indent: int
    key: str | None
    value: Data | _Later


_SILENT = -1
_NOTHING = _Line(_SILENT, None, None)  # blank or a comment
_END = _Line(-2, None, None)


def usual(content: bytes, text: str) -> dict[str, Data] | None:
    """The data of a text written the usual way, or None where the builder has to read it.

    Texts with the same lines share what stands in brackets there: do not change the data.
    """
    if content.translate(None, _USUAL_BYTES) or any(one in text for one in _FORBIDDEN):
        return None
    lines = text.splitlines()
    if text.count("\n") != len(lines) or max(map(len, lines), default=0) > _LONGEST:
        return None
    try:
        return _Outline(lines).document()
    except _UnusualError:
        return None


class _Outline:
    """The lines of a text, as written and as understood; what is read of them begins at a line.

    Each reader returns what it has read and the line behind it.
    """

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._lines = [*map(_understood, texts), _END]

    def document(self) -> dict[str, Data]:
        """The mapping of all lines."""
        data, at = self._mapping(0, 0, 0)
        if self._lines[at] is not _END or not data:
            raise _UnusualError
        return data

    def _mapping(self, at: int, indent: int, depth: int) -> tuple[dict[str, Data], int]:
        lines = self._lines
        data: dict[str, Data] = {}
        while True:
            column, key, value = lines[at]
            if column == indent and key is not None:
                if key in data:
                    raise _UnusualError
                at += 1
                if type(value) is _Later:
                    data[key], at = self._below(value, at, indent, depth)
                else:
                    data[key] = value
            elif column == _SILENT:
                at += 1
            else:
                return data, at

    def _list(self, at: int, indent: int) -> tuple[list[Data], int]:
        lines = self._lines
        data: list[Data] = []
        while True:
            column, key, value = lines[at]
            if column == indent and key is None:
                if type(value) is _Later:
                    raise _UnusualError
                data.append(value)
            elif column != _SILENT:
                return data, at
            at += 1

    def _below(self, value: _Later, at: int, indent: int, depth: int) -> tuple[Data, int]:
        """The value of a key at this indentation that begins in this line."""
        if value is _LITERAL:
            return self._literal(at, indent)
        if value is not _NESTED or depth == _DEEPEST:
            raise _UnusualError
        while self._lines[at].indent == _SILENT:
            at += 1
        column, key, _ = self._lines[at]
        if column >= indent and key is None:
            return self._list(at, column)
        if column > indent:
            return self._mapping(at, column, depth + 1)
        raise _UnusualError

    def _literal(self, at: int, indent: int) -> tuple[str, int]:
        """The text below a key with `|`, without the indentation that its first line has."""
        first = self._texts[at] if at < len(self._texts) else ""
        column = len(first) - len(first.lstrip(" "))
        if column <= indent or column == len(first):
            raise _UnusualError
        margin, end = " " * column, at
        for text in self._texts[at:]:
            if not text.startswith(margin) and text.strip(" "):
                break
            end += 1
        inside = [text[column:] for text in self._texts[at:end]]
        return "\n".join(inside).rstrip("\n") + "\n", end


@lru_cache(_REMEMBERED)
def _understood(text: str) -> _Line:
    found = _LINE.fullmatch(text)
    if found is None:
        margin = len(text) - len(text.lstrip(" "))
        return _NOTHING if text[margin : margin + 1] in ("", "#") else _Line(margin, "", _UNCLEAR)
    spaces, key, bare, written = found.groups()
    try:
        value = _value(written) if bare is None else _filled(bare.rstrip(" "))
    except _UnusualError:
        value = _UNCLEAR
    return _Line(len(spaces), key, value)


def _value(written: str) -> Data | _Later:
    """The value behind a key or a dash that is no plain word; raises `_UnusualError`."""
    written = written.rstrip(" ")
    if _PLAIN.match(written):
        return _scalar(written)
    if written == "|":
        return _LITERAL
    if not written or written[0] == "#":
        return _NESTED
    if quoted := _QUOTED_ONLY.fullmatch(written):
        return quoted[1][1:-1]
    if written[0] not in "{[":
        raise _UnusualError
    value, end = _collection(written, 0, 0)
    if not _ENDED.fullmatch(written, end):
        raise _UnusualError
    return value


def _scalar(written: str) -> Data:
    value = written.partition(" #")[0].rstrip(" ")
    if ": " in value or value[-1] == ":":
        raise _UnusualError
    return _filled(value)


def _filled(value: str) -> Data:
    data = plain(value)
    if data is None:
        raise _UnusualError
    return data


def _collection(written: str, start: int, depth: int) -> tuple[Data, int]:
    """The collection in brackets that begins at this index, and the index behind it."""
    if depth == _DEEPEST:
        raise _UnusualError
    if empty := _EMPTY.match(written, start):
        return ({} if written[start] == "{" else []), empty.end()
    read = _braces if written[start] == "{" else _brackets
    return read(written, start + 1, depth)


def _braces(written: str, at: int, depth: int) -> tuple[dict[str, Data], int]:
    data: dict[str, Data] = {}
    mark = ","
    while mark == ",":
        key, value, at, mark = _entry(written, at, depth)
        if key is None or key in data or mark == "]":
            raise _UnusualError
        data[key] = value
    return data, at


def _brackets(written: str, at: int, depth: int) -> tuple[list[Data], int]:
    data: list[Data] = []
    mark = ","
    while mark == ",":
        key, value, at, mark = _entry(written, at, depth)
        if key is not None or mark == "}":
            raise _UnusualError
        data.append(value)
    return data, at


def _entry(written: str, at: int, depth: int) -> tuple[str | None, Data, int, str]:
    """An entry between brackets: its key (None: has none), its value, its end, the mark there."""
    found = _INNER.match(written, at)
    if found is None:
        raise _UnusualError
    key, bare, quoted, mark = found.groups()
    if (bare or quoted) and mark in "{[":
        raise _UnusualError
    if bare:
        return key, _filled(bare.rstrip(" ")), found.end(), mark
    if quoted:
        return key, quoted[1:-1], found.end(), mark
    if mark not in "{[":
        raise _UnusualError
    value, end = _collection(written, found.end() - 1, depth + 1)
    following = _NEXT.match(written, end)
    if following is None:
        raise _UnusualError
    return key, value, following.end(), following[1]
