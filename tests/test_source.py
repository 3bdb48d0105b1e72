"""Strict YAML: what is read, what is noted and what is refused."""

from __future__ import annotations

import re

import pytest

from scalemerit.errors import Problem, ScalemeritError
from scalemerit.source import read


def data_of(text: str) -> object:
    source = read(text.encode(), "f.yaml")
    assert source.problems == ()
    return source.data


def problems_of(content: str | bytes) -> tuple[Problem, ...]:
    """All problems of a file, those it is refused for and those it can be read with."""
    try:
        return read(content.encode() if isinstance(content, str) else content, "f.yaml").problems
    except ScalemeritError as error:
        return error.problems


def codes_of(content: str | bytes) -> list[str]:
    return [f"{problem.place}: {problem.code}" for problem in problems_of(content)]


# What is read


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("700", 700),
        ("12_000_000", 12_000_000),
        ("9" * 30, int("9" * 30)),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('""', ""),
        ('"700"', "700"),
        ("'true'", "true"),
        ("|\n  700", "700"),
    ],
)
def test_plain_digits_and_true_and_false_are_the_only_values_that_are_no_text(written, value):
    read_value = data_of(f"a: {written}")["a"]
    assert (read_value, type(read_value)) == (value, type(value))


@pytest.mark.parametrize(
    "written",
    [
        *["013105", "00", "0_1", "1__0", "1_", "_1", "9" * 31, "9" * 100_000, "1_" * 99 + "1"],
        *["-5", "+5", "12.5", "1_000.5", "1e5", "0x1F", "0o17", "017.", "4,800", "10%"],
        *["12:30", "1:30:00", "2023-04-01", ".inf", "-.INF", ".nan", "=", "５００", "²"],
        *["yes", "no", "on", "off", "y", "n", "True", "TRUE", "Null", "NULL", "None"],
    ],
)
def test_everything_else_is_text_as_written(written):
    assert data_of(f"a: {written}") == {"a": written}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("131237: a", {"131237": "a"}),
        ("013105: a", {"013105": "a"}),
        ("1_0: a\n10: b", {"1_0": "a", "10": "b"}),
        ("true: a\nno: b\n~: c\nnull: d", {"true": "a", "no": "b", "~": "c", "null": "d"}),
        ("12:30: a", {"12:30": "a"}),
        ('"<<": a', {"<<": "a"}),
        ("? a\n: b", {"a": "b"}),
        ("? |-\n  a\n: b", {"a": "b"}),
        ("{a, b: 1}", {"a": None, "b": 1}),
    ],
)
def test_keys_are_text_as_written(text, data):
    assert data_of(text) == data


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, x]\r\nb: {c: 2}\r\n",
        "\ufeffa: [1, x]\nb: {c: 2}\n",
        "a: [1, x]\rb: {c: 2}\r",
        "# 注\n---\na:\n- 1\n- x\nb:\n  c: 2\n...\n",
        "%YAML 1.1\n---\na: [1, x]\nb: {c: 2}",
        "%YAML 1.2\n---\na: [1, x]\nb: {c: 2}",
        "a:\t[1,\tx]\nb: {\n\tc: 2}",
    ],
)
def test_line_ends_marks_and_directives_change_nothing(text):
    assert data_of(text) == {"a": [1, "x"], "b": {"c": 2}}


def test_an_alias_shares_the_data_of_its_anchor():
    data = data_of("a: &x {p: [1]}\nb: *x\nc: &y 5\nd: [*y, *x]\n*y : 6")
    assert data == {"a": {"p": [1]}, "b": {"p": [1]}, "c": 5, "d": [5, {"p": [1]}], "5": 6}
    assert data["a"] is data["b"]


def test_the_last_anchor_of_a_name_counts():
    assert data_of("a: &x 1\nb: &x 2\nc: *x") == {"a": 1, "b": 2, "c": 2}


# What is noted, and read all the same


@pytest.mark.parametrize(
    ("text", "problems", "data"),
    [
        ("a: 1\nb: 2\na: 3\n", ["f.yaml:3:1: duplicate-key"], {"a": 1, "b": 2}),
        ("a: {b: 1, b: 2}", ["f.yaml:1:11: duplicate-key"], {"a": {"b": 1}}),
        ("区: 1\n'区': 2", ["f.yaml:2:1: duplicate-key"], {"区": 1}),
        ("a: &k 1\n'1': 1\n*k : 2", ["f.yaml:3:1: duplicate-key"], {"a": 1, "1": 1}),
        ("a: !x 5", ["f.yaml:1:4: yaml-tag"], {"a": 5}),
        ("a: !!str 5", ["f.yaml:1:4: yaml-tag"], {"a": 5}),
        ("a: ! 5", ["f.yaml:1:4: yaml-tag"], {"a": 5}),
        ("a: &k !!set {b}", ["f.yaml:1:7: yaml-tag"], {"a": {"b": None}}),
        ("a: !x\n  b: 1", ["f.yaml:1:4: yaml-tag"], {"a": {"b": 1}}),
        ("!x a: 1", ["f.yaml:1:1: yaml-tag"], {"a": 1}),
        ("a: !!python/object:os.system []", ["f.yaml:1:4: yaml-tag"], {"a": []}),
        ("<<: {a: 1}\nb: 2", ["f.yaml:1:1: merge-key"], {"b": 2}),
        ("a: &x {b: 1}\nc: {<<: *x}", ["f.yaml:2:5: merge-key"], {"a": {"b": 1}, "c": {}}),
        ("a: 1\n? \n: 2", ["f.yaml:2:2: key-not-text"], {"a": 1}),
        ("a: 1\n'': 2", ["f.yaml:2:1: key-not-text"], {"a": 1}),
        ("a: 1\n[b]: 2", ["f.yaml:2:1: key-not-text"], {"a": 1}),
        ("a: {{b: 1}: 2}", ["f.yaml:1:5: key-not-text"], {"a": {}}),
        ("a: &x [1]\n*x : 2", ["f.yaml:2:1: key-not-text"], {"a": [1]}),
        ("a: 1\n---\nb: 2", ["f.yaml:2:1: several-documents"], {"a": 1}),
        ("a: 1\n...\n---\nb: 2", ["f.yaml:3:1: several-documents"], {"a": 1}),
        ("a: 1\n...\nb: 2", ["f.yaml:3:1: several-documents"], {"a": 1}),
    ],
)
def test_what_does_not_prevent_reading_is_noted(text, problems, data):
    assert codes_of(text) == problems
    assert read(text.encode(), "f.yaml").data == data


def test_a_duplicate_names_the_line_of_the_first():
    (problem,) = problems_of("x: 0\na: 1\n\na: 2")
    assert problem.message("en") == "`a` is written twice; it stands on line 2 already"


@pytest.mark.parametrize(("text", "tag"), [("a: &k !x 1", "!x"), ("a: !!str 1", "!!str")])
def test_a_tag_is_shown_as_written(text, tag):
    (problem,) = problems_of(text)
    assert (problem.values["tag"], problem.place.width) == (tag, len(tag))


# What is refused

NINE = ",".join(["*{}"] * 9)
BOMB = "a: &a [1,2,3,4,5,6,7,8,9]\n" + "".join(
    f"{name}: &{name} [{NINE.replace('{}', before)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
LADDER = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 1000))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "f.yaml:1:1: empty-file"),
        ("\n\n", "f.yaml:1:1: empty-file"),
        ("# nothing\n", "f.yaml:1:1: empty-file"),
        ("---\n", "f.yaml:1:3: empty-file"),
        ("\ufeff", "f.yaml:1:1: empty-file"),
        ("- a\n- b", "f.yaml:1:1: not-a-mapping"),
        ("title", "f.yaml:1:1: not-a-mapping"),
        ("~", "f.yaml:1:1: not-a-mapping"),
        ("a: 1\n\tb: 2", "f.yaml:2:1: tab-indent"),
        ("a:\n\tb: 2", "f.yaml:2:1: tab-indent"),
        ("a:\n  b: 1\n \tc: 2", "f.yaml:3:2: tab-indent"),
        ("a: |\n\tb", "f.yaml:2:1: tab-indent"),
        ("a: {b: 1\nc: 2\n", "f.yaml:2:2: yaml-syntax"),
        ("a: [1, 2\n", "f.yaml:1:4: yaml-syntax"),
        ('a: 1\nb: "c\n', "f.yaml:2:4: yaml-syntax"),
        ("a: 1\n]", "f.yaml:2:1: yaml-syntax"),
        ("a: b: c", "f.yaml:1:5: yaml-syntax"),
        ("a: @x", "f.yaml:1:4: yaml-syntax"),
        ("区: 1\n  区: 2", "f.yaml:2:4: yaml-syntax"),
        ('a: "\\ud800"', "f.yaml:1:7: yaml-syntax"),
        ("a: !%ed%a0%80 1", "f.yaml:1:5: yaml-syntax"),
        ("%YAML 2.0\n---\na: 1", "f.yaml:1:1: yaml-syntax"),
        ("a: 1\nb: \0", "f.yaml:2:4: control-character"),
        ("a: 1\nb: x\x1b[0m", "f.yaml:2:5: control-character"),
        ("a: 1\n\ufeffb: 2", "f.yaml:2:1: control-character"),
        ("a: \ufffe", "f.yaml:1:4: control-character"),
        ("a: *b", "f.yaml:1:4: alias-unknown"),
        ("*b : 1", "f.yaml:1:1: alias-unknown"),
        ("a: &b [1, *b]", "f.yaml:1:11: alias-cycle"),
        ("a: &b {c: {d: *b}}", "f.yaml:1:15: alias-cycle"),
        (BOMB, "f.yaml:6:11: alias-bomb"),
        (LADDER, "f.yaml:64:12: too-deep"),
        (b"a: 1\nb: \xff\xfeqq", "f.yaml:2:4: not-utf8"),
        (b"a: \xed\xa0\x80", "f.yaml:1:4: not-utf8"),
        ("区: 江戸川".encode()[:-1], "f.yaml:1:6: not-utf8"),
        ("a: café".encode("latin-1"), "f.yaml:1:7: not-utf8"),
        ("a: 江戸川区です".encode("euc-jp"), "f.yaml:1:4: not-utf8"),
        ("a: 1".encode("utf-16"), "f.yaml:1:1: not-utf8"),
        ("a: 区".encode("utf-16-le"), "f.yaml:1:1: not-utf8"),
        ("a: 区".encode("utf-16-be"), "f.yaml:1:1: not-utf8"),
        ("a: 区".encode("utf-32"), "f.yaml:1:1: not-utf8"),
        ("a: 1\nb: 江戸川区".encode("cp932"), "f.yaml:2:4: cp932"),
    ],
)
def test_what_prevents_reading_is_refused_at_its_place(content, problem):
    assert codes_of(content) == [problem]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: ", "!x [", "&a ["])
@pytest.mark.parametrize("levels", [65, 100_000, 1_000_000])
def test_no_depth_is_too_much_for_the_reader(opening, levels):
    assert codes_of(opening * levels)[-1].endswith("too-deep")


@pytest.mark.parametrize("levels", [65, 999, 1001, 100_000])
def test_the_bracket_that_goes_too_deep_is_named_however_many_follow(levels):
    content = "a: 1\na: 2\nb: " + "[" * levels
    assert codes_of(content) == ["f.yaml:2:1: duplicate-key", "f.yaml:3:67: too-deep"]


def test_sixty_four_levels_are_read():
    assert data_of("{a: " * 64 + "1" + "}" * 64)
    assert codes_of("{a: " * 65 + "1" + "}" * 65) == ["f.yaml:1:257: too-deep"]


def test_a_large_file_without_aliases_is_no_alias_bomb():
    assert len(data_of(f"a: [{'1, ' * 200_001}]\nb: &x 1\nc: *x")["a"]) == 200_001


def test_what_aliases_come_to_counts_what_aliases_inside_them_come_to():
    # 1,000 an alias of 999 values; 99 of them inside `b`, whose one alias comes to 99,001 more
    ninety_nine = f"a: &a [{'1, ' * 999}]\nb: &b [{'*a, ' * 99}]\nc: *b"
    assert len(data_of(ninety_nine)["c"]) == 99
    assert codes_of(ninety_nine.replace("b: &b [", "b: &b [*a, ")) == ["f.yaml:3:4: alias-bomb"]


def test_a_file_beyond_the_limit_is_refused():
    (problem,) = problems_of(b"#" * (16 * 1024 * 1024 + 1))
    assert problem.message("en") == "`f.yaml` is larger than 16 MiB"


def test_what_was_noted_before_an_error_is_reported_with_it():
    text = "a: 1\na: 2\nb: *x\nc: !t 3\n]"
    assert [line.split(": ")[1] for line in codes_of(text)] == [
        "duplicate-key",
        "alias-unknown",
        "yaml-tag",
        "yaml-syntax",
    ]


def test_reasons_come_from_the_parser():
    (problem,) = problems_of("a: {b: 1")
    assert problem.values["reason"] == (
        "did not find expected ',' or '}' while parsing a flow mapping",
        "`,` も `}` もありません({ } の中)",
    )


@pytest.mark.parametrize(
    "text",
    [
        *["a: b: c", "a: 1\n b: 2", "a: {b: 1", "a: [1", 'a: "x', "a: @x", "a: !x!y z"],
        *["a: - b", 'a: "\\q"', "a: 'x' y", "]", "a: &", "a: !<x", "a: |x\n b", "a: |0\n b"],
        *['a: "\\ud800"', 'a: "\\xZZ"', "%YAML 2.0\n---\na: 1", "%YAML 1.1\n%YAML 1.1\n---\na"],
        *["%X\n---\na", "%YAML x\n---", "%TAG x\n---", "%\n", "a: 1\n- b", "- a\nb: 1", "a\nb: 1"],
        *["a: 'x\n---\n'", "a: ? b", "a: !%ed%a0%80 1", "a: !%zz 1", "a: {b: ]}", "a: 1\nb\nc: 1"],
        *["%TAG ! x\n%TAG ! x\n---\na", "a: *", "%YAML 1\n---", "{a: 1} b", "a: !<a b", "a: *b!"],
    ],
)
def test_what_the_parser_says_is_told_in_japanese(text):
    (problem, *_) = problems_of(text)
    assert problem.code in {"yaml-syntax", "several-documents"}
    assert not set(re.findall("[a-z]{3,}", problem.message("ja")))


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        ("[1]", "this is a list", "これはリストです"),
        ("0", "this is a single value", "これは単独の値です"),
        ("? \n: 2", "this is empty", "これは空です"),
        ("{a: 1}: 2", "this is a mapping", "これは「キー: 値」の組です"),
    ],
)
def test_what_stands_there_instead_is_named(text, english, japanese):
    (problem,) = problems_of(text)
    assert english in problem.message("en")
    assert japanese in problem.message("ja")
