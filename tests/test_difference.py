"""What changed from one result to another: inputs, figures, and how they add up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

import generate
from comparing import each
from scalemerit import source
from scalemerit.comparison import Comparison, compare
from scalemerit.difference import Amounts, Change, Decrease, Difference, difference
from scalemerit.errors import ScalemeritError
from scalemerit.saved import saved_comparison
from scalemerit.scenario import from_data
from scalemerit.snapshot import Snapshot, saved_snapshot, snapshot
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
            for side in ("old", "new", "change"):
                separate, joint, coordination, saving = (
                    getattr(amounts, side) for amounts in totals.values()
                )
                causes = [getattr(amounts, side) for amounts in one.causes.values()]
                if saving is None:
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
                if total.change is not None:
                    assert grown(parts) == total.change, seed
        assert grown([one.cost for one in found.buyers]) == found.separate_total.change, seed


def grown(parts: list[Amounts]) -> int:
    """How much amounts have grown together; what was not there was 0."""
    return sum((one.new or 0) - (one.old or 0) for one in parts)


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


def test_a_buyer_of_one_result_has_amounts_of_one() -> None:
    found = difference(result(), result(buyers={"A区": 7}))
    gone = found.buyers[1]
    assert (gone.name, gone.cost, gone.cost.change) == ("江戸川区", Amounts(500, None), None)


def test_results_in_different_currencies_are_a_problem() -> None:
    with pytest.raises(ScalemeritError) as raised:
        difference(result(), result(currency="USD"))
    assert [problem.code for problem in raised.value.problems] == ["currency-differs"]


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
