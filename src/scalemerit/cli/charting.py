"""What commands share that draw charts: which one is asked for, and whether there is one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from scalemerit.choices import (
    ComparisonChart,
    DifferenceChart,
    DivisionChart,
    ExplanationChart,
    JoinChart,
)
from scalemerit.cli.language import say

if TYPE_CHECKING:
    from scalemerit.choices import ChartFormat, ChartName
    from scalemerit.writers import Options, Result

_CHART = typer.Option(
    "--chart",
    help=say("The chart that --format svg is of.", "--format svg で描く図。"),
)
ShownComparisonChart = Annotated[ComparisonChart | None, _CHART]
ShownDivisionChart = Annotated[DivisionChart | None, _CHART]
ShownJoinChart = Annotated[JoinChart | None, _CHART]
ShownDifferenceChart = Annotated[DifferenceChart | None, _CHART]
ShownExplanationChart = Annotated[ExplanationChart | None, _CHART]


def only_svg_is_chosen(form: str, chart: ChartName | None, others: Iterable[str] | None) -> None:
    """An SVG is of one kind of chart; other formats show all there is.

    `others` is what else only an SVG has use for: the arrangements that it is of.
    """
    if form == "svg":
        if chart is None:
            words = say("svg needs the name of a chart", "svg では図を指定してください")
            raise typer.BadParameter(words, param_hint="--chart")
        return
    for option, value in (("--chart", chart), ("--arrangement", others)):
        if value:
            words = say("only svg holds what is chosen", "svg 形式でだけ指定できます")
            raise typer.BadParameter(words, param_hint=option)


def drawn(result: Result, form: ChartFormat, options: Options) -> str:
    """A result in one of the formats that are text; leaves where it has no chart of that name."""
    from scalemerit.writers import render

    if form == "svg" and result.illustrated is not None:
        charts = result.illustrated(options.language).charts
        if all(chart.about.key != options.chart for chart in charts):
            words = say(
                f"this result has no chart `{options.chart}`",
                f"この結果に `{options.chart}` の図はありません",
            )
            raise typer.BadParameter(words, param_hint="--chart")
    return render(result, form, options)
