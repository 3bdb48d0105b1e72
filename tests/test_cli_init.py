"""A scenario to start from can be used as it stands, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from running import run
from scalemerit import load
from survey_sheets import csv_bytes


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("options", [(), ("--products", "e3=Microsoft 365 E3,e5")], ids=str)
def test_a_new_scenario_is_sound_and_computes(
    options: tuple[str, ...], language: str, tmp_path: Path
) -> None:
    file = tmp_path / "new.yaml"
    made = run("init", *options, "--buyers", "tokyo", "-o", str(file), "--lang", language)
    assert (made.code, made.out, made.err) == (0, "", "")
    ran = run("compare", str(file), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert len(load(file).buyers) == 62


def test_it_is_commented_in_the_language_asked_for() -> None:
    assert run("init", "--lang", "ja").out.startswith("# シナリオのひな形です。")
    assert run("init", "--lang", "en").out.startswith("# A scenario to start from")


def test_what_is_assumed_is_named_as_assumed() -> None:
    told = run("init", "--lang", "en").out
    assert "  - unit prices are assumptions" in told.replace('"', "")
    assert "  - quantities are assumptions" in told.replace('"', "")


def test_the_23_wards_buy_unless_others_are_named() -> None:
    assert run("init", "--lang", "en").out.count("区: 100\n") == 23
    assert run("init", "--buyers", "港区,Chuo", "--lang", "en").out.count("区: 100\n") == 2


def test_names_and_titles_are_texts_whatever_they_look_like(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    run("init", "--buyers", "a: b,= 1,true", "--title", "# t: {", "-o", str(file))
    scenario = load(file)
    assert (scenario.title, list(scenario.buyers)) == ("# t: {", ["a: b", "= 1", "true"])


def test_a_survey_gives_buyers_and_quantities(tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_bytes(
        csv_bytes((("区名", "数量", "契約額(千円)"), ("江戸川", "７００", "1,200")))
    )
    file = tmp_path / "new.yaml"
    ran = run("init", "--survey", str(answers), "--title", "試算", "-o", str(file), "--lang", "en")
    assert (ran.code, ran.out) == (0, "")
    assert "added: 江戸川区: license 700, today's contract 1,200,000\n" in ran.err
    buyer = load(file).buyers["江戸川区"]
    assert dict(buyer.quantities) == {"license": 700}
    assert buyer.current is not None
    assert buyer.current.amount == 1_200_000


def test_problems_of_a_survey_end_with_1(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_bytes(csv_bytes((("区名", "数量"), ("江戸川", "?"))))
    ran = run("init", "--survey", str(tmp_path / "answers.csv"), "--lang", "en")
    assert (ran.code, ran.out, "survey-quantity" in ran.err) == (1, "", True)


def test_a_survey_names_the_buyers_itself() -> None:
    ran = run("init", "--survey", "x.csv", "--buyers", "港区", "--lang", "en")
    assert (ran.code, "a survey names the buyers itself" in ran.err) == (2, True)
