"""What can be wrong with an input: problems with their place, their words and their remedy.

A problem is a value, not an exception: readers collect all problems of a file and raise them
once, as one `ScalemeritError`. The words of every problem stand in `problem_texts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scalemerit.wording import Code, Language, Severity, Word

KeyPath = tuple[str | int, ...]

_LETTERS = 26
_NO_VALUES: Mapping[str, str | Word] = {}


class Place(NamedTuple):
    """Where something stands in an input: file, line and column (both from 1), and its line.

    `width` is the number of characters to underline; `text` is the writer's own line. In a table
    line and column are those of a cell of `sheet`, which has no name where the file has no sheets.
    """

    file: str
    line: int
    column: int
    width: int = 1
    text: str = ""
    sheet: str | None = None

    def __str__(self) -> str:
        if self.sheet is None:
            return f"{escaped(self.file)}:{self.line}:{self.column}"
        named = f"[{escaped(self.sheet)}]" if self.sheet else ""
        return f"{escaped(self.file)}{named}!{_letters(self.column)}{self.line}"


class Problem(NamedTuple):
    """One thing to fix in an input.

    `path` is the route of keys to it, `at_key` tells that the key and not its value is meant,
    `values` fill the words of its code. Without a `place` only the file is known.
    """

    code: str
    path: KeyPath = ()
    values: Mapping[str, str | Word] = _NO_VALUES
    at_key: bool = False
    place: Place | None = None

    @property
    def severity(self) -> Severity:
        """Whether the input cannot be used, or can but is doubtful."""
        return self._words.severity

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence; control characters of the input are shown escaped."""
        return self._words.message(language).format_map(self._shown(language))

    def remedy(self, language: Language) -> str:
        """What to write instead."""
        return self._words.remedy(language).format_map(self._shown(language))

    def at(self, place: Place) -> Problem:
        """The same problem with its place in a file."""
        return self._replace(place=place)

    @property
    def _words(self) -> Code:
        from scalemerit.problem_texts import CODES  # needed only where something is wrong

        return CODES[self.code]

    def _shown(self, language: Language) -> dict[str, str]:
        return {
            name: escaped(getattr(value, language) if isinstance(value, Word) else value)
            for name, value in self.values.items()
        }


class ScalemeritError(Exception):
    """An input cannot be used; `problems` says all that is wrong with it, in order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(
            f"{problem.place or '-'}: {problem.severity}[{problem.code}]: {problem.message('en')}"
            for problem in self.problems
        )


def _letters(column: int) -> str:
    """The letters by which spreadsheets name a column: A for 1, Z for 26, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def escaped(text: str) -> str:
    """The text with all that could steer a terminal shown escaped, as `\\x1b` or `\\u202e`."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character == "\u3000" else _escape(character)
        for character in text
    )


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
