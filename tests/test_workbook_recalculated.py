"""Workbooks as LibreOffice works them out: the figures are the engine's, and stay so."""

from __future__ import annotations

import os
from collections.abc import Callable
from math import isclose
from typing import NamedTuple

import pytest

import generate
from comparing import Data
from running import ROOT
from scalemerit.comparison import Comparison, compare
from scalemerit.scenario import Scenario, from_data, load
from scalemerit.workbook import workbook
from scalemerit.workbook.held import held_rules
from scalemerit.writers import Options
from scalemerit.writers.xlsx import write_book
from spreadsheets import Cells, office, recalculated, sheets, with_number
from test_workbook import computed

pytestmark = pytest.mark.skipif(
    office() is None and not os.environ.get("CI"),
    reason="LibreOffice, which works workbooks out, is not installed",
)
INPUTS = 2  # the number of that sheet
MORE = 7
RANDOM = 20


class Case(NamedTuple):
    """A workbook, and what the engine computes of what stands in it now."""

    name: str
    data: bytes
    comparison: Comparison


def data_of(comparison: Comparison) -> bytes:
    return write_book(workbook(comparison, "en"), Options("en"))


def scenarios() -> list[tuple[str, Scenario]]:
    shipped = sorted((ROOT / "scenarios").rglob("*.yaml"))
    random = [(f"random-{seed}", from_data(generate.scenario(seed))) for seed in range(RANDOM)]
    return [*((path.stem, load(str(path))) for path in shipped), *random]


def changed(scenario: Scenario, change: Callable[[Data], None]) -> Comparison:
    data: Data = scenario.as_data()
    change(data)
    return compare(from_data(data))


def with_more(scenario: Scenario, comparison: Comparison) -> tuple[bytes, Comparison]:
    """A workbook in which the first buyer's first quantity has grown by `MORE`."""
    product, buyer = next(iter(scenario.products)), next(iter(scenario.buyers))
    needed = scenario.buyers[buyer].quantities.get(product, 0) + MORE

    def grow(data: Data) -> None:
        data["buyers"][buyer]["quantities"][product] = needed

    data = with_number(data_of(comparison), INPUTS, "B5", str(needed))
    return data, changed(scenario, grow)


def elearning(name: str, cell: str, number: str, change: Callable[[Data], None]) -> Case:
    """The scenario of the worked example with another number typed into a cell of the inputs."""
    scenario = load(str(ROOT / "scenarios/elearning.yaml"))
    data = with_number(data_of(compare(scenario)), INPUTS, cell, number)
    return Case(name, data, changed(scenario, change))


def cases() -> list[Case]:
    found = []
    for name, scenario in scenarios():
        comparison = compare(scenario)
        found += [
            Case(name, data_of(comparison), comparison),
            Case(f"{name}-more", *with_more(scenario, comparison)),
        ]
    return [
        *found,
        elearning("tax", "B13", "0.08", lambda data: data["tax"].update(rate="8%")),
        elearning("without-d", "F9", "0", lambda data: leave_out(data, "D区")),
        elearning("fee", "B19", "500000", lambda data: raise_fee(data, 500_000)),
    ]


def leave_out(data: Data, name: str) -> None:
    arrangement = data["arrangements"]["joint"]
    arrangement["buyers"] = [buyer for buyer in data["buyers"] if buyer != name]


def raise_fee(data: Data, amount: int) -> None:
    data["vendors"]["甲社"]["fees"]["per_contract"] = amount


class Recalculated(NamedTuple):
    """The cases, and the cells of each before and after they were worked out anew."""

    cases: list[Case]
    before: dict[str, dict[str, Cells]]
    after: dict[str, dict[str, Cells]]


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    given, done = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("done")
    found = cases()
    paths = [given / f"{case.name}.xlsx" for case in found]
    for path, case in zip(paths, found, strict=True):
        path.write_bytes(case.data)
    recalculated(paths, done)
    return Recalculated(
        found,
        {path.stem: sheets(path) for path in paths},
        {path.stem: sheets(done / path.name) for path in paths},
    )


def told(found: dict[str, Cells], comparison: Comparison) -> Data:
    """The figures of a workbook that was worked out."""
    buyers = len(comparison.scenario.buyers)
    figures: Data = {"separate": [found["Separate"][4 + n, 4] for n in range(buyers)]}
    for number, outcome in enumerate(comparison.arrangements, 1):
        joint = found[f"Joint {number}"]
        first = next(row for (row, column), cell in joint.items() if cell == "Total") - buyers
        figures[outcome.name] = {
            "saving": joint[7, 1],
            "joint": joint[5, 1],
            "coordination": joint[6, 1],
            "causes": [joint[row, 1] for row in range(14, 19)],
            "shares": [joint[first + n, 2] for n in range(buyers)],
        }
    return figures


def as_numbers(figures: Data, comparison: Comparison) -> Data:
    """Figures as numbers of a spreadsheet, without shares that are held as computed."""
    found = {"separate": list(map(float, figures["separate"]))}
    for outcome in comparison.arrangements:
        told_here = figures[outcome.name]
        kept = {name: cell for name, cell in told_here.items() if name != "shares"}
        if not held_rules(outcome.charges):
            kept["shares"] = told_here["shares"]
        found[outcome.name] = {
            name: list(map(float, cell)) if isinstance(cell, list) else float(cell)
            for name, cell in kept.items()
        }
    return found


def test_figures_are_those_of_the_engine_before_and_after_a_change(
    worked_out: Recalculated,
) -> None:
    for case in worked_out.cases:
        figures = told(worked_out.after[case.name], case.comparison)
        expected = computed(case.comparison)
        assert as_numbers(figures, case.comparison) == as_numbers(expected, case.comparison), (
            case.name
        )


def test_every_stored_value_is_what_its_formula_comes_to(worked_out: Recalculated) -> None:
    untouched = {name for name, _ in scenarios()}
    for name in untouched:
        for sheet, cells in worked_out.before[name].items():
            after = worked_out.after[name][sheet]
            unlike = [at for at, cell in cells.items() if not is_same(cell, after.get(at))]
            assert unlike == [], (name, sheet)


def is_same(stored: str | float, now: str | float | None) -> bool:
    if isinstance(stored, str) or not isinstance(now, float):
        return stored == (now or "")
    return isclose(stored, now, rel_tol=1e-9, abs_tol=1e-4)
