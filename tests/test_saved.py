"""Kept results: read exactly, whoever wrote the JSON, and refused where they are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

import generate
from running import ROOT, run
from scalemerit.comparison import compare
from scalemerit.difference import Difference, difference
from scalemerit.errors import Problem, ScalemeritError
from scalemerit.results import read_result
from scalemerit.saved import exact_number, is_saved, saved_comparison
from scalemerit.scenario import from_data
from scalemerit.snapshot import Snapshot, snapshot
from scalemerit.views.difference import difference_report
from scalemerit.views.difference_document import difference_document
from scalemerit.views.documents import comparison_document
from scalemerit.writers.json import dumps

Data = dict[str, Any]
DOLLARS = ROOT / "tests/goldens/dollars.yaml"


@cache
def document() -> Data:
    """The document of a scenario in dollars, its decimals as they are written."""
    ran = run("compare", str(DOLLARS), "--format", "json")
    read: Data = json.loads(ran.out, parse_float=Decimal)
    return read


def problems_of(data: Data) -> list[tuple[str, tuple[str | int, ...]]]:
    """The codes and paths of what is wrong with a document."""
    try:
        saved_comparison(data)
    except ScalemeritError as error:
        return [(problem.code, problem.path) for problem in error.problems]
    return []


def changed(path: str, value: object) -> Data:
    """The document with one value put in another place, or with None taken away."""
    data = deepcopy(document())
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
    inner: Any = data
    for step in steps:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return data


def written(path: Path, text: str) -> Snapshot:
    """The snapshot of a file with this text."""
    path.write_text(text, encoding="utf-8")
    return read_result(str(path)).snapshot


def test_data_read_as_decimals_is_a_result() -> None:
    assert problems_of(document()) == []


@pytest.mark.parametrize(
    "write",
    [
        json.dumps,
        lambda data: json.dumps(data, ensure_ascii=False),
        lambda data: json.dumps(data, indent="\t"),
        lambda data: json.dumps(data, separators=(",", ":")),
        lambda data: json.dumps(data, sort_keys=True),
        lambda data: json.dumps({**data, "later": {"x": [1.5, None, True]}}),
    ],
    ids=["ascii", "utf8", "tabs", "compact", "sorted", "later"],
)
def test_whoever_wrote_the_json_the_result_is_the_same(
    write: Callable[[Data], str], tmp_path: Path
) -> None:
    plain = json.loads(run("compare", str(DOLLARS), "--format", "json").out)
    expected = read_result(str(DOLLARS)).snapshot
    assert written(tmp_path / "kept.json", write(plain)) == expected


def test_rare_characters_are_read_however_they_are_escaped(tmp_path: Path) -> None:
    data = json.loads(run("compare", str(DOLLARS), "--format", "json").out)
    data["title"] = '𠮷野 \\ud842 "𠮷"'
    assert written(tmp_path / "kept.json", json.dumps(data)).title == data["title"]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("schema", "scalemerit/comparison/2", "saved-schema"),
        ("schema", "scalemerit/difference/1", "saved-schema"),
        ("schema", "scalemerit/batch/1", "saved-batch"),
        ("currency", "YEN", "bad-currency"),
        ("currency", 5, "bad-currency"),
        ("title", 5, "saved-value"),
        ("title", None, "saved-missing"),
        ("arrangements", [], "saved-value"),
        ("arrangements", {}, "saved-value"),
        ("arrangements/0", "joint", "saved-value"),
        ("arrangements/0/joint", None, "saved-missing"),
        ("arrangements/0/joint", "137.155", "saved-value"),  # more decimals than cents
        ("arrangements/0/joint", 137.15, "saved-value"),  # a float has lost its digits
        ("arrangements/0/joint", True, "saved-value"),
        ("arrangements/0/joint", "NaN", "saved-value"),
        ("arrangements/0/joint", "1e99999", "saved-value"),
        ("arrangements/0/saving", "15.40", "saved-sum"),
        ("arrangements/0/allocation/shares/0/share", 60, "saved-sum"),
        ("separate/total", 1, "saved-sum"),
        ("separate/buyers/0/quantities", [3], "saved-value"),
        ("separate/buyers/0/quantities/license", "3", "saved-value"),
        ("fiscal_years", "2023", "saved-value"),
        ("tax_rate", "8.25%", "saved-value"),
        ("inputs", [], "saved-value"),
        ("arrangements/0/allocation/rule", {}, "saved-value"),
        ("arrangements/0/allocation/rule", {"equal": "half"}, "saved-value"),
        ("arrangements/0/allocation/rule", 5, "saved-value"),
    ],
)
def test_what_is_no_result_is_refused_where_it_stands(path: str, value: object, code: str) -> None:
    ((found, route),) = problems_of(changed(path, value))
    expected = tuple(int(step) if step.isdecimal() else step for step in path.split("/"))
    if code == "saved-missing" or route[-1] == "shares":
        expected = expected[: len(route)]
    assert (found, route) == (code, expected)


@pytest.mark.parametrize("key", ["inputs", "best"])
def test_what_older_versions_did_not_write_may_be_missing(key: str) -> None:
    assert problems_of(changed(key, None)) == []


def test_everything_wrong_is_told_at_once() -> None:
    data = changed("title", None)
    data["arrangements"][0]["joint"] = "x"
    data["separate"]["buyers"][1]["code"] = 5
    assert [code for code, _ in problems_of(data)] == ["saved-missing", *["saved-value"] * 2]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("[]", "not-a-mapping"),
        ('{"schema": "scalemerit/comparison/1", "schema": "x"}', "duplicate-key"),
        ('{"schema": "scalemerit/comparison/1", "title": "x"', "yaml-syntax"),
        ('{"schema": "scalemerit/comparison/1", "title": ' + "[" * 70 + "]" * 70 + "}", "too-deep"),
        ('{"schema": "another/1"}', "unknown-key"),  # a scenario with mistakes
    ],
)
def test_a_file_that_is_no_json_is_refused_with_a_place(
    text: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "kept.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScalemeritError) as raised:
        read_result(str(path))
    assert code in [problem.code for problem in raised.value.problems]
    assert all(problem.place for problem in raised.value.problems)


@pytest.mark.parametrize(
    ("data", "saved"),
    [
        ({"schema": "scalemerit/comparison/1"}, True),
        ({"schema": "scalemerit/problems/1"}, True),
        ({"schema": "another"}, False),
        ({"schema": None}, False),
        ({"scalemerit": 1}, False),
    ],
)
def test_a_document_is_known_by_its_schema(data: Data, saved: bool) -> None:
    assert is_saved(data) == saved


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (5, 5),
        ("-5", -5),
        ("12.50", Decimal("12.5")),
        (Decimal("1E-5"), Decimal("0.00001")),
        ("1e-05", Decimal("0.00001")),
        ("1e999", None),
        ("５", None),
        (" 5", None),
        (0.5, None),
        (True, None),
        (None, None),
        ("Infinity", None),
    ],
)
def test_a_number_is_what_its_digits_say(value: object, exact: Decimal | int | None) -> None:
    expected = None if exact is None else Fraction(exact)
    assert exact_number(value) == expected


# ---- whatever stands in a file ----

STRANGE: list[object] = [None, True, "", -3, 10**40, [], {}, ["x"], {"x": ["y"]}, "1.5", "JPY", 1.5]


@pytest.mark.parametrize("chunk", range(6))
def test_a_spoilt_result_is_compared_or_refused_in_words(chunk: int, tmp_path: Path) -> None:
    path, refused = tmp_path / "spoilt.json", 0
    good = snapshot(compare(from_data(generate.scenario(chunk))))
    document = comparison_document(compare(from_data(generate.scenario(chunk))))
    for seed in range(40):
        path.write_text(json.dumps(spoilt(Random(seed), json.loads(dumps(document)))), "utf-8")
        found = differing(good, str(path))
        refused += not isinstance(found, Difference)
        if isinstance(found, Difference):
            assert difference_report(found, "ja").tables or found.is_none
            assert dumps(difference_document(found))
        else:
            assert all(problem.message("ja") for problem in found), f"seed {seed}"
    assert 0 < refused < 40


def differing(good: Snapshot, path: str) -> Difference | tuple[Problem, ...]:
    """How the result in a file differs from another, or what is wrong with it."""
    try:
        return difference(good, read_result(path).snapshot)
    except ScalemeritError as error:
        return error.problems


def spoilt(rng: Random, data: Data) -> Data:
    """The data with something strange, or nothing, somewhere."""
    inner = rng.choice(containers(data))
    key = rng.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
    if rng.random() < 0.2:
        del inner[key]
    else:
        inner[key] = rng.choice(STRANGE)
    return data


def containers(value: object) -> list[Any]:
    """Every mapping and list in some data that holds something."""
    if not isinstance(value, dict | list) or not value:
        return []
    parts = value.values() if isinstance(value, dict) else value
    return [value, *(found for one in parts for found in containers(one))]
