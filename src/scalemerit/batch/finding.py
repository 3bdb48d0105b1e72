"""Which scenario files are meant: files, folders, lists of paths, and a shard of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scalemerit.errors import Problem, ScalemeritError
from scalemerit.shipped import shipped
from scalemerit.source import read_bytes
from scalemerit.source.files import unreadable

ENDINGS = (".yaml", ".yml")
_SHIPPED = "scenarios"
_STANDARD_INPUT = "-"


class Shard(NamedTuple):
    """One part of all files: the `number`th of so many `parts`, from 1."""

    number: int
    parts: int

    def of(self, files: list[str]) -> list[str]:
        """The files of this part, in order; the parts of all shards together are all files."""
        first = (self.number - 1) * len(files) // self.parts
        return files[first : self.number * len(files) // self.parts]


class Found(NamedTuple):
    """The files that paths lead to, each once, and the problems of paths that lead nowhere."""

    files: list[str]
    problems: tuple[Problem, ...]


def find(paths: Iterable[str]) -> Found:
    """The scenario files at these paths in the order given, those of a folder by name.

    `-` stands for a list of paths on standard input. A file that is not there is found all the
    same: reading it tells the problem in its place.
    """
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            for name in _meant(path):
                files.setdefault(os.path.normpath(name), name)
        except ScalemeritError as error:
            problems += error.problems
    return Found(list(files.values()), tuple(problems))


def _meant(path: str) -> Iterator[str]:
    """The files that one path means; raises ScalemeritError for a folder without any."""
    if path == _STANDARD_INPUT:
        yield from (name for listed in _listed(read_bytes(path)) for name in _meant(listed))
        return
    folder = _folder(path)
    if folder is None:
        yield path
        return
    found = 0
    for name in _scenarios_in(folder, path):
        found += 1
        yield name
    if not found:
        raise ScalemeritError([Problem("folder-empty", values={"file": path})])


def _listed(content: bytes) -> Iterator[str]:
    """The paths in a list, one a line, or each ended by a NUL where there is any."""
    text = os.fsdecode(content.removeprefix(b"\xef\xbb\xbf"))
    for path in text.split("\0") if "\0" in text else text.splitlines():
        if path.strip():
            yield f"./{path}" if path == _STANDARD_INPUT else path


def _folder(path: str) -> str | None:
    """The folder that a path names, here or among the shipped scenarios; None for all else."""
    if os.path.isdir(path):  # noqa: PTH112 - a batch may name a hundred thousand paths
        return path
    if (
        path.split("/", maxsplit=1)[0] == _SHIPPED
        and ".." not in path
        and not os.path.lexists(path)
    ):
        folder = shipped(path)
        return str(folder) if folder.is_dir() else None
    return None


def _scenarios_in(folder: str, shown: str) -> Iterator[str]:
    """The scenario files in a folder and the folders in it, hidden ones left out.

    `shown` is how the folder was called. Folders behind links are not entered.
    """
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise ScalemeritError([unreadable(shown, error)]) from None
    before = "" if shown == "." else f"{shown.rstrip('/')}/"
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        name = f"{before}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _scenarios_in(entry.path, name)
        elif entry.name.lower().endswith(ENDINGS) and _is_file(entry):
            yield name


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link that should lead to one and leads nowhere."""
    return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
