"""The JSON Schemas: every output fits, every shipped input fits, and what is refused does not."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

import generate
from running import ROOT, run, same_as_golden
from scalemerit import source
from scalemerit.choices import Schema
from scalemerit.errors import ScalemeritError
from scalemerit.scenario import from_data
from scalemerit.schemas import SCHEMAS

SCENARIOS = sorted((ROOT / "scenarios").rglob("*.yaml"))
NAMES = list(SCHEMAS)
BATCH = Path(__file__).parent / "batch"
CHUNK = 20


@cache
def schema(name: str) -> Any:
    """A schema as the command prints it."""
    return json.loads(run("schema", name).out)


@cache
def validator(name: str) -> Draft202012Validator:
    """What checks a document against a schema."""
    return Draft202012Validator(schema(name))


def complaints(name: str, document: object) -> list[str]:
    """What does not fit a schema."""
    return [f"{one.json_path}: {one.message}" for one in validator(name).iter_errors(document)]


# ---- the schemas themselves ----


def test_every_schema_has_a_name_for_the_command_and_every_name_its_schema() -> None:
    assert set(SCHEMAS) == set(get_args(Schema))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", NAMES)
def test_the_file_beside_the_data_is_what_the_command_prints(name: str) -> None:
    same_as_golden(ROOT / f"data/schemas/{name}.json", run("schema", name).out)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_the_same_whenever_it_is_asked_for(name: str) -> None:
    assert SCHEMAS[name]() == SCHEMAS[name]() == schema(name)


def test_no_default_of_one_field_is_told_of_another() -> None:
    parts = schema("scenario")["$defs"]
    assert "default" not in parts["Tax"]["properties"]["rate"]
    assert "default" not in parts["Effort"]["properties"]["hourly_cost"]
    assert parts["Fees"]["properties"]["per_buyer"]["default"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_key_has_a_title_or_a_description(name: str) -> None:
    assert [path for path, key in keys(schema(name)) if not is_told(key, schema(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_described(name: str) -> None:
    parts = {"": schema(name), **schema(name)["$defs"]}
    assert [part for part, found in parts.items() if "description" not in found] == []


def keys(node: Any, path: str = "$") -> list[tuple[str, Any]]:
    """Every key of every mapping in a schema, with what is said of it."""
    if isinstance(node, list):
        return [found for one in node for found in keys(one, path)]
    if not isinstance(node, dict):
        return []
    own = [(f"{path}.{key}", one) for key, one in node.get("properties", {}).items()]
    return own + [found for key, one in node.items() for found in keys(one, f"{path}.{key}")]


def is_told(key: Any, root: Any) -> bool:
    """Whether a key, or one of the types it may have, has a title or a description."""
    if "$ref" in key:
        return is_told(root["$defs"][key["$ref"].rpartition("/")[2]], root)
    if "title" in key or "description" in key:
        return True
    return any(is_told(one, root) for one in key.get("anyOf", ()))


# ---- output ----


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_output_of_a_shipped_scenario_fits(path: Path) -> None:
    ran = run("compare", str(path), "--format", "json")
    assert complaints("comparison", json.loads(ran.out)) == []


@pytest.mark.parametrize("chunk", range(5))
def test_the_output_of_random_scenarios_fits(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        text = generate.to_yaml(generate.scenario(seed))
        ran = run("compare", "-", "--format", "json", stdin=text.encode())
        assert ran.code in {0, 3}, f"seed {seed}: {ran.err}"
        document = json.loads(ran.out)
        assert complaints("comparison", document) == [], f"seed {seed}"
        assert complaints("scenario", document["inputs"]) == [], f"seed {seed}"


@pytest.mark.parametrize("chunk", range(3))
def test_the_output_of_random_differences_fits(chunk: int, tmp_path: Path) -> None:
    paths = [tmp_path / "old.yaml", tmp_path / "new.yaml"]
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        for path, number in zip(paths, (seed, seed + 1000), strict=True):
            path.write_text(generate.to_yaml(generate.scenario(number)), encoding="utf-8")
        ran = run("diff", *map(str, paths), "--format", "json")
        assert ran.code == (1 if "currency-differs" in ran.err else 0), f"seed {seed}: {ran.err}"
        assert ran.code or complaints("difference", json.loads(ran.out)) == [], f"seed {seed}"


def lines(*arguments: str) -> list[Any]:
    """What `batch --format jsonl` writes."""
    return [
        json.loads(line) for line in run("batch", *arguments, "--format", "jsonl").out.splitlines()
    ]


@pytest.mark.parametrize("folder", [BATCH, ROOT / "scenarios", ROOT / "tests/errors"], ids=str)
def test_the_output_of_a_batch_fits(folder: Path) -> None:
    gates = ("--fail-under", "10%", "--fail-under", "5千円", "--fail-worse-off")
    ran = run("batch", str(folder), *gates, "--format", "json", "--problems", "json")
    assert complaints("batch", json.loads(ran.out)) == []
    assert complaints("problems", json.loads(ran.err)) == []


@pytest.mark.parametrize("folder", [BATCH, ROOT / "scenarios", ROOT / "tests/errors"], ids=str)
def test_a_line_is_a_comparison_or_the_problems_of_a_file(folder: Path) -> None:
    for line in lines(str(folder)):
        name = line["schema"].split("/")[1]
        assert (list(line)[1], name in {"comparison", "problems"}) == ("file", True)
        assert complaints("line", line) == complaints(name, line) == [], line["file"]


def test_lines_of_random_scenarios_fit(tmp_path: Path) -> None:
    for seed in range(3 * CHUNK):
        text = generate.to_yaml(generate.scenario(seed))
        (tmp_path / f"{seed}.yaml").write_text(text, encoding="utf-8")
    found = lines(str(tmp_path))
    assert len(found) == 3 * CHUNK
    assert [fault for line in found for fault in complaints("line", line)] == []


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_batch_against_an_earlier_one_fits(form: str, tmp_path: Path) -> None:
    kept = str(tmp_path / "kept")
    run("batch", str(ROOT / "scenarios"), "--format", form, "--output", kept)
    gate = ("--against", kept, "--fail-on-decrease", "--format", "json")
    document = json.loads(run("batch", str(ROOT / "scenarios"), str(BATCH), *gate).out)
    assert len(document["changes"]) == len(document["themes"])
    assert complaints("batch", document) == []


def test_the_documents_of_a_batch_of_nothing_fit(tmp_path: Path) -> None:
    ran = run("batch", str(tmp_path), "--format", "json", "--problems", "json")
    assert json.loads(ran.out)["themes"] == []
    assert complaints("batch", json.loads(ran.out)) == []
    assert complaints("problems", json.loads(ran.err)) == []


@pytest.mark.parametrize("folder", [BATCH, ROOT / "scenarios", ROOT / "tests/errors"], ids=str)
def test_the_output_of_validate_fits(folder: Path) -> None:
    ran = run("validate", str(folder), "--format", "json")
    assert complaints("problems", json.loads(ran.out)) == []


def test_what_diff_and_compare_tell_as_data_fits(tmp_path: Path) -> None:
    missed = ("tests/batch/b-loses.yaml", "tests/batch/a-saves.yaml")
    old, new = (str(ROOT / path) for path in reversed(missed))
    ran = run("diff", old, new, "--fail-on-decrease", "--problems", "json")
    assert json.loads(ran.err)["decreases"]
    assert complaints("problems", json.loads(ran.err)) == []
    hopeful = tmp_path / "hopeful.yaml"
    text = (ROOT / "scenarios/elearning.yaml").read_text(encoding="utf-8")
    hopeful.write_text(text.replace("saving: 2_200_000", "saving: 1"), encoding="utf-8")
    ran = run("compare", str(hopeful), "--problems", "json")
    assert json.loads(ran.err)["expectations"]
    assert complaints("problems", json.loads(ran.err)) == []


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("batch", {"schema": "scalemerit/batch/1", "themes": [], "totals": []}),
        ("batch", {"schema": "scalemerit/batch/2", "themes": [], "totals": [], "problems": []}),
        ("problems", {"schema": "scalemerit/problems/1", "problems": [{}], "expectations": []}),
        ("line", {"schema": "scalemerit/batch/1", "themes": [], "totals": [], "problems": []}),
        ("line", {"file": "a.yaml"}),
    ],
)
def test_what_is_no_such_document_does_not_fit(name: str, document: dict[str, object]) -> None:
    assert complaints(name, document)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "scalemerit/comparison/2"},
        {"title": 5},
        {"best": True},
        {"tax_rate": "10%"},
        {"fiscal_years": ["2023"]},
        {"arrangements": {}},
        {"separate": {"total": 5}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_document_does_not_fit(change: dict[str, object]) -> None:
    document = json.loads(run("compare", str(SCENARIOS[0]), "--format", "json").out)
    assert complaints("comparison", {**document, **change})


def test_output_may_have_keys_of_later_versions() -> None:
    document = json.loads(run("compare", str(SCENARIOS[0]), "--format", "json").out)
    assert complaints("comparison", {**document, "later": 1}) == []


# ---- input ----


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_fits(path: Path) -> None:
    assert complaints("scenario", source.read(path.read_bytes(), path.name).data) == []


@pytest.mark.parametrize("chunk", range(5))
def test_random_scenarios_fit(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        text = generate.to_yaml(generate.scenario(seed)).encode()
        found = complaints("scenario", source.read(text, "random").data)
        assert found == [], f"seed {seed}"


GOOD: dict[str, Any] = {
    "scalemerit": 1,
    "title": "schema",
    "products": {"e3": {"label": "E3", "billed": "monthly"}},
    "buyers": {"A区": 450, "B区": {"quantities": {"e3": 5}, "current": {"amount": "2,200千円"}}},
    "vendors": {
        "甲社": {
            "price": {"model": "volume", "tiers": {"1": 10, "5": {"unit": 9, "flat": "1千円"}}},
            "fees": {"per_buyer": 5},
        },
        "乙社": {"price": {"model": "package", "size": 10, "price": "９５円"}},
    },
    "arrangements": {
        "council": {
            "buyers": ["A区", "B区"],
            "allocation": {"equal": "30%", "quantity": "70%"},
            "outside_quantity": {"e3": 5},
            "hours": {"lead": 5},
            "expect": {"every_buyer_saves": True, "saving": "-5"},
        }
    },
}
# Where, and what is put there; None takes the key away.
SHAPES: list[tuple[str, object]] = [
    ("scalemerit", 2),
    ("scalemerit", "1"),
    ("scalemerit", None),
    ("title", 5),
    ("title", ""),
    ("title", None),
    ("titel", "x"),
    ("sources", "one"),
    ("notes", ["one"]),
    ("tax", "10%"),
    ("tax", {"prices": "included"}),
    ("tax", {"rate": 10}),
    ("tax", {"rate": "10"}),
    ("tax", {"rate": "10%", "prices": "inclusive"}),
    ("rounding", "nearest"),
    ("currency", "YEN"),
    ("fiscal_years", ["R5"]),
    ("products", ["e3"]),
    ("products", {}),
    ("products/e3/billed", "weekly"),
    ("products/e3/labels", "x"),
    ("buyers", None),
    ("buyers", {}),
    ("buyers", ["A区"]),
    ("buyers/A区", True),
    ("buyers/A区", -5),
    ("buyers/A区", "七百"),
    ("buyers/A区", {}),
    ("buyers/B区/populaton", 5),
    ("buyers/B区/population", "many"),
    ("buyers/B区/current", 5),
    ("buyers/B区/current/amount", "約5"),
    ("vendors", {}),
    ("vendors/甲社", 5),
    ("vendors/甲社/price", 5),
    ("vendors/甲社/price/model", "volme"),
    ("vendors/甲社/price/model", None),
    ("vendors/甲社/price/tiers", None),
    ("vendors/甲社/price/tiers", {}),
    ("vendors/甲社/price/tiers", [5]),
    ("vendors/甲社/price/tiers/5/unit_prise", 5),
    ("vendors/甲社/price/tiers/5/unit", None),
    ("vendors/甲社/price/size", 5),
    ("vendors/甲社/price/buy_up", "yes"),
    ("vendors/甲社/price/counts", "e3"),
    ("vendors/甲社/fees/per_byer", 5),
    ("vendors/甲社/offered", "jointly"),
    ("vendors/乙社/price/size", 0),
    ("vendors/乙社/price/size", None),
    ("separate", {"baseline": "today"}),
    ("separate", {"hours": "many"}),
    ("arrangements", []),
    ("arrangements", {}),
    ("arrangements/council/buyers", "A区"),
    ("arrangements/council/buyers", []),
    ("arrangements/council/vendors", "甲社"),
    ("arrangements/council/award", "each"),
    ("arrangements/council/discount", 5),
    ("arrangements/council/allocation", "equl"),
    ("arrangements/council/allocation", {}),
    ("arrangements/council/allocation/equl", "5%"),
    ("arrangements/council/allocation/equal", 30),
    ("arrangements/council/hours", 5),
    ("arrangements/council/coordination", 5),
    ("arrangements/council/expect/every_buyer_saves", False),
    ("arrangements/council/expect/savings", 5),
    ("effort", {}),
    ("effort", 4500),
]


def changed(path: str, value: object) -> dict[str, Any]:
    """The good scenario with one thing put in another place, or taken away."""
    data = deepcopy(GOOD)
    *steps, last = path.split("/")
    inner = data
    for step in steps:
        inner = inner[step]
    inner[last] = value
    if value is None:
        del inner[last]
    return data


def test_the_scenario_that_is_changed_is_good() -> None:
    from_data(GOOD)
    assert complaints("scenario", GOOD) == []


@pytest.mark.parametrize(("path", "value"), SHAPES, ids=str)
def test_what_the_program_refuses_for_its_shape_the_schema_refuses(
    path: str, value: object
) -> None:
    data = changed(path, value)
    with pytest.raises(ScalemeritError):
        from_data(data)
    assert complaints("scenario", data)
