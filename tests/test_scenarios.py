"""The shipped scenarios: sound, sourced, and met to the yen."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import oracle
from running import ROOT, run
from scalemerit import source
from scalemerit.scenario import read_scenario

SCENARIOS = sorted((ROOT / "scenarios").rglob("*.yaml"))
THEMES = [path for path in SCENARIOS if path.parent.name == "themes"]
each_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)


def test_there_are_scenarios() -> None:
    assert {"elearning", "content", "microsoft"} <= {path.stem for path in SCENARIOS}
    assert len(THEMES) == 8


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
        line = file.readline().rstrip("\n")
    comment, _, schema = line.partition("$schema=")
    assert comment == "# yaml-language-server: "
    assert (path.parent / schema).resolve() == ROOT / "data/schemas/scenario.json"


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


# The reference tries every quantity: of many buyers, or of tiers that begin high, it takes long.
SMALL = [path for path in SCENARIOS if path.stem not in {"bodies", "security-training"}]


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_the_reference_says_the_same(path: Path) -> None:
    told = json.loads(run("compare", str(path), "--format", "json").out, parse_float=Fraction)
    reference = oracle.compare(data_of(path))
    assert told["separate"]["total"] == reference["separate"]["total"]
    assert told["best"] == reference["best"]
    for here, there in zip(told["arrangements"], reference["arrangements"], strict=True):
        figures = ("name", "separate", "joint", "coordination", "saving", "causes")
        assert {name: here[name] for name in figures} == {name: there[name] for name in figures}
        shares = [one["share"] for one in here["allocation"]["shares"]]
        assert shares == [one["share"] for one in there["allocation"]["shares"]]


# ---- the eight themes ----

# What is bought jointly and the coordination cost, worked out by hand: sum × 1.1, and as written.
BILLS: dict[str, dict[str, tuple[int, int]]] = {
    "ai-ocr": {  # 2,780 × 10,000 + 1,500,000;  300,000 + 12 × 30,000
        "joint": (32_230_000, 660_000),
    },
    "chatbot": {  # 14 × 54,000 × 36 + 7 × 450,000;  3 × 900,000 + 7 × 400,000
        "joint": (33_402_600, 5_500_000),
    },
    "e-contracts": {  # 5 × 30,000 × 36 + 19,200 × 150 × 3 + 2,400,000 + 350,000 + 5 × 50,000 × 3
        "joint": (19_294_000, 1_300_000),
    },
    "e-learning": {  # (23,900 × 850 × 0.97 + 120,000) × 2 + 250,000;  2 × 300,000
        "joint": (43_891_210, 600_000),
    },
    "generative-ai": {  # 7,790 × 1,500 × 12 + 300,000 + 23 × 60,000;  500,000 + 2,400,000
        "joint": (156_090_000, 2_900_000),
    },
    "rpa": {  # (30 × 580,000 + 96 × 208,000) × 3;  200,000 + 3 × 240,000
        "joint": (123_314_400, 920_000),
    },
    "security-training": {
        "hands_up": (6_295_960, 100_000),  # 19,360 × 260 + 150,000 + 6 × 90,000
        "all_wards": (17_992_425, 1_220_000),  # 62,830 × 225 + 150,000 + 23 × 90,000
    },
    "web-conferencing": {  # 18,500,000, the largest amount, + 23 × 20,000
        "joint": (20_856_000, 460_000),
    },
}


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.stem)
def test_a_theme_costs_jointly_what_was_worked_out_by_hand(path: Path) -> None:
    arrangements = compared(path)["arrangements"]
    found = {one["name"]: (one["joint"], one["coordination"]) for one in arrangements}
    assert found == BILLS[path.stem]


def test_the_page_shows_the_figures_of_the_themes() -> None:
    page = (ROOT / "docs/scenarios.md").read_text(encoding="utf-8").replace("−", "-")
    row = r"^\|.*\| (\d+) \|.*\| ([\d,]+) \| ([\d,-]+) \| ([\d.-]+)% \|.*\|$"
    _, _, themes = page.partition("## themes/")
    shown = [found.groups() for found in re.finditer(row, themes, re.MULTILINE)]
    arrangements = [one for path in THEMES for one in compared(path)["arrangements"]]
    assert sorted(shown) == sorted(
        (
            str(len(one["buyers"])),
            f"{one['separate']:,}",
            f"{one['saving']:,}",
            f"{100 * one['saving_rate']:.1f}",
        )
        for one in arrangements
    )


def test_one_theme_alone_does_not_save() -> None:
    assert [path.stem for path in THEMES if compared(path)["best"] is None] == ["chatbot"]


def test_in_one_theme_that_saves_some_wards_pay_more_than_alone() -> None:
    losers = {path.stem: compared(path)["arrangements"][0]["worse_off"] for path in THEMES}
    del losers["chatbot"]
    assert losers.pop("web-conferencing") == ["千代田区", "中央区", "台東区", "荒川区"]
    assert not any(losers.values())


def test_the_themes_show_every_price_model_and_every_way_to_bill() -> None:
    scenarios = [read_scenario(str(path)).scenario for path in THEMES]
    vendors = [vendor for scenario in scenarios for vendor in scenario.prices.values()]
    models = {price.model for prices in vendors for price in prices.values()}
    billed = {product.billed for scenario in scenarios for product in scenario.products.values()}
    assert models == {"volume", "graduated", "package", "flat"}
    assert billed == {"monthly", "yearly", "once"}


def compared(path: Path) -> Any:
    """The comparison of a scenario as JSON."""
    return json.loads(run("compare", str(path), "--format", "json").out)


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
