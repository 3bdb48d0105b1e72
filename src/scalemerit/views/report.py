"""What is shown of a result: tables of typed cells, with words but without characters for values.

A view chooses tables, columns, order and words; a writer turns cells into text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.money import Exact
from scalemerit.wording import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from scalemerit.errors import Problem

Tone = Literal["plain", "strong", "good", "bad"]


class Text(NamedTuple):
    """Words; a tone may color them but never carries meaning alone.

    `mark` is a sign before them for a person's eye, which no program should take for the name.
    `short` stands for them in a terminal, where they would take too much room.
    """

    text: str
    tone: Tone = "plain"
    mark: str = ""
    short: str = ""


class Money(NamedTuple):
    """An amount in the currency's smallest unit, shown in the unit that the reader chose."""

    amount: Exact
    tone: Tone = "plain"


class Price(NamedTuple):
    """An exact amount in the currency, always shown in full, as a unit price is."""

    amount: Exact


class Rate(NamedTuple):
    """A fraction, shown in per cent; None where there is none."""

    rate: Exact | None


class Count(NamedTuple):
    """A quantity or a number of hours."""

    number: Exact


class Bar(NamedTuple):
    """A bar from one amount to another on a scale that begins at 0 and ends at `scale`."""

    start: int
    end: int
    scale: int


class Verdict(NamedTuple):
    """Whether something that was expected came out."""

    met: bool


class YesNo(NamedTuple):
    """Whether something is so."""

    value: bool


class ExactRate(NamedTuple):
    """A fraction, shown in per cent with all the decimals that it has."""

    rate: Exact


class Formula(NamedTuple):
    """Arithmetic as one would type it: numbers, rates and signs one after another."""

    parts: tuple[Exact | Rate | str, ...]


Cell = Formula | Text | Money | Price | Rate | ExactRate | Count | Bar | Verdict | YesNo

NOTHING: Cell = Rate(None)  # ― for people, nothing at all for programs


class Column(NamedTuple):
    """A column's heading, and whether its cells are numbers and stand to the right."""

    heading: str
    numeric: bool = False


class Row(NamedTuple):
    """The cells of a row, one a column; a total is set apart.

    `arrangement` is the key of the one that the row is about, where the table is about several.
    `within` names what the row stands under in its table, where rows of other parts have its name.
    """

    cells: tuple[Cell, ...]
    is_total: bool = False
    arrangement: str = ""
    within: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table: `key` names it in every language.

    `arrangement` is the key of the one it belongs to, `of` says in words what it belongs to. The
    first `labels` cells of a row name it; `within` names what tells it from other tables of `key`.
    `is_detail` tells that it is only for those who want to know more than the others tell.
    The amounts of each of `sums` add up to 0 in full; where they do not as shown, a note says why.
    `currency` is that of its amounts, where it is not the report's. `may_part` tells that it has as
    many columns as the reader asked for, so that it may be shown in parts where it is too wide.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    arrangement: str = ""
    of: str = ""
    labels: int = 1
    sums: tuple[tuple[int, ...], ...] = ()
    notes: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    currency: str = ""
    is_detail: bool = False
    may_part: bool = False

    @property
    def heading(self) -> str:
        """The title, and what the table belongs to."""
        return f"{self.title} — {self.of}" if self.of else self.title


class Report(NamedTuple):
    """All that is shown of a result, in one language.

    `rounding_note` is for tables whose amounts do not add up once they are rounded as shown.
    """

    language: Language
    currency: str
    title: str
    subtitle: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    rounding_note: str


class Case(NamedTuple):
    """A condition that a theme is to meet, and what came out.

    `words` tell both, `{expected}` and `{actual}` standing for what a writer makes of them.
    """

    arrangement: str
    name: str
    expected: Cell
    actual: Cell
    met: bool
    words: str

    def told(self, shown: Callable[[Cell], str]) -> str:
        """What is expected and what came out, as `shown` writes cells."""
        return self.words.format(expected=shown(self.expected), actual=shown(self.actual))


class Suite(NamedTuple):
    """What a test report shows of one file: its theme's conditions, or its problems."""

    title: str
    file: str
    currency: str
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...] = ()


def difference(amount: int) -> Money:
    """A saving, its sign told by its tone as well."""
    return Money(amount, "good" if amount > 0 else "bad" if amount < 0 else "plain")
