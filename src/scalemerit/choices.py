"""The words that options take: what they stand for is known elsewhere, and need not be loaded."""

from __future__ import annotations

from typing import Literal

# Formats of tables; what also has a document; what also has charts; what also has a test report;
# what also has lines. A workbook is bytes, and none of the texts that results are rendered to.
PrintedFormat = Literal["table", "csv", "markdown", "html"]
Format = Literal[PrintedFormat, "json"]
ChartFormat = Literal[Format, "svg"]
WorkbookFormat = Literal[ChartFormat, "xlsx"]
WholeFormat = Literal[Format, "junit"]
BatchFormat = Literal[WholeFormat, "jsonl"]

Unit = Literal["yen", "thousand", "million"]
ChartName = Literal["waterfall", "shares", "prices"]
Order = Literal["saving", "rate", "title"]
Schema = Literal[
    "scenario", "comparison", "allocation", "difference", "join", "batch", "line", "problems"
]
