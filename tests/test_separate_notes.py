"""What stands under the table of separate procurement."""

from __future__ import annotations

import json

import pytest

from running import run

PACKS = {"model": "package", "size": 10, "price": 100}


def noted(lang: str, **data: object) -> str:
    """The line on buying more than needed."""
    written = json.dumps({"scalemerit": 1, **data}).encode()
    out = run("compare", "-", "--lang", lang, stdin=written).out
    (line,) = (line for line in out.splitlines() if "→" in line)
    return line.strip()


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "Buy more than they need: A B (Seats) 7 → 10, C (Seats) 3 → 10, C (kits) 9 → 10"),
        ("ja", "必要数より多く購入: A B (Seats) 7 → 10、C (Seats) 3 → 10、C (kits) 9 → 10"),
    ],
)
def test_what_is_bought_beyond_need_is_named_where_there_are_several_products(
    lang: str, told: str
) -> None:
    line = noted(
        lang,
        title="Packs",
        products={"seats": {"label": "Seats"}, "kits": {}},
        buyers={"A B": {"seats": 7, "kits": 10}, "C": {"seats": 3, "kits": 9}},
        vendors={"V": {"prices": {"seats": PACKS, "kits": PACKS}}},
    )
    assert line == told


def test_of_a_single_product_only_the_buyers_are_named() -> None:
    line = noted("en", title="Packs", buyers={"A": 7, "B": 10}, vendors={"V": {"price": PACKS}})
    assert line == "Buy more than they need: A 7 → 10"
