"""What may be typed into a workbook."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

import generate
from comparing import compared, each
from scalemerit.comparison import compare
from scalemerit.scenario import from_data, load
from scalemerit.workbook import workbook
from scalemerit.workbook.formula import Formula
from test_workbook import ELEARNING, row_of, sheet_of, written


@pytest.mark.parametrize("seed", range(20))
def test_every_input_says_what_may_be_typed_and_holds_it(seed: int) -> None:
    for sheet in workbook(compare(from_data(generate.scenario(seed))), "en").sheets:
        inputs = {at for at, cell in sheet.cells.items() if cell.style.endswith("_input")}
        assert inputs == set(sheet.entries)
        for at, entry in sheet.entries.items():
            content = sheet.cells[at].content
            assert not isinstance(content, str | Formula)
            assert content is None or entry.least.value <= content <= entry.most.value, at


def test_inputs_take_only_numbers_that_a_scenario_takes(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(compare(load(ELEARNING)), tmp_path)) as archive:
        inputs = archive.read("xl/worksheets/sheet2.xml").decode()
        tiers = archive.read("xl/worksheets/sheet3.xml").decode()
    assert rules_of(inputs)["B5:B9"] == ("whole", "0", "1000000000")  # quantities
    assert rules_of(inputs)["F5:F9"] == ("whole", "0", "1")  # who takes part
    assert rules_of(inputs)["B12"] == ("whole", "1", "1000000000")  # years
    assert rules_of(inputs)["B13"] == ("decimal", "0", "1")  # the rate of tax
    assert rules_of(tiers)["J5:J11"] == ("decimal", "0", "1000000000000000")  # unit prices
    assert rules_of(tiers)["G5"] == ("whole", "1", "$G$6-1")  # lower bounds, in order
    assert rules_of(tiers)["G6"] == ("whole", "$G$5+1", "$G$7-1")


def rules_of(xml: str) -> dict[str, tuple[str, str, str]]:
    """The kind of number, the least and the most that may be typed, by cells."""
    found = re.findall(
        r'<dataValidation type="(\w+)"[^>]*sqref="([A-Z0-9:]+)">'
        r"<formula1>(.*?)</formula1><formula2>(.*?)</formula2>",
        xml,
    )
    return {cells: (kind, least, most) for kind, cells, least, most in found}


def test_a_population_that_is_not_known_is_no_0(tmp_path: Path) -> None:
    comparison = compared(buyers={"A": 3, "港区": 2}, vendors={"甲社": {"price": each(10)}})
    joint = sheet_of(workbook(comparison, "en"), "Joint 1")
    row = row_of(joint, "A")
    assert joint.cells[row, 7].style == "count_known"
    with zipfile.ZipFile(written(comparison, tmp_path)) as archive:
        assert ';&quot;―&quot;"' in archive.read("xl/styles.xml").decode()
