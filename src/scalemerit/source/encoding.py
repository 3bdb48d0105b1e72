"""Bytes → text, strictly UTF-8."""

from __future__ import annotations

from itertools import pairwise

from scalemerit.errors import Place, Problem, ScalemeritError
from scalemerit.source.files import check_size
from scalemerit.source.lines import Lines

_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_INNER_MARK = "\ufeff"  # left where files were joined; nobody sees it, and keys then differ
_TWO_NULS = b"\0\0"
# Half-width katakana are left out: EUC-JP, read as cp932, is full of them.
_JAPANESE = (("\u3001", "\u30ff"), ("\u4e00", "\u9fff"), ("\uff01", "\uff5e"))

_ALLOWED = {0x09, 0x0A, 0x0D, 0x85}
_FORBIDDEN = {*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF} - _ALLOWED


def decoded(content: bytes, name: str) -> str:
    """The text without its byte order mark.

    Raises `ScalemeritError` for what is not UTF-8, and says so where it reads as Shift_JIS.
    """
    check_size(content, name)
    content = content.removeprefix(_BOM)
    if _is_utf16(content):
        raise ScalemeritError([Problem("not-utf8", place=Place(name, 1, 1))])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ScalemeritError([_undecoded(content, error.start, name)]) from error
    if _INNER_MARK in text:
        raise ScalemeritError([control_character(Lines(name, text))])
    return text


def control_character(lines: Lines) -> Problem:
    """The first character that YAML does not allow, or a byte order mark inside the text."""
    text = lines.text
    index = next((index for index, character in enumerate(text) if ord(character) in _FORBIDDEN), 0)
    values = {"character": f"U+{ord(text[index]):04X}"}
    return Problem("control-character", values=values, place=lines.place(index, index + 1))


def _is_utf16(content: bytes) -> bool:
    """Whether this is UTF-16 or UTF-32, by its mark or by the NULs of its first letters."""
    return content.startswith(_UTF16_BOMS) or _TWO_NULS in (content[0:4:2], content[1:4:2])


def _undecoded(content: bytes, bad: int, name: str) -> Problem:
    japanese = _as_cp932(content)
    if japanese is None:
        lines = Lines(name, content.decode("utf-8", errors="replace"))
        index = len(content[:bad].decode("utf-8"))
        return Problem("not-utf8", place=lines.place(index, index + 1))
    index = len(content[:bad].decode("cp932", errors="ignore"))
    place = Lines(name, japanese).place(index, index + 1)
    return Problem("cp932", values={"file": name}, place=place)


def _as_cp932(content: bytes) -> str | None:
    """The text where the bytes are Shift_JIS: mostly Japanese, and not UTF-8 with a flaw."""
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        return None
    japanese = [_is_japanese(character) for character in text]
    adjacent = any(first and second for first, second in pairwise(japanese))
    as_utf8 = _foreign(content.decode("utf-8", errors="ignore"))
    likely = sum(japanese) * 2 > _foreign(text) and sum(japanese) > as_utf8 * 2
    return text if adjacent and likely else None


def _foreign(text: str) -> int:
    return sum(not character.isascii() for character in text)


def _is_japanese(character: str) -> bool:
    return any(first <= character <= last for first, last in _JAPANESE)
