"""Columns of a terminal: a full-width character takes two, a combining one takes none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NOT_FIRST = "、。，．,.)）」』】〕}]・:;：；!?！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%％"
_NOT_LAST = "(（「『【〔{["


def columns(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text that is broken at spaces and between full-width characters.

    No line begins with a closing mark or ends with an opening one, as Japanese typesetting asks;
    a word that is longer than a line is broken anywhere. No character is left out.
    """
    lines = [""]
    for piece in _pieces(text):
        if columns(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
        elif columns(piece) <= width:
            lines.append(piece)
        else:
            lines += _cut(piece, width)
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _pieces(text: str) -> Iterator[str]:
    """The parts of a text between which a line may end; a part keeps the space that follows it."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    yield piece


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before.isspace() or _is_wide(before) or _is_wide(after)


def _cut(piece: str, width: int) -> Iterator[str]:
    """A part that no line can hold, in as many lines as it takes."""
    line = ""
    for character in piece:
        if line and columns(line + character) > width:
            yield line
            line = ""
        line += character
    yield line
