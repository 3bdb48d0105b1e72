"""Problems on standard error: for people, as data, and as annotations of GitHub Actions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, SupportsIndex

import pytest
from jsonschema import Draft202012Validator

from running import ROOT, Ran, columns, run
from scalemerit.cli.problems import problems_text, show_problems
from scalemerit.errors import Place, Problem
from scalemerit.views.problem_documents import problem_document

GOOD = """\
scalemerit: 1
title: problems
buyers: {江戸川区: 700, 世田ヶ谷区: 450}
vendors:
  甲社: {price: {model: volume, tiers: {1: 4800, 500: 4900}}}
"""  # with two warnings: a name, and a price that rises
BAD = GOOD.replace("700", "七百").replace("tiers", "teirs")
FINE = """\
scalemerit: 1
title: fine
buyers: {A区: 5}
vendors: {甲社: {price: {model: flat, amount: 5}}}
"""
RISING = FINE.replace("model: flat, amount: 5", "model: volume, tiers: {1: 5, 2: 6}")
GALLERY = sorted((ROOT / "tests/errors").glob("*.yaml"))
SCHEMA = {
    "type": "object",
    "required": ["schema", "problems", "expectations"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": "scalemerit/problems/1"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    *["code", "severity", "file", "line", "column", "path", "message", "remedy"]
                ],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                    "severity": {"enum": ["error", "warning"]},
                    "file": {"type": ["string", "null"]},
                    "line": {"type": ["integer", "null"], "minimum": 1},
                    "column": {"type": ["integer", "null"], "minimum": 1},
                    "path": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "message": {"type": "string", "minLength": 1},
                    "remedy": {"type": "string", "minLength": 1},
                },
            },
        },
        "expectations": {
            "type": "array",
            "items": {"required": ["arrangement", "name", "expected", "actual", "met"]},
        },
    },
}


def compared(text: str, *options: str, **environment: str) -> Ran:
    """A comparison of a scenario on standard input."""
    return run("compare", "-", *options, stdin=text.encode(), **environment)


def as_data(ran: Ran) -> list[dict[str, Any]]:
    """The problems of a run with `--problems json`."""
    document = json.loads(ran.err)
    Draft202012Validator(SCHEMA).validate(document)
    return document["problems"]


# ---- for people ----


def test_a_warning_does_not_prevent_the_result() -> None:
    ran = compared(GOOD)
    assert (ran.code, ran.err.count(": warning[")) == (0, 2)
    assert ran.out == compared(GOOD).out != ""


def test_all_problems_are_told_at_once_with_file_line_and_column() -> None:
    heads = [line for line in compared(BAD).err.splitlines() if line.startswith("<stdin>:")]
    assert [head.split(" ")[:2] for head in heads] == [
        ["<stdin>:3:16:", "error[bad-quantity]:"],
        ["<stdin>:5:8:", "error[missing-key]:"],
        ["<stdin>:5:31:", "error[unknown-key]:"],
    ]


def test_the_caret_counts_full_width_characters_as_two() -> None:
    lines = compared(BAD).err.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("3 | "))
    shown, underline = lines[place], lines[place + 1]
    assert columns(shown[: shown.index("七百")]) == columns(underline[: underline.index("^")])
    assert underline.count("^") == 4


def test_a_long_line_is_shown_around_what_is_meant() -> None:
    many = ", ".join(f"団体{number}: 1" for number in range(500))
    text = GOOD.replace("江戸川区: 700", f"{many}, 江戸川区: 七百")
    shown = next(line for line in compared(text).err.splitlines() if line.startswith("3 | "))
    assert "七百" in shown
    assert len(shown) < 200


LONG = "x" * 161


@pytest.mark.parametrize(
    ("column", "width", "text", "shown"),
    [
        (1, 2, "ab", ["ab", "^^"]),
        (2, 160, LONG[:160], [LONG[:160], " " + "^" * 159]),
        (1, 3, LONG, [f"{LONG[:63]}…", "^^^"]),
        (61, 1, LONG, [f"{LONG[:121]}…", " " * 60 + "^"]),
        (62, 1, LONG, [f"…{LONG[:121]}…", " " * 61 + "^"]),
        (101, 1, LONG, [f"…{LONG[:121]}", " " * 61 + "^"]),
        (102, 60, LONG, [f"…{LONG[:120]}", " " * 61 + "^" * 60]),
        (101, 61, LONG, [f"…{LONG[:120]}…", " " * 61 + "^" * 61]),
        (162, 1, LONG, [f"…{LONG[:60]}", " " * 61 + "^"]),
        (1, 1, "", []),
        (3, 1, "    ", []),
        (200, 1, " " * 400, []),
    ],
)
def test_of_a_line_is_shown_what_is_around(
    column: int, width: int, text: str, shown: list[str]
) -> None:
    problem = Problem("bad-rate", values={"found": "5"}, place=Place("x", 7, column, width, text))
    _, *excerpt, _ = problems_text([problem], "en").splitlines()
    assert [line[4:] for line in excerpt[1:]] == shown


class CountedText(str):
    """A line that counts how many of its characters are looked at."""

    looked_at = 0

    def __getitem__(self, part: SupportsIndex | slice) -> str:
        found = super().__getitem__(part)
        CountedText.looked_at += len(found)
        return found


def test_of_a_very_long_line_no_more_is_looked_at_than_is_shown() -> None:
    text = CountedText("x" * 1_000_000)
    for width in (1, 900_000):
        place = Place("x", 1, 50_000, width, text)
        problems_text([Problem("bad-rate", values={"found": "5"}, place=place)], "en")
    assert 0 < CountedText.looked_at < 500


# ---- as data ----


def test_problems_as_data_carry_code_place_words_and_remedy() -> None:
    first, *_ = as_data(compared(BAD, "--problems", "json", "--lang", "en"))
    assert first == {
        "code": "bad-quantity",
        "severity": "error",
        "file": "<stdin>",
        "line": 3,
        "column": 16,
        "path": ["buyers", "江戸川区", "quantities", "license"],
        "message": "`七百` is not a quantity",
        "remedy": "write a whole number, 0 or more",
    }


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 1)])
def test_problems_as_data_leave_standard_output_clean(text: str, code: int) -> None:
    ran = compared(text, "--problems", "json", "--format", "json")
    assert ran.code == code
    assert {one["severity"] for one in as_data(ran)} == {"error" if code else "warning"}
    assert (json.loads(ran.out)["title"] == "problems") if ran.out else code == 1


def test_problems_as_data_speak_the_readers_language() -> None:
    first, *_ = as_data(compared(BAD, "--problems", "json", "--lang", "ja"))
    assert first["message"] == "`七百` は数量として読めません"


def test_a_problem_without_a_place_has_nulls() -> None:
    (only,) = as_data(run("compare", "no-such-file.yaml", "--problems", "json"))
    assert (only["code"], only["line"], only["column"]) == ("file-missing", None, None)


def test_nothing_is_told_where_nothing_is_wrong() -> None:
    path = str(ROOT / "scenarios/elearning.yaml")
    assert run("compare", path, "--problems", "json", GITHUB_ACTIONS="true").err == ""


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/errors").glob("*.yaml")), ids=lambda p: p.stem
)
def test_every_problem_of_the_gallery_can_be_told_as_data(path: Path) -> None:
    ran = run("compare", str(path), "--problems", "json")
    assert {one["code"] for one in as_data(ran)} == {path.stem}


UNDEFINED = (ROOT / "tests/errors/allocation-undefined.yaml").read_text(encoding="utf-8")
UNMET = f"{GOOD}arrangements: {{joint: {{expect: {{saving: 1}}}}}}\n"


def test_warnings_and_a_later_error_are_one_document() -> None:
    text = UNDEFINED.replace(
        "buyers:", "buyers:\n  世田ヶ谷区: {quantities: 5, current: {amount: 0}}", 1
    )
    told = as_data(compared(text, "--problems", "json"))
    assert {one["severity"] for one in told} == {"warning", "error"}
    assert [one["line"] for one in told] == sorted(one["line"] for one in told)


def test_an_unmet_expectation_stands_in_the_document_beside_warnings() -> None:
    ran = compared(UNMET, "--problems", "json")
    assert (ran.code, len(as_data(ran))) == (3, 2)
    (unmet,) = json.loads(ran.err)["expectations"]
    assert unmet["file"] == "<stdin>"
    assert (unmet["arrangement"], unmet["name"], unmet["expected"]) == ("joint", "saving", 1)
    assert unmet["met"] is False


def test_an_unmet_expectation_alone_is_a_document() -> None:
    text = UNMET.replace("世田ヶ谷区", "世田谷区").replace("4900", "4700")
    ran = compared(text, "--problems", "json")
    assert (ran.code, as_data(ran)) == (3, [])
    assert len(json.loads(ran.err)["expectations"]) == 1


@pytest.mark.parametrize("text", [BAD, GOOD, UNMET])
def test_data_is_the_same_document_under_github_actions(text: str) -> None:
    plain = compared(text, "--problems", "json")
    assert compared(text, "--problems", "json", GITHUB_ACTIONS="true") == plain


def test_warnings_of_an_explanation_are_told_as_data() -> None:
    ran = run("explain", "-", "--problems", "json", stdin=GOOD.encode())
    assert (ran.code, len(as_data(ran))) == (0, 2)


def test_a_file_name_that_is_not_utf8_is_shown_escaped() -> None:
    place = Place("caf\udce9.yaml", 2, 3, text="x")
    problem = Problem("bad-rate", ("\udce9", 1), {"found": "5"}, place=place)
    told = problem_document(problem, "en")
    assert (told["file"], told["path"]) == (r"caf\udce9.yaml", [r"\udce9", 1])


# ---- under GitHub Actions ----


def test_annotations_are_added_under_github_actions_only() -> None:
    plain, annotated = compared(BAD), compared(BAD, GITHUB_ACTIONS="true")
    added = annotated.err.removeprefix(plain.err).splitlines()
    assert [line.partition(" ")[0] for line in added] == ["::error"] * 3
    assert compared(BAD, GITHUB_ACTIONS="false") == plain


def test_an_annotation_says_where_what_and_what_to_do() -> None:
    first = next(
        line for line in compared(BAD, GITHUB_ACTIONS="true").err.splitlines() if "::" in line
    )
    assert first == (
        "::error file=<stdin>,line=3,col=16::"
        "`七百` is not a quantity [bad-quantity] write a whole number, 0 or more"
    )


def test_a_warning_is_annotated_as_a_warning() -> None:
    assert compared(GOOD, GITHUB_ACTIONS="true").err.count("\n::warning file=") == 2


def test_annotations_leave_standard_output_clean() -> None:
    assert compared(GOOD, GITHUB_ACTIONS="true").out == compared(GOOD).out


def test_an_annotation_holds_nothing_that_steers_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    place = Place("\x1b[31m\u202e\u2028.yaml", 2, 3, text="x")
    show_problems([Problem("bad-rate", values={"found": "5"}, place=place)], "en")
    annotation = capsys.readouterr().err.split("\n")[-2]
    assert annotation.startswith(r"::error file=\x1b[31m\u202e\u2028.yaml,line=2,col=3::")


def test_an_annotation_is_one_line_whatever_stands_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    place = Place("100%, a:b\r\n.yaml", 2, 3, text="x")
    problem = Problem("bad-rate", values={"found": "5%\n::error::x"}, place=place)
    show_problems([problem], "en")
    annotation = capsys.readouterr().err.splitlines()[-1]
    assert annotation == (
        "::error file=100%25%2C a%3Ab\\r\\n.yaml,line=2,col=3::"
        r"`5%25\n::error::x` is not a rate [bad-rate] "
        "write it in per cent, such as 10%25 or 7.5%25"
    )


# ---- validate ----


@pytest.mark.parametrize(
    ("texts", "language", "told"),
    [
        ([FINE], "en", "1 file, no errors\n"),
        ([FINE, FINE], "en", "2 files, no errors\n"),
        ([FINE, RISING], "en", "2 files, no errors, 1 warning\n"),
        ([RISING, RISING], "en", "2 files, no errors, 2 warnings\n"),
        ([FINE], "ja", "1 ファイルを調べ、誤りはありません\n"),
        ([RISING], "ja", "1 ファイルを調べ、誤りはありません(警告 1 件)\n"),
    ],
)
def test_files_without_errors_are_counted_and_so_are_warnings(
    texts: list[str], language: str, told: str, tmp_path: Path
) -> None:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    ran = run("validate", str(tmp_path), "--lang", language)
    assert (ran.code, ran.err) == (0, told)


def test_where_there_is_an_error_nothing_says_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    ran = run("validate", str(tmp_path))
    assert (ran.code, ran.err) == (1, "")
