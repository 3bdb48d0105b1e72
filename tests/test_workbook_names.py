"""Names that mean something to a spreadsheet program are texts to it, and harm no file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from comparing import compared, each
from scalemerit.comparison import Comparison
from scalemerit.errors import escaped
from scalemerit.survey.template import template_of
from scalemerit.survey.workbook import workbook_of
from scalemerit.workbook import workbook
from scalemerit.writers import Options
from scalemerit.writers.xlsx import write_book
from spreadsheets import MAIN, Cells, office, recalculated, sheets

NAMES = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1", "{=1}", "=cmd|' /C calc'!A0"),
    *('"', "a'b", 'a"b', "a\nb", "\r\n", "  ", "[x]:*?/\\", "'", "History"),
    *("x!A1", "=Sheet1!$A$1", "A1", "R1C1", "'Inputs'!A1", "&L&A", "http://a.example"),
    *(
        "<b>&amp;</b>",
        "&#x1;",
        "]]>",
        "_x0041_",
        "\x01\x1f",
        "\x7f\x85",
        "\ufffe\uffff",
        "\u202eabc",
    ),
    *("字" * 300, "x" * 40_000, "😀", "#N/A", "TRUE", "1e5", "0131237"),
)
ids = [ascii(name[:12]) for name in NAMES]
LONGEST = 32_767  # what a cell of Excel holds


def named(name: str) -> Comparison:
    """A comparison in which everything has this name."""
    return compared(
        title=name,
        notes=name,
        sources=[name],
        products={"p": {"label": name}, "q": {"label": f"{name}2"}},
        buyers={name: {"p": 3, "q": 9}, "港区": {"p": 4}},
        vendors={name: {"prices": {"p": each(10), "q": each(2)}}},
        arrangements={"joint": {"label": name}},
    )


def book_of(name: str) -> bytes:
    return write_book(workbook(named(name), "en"), Options("en"))


def template(name: str) -> bytes:
    return workbook_of(template_of(named(name).scenario, "en"), "Answers")


def xml_parts(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {part: ElementTree.fromstring(archive.read(part)) for part in archive.namelist()}


def cut(name: str) -> str:
    """A name as far as a cell holds it."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_a_name_is_a_text_wherever_it_stands(name: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book_of(name))
    found, plain = sheets(path), cut(escaped(name))
    assert found["Summary"][0, 0] == plain
    assert (found["Inputs"][4, 0], found["Inputs"][3, 1]) == (plain, plain)
    assert found["Tiers"][4, 0] == plain


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_formulas_and_charts_refer_to_sheets_of_the_workbook_only(name: str) -> None:
    parts = xml_parts(book_of(name))
    own = {sheet.attrib["name"] for sheet in parts["xl/workbook.xml"].iter(f"{MAIN}sheet")}
    drawn = [one.text or "" for part in parts.values() for one in part.iter() if is_reference(one)]
    assert drawn
    assert {one.rpartition("!")[0].strip("'") for one in drawn} <= own
    formulas = "".join(one.text or "" for part in parts.values() for one in part.iter(f"{MAIN}f"))
    assert "HYPERLINK" not in formulas
    assert "|" not in formulas
    assert not any("hyperlink" in one.tag for part in parts.values() for one in part.iter())


def is_reference(element: ElementTree.Element) -> bool:
    """Whether it is a reference of a chart to cells."""
    return element.tag.endswith("/chart}f")


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_a_template_holds_names_as_texts(name: str) -> None:
    parts = xml_parts(template(name))
    assert not list(parts["xl/worksheets/sheet1.xml"].iter(f"{MAIN}f"))
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in parts


@pytest.mark.skipif(
    office() is None and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
def test_libreoffice_opens_them_and_shows_the_names(tmp_path: Path) -> None:
    paths = [
        tmp_path / f"{kind}{n}.xlsx" for kind in ("book", "template") for n in range(len(NAMES))
    ]
    for path, name in zip(paths, NAMES * 2, strict=True):
        path.write_bytes(book_of(name) if path.stem.startswith("book") else template(name))
    found = recalculated(paths, tmp_path / "done")
    for number, name in enumerate(NAMES):
        assert shows(found[f"book{number}"]["Inputs"], (4, 0), cut(escaped(name))), name
        assert found[f"book{number}"]["Joint 1"][5, 1] == 88
        assert shows(found[f"template{number}"]["Answers"], (5, 1), cut(name)), name


def shows(cells: Cells, at: tuple[int, int], name: str) -> bool:
    """Whether a cell shows a name; CSV tells a text of digits and a number apart no more."""
    content = cells.get(at, "")
    if isinstance(content, float):
        return float(name) == content
    return " ".join(content.split()) == " ".join(name.split())


@pytest.mark.parametrize("write", [book_of, template])
def test_no_row_is_higher_than_rows_can_be(write: Callable[[str], bytes]) -> None:
    rows = [
        row for part in xml_parts(write("字" * 9000)).values() for row in part.iter(f"{MAIN}row")
    ]
    assert max(float(row.get("ht", 0)) for row in rows) <= 409
