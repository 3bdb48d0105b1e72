"""What a plain scalar means."""

from __future__ import annotations

from typing import TypeAlias

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | bool | None"

_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None}
_LONGEST = 30  # digits; what is longer is no number of anything


def plain(text: str) -> str | int | bool | None:
    """The value of an unquoted text: only `true` and `false` and plain digits are not texts."""
    if text.isdecimal():
        usual = text[0] != "0" and len(text) <= _LONGEST and text.isascii()
        return int(text) if usual else _integer(text, text)
    if text in _WORDS:
        return _WORDS[text]
    if "_" in text and (digits := text.replace("_", "")).isdecimal():
        between = "__" not in text and text[0] != "_" != text[-1]
        return _integer(text, digits) if between else text
    return text


def _integer(text: str, digits: str) -> str | int:
    """A number, except a code such as 013105, full-width digits and what is too long."""
    coded = digits[0] == "0" and len(digits) > 1
    return text if coded or not digits.isascii() or len(digits) > _LONGEST else int(digits)
