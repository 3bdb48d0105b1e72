"""The command `diff`: what it reads, shows and ends with.

`tests/differences/` holds two scenarios and what is shown of them in every format.
SCALEMERIT_REFRESH=1 writes that anew: read the difference before keeping it.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from running import ROOT, columns, run, same_as_golden
from scalemerit.schemas import scenario_schema
from scalemerit.views.setting_words import SETTINGS, VALUES
from scalemerit.views.words import RULES

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
    assert (savings["pair"]["difference"], savings["agency"]["difference"]) == (-648000, 910186)


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


def test_every_word_that_may_stand_as_a_value_has_its_words() -> None:
    told = {*RULES, *(word for words in VALUES.values() for word in words), "all"}
    assert values_of(scenario_schema()) - told == set()


def values_of(schema: Any) -> set[str]:
    """The words that a JSON Schema allows as values."""
    if isinstance(schema, list):
        return {value for one in schema for value in values_of(one)}
    if not isinstance(schema, dict):
        return set()
    here = {value for value in (*schema.get("enum", ()), schema.get("const")) if is_word(value)}
    return here | values_of(list(schema.values()))


def is_word(value: object) -> bool:
    return isinstance(value, str) and value.islower()  # currencies are written as they are


VALUES_CHANGED = """
tax: {rate: 10%, prices: included}
rounding: up
fiscal_years: R7-R9
arrangements: {joint: {award: single, buyers: all, expect: {every_buyer_saves: true}}}
separate: {baseline: quotes}
"""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ja",
            {
                "価格の税区分": "税込",
                "端数処理": "切上げ",
                "会計年度": "令和7年度〜令和9年度",
                "方式 joint / 発注先の決定": "全品目を 1 者に",
                "方式 joint / 団体": "全団体",
                "方式 joint / 期待値 / 全団体で削減": "はい",
                "単独調達 / 比較基準": "最安見積",
            },
        ),
        (
            "en",
            {
                "Prices and tax": "with tax",
                "Rounding": "rounded up",
                "Fiscal years": "FY2025–FY2027",
                "Arrangement joint / award": "one vendor for all products",
                "Arrangement joint / buyer": "all buyers",
                "Arrangement joint / expectation / every buyer saves": "yes",
                "Separate procurement / baseline": "best quote",
            },
        ),
    ],
)
def test_values_are_told_in_words(language: str, words: dict[str, str], tmp_path: Path) -> None:
    new = changed_plan(tmp_path, VALUES_CHANGED)
    out = run("diff", plan(tmp_path, 5), new, "--lang", language).out
    lines = [re.split(r"\s{2,}", line.strip()) for line in out.splitlines()]
    told = {line[0]: line[-1] for line in lines}
    assert {name: told.get(name) for name in words} == words


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Vendor V / price / tier from 9 / off the list price 12.5% 20%"),
        ("ja", "事業者 V / 価格表 / 価格帯 9〜 / 定価からの値引率 12.5% 20%"),
    ],
)
def test_what_is_taken_off_a_list_price_is_no_unit_price(
    language: str, told: str, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    for path, rate in ((old, "12.5%"), (new, "20%")):
        price = f"{{model: volume, list_price: 100, tiers: {{1: 0%, 9: {rate}}}}}"
        vendors = f"vendors: {{V: {{price: {price}}}}}"
        path.write_text(f"scalemerit: 1\ntitle: T\nbuyers: {{A: 5, B: 9}}\n{vendors}\n", "utf-8")
    out = run("diff", str(old), str(new), "--lang", language).out
    assert told in [re.sub(r"\s+", " ", line.strip()) for line in out.splitlines()]


def changed_plan(folder: Path, more: str, quantity: int = 5) -> str:
    """The scenario of two buyers with more below it."""
    path = folder / "changed.yaml"
    path.write_text(PLAN.format(quantity=quantity) + more, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("ja", "会計年度の記載なし → 令和5年度 · 税の計算なし → 税込(10%) · 単位:千円"),
        ("en", "no fiscal year → FY2023 · no tax shown → amounts with 10% tax · in 1,000 yen"),
    ],
)
def test_what_the_amounts_are_is_told_of_both_where_they_differ(
    language: str, heading: str, tmp_path: Path
) -> None:
    new = changed_plan(tmp_path, "fiscal_years: R5\ntax: {rate: 10%}\n")
    lines = run("diff", plan(tmp_path, 5), new, "--lang", language).out.splitlines()
    assert lines[1].strip() == heading
    (same,) = {run("diff", new, new, "--lang", language).out.splitlines()[1]}
    assert "→" not in same


@pytest.mark.parametrize("old", [OLD, PLAN])
def test_quantities_of_several_products_are_called_so(old: str, tmp_path: Path) -> None:
    paths = (OLD, NEW) if old == OLD else (plan(tmp_path, 5), plan(tmp_path, 6))
    out = run("diff", *paths, "--lang", "en").out
    assert ("Quantity before, all products" in out) == (old == OLD)


def test_awarded_products_are_called_by_their_labels() -> None:
    rows = [row.split(",") for row in csv_rows()]
    assert {row[2].partition(" / ")[0] for row in rows if row[0] == "award"} == {"Office E3", "e5"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Of these, newly so (joint): B区", "No longer pay more than alone (joint): A区"]),
        (
            "ja",
            ["うち新たに負担増となった団体(joint): B区", "負担増が解消した団体(joint): A区"],
        ),
    ],
)
def test_whose_case_is_another_is_named(language: str, told: list[str], tmp_path: Path) -> None:
    equally = "arrangements: {joint: {allocation: equal}}\n"
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(PLAN.format(quantity=1) + equally, encoding="utf-8")  # 100 alone, 360 jointly
    new.write_text(PLAN.format(quantity=90) + equally, encoding="utf-8")  # B区: 700, then 4,365
    lines = run("diff", str(old), str(new), "--lang", language).out.splitlines()
    assert [line for line in map(str.strip, lines) if line in told] == told


def test_another_order_of_buyers_is_said_to_be_no_change(tmp_path: Path) -> None:
    turned = tmp_path / "turned.yaml"
    text = PLAN.format(quantity=5).replace("A区: 5, B区: 7", "B区: 7, A区: 5")
    turned.write_text(text, encoding="utf-8")
    ran = run("diff", plan(tmp_path, 5), str(turned), "--format", "json")
    assert json.loads(ran.out)["changed"] is False


@pytest.mark.parametrize(("language", "name"), [("en", "Order of vendors"), ("ja", "事業者の順序")])
def test_the_order_of_tied_vendors_is_listed(language: str, name: str, tmp_path: Path) -> None:
    plans = []
    for first, second in (("甲社", "乙社"), ("乙社", "甲社")):
        price = "{price: {model: flat, amount: 5}}"
        path = tmp_path / f"{first}.yaml"
        path.write_text(
            "scalemerit: 1\ntitle: t\nbuyers: {A区: 1}\n"
            f"vendors: {{{first}: {price}, {second}: {price}}}\n",
            encoding="utf-8",
        )
        plans.append(str(path))
    rows = run("diff", *plans, "--lang", language, "--format", "csv").out.splitlines()
    assert [name in row for row in rows if row.startswith("inputs")] == [True, True]


def test_a_result_of_many_themes_is_sent_to_the_command_for_it(tmp_path: Path) -> None:
    path = tmp_path / "batch.json"
    run("batch", plan(tmp_path, 5), "--format", "json", "--output", str(path))
    ran = run("diff", str(path), OLD, "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert "error[saved-batch]" in ran.err
    assert "scalemerit batch PATH --against FILE" in ran.err


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


@pytest.mark.parametrize("first", ["scenarios/elearning.yaml", "tests/errors/bad-rate.yaml"])
def test_lines_of_a_batch_are_told_what_they_are_for(first: str, tmp_path: Path) -> None:
    lines = tmp_path / "kept.jsonl"
    files = (str(ROOT / first), str(ROOT / "scenarios/elearning.yaml"), str(ROOT / "tests/batch"))
    run("batch", *files, "--format", "jsonl", "--output", str(lines))
    ran = run("diff", str(lines), files[1], "--lang", "en")
    assert ran.code == 1
    assert ran.err.startswith(f"{lines}:1:11: error[saved-batch]: ")
    assert "`scalemerit batch PATH --against FILE`" in ran.err


def test_what_only_looks_like_lines_is_told_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"schema": "mine/1"}\n{"a": 1}\n', encoding="utf-8")
    ran = run("diff", str(path), str(path), "--problems", "json")
    assert [one["code"] for one in json.loads(ran.err)["problems"]] == ["yaml-syntax"] * 2


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
        (
            "en",
            (
                "joint: Saving not less than before (--fail-on-decrease): "
                "not met: expected 130, actual 120"
            ),
        ),
        (
            "ja",
            "joint: 削減額が前回以上(--fail-on-decrease): 満たしていません: 期待 130、結果 120",
        ),
    ],
)
def test_a_smaller_saving_is_named(language: str, line: str, tmp_path: Path) -> None:
    paths = plan(tmp_path, 6), plan(tmp_path, 5)
    ran = run("diff", *paths, "--fail-on-decrease", "--lang", language)
    assert ran.err == f"{paths[1]}: plan: {line}\n"
    assert ran.out == run("diff", *paths, "--lang", language).out
    annotated = run("diff", *paths, "--fail-on-decrease", "--lang", language, GITHUB_ACTIONS="true")
    assert annotated.err == f"{ran.err}::error file={paths[1]},line=1,col=1::plan: {line}\n"


def test_the_largest_saving_is_compared_where_arrangements_come_and_go(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    costly = "arrangements: {council: {coordination: {yearly: 50}}}\n"
    new.write_text(PLAN.format(quantity=5) + costly, encoding="utf-8")
    ran = run("diff", plan(tmp_path, 5), str(new), "--fail-on-decrease", "--lang", "en")
    told = "plan: the largest saving: Saving not less than before (--fail-on-decrease)"
    assert (ran.code, ran.err) == (3, f"{new}: {told}: not met: expected 120, actual 70\n")


def test_smaller_savings_are_told_as_data(tmp_path: Path) -> None:
    paths = plan(tmp_path, 6), plan(tmp_path, 5)
    ran = run("diff", *paths, "--fail-on-decrease", "--problems", "json", "--format", "json")
    smaller = [{"arrangement": "joint", "old": 130, "new": 120}]
    assert json.loads(ran.err)["decreases"] == json.loads(ran.out)["decreases"] == smaller
