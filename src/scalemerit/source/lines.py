"""From an index in the text to file, line and column."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from io import StringIO
from itertools import accumulate

from scalemerit.errors import Place


class Lines:
    """The text of a file; its lines are only counted when a place is asked for.

    Lines end as editors end them, at LF, CRLF and CR; YAML also knows breaks that no editor shows.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    def place(self, start: int, end: int) -> Place:
        """Where the characters from `start` to before `end` stand; only their first line counts."""
        number = bisect_right(self._starts, start)
        first = self._starts[number - 1]
        line = self._lines[number - 1]
        column = min(start - first, max(len(line) - 1, 0))
        shown = line[column : max(end - first, 0)].rstrip()
        return Place(self.file, number, column + 1, max(len(shown), 1), line)

    def start(self, index: int) -> int:
        """Where the line of that index begins."""
        return self._starts[bisect_right(self._starts, index) - 1]

    @property
    def last(self) -> int:
        """The index of the last character that can be seen."""
        return max(len(self.text.rstrip()) - 1, 0)

    def after_word(self, index: int) -> int:
        """Where the word that begins at that index ends."""
        return self._until(" \t\r\n", index)

    def after_properties(self, start: int, end: int) -> int:
        """Where a value begins that has an anchor or a tag before it, as in `&a !t 5`."""
        index = start
        while index < end and self.text[index] in "&! \t\r\n#":
            if self.text[index] in "&!":
                index = self.after_word(index)
            elif self.text[index] == "#":
                index = self._until("\r\n", index)
            else:
                index += 1
        return index if index < end else start

    def _until(self, stops: str, index: int) -> int:
        while index < len(self.text) and self.text[index] not in stops:
            index += 1
        return index

    @cached_property
    def _with_ends(self) -> list[str]:
        return StringIO(self.text, newline="").readlines() or [""]

    @cached_property
    def _lines(self) -> list[str]:
        return [line.rstrip("\r\n") for line in self._with_ends]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) for line in self._with_ends[:-1])]
