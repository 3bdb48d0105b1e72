"""Charts as small SVG: which of them is drawn how, and what a drawing stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.views.charts import Pairs, Waterfall
from scalemerit.writers.bar_charts import pairs, waterfall
from scalemerit.writers.drawing import WIDTH, Drawing
from scalemerit.writers.html import inert
from scalemerit.writers.price_chart import prices

if TYPE_CHECKING:
    from scalemerit.views.charts import Chart
    from scalemerit.writers.cells import Style


def drawings(chart: Chart, style: Style) -> list[Drawing]:
    """The parts of a chart; most have one."""
    match chart:
        case Waterfall():
            return waterfall(chart, style)
        case Pairs():
            return pairs(chart, style)
        case _:
            return prices(chart, style)


def titled(chart: Chart, style: Style) -> str:
    """What a chart is of, with the unit of its amounts where its axes do not tell it."""
    title = chart.about.title
    return f"{title} ({style.unit_note})" if isinstance(chart, Pairs | Waterfall) else title


def picture(drawing: Drawing, title: str) -> str:
    """A drawing as a part of a page, with what a reader hears of it."""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {drawing.height}" role="img"'
        f' aria-label="{inert(title)}">{drawing.marks}</svg>'
    )
