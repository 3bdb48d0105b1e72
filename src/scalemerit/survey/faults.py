"""Cells in which a formula gives an error or was never worked out.

The reader of workbooks gives them as blank. Programs that write workbooks leave it to Excel to work
formulas out; until it has opened and saved the file, they have no value.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse

from scalemerit.survey.bounds import TABLE, column_of, local_name
from scalemerit.survey.cells import UNCOMPUTED
from scalemerit.survey.compound import faults_of_xls

# What a formula without a value shows, by row and column from 0.
Faults = Mapping[tuple[int, int], str]

ODS_CONTENT = "content.xml"  # the part of all sheets in an OpenDocument file
_NAME = rb"(?:\w+:)?"
_VALUELESS = re.compile(
    rb"(?:</%(name)sf>|<%(name)sf\b[^<>]*/>)\s*(?:<%(name)sv\s*(?:/>|></)|</%(name)sc>)"
    % {b"name": _NAME}
)
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ODS_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


def part_name(name: str) -> str:
    """The name of a part of an archive as readers compare it: whatever its case and slashes."""
    return name.replace("\\", "/").casefold()


def has_faults(part: str, xml: bytes) -> bool:
    """Whether a formula may have no value in a part of an archive, the XML of a sheet or of all."""
    if part == ODS_CONTENT:
        return b'value-type="error"' in xml or b":formula=" in xml
    return b't="e"' in xml or b"t='e'" in xml or _VALUELESS.search(xml) is not None


def faults_in(content: bytes, parts: Sequence[str]) -> Mapping[int, Faults]:
    """The faults of a workbook by the position of their sheet.

    `parts` are the names of the parts of an archive that have any. Raises ParseError for broken
    XML, LookupError and ValueError for what else is damaged.
    """
    if not content.startswith(b"PK"):
        return faults_of_xls(content)
    if not parts:
        return {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files = {part_name(name): name for name in archive.namelist()}

        def xml_of(part: str) -> bytes:
            return archive.read(files[part])

        if ODS_CONTENT in parts:
            return dict(enumerate(_of_ods(xml_of(ODS_CONTENT))))
        order = {part: position for position, part in enumerate(_parts_of_sheets(xml_of))}
        return {order[part]: dict(_of_xlsx(xml_of(part))) for part in parts if part in order}


def _of_xlsx(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """The faults of a sheet; a row or cell that does not say where it stands follows the last."""
    row = 0
    for element in _elements(xml, "row"):
        row, column = int(element.get("r", row + 1)), -1
        for cell in element:
            address = _ADDRESS.fullmatch(cell.get("r", ""))
            column = column_of(address[1]) - 1 if address else column + 1
            shown = _shown_of_xlsx(cell)
            if shown:
                yield (row - 1, column), shown


def _shown_of_xlsx(cell: Element) -> str | None:
    """What a cell shows instead of a value; a formula that gives no text has one all the same."""
    kind = cell.get("t")
    value = next((part.text for part in cell if _is(part, "v")), None)
    if kind == "e":
        return value or "#N/A"
    is_formula = any(_is(part, "f") for part in cell)
    return UNCOMPUTED if is_formula and not value and kind != "str" else None


def _parts_of_sheets(xml_of: Callable[[str], bytes]) -> Iterator[str]:
    """The parts of an archive that hold its sheets, in their order."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _elements(xml_of("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    for sheet in _elements(xml_of("xl/workbook.xml"), "sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        yield part_name(posixpath.join("/xl", targets.get(key, ""))).removeprefix("/")


def _of_ods(xml: bytes) -> Iterator[Faults]:
    """The faults of each sheet; rows and cells may stand for several that are alike."""
    found: dict[tuple[int, int], str] = {}
    row = 0
    for element in _elements(xml, "table-row", "table"):
        if _is(element, "table"):
            yield found
            found, row = {}, 0
            continue
        column = 0
        for cell in element:
            shown = _shown_of_ods(cell)
            if shown:
                found[row, column] = shown
            column += int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        row += int(element.get(f"{TABLE}number-rows-repeated", "1"))
        element.clear()


def _shown_of_ods(cell: Element) -> str | None:
    if cell.get(_ODS_KIND) == "error":
        return "".join(cell.itertext()) or "#N/A"
    has_value = any(name.endswith("}value-type") for name in cell.attrib)
    return UNCOMPUTED if cell.get(f"{TABLE}formula") and not has_value else None


def _elements(xml: bytes, *names: str) -> Iterator[Element]:
    """The elements of these names as they end; rows of a sheet are forgotten behind them.

    That entities are not expanded without bound is what expat sees to.
    """
    for _, element in iterparse(BytesIO(xml)):  # noqa: S314 - see above
        if any(_is(element, name) for name in names):
            yield element
        if _is(element, "row"):
            element.clear()


def _is(element: Element, name: str) -> bool:
    return local_name(element) == name
