"""SVG: the charts of one kind alone, for slides and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.writers.cells import Style
from scalemerit.writers.charts import drawings, titled
from scalemerit.writers.drawing import WIDTH, Drawing, plain_look, shortened, words
from scalemerit.writers.html import inert
from scalemerit.writers.page import illustrated

if TYPE_CHECKING:
    from scalemerit.writers import Options, Result

_MARGIN = 12
_HEADING = 28


def write(result: Result, options: Options) -> str:
    """The charts one below the other, each under its title, in colors for a light ground."""
    shown = illustrated(result, options.language)
    style = Style(options.unit, shown.report.currency, options.language)
    drawn = [
        drawing
        for chart in shown.charts
        if chart.about.key == options.chart
        for drawing in (_heading(titled(chart, style)), *drawings(chart, style))
    ]
    height = 2 * _MARGIN + sum(drawing.height for drawing in drawn)
    width = 2 * _MARGIN + WIDTH
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" lang="{options.language}">'
        f"<title>{inert(shown.report.title)}</title>\n<style>\n{plain_look()}"
        f"</style>\n{_below_each_other(drawn)}</svg>\n"
    )


def _heading(title: str) -> Drawing:
    return Drawing(_HEADING, words(shortened(title, WIDTH), 0, 14, ' class="h"'))


def _below_each_other(drawn: list[Drawing]) -> str:
    parts, top = [], _MARGIN
    for drawing in drawn:
        parts.append(f'<g transform="translate({_MARGIN} {top})">{drawing.marks}</g>\n')
        top += drawing.height
    return "".join(parts)
