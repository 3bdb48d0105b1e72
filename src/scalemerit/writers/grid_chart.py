"""Saving rates by rule: a row a buyer, a column a rule, a bar below each rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.columns import wrapped
from scalemerit.views.report import Rate
from scalemerit.writers.drawing import (
    GAP,
    OVERHANG,
    WIDTH,
    Drawing,
    box,
    parted,
    shortened,
    text_width,
    told,
    words,
)

if TYPE_CHECKING:
    from scalemerit.money import Exact
    from scalemerit.views.charts import Grid, Saved
    from scalemerit.writers.cells import Style

_ROW = 24
_LINE = 14
_WIDEST_NAME = 150
_MOST_LINES = 3  # of the name of a rule
_MOST_ROWS = 25  # of a part, so that it stands on one page, also across
_MOST_RULES = 6  # beside each other
_BOLD = 1.1  # how much wider than usual
_COLUMN = 8  # px of a letter, or of half a full-width character


class _Block(NamedTuple):
    """The cells of some rules; bars in them are on a scale from `low`, 0 or less, to `high`.

    The scale reaches no further below 0 than above it, and no further above than 100 per cent, so
    that bars of most buyers can be compared.
    """

    chart: Grid
    rules: Sequence[int]
    style: Style
    left: float
    width: float
    low: Fraction
    high: Fraction

    def start(self, column: int) -> float:
        """Where a cell begins."""
        return self.left + column * self.width

    def x(self, column: int, rate: Exact) -> float:
        """Where a rate stands in its cell."""
        spread = self.high - self.low
        part = float((rate - self.low) / spread) if spread else 0.0
        return self.start(column) + (self.width - 2 * GAP) * part


def grid(chart: Grid, style: Style) -> list[Drawing]:
    """The rates of a few rules beside each other, those of many rules or buyers in parts."""
    names = max((text_width(row.name) for row in chart.rows), default=0)
    left = min(names, _WIDEST_NAME) + GAP + OVERHANG
    rates = [rate for row in chart.rows for rate in row.rates if rate is not None]
    widest = max((text_width(style.shown(Rate(rate))) for rate in rates), default=0)
    room = int((WIDTH - left) / (_BOLD * widest + 2 * GAP))
    high = Fraction(min(max(0, *rates), 1))  # more is saved by whom others pay
    low = max(Fraction(min(0, *rates)), -(high or Fraction(1)))  # far below is cut off
    blocks = list(parted(range(len(chart.rules)), max(min(room, _MOST_RULES), 1)))
    width = (WIDTH - left) / max(map(len, blocks), default=1)
    return [
        _drawing(_Block(chart, rules, style, left, width, low, high), rows)
        for rules in blocks
        for rows in parted(chart.rows, _MOST_ROWS)
    ]


def _drawing(block: _Block, rows: Sequence[Saved]) -> Drawing:
    headings = [_lines(block.chart.rules[rule], block.width - GAP) for rule in block.rules]
    top = _LINE * (1 + max(map(len, headings))) + 2 * GAP
    bottom = top + _ROW * len(rows)
    marks = [
        box("j", block.left, 6, block.left + 12, 6),
        words(block.chart.best, block.left + 16, _LINE),
    ]
    for column, lines in enumerate(headings):
        zero = round(block.x(column, 0))
        marks.append(f'<path class="r" d="M{zero} {top - 4}V{bottom}"/>')
        first = top - GAP - _LINE * (len(lines) - 1)
        for number, line in enumerate(lines):
            marks.append(words(line, block.start(column), first + _LINE * number))
    marks += _bars(block, rows, top)
    marks += (_row(block, row, top + _ROW * number) for number, row in enumerate(rows))
    return Drawing(bottom + 12, "".join(marks))


def _lines(heading: str, width: float) -> list[str]:
    """A heading in lines that are not wider than this; what goes beyond the last is cut."""
    lines = wrapped(heading, max(int(width / _COLUMN), 1))
    kept = [*lines[: _MOST_LINES - 1], "".join(lines[_MOST_LINES - 1 :])]
    return [shortened(line, width) for line in kept if line]


def _bars(block: _Block, rows: Sequence[Saved], top: int) -> Iterator[str]:
    """All bars of one color as one path, which keeps charts of many buyers small."""
    paths = dict.fromkeys("sjb", "")
    for number, row in enumerate(rows):
        for column, rule in enumerate(block.rules):
            rate = row.rates[rule]
            if rate is not None:
                kind = "b" if rate < 0 else "j" if rate == row.best else "s"
                paths[kind] += _bar(block, column, rate, top + _ROW * number + 16)
    for kind, path in paths.items():
        if path:
            yield f'<path class="{kind}" d="{path}"/>'


def _bar(block: _Block, column: int, rate: Exact, top: int) -> str:
    """A bar from 0; one that goes beyond the scale ends in a point."""
    zero = round(block.x(column, 0))
    end = round(block.x(column, min(max(rate, block.low), block.high)))
    if rate < block.low:
        return f"M{end + 4} {top}H{zero}v4H{end + 4}l-4-2z"
    if rate > block.high:
        return f"M{zero} {top}H{end - 4}l4 2-4 2H{zero}z"
    left, right = min(zero, end), max(zero, end)
    return f"M{left} {top}h{max(right - left, 1)}v4H{left}z"


def _row(block: _Block, row: Saved, top: int) -> str:
    marks = words(shortened(row.name, _WIDEST_NAME), OVERHANG, top + 13)
    for column, rule in enumerate(block.rules):
        rate = row.rates[rule]
        bold = ' class="h"' if rate is not None and rate == row.best else ""
        marks += words(block.style.shown(Rate(rate)), block.start(column), top + 13, bold)
    best = (
        name
        for name, rate in zip(block.chart.rules, row.rates, strict=True)
        if rate is not None and rate == row.best
    )
    return told(": ".join((row.name, *best)), marks)
