"""JSON: a document for programs, amounts in full as plain numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING

from pydantic_core import SchemaSerializer, core_schema

if TYPE_CHECKING:
    from scalemerit.writers import Options, Result

# Around the digits of a number while it passes through the encoder as a text: a character of
# Unicode's private use. Where a text holds it, a number and another such follow it.
_MARK, _END_OF_MARK = "\ue0de", "\ue0df"
# Characters that JSON leaves as they are and that steer a terminal or the direction of a text.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_ENCODER = SchemaSerializer(core_schema.any_schema())


def write(result: Result, options: Options) -> str:
    """The result's document; a decimal number keeps all its digits."""
    del options
    return dumps(result.document()) + "\n"


def dumps(document: Mapping[str, object]) -> str:
    """A document as indented JSON, numbers written exactly."""
    return _encoded(document, indent=2)


def line(document: Mapping[str, object]) -> str:
    """The same on one line, without a line break."""
    return _encoded(document, indent=None)


def _encoded(document: Mapping[str, object], indent: int | None) -> str:
    """The document as JSON, a model in it as far as it is set."""
    encoded, numbers = _marked(document, indent, _MARK)
    text = encoded.decode()
    if numbers:
        mark = _MARK
        if text.count(mark) != 2 * numbers:  # a text of the scenario holds it as well
            mark = _unused_mark(text)
            text = _marked(document, indent, mark)[0].decode()
        text = text.replace(f'"{mark}', "").replace(f'{mark}"', "")
    return _harmless(text) if _may_steer(encoded) else text


def _marked(document: Mapping[str, object], indent: int | None, mark: str) -> tuple[bytes, int]:
    """The document as JSON with a mark on both sides of each exact number, and their number."""
    numbers = 0

    def marked(value: object) -> str:
        nonlocal numbers
        numbers += 1
        return f"{mark}{value}{mark}"

    encoded = _ENCODER.to_json(document, indent=indent, exclude_unset=True, fallback=marked)
    return encoded, numbers


def _unused_mark(text: str) -> str:
    """A mark that occurs nowhere in a text."""
    used = set(map(int, re.findall(f"{_MARK}([0-9]{{1,9}}){_END_OF_MARK}", text)))
    free = next(number for number in count() if number not in used)
    return f"{_MARK}{free}{_END_OF_MARK}"


def _may_steer(encoded: bytes) -> bool:
    """Whether a byte occurs with which all that steers begins in UTF-8, and little else does."""
    return b"\x7f" in encoded or b"\xc2" in encoded or b"\xd8" in encoded or b"\xe2" in encoded


def _harmless(text: str) -> str:
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
