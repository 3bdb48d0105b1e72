"""Answers change a scenario's own text and nothing else of it, however its buyers are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from running import run
from scalemerit.source.editing import Editor, yaml_text
from survey_sheets import csv_bytes, scenario_file

HEAD = "scalemerit: 1\ntitle: t\nproducts: {e3: {}, e5: {}}\nbuyers:\n"
TAIL = "vendors:\n  甲社: {prices: {e3: {model: flat, amount: 1}, e5: {model: flat, amount: 2}}}\n"
ANSWERS = (("団体名", "e3", "e5", "年額"), ("A区", 5, 6, 70))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "  A区: {e3: 1}  # x\n",
            "  A区: {quantities: {e3: 5, e5: 6}, current: {amount: 70}}  # x\n",
            id="quantities alone in braces",
        ),
        pytest.param(
            "  A区:  # x\n    e3: 1  # y\n    # z\n",
            "  A区:  # x\n    quantities:\n      e3: 5  # y\n      e5: 6\n"
            "    current: {amount: 70}\n    # z\n",
            id="quantities alone on lines",
        ),
        pytest.param(
            "  A区:  # x\n    e3: 1  # y\n    # z\n    e5: 1\n",
            "  A区:  # x\n    quantities:\n      e3: 5  # y\n      # z\n      e5: 6\n"
            "    current: {amount: 70}\n",
            id="all quantities on lines",
        ),
        pytest.param(
            "  A区:\n    quantities: {e3: 1}\n    population: 9  # y\n",
            "  A区:\n    quantities: {e3: 5, e5: 6}\n    population: 9  # y\n"
            "    current: {amount: 70}\n",
            id="a line a key",
        ),
        pytest.param(
            "  A区:\n    quantities:\n      e3: 1\n    current: {unit_prices: {e3: 3}}\n",
            "  A区:\n    quantities:\n      e3: 5\n      e5: 6\n    current: {amount: 70}\n",
            id="another form of today's contract",
        ),
        pytest.param(
            "  A区: {quantities: {e3: '1', e5: 2,}, current: {amount: 8円}}\n",
            "  A区: {quantities: {e3: 5, e5: 6,}, current: {amount: 70}}\n",
            id="texts and a comma at the end",
        ),
        pytest.param(
            "  A区: {quantities: {\n    e3: 1, # y\n    }, join: 50%}\n",
            "  A区: {quantities: {\n    e3: 5, e5: 6, # y\n    }, join: 50%,"
            " current: {amount: 70}}\n",
            id="braces over several lines",
        ),
        pytest.param(
            "  B区: {e3: 9}\n\n  # the end\n",
            "  B区: {e3: 9}\n  A区: {quantities: {e3: 5, e5: 6}, current: {amount: 70}}\n"
            "\n  # the end\n",
            id="a new buyer",
        ),
    ],
)
def test_only_the_figures_change(before: str, after: str, tmp_path: Path) -> None:
    known = "" if "A区" in before else "  A区: {e3: 0}\n"
    scenario = scenario_file(tmp_path, HEAD + before + TAIL)
    answers = ANSWERS if not known else (ANSWERS[0], ("港区", 5, 6, 70))
    (tmp_path / "answers.csv").write_bytes(csv_bytes(answers))
    ran = run("survey", "import", str(tmp_path / "answers.csv"), "--into", str(scenario))
    assert (ran.code, ran.err) == (0, "")
    expected = after.replace("A区", "港区") if known else after
    assert scenario.read_text("utf-8") == HEAD + expected + TAIL


def test_buyers_in_braces_take_new_ones(tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path, HEAD.rstrip() + " {A区: {e3: 1}}\n" + TAIL)
    (tmp_path / "answers.csv").write_bytes(csv_bytes((("区", "e3"), ("港区", 5))))
    assert run("survey", "import", str(tmp_path / "answers.csv"), "--into", str(scenario)).code == 0
    assert "buyers: {A区: {e3: 1}, 港区: {e3: 5}}\n" in scenario.read_text("utf-8")


def test_a_file_without_a_last_line_end_is_kept_so(tmp_path: Path) -> None:
    text = HEAD.replace("buyers:\n", "") + TAIL + "buyers:\n  A区: {e3: 1}"
    scenario = scenario_file(tmp_path, text)
    (tmp_path / "answers.csv").write_bytes(csv_bytes((("区", "e3"), ("港区", 5))))
    assert run("survey", "import", str(tmp_path / "answers.csv"), "--into", str(scenario)).code == 0
    assert scenario.read_text("utf-8") == text + "\n  港区: {e3: 5}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("江戸川区", "江戸川区"),
        ("Microsoft 365 E3", "Microsoft 365 E3"),
        ("131237", '"131237"'),
        ("true", '"true"'),
        ("a: b", '"a: b"'),
        ("=1+1", '"=1+1"'),
        ('"', '"\\""'),
        ("a\x85b", '"a\\u0085b"'),
        ("", '""'),
    ],
)
def test_a_text_is_written_so_that_it_is_read_again(text: str, written: str) -> None:
    from scalemerit.source import read

    assert yaml_text(text) == written
    assert read(f"x: {written}\n".encode(), "-").data == {"x": text}


def test_changes_may_touch_each_other() -> None:
    editor = Editor("a: {b: 1}\n")
    editor.replace(("a", "b"), "2")
    editor.add(("a",), [("c", "3")])
    editor.surround(("a",), "{x: ", "}")
    assert editor.text() == "a: {x: {b: 2, c: 3}}\n"
