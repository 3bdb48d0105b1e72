"""HTML: a page of its own that asks for nothing else, to read on a screen or on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from scalemerit import __version__
from scalemerit.views.charts import Illustrated
from scalemerit.views.report import Bar, Table, Text
from scalemerit.writers.cells import Style
from scalemerit.writers.charts import drawings, picture, titled
from scalemerit.writers.drawing import DARK, LIGHT, LOOK
from scalemerit.writers.html import inert, table_markup

if TYPE_CHECKING:
    from scalemerit.views.charts import Chart
    from scalemerit.views.report import Report
    from scalemerit.wording import Language
    from scalemerit.writers import Options, Result

T = TypeVar("T")

# Nothing may be loaded and nothing run, whatever a name holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_MOST_UPRIGHT = 9  # columns of a table that fit across an upright A4 page
_TABLES = """\
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--paper);font:16px/1.6 system-ui,sans-serif}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.3;margin:1.5rem 0 .3rem}
h2{font-size:1.25rem;line-height:1.3;margin:2.5rem 0 .5rem;border-bottom:2px solid var(--rule)}
h1,h2,p,li,figcaption,caption{overflow-wrap:anywhere}
th,td{overflow-wrap:break-word}
header p,footer,.note{color:var(--muted)}
.note{font-size:.875rem;margin:.2rem 0;white-space:pre-line}
dl{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.2rem 0}
dl div{flex:1 1 auto;min-width:8rem;max-width:min(15rem,100%)}
dl div{border:1px solid var(--rule);border-radius:.4rem;padding:.5rem .8rem}
dt{width:0;min-width:100%;font-size:.875rem;color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere;font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums}
dd.text{font-size:1rem}
.wide{overflow-x:auto}
.wide:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid var(--joint)}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.4;margin:1.2rem 0 .4rem}
caption,figcaption,summary{text-align:left;font-weight:600;font-size:1rem;padding:.3rem 0}
th,td{padding:.25rem .6rem;text-align:left;vertical-align:top;min-width:6.5em;font-weight:400}
tbody th{min-width:9em}
.number,td{text-align:right;white-space:nowrap;min-width:0;font-variant-numeric:tabular-nums}
td.text{text-align:left;white-space:normal;min-width:6.5em}
thead th,.total>*{font-weight:600}
thead th{border-bottom:2px solid var(--muted);vertical-align:bottom}
tbody tr>*{border-bottom:1px solid var(--rule)}
.total>*{border-top:2px solid var(--muted)}
td.bar{min-width:10em}
.bar div{min-width:1px;height:.9em;background:var(--joint)}
figure{margin:1.5rem 0}
.chart{display:block;width:100%;min-width:40rem;max-width:45rem;height:auto}
.warnings{border-left:4px solid var(--bad);padding-left:.8rem}
a{color:var(--joint)}
@media print{
body{font-size:10pt}
header,main,footer{max-width:none;padding:0}
.wide{overflow:visible}
.chart{min-width:0}
table{font-size:8pt}
th,td{padding:.2rem .3rem}
th,td.text{min-width:4.5em}
tbody th{min-width:6.5em}
thead .number{white-space:normal;min-width:4.5em}
nav,summary{display:none}
dl{gap:.4rem}
dl div{min-width:6.5rem;padding:.3rem .5rem}
dd{font-size:1rem}
h2,caption,figcaption{break-after:avoid}
.note{break-before:avoid}
tr,figure svg,dl div,table:not(:has(tbody tr:nth-child(13))){break-inside:avoid}
tbody tr:first-child,tbody tr:nth-child(2),tbody tr:last-child{break-before:avoid}
thead{display:table-header-group}
details::details-content{content-visibility:visible;display:block}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
_WORDS: Mapping[str, tuple[str, str]] = {
    "figures": ("Headline figures", "主な数値"),
    "contents": ("Contents", "目次"),
    "first": ("Overview", "概要"),
    "later": ("Further tables", "その他の表"),
    "notes": ("Assumptions, sources and notes", "前提・出典・注記"),
    "warnings": ("Doubtful in the input", "入力への注意"),
    "made": ("Made by", "作成"),
}


def write(result: Result, options: Options) -> str:
    """The report as a page, with what draws and heads it where the result has that."""
    shown = illustrated(result, options.language)
    report = shown.report
    style = Style(options.unit, report.currency, report.language)
    title = inert(report.title)
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<link rel="icon" href="data:,">\n<title>{title}</title>',
            f"<style>\n{look(report)}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>",
            f"<p>{inert(' · '.join((*report.subtitle, style.unit_note)))}</p>\n</header>\n<main>",
            *_main(shown, style),
            f"</main>\n<footer>\n<p>{_say('made', report.language)} scalemerit {__version__}</p>",
            "</footer>\n</body>\n</html>\n",
        )
    )


def illustrated(result: Result, language: Language) -> Illustrated:
    """What there is of a result: its report, with charts where it has them."""
    if result.illustrated is None:
        return Illustrated(result.report(language))
    return result.illustrated(language)


def look(report: Report) -> str:
    """What a page looks like, on a light screen, on a dark one, and on paper."""
    light, dark = (
        "".join(f"--{name}:{color};" for name, color in colors.items()) for colors in (LIGHT, DARK)
    )
    on_dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    is_wide = any(len(table.columns) > _MOST_UPRIGHT for table in report.tables)
    size, tallest = ("A4 landscape", 165) if is_wide else ("A4", 250)
    on_paper = f"@page{{size:{size};margin:15mm}}\n"
    charts = f"@media print{{.chart{{max-height:{tallest}mm}}}}\n"
    return f":root{{color-scheme:light dark;{light}}}\n{on_dark}{on_paper}{_TABLES}{LOOK}{charts}"


def _say(key: str, language: Language) -> str:
    return _WORDS[key][language == "ja"]


def _main(shown: Illustrated, style: Style) -> Iterator[str]:
    language = style.language
    parts = [(of, list(tables)) for of, tables in groupby(shown.report.tables, lambda one: one.of)]
    ends = {key: told for key, told in _ends(shown, style).items() if told}
    headings = [*_headings([of for of, _ in parts], language)]
    yield from _figures(shown, style)
    yield from _contents([*headings, *(_say(key, language) for key in ends)], language)
    for number, (heading, (_, tables)) in enumerate(zip(headings, parts, strict=True), 1):
        yield f'<section>\n<h2 id="s{number}">{heading}</h2>'
        for table in tables:
            yield from _table(shown, table, style)
        yield "</section>"
    for number, (key, told) in enumerate(ends.items(), len(parts) + 1):
        yield f'<section class="{key}">\n<h2 id="s{number}">{_say(key, language)}</h2>'
        yield from map(_note, told)
        yield "</section>"


def _headings(parts: list[str], language: Language) -> Iterator[str]:
    """What the parts of the report belong to, or whether they come first or later."""
    for number, of in enumerate(parts):
        yield inert(of) or _say("later" if number else "first", language)


def _ends(shown: Illustrated, style: Style) -> Mapping[str, tuple[str, ...]]:
    """What is told below the tables."""
    notes = tuple(filter(None, (*shown.report.notes, style.rounding_note(shown.report))))
    return {"warnings": shown.warnings, "notes": notes}


def _figures(shown: Illustrated, style: Style) -> Iterator[str]:
    if not shown.figures:
        return
    yield f'<section aria-label="{_say("figures", style.language)}">\n<dl>'
    for name, cell in shown.figures:
        kind = ' class="text"' if isinstance(cell, Text) else ""
        yield f"<div><dt>{inert(name)}</dt><dd{kind}>{inert(style.shown(cell))}</dd></div>"
    yield "</dl>\n</section>"


def _contents(headings: list[str], language: Language) -> Iterator[str]:
    """Links to the parts, where there are several."""
    if len(headings) <= 1:
        return
    yield f'<nav aria-label="{_say("contents", language)}">\n<ul>'
    for number, heading in enumerate(headings, 1):
        yield f'<li><a href="#s{number}">{heading}</a></li>'
    yield "</ul>\n</nav>"


def _table(shown: Illustrated, table: Table, style: Style) -> Iterator[str]:
    """A table below the charts of it, and the notes on it; a detail is opened by the reader."""
    charts = [chart for chart in shown.charts if _is_of(chart, table)]
    for chart in charts:
        yield from _figure(chart, style)
    alone = table._replace(of="")
    markup = table_markup(_without_bars(alone) if charts else alone, style)
    name = inert(style.heading(alone))
    inner = f'<div class="wide" role="group" tabindex="0" aria-label="{name}">\n{markup}\n</div>'
    notes = map(_note, table.notes)
    if table.is_detail:
        yield "\n".join((f"<details>\n<summary>{name}</summary>", inner, *notes, "</details>"))
    else:
        yield "\n".join((inner, *notes))


def _is_of(chart: Chart, table: Table) -> bool:
    return (chart.about.table, chart.about.arrangement) == (table.key, table.arrangement)


def _without_bars(table: Table) -> Table:
    """The table without bars that a chart draws larger."""
    barred = {
        number
        for row in table.rows
        for number, cell in enumerate(row.cells)
        if isinstance(cell, Bar)
    }
    return table._replace(
        columns=_but(table.columns, barred),
        rows=tuple(row._replace(cells=_but(row.cells, barred)) for row in table.rows),
    )


def _but(cells: tuple[T, ...], left_out: set[int]) -> tuple[T, ...]:
    return tuple(cell for number, cell in enumerate(cells) if number not in left_out)


def _figure(chart: Chart, style: Style) -> Iterator[str]:
    title = titled(chart, style)
    yield f"<figure>\n<figcaption>{inert(title)}</figcaption>"
    for drawing in drawings(chart, style):
        drawn = picture(drawing, title)
        yield f'<div class="wide" role="group" tabindex="0" aria-label="{inert(title)}">'
        yield f"{drawn}</div>"
    yield "</figure>"


def _note(note: str) -> str:
    lines = "\n".join(map(inert, note.splitlines()))
    return f'<p class="note">{lines}</p>'
