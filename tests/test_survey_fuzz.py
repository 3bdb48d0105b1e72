"""Sheets with slips in them are read, or what is wrong with them is told: nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from running import run
from survey_sheets import csv_bytes, ods_bytes, scenario_file, xls_bytes, xlsx_bytes

CELLS: tuple[object, ...] = (
    *(
        "",
        "-",
        "―",
        "▲3",
        "(4)",
        "1,200本",
        "約5",
        "千円",
        "合計",
        "計",
        "江戸川",
        "e3",
        "e5",
        "数量",
    ),
    *(
        "団体名",
        "コード",
        "年額(千円)",
        "単位:千円",
        "131237",
        "備考",
        "=1+1",
        "①",
        "9" * 70,
        "\x07",
    ),
    *(-1, 0, 0.5, 1e300, 131237, 10**15, True, "税込", "人口", "No", "'=x", "※", "区"),
    *("e3 単価", "現行単価", "e5単価(千円)"),
    *("#REF!", "Err:502", "#N/A"),
)
Sheet = list[list[object]]


def valid() -> Sheet:
    return [
        ["需要調査", "", "", "", "(単位:千円)", ""],
        ["団体コード", "団体名", "e3", "e5", "現行契約の年額", "備考"],
        ["131237", "江戸川区", 800, 20, 12, ""],
        ["131121", "世田谷区", "3,000", "―", "", "検討中"],
        ["", "港区", "４０", "", "", ""],
        ["", "合計", 3840, 20, 12, ""],
    ]


def _other_cell(rng: Random, sheet: Sheet) -> None:
    row = rng.choice(sheet)
    if row:
        row[rng.randrange(len(row))] = rng.choice(CELLS)


def _other_row(rng: Random, sheet: Sheet) -> None:
    sheet.insert(rng.randint(0, len(sheet)), list(rng.choice(sheet)))


def _without_row(rng: Random, sheet: Sheet) -> None:
    if len(sheet) > 1:
        del sheet[rng.randrange(len(sheet))]


def _without_column(rng: Random, sheet: Sheet) -> None:
    column = rng.randrange(6)
    for row in sheet:
        del row[column : column + 1]


def _column_twice(rng: Random, sheet: Sheet) -> None:
    column = rng.randrange(6)
    for row in sheet:
        row.insert(column, row[column] if column < len(row) else "")


def _shorter(rng: Random, sheet: Sheet) -> None:
    row = rng.choice(sheet)
    del row[rng.randrange(len(row) + 1) :]


SLIPS: tuple[Callable[[Random, Sheet], None], ...] = (
    *(_other_cell, _other_cell, _other_cell, _other_row),
    *(_without_row, _without_column, _column_twice, _shorter),
)
WRITERS: tuple[Callable[[Sheet], bytes], ...] = (csv_bytes, xlsx_bytes, xls_bytes, ods_bytes)


@pytest.mark.parametrize("chunk", range(4))
def test_slips_in_a_sheet_are_told_or_do_no_harm(chunk: int, tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    before = scenario.read_bytes()
    codes = set()
    for seed in range(chunk * 60, chunk * 60 + 60):
        rng = Random(seed)
        sheet = valid()
        for slip in rng.choices(SLIPS, k=rng.randint(1, 4)):
            slip(rng, sheet)
        content = _written(rng, sheet)
        into = ("--into", str(scenario)) if seed % 4 else ()
        codes.add(_imported(tmp_path, content, into, seed))
        scenario.write_bytes(before)
    assert codes == {0, 1}


def _written(rng: Random, sheet: Sheet) -> bytes:
    writer = rng.choice(WRITERS)
    if writer is not csv_bytes:  # XML holds no control characters
        sheet = [["" if cell == "\x07" else cell for cell in row] for row in sheet]
    return writer(sheet)


def _imported(folder: Path, content: bytes, into: tuple[str, ...], seed: int) -> int:
    """The exit code of importing a sheet; a scenario that it made or changed can be read."""
    (folder / "answers").write_bytes(content)
    new = folder / "new.yaml"
    target = into or ("-o", str(new))
    ran = run("survey", "import", str(folder / "answers"), *target, "--lang", "en")
    assert ran.code in {0, 1}, f"seed {seed}: {ran.err}"
    assert bool(ran.out) == (ran.code == 0), f"seed {seed}"
    if ran.code == 0:
        assert run("validate", target[1]).code == 0, f"seed {seed}"
    return ran.code


@pytest.mark.parametrize("chunk", range(2))
def test_damaged_bytes_are_told_or_do_no_harm(chunk: int, tmp_path: Path) -> None:
    scenario = scenario_file(tmp_path)
    for seed in range(chunk * 60, chunk * 60 + 60):
        rng = Random(seed)
        content = bytearray(rng.choice(WRITERS)(valid()))
        for _ in range(rng.randint(1, 5)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        (tmp_path / "answers").write_bytes(
            bytes(content[: rng.choice([None, -1, len(content) // 2])])
        )
        command = ("survey", "import", str(tmp_path / "answers"), "--into", str(scenario))
        assert run(*command, "--dry-run").code in {0, 1}, f"seed {seed}"
