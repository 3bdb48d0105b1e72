"""Markdown: tables of GitHub's dialect, fit for a pull request or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.errors import escaped
from scalemerit.views.report import Row, Table
from scalemerit.writers.cells import Style

if TYPE_CHECKING:
    from scalemerit.writers import Options, Result

_ACTIVE = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>|#~$&"})
# What GitHub makes a link, a message to a person or a picture of, also where marks are escaped:
# addresses, mentions, numbers of issues, :smile: (of numbers, 100 and 1234 are pictures). It does
# not where a comment, which nobody sees, stands between.
_LIVELY = re.compile(
    r"(?i):(?=//|100:|1234:|[0-9]*[a-z+-][\w+\\-]*:)|www(?=\.)|@(?=\S)|#(?=[0-9])|\bgh-(?=[0-9])"
)
_BREAK = "<!-- -->"
_ACTIVE_IN_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write(result: Result, options: Options) -> str:
    """The report as Markdown."""
    report = result.report(options.language)
    style = Style(options.unit, report.currency, report.language)
    parts = [f"# {inert(report.title)}", " · ".join((*report.subtitle, style.unit_note))]
    for table in report.tables:
        parts += _folded(table, style) if table.is_detail else _section(table, style)
    for note in (style.rounding_note(report), *report.notes):
        parts += _paragraphs(note)
    return "\n\n".join(parts) + "\n"


def _section(table: Table, style: Style) -> list[str]:
    notes = [line for note in table.notes for line in _paragraphs(note)]
    rows = "\n".join(_lines(table, style.of(table)))
    return [f"## {inert(style.heading(table))}", rows, *notes]


def _folded(table: Table, style: Style) -> list[str]:
    """The table behind its heading, which opens it."""
    _, *rest = _section(table, style)
    line = escaped(" ".join(style.heading(table).split()))
    summary = _still(line.translate(_ACTIVE_IN_HTML))
    return [f"<details>\n<summary>{summary}</summary>", *rest, "</details>"]


def inert(text: str) -> str:
    """Text without any mark that Markdown or HTML would act on, on one line."""
    line = _in_cell(text)
    number = len(line) - len(line.lstrip("0123456789"))
    if (line[number : number + 1] in {".", ")"} and number) or line[:1] in {"-", "+", "="}:
        return f"{line[:number]}\\{line[number:]}"
    return line


def _in_cell(text: str) -> str:
    """As `inert`, where no mark at the beginning of a line can act."""
    return _still(escaped(" ".join(text.split())).translate(_ACTIVE))


def _still(text: str) -> str:
    """The text, which looks the same, without anything that GitHub brings to life."""
    return _LIVELY.sub(rf"\g<0>{_BREAK}", text)


def _paragraphs(note: str) -> Iterator[str]:
    return map(inert, filter(str.strip, note.splitlines()))


def _lines(table: Table, style: Style) -> Iterator[str]:
    yield _line([_in_cell(column.heading) for column in table.columns])
    yield _line(["---:" if column.numeric else "---" for column in table.columns])
    for row in table.rows:
        yield _line(_cells(row, style))


def _cells(row: Row, style: Style) -> list[str]:
    cells = [_in_cell(style.shown(cell)) for cell in row.cells]
    return [f"**{cell}**" if cell and row.is_total else cell for cell in cells]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
