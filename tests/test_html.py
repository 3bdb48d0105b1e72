"""Pages and charts: what stands in them, read without a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from html_pages import ELEARNING, EVIL, GOLDENS, LONG, large_scenario, odd_scenario, page, simple
from running import run
from scalemerit.comparison import Comparison
from scalemerit.comparison import compare as compare_scenario
from scalemerit.scenario import from_data
from scalemerit.views.charts import Curves, Pairs, Waterfall
from scalemerit.views.comparison_charts import illustrated_comparison
from scalemerit.writers.cells import Style
from scalemerit.writers.charts import drawings
from scalemerit.writers.drawing import shortened, text_width

VOID = {"meta", "link", "img", "br", "hr"}
LOSS = str(GOLDENS / "loss.yaml")
COMMANDS = {
    "compare": ("compare", ELEARNING),
    "explain": ("explain", ELEARNING),
    "allocate": ("allocate", ELEARNING),
    "join": ("join", ELEARNING),
    "diff": ("diff", ELEARNING, LOSS),
    "batch": ("batch", ELEARNING, str(GOLDENS / "wards.yaml"), "missing.yaml"),
}
each_command = pytest.mark.parametrize("command", COMMANDS)


class Read(HTMLParser):
    """A page taken apart; what is not closed as it was opened is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.texts.append((self.open[-1], data.strip()))

    def of(self, tag: str) -> list[str]:
        """The texts directly within a tag."""
        return [text for within, text in self.texts if within == tag]

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """Those of every tag of this name."""
        return [attributes for name, attributes in self.tags if name == tag]


def compared(data: object) -> Comparison:
    """The comparison of a scenario given as data."""
    return compare_scenario(from_data(data))


# ---- pages ----


@each_command
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_page_is_whole_asks_for_nothing_and_runs_nothing(command: str, lang: str) -> None:
    text = page(*COMMANDS[command], "--lang", lang)
    read = Read(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert read.attributes("html") == [{"lang": lang}]
    assert {tag for tag, _ in read.tags} & {"script", "img", "iframe", "object", "form"} == set()
    names = {name for _, attributes in read.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"src", "srcset"})
    targets = [one["href"] for _, one in read.tags if "href" in one]
    assert all(target == "data:," or str(target).startswith("#s") for target in targets)
    assert "url(" not in text
    assert "@import" not in text
    policy = [one["content"] for one in read.attributes("meta") if "http-equiv" in one]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


@each_command
def test_every_table_has_a_caption_and_every_heading_says_what_it_heads(command: str) -> None:
    read = Read(page(*COMMANDS[command], "--lang", "en"))
    assert len(read.of("caption")) == len(read.attributes("table")) > 0
    assert {one.get("scope") for one in read.attributes("th")} == {"col", "row"}


@each_command
def test_every_link_leads_to_a_heading_of_the_page(command: str) -> None:
    read = Read(page(*COMMANDS[command], "--lang", "en"))
    links = [one["href"] for one in read.attributes("a")]
    assert links == [f"#{one['id']}" for one in read.attributes("h2")]


@each_command
def test_the_same_input_gives_the_same_page(command: str) -> None:
    assert page(*COMMANDS[command]) == page(*COMMANDS[command])


def test_headline_figures_are_those_of_the_arrangement_that_saves_most() -> None:
    # 11,830,500 separately and 9,630,500 jointly: 2,200,000 are 18.6 %
    read = Read(page("compare", ELEARNING, "--lang", "ja"))
    assert read.of("dt") == ["団体数", "単独調達", "共同調達", "削減額", "削減率"]
    assert read.of("dd") == ["5", "11,831", "9,631", "2,200", "18.6%"]


def test_a_loss_heads_the_page_as_such() -> None:
    # 222,000 separately; 226,000 jointly and 40,000 of coordination
    read = Read(page("compare", LOSS, "--lang", "ja"))
    assert read.of("dt")[-3:] == ["共同調達+事務局経費", "削減額", "削減率"]
    assert read.of("dd") == ["2", "222", "266", "▲44", "▲19.8%"]


def test_a_batch_is_headed_by_its_totals_and_tells_what_could_not_be_read() -> None:
    # 660 licenses at 1,000 yen and at 700 in each of two years: 1,320,000 and 924,000
    read = Read(page("batch", str(GOLDENS / "wards.yaml"), "missing.yaml", "--lang", "en"))
    assert read.of("dd") == ["1", "1,320", "924", "396", "30.0%"]
    assert "Files that could not be read" in read.of("caption")
    assert any("[file-missing]" in text for text in read.of("td"))


def test_a_batch_in_several_currencies_has_no_chart_over_them() -> None:
    read = Read(page("batch", ELEARNING, str(GOLDENS / "dollars.yaml"), "--lang", "en"))
    assert (read.of("dd"), read.attributes("svg")) == ([], [])


@pytest.mark.parametrize("command", ["compare", "explain", "allocate", "join"])
def test_what_is_assumed_and_where_it_comes_from_stands_below(command: str) -> None:
    read = Read(page(command, ELEARNING, "--lang", "ja"))
    assert read.of("h2")[-1] == "前提・出典・注記"
    assert any(text.startswith("出典・前提: 消費税率 10%") for text in read.of("p"))


def test_what_is_doubtful_in_the_input_is_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(odd_scenario(), encoding="utf-8")
    ran = run("compare", str(path), "--format", "html", "--lang", "en")
    assert "[tier-rises]" in ran.err
    read = Read(ran.out)
    assert "Doubtful in the input" in read.of("h2")
    assert [text for text in read.of("p") if text.endswith("[tier-rises]")]


@pytest.mark.parametrize("command", ["compare", "explain", "allocate", "join", "batch"])
def test_names_never_act_as_html(command: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(odd_scenario(), encoding="utf-8")
    text = page(command, str(path), "--lang", "en")
    read = Read(text)
    assert {tag for tag, _ in read.tags} & {"script", "img"} == set()
    assert EVIL in unescape(text)
    assert LONG in text


def test_62_buyers_and_three_arrangements_stay_below_130_kb(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(large_scenario(), encoding="utf-8")
    text = page("compare", str(path), "--lang", "ja")
    assert len(Read(text).attributes("svg")) == 3 * 4  # the shares of 62 buyers in two parts
    assert len(text.encode()) < 130_000


def test_details_are_opened_by_the_reader() -> None:
    read = Read(page("allocate", ELEARNING, "--lang", "en"))
    assert len(read.attributes("details")) == len(read.attributes("summary"))


# ---- charts ----


def test_each_arrangement_has_a_chart_of_shares_of_prices_and_of_causes() -> None:
    read = Read(page("compare", ELEARNING, "--lang", "en"))
    assert read.of("figcaption") == [
        "Alone and jointly — 5区の共同調達 (joint) (in 1,000 yen)",
        "license: price by quantity — 5区の共同調達 (joint)",
        "From separate to joint cost — 5区の共同調達 (joint) (in 1,000 yen)",
    ]
    assert [one["role"] for one in read.attributes("svg")] == ["img"] * 3
    assert [one["aria-label"] for one in read.attributes("svg")] == read.of("figcaption")


def test_bars_and_marks_tell_their_figures_in_words() -> None:
    read = Read(page("compare", ELEARNING, "--lang", "ja"))
    assert "3,493 → 3,064" in read.of("text")
    assert "共同調達: 2,200 × 3,900" in read.of("text")
    assert {"11,831", "削減 1,870", "削減 330", "9,631"} <= set(read.of("text"))
    assert "江戸川区: 削減額 428 12.3%" in read.of("title")
    assert "江戸川区: 700 × 4,400" in read.of("title")


def test_a_buyer_that_pays_more_is_told_by_words_and_not_by_color_alone() -> None:
    read = Read(page("compare", LOSS, "--lang", "ja"))
    assert "20 → 133 削減額 ▲113" in read.of("text")


def test_a_waterfall_leads_from_separate_to_joint_cost() -> None:
    waterfall = illustrated_comparison(compared(simple()), "en").charts[-1]
    assert isinstance(waterfall, Waterfall)
    assert [(step.name, step.start, step.end) for step in waterfall.steps] == [
        ("Separate", 0, 10_000),
        ("Same vendor for all", 10_000, 10_000),
        ("Volume", 10_000, 8_000),
        ("Shared fees", 8_000, 8_000),
        ("Negotiated discount", 8_000, 8_000),
        ("Coordination cost", 8_000, 8_000),
        ("Joint", 0, 8_000),
    ]


def test_bars_are_as_long_as_their_amounts() -> None:
    pairs = illustrated_comparison(compared(simple()), "en").charts[0]
    assert isinstance(pairs, Pairs)
    marks = drawings(pairs, Style("yen", "JPY", "en"))[0].marks
    separate, share = (
        [int(width) for width in re.findall(rf'class="{kind}" d="M\d+ \d+h(\d+)v7', marks)]
        for kind in "sj"
    )
    # a pays 4,000 alone and 3,200 jointly, b 6,000 and 4,800
    assert separate[0] / separate[1] == pytest.approx(4 / 6, abs=0.01)
    assert share[0] / separate[0] == pytest.approx(0.8, abs=0.01)
    assert share[1] / separate[1] == pytest.approx(0.8, abs=0.01)


def test_a_line_of_prices_is_what_one_costs_where_buying_up_pays_too() -> None:
    curves = illustrated_comparison(compared(simple()), "en").charts[1]
    assert isinstance(curves, Curves)
    (line,) = curves.lines
    points = dict(line.points)
    # 1,000 at 8 yen are 8,000, so that 999 cost no more: 8,000 / 999 is 8.008, which is 8 yen
    assert (points[400], points[999], points[1000]) == (10, 8, 8)
    assert [(mark.name, mark.quantity, mark.unit) for mark in curves.buyers] == [
        ("a", 400, 10),
        ("b", 600, 10),
    ]
    assert (curves.joint.quantity, curves.joint.unit) == (1000, 8)


def test_prices_whose_tier_several_products_choose_have_no_chart_and_a_note_says_so() -> None:
    price = {"model": "volume", "tiers": {1: 10, 1000: 8}, "counts": ["x", "y"]}
    alone = {"model": "flat", "amount": 5}
    comparison = compared(
        simple(
            products={"x": {}, "y": {}, "z": {}},
            buyers={"a": {"x": 1, "y": 2, "z": 3}},
            vendors={"v": {"prices": {"x": price, "y": price, "z": alone}}},
        )
    )
    shown = illustrated_comparison(comparison, "en")
    titles = [one.about.title for one in shown.charts if one.about.key == "prices"]
    assert titles == ["z: price by quantity — joint"]
    assert shown.report.notes[-1] == "Prices without a chart: x, y"


@pytest.mark.parametrize(
    ("tax", "unit"),
    [
        ({}, "yen"),
        ({"tax": {"rate": "10%", "prices": "included"}}, "yen, with tax"),
        ({"tax": {"rate": "10%", "prices": "excluded"}}, "yen, before tax"),
    ],
)
def test_the_axis_of_prices_tells_their_tax(tax: dict[str, object], unit: str) -> None:
    curves = illustrated_comparison(compared(simple(**tax)), "en").charts[1]
    assert isinstance(curves, Curves)
    assert curves.axes == ("Quantity", f"Price of one ({unit}), without fees")


def test_a_quantity_that_others_take_is_named_at_the_joint_purchase() -> None:
    joint = {"joint": {"outside_quantity": {"license": 1000}}}
    curves = illustrated_comparison(compared(simple(arrangements=joint)), "en").charts[1]
    assert isinstance(curves, Curves)
    assert (curves.joint.name, curves.joint.quantity) == (
        "Joint purchase with outside quantity",
        2000,
    )


def test_one_buyer_and_no_cost_can_be_drawn() -> None:
    free = {"v": {"price": {"model": "volume", "tiers": {1: 0}}}}
    comparison = compared(simple(buyers={"a": 1}, vendors=free))
    for chart in illustrated_comparison(comparison, "ja").charts:
        assert drawings(chart, Style(None, "JPY", "ja"))


def test_a_name_that_is_too_wide_is_cut_and_says_so() -> None:
    assert shortened("千代田区", 100) == "千代田区"
    cut = shortened(LONG, 100)
    assert cut.endswith("…")
    assert text_width(cut) <= 100


# ---- one chart alone ----


@pytest.mark.parametrize("chart", ["waterfall", "shares", "prices"])
def test_one_chart_alone_is_sound_xml_and_small(chart: str) -> None:
    out = run("compare", ELEARNING, "--format", "svg", "--chart", chart, "--lang", "ja").out
    root = ET.fromstring(out)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in out
    assert len(out.encode()) < 5_000


def test_a_chart_alone_is_of_the_arrangement_that_saves_most_or_of_the_one_named(
    tmp_path: Path,
) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(large_scenario(), encoding="utf-8")
    svg = ("compare", str(path), "--format", "svg", "--chart", "waterfall", "--lang", "ja")
    assert "62団体の共同調達 (joint)" in run(*svg).out
    named = run(*svg, "--arrangement", "own").out
    assert "広域連合 (own)" in named
    assert "62団体の共同調達" not in named


def test_a_chart_alone_keeps_names_from_acting(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(odd_scenario(), encoding="utf-8")
    out = run("compare", str(path), "--format", "svg", "--chart", "shares").out
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(out).iter()}
    assert tags == {"svg", "title", "style", "g", "path", "text"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "svg"), "--chart: svg needs the name of a chart"),
        (("--chart", "shares"), "--chart: only svg holds what is chosen"),
        (("--arrangement", "joint"), "--arrangement: only svg holds what is chosen"),
    ],
)
def test_options_of_charts_are_asked_for_and_refused(options: Sequence[str], words: str) -> None:
    ran = run("compare", ELEARNING, *options, LANG="en")
    assert ran.code == 2
    assert words in ran.err
