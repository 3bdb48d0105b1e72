"""A result to be compared: a scenario file, computed now, or a document that was saved.

Which of the two a file is shows in its content: JSON is read as YAML, and a document has a
`schema` of ours.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scalemerit import source
from scalemerit.comparison import compare
from scalemerit.errors import Problem, ScalemeritError
from scalemerit.saved import is_saved, saved_comparison
from scalemerit.scenario import scenario_of
from scalemerit.snapshot import Snapshot, saved_snapshot, snapshot
from scalemerit.source import Source

# A character beyond U+FFFF as some writers of JSON escape it, which YAML does not know.
_PAIR = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE
)


class ReadResult(NamedTuple):
    """A result with the file it comes from and the warnings about it."""

    snapshot: Snapshot
    source: Source
    warnings: tuple[Problem, ...]


def read_result(path: str) -> ReadResult:
    """The result in a file, `-` being standard input.

    Raises ScalemeritError with every problem of the file, each with its place.
    """
    text = _document_of(source.read_bytes(path), "<stdin>" if path == "-" else path)
    if not is_saved(text.data):
        loaded = scenario_of(text)
        try:
            return ReadResult(snapshot(compare(loaded.scenario)), text, loaded.warnings)
        except ScalemeritError as error:
            raise ScalemeritError(text.located(error.problems)) from None
    try:
        saved = saved_comparison(text.data)
    except ScalemeritError as error:
        raise ScalemeritError(text.located(error.problems)) from None
    if text.problems:
        raise ScalemeritError(text.problems)
    return ReadResult(saved_snapshot(saved), text, ())


def _document_of(content: bytes, name: str) -> Source:
    """The data of a file that holds one document, and not one a line as a batch writes them."""
    try:
        return document_in(content, name)
    except ScalemeritError:
        _refuse_lines(content, name)
        raise


def _refuse_lines(content: bytes, name: str) -> None:
    """Raise what is wrong with several results where only one may stand."""
    try:
        first = document_in(content.partition(b"\n")[0], name)
    except ScalemeritError:
        return
    if is_saved(first.data):
        raise ScalemeritError(first.located([Problem("saved-batch", ("schema",))])) from None


def document_in(content: bytes, name: str) -> Source:
    """The data of a YAML file or a JSON document, which messages call `name`."""
    return source.read(_PAIR.sub(_character, content), name)


def _character(escaped: re.Match[bytes]) -> bytes:
    before, high, low = escaped.groups()
    pair = bytes.fromhex(f"{high.decode()}{low.decode()}")
    return bytes(before) + pair.decode("utf-16-be").encode()
