"""Tables in terminals of any width: no line is wider, and nothing is cut."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from running import ROOT, columns, run
from scalemerit.scenario import load

SCENARIOS = ["elearning", "microsoft", "bodies"]
WIDTHS = [20, 40, 80, 200]
MANY_PRODUCTS = """
scalemerit: 1
title: four products
products: {a: {label: 第一の品目}, b: {label: 第二の品目}, c: {label: 第三}, d: {label: 第四}}
buyers: {千代田区: {a: 1234567, b: 2345678, c: 3456789, d: 4567890}, 中央区: {a: 1}}
vendors:
  とても長い名前の事業者株式会社:
    prices: {a: &p {model: flat, amount: 987_654_321}, b: *p, c: *p, d: *p}
""".encode()


@cache
def shown(command: str, name: str, lang: str, **environment: str) -> str:
    """The tables of a shipped scenario, or of the one with four products."""
    if name == "products":
        return run(command, "-", "--lang", lang, stdin=MANY_PRODUCTS, **environment).out
    path = str(ROOT / f"scenarios/{name}.yaml")
    return run(command, path, "--lang", lang, **environment).out


def characters(text: str) -> Counter[str]:
    """How often each visible character stands in a text, lines between rows left out."""
    return Counter(one for one in text if not one.isspace() and one != "─")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*SCENARIOS, "products"])
def test_no_line_is_wider_than_the_terminal(name: str, width: int, lang: str) -> None:
    lines = shown("compare", name, lang, COLUMNS=str(width)).splitlines()
    assert max(map(columns, lines)) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_an_explanation_is_wider_than_the_terminal(width: int) -> None:
    lines = shown("explain", "elearning", "ja", COLUMNS=str(width)).splitlines()
    assert max(map(columns, lines)) <= width


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("name", [*SCENARIOS, "products"])
def test_every_digit_and_letter_is_shown_in_a_narrow_terminal(
    name: str, width: int, lang: str
) -> None:
    narrow = shown("compare", name, lang, COLUMNS=str(width))
    assert characters(narrow) == characters(shown("compare", name, lang))


def test_every_digit_of_an_explanation_is_shown_in_a_narrow_terminal() -> None:
    narrow = shown("explain", "bodies", "ja", COLUMNS="40")
    assert characters(narrow) == characters(shown("explain", "bodies", "ja"))


@pytest.mark.parametrize("name", ["elearning", "bodies"])
def test_names_and_amounts_are_whole_in_80_columns(name: str) -> None:
    out = shown("compare", name, "ja", COLUMNS="80")
    scenario = load(ROOT / f"scenarios/{name}.yaml")
    assert [buyer for buyer in scenario.buyers if f" {buyer} " not in out] == []


@pytest.mark.parametrize("command", ["compare", "explain"])
def test_amounts_are_whole_in_40_columns_where_they_fit(command: str) -> None:
    whole = re.findall(r"\d[\d,]+", shown(command, "elearning", "ja"))
    narrow = shown(command, "elearning", "ja", COLUMNS="40")
    assert [amount for amount in whole if len(amount) < 12 and amount not in narrow] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("name", ["microsoft", "products"])
def test_a_blank_stands_between_columns_on_every_line(name: str, width: int, lang: str) -> None:
    for table in tables(shown("compare", name, lang, COLUMNS=str(width))):
        cells = [positions(line).ljust(width) for line in table]
        blank = [all(line[place] == " " for line in cells) for place in range(width)]
        gaps = sum(before and not after for before, after in pairwise([*blank, True]))
        assert gaps >= 4, "\n".join(table)


def tables(text: str) -> list[list[str]]:
    """The lines of each table below its rule, those of text and bars left out."""
    found: list[list[str]] = []
    for block in text.split("\n\n"):
        lines = block.splitlines()
        rule = [number for number, line in enumerate(lines) if set(line.strip()) == {"─"}]
        if rule and "█" not in block:
            found.append(lines[rule[0] + 1 :])
    return found


def positions(line: str) -> str:
    """The line with a filler behind each full-width character: an index is a column."""
    return "".join(one if columns(one) == 1 else f"{one}\0" for one in line)


@pytest.mark.parametrize("width", [60, 66, 70, 74, 80])
def test_no_line_of_a_cell_begins_with_what_closes_or_ends_with_what_opens(width: int) -> None:
    themes = str(ROOT / "scenarios/themes")
    out = run("batch", themes, "--lang", "ja", COLUMNS=str(width)).out
    assert re.findall(r"^ ?[）、。ー]|\s[）、。ー]|（(?:\s|$)", out, re.MULTILINE) == []


def test_without_a_terminal_nothing_is_folded() -> None:
    widest = max(map(columns, shown("compare", "microsoft", "ja").splitlines()))
    assert widest > 200


@pytest.mark.parametrize("nonsense", ["", "wide", "-5", "4_0"])
def test_a_width_that_is_no_number_is_no_width(nonsense: str) -> None:
    assert shown("compare", "elearning", "en", COLUMNS=nonsense) == shown(
        "compare", "elearning", "en"
    )
