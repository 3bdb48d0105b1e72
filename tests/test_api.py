"""The Python API: comparisons that are the engine's, and that notebooks show as tables."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

import generate
import scalemerit
from comparing import TIERS, compared
from running import ROOT, environment_of
from scalemerit import comparison
from scalemerit.views.comparison import first_report
from scalemerit.views.report import Bar
from scalemerit.writers.cells import Style
from test_cli_names import NAMES, STEERING

ELEARNING = ROOT / "scenarios/elearning.yaml"
BOTH = ({"A区": 4, "B区": 6}, {"甲社": {"price": TIERS}})


def html(comparison: object, locale: str = "en_US.UTF-8") -> str:
    with environment_of({"LANG": locale}):
        return comparison._repr_html_()  # type: ignore[attr-defined]


def tables(text: str) -> dict[str, list[list[str]]]:
    """The cells of each table by its caption; what is not well-formed raises."""
    return {
        table.findtext("caption", ""): [
            ["".join(cell.itertext()) for cell in row] for row in table.iter("tr")
        ]
        for table in ET.fromstring(text).iter("table")
    }


# ---- the same results ----


def test_a_comparison_is_one_of_the_engine() -> None:
    scenario = scalemerit.load(ELEARNING)
    shown, plain = scalemerit.compare(scenario), comparison.compare(scenario)
    assert isinstance(shown, scalemerit.Comparison)
    assert (shown == plain, plain == shown, shown != plain) == (True, True, False)


@pytest.mark.parametrize("buyers", [{"A区": 4, "B区": 7}, {"B区": 6, "A区": 4}])
def test_another_scenario_or_another_order_makes_another_comparison(
    buyers: dict[str, object],
) -> None:
    one, other = (
        scalemerit.compare(compared(buyers=found, vendors=BOTH[1]).scenario)
        for found in (BOTH[0], buyers)
    )
    assert (one == other, one != other) == (False, True)


def test_a_comparison_is_no_text() -> None:
    assert scalemerit.compare(scalemerit.load(ELEARNING)) != "a text"


@pytest.mark.parametrize("seed", range(10))
def test_a_pickle_holds_the_same_comparison(seed: int) -> None:
    scenario = scalemerit.from_data(generate.scenario(seed))
    before = scalemerit.compare(scenario)
    after = pickle.loads(pickle.dumps(before))
    assert (type(after), after) == (type(before), before)


def test_no_writer_is_loaded_until_a_notebook_asks() -> None:
    code = (
        f"import sys, scalemerit; scalemerit.compare(scalemerit.load({str(ELEARNING)!r}));"
        "print(*(name for name in sys.modules if 'writers' in name or 'views' in name))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


# ---- what a notebook shows ----


def test_the_tables_are_those_looked_at_first() -> None:
    shown = tables(html(scalemerit.compare(scalemerit.load(ELEARNING))))
    of = " — 5区の共同調達 (joint)"
    assert list(shown) == [
        "Separate and joint procurement",
        "Separate procurement",
        f"Who pays what (by quantity){of}",
        f"Why it saves{of}",
    ]


def test_the_figures_are_those_of_the_worked_example() -> None:
    shown = tables(html(scalemerit.compare(scalemerit.load(ELEARNING))))
    shares = shown["Who pays what (by quantity) — 5区の共同調達 (joint)"]
    assert shares[0] == ["Buyer", "Quantity", "Separate", "Share", "Saving", "Rate"]
    assert shares[1] == ["江戸川区", "700", "3,493", "3,064", "428", "12.3%"]
    assert shares[-1] == ["Total", "2,200", "11,831", "9,631", "2,200", "18.6%"]


def test_numbers_stand_to_the_right_and_names_head_their_rows() -> None:
    root = ET.fromstring(html(scalemerit.compare(scalemerit.load(ELEARNING))))
    row = next(row for row in root.iter("tr") if row.findtext("th") == "江戸川区")
    assert [(cell.tag, cell.get("scope"), cell.get("class")) for cell in row] == [
        ("th", "row", None),
        ("td", None, None),
        ("td", None, "text"),
        ("td", None, "text"),
        ("td", None, None),
    ]
    heads = root.findall(".//thead/tr/th")
    assert {head.get("scope") for head in heads} == {"col"}


def test_bars_begin_where_the_one_before_ends() -> None:
    # separate 100 = 40 + 60; joint 90 = 10 x 9: all from the volume
    shown = scalemerit.compare(compared(buyers=BOTH[0], vendors=BOTH[1]).scenario)
    bars = [bar.get("style") for bar in ET.fromstring(html(shown)).iterfind(".//td[@class='bar']/")]
    assert bars == [
        "margin-left: 0.0%; width: 100.0%",
        "margin-left: 100.0%; width: 0.0%",
        "margin-left: 90.0%; width: 10.0%",
        "margin-left: 90.0%; width: 0.0%",
        "margin-left: 90.0%; width: 0.0%",
        "margin-left: 90.0%; width: 0.0%",
        "margin-left: 0.0%; width: 90.0%",
    ]


def test_the_language_is_that_of_the_locale() -> None:
    shown = scalemerit.compare(scalemerit.load(ELEARNING))
    assert "<caption>削減要因 — 5区の共同調達 (joint)</caption>" in html(shown, "ja_JP.UTF-8")
    assert "単位:千円" in html(shown, "ja_JP.UTF-8")
    assert "in 1,000 yen" in html(shown, "C")


def test_the_largest_saving_is_marked_and_a_note_explains_the_mark() -> None:
    arrangements = {"few": {"buyers": ["A区"]}, "all": {}}
    shown = compared(buyers=BOTH[0], vendors=BOTH[1], arrangements=arrangements)
    text = html(scalemerit.compare(shown.scenario))
    assert "<strong>★all</strong>" in text
    assert "<p>★ The largest saving: all</p>" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_never_acts_as_html(name: str) -> None:
    shown = compared(
        title=name,
        buyers={name: 4, "B区": 6},
        vendors={name: {"price": TIERS}},
        arrangements={name: {"label": name, "buyers": [name, "B区"]}},
        notes=name,
    )
    text = html(scalemerit.compare(shown.scenario))
    tags = {element.tag for element in ET.fromstring(text).iter()}
    assert tags <= set("div style p strong table caption thead tbody tr th td".split())
    assert not STEERING.search(text)
    assert scalemerit.errors.escaped(name) in "".join(ET.fromstring(text).itertext())


@pytest.mark.parametrize("seed", range(20))
def test_every_cell_reads_as_in_a_table_of_the_terminal(seed: int) -> None:
    shown = scalemerit.compare(scalemerit.from_data(generate.scenario(seed)))
    report = first_report(shown, "en")
    style = Style(None, report.currency, "en")
    expected = [
        ["" if isinstance(cell, Bar) else style.shown(cell) for cell in row.cells]
        for table in report.tables
        for row in table.rows
    ]
    found = [row for rows in tables(html(shown)).values() for row in rows[1:]]
    assert found == expected


def test_it_runs_nothing_and_asks_for_nothing() -> None:
    text = html(scalemerit.compare(scalemerit.load(ELEARNING)))
    assert not re.search(r"<script|src=|href=|url\(|@import|https?:", text)
