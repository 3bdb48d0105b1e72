"""The command `diff`: what it reads, shows and ends with.

`tests/differences/` holds two scenarios and what is shown of them in every format.
SCALEMERIT_REFRESH=1 writes that anew: read the difference before keeping it.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from running import ROOT, columns, run, same_as_golden
from scalemerit.schemas import scenario_schema
from scalemerit.views.setting_words import SETTINGS

FOLDER = ROOT / "tests/differences"
OLD, NEW = str(FOLDER / "old.yaml"), str(FOLDER / "new.yaml")
ELEARNING = str(ROOT / "scenarios/elearning.yaml")
OUTPUTS = {
    "ja.txt": ("--lang", "ja"),
    "en.txt": ("--lang", "en", "--unit", "yen"),
    "md": ("--lang", "en", "--format", "markdown"),
    "csv": ("--lang", "en", "--format", "csv"),
    "json": ("--format", "json"),
}
PLAN = """
scalemerit: 1
title: plan
buyers: {{A区: {quantity}, B区: 7}}
vendors: {{甲社: {{price: {{model: volume, tiers: {{1: 100, 10: 90}}}}}}}}
"""


@pytest.fixture(name="kept")
def _kept(tmp_path: Path) -> str:
    """A kept result of the old scenario."""
    path = tmp_path / "kept.json"
    assert run("compare", OLD, "--format", "json", "--output", str(path)).code == 0
    return str(path)


def plan(folder: Path, quantity: int) -> str:
    """A scenario of two buyers; the first needs so many."""
    path = folder / f"plan{quantity}.yaml"
    path.write_text(PLAN.format(quantity=quantity), encoding="utf-8")
    return str(path)


# ---- what is shown ----


@pytest.mark.parametrize("kind", OUTPUTS)
def test_the_output_is_the_one_kept(kind: str) -> None:
    ran = run("diff", OLD, NEW, *OUTPUTS[kind])
    assert (ran.code, ran.err) == (0, "")
    same_as_golden(FOLDER / kind, ran.out)


@pytest.mark.parametrize("kind", OUTPUTS)
def test_a_kept_result_says_what_its_scenario_says(kind: str, kept: str) -> None:
    assert run("diff", kept, NEW, *OUTPUTS[kind]) == run("diff", OLD, NEW, *OUTPUTS[kind])


def test_savings_are_those_of_the_results() -> None:
    document = json.loads(run("diff", OLD, NEW, "--format", "json").out)
    savings = {one["name"]: one["saving"] for one in document["arrangements"]}
    for side, path in (("old", OLD), ("new", NEW)):
        compared = json.loads(run("compare", path, "--format", "json").out)["arrangements"]
        found = {name: amounts[side] for name, amounts in savings.items() if amounts[side]}
        assert found == {one["name"]: one["saving"] for one in compared}
    grown = savings["council"]
    assert grown["difference"] == grown["new"] - grown["old"]
    assert (savings["pair"]["difference"], savings["agency"]["difference"]) == (None, None)


@pytest.mark.parametrize("kind", ["en.txt", "md"])
def test_who_would_pay_more_than_alone_is_named(kind: str) -> None:
    # C区 pays 1,918 thousand for what costs it 1,345 alone, B区 3,357 for 3,300
    lines = (FOLDER / kind).read_text(encoding="utf-8").splitlines()
    assert "Would pay more than alone (council): C区, B区" in map(str.strip, lines)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_changed_is_said_in_one_line(language: str, kept: str) -> None:
    lines = run("diff", OLD, kept, "--lang", language).out.splitlines()
    assert len(lines) == 4  # the title, what amounts are, an empty line
    assert (
        lines[-1].strip().startswith({"en": "Nothing changed", "ja": "変更はありません"}[language])
    )


def test_nothing_changed_in_data_is_an_empty_table_and_false() -> None:
    assert json.loads(run("diff", OLD, OLD, "--format", "json").out)["changed"] is False
    assert len(run("diff", OLD, OLD, "--format", "csv").out.splitlines()) == 1


def test_only_what_changed_has_a_table(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    new.write_text(
        Path(ELEARNING).read_text(encoding="utf-8").replace("label: 5区の", "label: 5 区の"),
        encoding="utf-8",
    )
    rows = run("diff", ELEARNING, str(new), "--format", "csv").out.splitlines()[1:]
    assert {row.partition(",")[0] for row in rows} == {"savings", "inputs"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_tables_fit_a_terminal_of_80_columns(language: str) -> None:
    lines = run("diff", OLD, NEW, "--lang", language, COLUMNS="80").out.splitlines()
    assert max(map(columns, lines)) <= 80


def test_every_line_of_csv_is_named_once() -> None:
    rows = [row.rsplit(",", 2)[0] for row in csv_rows()]
    assert len(rows) == len(set(rows))


def csv_rows() -> list[str]:
    return run("diff", OLD, NEW, "--format", "csv").out.splitlines()


def test_markdown_begins_with_the_savings_and_folds_the_rest() -> None:
    lines = run("diff", OLD, NEW, "--format", "markdown", "--lang", "en").out.splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings == ["# 表計算ソフトの共同調達(改)", "## Saving before and after"]
    folds = [line for line in lines if line in {"<details>", "</details>"}]
    assert all(one != other for one, other in pairwise(folds))
    assert lines.index("## Saving before and after") < lines.index("<details>")


def test_a_name_does_not_act_where_a_table_is_folded(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    label = "arrangements: {joint: {label: '</summary><b>&amp;\n\n# x'}}\n"
    new.write_text(PLAN.format(quantity=6) + label, encoding="utf-8")
    out = run("diff", plan(tmp_path, 5), str(new), "--format", "markdown").out
    assert "&lt;/summary&gt;&lt;b&gt;&amp;amp; # x" in out
    assert out.count("</summary>") == out.count("<summary>")


def test_every_key_of_a_scenario_has_its_words() -> None:
    keys = set(keys_of(scenario_schema())) - {"scalemerit", "notes", "sources"}
    assert keys - set(SETTINGS) == set()


def keys_of(schema: Any) -> list[str]:
    """The names of all fields that a JSON Schema describes."""
    if isinstance(schema, list):
        return [key for one in schema for key in keys_of(one)]
    if not isinstance(schema, dict):
        return []
    inner = [key for one in schema.values() for key in keys_of(one)]
    return [*schema.get("properties", {}), *inner]


# ---- what is read ----


@pytest.mark.parametrize("position", [0, 1])
def test_either_may_be_standard_input(position: int, kept: str) -> None:
    paths = [OLD, kept]
    content = Path(paths[position]).read_bytes()
    paths[position] = "-"
    ran = run("diff", *paths, "--format", "json", stdin=content)
    assert (ran.code, json.loads(ran.out)["changed"]) == (0, False)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_cannot_be_standard_input(language: str) -> None:
    ran = run("diff", "-", "-", "--lang", language)
    assert (ran.code, ran.out) == (2, "")


def test_a_scenario_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "scenario.json"
    path.write_bytes(Path(OLD).read_bytes())
    assert json.loads(run("diff", OLD, str(path), "--format", "json").out)["changed"] is False


def test_an_older_result_is_compared_by_its_figures_and_says_so(kept: str, tmp_path: Path) -> None:
    document = json.loads(Path(kept).read_text(encoding="utf-8"))
    del document["inputs"]
    older = tmp_path / "older.json"
    older.write_text(json.dumps(document), encoding="utf-8")
    assert "older version" in run("diff", str(older), OLD, "--lang", "en").out
    found = json.loads(run("diff", str(older), NEW, "--format", "json").out)
    assert found["complete"] is False
    assert ["buyers", "江戸川区", "quantities", "e3"] in [one["path"] for one in found["inputs"]]


def test_the_problems_of_both_files_are_told(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.json")
    wrong = str(ROOT / "tests/errors/saved-sum.json")
    ran = run("diff", missing, wrong, "--problems", "json")
    codes = [one["code"] for one in json.loads(ran.err)["problems"]]
    assert (ran.code, ran.out, codes) == (1, "", ["file-missing", "saved-sum"])


def test_warnings_are_told_and_change_nothing() -> None:
    doubtful = str(ROOT / "tests/errors/tier-rises.yaml")
    told = run("diff", doubtful, doubtful, "--lang", "en")
    as_data = run("diff", doubtful, doubtful, "--problems", "json")
    assert told.code == as_data.code == 0
    assert told.err.count("warning[tier-rises]") == len(json.loads(as_data.err)["problems"]) == 2


# ---- --fail-on-decrease ----


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(5, 5, 0), (5, 6, 0), (6, 5, 3)],  # 12 or 13 licenses, each 10 yen less than alone
)
def test_a_smaller_saving_ends_with_3_where_that_is_asked_for(
    old: int, new: int, code: int, tmp_path: Path
) -> None:
    paths = plan(tmp_path, old), plan(tmp_path, new)
    assert run("diff", *paths).code == 0
    assert run("diff", *paths, "--fail-on-decrease").code == code


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "joint: the saving became smaller: 130 → 120 JPY\n"),
        ("ja", "joint: 削減額が減りました: 130 → 120 JPY\n"),
    ],
)
def test_a_smaller_saving_is_named(language: str, line: str, tmp_path: Path) -> None:
    paths = plan(tmp_path, 6), plan(tmp_path, 5)
    ran = run("diff", *paths, "--fail-on-decrease", "--lang", language)
    assert ran.err == line
    assert ran.out == run("diff", *paths, "--lang", language).out


def test_the_largest_saving_is_compared_where_arrangements_come_and_go(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    costly = "arrangements: {council: {coordination: {yearly: 50}}}\n"
    new.write_text(PLAN.format(quantity=5) + costly, encoding="utf-8")
    ran = run("diff", plan(tmp_path, 5), str(new), "--fail-on-decrease", "--lang", "en")
    told = "the largest saving: the saving became smaller: 120 → 70 JPY\n"
    assert (ran.code, ran.err) == (3, told)


def test_smaller_savings_are_told_as_data(tmp_path: Path) -> None:
    paths = plan(tmp_path, 6), plan(tmp_path, 5)
    ran = run("diff", *paths, "--fail-on-decrease", "--problems", "json", "--format", "json")
    smaller = [{"arrangement": "joint", "old": 130, "new": 120}]
    assert json.loads(ran.err)["decreases"] == json.loads(ran.out)["decreases"] == smaller
