"""What changed from one result to another: inputs, figures, and how they add up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest

import generate
from comparing import each
from scalemerit import source
from scalemerit.comparison import Comparison, compare
from scalemerit.difference import Amounts, Decrease, Difference, difference
from scalemerit.errors import ScalemeritError
from scalemerit.input_changes import Change
from scalemerit.saved import saved_comparison
from scalemerit.scenario import from_data
from scalemerit.snapshot import Snapshot, saved_snapshot, snapshot
from scalemerit.views.difference import difference_report
from scalemerit.views.documents import comparison_document
from scalemerit.writers.json import dumps

Data = dict[str, Any]
CHUNK = 30
BUYERS: Data = {"江戸川区": 5, "A区": 7}
VENDORS: Data = {"甲社": {"price": {"model": "volume", "tiers": {1: 100, 10: 90}}}}


def result(**data: object) -> Snapshot:
    """The snapshot of a scenario in plain data, of two buyers and a vendor unless it says else."""
    return snapshot(compared(**data))


def compared(**data: object) -> Comparison:
    whole: Data = {"scalemerit": 1, "title": "T", "buyers": BUYERS, "vendors": VENDORS, **data}
    return compare(from_data(whole))


def kept(comparison: Comparison, *without: str) -> Snapshot:
    """The snapshot of the comparison's document, from which these keys were taken away."""
    text = dumps(comparison_document(comparison))
    data = source.read(text.encode(), "kept.json").data
    return saved_snapshot(saved_comparison({k: v for k, v in data.items() if k not in without}))


def changes(old: Snapshot, new: Snapshot) -> list[Change]:
    return list(difference(old, new).inputs)


# ---- snapshots ----


@pytest.mark.parametrize("chunk", range(8))
def test_a_comparison_and_its_document_give_the_same_snapshot(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        comparison = compare(from_data(generate.scenario(seed)))
        assert kept(comparison) == snapshot(comparison), f"seed {seed}"


def test_amounts_of_a_document_are_in_the_smallest_unit() -> None:
    old = kept(compared(currency="USD", vendors={"甲社": {"price": each("12.34")}}))
    assert (old.separate_total, old.arrangements[0].saving) == (14808, 0)  # 12 x 12.34


def test_a_document_without_inputs_has_no_settings() -> None:
    assert kept(compared(), "inputs").settings is None


# ---- laws ----


def pairs(chunk: int) -> Iterator[tuple[str, Difference]]:
    """Differences of random scenarios in one currency, half of them from the same buyers."""
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        old = generate.scenario(seed)
        new = generate.scenario(seed + 1000)
        if old.get("currency", "JPY") != new.get("currency", "JPY"):
            continue
        if seed % 2:
            parts = ("products", "buyers", "vendors", "arrangements")
            new = {**old, **{key: part for key, part in new.items() if key not in parts}}
        before, after = (snapshot(compare(from_data(one))) for one in (old, new))
        yield f"seed {seed}", difference(before, after)


@pytest.mark.parametrize("chunk", range(8))
def test_differences_add_up_as_the_results_do(chunk: int) -> None:
    for seed, found in pairs(chunk):
        for one in found.arrangements:
            totals = one.amounts
            there = {"old": one.old, "new": one.new, "change": one}
            for side in ("old", "new", "change"):
                separate, joint, coordination, saving = (
                    getattr(amounts, side) for amounts in totals.values()
                )
                causes = [getattr(amounts, side) for amounts in one.causes.values()]
                if there[side] is None:
                    assert (separate, joint, set(causes)) == (None, None, {None}), seed
                else:
                    assert saving == separate - joint - coordination == sum(causes), seed


@pytest.mark.parametrize("chunk", range(8))
def test_what_buyers_pay_more_adds_up_to_what_the_bill_has_grown(chunk: int) -> None:
    for seed, found in pairs(chunk):
        for one in found.arrangements:
            for parts, total in (
                ([share.share for share in one.shares], one.bill),
                ([share.saving for share in one.shares], one.saving),
                ([share.separate for share in one.shares], one.amounts["separate"]),
            ):
                assert sum(part.change for part in parts) == total.change, seed
        separate = [one.cost.change for one in found.buyers]
        assert sum(separate) == found.separate_total.change, seed


@pytest.mark.parametrize("chunk", range(8))
def test_every_row_and_column_that_is_shown_adds_up(chunk: int) -> None:
    for seed, found in pairs(chunk):
        for table in difference_report(found, "en").tables:
            assert not any(map(sum, table.sums)), seed
            if table.rows[-1].is_total:
                assert len(table.sums) == len(table.rows) + 3, seed  # before, after and change


@pytest.mark.parametrize("chunk", range(8))
def test_back_again_everything_is_the_other_way_round(chunk: int) -> None:
    for seed, found in pairs(chunk):
        back = difference(found.new, found.old)
        assert turned(back) == turned_over(turned(found)), seed
        for one in found.arrangements:
            (other,) = (there for there in back.arrangements if there.name == one.name)
            assert other.saving == Amounts(one.saving.new, one.saving.old), seed


def turned(found: Difference) -> dict[Any, tuple[str, Any, Any]]:
    return {one.path: (one.kind, one.old, one.new) for one in found.inputs}


def turned_over(found: dict[Any, tuple[str, Any, Any]]) -> dict[Any, tuple[str, Any, Any]]:
    kinds = {"come": "gone", "gone": "come", "changed": "changed"}
    return {path: (kinds[kind], new, old) for path, (kind, old, new) in found.items()}


@pytest.mark.parametrize("chunk", range(8))
def test_whatever_changes_a_figure_is_found_in_the_inputs(chunk: int) -> None:
    for seed, found in pairs(chunk):
        assert found.is_none == (not found.inputs), seed


def shuffled(rng: Random, data: Data) -> Data:
    """The scenario with each section, and the members of each arrangement, in another order."""
    moved = dict(data)
    for section in ("products", "buyers", "vendors", "arrangements"):
        names = list(data.get(section, ()))
        if names:
            moved[section] = {name: data[section][name] for name in rng.sample(names, len(names))}
    for name, one in moved.get("arrangements", {}).items():
        if isinstance(one, dict) and isinstance(one.get("buyers"), list):
            members = rng.sample(one["buyers"], len(one["buyers"]))
            moved["arrangements"][name] = {**one, "buyers": members}
    return moved


@pytest.mark.parametrize("chunk", range(8))
def test_another_order_is_a_change_only_where_a_figure_moved(chunk: int) -> None:
    moved = 0
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        old = generate.scenario(seed)
        new = shuffled(Random(seed), old)
        found = difference(*(snapshot(compare(from_data(one))) for one in (old, new)))
        assert found.is_none == (not found.inputs) == (not found.is_moved), f"seed {seed}"
        moved += found.is_moved
    assert moved < CHUNK / 2


# ---- inputs ----


def test_nothing_changes_from_a_result_to_itself() -> None:
    assert difference(result(), kept(compared())).is_none


def test_another_way_to_write_the_same_is_no_change() -> None:
    written = {"131237": {"quantities": {"license": "５"}}, "A区": "7"}
    arrangements = {"joint": {"lead": "Edogawa"}}
    old = result(arrangements={"joint": {"lead": "江戸川区"}})
    assert difference(old, result(buyers=written, arrangements=arrangements)).is_none


@pytest.mark.parametrize(
    ("change", "path", "old", "new"),
    [
        ({"title": "U"}, ("title",), "T", "U"),
        ({"tax": {"rate": "10%"}}, ("tax", "rate"), None, "10%"),
        ({"fiscal_years": "R5-R6"}, ("fiscal_years",), None, "2023-2024"),
        ({"buyers": {**BUYERS, "A区": 8}}, ("buyers", "A区", "quantities", "license"), 7, 8),
        (
            {"buyers": {**BUYERS, "江戸川区": 6}},
            ("buyers", "131237", "quantities", "license"),
            5,
            6,
        ),
        (
            {"vendors": {"甲社": {"price": {"model": "volume", "tiers": {1: 100, 10: "89.5"}}}}},
            ("vendors", "甲社", "price", "tiers", "10", "unit"),
            90,
            Fraction("89.5"),
        ),
        (
            {"arrangements": {"joint": {"buyers": ["江戸川区"]}}},
            ("arrangements", "joint", "buyers"),
            None,
            ("131237",),
        ),
        ({"separate": {"hours": 5}}, ("separate", "hours"), None, 5),
    ],
)
def test_a_value_that_changed_is_found(
    change: Data, path: tuple[str, ...], old: object, new: object
) -> None:
    assert changes(result(), result(**change)) == [Change(path, "changed", old, new)]


@pytest.mark.parametrize(
    ("change", "path", "quantity"),
    [
        ({"buyers": {**BUYERS, "B区": 3}}, ("buyers", "B区"), 3),
        ({"vendors": {**VENDORS, "乙社": {"price": each(200)}}}, ("vendors", "乙社"), None),
        (
            {"vendors": {**VENDORS, "乙社": {"prices": {"license": each(200)}}}},
            ("vendors", "乙社"),
            None,
        ),
        (
            {"arrangements": {"joint": {}, "council": {"label": "協議会"}}},
            ("arrangements", "council"),
            None,
        ),
    ],
)
def test_a_part_that_has_come_or_gone_is_one_change(
    change: Data, path: tuple[str, ...], quantity: int | None
) -> None:
    old, new = result(), result(**change)
    assert changes(old, new) == [Change(path, "come", None, quantity)]
    assert changes(new, old) == [Change(path, "gone", quantity, None)]


def test_a_price_that_a_vendor_no_longer_offers_is_one_change() -> None:
    products: Data = {"products": {"e3": {}, "e5": {}}, "buyers": {"A区": {"e3": 2, "e5": 0}}}
    both = {"甲社": {"prices": {"e3": each(5), "e5": each(7)}}}
    one = {"甲社": {"prices": {"e3": each(5)}}}
    old, new = result(**products, vendors=both), result(**products, vendors=one)
    assert changes(old, new) == [Change(("vendors", "甲社", "prices", "e5"), "gone")]


def test_changes_stand_in_the_order_of_the_new_file_then_of_the_old_one() -> None:
    old = result(buyers={"A区": 1, "C区": 3}, tax={"rate": "10%"})
    new = result(title="U", buyers={"B区": 2, "A区": 5})
    found = [one.path[:2] for one in changes(old, new)]
    assert found == [
        ("title",),
        ("buyers", "B区"),
        ("buyers", "A区"),
        ("buyers", "C区"),
        ("tax", "rate"),
    ]


def test_tiers_stand_in_the_order_of_their_lower_bounds() -> None:
    def tiers(**units: int) -> Snapshot:
        price = {"model": "volume", "tiers": {int(bound[1:]): units[bound] for bound in units}}
        return result(vendors={"甲社": {"price": price}})

    old, new = tiers(_1=100, _500=60, _2000=40), tiers(_1=99, _1000=50, _2000=30)
    found = [one.path[4] for one in changes(old, new)]
    assert found == ["1", "500", "1000", "2000"]


# ---- orders ----


def test_another_order_of_buyers_is_no_change() -> None:
    turned = {"A区": 7, "江戸川区": 5}
    assert difference(result(), result(buyers=turned)).is_none
    assert difference(kept(compared(), "inputs"), result(buyers=turned)).is_none


def test_another_order_of_members_is_no_change() -> None:
    old, new = ({"joint": {"buyers": members}} for members in (["A区", "B区"], ["B区", "A区"]))
    buyers = {"A区": 7, "B区": 5}
    found = difference(
        result(buyers=buyers, arrangements=old), result(buyers=buyers, arrangements=new)
    )
    assert found.is_none


def test_the_order_of_buyers_is_named_where_it_moves_a_yen() -> None:
    # 101 yen for two buyers that need as much: the first written pays the odd yen
    vendors = {"甲社": {"price": {"model": "flat", "amount": 101}}}
    old = result(buyers={"A区": 1, "B区": 1}, vendors=vendors)
    new = result(buyers={"B区": 1, "A区": 1}, vendors=vendors)
    assert changes(old, new) == [Change(("buyers",), "changed", ("A区", "B区"), ("B区", "A区"))]


def test_the_order_of_vendors_is_named_where_another_of_equals_wins() -> None:
    names = ["丙社", "甲社", "乙社"]
    prices = {"丙社": each(200), "甲社": each(90), "乙社": each(90)}
    old, new = (
        result(vendors={name: {"price": prices[name]} for name in order})
        for order in (names, ["丙社", "乙社", "甲社"])
    )
    expected = [Change(("vendors",), "changed", ("甲社", "乙社"), ("乙社", "甲社"))]
    assert changes(old, new) == expected


def test_the_order_of_vendors_that_do_not_tie_is_no_change() -> None:
    prices = {"甲社": each(80), "乙社": each(90)}
    old, new = (
        result(vendors={name: {"price": prices[name]} for name in order})
        for order in (["甲社", "乙社"], ["乙社", "甲社"])
    )
    assert difference(old, new).is_none


def test_a_vendor_that_came_first_leaves_the_order_of_the_others() -> None:
    vendors: Data = {"甲社": {"price": each(90)}, "乙社": {"price": each(90)}}
    old, new = result(vendors=vendors), result(vendors={"丙社": {"price": each(50)}, **vendors})
    assert changes(old, new) == [Change(("vendors", "丙社"), "come")]


def test_the_order_of_arrangements_is_named_where_another_of_equals_is_the_best() -> None:
    old, new = (result(arrangements={name: {} for name in order}) for order in ("ab", "ba"))
    assert changes(old, new) == [Change(("arrangements",), "changed", ("a", "b"), ("b", "a"))]


# ---- what figures tell ----


def test_a_title_of_digits_stays_a_title() -> None:
    (one,) = changes(result(), result(title="2024"))
    assert one.new == "2024"


def test_without_inputs_the_figures_tell_what_changed() -> None:
    old = kept(compared(), "inputs")
    buyers = {**BUYERS, "A区": 8, "B区": 3}
    new = result(buyers=buyers, tax={"rate": "10%"}, fiscal_years="R5", separate={"hours": 5})
    found = difference(old, new)
    members = ("131237", "A区")
    assert not found.is_complete
    assert sorted(found.inputs) == sorted(
        [
            Change(("fiscal_years",), "changed", None, ("2023",)),
            Change(("tax", "rate"), "changed", None, "10%"),
            Change(("buyers", "A区", "quantities", "license"), "changed", 7, 8),
            Change(("buyers", "B区"), "come", None, 3),
            Change(("arrangements", "joint", "buyers"), "changed", members, (*members, "B区")),
        ]
    )


def test_without_inputs_the_same_is_still_the_same() -> None:
    assert difference(kept(compared(), "inputs"), result()).is_none


# ---- figures ----


def test_figures_are_those_of_both_results() -> None:
    old = result()  # alone 500 + 700, jointly 12 x 90
    new = result(buyers={**BUYERS, "A区": 10})  # alone 500 + 900, jointly 15 x 90
    found = difference(old, new)
    (one,) = found.arrangements
    assert found.separate_total == Amounts(1200, 1400)
    assert one.amounts == {
        "separate": Amounts(1200, 1400),
        "joint": Amounts(1080, 1350),
        "coordination": Amounts(0, 0),
        "saving": Amounts(120, 50),
    }
    assert one.saving.change == -70
    assert [(share.name, share.share) for share in one.shares] == [
        ("江戸川区", Amounts(450, 450)),
        ("A区", Amounts(630, 900)),
    ]


def test_all_that_a_buyer_of_one_result_pays_is_change() -> None:
    found = difference(result(), result(buyers={"A区": 7}))
    gone = found.buyers[1]
    assert (gone.name, gone.cost, gone.cost.change) == ("江戸川区", Amounts(500, None), -500)
    back = difference(found.new, found.old).buyers[0]
    assert (back.name, back.cost, back.cost.change) == ("江戸川区", Amounts(None, 500), 500)


def test_results_in_different_currencies_are_a_problem() -> None:
    with pytest.raises(ScalemeritError) as raised:
        difference(result(), result(currency="USD"))
    assert [problem.code for problem in raised.value.problems] == ["currency-differs"]


# ---- who is worse off ----


def costing(yearly: int, **quantities: int) -> Snapshot:
    """A result of buyers that pay 10 yen each alone and share so much of coordination equally."""
    return result(
        buyers=quantities,
        vendors={"甲社": {"price": each(10)}},
        arrangements={"joint": {"coordination": {"yearly": yearly}, "allocation": "equal"}},
    )


def test_who_is_newly_and_who_is_no_longer_worse_off_is_known() -> None:
    # alone 10 and 90 yen, jointly 50 each; then alone 90 and 10
    found = difference(costing(0, A区=1, B区=9), costing(0, A区=9, B区=1))
    (one,) = found.arrangements
    assert (one.newly_worse_off, one.no_longer_worse_off) == (("B区",), ("A区",))


def test_who_stays_worse_off_or_takes_no_part_any_more_is_neither() -> None:
    found = difference(costing(0, A区=1, B区=1, C区=9), costing(0, A区=1, C区=9))
    (one,) = found.arrangements
    assert (one.newly_worse_off, one.no_longer_worse_off) == ((), ())


# ---- decreases ----


def saving(**amounts: int) -> Snapshot:
    """A result of arrangements that save so much of 120, coordination taking the rest."""
    return result(
        arrangements={
            name: {"coordination": {"yearly": 120 - amount}} for name, amount in amounts.items()
        }
    )


@pytest.mark.parametrize(
    ("old", "new", "smaller"),
    [
        ({"a": 50}, {"a": 50}, []),
        ({"a": 50}, {"a": 51}, []),
        ({"a": 50, "b": 20}, {"a": 49, "b": 19}, [("a", 50, 49), ("b", 20, 19)]),
        ({"a": 50, "b": 20}, {"b": 20, "a": 40}, [("a", 50, 40)]),  # by name, not by place
        ({"a": 50, "b": 20}, {"b": 20}, [(None, 50, 20)]),  # the best one went
        ({"a": 50}, {"b": 60}, []),
        ({"a": 50}, {"b": 40}, [(None, 50, 40)]),
        ({"a": 50}, {"a": 40, "b": 60}, [("a", 50, 40)]),  # the largest saving has grown
        ({"a": 50}, {"a": 40, "b": 45}, [("a", 50, 40), (None, 50, 45)]),
    ],
)
def test_a_saving_that_became_smaller_is_told(
    old: dict[str, int], new: dict[str, int], smaller: list[tuple[str | None, int, int]]
) -> None:
    found = difference(saving(**old), saving(**new)).decreases
    assert list(found) == [Decrease(*one) for one in smaller]
