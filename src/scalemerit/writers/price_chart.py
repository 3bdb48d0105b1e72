"""Prices by quantity: a line a vendor, with each buyer's quantity and the joint one marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor, log, log10
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.views.report import Count, Price
from scalemerit.writers.bar_charts import joined
from scalemerit.writers.drawing import (
    ENDS,
    GAP,
    MIDDLE,
    OVERHANG,
    QUIET,
    WIDTH,
    Drawing,
    round_ticks,
    shortened,
    text_width,
    told,
    words,
)

if TYPE_CHECKING:
    from scalemerit.money import Exact
    from scalemerit.views.charts import Curves, Line, Mark
    from scalemerit.writers.cells import Style

_TOP = 44
_PLOT = 220
_LINE = 14  # from one line of text to the next
_WIDEST_VENDOR = 200
_TALLEST = 2  # times the highest price at the vendor bought from; what is dearer is not drawn


class _Box(NamedTuple):
    """Where a text stands."""

    left: float
    right: float
    y: float

    def meets(self, other: _Box) -> bool:
        """Whether two texts would touch."""
        apart = self.right < other.left or other.right < self.left
        return not apart and abs(self.y - other.y) < _LINE


class _Plane(NamedTuple):
    """Where quantities stand, on a scale of powers, and where prices do."""

    left: float
    right: float
    bottom: float
    few: int
    many: int
    cheap: Fraction
    dear: Fraction

    def x(self, quantity: int) -> float:
        """Where a quantity stands."""
        if self.few == self.many:
            return self.right
        part = log(quantity / self.few) / log(self.many / self.few)
        return self.left + (self.right - self.left) * part

    def y(self, price: Exact) -> float:
        """Where a price stands."""
        part = float((price - self.cheap) / (self.dear - self.cheap))
        return self.bottom - (self.bottom - _TOP) * part


def prices(chart: Curves, style: Style) -> list[Drawing]:
    """The prices of one product by quantity."""
    ticks = _price_ticks(chart)
    names = [shortened(line.vendor, _WIDEST_VENDOR) for line in chart.lines]
    height = max(_PLOT, _LINE * len(names))
    plane = _Plane(
        left=max(text_width(style.shown(Price(tick))) for tick in ticks) + GAP,
        right=WIDTH - max(map(text_width, names)) - 2 * GAP,
        bottom=_TOP + height,
        few=min(mark.quantity for mark in (*chart.buyers, chart.joint)),
        many=max(mark.quantity for mark in (*chart.buyers, chart.joint)),
        cheap=ticks[0],
        dear=ticks[-1],
    )
    marks = [
        *_axes(chart, plane, ticks, style),
        *(_line(line, plane) for line in chart.lines),
        *_vendors(chart.lines, names, plane),
        *_buyers(chart, plane, style),
        _joint(chart.joint, plane, style),
    ]
    return [Drawing(_TOP + height + 40, "".join(marks))]


def _axes(chart: Curves, plane: _Plane, ticks: Sequence[Fraction], style: Style) -> Iterator[str]:
    across, upward = chart.axes
    yield words(upward, OVERHANG, 15, QUIET)
    yield words(across, plane.right, plane.bottom + 34, QUIET + ENDS)
    for tick in ticks:
        y = round(plane.y(tick))
        yield f'<path class="r" d="M{round(plane.left)} {y}H{round(plane.right)}"/>'
        yield words(style.shown(Price(tick)), plane.left - 6, y + 4, QUIET + ENDS)
    for quantity in _quantity_ticks(plane, style):
        x = round(plane.x(quantity))
        yield f'<path class="r" d="M{x} {round(plane.bottom)}v4"/>'
        yield words(style.shown(Count(quantity)), x, plane.bottom + 17, QUIET + MIDDLE)


def _price_ticks(chart: Curves) -> list[Fraction]:
    """Round prices, a few, from below the lowest to above the highest."""
    found = [Fraction(price) for line in chart.lines for _, price in line.points]
    low, high = min(found), min(max(found), _TALLEST * _dearest_bought(chart))
    return round_ticks(min(low, high), high)


def _dearest_bought(chart: Curves) -> Fraction:
    """The highest price at the vendor bought from, beside which others are to be readable."""
    return Fraction(max(mark.unit for mark in (*chart.buyers, chart.joint)))


def _quantity_ticks(plane: _Plane, style: Style) -> Iterator[int]:
    """1, 2 and 5 of each power of ten, as far as there is room."""
    taken = 0.0
    power = 10 ** floor(log10(plane.few))
    while power <= plane.many:
        for size in (1, 2, 5):
            quantity = power * size
            half = text_width(style.shown(Count(quantity))) / 2
            x = plane.x(quantity) if plane.few <= quantity <= plane.many else -1
            if x - half > taken and x + half <= WIDTH:
                taken = x + half + GAP
                yield quantity
        power *= 10


def _line(line: Line, plane: _Plane) -> str:
    """A line, left out where it is far above that of the vendor bought from."""
    path, pen, last = "", "M", ""
    for quantity, price in line.points:
        if price > plane.dear:
            pen = "M"
            continue
        step = f"{round(plane.x(quantity))} {round(plane.y(price))}"
        path += f"{pen}{step}" if step != last or pen == "M" else ""
        pen, last = "L", step
    kind = "k" if line.is_awarded else "l"
    return told(line.vendor, f'<path class="{kind}" d="{path}"/>') if path else ""


def _vendors(lines: Sequence[Line], names: Sequence[str], plane: _Plane) -> Iterator[str]:
    """The names at the ends of the lines, pushed apart where lines end close to each other."""
    ends = sorted((plane.y(line.points[-1][1]), number) for number, line in enumerate(lines))
    lowest = plane.bottom + 4 - _LINE * (len(ends) - 1)
    free = float(_TOP)
    for y, number in ends:
        at = max(min(y + 4, lowest), free)
        yield told(lines[number].vendor, words(names[number], plane.right + GAP, at))
        free = at + _LINE
        lowest += _LINE


def _buyers(chart: Curves, plane: _Plane, style: Style) -> Iterator[str]:
    """A dot a buyer, with its name where there is room, the largest first."""
    joint = _label_box(chart.joint, plane, style)
    taken = [joint]
    for mark in sorted(chart.buyers, key=lambda mark: -mark.quantity):
        x, y = plane.x(mark.quantity), plane.y(mark.unit)
        dot = f'<circle class="j" cx="{round(x)}" cy="{round(y)}" r="4"/>'
        width = text_width(mark.name)
        left = max(min(x - width / 2, plane.right - width), plane.left)
        wanted = _Box(left, left + width, y - 8)
        if left + width <= plane.right and not any(map(wanted.meets, taken)):
            taken.append(wanted)
            dot += words(mark.name, left, y - 8)
        yield told(f"{mark.name}: {joined(mark.label, style)}", dot)


def _label_box(mark: Mark, plane: _Plane, style: Style) -> _Box:
    """Where the words for the joint purchase stand: above its mark, within the drawing."""
    width = text_width(f"{mark.name}: {joined(mark.label, style)}")
    right = min(plane.x(mark.quantity) + width / 2, WIDTH)
    return _Box(right - width, right, _TOP - 14)


def _joint(mark: Mark, plane: _Plane, style: Style) -> str:
    label, at = f"{mark.name}: {joined(mark.label, style)}", _label_box(mark, plane, style)
    x, y = round(plane.x(mark.quantity)), round(plane.y(mark.unit))
    marks = (
        f'<path class="r" d="M{x} {_TOP - 8}V{round(plane.bottom)}"/>'
        f'<path class="j" d="M{x} {y - 7}l7 7-7 7-7-7z"/>'
    )
    return told(label, marks + words(label, at.right, at.y, ENDS))
