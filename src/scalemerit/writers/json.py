"""JSON: a document for programs, amounts in full as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic_core import to_json

if TYPE_CHECKING:
    from scalemerit.writers import Options, Result

# Around the digits of a decimal number while it passes through the encoder as a text: a character
# of Unicode's private use, which no name or title has a reason to hold.
_MARK = "\ue0de"


def write(result: Result, options: Options) -> str:
    """The result's document; a decimal number keeps all its digits."""
    del options
    return dumps(result.document()) + "\n"


def dumps(document: Mapping[str, object]) -> str:
    """A document as indented JSON, decimal numbers written exactly."""
    text = to_json(_marked(document), indent=2).decode()
    return text.replace(f'"{_MARK}', "").replace(f'{_MARK}"', "")


def _marked(value: object) -> object:
    """The value with decimal numbers as texts between marks; the encoder would quote them."""
    if isinstance(value, Decimal):
        return f"{_MARK}{value}{_MARK}"
    if isinstance(value, Mapping):
        return {key: _marked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner) for inner in value]
    return value
