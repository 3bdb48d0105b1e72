"""The answers of many files together, or all that is wrong with any of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scalemerit.errors import Problem, ScalemeritError
from scalemerit.money import Exact
from scalemerit.scenario.model import ONLY_PRODUCT
from scalemerit.survey.answers import Answer, Asked, Rows
from scalemerit.survey.headings import Headings, Table, products_in
from scalemerit.survey.sheets import Encoding, Sheet, read_sheets


class Survey(NamedTuple):
    """What sheets say: the answers a buyer, who has not answered, columns that were left out."""

    answers: Mapping[str, Answer]
    silent: tuple[str, ...]
    left_out: tuple[str, ...]
    files: int
    totals: int


class Files(NamedTuple):
    """The sheets of each file that could be read, and what is wrong with the others."""

    sheets: Mapping[str, Sequence[Sheet]]
    problems: tuple[Problem, ...]


def open_files(paths: Sequence[str], encoding: Encoding | None = None) -> Files:
    """The sheets in these files; what cannot be read is told with the rest."""
    sheets: dict[str, Sequence[Sheet]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            sheets[path] = read_sheets(path, encoding)
        except ScalemeritError as error:
            problems += error.problems
    return Files(sheets, tuple(problems))


def products_of(files: Files, skipped: Container[str]) -> dict[str, str]:
    """The products that the files themselves name, with their labels; one where they name none."""
    found: dict[str, str] = {}
    for sheets in files.sheets.values():
        for sheet in sheets:
            found |= products_in(sheet, skipped)
    return found or {ONLY_PRODUCT: ""}


def read_survey(files: Files, headings: Headings, asked: Asked) -> Survey:
    """The answers in these files.

    Raises ScalemeritError with all that is not understood in any file, each with its cell.
    """
    problems = list(files.problems)
    tables = list(_tables(files, headings, problems))
    read = [Rows(table, asked) for table in tables]
    for rows in read:
        rows.read()
        problems += sorted(rows.problems, key=_by_row)
    answers = _merged(read, problems)
    if not problems and not answers:
        problems.append(Problem("survey-empty"))
    if problems:
        raise ScalemeritError(problems)
    silent = dict.fromkeys(name for rows in read for name in rows.silent if name not in answers)
    others = (column for table in tables for column in table.having("other") if column.heading)
    left_out = dict.fromkeys(column.heading for column in others)
    return Survey(answers, tuple(silent), tuple(left_out), len(files.sheets), _totals(read))


def _totals(read: Iterable[Rows]) -> int:
    return sum(rows.totals for rows in read)


def _tables(files: Files, headings: Headings, problems: list[Problem]) -> Iterator[Table]:
    """The tables of all files; a problem for each that has none."""
    for path, sheets in files.sheets.items():
        found = [table for sheet in sheets if (table := headings.table_in(sheet))]
        if not found:
            problems.append(_without_header(path, sheets))
        yield from found


def _without_header(path: str, sheets: Sequence[Sheet]) -> Problem:
    place = sheets[0].place(0, 0) if sheets else None
    return Problem("survey-header", values={"file": path}, place=place)


def _by_row(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


def _merged(read: Iterable[Rows], problems: list[Problem]) -> dict[str, Answer]:
    """One answer a buyer; problems where two of a sheet, or differing ones of two, are there."""
    merged: dict[str, Answer] = {}
    for rows in read:
        here: set[str] = set()
        for answer in rows.answers:
            before = merged.get(answer.buyer)
            if before is None:
                merged[answer.buyer] = answer
            elif answer.buyer in here or _differ(before, answer):
                values = {"buyer": answer.buyer, "first": str(before.place)}
                problems.append(Problem("survey-twice", values=values, place=answer.place))
            else:
                merged[answer.buyer] = _together(before, answer)
            here.add(answer.buyer)
    return merged


def _differ(one: Answer, other: Answer) -> bool:
    """Whether two answers say different things of the same."""
    amounts = {one.amount, other.amount} - {None}
    is_told_twice = (one.amount and other.unit_prices) or (one.unit_prices and other.amount)
    return (
        len(amounts) > 1
        or bool(is_told_twice)
        or _clash(one.quantities, other.quantities)
        or _clash(one.unit_prices, other.unit_prices)
    )


def _clash(one: Mapping[str, Exact], other: Mapping[str, Exact]) -> bool:
    return any(one[key] != other[key] for key in one.keys() & other.keys())


def _together(one: Answer, other: Answer) -> Answer:
    """Two answers of one buyer that say nothing different, as where each sheet has a product."""
    return one._replace(
        quantities={**one.quantities, **other.quantities},
        amount=other.amount if one.amount is None else one.amount,
        vendor=one.vendor or other.vendor,
        ends=one.ends or other.ends,
        remarks=one.remarks or other.remarks,
        unit_prices={**one.unit_prices, **other.unit_prices},
    )
