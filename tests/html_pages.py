"""Pages that the program writes, for the tests that read them and those that open them."""

from __future__ import annotations

import json
from pathlib import Path

from running import ROOT, run
from scalemerit.municipalities import table

GOLDENS = Path(__file__).parent / "goldens"
ELEARNING = str(ROOT / "scenarios/elearning.yaml")
# A vendor's and a buyer's name of all that HTML acts on, and a long one.
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"
LONG = "とても長い名前の広域連合とWMWMWMWMWMWMWMWMの協議会（準備室）"
_VENDORS = (
    """\
  甲社:
    price: {model: volume, tiers: {1: 4800, 500: 4400, 1000: 4100, 20000: 3900, 100000: 3500}}
    fees: {per_contract: 75000}
""",
    """\
  乙社（とても長い名前の株式会社ABCソリューションズ東京本社）:
    price: {model: graduated, tiers: {1: 5000, 1000: 4300, 50000: 3300}}
""",
    """\
  丙社:
    price: {model: package, size: 100, tiers: {1: 450000, 50: 410000}}
""",
)


def page(*arguments: str) -> str:
    """What a run with `--format html` writes."""
    return run(*arguments, "--format", "html").out


def large_scenario(vendors: int = 3) -> str:
    """62 buyers, three arrangements, so many vendors; some buyers pay more than alone.

    With one vendor costs follow from quantities alone, which games of many buyers are quick with.
    """
    names = [one.name for one in table() if one.kind != "prefecture"]
    buyers = "\n".join(f"  {name}: {20 + 137 * row % 9000}" for row, name in enumerate(names))
    return f"""\
scalemerit: 1
title: 62 municipalities
fiscal_years: R8
tax: {{rate: 10%, prices: excluded}}
buyers:
{buyers}
vendors:
{"".join(_VENDORS[:vendors])}\
sources: [職員数による仮定]
arrangements:
  joint: {{label: 62団体の共同調達, allocation: quantity}}
  council: {{label: 協議会方式, coordination: {{yearly: 9_000_000}}, allocation: equal}}
  own: {{label: 広域連合, coordination: {{yearly: 90_000_000}}, allocation: population}}
"""


def odd_scenario(join: str = "100%") -> str:
    """Names that are long or that HTML would act on, and an arrangement that costs more.

    The price of the long-named vendor rises, which is doubtful. The first buyer takes part with the
    chance `join`; where that is less than certain the arrangement costs less.
    """
    coordination = 9_000_000 if join == "100%" else 70_000
    evil = json.dumps(EVIL)
    return f"""\
scalemerit: 1
title: {evil}
buyers: {{{evil}: {{quantities: 700, join: {join}}}, "{LONG}": 45}}
vendors:
  {evil}:
    price: {{model: volume, tiers: {{1: 4800, 500: 4400}}}}
  "{LONG}":
    price: {{model: volume, tiers: {{1: 4800, 500: 4900}}}}
notes: {evil}
sources: [{evil}]
arrangements:
  council: {{label: {evil}, coordination: {{yearly: {coordination}}}, allocation: equal}}
"""


# Buyers of the simple scenario, and a third.
THREE = {"a": 400, "b": 600, "c": 500}


def simple(**changes: object) -> dict[str, object]:
    """Two buyers of 400 and 600 licenses, one vendor: 10 yen, 8 yen from 1,000 on."""
    return {
        "scalemerit": 1,
        "title": "t",
        "buyers": {"a": 400, "b": 600},
        "vendors": {"v": {"price": {"model": "volume", "tiers": {1: 10, 1000: 8}}}},
        **changes,
    }


def file_of(folder: Path, name: str = "simple", **changes: object) -> str:
    """The simple scenario with changes, as a file."""
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps(simple(**changes)), encoding="utf-8")
    return str(path)
