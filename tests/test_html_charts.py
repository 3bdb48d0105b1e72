"""Charts and headline figures of all commands but `compare` and `batch`, without a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from html_pages import THREE, file_of, page, simple
from scalemerit.comparison import Comparison
from scalemerit.comparison import compare as compare_scenario
from scalemerit.difference import difference
from scalemerit.division import divide
from scalemerit.join import Asked, joined
from scalemerit.scenario import RuleName, from_data
from scalemerit.snapshot import snapshot
from scalemerit.solution import Search
from scalemerit.views.charts import Bars, Grid, Illustrated, Pairs, Sizes, Waterfall
from scalemerit.views.difference_charts import illustrated_difference
from scalemerit.views.division_charts import illustrated_divisions
from scalemerit.views.explanation_charts import illustrated_explanation
from scalemerit.views.join_charts import illustrated_join
from scalemerit.views.report import Money, Text
from scalemerit.views.report import difference as saving
from scalemerit.writers.cells import Style
from scalemerit.writers.charts import drawings


def compared(**changes: object) -> Comparison:
    """The comparison of the simple scenario with changes."""
    return compare_scenario(from_data(simple(**changes)))


def figures_of(command: Sequence[str]) -> dict[str, str]:
    """The headline figures of a page, in full yen."""
    text = page(*command, "--lang", "en")
    return dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", text))


def divided(*rules: RuleName, **changes: object) -> Illustrated:
    """The simple scenario's bill, divided by its own rule and others."""
    comparison = compared(**changes)
    outcome = comparison.arrangements[0]
    return illustrated_divisions(comparison.scenario, [divide(outcome, rules, Search())], "en", ())


def joining(**changes: object) -> Illustrated:
    """Who takes part in the simple scenario."""
    return illustrated_join([joined(compared(**changes).arrangements[0], Asked())], "en")


# ---- allocate ----


def test_rules_are_drawn_by_the_rate_that_each_buyer_saves() -> None:
    # 4,000 and 6,000 alone, 8,000 jointly: 3,200 and 4,800 by quantity, 4,000 each equally
    (chart,) = divided("equal").charts
    assert isinstance(chart, Grid)
    assert chart.rules == ("by quantity", "equally")
    assert [(row.name, row.rates) for row in chart.rows] == [
        ("a", (Fraction(1, 5), 0)),
        ("b", (Fraction(1, 5), Fraction(1, 3))),
    ]
    assert [row.best for row in chart.rows] == [Fraction(1, 5), Fraction(1, 3)]
    assert chart.best == "the rule that saves the buyer most"


def test_no_rule_is_best_for_a_buyer_that_saves_the_same_by_all() -> None:
    (chart,) = divided("separate_cost").charts
    assert isinstance(chart, Grid)
    assert [row.best for row in chart.rows] == [None, None]


def test_bars_of_rates_are_as_long_as_their_rates_and_far_losses_are_cut_off() -> None:
    buyers = {"a": 400, "b": 600, "c": 1}
    (chart,) = divided("equal", buyers=buyers).charts
    marks = drawings(chart, Style("yen", "JPY", "en"))[0].marks
    assert "−26,590.0%" in marks  # a third of 8,008 is 2,669, for what costs 10
    assert re.search(r'class="b" d="M\d+ \d+H\d+v4H\d+l-4-2z"', marks)
    widths = [int(one) for one in re.findall(r"h(\d+)v4", marks)]
    # by quantity all save 20 per cent; equally a saves 1,331 of 4,000 and b 3,331 of 6,000
    assert max(widths) / min(widths) == pytest.approx(0.5551 / 0.1999, abs=0.1)


def test_a_buyer_that_others_pay_has_a_bar_that_is_cut_off() -> None:
    # 2,002 saved of 10,010, a third each: c, which pays 10 alone, is paid 657.33, rounded to 658
    (chart,) = divided("equal_saving", buyers={"a": 400, "b": 600, "c": 1}).charts
    marks = drawings(chart, Style("yen", "JPY", "en"))[0].marks
    assert "6,680.0%" in marks
    assert re.search(r"M(\d+) \d+H\d+l4 2-4 2H\1z", marks)


def test_allocate_is_headed_by_what_is_saved_the_core_and_who_saves_least(tmp_path: Path) -> None:
    command = ("allocate", file_of(tmp_path), "--rules", "quantity,equal", "--unit", "yen")
    assert figures_of(command) == {
        "Joint": "8,000",
        "Saving": "2,000",
        "Rate": "20.0%",
        "Core": "not empty",
        "Least reason to leave": "by quantity",
        "Lowest rate, by quantity": "20.0%",
        "Gains least": "all",
    }


def test_a_rule_without_shares_is_not_drawn() -> None:
    # no population is known of a and b
    (chart,) = divided("population", "equal").charts
    assert isinstance(chart, Grid)
    assert chart.rules == ("by quantity", "equally")


def test_many_buyers_and_rules_are_drawn_in_parts_of_one_scale() -> None:
    rows = [f"buyer {number}" for number in range(62)]
    rules: tuple[RuleName, ...] = ("equal", "separate_cost", "equal_saving")
    (chart,) = divided(*rules, buyers=dict.fromkeys(rows, 100)).charts
    assert isinstance(chart, Grid)
    wide = chart._replace(
        rules=chart.rules * 3, rows=tuple(row._replace(rates=row.rates * 3) for row in chart.rows)
    )
    parts = drawings(wide, Style(None, "JPY", "en"))
    assert len(parts) == 2 * 3  # twelve rules in two parts, 62 buyers in three
    assert max(part.height for part in parts) < 680  # of A4 that lies across


# ---- join ----

COORDINATED = {"joint": {"coordination": {"yearly": 1500}}}


def test_savings_are_drawn_by_number_of_buyers_with_the_best_and_the_break_even() -> None:
    # ab 8,000 + 1,500 for 10,000; ac, bought up, as much for 9,000; bc 8,800 + 1,500 for 11,000;
    # all 12,000 + 1,500 for 15,000. The average of 500, -500 and 700 is 233
    (chart,) = joining(buyers=THREE, arrangements=COORDINATED, fiscal_years="R8").charts
    assert isinstance(chart, Sizes)
    assert [tuple(one) for one in chart.sizes] == [(2, -500, 233, 700), (3, 1500, 1500, 1500)]
    assert [(mark.size, mark.amount, mark.label[0]) for mark in chart.marks] == [
        (3, 1500, Text("most with 3:")),
        (3, 1500, Text("no loss from 3 on")),
    ]


def test_join_is_headed_by_the_saving_the_best_coalition_and_the_break_even(
    tmp_path: Path,
) -> None:
    path = file_of(tmp_path, buyers=THREE, arrangements=COORDINATED, fiscal_years="R8")
    # the pair of 900 licenses loses, and those of 1,000 and more do not
    assert figures_of(("join", path, "--unit", "yen")) == {
        "Buyers": "3",
        "Saving of all": "1,500",
        "Largest saving": "1,500",
        "Largest with": "all",
        "No loss from buyers, whoever takes part": "3",
        "No loss from licenses, whoever takes part": "1,000",
    }


def test_savings_of_uncertain_buyers_are_drawn_with_how_likely_they_are() -> None:
    # 2,000 are saved with a chance of a half, else b buys alone
    buyers = {"a": {"quantities": 400, "join": "50%"}, "b": 600}
    _, savings, chances, _ = joining(buyers=buyers).charts
    assert isinstance(savings, Bars)
    assert isinstance(chances, Bars)
    assert [(step.name, step.start, step.end) for step in savings.steps] == [
        ("All take part", 0, 2000),
        ("Expected", 0, 1000),
        ("Median", 0, 0),
        ("In 8 of 10 cases", 0, 2000),
    ]
    assert [(step.name, step.end) for step in chances.steps] == [
        ("Loses nothing", 500_000),
        ("Loses", 0),
        ("Fewer than two take part", 500_000),
    ]
    assert (savings.shows_money, chances.shows_money) == (True, False)


def distribution_of(**buyers: object) -> Bars:
    chart = joining(buyers=buyers, arrangements=COORDINATED, fiscal_years="R8").charts[-1]
    assert isinstance(chart, Bars)
    return chart


def test_the_chance_of_each_saving_is_drawn_and_losses_are_parted_from_the_rest() -> None:
    # a with c loses 500, all save 1,500, a with b saves 500, and a alone buys by itself
    half = "50%"
    chart = distribution_of(
        a=400, b={"quantities": 600, "join": half}, c={"quantities": 500, "join": half}
    )
    assert [(step.amounts, step.end, step.tone) for step in chart.steps] == [
        ((saving(-500),), 250_000, "bad"),
        ((saving(0),), 250_000, "plain"),
        ((saving(500),), 250_000, "good"),
        ((saving(1500),), 250_000, "good"),
    ]
    assert chart.parting == (1, "no loss from here on")
    assert (chart.about.table, chart.shows_money) == ("distribution", True)


def test_the_words_of_the_parting_line_stand_in_a_row_without_a_bar() -> None:
    half = "50%"
    chart = distribution_of(
        a=400, b={"quantities": 600, "join": half}, c={"quantities": 500, "join": half}
    )
    (parted,) = drawings(chart, Style(None, "JPY", "en"))
    (plain,) = drawings(chart._replace(parting=None), Style(None, "JPY", "en"))
    row = plain.height // len(chart.steps)
    assert parted.height == plain.height + row
    (beside,) = re.findall(r'y="(\d+)"[^>]*>no loss from here on<', parted.marks)
    bars = [int(y) for y in re.findall(r'class="[sgb]" d="M\d+ (\d+)h', parted.marks)]
    assert len(bars) == len(chart.steps)
    assert not [y for y in bars if row <= y < 2 * row]
    assert row < int(beside) < 2 * row


def test_savings_of_which_none_is_a_loss_are_not_parted() -> None:
    chart = distribution_of(a=400, b={"quantities": 600, "join": "50%"})
    assert chart.parting is None


def test_one_buyer_has_no_chart_of_sizes() -> None:
    assert joining(buyers={"a": 400}).charts == ()


# ---- diff ----


def test_a_difference_is_drawn_from_the_saving_before_to_that_after_and_by_shares() -> None:
    # b needs 800: 4,000 + 8,000 alone and 9,600 jointly, of which a pays as much as before
    old, new = compared(), compared(buyers={"a": 400, "b": 800})
    waterfall, pairs = illustrated_difference(difference(snapshot(old), snapshot(new)), "en").charts
    assert isinstance(waterfall, Waterfall)
    assert [(step.name, step.start, step.end) for step in waterfall.steps] == [
        ("Saving before", 0, 2000),
        ("Volume", 2000, 2400),
        ("Saving after", 0, 2400),
    ]
    assert isinstance(pairs, Pairs)
    assert [(pair.separate, pair.share, pair.pays_more) for pair in pairs.pairs] == [
        (3200, 3200, False),
        (4800, 6400, True),
    ]


def test_diff_is_headed_by_the_savings_and_their_change(tmp_path: Path) -> None:
    old = file_of(tmp_path, "old")
    new = file_of(tmp_path, "new", buyers={"a": 400, "b": 800})
    assert figures_of(("diff", old, new, "--unit", "yen")) == {
        "Saving before": "2,000",
        "Saving after": "2,400",
        "Change": "400",
        "Rate before": "20.0%",
        "Rate after": "20.0%",
    }


def test_a_buyer_that_comes_is_drawn_from_nothing() -> None:
    old, new = compared(), compared(buyers={"a": 400, "b": 600, "c": 100})
    *_, pairs = illustrated_difference(difference(snapshot(old), snapshot(new)), "en").charts
    assert isinstance(pairs, Pairs)
    assert [(pair.name, pair.separate, pair.share) for pair in pairs.pairs][-1] == ("c", 0, 800)


def test_no_difference_has_no_chart() -> None:
    same = illustrated_difference(difference(snapshot(compared()), snapshot(compared())), "en")
    assert same.charts == ()


# ---- explain ----

HALVES = {"joint": {"allocation": {"quantity": "50%", "equal": "50%"}}}


def explained(*buyers: str, **changes: object) -> Illustrated:
    """The arithmetic of some buyers of the simple scenario."""
    comparison = compared(**changes)
    return illustrated_explanation(comparison, buyers, comparison.arrangements, "en")


def test_a_share_is_drawn_rule_by_rule_and_up_to_the_separate_cost() -> None:
    # half of 8,000 by quantity is 1,600 for a, half of it equally 2,000
    (chart,) = explained("a", arrangements=HALVES).charts
    assert isinstance(chart, Waterfall)
    assert [(step.name, step.start, step.end) for step in chart.steps] == [
        ("by quantity 50%", 0, 1600),
        ("equally 50%", 1600, 3600),
        ("Share", 0, 3600),
        ("Saving", 3600, 4000),
        ("Separate", 0, 4000),
    ]


def test_what_a_share_is_rounded_by_is_a_step() -> None:
    # 3,200 and 4,800 in units of 1,000: 3,000 and 5,000
    joint = {"joint": {"share_unit": 1000}}
    (chart,) = explained("b", arrangements=joint).charts
    assert isinstance(chart, Waterfall)
    assert [step.label for step in chart.steps if step.name == "Rounding"] == [(Money(200),)]


def test_coordination_that_has_its_own_rule_has_its_own_step() -> None:
    allocation = {"bill": "quantity", "coordination": "equal"}
    joint = {"joint": {"coordination": {"yearly": 100}, "allocation": allocation}}
    (chart,) = explained("a", arrangements=joint, fiscal_years="R8").charts
    assert isinstance(chart, Waterfall)
    assert [(step.name, step.end) for step in chart.steps[:2]] == [
        ("Bill, by quantity", 3200),
        ("Coordination, equally", 3250),
    ]


def test_explain_is_headed_by_the_buyer_and_what_it_pays(tmp_path: Path) -> None:
    path = file_of(tmp_path, arrangements=HALVES)
    assert figures_of(("explain", path, "--buyer", "a")) == {
        "Buyer": "a",
        "Separate": "4,000",
        "Share": "3,600",
        "Saving": "400",
        "Rate": "10.0%",
    }


def test_of_many_buyers_no_share_is_drawn_and_a_note_says_how_to_see_one() -> None:
    names = [f"buyer {number}" for number in range(7)]
    shown = explained(*names, buyers=dict.fromkeys(names, 100))
    assert shown.charts == ()
    assert shown.report.notes[-1].startswith("What shares are made of is drawn for 6 buyers")
    assert len(explained(*names[:6], buyers=dict.fromkeys(names, 100)).charts) == 6
