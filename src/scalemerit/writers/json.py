"""JSON: a document for programs, amounts in full as plain numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic_core import to_json

if TYPE_CHECKING:
    from scalemerit.writers import Options, Result

# Around the digits of a decimal number while it passes through the encoder as a text: a character
# of Unicode's private use. In a text of the scenario (外字) it is followed by another meanwhile.
_MARK = "\ue0de"
_TEXT_MARK = f"{_MARK}\ue0df"
_DECIMAL = re.compile(f'"{_MARK}([-+.0-9E]+){_MARK}"')
# Characters that JSON leaves as they are and that steer a terminal or the direction of a text.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def write(result: Result, options: Options) -> str:
    """The result's document; a decimal number keeps all its digits."""
    del options
    return dumps(result.document()) + "\n"


def dumps(document: Mapping[str, object]) -> str:
    """A document as indented JSON, decimal numbers written exactly."""
    text = to_json(_marked(document), indent=2).decode()
    text = _DECIMAL.sub(r"\1", text).replace(_TEXT_MARK, _MARK)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _marked(value: object) -> object:
    """The value with decimal numbers as texts between marks; the encoder would quote them."""
    if isinstance(value, Decimal):
        return f"{_MARK}{value}{_MARK}"
    if isinstance(value, str):
        return value.replace(_MARK, _TEXT_MARK)
    if isinstance(value, Mapping):
        return {_marked(key): _marked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(inner) for inner in value]
    return value
