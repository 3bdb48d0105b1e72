"""Where each part of a YAML file stands."""

from __future__ import annotations

import pytest

from scalemerit.errors import Problem
from scalemerit.source import Source, read

SCENARIO = """\
# 江戸川区ほか
title: 共同調達
sources:
  - 仮定
  - {a: 1}
buyers:
  江戸川区: {e3: 700, "e5": 2_00}  # 全角
  A区:
    quantities:
      e3: 450
  B区: 300
vendors:
  甲社: &one
    price: {model: volume, tiers: {1: 4800, 500: {unit_prise: 4400}}}
    notes: |
      two
      lines
    empty:
  乙社: *one
"""


@pytest.mark.parametrize(
    ("path", "at_key", "place"),
    [
        (("title",), False, (2, 8, "共同調達")),
        (("title",), True, (2, 1, "title")),
        (("sources", 0), False, (4, 5, "仮定")),
        (("sources", 1), False, (5, 5, "{a: 1}")),
        (("sources", 1, "a"), True, (5, 6, "a")),
        (("sources",), False, (3, 1, "sources")),
        (("buyers", "江戸川区"), False, (7, 9, '{e3: 700, "e5": 2_00}')),
        (("buyers", "江戸川区"), True, (7, 3, "江戸川区")),
        (("buyers", "江戸川区", "e3"), False, (7, 14, "700")),
        (("buyers", "江戸川区", "e5"), True, (7, 19, '"e5"')),
        (("buyers", "江戸川区", "quantities", "e5"), False, (7, 25, "2_00")),
        (("buyers", "江戸川区", "quantities"), True, (7, 9, '{e3: 700, "e5": 2_00}')),
        (("buyers", "A区"), False, (8, 3, "A区")),
        (("buyers", "A区", "quantities", "e3"), False, (10, 11, "450")),
        (("buyers", "B区", "quantities", "license"), False, (11, 7, "300")),
        (("buyers", "B区", "current", "amount"), True, (11, 7, "300")),
        (("buyers", "C区"), False, (6, 1, "buyers")),
        (
            ("vendors", "甲社", "prices", "price", "tiers", 500, "unit_prise"),
            True,
            (14, 51, "unit_prise"),
        ),
        (("vendors", "甲社", "price", "tiers", "500"), False, (14, 50, "{unit_prise: 4400}")),
        (("vendors", "甲社", "notes"), False, (15, 12, "|")),
        (("vendors", "甲社", "empty"), False, (18, 5, "empty")),
        (("vendors", "乙社", "price", "model"), False, (14, 20, "volume")),
        (("vendors", "乙社"), False, (19, 3, "乙社")),
        ((), False, (2, 1, "title")),
        (("nothing",), True, (2, 1, "title")),
        ((3, "x", 99), False, (2, 1, "title")),
    ],
)
def test_a_place_is_the_deepest_part_of_the_file_on_the_route(path, at_key, place):
    assert shown(read(SCENARIO.encode(), "f.yaml"), path, at_key) == place


def shown(source: Source, path: tuple[str | int, ...], at_key: bool) -> tuple[int, int, str]:
    """Line, column and what would be underlined."""
    place = source.place(path, at_key)
    start = place.column - 1
    return place.line, place.column, place.text[start : start + place.width]


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("\ufeffa: 1", ("a",), (1, 4, "1")),
        ("x: 0\r\na: 1\r\n", ("a",), (2, 4, "1")),
        ("x: 0\ra: 1\r", ("a",), (2, 4, "1")),
        ("x: '\u2028'\na: 1", ("a",), (2, 4, "1")),
        ("𠮷: {𠮟: 1, a: 2}", ("𠮷", "a"), (1, 14, "2")),
        ("a: one\n  two", ("a",), (1, 4, "one")),
        ('a: "one  \n  two"', ("a",), (1, 4, '"one')),
        ("a: &k !t 5", ("a",), (1, 10, "5")),
        ("a: &k # c\n  5", ("a",), (2, 3, "5")),
        ("a:  # c", ("a",), (1, 1, "a")),
        ("a:\n-\n- 1", ("a", 0), (2, 1, "-")),
        ("a:\n- - b: 1", ("a", 0), (2, 5, "b")),
        ("a: {b: [1,\n 2]}", ("a", "b"), (1, 8, "[1,")),
        ("a: {b, c}", ("a", "c"), (1, 8, "c")),
        ("a: 1\na: 2", ("a",), (1, 4, "1")),
        ("<<: {b: 1}\na: 2", ("a",), (2, 4, "2")),
        ("a: >-  # c\n  b", ("a",), (1, 4, ">-")),
    ],
)
def test_columns_count_characters_and_the_width_ends_with_the_line(text, path, place):
    assert shown(read(text.encode(), "f.yaml"), path, at_key=False) == place


def test_problems_are_located_and_put_in_the_order_of_their_lines():
    source = read(b"a: 1\nb: 2\nb: 3\nc: 4", "f.yaml")
    given = [Problem("bad-amount", ("c",)), Problem("empty-value", ("a",), at_key=True)]
    located = source.located(given)
    assert [(str(problem.place), problem.code) for problem in located] == [
        ("f.yaml:1:1", "empty-value"),
        ("f.yaml:3:1", "duplicate-key"),
        ("f.yaml:4:4", "bad-amount"),
    ]


def test_two_problems_of_one_place_keep_their_order():
    source = read(b"a: 1", "f.yaml")
    given = [Problem("bad-rate", ("a",)), Problem("bad-amount", ("a",))]
    assert [problem.code for problem in source.located(given)] == ["bad-rate", "bad-amount"]
