"""The shipped scenarios: sound, sourced, and met to the yen."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import oracle
from running import ROOT, run
from scalemerit import source
from scalemerit.scenario import read_scenario

SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
FIRST_LINE = "# yaml-language-server: $schema=../data/schemas/scenario.json\n"
each_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)


def test_there_are_scenarios() -> None:
    assert {"elearning", "content", "microsoft"} <= {path.stem for path in SCENARIOS}


@each_scenario
def test_a_scenario_loads_without_warnings_and_meets_its_expectations(path: Path) -> None:
    ran = run("compare", str(path))
    assert (ran.code, ran.err) == (0, "")


@each_scenario
def test_a_scenario_expects_a_saving_of_every_arrangement(path: Path) -> None:
    arrangements = read_scenario(str(path)).scenario.arrangements
    assert [name for name, one in arrangements.items() if one.expect.saving is None] == []


@each_scenario
def test_a_scenario_names_its_sources_and_its_assumptions(path: Path) -> None:
    sources = read_scenario(str(path)).scenario.sources
    assumed = [text for text in sources if "仮定" in text]
    assert assumed
    assert len(assumed) < len(sources)
    assert any("assumption" in text for text in assumed)


@each_scenario
def test_a_scenario_says_what_it_shows_in_both_languages(path: Path) -> None:
    notes = read_scenario(str(path)).scenario.notes or ""
    english = [line for line in notes.splitlines() if line.isascii()]
    assert english
    assert len(english) < len(notes.splitlines())


@each_scenario
def test_an_editor_finds_the_schema(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        assert file.readline() == FIRST_LINE
    assert (path.parent / "../data/schemas/scenario.json").resolve().is_file()


@each_scenario
@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_a_scenario_can_be_explained_in_every_format(path: Path, form: str) -> None:
    assert run("explain", str(path), "--format", form).code == 0


def test_the_worked_example_is_right_to_the_yen() -> None:
    result = oracle.compare(data_of(ROOT / "scenarios/elearning.yaml"))
    (joint,) = result["arrangements"]
    assert result["separate"]["total"] == 11_830_500
    assert (joint["joint"], joint["saving"]) == (9_630_500, 2_200_000)
    assert list(joint["causes"].values()) == [0, 1_870_000, 330_000, 0, 0]


@pytest.mark.parametrize("name", ["content", "elearning", "microsoft", "start-small"])
def test_the_reference_says_the_same(name: str) -> None:
    path = ROOT / f"scenarios/{name}.yaml"  # with 62 buyers the reference takes half a minute
    told = json.loads(run("compare", str(path), "--format", "json").out, parse_float=Fraction)
    reference = oracle.compare(data_of(path))
    assert told["separate"]["total"] == reference["separate"]["total"]
    assert told["best"] == reference["best"]
    for here, there in zip(told["arrangements"], reference["arrangements"], strict=True):
        figures = ("name", "separate", "joint", "coordination", "saving", "causes")
        assert {name: here[name] for name in figures} == {name: there[name] for name in figures}
        shares = [one["share"] for one in here["allocation"]["shares"]]
        assert shares == [one["share"] for one in there["allocation"]["shares"]]


def data_of(path: Path) -> Any:
    """A scenario as plain data as the reference reads it: bounds are numbers, populations given."""
    data = _with_numbers(source.read(path.read_bytes(), path.name).data)
    scenario = read_scenario(str(path)).scenario
    for name, buyer in data["buyers"].items():
        whole = {**buyer} if isinstance(buyer, dict) and "quantities" in buyer else {}
        quantities = scenario.buyers[name].quantities
        population = scenario.population_of(name)
        data["buyers"][name] = {**whole, "quantities": quantities, "population": population}
    return data


def _with_numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_numbers(one) for one in value]
    if not isinstance(value, dict):
        return value
    plain = {key.replace("_", ""): key for key in value}
    if plain and all(key.isdecimal() for key in plain):
        return {int(key): _with_numbers(value[written]) for key, written in plain.items()}
    return {key: _with_numbers(one) for key, one in value.items()}
