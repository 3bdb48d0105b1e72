"""Formulas of a workbook that know what they come to.

Every formula holds its text and its exact value, so that the value which is stored beside it is
never a guess, and a workbook can be held to the engine without a spreadsheet program.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from scalemerit.money import Exact, Rounding, round_exact, times

_ROUNDERS = {"down": "ROUNDDOWN", "half_up": "ROUND", "up": "ROUNDUP"}


class Formula:
    """The text of a formula, or of a reference to a cell, and what it comes to.

    `is_atom` tells that the text needs no parentheses as a part of another, `is_missing` that the
    cell says that there is no number.
    """

    __slots__ = ("is_atom", "is_missing", "text", "value")

    def __init__(
        self, text: str, value: Exact, *, is_atom: bool = True, is_missing: bool = False
    ) -> None:
        self.text = text
        self.value = value
        self.is_atom = is_atom
        self.is_missing = is_missing

    @property
    def part(self) -> str:
        """The text as a part of another formula."""
        return self.text if self.is_atom else f"({self.text})"

    def __add__(self, other: Formula) -> Formula:
        return _joined(self, "+", other, self.value + other.value)

    def __sub__(self, other: Formula) -> Formula:
        return _joined(self, "-", other, self.value - other.value)

    def __mul__(self, other: Formula) -> Formula:
        return _joined(self, "*", other, times(self.value, other.value))

    def over(self, divisor: Formula) -> Formula:
        """The quotient; 0 where the divisor is 0."""
        value = Fraction(self.value) / divisor.value if divisor.value else 0
        return Formula(f"IF({divisor.text}=0,0,{self.part}/{divisor.part})", value)


class Grid:
    """A block of cells that stands in one piece, by rows."""

    __slots__ = ("rows",)

    def __init__(self, rows: Sequence[Sequence[Formula]]) -> None:
        self.rows = rows

    @property
    def text(self) -> str:
        """The reference to all of it."""
        first, last = self.rows[0][0].text, self.rows[-1][-1].text
        return f"{first}:{last.rpartition('!')[2]}"

    @property
    def cells(self) -> list[Formula]:
        """Its cells, row by row."""
        return [cell for row in self.rows for cell in row]

    @property
    def values(self) -> list[Exact]:
        """What its cells come to."""
        return [cell.value for cell in self.cells]


def _joined(left: Formula, sign: str, right: Formula, value: Exact) -> Formula:
    return Formula(f"{left.part}{sign}{right.part}", value, is_atom=False)


def row(cells: Sequence[Formula]) -> Grid:
    """Cells beside each other."""
    return Grid([cells])


def column(cells: Sequence[Formula]) -> Grid:
    """Cells below each other."""
    return Grid([[cell] for cell in cells])


def constant(value: int) -> Formula:
    """A whole number in a formula."""
    return Formula(str(value), value, is_atom=value >= 0)


def added(parts: Sequence[Formula]) -> Formula:
    """The sum of single formulas; 0 of none."""
    if not parts:
        return constant(0)
    text = "+".join(part.part for part in parts)
    return Formula(text, sum(part.value for part in parts), is_atom=len(parts) == 1)


def total(grid: Grid) -> Formula:
    """The sum of a block."""
    return Formula(f"SUM({grid.text})", sum(grid.values))


def least(grid: Grid) -> Formula:
    """The smallest number of a block."""
    return Formula(f"MIN({grid.text})", min(grid.values))


def greatest(grid: Grid) -> Formula:
    """The largest number of a block."""
    return Formula(f"MAX({grid.text})", max(grid.values))


def smaller(*parts: Formula) -> Formula:
    """The smallest of single formulas."""
    return Formula(_call("MIN", parts), min(part.value for part in parts))


def larger(*parts: Formula) -> Formula:
    """The largest of single formulas."""
    return Formula(_call("MAX", parts), max(part.value for part in parts))


def nth_smallest(grid: Grid, position: int) -> Formula:
    """The number at a position of a block in ascending order, counted from 1."""
    return Formula(f"SMALL({grid.text},{position})", sorted(grid.values)[position - 1])


def smallest_positive(grid: Grid) -> Formula:
    """The smallest number of a block that is above 0; 1 where there is none."""
    block = grid.text
    value = min((one for one in grid.values if one > 0), default=1)
    return Formula(f'IF(SUM({block})>0,SMALL({block},COUNTIF({block},"<=0")+1),1)', value)


def spread(low: Formula, high: Formula, step: int, steps: int) -> Formula:
    """A whole number between two, by equal factors from step to step."""
    value = floor(low.value * (high.value / low.value) ** (step / steps) + 0.5)
    return Formula(f"ROUND({low.part}*({high.part}/{low.part})^({step}/{steps}),0)", value)


def up_to(amount: Formula, most: Formula) -> Formula:
    """An amount, which is missing where it is above another: charts leave that out."""
    text = f"IF({amount.text}>{most.text},NA(),{amount.text})"
    return Formula(text, amount.value, is_missing=amount.value > most.value)


def first_position(wanted: Formula, grid: Grid) -> Formula:
    """Where a number stands first in a block of one row or column, counted from 1."""
    return Formula(f"MATCH({wanted.text},{grid.text},0)", grid.values.index(wanted.value) + 1)


def tier_position(sought: Formula, starts: Grid) -> Formula:
    """Which of ascending lower bounds a number reaches, counted from 1; it reaches the first."""
    reached = sum(start <= sought.value for start in starts.values)
    return Formula(f"MATCH({sought.text},{starts.text},1)", reached)


def entry(grid: Grid, position: Formula) -> Formula:
    """The number at a position of a block of one row or column."""
    return Formula(f"INDEX({grid.text},{position.text})", grid.values[int(position.value) - 1])


def products(*grids: Grid) -> Formula:
    """The sum of the products of blocks, cell by cell."""
    value: Exact = 0
    for factors in zip(*(grid.values for grid in grids), strict=True):
        if not all(factors):
            continue  # as in most rows that say which contracts an award consists of
        part: Exact = 1
        for factor in factors:
            part = times(part, factor)
        value += part
    return Formula(f"SUMPRODUCT({','.join(grid.text for grid in grids)})", value)


def row_products(matrix: Grid, position: Formula, cells: Grid) -> Formula:
    """The sum of the products of one row of a block with a row of cells."""
    chosen = row(matrix.rows[int(position.value) - 1])
    value = products(chosen, cells).value
    return Formula(f"SUMPRODUCT(INDEX({matrix.text},{position.text},0),{cells.text})", value)


def chosen(is_so: Formula, then: Formula, otherwise: Formula) -> Formula:
    """One of two formulas, the first where a number is not 0."""
    value = then.value if is_so.value else otherwise.value
    return Formula(f"IF({is_so.text},{then.text},{otherwise.text})", value)


def positive(amount: Formula) -> Formula:
    """1 where a number is above 0, else 0."""
    return Formula(f"IF({amount.text}>0,1,0)", int(amount.value > 0))


def in_packs(quantity: Formula, size: Formula) -> Formula:
    """How many packs hold a quantity."""
    packs = -(-int(quantity.value) // int(size.value))
    return Formula(f"ROUNDUP({quantity.part}/{size.part},0)", packs)


def guarded(amount: Formula, digits: int) -> Formula:
    """An amount without what binary fractions add to it beyond some decimal places."""
    return Formula(f"ROUND({amount.text},{digits})", _shortened(amount.value, digits))


def rounded(amount: Formula, rounding: Rounding, digits: int, places: int) -> Formula:
    """An amount rounded to decimal places, without what binary fractions add to it."""
    kept = guarded(amount, digits)
    value = times(round_exact(times(kept.value, 10**places), rounding), 1, 10**places)
    return Formula(f"{_ROUNDERS[rounding]}({kept.text},{places})", value)


def below(amount: Formula) -> Formula:
    """The largest whole number that is not above an amount."""
    value = amount.value
    return Formula(f"INT({amount.text})", value.numerator // value.denominator)


def beyond(amount: Formula, unit: Formula) -> Formula:
    """What an amount has beyond a multiple of a unit."""
    return Formula(f"MOD({amount.text},{unit.text})", amount.value % unit.value)


def place(members: Grid, remainders: Grid, index: int) -> Formula:
    """The place of a member's remainder among all, largest first; equal ones by position."""
    mine = remainders.cells[index]
    here, so_far = members.cells[: index + 1], remainders.cells[: index + 1]
    above = sum(
        bool(member) and other > mine.value
        for member, other in zip(members.values, remainders.values, strict=True)
    )
    equal = sum(
        bool(member.value) and other.value == mine.value
        for member, other in zip(here, so_far, strict=True)
    )
    text = (
        f"SUMPRODUCT({members.text}*({remainders.text}>{mine.text}))"
        f"+SUMPRODUCT({column(here).text}*({column(so_far).text}={mine.text}))"
    )
    return Formula(text, above + equal, is_atom=False)


def within_first(position: Formula, many: Formula) -> Formula:
    """1 where a position is among the first so many, else 0."""
    return Formula(f"IF({position.text}<={many.text},1,0)", int(position.value <= many.value))


def is_at(position: Formula, index: int) -> Formula:
    """1 where a position is this one, counted from 1, else 0."""
    return Formula(f"IF({position.text}={index},1,0)", int(position.value == index))


def served(members: Grid, needs: Sequence[Grid]) -> Formula:
    """How many members need any of some products."""
    columns = [grid.values for grid in needs]
    many = sum(
        bool(member) and any(needed)
        for member, *needed in zip(members.values, *columns, strict=True)
    )
    needed = "+".join(grid.text for grid in needs)
    return Formula(f"SUMPRODUCT({members.text}*(({needed})>0))", many)


def _shortened(value: Exact, places: int) -> Exact:
    """A number with so many decimal places, halves away from zero."""
    if isinstance(value, int):
        return value
    return times(round_exact(times(value, 10**places), "half_up"), 1, 10**places)


def _call(name: str, parts: Sequence[Formula]) -> str:
    return f"{name}({','.join(part.text for part in parts)})"
