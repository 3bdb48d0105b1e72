"""Charts as small SVG: which of them is drawn how, and what a drawing stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.views.charts import Bars, Curves, Grid, Pairs, Sizes, Waterfall
from scalemerit.writers.bar_charts import bars, pairs, waterfall
from scalemerit.writers.drawing import WIDTH, Drawing
from scalemerit.writers.grid_chart import grid
from scalemerit.writers.html import inert
from scalemerit.writers.price_chart import prices
from scalemerit.writers.size_chart import sizes

if TYPE_CHECKING:
    from scalemerit.views.charts import Chart
    from scalemerit.writers.cells import Style


def drawings(chart: Chart, style: Style) -> list[Drawing]:
    """The parts of a chart; most have one."""
    match chart:
        case Waterfall():
            return waterfall(chart, style)
        case Bars():
            return bars(chart, style)
        case Pairs():
            return pairs(chart, style)
        case Curves():
            return prices(chart, style)
        case Grid():
            return grid(chart, style)
        case Sizes():
            return sizes(chart, style)


def titled(chart: Chart, style: Style) -> str:
    """What a chart is of, with the unit of its amounts where its axes do not tell it."""
    title = chart.about.title
    return f"{title} ({style.unit_note})" if _has_unit(chart) else title


def _has_unit(chart: Chart) -> bool:
    """Whether a chart's amounts are in the unit of the tables."""
    if isinstance(chart, Bars):
        return chart.shows_money
    return isinstance(chart, Pairs | Sizes | Waterfall)


def picture(drawing: Drawing, title: str) -> str:
    """A drawing as a part of a page, with what a reader hears of it."""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {drawing.height}" role="img"'
        f' aria-label="{inert(title)}">{drawing.marks}</svg>'
    )
