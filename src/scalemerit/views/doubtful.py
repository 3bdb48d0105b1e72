"""What is doubtful in the input, as a page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.wording import Language


def doubts(warnings: Sequence[Problem], language: Language) -> tuple[str, ...]:
    """A line a warning, with its place and code."""
    return tuple(
        f"{warning.place or '-'}: {warning.message(language)} [{warning.code}]"
        for warning in warnings
    )
