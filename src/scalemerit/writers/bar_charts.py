"""Bars that lie: a waterfall of causes, and each buyer's separate cost beside its share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.writers.drawing import (
    ENDS,
    GAP,
    OVERHANG,
    QUIET,
    ROW,
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
    from scalemerit.views.charts import Bars, Pair, Pairs, Step, Waterfall
    from scalemerit.views.report import Cell
    from scalemerit.writers.cells import Style

_WIDEST_NAME = 220
_MOST_ROWS = 34  # of a part of a chart, so that it stands on one page
_STEP = ROW + 4
_KINDS = {"plain": "s", "strong": "s", "good": "g", "bad": "b"}


class _Scale(NamedTuple):
    """Where amounts stand: from `low`, which is 0 or less, to `high`."""

    left: float
    right: float
    low: int
    high: int

    def x(self, amount: int) -> float:
        """Where an amount stands."""
        spread = self.high - self.low
        return self.left + (self.right - self.left) * (amount - self.low) / (spread or 1)


def waterfall(chart: Waterfall, style: Style) -> list[Drawing]:
    """The bars of a waterfall, one below the other, joined by thin lines."""
    return [_stepped(chart.steps, style, is_joined=True)]


def bars(chart: Bars, style: Style) -> list[Drawing]:
    """Bars one below the other, above and below the line that parts them."""
    if chart.parting is None:
        return [_stepped(chart.steps, style, is_joined=False)]
    above, label = chart.parting
    drawing = _stepped(chart.steps, style, is_joined=False, parted_after=above)
    return [drawing._replace(marks=drawing.marks + _parting(above * _STEP, label))]


def _parting(top: int, label: str) -> str:
    """A line with its words, in a row of their own."""
    line = f'<path class="l" d="M{OVERHANG} {top + 3}H{WIDTH - OVERHANG}"/>'
    return line + words(label, WIDTH - OVERHANG, top + 18, QUIET + ENDS)


def _stepped(
    steps: Sequence[Step], style: Style, *, is_joined: bool, parted_after: int | None = None
) -> Drawing:
    """Bars with their names and labels; an empty row after so many of them, where it is told."""
    steps = [step._replace(name=step.name or joined(step.amounts, style)) for step in steps]
    labels = [joined(step.label, style) for step in steps]
    amounts = [amount for step in steps for amount in (step.start, step.end)]
    scale = _scale([step.name for step in steps], labels, amounts)
    first_below = len(steps) if parted_after is None else parted_after
    rows = []
    for row, (step, label) in enumerate(zip(steps, labels, strict=True)):
        top = (row + (row >= first_below)) * _STEP
        end = f'<path class="r" d="M{round(scale.x(step.end))} {top + ROW - 2}v8"/>'
        rows.append(_step(step, label, top, scale, end if is_joined else ""))
    return Drawing((len(steps) + (first_below < len(steps))) * _STEP, "".join(rows))


def _step(step: Step, label: str, top: int, scale: _Scale, end: str) -> str:
    kind = "j" if step.is_total else _KINDS[step.tone]
    left, right = scale.x(step.start), scale.x(step.end)
    marks = _named(step.name, top + 14) + end + box(kind, left, top + 2, right, ROW - 4)
    return told(f"{step.name}: {label}", marks + words(label, max(left, right) + 6, top + 14))


def pairs(chart: Pairs, style: Style) -> list[Drawing]:
    """Two bars a buyer on one scale; many buyers in parts that stand on one page each."""
    labels = [joined(pair.label, style) for pair in chart.pairs]
    amounts = [amount for pair in chart.pairs for amount in (pair.separate, pair.share)]
    scale = _scale([pair.name for pair in chart.pairs], labels, amounts)
    rows = list(zip(chart.pairs, labels, strict=True))
    return [_part(chart, part, scale, style) for part in parted(rows, _MOST_ROWS)]


def _part(chart: Pairs, rows: Sequence[tuple[Pair, str]], scale: _Scale, style: Style) -> Drawing:
    separate, share = chart.names
    beside = scale.left + 20 + text_width(separate)
    marks = [
        box("s", scale.left, 6, scale.left + 12, 6),
        words(separate, scale.left + 16, 14),
        box("j", beside + 8, 6, beside + 20, 6),
        words(share, beside + 24, 14),
    ]
    marks += (
        _pair(pair, label, (number + 1) * ROW + 4, scale, style)
        for number, (pair, label) in enumerate(rows)
    )
    return Drawing((len(rows) + 1) * ROW + 8, "".join(marks))


def _pair(pair: Pair, label: str, top: int, scale: _Scale, style: Style) -> str:
    zero, separate, share = scale.x(0), scale.x(pair.separate), scale.x(pair.share)
    marks = (
        _named(pair.name, top + 13)
        + box("s", zero, top + 2, separate, 7)
        + box("b" if pair.pays_more else "j", zero, top + 9, share, 7)
        + words(label, max(zero, separate, share) + 6, top + 13)
    )
    return told(f"{pair.name}: {joined(pair.told, style)}", marks)


def _scale(names: Sequence[str], labels: Sequence[str], amounts: Sequence[int]) -> _Scale:
    """The scale between the widest name and the widest label."""
    left = min(max(map(text_width, names), default=0), _WIDEST_NAME) + GAP
    right = WIDTH - max(map(text_width, labels), default=0) - GAP
    return _Scale(left, max(right, left + 1), min(0, *amounts), max(0, *amounts))


def _named(name: str, y: int) -> str:
    return words(shortened(name, _WIDEST_NAME), OVERHANG, y)


def joined(cells: Sequence[Cell], style: Style) -> str:
    """Cells one after another, as a person reads them."""
    return " ".join(map(style.shown, cells))
