"""The command `allocate`, and what other commands take to divide bills otherwise.

`tests/allocations/` holds a scenario and what is shown of it in every format. SCALEMERIT_REFRESH=1
writes that anew: read the difference before keeping it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from running import ROOT, run, same_as_golden
from scalemerit.rules import RULES as RULE_NAMES
from scalemerit.stability import descent

FOLDER = ROOT / "tests/allocations"
PACKS = str(FOLDER / "packs.yaml")
ELEARNING = str(ROOT / "scenarios/elearning.yaml")
RULES = ("--rules", "equal,shapley,nucleolus")
OUTPUTS = {
    "ja.txt": ("--lang", "ja", "--rules", "all"),
    "en.txt": ("--lang", "en", "--unit", "yen"),
    "md": ("--lang", "en", "--format", "markdown", *RULES),
    "csv": ("--lang", "en", "--format", "csv", *RULES),
    "json": ("--format", "json", "--rules", "all"),
}
Data = Any  # a document, as a reader of JSON gives it


def document(*arguments: str) -> Data:
    """What a command gives with `--format json`."""
    ran = run(*arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def shares(*arguments: str) -> list[int]:
    """The shares of the only arrangement that `compare` tells of."""
    (found,) = document("compare", *arguments)["arrangements"]
    return [share["share"] for share in found["allocation"]["shares"]]


# ---- what is shown ----


@pytest.mark.parametrize("kind", OUTPUTS)
def test_the_output_is_the_one_kept(kind: str) -> None:
    ran = run("allocate", PACKS, *OUTPUTS[kind])
    assert (ran.code, ran.err) == (0, "")
    same_as_golden(FOLDER / kind, ran.out)


def test_no_output_is_kept_that_nothing_writes() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"packs.yaml", *OUTPUTS}


def test_the_core_of_packs_is_empty_and_three_pairs_prove_it() -> None:
    (found,) = document("allocate", PACKS)["arrangements"]
    # two buyers 100,000 and 30,000, all three 200,000 and 30,000
    assert found["bill"] == 230_000
    assert found["core"]["empty"]
    assert [one["cost"] for one in found["core"]["proof"]] == [130_000] * 3
    assert [one["weight"] for one in found["core"]["proof"]] == [0.5] * 3


def test_what_some_group_gains_at_least_is_not_rounded_up(tmp_path: Path) -> None:
    scenario = tmp_path / "packs.yaml"
    # two buyers 2,000, all three 4,000: of two thirds of that, 2,666 2/3, two pay 666 2/3 too much
    scenario.write_text(
        "scalemerit: 1\ntitle: Packs\nbuyers: {A: 5, B: 5, C: 5}\n"
        "vendors: {甲社: {price: {model: package, size: 10, price: 2000}}}\n",
        encoding="utf-8",
    )
    ran = run("allocate", str(scenario), "--lang", "en", "--unit", "yen")
    assert "some group gains 666 yen or more" in ran.out


def test_a_shapley_value_is_the_same_in_compare_and_in_allocate() -> None:
    (found,) = document("allocate", ELEARNING, *RULES)["arrangements"]
    told = {one["rule"]: [share["share"] for share in one["shares"]] for one in found["rules"]}
    assert shares(ELEARNING, "--allocation", "shapley") == told["shapley"]
    assert shares(ELEARNING, "--allocation", "nucleolus") == told["nucleolus"]


def test_coalitions_are_whole_in_files_and_in_a_terminal_by_the_shorter_way(tmp_path: Path) -> None:
    scenario = tmp_path / "nine.yaml"
    # one needs so much that the others have the price of 5 without it: they pay 50 each, not 80
    scenario.write_text(
        "scalemerit: 1\ntitle: Nine\nbuyers: {Z: 100, A: 10, B: 10, C: 10, D: 10, E: 10, F: 10,"
        " G: 10, H: 10}\n"
        "vendors: {甲社: {price: {model: volume, tiers: {1: 10, 80: 5}}}}\n",
        encoding="utf-8",
    )
    asked = ("allocate", str(scenario), "--rules", "equal")
    for form in ("csv", "markdown"):
        ran = run(*asked, "--format", form, "--lang", "en")
        assert "A, B, C, D, E, F, G, H" in ran.out
        assert "all but" not in ran.out
    assert "all but Z" in run(*asked, "--lang", "en").out
    assert "Zを除く全員" in run(*asked, "--lang", "ja").out


def test_where_a_terminal_leaves_out_names_it_says_where_they_stand(tmp_path: Path) -> None:
    scenario = tmp_path / "many.yaml"
    # 13 of 30 need ten times as much as the others, and have the low price without them
    buyers = ", ".join(f"B{place:02}: {100 if place < 13 else 10}" for place in range(30))
    scenario.write_text(
        f"scalemerit: 1\ntitle: Many\nbuyers: {{{buyers}}}\n"
        "vendors: {甲社: {price: {model: volume, tiers: {1: 10, 150: 5}}}}\n",
        encoding="utf-8",
    )
    asked = ("allocate", str(scenario), "--rules", "equal", "--lang", "en")
    shown = run(*asked).out
    # all 30 pay 1,470 x 5 / 30 = 245 each, the 17 small ones on their own 170 x 5 / 17 = 50
    assert "B13, B14, B15, B16, B17, B18, B19, B20, B21, B22, B23, B24 and 5 more" in shown
    assert "A terminal shortens larger groups" in shown
    assert "B27, B28, B29" in run(*asked, "--format", "markdown").out


def test_a_mix_promises_what_all_of_its_rules_do_and_says_what_it_means() -> None:
    (found,) = document("allocate", PACKS)["arrangements"]
    # 40% equally and 60% by population, which promise the same, and coordination equally
    assert found["rules"][0]["promises"] == [
        *("additive", "equal_treatment", "never_negative", "rises_with_bill"),
    ]
    told = run("allocate", PACKS, "--lang", "en").out
    assert (
        "As in the scenario: the vendors' bill divided 40% equally and 60% by population, and the"
        " coordination cost divided equally."
    ) in told
    assert "60% of the vendors' bill is divided by population (everybody pays" in told
    assert "the coordination cost is divided equally. What is divided equally favors" in told
    assert "moves the share of a buyer by less than 1,000 yen" in told


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_rules_that_do_not_fit_beside_each_other_stand_below_each_other(lang: str) -> None:
    options = ("--rules", "all", "--unit", "yen", "--lang", lang)
    wide = run("allocate", ELEARNING, *options).out
    narrow = run("allocate", ELEARNING, *options, COLUMNS="80", FORCE_COLOR="1").out
    amounts = set(re.findall(r"\d{1,3}(?:,\d{3})+", wide))
    assert "11,830,500" in amounts
    assert amounts <= set(re.findall(r"\d{1,3}(?:,\d{3})+", narrow))


# ---- options ----


def test_a_mix_is_written_as_in_a_scenario() -> None:
    mix = "{equal: 50%, quantity: 50%}"
    # half of 1,926,100 and of 3,064,250, 1,969,875, 1,751,000, 1,532,125, 1,313,250
    assert shares(ELEARNING, "--allocation", mix) == [
        *(2_495_175, 1_947_988, 1_838_550),
        *(1_729_112, 1_619_675),
    ]


def test_shares_can_be_made_multiples_of_a_thousand_yen() -> None:
    # 9,630,500: the 500 are in the largest share; 3,063,750 and the others less than a thousand up
    found = shares(ELEARNING, "--share-unit", "1,000円")
    assert found == [3_064_500, 1_970_000, 1_751_000, 1_532_000, 1_313_000]


def test_a_result_divided_otherwise_holds_inputs_that_say_so() -> None:
    found = document(
        "compare", ELEARNING, "--allocation", "separate_cost", "--share-unit", "1,000円"
    )
    (arrangement,) = found["inputs"]["arrangements"].values()
    assert arrangement["allocation"] == {"separate_cost": "100%"}
    assert arrangement["share_unit"] == 1000


def test_who_takes_no_part_and_that_nobody_can_gain_is_told_below_the_shares(
    tmp_path: Path,
) -> None:
    scenario = tmp_path / "loss.yaml"
    # today 100 and 200, jointly 10 x 100 and 20 x 100
    scenario.write_text(
        "scalemerit: 1\ntitle: Loss\nvendors: {甲社: {price: {model: volume, tiers: {1: 100}}}}\n"
        "buyers: {A: {quantities: 10, current: {amount: 100}},"
        " B: {quantities: 20, current: {amount: 200}}, C: 0}\n",
        encoding="utf-8",
    )
    told = run("allocate", str(scenario), "--lang", "en").out
    assert "whatever the rule, somebody pays more than alone" in told
    assert "Need nothing, take no part: C" in told
    assert "equally: would pay more than alone: all" in told


def test_amounts_in_cents_are_shown_with_all_of_them(tmp_path: Path) -> None:
    scenario = tmp_path / "cents.yaml"
    # 10 alone 15.00 each, both together 25.00; whoever leaves loses half of 5.00
    scenario.write_text(
        "scalemerit: 1\ntitle: Cents\ncurrency: USD\nbuyers: {A: 10, B: 10}\n"
        "vendors: {V: {price: {model: volume, tiers: {1: 1.5, 20: 1.25}}}}\n",
        encoding="utf-8",
    )
    told = run("allocate", str(scenario), "--lang", "en").out
    # rounding may take a cent of it from a group
    assert "before they are rounded, every group that leaves loses 2.50 USD or more" in told
    assert "by less than 0.01 USD" in told


def test_all_rules_may_be_named_with_others_each_of_which_stands_once() -> None:
    every = ["quantity", *(rule for rule in RULE_NAMES if rule != "quantity")]
    for asked in ("all", "all,equal", "equal, all"):
        (found,) = document("allocate", ELEARNING, "--rules", asked)["arrangements"]
        rules = [one["rule"] for one in found["rules"]]
        assert sorted(rules) == sorted(every)
        assert rules[1] == ("equal" if asked[0] == "e" else every[1])


def test_what_an_option_cannot_be_is_told_in_the_language_asked_for() -> None:
    ran = run("compare", PACKS, "--allocation", "tau", "--lang", "ja", LANG="C.UTF-8")
    assert "`tau` ではこの費用を分けられません" in ran.err


def test_why_a_rule_gives_no_shares_stands_below_them_with_what_to_do() -> None:
    told = run("allocate", PACKS, "--rules", "tau", "--lang", "en").out
    assert "tau value: `tau` cannot divide this bill: however it is divided, some buyers" in told
    assert "choose a rule that always has an answer, such as `shapley`" in told


def test_without_time_the_least_core_is_given_and_said_to_be() -> None:
    options = ("--allocation", "nucleolus", "--time-limit", "0")
    (found,) = document("compare", ELEARNING, *options)["arrangements"]
    assert found["allocation"]["certainty"] == "least_core"
    ran = run("compare", ELEARNING, *options, "--lang", "en")
    assert "limits of time and precision; shown is a division of the least core" in ran.out


def test_what_floating_point_cannot_settle_is_said_to_be_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(descent, "null_space", lambda _: [])  # so that no weights prove anything
    options = ("--rules", "nucleolus", "--lang", "en")
    (found,) = document("allocate", ELEARNING, *options[:2])["arrangements"]
    assert [rule["certainty"] for rule in found["rules"]] == ["exact", "unfinished"]
    assert (found["core"], found["core_unknown"]) == (None, "precision")
    assert "the figures are beyond the precision of the" in run("allocate", ELEARNING, *options).out


def test_where_time_does_not_reach_to_the_least_core_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(descent, "_AT_LEAST", 0)  # else so few buyers are never interrupted
    options = ("--rules", "nucleolus", "--time-limit", "0")
    (found,) = document("allocate", ELEARNING, *options)["arrangements"]
    assert [rule["certainty"] for rule in found["rules"]] == ["exact", "unfinished"]
    assert (found["core"], found["core_unknown"]) == (None, "time")
    english, japanese = (
        run("allocate", ELEARNING, *options, "--lang", lang).out for lang in ("en", "ja")
    )
    assert "and neither is the least core; shown is the division that came closest" in english
    assert "Whether the core is empty was not found out within the time limit." in english
    assert "最小コアも得られなかったため" in japanese
    assert "コアが空かどうかは、制限時間内に分かりませんでした。" in japanese


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("allocate", ELEARNING, "--rules", "shaply"), "`shaply` is no rule"),
        (("allocate", ELEARNING, "--rules", ""), "`` is no rule"),
        (("allocate", ELEARNING, "--share-unit", "0"), "only in whole amounts above 0"),
        (("allocate", ELEARNING, "--arrangement", "jiont"), "`jiont` is not in the scenario"),
        (("allocate", ELEARNING, "--rules", "all,eqal"), "`eqal` is no rule"),
        (("allocate", ELEARNING, "--time-limit", "-1"), "--time-limit"),
        (("allocate", ELEARNING, "--time-limit", "nan"), "nan is no number of seconds"),
        (("compare", ELEARNING, "--time-limit", "inf"), "inf is no number of seconds"),
        (("join", ELEARNING, "--time-limit", "1e999"), "inf is no number of seconds"),
        (("compare", PACKS, "--allocation", "tau"), "--allocation: `tau` cannot divide this bill"),
        (
            ("explain", PACKS, "--allocation", "{equal: 50%, separable: 50%}"),
            "--allocation: `separable` cannot divide this bill",
        ),
        (("join", PACKS, "--allocation", "tau"), "--allocation: `tau` cannot divide this bill"),
        (
            ("compare", PACKS, "--allocation", "equal", "--share-unit", "0"),
            "--share-unit: shares cannot be in units of 0",
        ),
        (("compare", ELEARNING, "--allocation", "{equal: 30%}"), "add up to 30%, not 100%"),
        (("compare", ELEARNING, "--allocation", "population"), "which is not known of A区"),
        (("compare", ELEARNING, "--allocation", ""), "--allocation"),
        (("compare", ELEARNING, "--allocation", "{a: 1"), "not valid YAML"),
        (("explain", ELEARNING, "--share-unit", "0.5"), "only in whole amounts above 0"),
    ],
    ids=lambda value: " ".join(value[0::2]) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_meant_is_told_with_its_option(
    arguments: tuple[str, ...], told: str
) -> None:
    ran = run(*arguments, LANG="C.UTF-8")
    assert (ran.code, ran.out) == (2, "")
    assert told in " ".join(ran.err.split())
