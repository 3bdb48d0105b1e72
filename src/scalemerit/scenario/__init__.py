"""Scenarios: the input of every calculation, read from YAML and checked as a whole."""

from __future__ import annotations

from scalemerit.scenario.loading import (
    Loaded,
    from_data,
    load,
    read_scenario,
    scenario_in,
    scenario_of,
)
from scalemerit.scenario.model import Scenario
from scalemerit.scenario.parts import Arrangement, Buyer, Coordination, RuleName, Vendor

__all__ = [
    "Arrangement",
    "Buyer",
    "Coordination",
    "Loaded",
    "RuleName",
    "Scenario",
    "Vendor",
    "from_data",
    "load",
    "read_scenario",
    "scenario_in",
    "scenario_of",
]
