"""Columns of a terminal: a full-width character takes two, a combining one takes none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NOT_FIRST = "、。，．,.)）」』】〕}]・:;：；!?！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%％"
_WITHOUT_WIDTH = {"Mn", "Me", "Cf"}  # marks on a character, its variants, and joiners
_NOT_LAST = "(（「『【〔{["


def columns(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text that is broken at spaces and between full-width characters.

    No line begins with a closing mark or ends with an opening one, as Japanese typesetting asks;
    a word that is longer than a line is broken anywhere. No character is left out.
    """
    lines: list[list[str]] = [[]]
    taken = 0
    for piece in _pieces(text):
        for part in _cut(piece, width):
            if taken + columns(part.rstrip()) > width and lines[-1]:
                lines.append([])
                taken = 0
            lines[-1].append(part)
            taken += columns(part)
    joined = ("".join(line).rstrip() for line in lines)
    return [line for line in joined if line] or [""]


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
    """A part as it is, or in as many as it takes where no line can hold it."""
    if columns(piece.rstrip()) <= width:
        yield piece
        return
    part, taken = "", 0
    for character in piece:
        if part and taken + _columns(character) > width:
            yield part
            part, taken = "", 0
        part += character
        taken += _columns(character)
    yield part
