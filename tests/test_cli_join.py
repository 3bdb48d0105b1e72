"""The command `join`: what it reads, shows and ends with.

`tests/joins/` holds a scenario and what is shown of it in every format. SCALEMERIT_REFRESH=1 writes
that anew: read the difference before keeping it.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import generate
from running import ROOT, columns, run, same_as_golden

FOLDER = ROOT / "tests/joins"
COUNCIL = str(FOLDER / "council.yaml")
ELEARNING = str(ROOT / "scenarios/elearning.yaml")
CHANGED = ("--with", "D区", "--without", "A区", "--with", "八王子市=５", "--start", "D区")
OUTPUTS = {
    "ja.txt": ("--lang", "ja", "--group", "2"),
    "en.txt": ("--lang", "en", "--group", "2", "--unit", "yen"),
    "md": ("--lang", "en", "--format", "markdown"),
    "csv": ("--lang", "en", "--format", "csv", "--group", "1"),
    "json": ("--format", "json", "--group", "1"),
    "changed.ja.txt": ("--lang", "ja", *CHANGED),
    "changed.en.txt": ("--lang", "en", "--unit", "yen", *CHANGED),
    "changed.json": ("--format", "json", *CHANGED),
}
Data = Any  # a document, as a reader of JSON gives it


def document(*arguments: str) -> Data:
    """What `join --format json` gives."""
    ran = run("join", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def only(*arguments: str) -> Data:
    """The only arrangement of a result."""
    (found,) = document(*arguments)["arrangements"]
    return found


def written(folder: Path, text: str) -> str:
    """A scenario file."""
    path = folder / "scenario.yaml"
    path.write_text(f"scalemerit: 1\ntitle: t\n{text}", encoding="utf-8")
    return str(path)


# ---- what is shown ----


@pytest.mark.parametrize("kind", OUTPUTS)
def test_the_output_is_the_one_kept(kind: str) -> None:
    ran = run("join", COUNCIL, *OUTPUTS[kind])
    assert (ran.code, ran.err) == (0, "")
    same_as_golden(FOLDER / kind, ran.out)


def test_no_output_is_kept_that_nothing_writes() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"council.yaml", *OUTPUTS}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_tables_fit_the_terminal(lang: str, width: int) -> None:
    ran = run("join", COUNCIL, "--group", "2", "--lang", lang, COLUMNS=str(width))
    assert max(map(columns, ran.out.splitlines())) <= width


# Alone: 11,000, 21,000 and 31,000. A and B together 30 x 1,000 + 2,000 + 10,500; A and C as much
# more as C needs more; B and C 50 x 800 + 2,000 + 10,500; all 60 x 800 + 3,000 + 10,500.
AB, AC, BC, ABC = 32_000 - 42_500, 42_000 - 52_500, 52_000 - 52_500, 63_000 - 61_500


def test_savings_by_size_are_those_worked_out_by_hand() -> None:
    pairs, everyone = only(COUNCIL)["sizes"]
    assert pairs == {
        "size": 2,
        "smallest": AB,
        "average": -7166.666667,
        "largest": BC,
        "best": ["B区", "C区"],
    }
    assert (AB, AC, everyone["average"]) == (-10_500, -10_500, ABC)


def test_what_a_buyer_adds_is_what_the_others_save_less_without_it() -> None:
    found = {one["buyer"]: one for one in only(COUNCIL)["additions"]}
    assert {buyer: one["to_all"] for buyer, one in found.items()} == {
        "A区": ABC - BC,
        "B区": ABC - AC,
        "C区": ABC - AB,
    }
    # 10 of 60 licenses bear 10,250 of 61,500.
    assert (found["A区"]["to_itself"], found["A区"]["to_others"]) == (750, 1_250)


def test_the_expected_saving_weighs_each_coalition_with_its_chance() -> None:
    found = only(COUNCIL)["chance"]
    assert found["expected"] == round(0.3 * ABC + 0.3 * AB + 0.2 * BC)
    assert (found["covered"], found["loss"], found["none"]) == (0.3, 0.5, 0.2)
    quantiles = [found[name] for name in ("quantile_10", "median", "quantile_90")]
    assert quantiles == [AB, BC, ABC]
    assert found["margins"] is None


def test_a_tier_is_held_as_long_as_buying_up_reaches_it() -> None:
    # 41 licenses at 1,000 cost more than 50 at 800; 40 cost as much, and nothing is bought up.
    (found,) = only(COUNCIL)["tiers"]
    assert (found["quantity"], found["tier_from"], found["slack"]) == (60, 50, 19)
    assert [(one["buyer"], one["pivotal"]) for one in found["without"]] == [
        ("A区", False),
        ("B区", True),
        ("C区", True),
    ]


def test_how_much_cheaper_contracts_might_be_is_not_rounded_down(tmp_path: Path) -> None:
    buyers = ", ".join(f"B{place}: {8 + place}" for place in range(15))
    path = written(
        tmp_path,
        f"buyers: {{{buyers}}}\n"
        "vendors: {甲社: {price: {model: volume, tiers: {1: 1000, 40: 913}},"
        " fees: {per_contract: 1008, per_buyer: 85}}}\n",
    )
    found = only(path, "--group", "2")["partition"]
    told = run("join", path, "--group", "2", "--lang", "en").out
    (rate,) = re.findall(r"none is cheaper by more than ([\d.]+)%", told)
    # 3 of 207,708 or 0.0014 per cent, which is more than 0.001
    assert found["cost"] - found["bound"] <= Fraction(rate) / 100 * found["cost"]


def test_other_buyers_change_the_arrangement_and_not_what_it_is_compared_with() -> None:
    found = only(COUNCIL, "--with", "D区", "--without", "A区")
    assert found["before"]["buyers"] == ["A区", "B区", "C区"]
    assert found["before"]["saving"] == ABC
    # 90 x 800 + 3,000 + 10,500 against 21,000, 31,000 and 41,000
    assert found["totals"]["buyers"] == ["B区", "C区", "D区"]
    assert found["totals"]["saving"] == 93_000 - 85_500


def test_a_new_buyer_pays_its_best_quote_alone() -> None:
    found = only(COUNCIL, "--with", "八王子市=5")
    assert found["totals"]["separate"] == 63_000 + 6_000


def test_a_buyer_is_named_in_any_way_to_write_it() -> None:
    by_code = only(ELEARNING, "--without", "131237")
    assert by_code["totals"]["buyers"] == ["A区", "B区", "C区", "D区"]
    assert by_code == only(ELEARNING, "--without", "Edogawa")


def test_a_new_buyer_needs_a_quantity_of_each_product_that_is_named(tmp_path: Path) -> None:
    text = """
products: {e3: {}, e5: {}}
buyers: {A区: {e3: 5, e5: 5}, B区: {e3: 5}}
vendors:
  甲社:
    prices: {e3: {model: flat, amount: 10}, e5: {model: flat, amount: 20}}
"""
    path = written(tmp_path, text)
    found = only(path, "--with", "C区=e3:2,e5:3")
    assert found["totals"]["separate"] == 30 + 10 + 30
    refused = run("join", path, "--with", "C区=2", "--lang", "en")
    assert (refused.code, "write NAME=PRODUCT:QUANTITY" in refused.err) == (2, True)


def test_a_purchase_grows_from_those_that_start_it() -> None:
    steps = only(COUNCIL, "--start", "A区")["growth"]
    assert [(one["joined"], one["size"], one["saving"]) for one in steps] == [
        (["A区"], 1, 0),
        (["B区"], 2, AB),
        (["C区"], 3, ABC),
    ]


def test_each_arrangement_is_looked_at_unless_some_are_named(tmp_path: Path) -> None:
    text = """
buyers: {A区: 5, B区: 6, C区: 7}
vendors: {甲社: {price: {model: volume, tiers: {1: 10, 12: 8}}}}
arrangements: {one: {}, two: {buyers: [A区, B区]}}
"""
    path = written(tmp_path, text)
    assert [one["name"] for one in document(path)["arrangements"]] == ["one", "two"]
    assert only(path, "--arrangement", "two")["name"] == "two"


def test_an_arrangement_that_is_not_asked_for_may_be_one_that_cannot_be_computed(
    tmp_path: Path,
) -> None:
    text = """
buyers:
  A区: {quantities: 5, current: {amount: 0}}
  B区: {quantities: 6, current: {amount: 0}}
  C区: {quantities: 7, current: {amount: 0}}
vendors: {甲社: {price: {model: volume, tiers: {1: 10}}}}
arrangements: {one: {}, free: {allocation: separate_cost}}
"""
    path = written(tmp_path, text)
    ran = run("join", path, "--lang", "en")
    assert (ran.code, "allocation-undefined" in ran.err) == (1, True)
    assert only(path, "--arrangement", "one")["name"] == "one"
    assert only(path, "--arrangement", "one", "--without", "C区")["totals"]["buyers"] == [
        "A区",
        "B区",
    ]


def test_the_lead_may_stay_out() -> None:
    found = only(ELEARNING, "--without", "江戸川区")
    assert "江戸川区" not in found["totals"]["buyers"]


def test_a_single_buyer_joins_nobody(tmp_path: Path) -> None:
    text = "buyers: {A区: 5}\nvendors: {甲社: {price: {model: volume, tiers: {1: 10}}}}\n"
    found = only(written(tmp_path, text), "--group", "1")
    assert found["sizes"] == []
    assert found["break_even"]["growth"] == {"buyers": None, "licenses": None}
    ran = run("join", written(tmp_path, text), "--group", "1")
    assert (ran.code, ran.err) == (0, "")


def test_no_size_is_said_to_cover_the_coordination_cost_where_none_does(tmp_path: Path) -> None:
    text = "buyers: {A: 1, B: 2}\nvendors: {V: {price: {model: flat, amount: 1000}}}\n"
    text += "arrangements: {joint: {coordination: {yearly: 9000}}}\n"
    ran = run("join", written(tmp_path, text), "--lang", "en")
    assert "From this size on" not in ran.out
    assert "No number of these buyers that was looked at is free of a loss." in ran.out


def test_amounts_have_the_decimals_of_their_currency(tmp_path: Path) -> None:
    text = """
currency: USD
buyers: {A区: 1, B区: 1, C区: 2}
vendors: {甲社: {price: {model: volume, tiers: {1: 10.10, 2: 9.05}}}}
"""
    found = only(written(tmp_path, text))
    # A and B save 2.10; C, which has reached the tier alone, saves nothing and brings 1.05.
    assert [one["average"] for one in found["sizes"]] == [1.4, 2.1]
    assert found["additions"][2]["to_all"] == 0


def test_what_a_buyer_saves_itself_follows_the_rule_that_is_asked_for() -> None:
    found = only(COUNCIL, "--allocation", "equal")["additions"]
    assert [one["to_itself"] for one in found] == [11_000 - 20_500, 21_000 - 20_500, 10_500]
    shown = run("join", COUNCIL, "--allocation", "equal", "--lang", "en").out
    assert "Saves itself: its separate cost less its share, with the bill divided equally." in shown


def test_an_arrangement_that_other_buyers_leave_as_it_is_has_no_before(tmp_path: Path) -> None:
    text = """
buyers: {A区: 5, B区: 6, C区: 7}
vendors: {甲社: {price: {model: volume, tiers: {1: 10, 12: 8}}}}
arrangements: {one: {}, two: {buyers: [A区, B区]}}
"""
    one, two = document(written(tmp_path, text), "--without", "C区")["arrangements"]
    assert (one["before"]["buyers"], two["before"]) == (["A区", "B区", "C区"], None)


def test_diff_tells_that_a_probability_changed(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text(Path(COUNCIL).read_text("utf-8").replace("60%", "62.5%"), "utf-8")
    ran = run("diff", str(old), COUNCIL, "--lang", "en")
    assert "probability of taking part" in ran.out
    assert "62.5%" in ran.out


# ---- many buyers ----


def many(folder: Path) -> str:
    """A scenario of 24 buyers and two products: too many coalitions to look at each."""
    buyers = "\n".join(
        f"  B{n}: {{quantities: {{e3: {n}, e5: 1}}, join: 50%}}" for n in range(1, 25)
    )
    price = "{model: volume, tiers: {1: 1000, 100: 900}}"
    return written(
        folder,
        f"products: {{e3: {{}}, e5: {{}}}}\nbuyers:\n{buyers}\n"
        f"vendors: {{甲社: {{prices: {{e3: {price}, e5: {price}}}}}}}\n",
    )


def test_what_is_not_known_of_many_buyers_is_said(tmp_path: Path) -> None:
    path = many(tmp_path)
    found = only(path, "--group", "2")
    assert found["sizes"] is None
    assert found["break_even"]["certain"] == {"buyers": None, "licenses": None}
    assert (found["partition"]["bound"], found["partition"]["cheapest"]) == (None, False)
    shown = run("join", path, "--group", "2", "--lang", "en").out
    assert "Too many buyers to look at all coalitions" in shown
    assert "a cheaper division may exist" in shown


def test_estimates_say_so_and_depend_on_nothing_but_the_seed(tmp_path: Path) -> None:
    path = many(tmp_path)
    chance = only(path)["chance"]
    assert (chance["margins"]["samples"], chance["margins"]["seed"]) == (10_000, 0)
    assert only(path)["chance"] == chance
    assert only(path, "--seed", "7")["chance"] != chance
    assert "Estimated from 10,000 samples (seed 0)" in run("join", path, "--lang", "en").out


# ---- what is refused ----


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--without", "Z区"), "`Z区` is not in the scenario"),
        (("--without", "D区"), "`D区` takes no part as it is"),
        (("--with", "A区"), "`A区` takes part already"),
        (("--with", "A区=3"), "`A区` is in the scenario: name it without a quantity"),
        (("--with", "=3"), "no buyer stands before `=`: write NAME=QUANTITY"),
        (("--with", " =3"), "no buyer stands before `=`: write NAME=QUANTITY"),
        (("--with", "八王子市"), "any other needs a quantity: NAME=QUANTITY"),
        (("--with", "八王子市="), "no quantity stands after `八王子市=`: write 1 or more"),
        (("--with", "八王子市=license:"), "no quantity stands after `八王子市=`"),
        (("--with", "八王子市=0"), "`八王子市` needs nothing and could not take part"),
        (("--with", "八王子市=many"), "`many` is not a quantity; write a whole number"),
        (("--with", "八王子市=nan"), "`nan` is not a quantity"),
        (("--with", "八王子市=-5"), "`-5` is not a quantity; write a whole number"),
        (("--with", "八王子市=12,00"), "`12,00` is not a quantity"),
        (("--with", "八王子市=" + "9" * 30), "is beyond 1,000,000,000; check the number"),
        (("--with", f"八王子市={'9' * 5000}"), "--with"),
        (("--with", "八王子市=2.5"), "`2.5` is not a quantity; write a whole number"),
        (("--with", "八王子市=5", "--with", "八王子市 =6"), "`八王子市` stands twice"),
        (("--with", "八王子市=e9:5"), "`e9` is no product"),
        (("--start", "D区"), "`D区` takes no part in `council`"),
        (("--start", "Z区"), "`Z区` is not in the scenario"),
        (("--arrangement", "x"), "`x` is not in the scenario"),
        (("--without", "A区", "--without", "B区", "--without", "C区"), "nobody would take part"),
        (("--group", "0"), "0 is not in the range"),
        (("--bom",), "only CSV begins with a byte order mark"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], told: str) -> None:
    ran = run("join", COUNCIL, *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert told in " ".join(ran.err.split())


@pytest.mark.parametrize("form", ["text", "json"])
def test_problems_of_the_file_end_with_1(form: str, tmp_path: Path) -> None:
    path = written(tmp_path, "buyers: {A区: {quantities: 1, join: 120%}}\nvendors: {}\n")
    ran = run("join", path, "--problems", form, "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert "rate-range" in ran.err


def test_warnings_are_shown_beside_the_result(tmp_path: Path) -> None:
    text = (
        "buyers: {江戸川: 5, A区: 6}\nvendors: {甲社: {price: {model: volume, tiers: {1: 10}}}}\n"
    )
    path = written(tmp_path, text)
    ran = run("join", path, "--lang", "en", "--problems", "json", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.err)["problems"]
    assert json.loads(ran.out)["schema"] == "scalemerit/join/1"


# ---- the document ----


@pytest.mark.parametrize("chunk", range(2))
def test_the_output_of_random_scenarios_fits_its_schema(chunk: int) -> None:
    validator = Draft202012Validator(json.loads(run("schema", "join").out))
    for seed in range(chunk * 15, (chunk + 1) * 15):
        text = generate.to_yaml(generate.scenario(seed))
        ran = run("join", "-", "--format", "json", "--group", "2", stdin=text.encode())
        assert ran.code == 0, f"seed {seed}: {ran.err}"
        found = json.loads(ran.out)
        assert [one.message for one in validator.iter_errors(found)] == [], f"seed {seed}"
        compared = json.loads(run("compare", "-", "--format", "json", stdin=text.encode()).out)
        for one, other in zip(found["arrangements"], compared["arrangements"], strict=True):
            assert one["totals"] == {key: other[key] for key in one["totals"]}, f"seed {seed}"
            if one["sizes"]:
                assert one["sizes"][-1]["largest"] == other["saving"], f"seed {seed}"
            assert one["growth"][-1]["saving"] == (
                other["saving"] if len(other["buyers"]) > 1 else 0
            ), f"seed {seed}"


@pytest.mark.parametrize("quantity", ["2500", "2,500", "2_500", "２，５００"])
def test_a_quantity_is_written_as_in_a_scenario(quantity: str) -> None:
    (found,) = [
        one
        for one in only(ELEARNING, "--with", f"八王子市={quantity}")["additions"]
        if one["buyer"] == "八王子市"
    ]
    assert found["quantity"] == 2500


def test_a_buyer_that_needs_nothing_cannot_take_part(tmp_path: Path) -> None:
    text = "buyers: {A: 5, B: 6, Z: 0}\nvendors: {V: {price: {model: flat, amount: 1}}}\n"
    ran = run("join", written(tmp_path, text), "--with", "Z", "--lang", "en")
    assert ran.code == 2
    assert "`Z` needs nothing in the scenario" in " ".join(ran.err.split())


def test_a_product_that_stands_twice_is_refused(tmp_path: Path) -> None:
    price = "{model: flat, amount: 1}"
    path = written(
        tmp_path,
        "products: {e3: {}, e5: {}}\nbuyers: {A: {e3: 1}, B: {e5: 1}}\n"
        f"vendors: {{V: {{prices: {{e3: {price}, e5: {price}}}}}}}\n",
    )
    ran = run("join", path, "--with", "Z=e3:5,e3:7", LANG="C.UTF-8")
    assert ran.code == 2
    assert "`e3` stands twice" in " ".join(ran.err.split())


def test_more_contracts_than_pairs_of_buyers_are_as_many_as_there_are_pairs() -> None:
    many, few = (only(COUNCIL, "--group", str(most)) for most in (10**20, 2))
    assert many["partition"] == few["partition"]


@pytest.mark.parametrize(
    ("rule", "en", "ja"),
    [
        ("nucleolus", "with the bill divided by the nucleolus.", "負担額は費用を仁で分けて"),
        (
            "{bill: shapley, coordination: {equal: 40%, quantity: 60%}}",
            (
                "with the vendors' bill divided by the Shapley value, and the coordination cost"
                " divided 40% equally and 60% by quantity."
            ),
            "契約額をシャープレイ値、事務局経費を均等割 40%・数量割 60%で分けて",
        ),
    ],
)
def test_what_a_buyer_saves_itself_is_told_in_a_sentence(rule: str, en: str, ja: str) -> None:
    asked = ("join", COUNCIL, "--allocation", rule)
    assert en in run(*asked, "--lang", "en").out
    assert ja in run(*asked, "--lang", "ja").out
