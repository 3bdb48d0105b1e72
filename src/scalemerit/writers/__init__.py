"""Output formats. To add one, write a module with a `write` function and a line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from scalemerit.choices import ChartFormat, ChartName, Unit, WholeFormat
    from scalemerit.views.charts import Illustrated
    from scalemerit.views.report import Report, Suite
    from scalemerit.wording import Language

FORMATS: Mapping[WholeFormat | ChartFormat, str] = {
    "table": "scalemerit.writers.table",
    "json": "scalemerit.writers.json",
    "csv": "scalemerit.writers.csv",
    "markdown": "scalemerit.writers.markdown",
    "html": "scalemerit.writers.page",
    "svg": "scalemerit.writers.svg",
    "junit": "scalemerit.writers.junit",
}


class Options(NamedTuple):
    """What the reader chose: language, unit, width in columns (None: as wide as needed), color.

    `byte_order_mark` begins the text with one, as Excel wants of a CSV file in UTF-8. Without a
    `unit` yen are shown in thousands and other currencies in full. `chart` is the one that a format
    of charts alone is to hold.
    """

    language: Language = "en"
    unit: Unit | None = None
    width: int | None = None
    color: bool = False
    byte_order_mark: bool = False
    chart: ChartName | None = None


def _no_suites(language: Language) -> tuple[Suite, ...]:
    del language
    return ()


class Result(NamedTuple):
    """A result as it can be written: a report in a language, or a document for programs.

    `suites` are for test reports, where something was asked of what was computed. `illustrated` is
    the report with charts and headline figures, where it has any, for formats that draw them.
    """

    report: Callable[[Language], Report]
    document: Callable[[], Mapping[str, object]]
    suites: Callable[[Language], tuple[Suite, ...]] = _no_suites
    illustrated: Callable[[Language], Illustrated] | None = None


class Writer(Protocol):
    """A module that writes one format."""

    def write(self, result: Result, options: Options) -> str:
        """The result as text, ending with a line break."""


def render(result: Result, format_name: WholeFormat | ChartFormat, options: Options) -> str:
    """The result in one of the `FORMATS`; the format's module is imported only now."""
    writer: Writer = import_module(FORMATS[format_name])
    text = writer.write(result, options)
    return f"\ufeff{text}" if options.byte_order_mark else text
