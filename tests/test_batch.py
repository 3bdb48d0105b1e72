"""Many scenarios in one run: rows, totals, gates, problems, and every format."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import generate
from running import ROOT, Ran, run, same_as_golden

FOLDER = Path(__file__).parent / "batch"
GOLDENS = Path(__file__).parent / "batch_goldens"
OUTPUTS = {
    "ja.txt": ("--lang", "ja"),
    "en.txt": ("--lang", "en"),
    "yen.txt": ("--lang", "en", "--unit", "yen", "--sort", "saving"),
    "md": ("--format", "markdown", "--lang", "ja"),
    "csv": ("--format", "csv", "--lang", "en"),
    "json": ("--format", "json", "--lang", "en"),
    "jsonl": ("--format", "jsonl", "--lang", "en"),
    "en.xml": ("--format", "junit", "--lang", "en", "--fail-under", "10%"),
    "ja.xml": ("--format", "junit", "--lang", "ja", "--fail-worse-off"),
}


@pytest.fixture(autouse=True)
def _in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


def batch(*options: str, **environment: str) -> Ran:
    return run("batch", ".", *options, **environment)


def document(*options: str, code: int = 1) -> Any:
    ran = batch("--format", "json", *options)
    assert ran.code == code, ran.err
    return json.loads(ran.out, parse_float=Fraction)


# ---- output ----


@pytest.mark.parametrize("kind", OUTPUTS)
def test_the_output_is_the_one_kept(kind: str) -> None:
    ran = batch(*OUTPUTS[kind])
    assert ran.code == 1
    same_as_golden(GOLDENS / f"batch.{kind}", ran.out)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_told_beside_it_is_what_is_kept(language: str) -> None:
    gates = ("--fail-under", "10%", "--fail-under", "5千円", "--fail-worse-off")
    ran = batch("--lang", language, *gates, GITHUB_ACTIONS="true")
    same_as_golden(GOLDENS / f"told.{language}.txt", ran.err)


def test_the_figures_are_those_worked_out_by_hand() -> None:
    # 10 x 100,000; 10 x 90,000 | 10 x 100,000; 10 x 95,000 and 60,000
    # 2 years of 5 x 10.50 with tax; of 5 x 9.25, tax of 4.625 rounded down | 4 x 1,000 + 6 x 1,200
    found = {
        theme["file"]: tuple(
            theme[key] for key in ("buyers", "separate", "joint", "coordination", "saving")
        )
        for theme in document()["themes"]
    }
    assert found == {
        "a-saves.yaml": (2, 1_000_000, 900_000, 0, 100_000),
        "b-loses.yaml": (2, 1_000_000, 950_000, 60_000, -10_000),
        "d-dollars.yaml": (2, Fraction("115.5"), Fraction("101.74"), 0, Fraction("13.76")),
        "more/e-rises.yml": (2, 11_200, 9_000, 0, 2_200),
    }


def test_totals_are_those_of_each_currency() -> None:
    yen, dollars = document()["totals"]
    assert (yen["themes"], yen["saving"]) == (3, 92_200)
    assert yen["saving_rate"] == Fraction("0.045843")  # 92,200 of 2,011,200
    assert (dollars["currency"], dollars["themes"], dollars["saving"]) == (
        "USD",
        1,
        Fraction("13.76"),
    )


def test_a_theme_is_shown_by_the_arrangement_that_saves_most() -> None:
    ran = run("batch", str(ROOT / "scenarios/start-small.yaml"), "--format", "json")
    (theme,) = json.loads(ran.out)["themes"]
    best = theme["comparison"]["best"]
    assert (theme["arrangement"], theme["saving"]) == (best, 4_145_800)


def test_where_nothing_saves_the_first_of_the_cheapest_is_shown() -> None:
    loses = document()["themes"][1]
    assert (loses["arrangement"], loses["comparison"]["best"]) == ("council", None)


@pytest.mark.parametrize(
    ("order", "files"),
    [
        ("saving", ["a-saves.yaml", "more/e-rises.yml", "d-dollars.yaml", "b-loses.yaml"]),
        ("rate", ["more/e-rises.yml", "d-dollars.yaml", "a-saves.yaml", "b-loses.yaml"]),
        ("title", ["d-dollars.yaml", "a-saves.yaml", "more/e-rises.yml", "b-loses.yaml"]),
    ],
)
def test_themes_can_be_sorted(order: str, files: list[str]) -> None:
    assert [theme["file"] for theme in document("--sort", order)["themes"]] == files


def test_equal_titles_are_told_apart_by_their_files() -> None:
    out = batch("--lang", "ja").out
    assert "研修ツール (a-saves.yaml)" in out
    assert "研修ツール (more/e-rises.yml)" in out
    assert "電子契約 (b" not in out


def test_who_would_pay_more_than_alone_is_named() -> None:
    assert "Would pay more than alone, 電子契約: 江戸川区, 港区" in batch("--lang", "en").out


@pytest.mark.parametrize("seed", range(20))
def test_the_whole_comparison_is_what_compare_says(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "random.yaml"
    path.write_text(generate.to_yaml(generate.scenario(seed)), encoding="utf-8")
    alone = json.loads(run("compare", str(path), "--format", "json").out, parse_float=str)
    line = json.loads(run("batch", str(path), "--format", "jsonl").out, parse_float=str)
    whole = json.loads(run("batch", str(path), "--format", "json").out, parse_float=str)
    assert line.pop("file") == str(path)
    assert line == alone
    assert whole["themes"][0]["comparison"] == alone


PART = """\
scalemerit: 1
title: part
buyers: {A区: 5, B区: 5, C区: 5, D区: 0}
vendors: {甲社: {price: {model: volume, tiers: {1: 10, 10: 9}}}}
arrangements: {two: {buyers: [A区, B区]}}
"""


def test_who_takes_no_part_is_named_and_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "part.yaml"
    path.write_text(PART, encoding="utf-8")
    (theme,) = json.loads(run("batch", str(path), "--format", "json").out)["themes"]
    # D needs nothing; C goes on buying separately; 2 x 50 and 10 x 9
    assert (theme["left_out"], theme["buyers"]) == (["C区"], 2)
    assert (theme["separate"], theme["joint"], theme["saving"]) == (100, 90, 10)
    assert "Go on buying separately, part: C区" in run("batch", str(path), "--lang", "en").out
    assert [one["left_out"] for one in document()["themes"]] == [[], [], [], []]


def test_a_theme_without_a_rate_is_sorted_last(tmp_path: Path) -> None:
    free = PART.replace("1: 10, 10: 9", "1: 0").replace("title: part", "title: free")
    (tmp_path / "a.yaml").write_text(free, encoding="utf-8")
    for file in ("a-saves.yaml", "b-loses.yaml"):
        (tmp_path / file).write_text(Path(file).read_text(encoding="utf-8"), encoding="utf-8")
    ran = run("batch", str(tmp_path), "--format", "json", "--sort", "rate")
    titles = [theme["title"] for theme in json.loads(ran.out)["themes"]]
    assert titles == ["研修ツール", "電子契約", "free"]
    (tmp_path / "0.yaml").write_text("scalemerit: 1", encoding="utf-8")
    report = run("batch", str(tmp_path), "--format", "junit", "--sort", "rate").out
    suites = [Path(suite.get("file") or "").name for suite in ET.fromstring(report)]
    assert suites[-2:] == ["a.yaml", "0.yaml"]


# ---- problems ----


def test_one_bad_file_stops_no_other_and_ends_with_1() -> None:
    ran = batch("--format", "jsonl", "--lang", "en")
    assert ran.code == 1
    found = [(one["file"], one["schema"]) for one in map(json.loads, ran.out.splitlines())]
    comparison, problems = "scalemerit/comparison/1", "scalemerit/problems/1"
    assert found == [
        ("a-saves.yaml", comparison),
        ("b-loses.yaml", comparison),
        ("c-wrong.yaml", problems),
        ("d-dollars.yaml", comparison),
        ("more/e-rises.yml", comparison),
    ]


def test_all_problems_of_a_bad_file_are_told_with_their_places() -> None:
    told = [
        (one["code"], one["file"], one["line"], one["column"]) for one in document()["problems"]
    ]
    assert told == [
        ("bad-quantity", "c-wrong.yaml", 3, 16),
        ("unknown-key", "c-wrong.yaml", 7, 5),
    ]


def test_a_missing_file_is_told_by_its_name() -> None:
    ran = run("batch", "a-saves.yaml", "missing.yaml", "--lang", "en")
    assert ran.code == 1
    assert "missing.yaml:1:1: error[file-missing]: there is no file `missing.yaml`" in ran.err
    assert "Total" in ran.out


def test_nothing_at_all_is_said_to_be_nothing() -> None:
    ran = run("batch", "missing.yaml", "--lang", "en")
    assert "No theme could be compared." in ran.out
    ran = run("batch", "-", "--lang", "en", stdin=b"\n")
    assert "No theme could be compared." in ran.out
    assert (ran.code, run("validate", "-", stdin=b"").code) == (1, 1)


def test_a_rule_that_is_undefined_is_a_problem_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "zero.yaml"
    path.write_text(
        """\
scalemerit: 1
title: zero
buyers: {A区: {quantities: 5, population: 0}}
vendors: {甲社: {price: {model: volume, tiers: {1: 10}}}}
arrangements: {joint: {allocation: population}}
""",
        encoding="utf-8",
    )
    assert "zero.yaml:5:36: error[allocation-undefined]" in run("batch", str(path)).err
    assert run("validate", str(path)).code == 1


def test_problems_and_what_is_missed_are_one_document() -> None:
    ran = batch("--problems", "json", "--fail-worse-off")
    told = json.loads(ran.err)
    assert [one["code"] for one in told["problems"]] == [
        "bad-quantity",
        "unknown-key",
        "tier-rises",
    ]
    assert [(one["file"], one["name"]) for one in told["expectations"]] == [
        ("b-loses.yaml", "saving_at_least"),
        ("b-loses.yaml", "saving_rate_at_least"),
        ("b-loses.yaml", "fail_worse_off"),
    ]


@pytest.mark.parametrize("gate", [(), ("--fail-under", "11%"), ("--fail-worse-off",)])
def test_lines_leave_nothing_untold_that_tables_tell(gate: tuple[str, ...]) -> None:
    in_lines = batch("--format", "jsonl", "--problems", "json", *gate)
    in_tables = batch("--format", "table", "--problems", "json", *gate)
    assert json.loads(in_lines.err) == json.loads(in_tables.err)


# ---- gates ----

SAVES = "a-saves.yaml"  # saves 100,000 of 1,000,000


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        ("10%", 0),
        ("10.001%", 3),
        ("１０％", 0),
        ("100,000", 0),
        ("100千円", 0),
        ("10万円", 0),
        ("100,001円", 3),
        ("0.1百万円", 0),
        ("-5", 0),
    ],
)
def test_a_theme_that_saves_less_than_the_gate_fails(gate: str, code: int) -> None:
    assert run("batch", SAVES, "--fail-under", gate).code == code


def test_a_gate_on_rate_and_one_on_amount_hold_together() -> None:
    assert run("batch", SAVES, "--fail-under", "5%", "--fail-under", "200千円").code == 3
    assert run("batch", SAVES, "--fail-under", "20%", "--fail-under", "50千円").code == 3
    assert run("batch", SAVES, "--fail-under", "5%", "--fail-under", "50千円").code == 0


def test_a_gate_in_yen_is_not_met_by_dollars() -> None:
    assert run("batch", "d-dollars.yaml", "--fail-under", "13.76").code == 0
    assert run("batch", "d-dollars.yaml", "--fail-under", "13.77").code == 3
    ran = run("batch", "d-dollars.yaml", "--fail-under", "1円", "--lang", "en")
    assert ran.code == 3
    assert "Currency is (--fail-under): not met: expected JPY, actual USD" in ran.err


def test_of_several_gates_each_is_to_be_met_in_any_order() -> None:
    for first, second in (("20%", "5%"), ("5%", "20%"), ("300千円", "5千円")):
        assert run("batch", SAVES, "--fail-under", first, "--fail-under", second).code == 3


def test_a_theme_where_a_buyer_is_worse_off_fails_if_asked() -> None:
    ran = run("batch", SAVES, str(ROOT / "scenarios/bodies.yaml"), "--fail-worse-off")
    assert ran.code == 0  # the arrangement shown harms nobody, though others would
    ran = run("batch", str(ROOT / "scenarios/themes/web-conferencing.yaml"), "--fail-worse-off")
    assert ran.code == 3
    assert "千代田区" in ran.err


def test_an_expectation_that_is_not_met_ends_with_3_and_a_line_at_its_place() -> None:
    ran = run("batch", SAVES, "b-loses.yaml", "--lang", "en")
    assert ran.code == 3
    assert ran.err.splitlines()[0] == (
        "b-loses.yaml:10:31: 電子契約: council: Saving at least: "
        "not met: expected 0, actual \u221210,000"
    )


def test_a_bad_file_weighs_more_than_a_missed_gate() -> None:
    assert batch("--fail-under", "99%").code == 1


# ---- the command line ----


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "jsonl", "--sort", "title"),
        ("--fail-under", "five"),
        ("--fail-under", "150%"),
        ("--fail-under", ""),
        ("--fail-under", "0.05"),
        ("--shard", "0/3"),
        ("--shard", "4/3"),
        ("--shard", "3"),
        ("--shard", "a/b"),
        ("--shard", f"1/{'9' * 5_000}"),
        ("--jobs", "0"),
        ("--jobs", "2", "--cluster", "tcp://127.0.0.1:8786"),
        ("--bom",),
        ("--format", "xml"),
    ],
    ids=" ".join,
)
def test_an_option_that_makes_no_sense_is_refused(options: tuple[str, ...]) -> None:
    ran = batch(*options)
    assert (ran.code, ran.out) == (2, "")


def test_without_a_path_the_command_line_is_wrong() -> None:
    assert run("batch").code == 2


def test_shards_put_together_are_the_whole() -> None:
    whole = batch("--format", "jsonl").out
    parts = [batch("--format", "jsonl", "--shard", f"{number}/3").out for number in (1, 2, 3)]
    assert "".join(parts) == whole


# ---- test reports ----


def test_a_test_report_has_a_case_for_each_condition() -> None:
    root = ET.fromstring(batch("--format", "junit", "--fail-under", "10%", "--lang", "en").out)
    assert dict(root.attrib) == {"name": "scalemerit", "tests": "9", "failures": "3", "errors": "1"}
    cases = root.findall("testsuite/testcase")
    assert len(cases) == 9
    assert [case.get("name") for case in cases if case.find("failure") is not None] == [
        "council: Saving at least",
        "council: Saving rate at least",
        "council: Saving rate at least (--fail-under)",
    ]
    (error,) = root.findall("testsuite/testcase/error")
    assert error.get("type") == "bad-quantity"


def test_what_xml_has_no_place_for_is_shown_escaped(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    text = Path(SAVES).read_text(encoding="utf-8").replace("研修ツール", '"<a>&\\x01\\uFFFE\\"\'"')
    path.write_text(text, encoding="utf-8")
    out = run("batch", str(path), "--format", "junit").out
    (suite,) = ET.fromstring(out).findall("testsuite")
    assert suite.get("name") == "<a>&\\x01\\ufffe\"'"


def test_names_of_buyers_that_xml_has_no_place_for_are_shown_escaped(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    text = Path(SAVES).read_text(encoding="utf-8").replace("{江戸川区: 5,", '{"a\\eb": 1,')
    path.write_text(text.replace("label: 二区で", "allocation: equal"), encoding="utf-8")
    out = run("batch", str(path), "--format", "junit", "--fail-worse-off").out
    names = [case.get("name") or "" for case in ET.fromstring(out).iter("testcase")]
    assert any("a\\x1bb" in name for name in names)
