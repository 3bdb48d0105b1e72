"""From a file, or from plain data, to a sound scenario, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from scalemerit import source
from scalemerit.annotations import Names
from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.fields import shown
from scalemerit.scenario.checks import checks, part_checks
from scalemerit.scenario.model import ONLY_PRODUCT, Scenario
from scalemerit.source import Source


class Loaded(NamedTuple):
    """A sound scenario with the file it comes from and the warnings about it."""

    scenario: Scenario
    source: Source
    warnings: tuple[Problem, ...]


def load(path: str | Path) -> Scenario:
    """The scenario in a YAML file; `-` reads standard input.

    Raises ScalemeritError with every problem of the file, each with its place.
    """
    return read_scenario(str(path)).scenario


def read_scenario(path: str) -> Loaded:
    """The scenario in a YAML file, with its warnings and the places of its parts.

    Raises ScalemeritError with every problem of the file, each with its place.
    """
    return scenario_in(source.read_bytes(path), "<stdin>" if path == "-" else path)


def scenario_in(content: bytes, name: str) -> Loaded:
    """The scenario in the bytes of a YAML file, as `read_scenario`; messages call the file `name`.

    Raises ScalemeritError with every problem of the file, each with its place.
    """
    return scenario_of(source.read(content, name))


def scenario_of(text: Source) -> Loaded:
    """The scenario in a YAML text that has been read, as `scenario_in`."""
    try:
        scenario, warnings = _sound(text.data, may_be_empty=text.has_empty)
    except ScalemeritError as error:
        raise ScalemeritError(text.located(error.problems)) from None
    if not warnings and not text.problems:
        return Loaded(scenario, text, ())
    located = text.located(warnings)
    if any(problem.severity == "error" for problem in located):
        raise ScalemeritError(located)
    return Loaded(scenario, text, located)


def from_data(data: dict[str, object]) -> Scenario:
    """The scenario in plain data of the file format's shape: mappings, lists, texts, numbers.

    Raises ScalemeritError with every problem; without a file they have no places.
    """
    if not isinstance(data, dict):
        raise ScalemeritError([Problem("not-a-mapping", values={"found": shown(data)})])
    return _sound(data, may_be_empty=True)[0]


def _sound(
    data: Mapping[str, object], *, may_be_empty: bool
) -> tuple[Scenario, tuple[Problem, ...]]:
    """The scenario and its warnings; `may_be_empty` where a value in the data may be None.

    Raises ScalemeritError with all problems, warnings among them, if any of them is an error.
    """
    empty = list(_empty_values(data, ())) if may_be_empty else []
    try:
        # What `model_validate` calls, which looks at seven arguments that are never given.
        read = Scenario.__pydantic_validator__.validate_python
        scenario: Scenario = read(data, context=_names(data))
    except ValidationError as error:
        from scalemerit.scenario.findings import findings  # needed only where something is wrong

        beside = _checks_beside(data, error)
        raise ScalemeritError([*empty, *findings(error), *beside]) from None
    problems = [*empty, *checks(scenario)]
    if not problems:
        return scenario, ()
    if any(problem.severity == "error" for problem in problems):
        raise ScalemeritError(problems)
    return scenario, tuple(problems)


def _checks_beside(data: Mapping[str, object], error: ValidationError) -> list[Problem]:
    """What can be said of the sound parts of a scenario, those with mistakes left out."""
    sound: dict[str, object] = {"title": "-", **data, "scalemerit": 1}
    for first, *rest in {details["loc"][:2] for details in error.errors(include_url=False)}:
        section = sound.get(str(first))
        if rest and isinstance(section, dict):
            sound[str(first)] = _without(section, rest[0], keep=first == "products")
        elif first == "title":
            sound["title"] = "-"
        else:
            sound.pop(str(first), None)
    try:
        return part_checks(Scenario.model_validate(sound, context=_names(data)))
    except ValidationError:
        return []  # too little is left to be a scenario


def _without(section: dict[str, object], wrong: str | int, *, keep: bool) -> dict[str, object]:
    """A section without a part, or with nothing said of it where other parts refer to it."""
    if keep:
        return {**section, str(wrong): {}}
    return {key: part for key, part in section.items() if key != wrong}


def _empty_values(value: object, path: KeyPath) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is None:
                yield _empty_value(str(key), (*path, key))
            elif isinstance(inner, dict | list):
                yield from _empty_values(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _empty_values({position: inner}, path)


def _empty_value(key: str, path: KeyPath) -> Problem:
    """A key without a value, or what looks like one after a slip with a colon or a comma."""
    if ":" in key or "：" in key:
        return Problem("colon-space", path, {"found": shown(key)}, at_key=True)
    if key.isdecimal():
        return Problem("comma-in-braces", path, {"key": shown(key)}, at_key=True)
    return Problem("empty-value", path, {"key": shown(key)}, at_key=True)


def _names(data: Mapping[str, object]) -> Names:
    """The names that the data declares, whatever else may be wrong with it."""
    currency, buyers = data.get("currency", "JPY"), data.get("buyers")
    return Names(
        currency=currency if isinstance(currency, str) else "JPY",
        products=_keys(data.get("products")) or (ONLY_PRODUCT,),
        vendors=_keys(data.get("vendors")),
        buyers=buyers if isinstance(buyers, dict) else (),
    )


def _keys(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, dict) else ()
