"""Workbooks as a spreadsheet program has them: what stands in cells, and what becomes of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Formulas are worked out when a file is opened, whatever is stored beside them.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>"""
Cells = Mapping[tuple[int, int], str | float]


@cache
def office() -> str | None:
    """LibreOffice on this machine; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recalculated(files: Iterable[Path], folder: Path) -> None:
    """Let LibreOffice work files out anew, and write them into a folder under the same names."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    program = office()
    assert program is not None
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    written = [*command, "--convert-to", "xlsx", "--outdir", str(folder), *map(str, files)]
    subprocess.run(written, check=True, capture_output=True, timeout=500)


def sheets(path: Path) -> dict[str, Cells]:
    """The texts and numbers of each sheet, by row and column from 0."""
    with zipfile.ZipFile(path) as archive:
        texts = _shared(archive)
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        return {
            name: _cells(archive.read(f"xl/worksheets/sheet{number}.xml"), texts)
            for number, name in enumerate(names, 1)
        }


def with_number(data: bytes, sheet: int, cell: str, number: str) -> bytes:
    """The bytes of a workbook in which somebody has typed another number into a cell."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == f"xl/worksheets/sheet{sheet}.xml":
                pattern = rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v>)'
                content, many = re.subn(pattern.encode(), rf"\g<1>{number}\2".encode(), content)
                assert many == 1, f"{cell} holds no number"
            new.writestr(name, content)
    return target.getvalue()


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(part.itertext()) for part in root.iter(f"{MAIN}si")]


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
