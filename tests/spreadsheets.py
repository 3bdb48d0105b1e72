"""Workbooks as a spreadsheet program has them: what stands in cells, and what becomes of it."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Formulas are worked out when a file is opened, whatever is stored beside them.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>"""
# Comma, quotation mark, UTF-8, from line 1; numbers in full, every sheet.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
Cells = Mapping[tuple[int, int], str | float]


@cache
def office() -> str | None:
    """LibreOffice on this machine; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recalculated(files: Sequence[Path], folder: Path) -> dict[str, dict[str, Cells]]:
    """Let LibreOffice work files out anew: the cells of their sheets, by the stems of the files.

    It writes each sheet as CSV into the folder, which takes a fifth of what workbooks take.
    """
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    program = office()
    assert program is not None
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    written = [*command, "--convert-to", EVERY_SHEET, "--outdir", str(folder), *map(str, files)]
    subprocess.run(written, check=True, capture_output=True, timeout=500)
    return {
        path.stem: {
            name: _csv_cells((folder / f"{path.stem}-{name}.csv").read_text("utf-8"))
            for name in sheets(path)
        }
        for path in files
    }


def _csv_cells(text: str) -> Cells:
    """The texts and numbers of a sheet; a text of digits is a number here."""
    return {
        (row, column): _number(word)
        for row, line in enumerate(csv.reader(StringIO(text)))
        for column, word in enumerate(line)
        if word
    }


def _number(word: str) -> str | float:
    try:
        return float(word[:-1]) / 100 if word.endswith("%") else float(word)
    except ValueError:
        return word


def sheets(path: Path) -> dict[str, Cells]:
    """The texts and numbers of each sheet, by row and column from 0."""
    with zipfile.ZipFile(path) as archive:
        texts = _shared(archive)
        return {
            name: _cells(archive.read(f"xl/worksheets/sheet{number}.xml"), texts)
            for number, name in enumerate(_names(archive), 1)
        }


def with_numbers(data: bytes, numbers: Mapping[tuple[str, str], str]) -> bytes:
    """The bytes of a workbook in which somebody has typed other numbers, by sheet and cell."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        parts = {f"xl/worksheets/sheet{n}.xml": name for n, name in enumerate(_names(old), 1)}
        for part in old.namelist():
            content = old.read(part)
            for (sheet, cell), number in numbers.items():
                if parts.get(part) == sheet:
                    content = _with_number(content, cell, number)
            new.writestr(part, content)
    return target.getvalue()


def _with_number(xml: bytes, cell: str, number: str) -> bytes:
    pattern = rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v>)'
    changed, many = re.subn(pattern.encode(), rf"\g<1>{number}\2".encode(), xml)
    assert many == 1, f"{cell} holds no number"
    return changed


def _names(archive: zipfile.ZipFile) -> list[str]:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    return [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return [_unescaped("".join(part.itertext())) for part in root.iter(f"{MAIN}si")]


def _unescaped(text: str) -> str:
    """A text in which `_x0001_` stands for a character that XML cannot hold."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def _cells(xml: bytes, texts: list[str]) -> Cells:
    found: dict[tuple[int, int], str | float] = {}
    for cell in ElementTree.fromstring(xml).iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if value is None or value.text is None:
            continue
        is_text = cell.get("t") == "s"
        kept = texts[int(value.text)] if is_text else value.text
        at = _place(cell.attrib["r"])
        found[at] = kept if is_text or cell.get("t") in {"str", "e"} else float(kept)
    return found


def _place(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1
