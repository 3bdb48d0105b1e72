"""Names that look like markup, formulas, HTML or escape sequences do nothing in any format."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from io import StringIO

import pytest

from running import run
from scalemerit.errors import escaped
from scalemerit.views.report import Column, Report, Table
from scalemerit.writers import Options, Result, markdown

NAMES = [
    "[red]x[/red]",
    "[link=https://example.invalid]y[/link]",
    ":smile:",
    "<script>alert(1)</script>",
    "<!-- a",
    "&lt;b&gt;",
    "a|b",
    "`tick`",
    "**bold** _under_ ~~gone~~",
    "![image](https://example.invalid/x.png)",
    "back\\slash",
    'quote"d',
    "comma, and; semicolon",
    "=cmd()",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1＋1",
    "\tbegins with a tab",
    "tab\tinside",
    "line\nbreak",
    "return\rof the carriage",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b31m",
    "right\u202eto left",
    "\u2066isolated",
    "zero\u200bwidth",
    "\ue0de12",  # a character of private use (外字)
    "\ue0de12\ue0de",  # which also stands around numbers on their way
    "\ue0de\ue0df",
    "𠮷野家",
    "か\u3099",  # in two characters
    "'; DROP TABLE",
    "{braces} %s {0}",
]
BREAK = "<!-- -->"  # which GitHub does not show, and over which it makes no link
# What GitHub makes a link, a message to a person or a picture of wherever it stands in a text.
LIVELY = [
    ("@octocat", "@<!-- -->octocat"),
    ("@octocat/team", "@<!-- -->octocat/team"),
    ("a@b.example", "a@<!-- -->b.example"),
    ("mailto:a@_b.example", r"mailto:a@<!-- -->\_b.example"),
    ("https://evil.example/x", "https:<!-- -->//evil.example/x"),
    ("FTP://evil.example", "FTP:<!-- -->//evil.example"),
    ("www.evil.example", "www<!-- -->.evil.example"),
    ("WWW.evil.example", "WWW<!-- -->.evil.example"),
    ("owner/name#12", r"owner/name\#<!-- -->12"),
    ("GH-12", "GH-<!-- -->12"),
    (":smile:", ":<!-- -->smile:"),
    (":+1:", ":<!-- -->+1:"),
    (":non-potable_water:", r":<!-- -->non-potable\_water:"),
    ("a.yaml:100:5", "a.yaml:<!-- -->100:5"),
    ("a.yaml:12:5", "a.yaml:12:5"),
    ("30:1 at 12:30", "30:1 at 12:30"),
    ("@", "@"),
    ("#1", r"\#<!-- -->1"),
    ("<!-- -->", r"\<!-- --\>"),
]
# What must never be sent: C0 but line ends, DEL and C1, marks that turn the direction of a text.
STEERING = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def scenario(name: str) -> bytes:
    """A scenario in which everything that may have a name has this one; JSON is YAML."""
    tiers = {"model": "volume", "tiers": {"1": 10, "5": 9}}
    data = {
        "scalemerit": 1,
        "title": name,
        "notes": name,
        "sources": [name],
        "products": {name: {"label": name}, "second": {"label": f"{name}2"}},
        "buyers": {name: {name: 3, "second": 1}, "A区": {name: 4, "second": 1}},
        "vendors": {name: {"prices": {name: tiers, "second": tiers}}},
        "arrangements": {name: {"label": name, "lead": name, "expect": {"saving": "-1"}}},
    }
    text = json.dumps(data, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text).encode()


@cache
def output(name: str, form: str, command: str = "compare") -> str:
    """The output of a scenario full of this name; its expectation is not met."""
    ran = run(command, "-", "--format", form, "--lang", "en", stdin=scenario(name))
    assert ran.code == (3 if command == "compare" else 0), ran.err
    assert not STEERING.search(ran.err)
    return ran.out


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "html", "json"])
@pytest.mark.parametrize("name", NAMES)
def test_no_character_of_a_name_steers_the_terminal(name: str, form: str) -> None:
    assert not STEERING.search(output(name, form))


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "html"])
@pytest.mark.parametrize("name", NAMES)
def test_no_character_of_a_name_steers_an_explanation(name: str, form: str) -> None:
    assert not STEERING.search(output(name, form, "explain"))


@pytest.mark.parametrize("name", NAMES)
def test_json_keeps_every_name_to_the_character(name: str) -> None:
    document = json.loads(output(name, "json"))
    (arrangement,) = document["arrangements"]
    award = arrangement["award"][0]
    named = [document["title"], arrangement["name"], arrangement["label"], arrangement["lead"]]
    named += [arrangement["buyers"][0], award["product"], award["vendor"]]
    assert set(named) == {name}


@pytest.mark.parametrize("command", ["compare", "explain"])
@pytest.mark.parametrize("name", NAMES)
def test_no_cell_of_csv_is_a_formula(name: str, command: str) -> None:
    rows = list(csv.reader(StringIO(output(name, "csv", command))))
    assert {len(row) for row in rows} == {6}
    texts = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.]+", cell)]
    assert [cell for cell in texts if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize("command", ["compare", "explain"])
@pytest.mark.parametrize("name", NAMES)
def test_markdown_has_no_mark_of_a_name_that_acts(name: str, command: str) -> None:
    for line in output(name, "markdown", command).splitlines():
        text = re.sub(r"\\[\\`*_{}\[\]<>|#~$&]", "", line.replace(BREAK, ""))
        bare = re.sub(r"^#+ |\*\*([^*]*)\*\*", r"\1", text)
        assert not re.search(r"[`*_<>\[\]{}~$&]", bare), line
        assert "|" not in text or (text.startswith("| ") and text.endswith("|"))


@pytest.mark.parametrize(("name", "still"), LIVELY)
def test_markdown_names_nobody_and_links_nothing(name: str, still: str) -> None:
    out = output(name, "markdown")
    assert out.startswith(f"# {still}\n")
    assert f"| {still} |" in out


def test_a_heading_that_unfolds_names_nobody_and_links_nothing() -> None:
    table = Table("key", "@octocat", (Column("x"),), (), of="www.evil.example/?a&b", is_detail=True)
    report = Report("en", "JPY", "title", (), (table,), (), "")
    text = markdown.write(Result(lambda _: report, dict), Options())
    still = "@<!-- -->octocat — www<!-- -->.evil.example/?a&amp;b"
    assert f"<summary>{still}</summary>" in text


@pytest.mark.parametrize("name", NAMES)
def test_markdown_tables_have_as_many_cells_in_each_row(name: str) -> None:
    for block in output(name, "markdown").split("\n\n"):
        rows = [re.sub(r"\\.", "", line) for line in block.splitlines()]
        if rows[0].startswith("| "):
            assert len({row.count("|") for row in rows}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_table_shows_the_name_or_its_escaped_form(name: str) -> None:
    out = output(name, "table")
    assert escaped(name) in out
    in_notes_and_source = 2 * (len(name.splitlines()) - 1)
    assert out.count("\n") == output("plain", "table").count("\n") + in_notes_and_source


@pytest.mark.parametrize("name", ["\x1b[31mred", "right\u202eto left", "[red]x[/red]"])
def test_problems_show_names_escaped(name: str) -> None:
    broken = scenario(name).replace(b'"buyers"', b'"byers"')
    for form in ("text", "json"):
        ran = run("compare", "-", "--problems", form, stdin=broken, GITHUB_ACTIONS="true")
        assert ran.code == 1
        assert not STEERING.search(ran.err)
