"""What the columns of a sheet are: found by their headings, wherever the table begins."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from scalemerit.money import TaxBasis
from scalemerit.scenario.model import ONLY_PRODUCT
from scalemerit.survey.cells import COUNTED, MULTIPLES, Cell, is_blank, quantity_in, text_of
from scalemerit.survey.sheets import Sheet

Role = Literal[
    "code", "buyer", "product", "vendor", "amount", "unit_price", "ends", "remarks", "other"
]

_REMEMBERED = 256  # rows that sheets of a survey share
_MOST_ABOVE = 60  # rows above a table in which titles and notes may stand
_BRACKETS = re.compile(r"[(\[【〔<「](.*?)[)\]】〕>」]")
_MULTIPLE = re.compile(rf"(百万|千|万|億)(?:円|{COUNTED})")
_UNIT_OF_SHEET = re.compile(r"単位\s*:?\s*(百万|千|万|億)?円")
_BASIS: tuple[tuple[str, TaxBasis], ...] = (
    ("税込", "included"),
    ("tax included", "included"),
    ("税抜", "excluded"),
    ("税別", "excluded"),
    ("tax excluded", "excluded"),
)
_QUANTITY = re.compile(
    r"(必要|希望|予定|利用|導入)?(数量|ライセンス数|本数|アカウント数|台数|人数|端末数|個数|licenses|quantity)"
    r"|(必要|希望|予定|導入)数"
)
# A price of one license in today's contract; what is left of the heading may name its product.
_UNIT_PRICE = re.compile(
    r"(の?(現行|現在|既存)?の?(契約)?の?(ライセンス)?単価|(current)?unitprice)(of)?"
)
_CODE = re.compile(r"(全国地方公共団体|市区?町村|自治体|団体|区)?コード|code")
_BUYER = re.compile(
    r"(貴?団体|自治体|市?区町村|区市町村|市町村|特別区|区|市|buyer|ward|municipality)(名称?)?|名称|name"
)
# A heading with one of these words in it is that; the first that is found counts.
_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("remarks", re.compile(r"備考|摘要|特記|意見|コメント|remarks|notes|comment")),
    ("ends", re.compile(r"終了|満了|期限|期間|まで|ends|until")),
    ("amount", re.compile(r"年額|契約額|契約金額|現行額|現行費用|支払額|金額|amount")),
    ("vendor", re.compile(r"事業者|契約先|委託先|ベンダー|業者|vendor")),
)
_UNASKED = re.compile(
    r"no\.?|#|番号|項番|通し番号|計|合計|総計|人口|電話(番号)?|tel|内線|fax|郵便番号|total|population"
)


class Column(NamedTuple):
    """One column: what it holds, of which product, and in what unit its numbers are."""

    position: int
    heading: str
    role: Role
    product: str = ""
    multiple: int = 1
    basis: TaxBasis | None = None

    @property
    def is_answer(self) -> bool:
        """Whether what buyers fill in stands here."""
        return self.role not in {"code", "buyer", "other"}


class Table(NamedTuple):
    """Where a sheet's table begins, and its columns."""

    sheet: Sheet
    top: int
    first_row: int
    columns: tuple[Column, ...]

    def having(self, role: Role) -> tuple[Column, ...]:
        """The columns that hold this."""
        return tuple(column for column in self.columns if column.role == role)


def normalized(heading: str) -> str:
    """A heading as it is compared: without spaces and capitals."""
    return "".join(text_of(heading).casefold().split())


class Headings:
    """What headings mean, given the keys of products by their names, and which to leave out.

    What was asked is kept. The sheets of a survey are mostly alike, and to read their headings
    takes longer than the rest.
    """

    def __init__(self, products: Mapping[str, str], skipped: Container[str] = ()) -> None:
        self._products = products
        self._skipped = skipped
        self._known: dict[tuple[object, ...], tuple[Column, ...]] = {}

    def table_in(self, sheet: Sheet) -> Table | None:
        """The table of a sheet, None where no row is its header.

        A header names buyers or their codes, and something to answer. It may be two rows, as where
        a cell over several products says what is counted.
        """
        answered = (
            table
            for table in self.tables_in(sheet)
            if any(column.is_answer for column in table.columns)
        )
        return next(answered, None)

    def tables_in(self, sheet: Sheet) -> Iterator[Table]:
        """What the table of a sheet would be for each row that may be its header."""
        rows = [tuple(cells) for cells in sheet.rows[: _MOST_ABOVE + 1]]
        for row, cells in enumerate(rows[:_MOST_ABOVE]):
            if _names_buyers(cells):
                below = rows[row + 1] if row + 1 < len(rows) else ()
                both = _with_second(cells, below)
                columns = self._columns(both or _texts(cells), _unit_above(rows[:row]))
                yield Table(sheet, row, row + (2 if both else 1), columns)

    def _columns(self, texts: tuple[str, ...], usual: int) -> tuple[Column, ...]:
        key = (texts, usual)
        if key not in self._known:
            self._known[key] = tuple(self._each(texts, usual))
        return self._known[key]

    def _each(self, texts: Sequence[str], usual: int) -> Iterator[Column]:
        for position, heading in enumerate(texts):
            role, product = column_named(heading, self._products)
            if normalized(heading) in self._skipped:
                role, product = "other", ""
            multiple = _multiple(heading, usual if role in {"amount", "unit_price"} else 1)
            yield Column(position, heading, role, product, multiple, _basis(heading))


def names_of_products(labels: Mapping[str, str]) -> dict[str, str]:
    """The key of each product by what a heading may call it; by nothing where there is but one."""
    names = {normalized(label): key for key, label in labels.items() if label}
    names |= {normalized(key): key for key in labels}
    return {**names, "": next(iter(labels))} if len(labels) == 1 else names


def products_in(sheet: Sheet, skipped: Container[str]) -> dict[str, str]:
    """The products that a sheet itself names, with their labels: its columns of other numbers."""
    for table in Headings({}).tables_in(sheet):
        asked = [column for column in table.columns if _may_be_product(table, column, skipped)]
        if asked:
            return {_product_name(column.heading): "" for column in asked}
    return {}


def _may_be_product(table: Table, column: Column, skipped: Container[str]) -> bool:
    return (
        column.role == "other"
        and bool(column.heading)
        and normalized(column.heading) not in skipped
        and not is_unasked(table, column)
        and has_numbers(table, column)
    )


def _product_name(heading: str) -> str:
    bare = text_of(_BRACKETS.sub("", heading))
    if _QUANTITY.fullmatch(normalized(bare)):
        return ONLY_PRODUCT
    return _QUANTITY.sub("", bare).strip() or bare or heading


def column_named(heading: str, products: Mapping[str, str]) -> tuple[Role, str]:
    """What a heading says that its column holds, and of which product."""
    if not heading:
        return "other", ""
    whole = normalized(heading)
    bare = normalized(_BRACKETS.sub("", text_of(heading)))
    for name in (whole, bare, _QUANTITY.sub("", bare)):
        if name and name in products:
            return "product", products[name]
    if _QUANTITY.fullmatch(bare) and "" in products:
        return "product", products[""]
    if _UNIT_PRICE.search(bare):
        return "unit_price", products.get(_UNIT_PRICE.sub("", bare), "")
    return _role(bare), ""


def _role(bare: str) -> Role:
    """What a heading, without brackets, says where it names no product."""
    if _CODE.fullmatch(bare):
        return "code"
    if _BUYER.fullmatch(bare):
        return "buyer"
    return next((role for role, words in _WORDS if words.search(bare)), "other")


def is_unasked(table: Table, column: Column) -> bool:
    """Whether numbers in a column are no answers: row numbers, totals, telephones."""
    if not column.heading:
        named = min(one.position for one in table.columns if one.role in {"buyer", "code"})
        return column.position < named
    bare = normalized(_BRACKETS.sub("", text_of(column.heading)))
    return _UNASKED.fullmatch(bare) is not None


def has_numbers(table: Table, column: Column) -> bool:
    """Whether a number stands anywhere under a heading."""
    cells = (cell_at(row, column) for row in table.sheet.rows[table.first_row :])
    return any(quantity_in(cell) is not None for cell in cells if not is_blank(cell))


def cell_at(cells: Sequence[Cell], column: Column | None) -> Cell:
    """The cell of a column; rows of CSV may be shorter than their header."""
    return cells[column.position] if column and column.position < len(cells) else ""


@lru_cache(_REMEMBERED)
def _texts(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple([text_of(cell) for cell in cells])


@lru_cache(_REMEMBERED)
def _names_buyers(cells: tuple[Cell, ...]) -> bool:
    """Whether a row may be a header."""
    return any(_is_of_buyer(text) for text in _texts(cells) if text)


def _is_of_buyer(text: str) -> bool:
    return column_named(text, {})[0] in {"buyer", "code"}


def _multiple(heading: str, usual: int) -> int:
    """The unit of the numbers under a heading: its own, or what is usual in the sheet."""
    own = _MULTIPLE.search(text_of(heading))
    if own:
        return MULTIPLES[own[1]]
    return 1 if "円" in heading else usual


def says_unit(heading: str) -> bool:
    """Whether a heading says itself in what unit its numbers are."""
    return "円" in heading or _MULTIPLE.search(text_of(heading)) is not None


def _basis(heading: str) -> TaxBasis | None:
    text = text_of(heading).casefold()
    return next((basis for word, basis in _BASIS if word in text), None)


def _unit_above(rows: Sequence[tuple[Cell, ...]]) -> int:
    """The unit of amounts that is said once above a table, as in (単位:千円)."""
    return next((unit for cells in reversed(rows) if (unit := _unit_in(cells))), 1)


@lru_cache(_REMEMBERED)
def _unit_in(cells: tuple[Cell, ...]) -> int | None:
    for text in _texts(cells):
        found = _UNIT_OF_SHEET.search(text)
        if found:
            return MULTIPLES[found[1]] if found[1] else 1
    return None


@lru_cache(_REMEMBERED)
def _with_second(first: tuple[Cell, ...], below: tuple[Cell, ...]) -> tuple[str, ...] | None:
    """The headings of a header of two rows, each with what stands over it; None for one row."""
    texts, second = _texts(first), _texts(below)
    is_header = any(second) and all(isinstance(cell, str) for cell in below)
    if not is_header or any(text.isdecimal() for text in second):
        return None
    named = [position for position, text in enumerate(texts) if _is_of_buyer(text)]
    if any(position < len(second) and second[position] for position in named):
        return None
    return tuple(_joined(texts, second))


def _joined(first: Sequence[str], second: Sequence[str]) -> Iterator[str]:
    over = ""
    for position in range(max(len(first), len(second))):
        top = first[position] if position < len(first) else ""
        under = second[position] if position < len(second) else ""
        over = top or (over if under else "")
        yield f"{over} {under}".strip() if under else top
