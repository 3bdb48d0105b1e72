"""Importing a survey of 62 buyers and 20 products in 62 files, against reading the files alone.

Run as `python tests/bench/bench_survey.py`; the import, from the files to the changed text of the
scenario, should take less than 3 times what the reader of workbooks takes to give their cells.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import python_calamine
from timing import interleaved
from xlsxwriter.utility import xl_rowcol_to_cell

from scalemerit.scenario import read_scenario
from scalemerit.survey.importing import Sheets, imported_into
from scalemerit.survey.starting import Start, buyers_named, starting_text
from scalemerit.survey.template import new_template
from scalemerit.survey.workbook import workbook_of

PRODUCTS = {f"p{number}": f"製品{number}" for number in range(1, 21)}
FIRST_ROW = 5  # beneath title, notes and headings, counted from 0
BUYERS = buyers_named(["tokyo"])


def scenario(folder: Path) -> Path:
    """A scenario of these buyers, all of which will change."""
    path = folder / "scenario.yaml"
    start = Start("調査", PRODUCTS, dict.fromkeys(BUYERS))
    path.write_text(starting_text(start, "ja"), encoding="utf-8")
    return path


def files(folder: Path) -> Iterator[Path]:
    """A template a buyer, in which it has filled in its own row."""
    template = workbook_of(new_template("", PRODUCTS, BUYERS, "ja"), "回答")
    for number in range(len(BUYERS)):
        path = folder / f"{number}.xlsx"
        with zipfile.ZipFile(BytesIO(template)) as empty, zipfile.ZipFile(path, "w") as filled:
            for part in empty.infolist():
                content = empty.read(part)
                if part.filename.startswith("xl/worksheets/"):
                    content = with_answers(content, number)
                filled.writestr(part.filename, content, zipfile.ZIP_DEFLATED)
        yield path


def with_answers(xml: bytes, number: int) -> bytes:
    """A sheet with the numbers of one buyer, as a spreadsheet keeps them."""
    row = FIRST_ROW + number
    for column in range(2, 2 + len(PRODUCTS)):
        cell = xl_rowcol_to_cell(row, column).encode()
        old = re.search(rb'<c r="%s" s="(\d+)"/>' % cell, xml)
        new = rb'<c r="%s" s="%s"><v>%d</v></c>' % (cell, old[1], number + column)
        xml = xml.replace(old[0], new)
    return xml


def read_alone(paths: list[str]) -> None:
    """What the reader of workbooks does by itself."""
    for path in paths:
        python_calamine.load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def main() -> None:
    """Print milliseconds and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loaded = read_scenario(str(scenario(folder)))
        paths = [str(path) for path in files(folder)]
        timing = interleaved(
            lambda: imported_into(loaded, Sheets(paths)), lambda: read_alone(paths)
        )
    new, old = timing.new * 1000, timing.old * 1000
    print(f"{'files':>5} {'import ms':>10} {'reader ms':>10} {'ratio':>6}")
    print(f"{len(paths):>5} {new:>10.1f} {old:>10.1f} {timing.ratio:>6.2f}")


if __name__ == "__main__":
    main()
