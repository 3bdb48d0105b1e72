"""Pages of results beside comparisons, and one of their charts alone: what is told, how large."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from html_pages import ELEARNING, THREE, file_of, large_scenario, odd_scenario, page
from running import run

# ---- pages ----


@pytest.mark.parametrize("command", ["allocate", "join", "explain"])
def test_what_is_doubtful_in_the_input_stands_on_every_page(command: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(odd_scenario(), encoding="utf-8")
    text = page(command, str(path), "--lang", "en")
    assert "Doubtful in the input</h2>" in text
    assert "[tier-rises]</p>" in text


def test_what_is_doubtful_in_either_file_stands_on_the_page_of_a_difference(
    tmp_path: Path,
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(odd_scenario(), encoding="utf-8")
    for files in ((ELEARNING, str(path)), (str(path), ELEARNING)):
        assert "[tier-rises]</p>" in page("diff", *files, "--lang", "en")


@pytest.mark.parametrize("command", ["allocate", "join", "explain"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_62_buyers_stay_below_150_kb(command: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(large_scenario(vendors=1), encoding="utf-8")
    options = ["--arrangement", "council"] if command == "allocate" else []
    text = page(command, str(path), *options, "--lang", lang)
    assert len(text.encode()) < 150_000


# ---- one chart alone ----


@pytest.fixture
def uncertain(tmp_path: Path) -> str:
    """A file in which one buyer is uncertain, with two arrangements; `big` saves more."""
    buyers = {"a": {"quantities": 400, "join": "50%"}, "b": 600, "c": 500}
    arrangements = {"small": {"buyers": ["a", "b"]}, "big": {"buyers": "all"}}
    return file_of(tmp_path, "uncertain", buyers=buyers, arrangements=arrangements)


CHARTS = [
    ("allocate", "rates"),
    ("join", "sizes"),
    ("join", "chance"),
    ("diff", "waterfall"),
    ("diff", "shares"),
    ("explain", "waterfall"),
]


def files_of(command: str, path: str, folder: Path) -> tuple[str, ...]:
    """What a command is given: a file, and before it a cheaper one where two are compared."""
    vendors = {"v": {"price": {"model": "volume", "tiers": {1: 10, 1000: 7}}}}
    arrangements = {"small": {"buyers": ["a", "b"]}, "big": {"buyers": "all"}}
    if command != "diff":
        return (path,)
    return file_of(folder, "old", buyers=THREE, vendors=vendors, arrangements=arrangements), path


@pytest.mark.parametrize(("command", "chart"), CHARTS)
def test_one_chart_alone_is_sound_small_and_of_the_arrangement_that_saves_most(
    command: str, chart: str, uncertain: str, tmp_path: Path
) -> None:
    files = files_of(command, uncertain, tmp_path)
    asked = (command, *files, "--format", "svg", "--chart", chart, "--lang", "en")
    out = run(*asked).out
    assert ET.fromstring(out).tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in out
    assert len(out.encode()) < 8_000
    assert "— big" in out
    assert "— small" not in out
    named = run(*asked, "--arrangement", "small").out
    assert "— small" in named
    assert "— big" not in named


@pytest.mark.parametrize(("command", "chart"), CHARTS)
def test_charts_are_asked_for_by_name_and_by_svg_alone(
    command: str, chart: str, uncertain: str, tmp_path: Path
) -> None:
    files = files_of(command, uncertain, tmp_path)
    ran = run(command, *files, "--chart", chart, LANG="en")
    assert (ran.code, "only svg holds what is chosen" in ran.err) == (2, True)
    ran = run(command, *files, "--format", "svg", LANG="en")
    assert (ran.code, "svg needs the name of a chart" in ran.err) == (2, True)


def test_a_share_alone_is_of_an_arrangement_that_its_buyer_takes_part_in(tmp_path: Path) -> None:
    # a and b reach the cheaper tier; c buys jointly with none, and saves nothing
    arrangements = {"pair": {"buyers": ["a", "b"]}, "rest": {"buyers": ["c"]}}
    path = file_of(tmp_path, buyers=THREE, arrangements=arrangements)
    asked = ("explain", path, "--buyer", "c", "--format", "svg", "--chart", "waterfall")
    assert "— rest" in run(*asked, "--lang", "en").out


def test_a_chart_that_a_result_does_not_have_is_refused() -> None:
    ran = run("join", ELEARNING, "--format", "svg", "--chart", "chance", LANG="en")
    assert (ran.code, ran.out) == (2, "")
    assert "this result has no chart `chance`" in ran.err
