"""The words that options take: what they stand for is known elsewhere, and need not be loaded."""

from __future__ import annotations

from typing import Literal

# Formats of tables; what also has a document; what also has charts; what also has a test report;
# what also has lines. A workbook is bytes, and none of the texts that results are rendered to.
PrintedFormat = Literal["table", "csv", "markdown", "html"]
PrintedChartFormat = Literal[PrintedFormat, "svg"]
Format = Literal[PrintedFormat, "json"]
ChartFormat = Literal[Format, "svg"]
WorkbookFormat = Literal[ChartFormat, "xlsx"]
WholeFormat = Literal[Format, "junit"]
BatchFormat = Literal[WholeFormat, "jsonl"]

Unit = Literal["yen", "thousand", "million"]
ComparisonChart = Literal["waterfall", "shares", "prices"]
DifferenceChart = Literal["waterfall", "shares"]
ExplanationChart = Literal["waterfall"]
DivisionChart = Literal["rates"]
JoinChart = Literal["sizes", "chance"]
ChartName = Literal[ComparisonChart, DivisionChart, JoinChart]
Order = Literal["saving", "rate", "title"]
Schema = Literal[
    "scenario", "comparison", "allocation", "difference", "join", "batch", "line", "problems"
]
