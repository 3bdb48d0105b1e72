"""Workbooks as LibreOffice works them out: the figures are the engine's, and stay so."""

from __future__ import annotations

import os
from functools import cache
from math import isclose
from random import Random
from typing import NamedTuple

import pytest

import generate
from comparing import Data, compared, each
from running import ROOT
from scalemerit.comparison import Comparison, compare
from scalemerit.scenario import from_data, load
from scalemerit.workbook import workbook
from scalemerit.workbook.held import held_rules
from scalemerit.writers import Options
from scalemerit.writers.xlsx import write_book
from spreadsheets import Cells, office, recalculated, sheets, with_numbers
from test_workbook import computed
from typing_in import CHANGES, Typed

SCENARIOS = ROOT / "scenarios"
pytestmark = pytest.mark.skipif(
    office() is None and not os.environ.get("CI"),
    reason="LibreOffice, which works workbooks out, is not installed",
)
SEEDS = range(100, 148)
ALLOCATED = ("quantity", "equal", "population", "separate_cost", "equal_saving")


class Case(NamedTuple):
    """A workbook, and what the engine computes of what stands in it now."""

    name: str
    data: bytes
    comparison: Comparison


def data_of(comparison: Comparison) -> bytes:
    return write_book(workbook(comparison, "en"), Options("en"))


def untouched() -> list[Case]:
    """Shipped scenarios and a few random ones, as they are written."""
    shipped = [(path.stem, load(str(path))) for path in sorted(SCENARIOS.rglob("*.yaml"))]
    random = [(f"random-{seed}", from_data(generate.scenario(seed))) for seed in range(6)]
    return [
        Case(name, data_of(comparison), comparison)
        for name, comparison in ((name, compare(scenario)) for name, scenario in shipped + random)
    ]


@cache
def all_typed() -> dict[int, Typed]:
    """Random scenarios, into each of whose workbooks several numbers have been typed."""
    found = {seed: Typed(from_data(with_unit(generate.scenario(seed), seed))) for seed in SEEDS}
    for seed, typed in found.items():
        rng = Random(seed)
        for name in rng.sample(list(CHANGES), len(CHANGES) // 2):
            typed.change(rng, name)
    return found


def with_unit(data: Data, seed: int) -> Data:
    """Every third scenario with shares in units."""
    for arrangement in data.get("arrangements", {}).values():
        if seed % 3 == 0:
            arrangement["share_unit"] = 5
    return data


def changed() -> list[Case]:
    """The same as cases: what has been typed, and what the engine computes of it."""
    return [
        Case(f"typed-{seed}", with_numbers(typed.written, typed.numbers), typed.comparison)
        for seed, typed in all_typed().items()
    ]


def lead_gone() -> Case:
    """The lead of shares in units has been typed out of the joint purchase."""
    data: Data = {
        "buyers": {"A": 7, "B": 11, "C": 5},
        "vendors": {"甲社": {"price": each(313)}},
    }
    with_lead = compared(**data, arrangements={"joint": {"share_unit": 1000, "lead": "B"}})
    without = compared(**data, arrangements={"joint": {"share_unit": 1000, "buyers": ["A", "C"]}})
    return Case("lead-gone", with_numbers(data_of(with_lead), {("Inputs", "F6"): "0"}), without)


def held_gone() -> Case:
    """A buyer whose part of the bill is held has been typed out of the joint purchase."""
    data: Data = {
        "buyers": {"A": 7, "B": 11, "C": 5},
        "vendors": {"甲社": {"price": {"model": "volume", "tiers": {1: 400, 16: 300}}}},
    }
    shapley = {"allocation": "shapley"}
    written = data_of(compared(**data, arrangements={"joint": shapley}))
    left = compared(**data, arrangements={"joint": {**shapley, "buyers": ["A", "C"]}})
    return Case("held-gone", with_numbers(written, {("Inputs", "F6"): "0"}), left)


class Recalculated(NamedTuple):
    """The cases, and the cells of each before and after they were worked out anew."""

    cases: list[Case]
    before: dict[str, dict[str, Cells]]
    after: dict[str, dict[str, Cells]]


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    given, done = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("done")
    found = [*untouched(), *changed(), lead_gone(), held_gone()]
    paths = [given / f"{case.name}.xlsx" for case in found]
    for path, case in zip(paths, found, strict=True):
        path.write_bytes(case.data)
    stored = {path.stem: sheets(path) for path in paths}
    return Recalculated(found, stored, recalculated(paths, done))


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


def test_figures_are_those_of_the_engine_whatever_was_typed(worked_out: Recalculated) -> None:
    for case in worked_out.cases:
        figures = told(worked_out.after[case.name], case.comparison)
        expected = computed(case.comparison)
        assert as_numbers(figures, case.comparison) == as_numbers(expected, case.comparison), (
            case.name
        )


def test_who_is_typed_out_pays_nothing_where_parts_are_held(worked_out: Recalculated) -> None:
    (case,) = (case for case in worked_out.cases if case.name == "held-gone")
    joint = told(worked_out.after["held-gone"], case.comparison)["joint"]
    # 12 at 400 in proportion to the shares of 23 at 300, 2,266 2/3 and 1,566 2/3: A adds 2,800 to
    # none or C, 1,000 to B and 2,100 to both, C 2,000 to none or A, 400 to B and 1,500 to both
    assert joint["shares"] == [2838, 0, 1962]


def test_what_was_typed_changes_what_is_worked_out(worked_out: Recalculated) -> None:
    typed = [case for case in worked_out.cases if "typed" in case.name]
    changed_ones = [
        case.name
        for case in typed
        if told(worked_out.before[case.name], case.comparison)
        != told(worked_out.after[case.name], case.comparison)
    ]
    assert len(changed_ones) > 0.9 * len(typed)


def test_everything_that_can_be_typed_has_been() -> None:
    typed = all_typed().values()
    assert {change for one in typed for change in one.changes} == set(CHANGES)
    outcomes = [outcome for one in typed for outcome in one.comparison.arrangements]
    rules = {rule for one in outcomes for charge in one.charges for rule in charge.mix}
    assert rules == set(ALLOCATED)
    assert {one.scenario.currency for one in typed} == {"JPY", "USD"}
    assert {one.scenario.rounding for one in typed} == {"down", "half_up", "up"}


def test_every_stored_value_is_what_its_formula_comes_to(worked_out: Recalculated) -> None:
    for name in (case.name for case in untouched()):
        for sheet, cells in worked_out.before[name].items():
            after = worked_out.after[name][sheet]
            unlike = [at for at, cell in cells.items() if not is_same(cell, after.get(at))]
            assert unlike == [], (name, sheet)


def is_same(stored: str | float, now: str | float | None) -> bool:
    if isinstance(stored, float) and isinstance(now, float):
        return isclose(stored, now, rel_tol=1e-9, abs_tol=1e-4)
    return stored == (f"{now:.0f}" if isinstance(now, float) else now or "")
