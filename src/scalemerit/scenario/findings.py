"""What pydantic found wrong with a scenario, as problems in our own words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scalemerit.errors import KeyPath, Problem
from scalemerit.fields import Model, did_you_mean, shown
from scalemerit.pricing import Tier, price_models
from scalemerit.problem_texts import CODES
from scalemerit.scenario.model import Scenario
from scalemerit.scenario.parts import (
    ALLOCATION_FORMS,
    AllocationByPart,
    Arrangement,
    ArrangementHours,
    Buyer,
    Coordination,
    Current,
    Effort,
    Expect,
    Fees,
    Product,
    Separate,
    Tax,
    Vendor,
)
from scalemerit.wording import Word

_LISTED: Mapping[str | int, type[Model]] = {
    "products": Product,
    "buyers": Buyer,
    "vendors": Vendor,
    "arrangements": Arrangement,
    "tiers": Tier,
}
_HELD: Mapping[str | int, type[Model]] = {
    "tax": Tax,
    "current": Current,
    "fees": Fees,
    "separate": Separate,
    "coordination": Coordination,
    "by_part": AllocationByPart,
    "hours": ArrangementHours,
    "expect": Expect,
    "effort": Effort,
}
_MAPPING = Word("a mapping of keys and values", "「キー: 値」の形")
_LIST = Word("a list", "リスト")
_TEXT = Word("text", "文字列")
_EXPECTED: Mapping[str, Word] = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "tuple_type": _LIST,
    "string_type": _TEXT,
    "bool_type": Word("true or false", "真偽値(true か false)"),
}
_MODELS = price_models()


class _Union(NamedTuple):
    """Where in a route of keys pydantic names the member of a union, and what it calls them."""

    at: int
    tags: Collection[str]


_UNIONS: Mapping[tuple[str | int, str], _Union] = {
    ("vendors", "price"): _Union(3, _MODELS),
    ("vendors", "prices"): _Union(4, _MODELS),
    ("arrangements", "allocation"): _Union(3, ALLOCATION_FORMS),
}


def findings(error: ValidationError) -> list[Problem]:
    """One problem for each thing that pydantic found, with its route of keys."""
    return [
        _in_file(_problem(details))
        for details in error.errors(include_url=False)
        if not _follows(details)
    ]


def _follows(details: ErrorDetails) -> bool:
    """Whether it only follows from another problem: an empty value, or entries that are wrong."""
    if details["type"] == "too_short":
        return bool(details["input"])
    return details["input"] is None and details["loc"][-1:] != ("[key]",)


def _problem(details: ErrorDetails) -> Problem:
    path, kind = details["loc"], details["type"]
    at_key = path[1:] and path[-1] == "[key]" and kind not in {"extra_forbidden", "missing"}
    if at_key:
        path = path[:-1]
    if kind in CODES:
        return Problem(kind, path, details.get("ctx", {}), at_key=bool(at_key))
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return _missing_key(path[:-1], str(path[-1]))
    return _wrong_value(details, path)._replace(at_key=bool(at_key))


def _in_file(problem: Problem) -> Problem:
    """The problem with a route of keys of the file, which knows no names of a union's members."""
    path = problem.path
    place = _UNIONS.get((path[0], str(path[2]))) if path[3:] else None
    if place is None or path[place.at : place.at + 1] not in {(tag,) for tag in place.tags}:
        return problem
    return problem._replace(path=(*path[: place.at], *path[place.at + 1 :]))


def _wrong_value(details: ErrorDetails, path: KeyPath) -> Problem:
    kind, found = details["type"], details["input"]
    if path == ("scalemerit",):
        return Problem("wrong-version", path, {"found": shown(found)})
    if kind == "union_tag_not_found":
        return _missing_model(path)
    if kind in {"literal_error", "union_tag_invalid"}:
        return _wrong_choice(details, path)
    if kind in {"string_too_short", "too_short"}:
        return Problem("empty-text" if kind == "string_too_short" else "empty-collection", path)
    expected = _EXPECTED.get(kind, _TEXT)
    if expected is _MAPPING and isinstance(found, str) and (":" in found or "：" in found):
        return Problem("colon-space", path, {"found": shown(found)})
    return _wrong_type(path, expected, found)


def _wrong_type(path: KeyPath, expected: Word, found: object) -> Problem:
    remedy = Word(f"write {expected.en}", f"{expected.ja}にしてください")
    if expected is _TEXT and isinstance(found, int):
        remedy = Word("put it in quotes", "引用符で囲んで文字列にしてください")
    values = {"expected": expected, "found": kind_of(found), "remedy": remedy}
    return Problem("wrong-type", path, values)


def _unknown_key(path: KeyPath) -> Problem:
    key, owner = str(path[-1]), _owner(path[:-1])
    hint = did_you_mean(key, owner.model_fields)
    values: dict[str, str | Word] = {"key": shown(key), "owner": owner.owner, "hint": hint}
    return Problem("unknown-key", path, values, at_key=True)


def _missing_key(path: KeyPath, key: str) -> Problem:
    return Problem("missing-key", path, {"key": key, "owner": _owner(path).owner}, at_key=True)


def _missing_model(path: KeyPath) -> Problem:
    price = Word("a price", "価格表")
    return Problem("missing-key", path, {"key": "model", "owner": price}, at_key=True)


def _wrong_choice(details: ErrorDetails, path: KeyPath) -> Problem:
    """A word that is none of a closed set; for a price the set is that of the models."""
    found = details["input"]
    choices = _choices(details)
    if len(choices) == 1:
        only = Word(f"`{choices[0]}`", f"「{choices[0]}」")
        return _wrong_type(path, only, found)
    if details["type"] == "union_tag_invalid":
        path = (*path, "model")
        found = found["model"]
    values: dict[str, str | Word] = {
        "found": shown(found),
        "choices": ", ".join(choices),
        "hint": did_you_mean(shown(found), choices),
    }
    return Problem("wrong-choice", path, values)


def _choices(details: ErrorDetails) -> tuple[str, ...]:
    if details["type"] == "union_tag_invalid":
        return tuple(_MODELS)
    expected = str(details.get("ctx", {}).get("expected", ""))
    return tuple(
        word.strip(" '").replace("True", "true")
        for word in expected.replace(" or ", ",").split(",")
    )


def _owner(path: KeyPath) -> type[Model]:
    """The part of a scenario that stands at a route of keys."""
    if len(path) > 1 and path[-2] in _LISTED:
        return _LISTED[path[-2]]
    if not path:
        return Scenario
    return _HELD.get(path[-1]) or _MODELS[str(path[-1])]


def kind_of(value: object) -> Word:
    """What a value is, in words."""
    if isinstance(value, dict):
        return _MAPPING
    if isinstance(value, list):
        return _LIST
    if isinstance(value, bool):
        return Word(f"`{shown(value)}`", f" `{shown(value)}` ")
    if isinstance(value, int):
        return Word(f"the number {shown(value)}", f"数値 {shown(value)} ")
    return Word(f"the text `{shown(value)}`", f"文字列 `{shown(value)}` ")
