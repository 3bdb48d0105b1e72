"""The explanation: what it shows adds up, and each figure can be told from all others."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from copy import deepcopy
from fractions import Fraction
from io import StringIO
from itertools import groupby
from typing import Any

import pytest

import generate
from running import ROOT, run
from scalemerit.comparison import Comparison, Outcome, compare
from scalemerit.money import Exact, decimals, round_exact
from scalemerit.scenario import Scenario, from_data
from scalemerit.views.explanation import explanation_report
from scalemerit.views.report import Count, Formula, Price, Rate, Report, Row, Table, Text
from scalemerit.writers import Options, Result, render

Data = dict[str, Any]
CHUNK = 20
ELEARNING = str(ROOT / "scenarios/elearning.yaml")
TERMS = ("tier from", "packs", "flat")


def explained(data: Data, *buyers: str, language: Any = "en") -> Report:
    """The explanation of a scenario for some buyers, or all."""
    comparison = compare(from_data(data))
    chosen = buyers or tuple(comparison.scenario.buyers)
    return explanation_report(comparison, chosen, comparison.arrangements, language)


def rows_of(report: Report, key: str, position: int = 0) -> list[tuple[str, str, Exact]]:
    """The name, the arithmetic and the amount of each row of a table that has an amount."""
    table = [one for one in report.tables if one.key == key][position]
    return [(name(row), written(row), amount(row)) for row in table.rows if has_amount(row)]


def name(row: Row) -> str:
    """What the row is called."""
    first = row.cells[0]
    assert isinstance(first, Text)
    return first.text


def parts(row: Row) -> tuple[Exact | Rate | str, ...]:
    """The arithmetic of a row."""
    return row.cells[1].parts if isinstance(row.cells[1], Formula) else ()


def written(row: Row) -> str:
    """The arithmetic of a row as text."""
    return " ".join(str(part.rate if isinstance(part, Rate) else part) for part in parts(row))


def has_amount(row: Row) -> bool:
    """Whether the row is more than the heading of a fiscal year."""
    return isinstance(row.cells[2], Price | Count)


def amount(row: Row) -> Exact:
    """What the row comes to."""
    last = row.cells[2]
    assert isinstance(last, Price | Count)
    return last.amount if isinstance(last, Price) else last.number


# ---- by hand ----

TWO: Data = {
    "scalemerit": 1,
    "title": "two",
    "buyers": {"A区": 3, "B区": 1},
    "vendors": {"甲社": {"price": {"model": "volume", "tiers": {1: 10}}}},
}


def two(**more: object) -> Data:
    """Two buyers at 10 a license, jointly as is said."""
    return {**TWO, **more}


def test_a_rule_without_a_part_is_left_out() -> None:
    joint = {"allocation": {"equal": "100%", "population": "0%"}}
    report = explained(two(arrangements={"joint": joint}))
    assert rows_of(report, "shares") == [
        ("A区: equally", "40 × 1 ÷ 2", 20),
        ("A区: share", "", 20),
        ("B区: equally", "40 × 1 ÷ 2", 20),
        ("B区: share", "", 20),
    ]


def test_a_bill_of_nothing_is_divided_without_weights() -> None:
    free = {"甲社": {"price": {"model": "flat", "amount": 0}}}
    joint = {"allocation": "separate_cost"}
    report = explained(two(vendors=free, arrangements={"joint": joint}), "A区")
    assert rows_of(report, "shares") == [("A区: by separate cost", "0", 0), ("A区: share", "", 0)]


def test_coordination_is_rounded_each_fiscal_year() -> None:
    joint = {"buyers": ["A区"], "coordination": {"yearly": "0.5", "per_buyer": 2}}
    report = explained(two(fiscal_years="R5-R7", arrangements={"joint": joint}))
    later = [
        ("Yearly", "1 × 1/2", Fraction(1, 2)),
        ("Sum, rounded down", "1/2 →", 0),
        ("Coordination cost", "", 0),
    ]
    assert rows_of(report, "coordination") == [
        ("Per buyer", "1 × 2", 2),
        ("Yearly", "1 × 1/2", Fraction(1, 2)),
        ("Sum, rounded down", "5/2 →", 2),
        ("Coordination cost", "", 2),
        *later,
        *later,
        ("All years", "", 2),
    ]


def test_coordination_has_its_table_even_where_it_is_rounded_to_nothing() -> None:
    report = explained(two(arrangements={"joint": {"coordination": {"yearly": "0.5"}}}))
    assert rows_of(report, "coordination")[-1] == ("Coordination cost", "", 0)


COUNTING: Data = {
    "scalemerit": 1,
    "title": "counting",
    "products": {"a": {}, "b": {}},
    "buyers": {"A区": {"a": 480, "b": 60}, "B区": {"a": 5}},
    "vendors": {
        "甲社": {
            "prices": {
                "a": {"model": "volume", "counts": ["a", "b"], "tiers": {1: 10, 500: 9}},
                "b": {"model": "package", "size": 50, "price": 77},
            }
        }
    },
}


def test_the_counted_total_that_reaches_the_tier_is_shown() -> None:
    assert rows_of(explained(COUNTING), "bill")[:4] == [
        ("a: counted for the tier", "480 + 60", 540),
        ("a: tier from 500", "480 × 9", 4320),
        ("b: quantity bought", "60 → 2 × 50", 100),
        ("b: packs, tier from 1", "2 × 77", 154),
    ]
    assert rows_of(explained(COUNTING), "bill", 1)[0] == ("a: tier from 1", "5 × 10", 50)


def test_what_is_bought_up_is_shown_with_its_reason() -> None:
    price = {"model": "volume", "tiers": {1: 10, 4: 7}}
    report = explained(two(vendors={"甲社": {"price": price}}), "A区")
    assert rows_of(report, "bill")[:2] == [
        ("license: quantity bought", "3 →", 4),
        ("license: tier from 4", "4 × 7", 28),
    ]
    assert report.tables[0].notes == (
        "license: bought up, since 3 would cost 30 yen and 4 cost 28 yen (each billing period).",
    )


def test_a_tier_off_the_list_price_is_worked_out_from_it() -> None:
    price = {"model": "volume", "list_price": 20, "tiers": {1: "0%", 3: "25%"}}
    report = explained(two(vendors={"甲社": {"price": price}}), "A区")
    assert rows_of(report, "bill")[0] == ("license: tier from 3", "3 × 20 × ( 1 − 1/4 )", 45)


def test_outside_quantity_is_part_of_what_is_bought() -> None:
    joint = {"outside_quantity": 6, "discount": "5%"}
    report = explained(two(arrangements={"joint": joint}), "A区")
    assert rows_of(report, "bill", 1)[:4] == [
        ("license: quantity bought", "4 + 6", 10),
        ("license: tier from 1", "10 × 10", 100),
        ("license: own part", "100 × 4 ÷ 10", 40),
        ("license: discount", "40 × ( 1 − 1/20 )", 38),
    ]


def test_who_does_not_take_part_has_no_table_of_shares() -> None:
    report = explained(two(arrangements={"joint": {"buyers": ["A区"]}}), "B区")
    assert [table.key for table in report.tables] == ["bill", "bill"]


def test_the_csv_names_buyer_vendor_and_year_of_each_figure() -> None:
    joint = {"buyers": ["A区"], "coordination": {"yearly": 1}}
    lines = csv_lines(explained(two(fiscal_years="R5-R6", arrangements={"joint": joint})))
    figures = {tuple(line[:3]): line[4] for line in lines if line[3] == "Amount"}
    assert figures["bill", "", "B区 / 甲社 / FY2024 / Invoice"] == "10"
    assert figures["bill", "", "B区 / 甲社 / All years"] == "20"
    assert figures["bill", "joint", "甲社 / FY2023 / Invoice"] == "30"
    assert figures["coordination", "joint", "FY2023 / Coordination cost"] == "1"
    assert figures["shares", "joint", "A区: share"] == "62"


def test_who_is_named_twice_is_shown_once() -> None:
    once = run("explain", ELEARNING, "--buyer", "A区", "--arrangement", "joint")
    again = ("--buyer", "A区", "--buyer", "A区", "--arrangement", "joint", "--arrangement", "joint")
    assert run("explain", ELEARNING, *again) == once


def csv_lines(report: Report) -> list[list[str]]:
    """The lines of the report as CSV, without the heading."""
    return list(csv.reader(StringIO(printed(report, "csv"))))[1:]


def printed(report: Report, form: str) -> str:
    """The report in a format."""
    result = Result(report=lambda _: report, document=dict)
    return render(result, form, Options(report.language, "yen", None, color=False))


# ---- what is shown adds up, on random scenarios ----


def random_scenario(seed: int) -> Data:
    """A scenario; every other one with a rule that has no part in an allocation."""
    data = deepcopy(generate.scenario(seed))
    for arrangement in data.get("arrangements", {}).values():
        mix = arrangement.get("allocation", "quantity")
        mix = {mix: "100%"} if isinstance(mix, str) else mix
        nothing = next(rule for rule in reversed(generate.RULES) if rule not in mix)
        if seed % 2:
            arrangement["allocation"] = {nothing: "0%", **mix}
    return data


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_what_is_shown_adds_up_and_is_told_apart(first: int) -> None:
    for seed in range(first, first + CHUNK):
        comparison = compare(from_data(random_scenario(seed)))
        chosen = (tuple(comparison.scenario.buyers), comparison.arrangements)
        english = explanation_report(comparison, *chosen, "en")
        japanese = explanation_report(comparison, *chosen, "ja")
        assert figures(english) == figures(japanese), seed
        for report in (english, japanese):
            assert printed(report, "table")
            names = [tuple(line[:4]) for line in csv_lines(report)]
            assert len(set(names)) == len(names), seed
        Sums(comparison).check(english)


def figures(report: Report) -> list[object]:
    """What both languages must share."""
    return [(row.cells[1:], row.is_total) for table in report.tables for row in table.rows]


class Sums:
    """Checks that what stands under one another in a table adds up."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.scenario: Scenario = comparison.scenario
        self.unit = 10 ** decimals(self.scenario.currency)

    def check(self, report: Report) -> None:
        """Every table, and what its total is in the comparison."""
        contracts = [one for buyer in self.comparison.separate for one in buyer.contracts]
        contracts += [one for outcome in self.comparison.arrangements for one in outcome.contracts]
        bills = [table for table in report.tables if table.key == "bill"]
        for table, contract in zip(bills, contracts, strict=True):
            self.check_bill(table, contract.cost)
        outcomes = {outcome.name: outcome for outcome in self.comparison.arrangements}
        for table in report.tables:
            if table.key == "coordination":
                self.check_bill(table, outcomes[table.arrangement].coordination)
            if table.key == "shares":
                self.check_shares(table, outcomes[table.arrangement])

    def check_bill(self, table: Table, cost: int) -> None:
        """Its licenses, its invoices, and their total."""
        rows = [row for row in table.rows if has_amount(row)]
        totals = [row for row in rows if row.is_total and name(row) != "All years"]
        assert sum(map(amount, totals)) == amount(rows[-1]) == Fraction(cost, self.unit)
        units = self.check_licenses(rows)
        for invoice in self.invoices(rows):
            lines = [row for row in invoice if "× " in f"{written(row)} " and is_line(row)]
            for row in lines:
                times, _, unit = parts(row)
                assert times * unit == amount(row)  # type: ignore[operator]  # a line's numbers
                assert units.get(name(row), unit) == unit
            self.check_invoice(invoice, sum(map(amount, lines)))

    def check_licenses(self, rows: Sequence[Row]) -> dict[str, Exact]:
        """What one billing period of each product comes to, step by step."""
        products = {self.label(product): product for product in self.scenario.products}
        found = [row for row in rows if name(row).partition(": ")[0] in products]
        units: dict[str, Exact] = {}
        for product, group in groupby(found, lambda row: name(row).partition(": ")[0]):
            steps = [row for row in group if ": " in name(row) and isinstance(row.cells[2], Price)]
            if steps:
                units[product] = self.follow(steps)
        return units

    def follow(self, steps: Sequence[Row]) -> Exact:
        """From the terms to what they lead to; each step begins with what the last one gave."""
        terms = [row for row in steps if name(row).partition(": ")[2].startswith(TERMS)]
        reached = sum(map(amount, terms))
        assert [amount(row) for row in terms] == [value(parts(row)) for row in terms]
        for row in steps[len(terms) :]:
            if parts(row):
                assert parts(row)[0] == reached
            else:
                assert amount(row) == reached
            if parts(row)[1:] not in {(), ("→",)}:
                assert value(parts(row)) == amount(row)
            reached = amount(row)
        return reached

    def invoices(self, rows: Sequence[Row]) -> Iterator[list[Row]]:
        """The rows of each bill, its total last."""
        rows = [row for row in rows if name(row) != "All years" and not self.is_license(row)]
        start = 0
        for position, row in enumerate(rows):
            if row.is_total:
                yield list(rows[start : position + 1])
                start = position + 1

    def check_invoice(self, invoice: Sequence[Row], exact: Exact) -> None:
        """The lines' sum, its rounding, its tax, the total."""
        net = exact
        tax: Exact = 0
        for row in invoice:
            if name(row).startswith("Sum"):
                assert (parts(row)[0] if parts(row) else amount(row)) == exact
                assert amount(row) == self.rounded(exact)
                net = amount(row)
            elif "ax, " in name(row):
                assert parts(row)[0] == net
                assert amount(row) == self.rounded(value(parts(row)))
                tax = amount(row) if name(row).startswith("Tax") else 0
        assert amount(invoice[-1]) == net + tax

    def check_shares(self, table: Table, outcome: Outcome) -> None:
        """The parts of the rules, and what is rounded of their sum."""
        exact: Exact = 0
        shares = []
        for row in table.rows:
            if name(row).endswith(": share"):
                assert (parts(row)[0] if parts(row) else amount(row)) == exact
                assert abs(amount(row) - exact) * self.unit < 1
                shares.append(amount(row) * self.unit)
                exact = 0
            else:
                assert value(parts(row)) == amount(row)
                exact += amount(row)
        assert shares == [share.share for share in outcome.shares]

    def rounded(self, exact: Exact) -> Fraction:
        """An amount of the currency rounded to its smallest unit."""
        return Fraction(round_exact(exact * self.unit, self.scenario.rounding), self.unit)

    def label(self, product: str) -> str:
        """What a product is called."""
        return self.scenario.products[product].label or product

    def is_license(self, row: Row) -> bool:
        """Whether a row is a step of a license's arithmetic, before the invoices."""
        product, colon, _ = name(row).partition(": ")
        return bool(colon) and product in map(self.label, self.scenario.products)


def is_line(row: Row) -> bool:
    """Whether a row of an invoice is one of its lines."""
    return not row.is_total and not name(row).startswith("Sum") and "ax, " not in name(row)


SIGNS = {"×": "*", "÷": "/", "−": "-", "× ( 1 −": "*(1-", "÷ ( 1 +": "/(1+"}


def value(formula: Sequence[Exact | Rate | str]) -> Fraction:
    """What a formula comes to, its rates as fractions."""
    text = ""
    for part in formula:
        if isinstance(part, str):
            text += SIGNS.get(part, part)
        else:
            number = Fraction((part.rate or 0) if isinstance(part, Rate) else part)
            text += f"Fraction({number.numerator}, {number.denominator})"
    return Fraction(eval(text))  # numbers and signs alone
