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

    def part_of(self, found: Found) -> Part:
        """What the run over this part is about."""
        return Part(self.of(found.files), found.files, found.problems, is_first=self.number == 1)


class Found(NamedTuple):
    """The files that paths lead to, each once, and the problems of paths that lead nowhere."""

    files: list[str]
    problems: tuple[Problem, ...]


class Part(NamedTuple):
    """What one run is about: its `files`, which may be a shard of the `whole`.

    What belongs to no file, as the `problems` of paths that lead nowhere do, is told by the run
    over the first shard, so that all shards together tell it once.
    """

    files: list[str]
    whole: list[str]
    problems: tuple[Problem, ...]
    is_first: bool


def find(paths: Iterable[str]) -> Found:
    """The scenario files at these paths in the order given, those of a folder by name.

    `-` stands for a list of paths on standard input. A file that is not there is found all the
    same: reading it tells the problem in its place.
    """
    search = _Search()
    for path in paths:
        if path == _STANDARD_INPUT:
            search.add_listed()
        else:
            search.add(path)
    return Found(list(search.files.values()), tuple(search.problems))


class _Search:
    """The files found so far by their paths in one way of writing, and what stood in the way."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.problems: list[Problem] = []

    def add_listed(self) -> None:
        """Add what the paths on standard input lead to; there should be some."""
        try:
            content = read_bytes(_STANDARD_INPUT)
        except ScalemeritError as error:
            self.problems += error.problems
        else:
            paths = list(_listed(content))
            if not paths:
                self.problems.append(Problem("list-empty"))
            for path in paths:
                self.add(path)

    def add(self, path: str) -> None:
        """Add what a path leads to; a folder should lead to something."""
        folder = _folder(path)
        if folder is None:
            self._add_file(path)
            return
        problems, found = len(self.problems), 0
        for name in self._scenarios_in(folder, path):
            self._add_file(name)
            found += 1
        if not found and len(self.problems) == problems:
            self.problems.append(Problem("folder-empty", values={"file": path}))

    def _add_file(self, path: str) -> None:
        self.files.setdefault(_one_way(path), path)

    def _scenarios_in(self, folder: str, shown: str) -> Iterator[str]:
        """The scenario files in a folder and the folders in it, hidden ones left out.

        `shown` is how the folder was called. Folders behind links are not entered; one that cannot
        be read is a problem and stops no other.
        """
        waiting: list[tuple[str | None, str]] = [(folder, "" if shown == "." else f"{shown}/")]
        while waiting:
            path, name = waiting.pop()
            if path is None:
                yield name
                continue
            try:
                with os.scandir(path) as entries:
                    ordered = sorted(entries, key=lambda entry: entry.name, reverse=True)
            except OSError as error:
                self.problems.append(unreadable(name, error))
            else:
                waiting += _within(ordered, name.replace("//", "/"))


def _within(entries: Iterable[os.DirEntry[str]], before: str) -> Iterator[tuple[str | None, str]]:
    """The folders to search and, without a path, the scenario files; hidden ones left out."""
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield entry.path, f"{before}{entry.name}/"
        elif entry.name.lower().endswith(ENDINGS) and _is_file(entry):
            yield None, f"{before}{entry.name}"


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link that should lead to one and leads nowhere."""
    try:
        return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
    except OSError:
        return True  # such as links in a circle, which its reader tells


def _one_way(path: str) -> str:
    """The path as it is written for comparison; steps up may lead through links."""
    if "./" not in path and "//" not in path:
        return path
    return os.path.relpath(os.path.realpath(path)) if ".." in path else os.path.normpath(path)


def _listed(content: bytes) -> Iterator[str]:
    """The paths in a list, one a line, or each ended by a NUL where there is any."""
    text = os.fsdecode(content.removeprefix(b"\xef\xbb\xbf"))
    for ended in text.split("\0") if "\0" in text else text.split("\n"):
        path = ended if "\0" in text else ended.removesuffix("\r")
        if path.strip():
            yield f"./{path}" if path == _STANDARD_INPUT else path


def _folder(path: str) -> str | None:
    """The folder that a path names, here or among the shipped scenarios; None for all else."""
    if os.path.isdir(path):  # noqa: PTH112 - a batch may name a hundred thousand paths
        return path
    is_shipped = path.split("/", maxsplit=1)[0] == _SHIPPED and ".." not in path
    if is_shipped and not os.path.lexists(path):
        folder = shipped(path)
        return str(folder) if folder.is_dir() else None
    return None
