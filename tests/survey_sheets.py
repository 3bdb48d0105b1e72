"""Sheets for the tests of surveys, written as workbooks of any kind or as CSV."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[object]]

SCENARIO = """\
scalemerit: 1
title: 表計算ソフトの共同調達  # a comment
tax: {rate: 10%, prices: excluded}
products: {e3: {label: Microsoft 365 E3}, e5: {label: Microsoft 365 E5}}
buyers:
  # those that began
  江戸川区: {e3: 700, e5: 20}
  世田谷区: {quantities: {e3: 3_000}, current: {amount: 12_000_000}}   # 幹事
vendors:
  甲社:
    prices:
      e3: {model: volume, tiers: {1: 4800, 500: 4400}}
      e5: {model: flat, amount: 900}
"""


def csv_bytes(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows: Rows, name: str = "回答", *, hidden: Rows = ()) -> bytes:
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet(name)
    for position, row in enumerate(rows):
        sheet.write_row(position, 0, row)
    if hidden:
        other = workbook.add_worksheet("old")
        other.hide()
        for position, row in enumerate(hidden):
            other.write_row(position, 0, row)
    workbook.close()
    return content.getvalue()


def xls_bytes(rows: Rows, name: str = "回答") -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet(name)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def ods_bytes(rows: Rows, name: str = "回答") -> bytes:
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", xml)
    return content.getvalue()


def _ods_cell(cell: object) -> str:
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def scenario_file(folder: Path, text: str = SCENARIO) -> Path:
    path = folder / "scenario.yaml"
    path.write_bytes(text.encode())
    return path


def changed(content: bytes, part: str, old: str, new: str, *, name: str = "") -> bytes:
    """An archive with other words in one of its parts, perhaps under another name."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for one in before.namelist():
            text = before.read(one)
            if one == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(name if name and one == part else one, text)
    return target.getvalue()
