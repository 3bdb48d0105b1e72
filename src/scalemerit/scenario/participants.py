"""The same scenario with other buyers in its arrangements."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scalemerit.scenario.loading import from_data
from scalemerit.scenario.model import Scenario

Data = dict[str, object]


def with_participants(
    scenario: Scenario,
    arrangements: Collection[str],
    without: Collection[str] = (),
    joining: Collection[str] = (),
    new: Mapping[str, Mapping[str, int]] | None = None,
) -> Scenario:
    """A scenario in whose arrangements some buyers take no part and others do.

    Buyers are named by their keys; `new` ones, with what they need of each product, are not in the
    scenario yet. A lead that leaves leads no more, and what was expected of other buyers is
    expected of nobody.

    Raises ScalemeritError where what results is no sound scenario.
    """
    data = scenario.as_data()
    come = {name: {"quantities": dict(needs)} for name, needs in (new or {}).items()}
    data["buyers"] = {**_section(data, "buyers"), **come}
    written = _section(data, "arrangements")
    data["arrangements"] = {
        name: _changed(scenario, name, _section(written, name), without, (*joining, *come))
        if name in arrangements
        else _section(written, name)
        for name in scenario.arrangements
    }
    return from_data(data)


def _changed(
    scenario: Scenario,
    name: str,
    written: Data,
    without: Collection[str],
    joining: Collection[str],
) -> Data:
    """An arrangement as it is written, with other buyers."""
    before = scenario.taking_part(scenario.arrangements[name])
    left = [buyer for buyer in before if buyer not in without]
    kept = {key: value for key, value in written.items() if key != "expect"}
    if written.get("lead") in without:
        del kept["lead"]
    return {**kept, "buyers": [*left, *(one for one in joining if one not in left)]}


def _section(data: Mapping[str, object], name: str) -> Data:
    section = data.get(name)
    return dict(section) if isinstance(section, dict) else {}
