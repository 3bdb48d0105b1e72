"""The command line: exit codes, where scenarios come from, which language, what is chosen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from running import PROGRAM, ROOT, endable, run

ELEARNING = str(ROOT / "scenarios/elearning.yaml")
SMALL = """
scalemerit: 1
title: small
buyers: {A区: 5, B区: 5}
vendors:
  甲社: {price: {model: volume, tiers: {1: 10, 10: 9}}}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A scenario that saves 10 of 100."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def expecting(path: Path, saving: int) -> Path:
    """The scenario with an expectation."""
    expect = f"{{expect: {{saving: {saving}, every_buyer_saves: true}}}}"
    path.write_text(f"{SMALL}arrangements:\n  council: {expect}\n", encoding="utf-8")
    return path


# ---- exit codes ----


def test_a_comparison_ends_with_0_and_nothing_on_standard_error() -> None:
    ran = run("compare", ELEARNING)
    assert (ran.code, ran.err) == (0, "")
    assert "2,200" in ran.out


def test_an_input_with_problems_ends_with_1_and_no_output(small: Path) -> None:
    small.write_text(SMALL.replace("tiers", "teirs"), encoding="utf-8")
    ran = run("compare", str(small))
    assert (ran.code, ran.out) == (1, "")
    assert "error[unknown-key]" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", ELEARNING, "another.yaml"],
        ["compare", ELEARNING, "--format", "xml"],
        ["compare", ELEARNING, "--lang", "fr"],
        ["compare", ELEARNING, "--unit", "oku"],
        ["compare", ELEARNING, "--frmat", "csv"],
        ["explain", ELEARNING, "--format", "json"],
        ["schema", "nothing"],
        ["nothing"],
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_why(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: scalemerit" in ran.err
    assert "Error: " in ran.err


def test_no_command_at_all_shows_the_help() -> None:
    ran = run()
    assert ran.code == 2
    assert "compare" in ran.out + ran.err


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_an_unmet_expectation_ends_with_3_after_the_whole_output(small: Path, form: str) -> None:
    whole = run("compare", str(expecting(small, 10)), "--format", form, "--lang", "en")
    unmet = run("compare", str(expecting(small, 11)), "--format", form, "--lang", "en")
    assert (whole.code, unmet.code) == (0, 3)
    told = "small: council: Saving is: not met: expected 11, actual 10"
    assert unmet.err == f"{small}:8:30: {told}\n"
    assert len(unmet.out.splitlines()) == len(whole.out.splitlines())


def test_an_unmet_expectation_stands_in_the_json_document(small: Path) -> None:
    ran = run("compare", str(expecting(small, 11)), "--format", "json")
    saving, everyone = json.loads(ran.out)["arrangements"][0]["expectations"]
    assert saving == {"name": "saving", "expected": 11, "actual": 10, "met": False}
    assert everyone["met"]


def test_an_unmet_expectation_is_told_in_japanese(small: Path) -> None:
    ran = run("compare", str(expecting(small, 11)), "--lang", "ja")
    told = "small: council: 削減額が一致: 満たしていません: 期待 11、結果 10"
    assert ran.err == f"{small}:8:30: {told}\n"


def test_an_unmet_expectation_is_an_annotation_where_it_stands(small: Path) -> None:
    ran = run("compare", str(expecting(small, 11)), "--lang", "en", GITHUB_ACTIONS="true")
    told = "small: council: Saving is: not met: expected 11, actual 10"
    assert ran.err.splitlines()[1:] == [f"::error file={small},line=8,col=30::{told}"]


BUG = """
import sys
import scalemerit.scenario
from scalemerit.__main__ import main

def broken(path):
    raise RuntimeError("a bug")

scalemerit.scenario.read_scenario = broken
sys.argv = ["scalemerit", "compare", "x.yaml"]
main()
"""


def test_a_bug_ends_with_70_and_its_traceback() -> None:
    ran = subprocess.run([sys.executable, "-c", BUG], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (70, "")
    assert "Traceback" in ran.stderr
    assert ran.stderr.endswith("RuntimeError: a bug\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_an_interrupted_run_ends_with_130_and_silently(tmp_path: Path) -> None:
    path = tmp_path / "slow.yaml"
    os.mkfifo(path)
    with endable():
        process = subprocess.Popen([*PROGRAM, "compare", str(path)], stderr=subprocess.PIPE)
    with process, path.open("wb"):  # which opens once the program reads
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=20)
    assert (process.returncode, words) == (130, b"")


# ---- where scenarios come from ----


def test_standard_input_is_read_for_a_dash() -> None:
    ran = run("compare", "-", "--format", "json", stdin=SMALL.encode())
    assert json.loads(ran.out)["arrangements"][0]["saving"] == 10


def test_problems_of_standard_input_name_it() -> None:
    ran = run("compare", "-", stdin=b"scalemerit: 2\n")
    assert ran.err.startswith("<stdin>:1:1: error[missing-key]")


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert run("compare", "-", stdin=b"\xef\xbb\xbf" + SMALL.encode()).code == 0


def test_windows_line_ends_change_nothing() -> None:
    windows = SMALL.replace("\n", "\r\n").encode()
    assert run("compare", "-", stdin=windows) == run("compare", "-", stdin=SMALL.encode())


def test_a_shipped_scenario_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("compare", "scenarios/elearning.yaml") == run("compare", ELEARNING)


def test_a_file_of_ones_own_comes_before_a_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/elearning.yaml").write_text(SMALL, encoding="utf-8")
    assert "small" in run("compare", "scenarios/elearning.yaml").out


# ---- the language ----

JAPANESE, ENGLISH = "単独調達と共同調達の比較", "Separate and joint procurement"


@pytest.mark.parametrize(
    ("arguments", "environment", "title"),
    [
        ([], {}, ENGLISH),
        ([], {"LANG": "ja_JP.UTF-8"}, JAPANESE),
        ([], {"LANG": "C"}, ENGLISH),
        ([], {"LANG": "de_DE.UTF-8"}, ENGLISH),
        ([], {"LANG": "ja_JP.UTF-8", "LC_ALL": "en_US.UTF-8"}, ENGLISH),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, JAPANESE),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, JAPANESE),
        ([], {"LC_MESSAGES": "ja_JP.UTF-8", "LC_ALL": "C"}, ENGLISH),
        ([], {"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, JAPANESE),
        (["--lang", "en"], {"LC_ALL": "ja_JP.UTF-8"}, ENGLISH),
        (["--lang", "ja"], {"LC_ALL": "C"}, JAPANESE),
        (["--lang=ja"], {}, JAPANESE),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_locale(
    arguments: list[str], environment: dict[str, str], title: str
) -> None:
    assert title in run("compare", ELEARNING, *arguments, **environment).out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_json_has_the_same_bytes_in_every_language(lang: str) -> None:
    json_of = ("compare", ELEARNING, "--format", "json")
    assert run(*json_of, "--lang", lang) == run(*json_of)


@pytest.mark.parametrize("command", [[], ["compare"], ["explain"], ["schema"]])
def test_the_help_is_in_the_language_of_the_locale(command: list[str]) -> None:
    english = run(*command, "--help", LANG="C").out
    japanese = run(*command, "--help", LANG="ja_JP.UTF-8").out
    assert english.isascii()
    assert not japanese.isascii()


# ---- what to explain ----


def test_a_buyer_is_explained_by_its_key_its_code_or_its_english_name() -> None:
    named = [
        run("explain", ELEARNING, "--buyer", name) for name in ("江戸川区", "131237", "Edogawa")
    ]
    assert named[0].code == 0
    assert named[0] == named[1] == named[2]


def test_only_the_chosen_are_explained() -> None:
    out = run(
        "explain", ELEARNING, "--buyer", "A区", "--buyer", "B区", "--arrangement", "joint"
    ).out
    assert "A区" in out
    assert "B区" in out
    assert "C区" not in out


@pytest.mark.parametrize(
    ("lang", "arguments", "hint"),
    [
        (
            "en",
            ["--buyer", "江戸河区"],
            "`江戸河区` is not in the scenario; did you mean `江戸川区`?",
        ),
        ("ja", ["--buyer", "江戸河区"], "`江戸河区` はありません。`江戸川区` のことですか"),
        ("en", ["--arrangement", "jiont"], "`jiont` is not in the scenario; did you mean `joint`?"),
        ("ja", ["--arrangement", "jiont"], "`jiont` はありません。`joint` のことですか"),
        ("en", ["--arrangement", "zzz"], "`zzz` is not in the scenario; known: joint"),
    ],
)
def test_an_unknown_name_ends_with_2_and_a_hint(lang: str, arguments: list[str], hint: str) -> None:
    ran = run("explain", ELEARNING, "--lang", lang, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert hint in ran.err


# ---- version and schema ----


def test_the_version_is_shown_by_the_command_line_and_by_the_shortcut() -> None:
    from scalemerit import __version__

    shortcut = subprocess.run([*PROGRAM, "--version"], capture_output=True, text=True, check=True)
    assert shortcut.stdout == run("--version").out == f"scalemerit {__version__}\n"


@pytest.mark.parametrize("name", ["scenario", "comparison"])
def test_a_schema_is_json(name: str) -> None:
    ran = run("schema", name)
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["$schema"].startswith("https://json-schema.org/")
