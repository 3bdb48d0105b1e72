"""What Excel can hold, and what every workbook that is written has in common."""

from __future__ import annotations

from datetime import datetime

A4 = 9
LONGEST_TEXT = 32_767  # characters of a cell; a longer text would be lost as a whole
LONGEST_TITLE = 255  # characters of a property of the file
HIGHEST_ROW = 409  # points
# No clock: the same content gives the same bytes.
WRITTEN = datetime(2000, 1, 1)


def fitting(text: str, longest: int = LONGEST_TEXT) -> str:
    """A text as far as there is room for it."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
