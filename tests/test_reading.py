"""From the bytes of a file to a scenario, and what reading many files leaves behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from running import ROOT
from scalemerit import fields, municipalities
from scalemerit.errors import ScalemeritError
from scalemerit.scenario import Scenario, checks, load, read_scenario, scenario_in

ELEARNING = ROOT / "scenarios" / "elearning.yaml"
GALLERY = sorted((ROOT / "tests" / "errors").glob("*.yaml"))
SMALLEST = """\
scalemerit: 1
title: 研修
buyers: {江戸川区: 700}
vendors:
  甲社: {price: {model: flat, amount: 5}}
"""


def smallest() -> Scenario:
    return scenario_in(SMALLEST.encode(), "a.yaml").scenario


def problems_of(text: str) -> list[str]:
    """The codes of what is wrong with a scenario, each with its place."""
    with pytest.raises(ScalemeritError) as raised:
        scenario_in(text.encode(), "a.yaml")
    return [f"{problem.place}: {problem.code}" for problem in raised.value.problems]


def test_a_scenario_in_bytes_is_that_of_its_file() -> None:
    loaded = scenario_in(ELEARNING.read_bytes(), str(ELEARNING))
    read = read_scenario(str(ELEARNING))
    assert loaded.scenario == read.scenario == load(ELEARNING)
    assert loaded.source.name == read.source.name
    assert loaded.source.place(("title",)) == read.source.place(("title",))


def test_problems_name_the_file_by_the_name_given() -> None:
    assert problems_of(SMALLEST.replace("700", "x")) == ["a.yaml:3:16: bad-quantity"]


def test_warnings_come_with_the_scenario() -> None:
    loaded = scenario_in(SMALLEST.replace("江戸川区", "江戸川").encode(), "a.yaml")
    assert [str(one.place) for one in loaded.warnings] == ["a.yaml:3:10"]
    assert not scenario_in(SMALLEST.encode(), "a.yaml").warnings


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("notes:", "a.yaml:6:1"),
        ("notes: ~", "a.yaml:6:1"),
        ("notes: null", "a.yaml:6:1"),
        ("notes: !!null null", "a.yaml:6:1"),
        ("notes: &none ~", "a.yaml:6:1"),
        ("effort: {hourly_cost: }", "a.yaml:6:10"),
    ],
)
def test_an_empty_value_is_found_wherever_it_stands(line: str, place: str) -> None:
    assert f"{place}: empty-value" in problems_of(SMALLEST + line)


@pytest.mark.parametrize("items", ["[a, ~]", "[a, '', ~]", "[[~]]"])
def test_an_empty_item_of_a_list_is_found(items: str) -> None:
    place, _, code = problems_of(f"{SMALLEST}sources: {items}")[-1].rpartition(": ")
    assert place == f"a.yaml:6:{10 + items.index('~')}"
    assert code in {"empty-value", "comma-in-braces"}


def test_no_two_scenarios_share_what_they_leave_out() -> None:
    one, other = smallest(), smallest()
    assert one.products is not other.products
    assert one.arrangements is not other.arrangements
    explicit = scenario_in(f"{SMALLEST}arrangements: {{a: {{}}, b: {{}}}}".encode(), "a.yaml")
    first, second = explicit.scenario.arrangements.values()
    assert first.allocation == second.allocation == {"quantity": 1}
    assert first.allocation is not second.allocation
    assert first.outside_quantity is not second.outside_quantity


@pytest.fixture
def without_collector() -> Iterator[None]:
    """As the program runs: nothing but reference counts frees memory."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
@pytest.mark.parametrize("path", [ELEARNING, *GALLERY], ids=lambda path: path.name)
def test_a_file_that_was_read_leaves_no_cycle(path: Path) -> None:
    refused(path)  # modules that it needs are loaded
    gc.collect()
    refused(path)
    assert gc.collect() == 0


def refused(path: Path) -> bool:
    """Whether the file cannot be used."""
    try:
        read_scenario(str(path))
    except ScalemeritError:
        return True
    return False


def test_what_is_remembered_of_files_is_bounded() -> None:
    for number in range(3000):
        fields.read_rate(f"0.{number}%")
        fields.signed_amount(f"{number}円")
        checks._doubt(f"ない市{number}")
    for remembered in (
        *(fields._rate, fields._amount, fields._fiscal_years),
        *(municipalities._alike, checks._doubt),
    ):
        information = remembered.cache_info()
        assert information.maxsize is not None
        assert information.currsize <= information.maxsize < 3000


@pytest.mark.parametrize("length", [61, 100_000])
def test_a_long_name_is_no_misspelling_and_is_not_remembered(length: int) -> None:
    before = municipalities._alike.cache_info().currsize
    assert municipalities.meant("江" * length) == ()
    assert municipalities._alike.cache_info().currsize == before
