"""The kept result of a run over many scenarios: one document, or one a line, by file."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scalemerit import source
from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.fields import shown
from scalemerit.results import document_in
from scalemerit.saved import BATCH, SCHEMA, saved_comparison
from scalemerit.snapshot import Snapshot, saved_snapshot
from scalemerit.source import Source
from scalemerit.wording import Word

_PROBLEMS = "scalemerit/problems/1"  # in the place of a file that could not be read
_WANTED = Word(
    "a result of `scalemerit batch --format json` or `--format jsonl`",
    "`scalemerit batch --format json` か `--format jsonl` の結果",
)


def read_saved_batch(path: str) -> dict[str, Snapshot]:
    """The results in a file that `batch --format json` or `jsonl` has written, by file.

    Raises ScalemeritError with every problem of the file, each with its place.
    """
    found: dict[str, _Kept] = {}
    problems: list[Problem] = []
    for text, line in _documents(path):
        try:
            wrong: Iterable[Problem] = _entered(_results(text), found)
        except ScalemeritError as error:
            wrong = error.problems
        problems += (_moved(one, line) for one in text.located(wrong))
    if problems:
        raise ScalemeritError(problems)
    return {one.file: one.snapshot for one in found.values()}


class _Kept(NamedTuple):
    """A result with its file, and the route of keys to both."""

    file: str
    snapshot: Snapshot
    path: KeyPath


def _entered(results: Iterable[_Kept], found: dict[str, _Kept]) -> list[Problem]:
    """Enter results by the one way to write their paths; one that is there already is a problem."""
    return [
        Problem("saved-twice", (*one.path, "file"), {"file": one.file})
        for one in results
        if found.setdefault(os.path.normpath(one.file), one) is not one
    ]


def _documents(path: str) -> Iterator[tuple[Source, int]]:
    """The documents in a file, and how many lines stand before each.

    There is one a line where the first line holds a whole one; none where there were no files.
    """
    name = "<stdin>" if path == "-" else path
    lines = enumerate(source.read_lines(path))
    first = next(((number, line) for number, line in lines if line.strip()), None)
    if first is None:
        return
    number, line = first[0], first[1].removeprefix(BOM_UTF8)
    if not (line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}")):
        yield document_in(b"".join([line, *_bounded(lines)]), name), number
        return
    yield document_in(line, name), number
    yield from ((document_in(line, name), number) for number, line in lines if line.strip())


def _bounded(lines: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    """The rest of a document, as far as it may go."""
    size = 0
    for _, line in lines:
        size += len(line)
        yield line
        if size > source.LIMIT:
            break


def _results(text: Source) -> Sequence[_Kept]:
    """The results in one document; problems have paths but no places."""
    data = text.data
    if text.has_aliases:  # which would let a small file come to a large result
        raise ScalemeritError([Problem("saved-alias")])
    schema = data.get("schema")
    if schema == _PROBLEMS:
        return []
    if schema == SCHEMA:
        return [_result(data, data, ())]
    themes = data.get("themes")
    if schema != BATCH or not isinstance(themes, list):
        values: dict[str, str | Word] = {
            "found": shown(schema),
            "expected": BATCH,
            "wanted": _WANTED,
        }
        raise ScalemeritError([Problem("saved-schema", ("schema",), values)])
    return _results_of(themes)


def _results_of(themes: Sequence[object]) -> list[_Kept]:
    """The results of a batch; raises ScalemeritError with the problems of all of them."""
    results: list[_Kept] = []
    problems: list[Problem] = []
    for position, theme in enumerate(themes):
        holder = theme if isinstance(theme, dict) else {}
        try:
            results.append(_result(holder, holder.get("comparison"), ("themes", position)))
        except ScalemeritError as error:
            problems += error.problems
    if problems:
        raise ScalemeritError(problems)
    return results


def _result(holder: Mapping[str, object], comparison: object, path: KeyPath) -> _Kept:
    """A result with its file, which stands beside its figures or around them."""
    file = holder.get("file")
    if not isinstance(file, str):
        raise ScalemeritError([Problem("saved-missing", path, {"key": "file"}, at_key=True)])
    if not isinstance(comparison, dict):
        raise ScalemeritError([Problem("saved-missing", path, {"key": "comparison"}, at_key=True)])
    within = () if comparison is holder else (*path, "comparison")
    try:
        return _Kept(file, saved_snapshot(saved_comparison(comparison)), path)
    except ScalemeritError as error:
        problems = (one._replace(path=(*within, *one.path)) for one in error.problems)
        raise ScalemeritError(problems) from None


def _moved(problem: Problem, lines: int) -> Problem:
    """The problem where it stands in the whole file."""
    place = problem.place
    return problem if place is None else problem.at(place._replace(line=place.line + lines))
