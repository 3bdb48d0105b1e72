"""The saving by number of buyers: from the smallest over the average to the largest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.views.report import Money
from scalemerit.writers.bar_charts import joined
from scalemerit.writers.drawing import (
    ENDS,
    GAP,
    MIDDLE,
    QUIET,
    WIDTH,
    Drawing,
    box,
    round_ticks,
    text_width,
    told,
    words,
)

if TYPE_CHECKING:
    from scalemerit.money import Exact
    from scalemerit.views.charts import AtSize, SizeMark, Sizes
    from scalemerit.writers.cells import Style

_LEGEND = 14
_LINE = 16
_PLOT = 200
_MOST_TICKS = 14  # numbers of buyers that are written below the plane


class _Plane(NamedTuple):
    """Where numbers of buyers stand, and where amounts do."""

    left: float
    right: float
    top: int
    few: int
    many: int
    low: Fraction
    high: Fraction

    @property
    def bottom(self) -> int:
        """Where the plane ends."""
        return self.top + _PLOT

    def x(self, size: int) -> int:
        """Where a number of buyers stands, in the middle where there is but one."""
        spread = self.many - self.few
        part = (size - self.few) / spread if spread else 0.5
        return round(self.left + (self.right - self.left) * part)

    def y(self, amount: Exact) -> int:
        """Where an amount stands."""
        return round(self.bottom - float((amount - self.low) / (self.high - self.low)) * _PLOT)


def sizes(chart: Sizes, style: Style) -> list[Drawing]:
    """The range of savings as an area, their average as a line, and what is told of some sizes."""
    found = chart.sizes
    low, high = min(0, *(one.smallest for one in found)), max(0, *(one.largest for one in found))
    ticks = round_ticks(Fraction(low), Fraction(high))
    plane = _Plane(
        left=max(text_width(style.shown(Money(tick))) for tick in ticks) + 2 * GAP,
        right=WIDTH - 2 * GAP,
        top=_LEGEND + _LINE * len(chart.marks) + 2 * GAP,
        few=found[0].size,
        many=found[-1].size,
        low=ticks[0],
        high=ticks[-1],
    )
    marks = [
        *_axes(chart, plane, ticks, style),
        *_legend(chart, plane),
        _area(found, plane),
        *(_mark_line(mark, row, plane) for row, mark in enumerate(chart.marks)),
        *(_dot(chart, one, plane, style) for one in found),
        *(_mark(mark, row, plane, style) for row, mark in enumerate(chart.marks)),
    ]
    return [Drawing(plane.bottom + 40, "".join(marks))]


def _axes(chart: Sizes, plane: _Plane, ticks: Sequence[Fraction], style: Style) -> Iterator[str]:
    told_before = ""
    for tick in ticks:
        y, shown = plane.y(tick), style.shown(Money(tick))
        kind = "r" if tick else "z"
        yield f'<path class="{kind}" d="M{round(plane.left)} {y}H{round(plane.right)}"/>'
        if shown != told_before:
            yield words(shown, plane.left - 6, y + 4, QUIET + ENDS)
        told_before = shown
    step = -(-(plane.many - plane.few + 1) // _MOST_TICKS)
    for size in range(plane.many, plane.few - 1, -step):
        x = plane.x(size)
        yield f'<path class="r" d="M{x} {plane.bottom}v4"/>'
        yield words(f"{size}", x, plane.bottom + 17, QUIET + MIDDLE)
    yield words(chart.axis, plane.right, plane.bottom + 34, QUIET + ENDS)


def _legend(chart: Sizes, plane: _Plane) -> Iterator[str]:
    smallest, average, largest = chart.names
    area = f"{smallest} – {largest}"
    yield box("a", plane.left, 3, plane.left + 20, 12)
    yield words(area, plane.left + 26, _LEGEND)
    beside = plane.left + 26 + text_width(area) + 2 * GAP
    yield f'<path class="k" d="M{round(beside)} 9h20"/>'
    yield words(average, beside + 26, _LEGEND)


def _area(found: Sequence[AtSize], plane: _Plane) -> str:
    """The area between the smallest and the largest savings, and the line of their average."""
    upper = [f"{plane.x(one.size)} {plane.y(one.largest)}" for one in found]
    lower = [f"{plane.x(one.size)} {plane.y(one.smallest)}" for one in reversed(found)]
    middle = "L".join(f"{plane.x(one.size)} {plane.y(one.average)}" for one in found)
    area = "L".join((*upper, *lower))
    return f'<path class="a" d="M{area}z"/><path class="k" d="M{middle}"/>'


def _dot(chart: Sizes, one: AtSize, plane: _Plane, style: Style) -> str:
    amounts = one.smallest, one.average, one.largest
    parts = zip(chart.names, amounts, strict=True)
    text = ", ".join(f"{name} {style.shown(Money(amount))}" for name, amount in parts)
    dot = f'<circle class="j" cx="{plane.x(one.size)}" cy="{plane.y(one.average)}" r="3"/>'
    return told(f"{chart.axis} {one.size}: {text}", dot)


def _mark_line(mark: SizeMark, row: int, plane: _Plane) -> str:
    x = plane.x(mark.size)
    return f'<path class="l" d="M{x} {_LEGEND + _LINE * (row + 1) + 4}V{plane.bottom}"/>'


def _mark(mark: SizeMark, row: int, plane: _Plane, style: Style) -> str:
    """A diamond at its saving, and its words above the plane, within the drawing."""
    label, x, y = joined(mark.label, style), plane.x(mark.size), plane.y(mark.amount)
    half = text_width(label) / 2
    middle = max(min(x, WIDTH - half), half)
    diamond = f'<path class="j" d="M{x} {y - 7}l7 7-7 7-7-7z"/>'
    return told(label, diamond + words(label, middle, _LEGEND + _LINE * (row + 1), MIDDLE))
