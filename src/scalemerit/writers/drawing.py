"""What drawings are made of: texts whose widths are known, boxes, and the colors of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor, log10
from typing import NamedTuple, TypeVar

from scalemerit.columns import columns
from scalemerit.errors import escaped
from scalemerit.writers.html import inert

T = TypeVar("T")

WIDTH = 720
ROW = 20
GAP = 8
OVERHANG = 2  # how far a letter such as J may reach beyond where its text begins

ENDS = ' text-anchor="end"'
MIDDLE = ' text-anchor="middle"'
QUIET = ' class="q"'

# Of letters of 12 px, in the widest of the usual fonts without serifs.
_WIDE, _CAPITAL, _LETTER, _NARROW = 12.2, 9.6, 7.8, 4.2
_WIDEST = frozenset("mwMW@%")

LIGHT: Mapping[str, str] = {
    "ink": "#1b1b1f",
    "paper": "#ffffff",
    "muted": "#565c68",
    "rule": "#c9ced6",
    "separate": "#9aa1ad",
    "joint": "#1f5fbf",
    "good": "#1f7a45",
    "bad": "#b3391b",
}
DARK: Mapping[str, str] = {
    "ink": "#e6e7ea",
    "paper": "#16181d",
    "muted": "#a9b0bd",
    "rule": "#3d434f",
    "separate": "#7a8290",
    "joint": "#6ea8fe",
    "good": "#5cc98a",
    "bad": "#ff8a66",
}
LOOK = """\
.chart text{font:12px sans-serif;fill:var(--ink)}
.chart text{stroke:var(--paper);stroke-width:3px;paint-order:stroke}
.chart .q{fill:var(--muted)}
.chart .s{fill:var(--separate)}
.chart .j{fill:var(--joint)}
.chart .g{fill:var(--good)}
.chart .b{fill:var(--bad)}
.chart .r{stroke:var(--rule);fill:none}
.chart .l{stroke:var(--muted);fill:none;stroke-dasharray:5 3}
.chart .k{stroke:var(--joint);fill:none;stroke-width:2}
.chart .z{stroke:var(--muted);fill:none}
.chart .a{fill:var(--joint);fill-opacity:.2}
.chart .h{font-weight:bold}
"""


class Drawing(NamedTuple):
    """A part of a chart: its height at the usual width, and what is drawn in it."""

    height: int
    marks: str


def plain_look() -> str:
    """The look with the colors themselves, for programs that know no variables."""
    return re.sub(r"var\(--(\w+)\)", lambda found: LIGHT[found[1]], LOOK)


def text_width(text: str) -> float:
    """How wide a text may be in any of the usual fonts, in px."""
    return sum(map(_width, escaped(text)))


def _width(character: str) -> float:
    if columns(character) > 1 or character in _WIDEST:
        return _WIDE
    if character in " ,.":
        return _NARROW
    return _CAPITAL if character.isupper() or not character.isascii() else _LETTER


def shortened(text: str, width: float) -> str:
    """The text, or as much of its beginning as is not wider than this."""
    if text_width(text) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept}…"


def words(text: str, x: float, y: float, marks: str = "") -> str:
    """A text that begins here; `marks` are attributes."""
    return f'<text x="{round(x)}" y="{round(y)}"{marks}>{inert(text)}</text>'


def box(kind: str, left: float, top: float, right: float, height: int) -> str:
    """A filled box of one of the look's kinds, at least 1 px wide."""
    start, end = sorted((round(left), round(right)))
    width = max(end - start, 1)
    return f'<path class="{kind}" d="M{start} {round(top)}h{width}v{height}h-{width}z"/>'


def told(text: str, marks: str) -> str:
    """Marks with a text that is shown where one points at them."""
    return f"<g><title>{inert(text)}</title>{marks}</g>"


def parted(rows: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The rows in as few parts of at most so many as may be, all of about one length."""
    count = -(-len(rows) // most) or 1
    size = -(-len(rows) // count) or 1
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def round_ticks(low: Fraction, high: Fraction) -> list[Fraction]:
    """Round numbers, a few, from below the lowest to above the highest."""
    spread = (high - low) or abs(high) / 5 or Fraction(1)
    power = Fraction(10) ** floor(log10(spread / 4))
    step = next(power * size for size in (1, 2, 5, 10) if power * size * 5 >= spread)
    first, last = low // step, -(-high // step)
    if first == last:
        first, last = max(first - 1, 0), last + 1
    return [step * number for number in range(first, last + 1)]
