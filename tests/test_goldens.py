"""Small scenarios in every format, held to what was once read and found right.

`tests/goldens/NAME.yaml` stands beside its outputs. SCALEMERIT_REFRESH=1 writes them anew: read
the difference before keeping it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from running import Ran, run, same_as_golden
from scalemerit.choices import ChartFormat, WholeFormat
from scalemerit.writers import FORMATS

GOLDENS = Path(__file__).parent / "goldens"
CASES = sorted(path.stem for path in GOLDENS.glob("*.yaml"))
UNMET = {"loss"}  # the scenarios whose expectations are not met
OUTPUTS = {
    "ja.txt": ("compare", "--lang", "ja"),
    "en.txt": ("compare", "--lang", "en"),
    "json": ("compare", "--format", "json"),
    "csv": ("compare", "--format", "csv", "--lang", "en"),
    "md": ("compare", "--format", "markdown", "--lang", "ja"),
    "yen.txt": ("compare", "--unit", "yen", "--lang", "en"),
    "explain.ja.txt": ("explain", "--lang", "ja"),
    "explain.en.txt": ("explain", "--lang", "en"),
}
each_case = pytest.mark.parametrize("case", CASES)


def test_every_format_that_can_be_asked_for_has_its_writer_and_the_other_way_round() -> None:
    assert set(FORMATS) == {*get_args(WholeFormat), *get_args(ChartFormat)}


@cache
def output(case: str, kind: str) -> Ran:
    """A run on a scenario of the goldens."""
    command, *options = OUTPUTS[kind]
    return run(command, str(GOLDENS / f"{case}.yaml"), *options)


@each_case
@pytest.mark.parametrize("kind", OUTPUTS)
def test_the_output_is_the_one_kept(case: str, kind: str) -> None:
    ran = output(case, kind)
    assert ran.code == (3 if case in UNMET and kind[:7] != "explain" else 0), ran.err
    same_as_golden(GOLDENS / f"{case}.{kind}", ran.out)


def test_no_output_is_kept_that_nothing_writes() -> None:
    expected = {f"{case}.{kind}" for case in CASES for kind in ("yaml", *OUTPUTS)}
    assert {path.name for path in GOLDENS.iterdir()} == expected


# What was worked out by hand about the scenarios, so that goldens cannot be refreshed into errors.
BY_HAND: dict[str, dict[str, tuple[float, float, float]]] = {
    # separate, joint, coordination
    "loss": {"council": (222_000, 226_000, 40_000)},  # 40 x 4,800 + 10,000 + 20,000; 45 x 4,800
    "buying-up": {
        "both": (555_000, 510_000, 0),  # 450,000 + 95,000 + 10,000; 6 packs of 100 at 85,000
        "first": (460_000, 450_000, 0),  # 483 bought up to 500
    },
    "mixes": dict.fromkeys(["equal", "mix", "thirds", "saving"], (303, 202, 0)),
    # 60.47 + 4.99 tax and 80.46 + 6.64; 7 x 17.955 + 2 x 0.50 is 126.69, with 10.46 tax
    "dollars": {"joint": (152.56, 137.15, 0)},
    "wards": {"joint": (660_000, 462_000, 0)},  # 660 x 1,000; 660 x 700, each of two years
}


@pytest.mark.parametrize("case", BY_HAND)
def test_the_totals_are_those_worked_out_by_hand(case: str) -> None:
    years = 2 if case == "wards" else 1
    found = {
        one["name"]: (one["separate"], one["joint"], one["coordination"])
        for one in json.loads(output(case, "json").out)["arrangements"]
    }
    assert found == {
        name: tuple(amount * years for amount in amounts) for name, amounts in BY_HAND[case].items()
    }


@pytest.mark.parametrize(
    ("case", "kind", "heading"),
    [
        ("wards", "en.txt", "Ward"),
        ("wards", "ja.txt", "区"),
        ("several", "en.txt", "Buyer"),
        ("several", "ja.txt", "団体"),
    ],
)
def test_buyers_are_headed_by_what_they_all_are(case: str, kind: str, heading: str) -> None:
    headings = [line.split()[0] for line in output(case, kind).out.splitlines() if line.strip()]
    assert heading in headings


@each_case
def test_shares_add_up_to_the_bill(case: str) -> None:
    for one in json.loads(output(case, "json").out, parse_float=str)["arrangements"]:
        amounts = [one["joint"], one["coordination"]]
        shares = [share["share"] for share in one["allocation"]["shares"]]
        assert cents(*shares) == cents(*amounts)


def cents(*amounts: int | str) -> int:
    """The sum of amounts in hundredths."""
    return sum(round(float(amount) * 100) for amount in amounts)
