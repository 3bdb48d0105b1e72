"""What charts show, as typed values: a view says what is drawn, a writer where and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.views.report import Money

if TYPE_CHECKING:
    from scalemerit.choices import ChartName
    from scalemerit.money import Exact
    from scalemerit.views.report import Cell, Report, Tone


class About(NamedTuple):
    """What a chart is of: the table that holds its figures, and the arrangement's key.

    `title` says it in words. `key` names the kind of chart in every language.
    """

    key: ChartName
    title: str
    table: str
    arrangement: str


class Step(NamedTuple):
    """A bar of a waterfall between two amounts; `label` is shown at its end.

    A total begins at 0, and is what causes lead from or to. A bar of a range of amounts has these
    as its `amounts`, and no other name.
    """

    name: str
    start: int
    end: int
    label: tuple[Cell, ...]
    tone: Tone = "plain"
    is_total: bool = False
    amounts: tuple[Cell, ...] = ()


class Waterfall(NamedTuple):
    """From one total to another, cause by cause; amounts are in the smallest unit."""

    about: About
    steps: tuple[Step, ...]


class Bars(NamedTuple):
    """Amounts or chances, each for itself on one scale; a bar that begins at 0 or is a range.

    `parting` is where a line parts the bars, with its words: that many bars stand above it.
    """

    about: About
    steps: tuple[Step, ...]
    parting: tuple[int, str] | None = None

    @property
    def shows_money(self) -> bool:
        """Whether its labels or names are amounts, which have a unit."""
        return any(
            isinstance(cell, Money) for step in self.steps for cell in (*step.label, *step.amounts)
        )


class Pair(NamedTuple):
    """What a buyer pays alone and jointly, or before and after, in the smallest unit.

    `label` is shown at the bars, `told` to who points at them.
    """

    name: str
    separate: int
    share: int
    label: tuple[Cell, ...]
    told: tuple[Cell, ...]

    @property
    def pays_more(self) -> bool:
        """Whether the buyer would pay more than alone, or than before."""
        return self.share > self.separate


class Pairs(NamedTuple):
    """Each buyer's separate cost beside its share, or each theme's separate cost beside the joint.

    Of a difference, each buyer's share before beside that after.

    `names` are the words for the two bars.
    """

    about: About
    names: tuple[str, str]
    pairs: tuple[Pair, ...]


class Line(NamedTuple):
    """What a vendor asks for one license, by quantity; exact amounts in the currency.

    Points ascend by quantity. `is_awarded` tells that it is the vendor bought from.
    """

    vendor: str
    points: tuple[tuple[int, Exact], ...]
    is_awarded: bool


class Mark(NamedTuple):
    """A quantity on the awarded vendor's line, with what one license then costs."""

    name: str
    quantity: int
    unit: Exact
    label: tuple[Cell, ...]


class Curves(NamedTuple):
    """The prices of one product by quantity, with each buyer's quantity and the joint one.

    `axes` are the words for quantities and for prices.
    """

    about: About
    axes: tuple[str, str]
    lines: tuple[Line, ...]
    buyers: tuple[Mark, ...]
    joint: Mark


class Saved(NamedTuple):
    """Which part of its separate cost a buyer saves by each of some rules; None without a cost."""

    name: str
    rates: tuple[Exact | None, ...]

    @property
    def best(self) -> Exact | None:
        """The highest rate, where not all are the same."""
        known = {rate for rate in self.rates if rate is not None}
        return max(known) if len(known) > 1 else None


class Grid(NamedTuple):
    """Saving rates, a row a buyer and a column a rule; `best` says in words what is strong."""

    about: About
    rules: tuple[str, ...]
    best: str
    rows: tuple[Saved, ...]


class AtSize(NamedTuple):
    """What is saved where so many buyers take part, whichever: amounts in the smallest unit."""

    size: int
    smallest: int
    average: int
    largest: int


class SizeMark(NamedTuple):
    """A number of buyers that is told at its saving, with the words for it."""

    size: int
    amount: int
    label: tuple[Cell, ...]


class Sizes(NamedTuple):
    """The saving by number of buyers, ascending, with what is to be known of some numbers.

    `axis` is the word for numbers of buyers, `names` those for the smallest, average and largest.
    """

    about: About
    axis: str
    names: tuple[str, str, str]
    sizes: tuple[AtSize, ...]
    marks: tuple[SizeMark, ...]


Chart = Waterfall | Bars | Pairs | Curves | Grid | Sizes


class Figure(NamedTuple):
    """A figure that is read first: what it is, and what it comes to."""

    name: str
    cell: Cell


class Illustrated(NamedTuple):
    """A report as a document: with what is read first, charts, and what is doubtful in the input.

    Charts draw what tables of the report hold.
    """

    report: Report
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    warnings: tuple[str, ...] = ()
