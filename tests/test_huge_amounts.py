"""The largest quantities and prices that a scenario may hold are divided, in time and memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from running import run

LARGEST = 10**9
PRICES = {
    "licenses": "{1: 4800, 100: 4400, 1000: 4000}",
    "yen": "{1: 1_000_000_000_000_000, 2: 999_999_999_999_999}",
}


@pytest.mark.parametrize("rule", ["quantity", "shapley", "nucleolus"])
@pytest.mark.parametrize(
    ("buyers", "tiers", "step"),
    [(24, PRICES["licenses"], 1), (5, PRICES["yen"], 0)],
    ids=["more totals than memory", "more digits than floating point"],
)
def test_the_largest_of_scenarios_is_divided(
    buyers: int, tiers: str, step: int, rule: str, tmp_path: Path
) -> None:
    needed = ", ".join(f"b{number}: {LARGEST - step * number}" for number in range(buyers))
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(
        f"scalemerit: 1\ntitle: T\nbuyers: {{{needed}}}\n"
        f"vendors: {{v: {{price: {{model: volume, tiers: {tiers}}}}}}}\n"
    )
    wanted = ("--rules", rule, "--time-limit", "0.1", "--format", "json")
    ran = run("allocate", str(scenario), *wanted)
    assert ran.code == 0
    assert json.loads(ran.out)
