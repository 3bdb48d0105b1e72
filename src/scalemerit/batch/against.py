"""A run held against an earlier one: what each theme saved then and saves now."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from scalemerit import source
from scalemerit.batch.evaluating import Told
from scalemerit.difference import Difference, difference
from scalemerit.errors import ScalemeritError, escaped
from scalemerit.gates import decrease_checks, gone_check
from scalemerit.snapshot import Snapshot
from scalemerit.themes import Missed, NotCompared, ThemeChange

if TYPE_CHECKING:
    from scalemerit.batch.finding import Part


class Before(NamedTuple):
    """A theme of the earlier run, with its file as it was called then."""

    file: str
    snapshot: Snapshot


class Earlier:
    """The results of an earlier run, beside the files of this one.

    A theme is found by its file, however the path to it is written: one path may end with the
    other. One whose file is no more is also found by its title, if it is the only one of that
    title: its file was renamed. All files of the run, not only those of a shard, are looked at for
    that, so that every shard finds what a run over the whole would.

    Where the run `asks_no_decrease`, each theme that was there is asked to save no less than then.
    It `is_of_others` where none of its themes is among the files, as where it holds none.
    """

    def __init__(
        self, saved: Mapping[str, Snapshot], part: Part, *, asks_no_decrease: bool
    ) -> None:
        before = [Before(file, one) for file, one in saved.items()]
        self.asks_no_decrease = asks_no_decrease
        found = _found(before, part.whole)
        self._by_file = {file: found[file] for file in part.files if file in found}
        self._gone = _gone(before, found) if part.is_first else []
        self._read: set[str] = set()
        self.is_of_others = part.is_first and bool(part.whole) and not found

    def held(self, results: Iterable[list[Told]]) -> Iterator[list[Told]]:
        """The results, each with what became of its theme."""
        return (list(map(self._held, some)) for some in results)

    def gone(self) -> list[ThemeChange]:
        """The themes that are no more, once all results have been held."""
        return [ThemeChange(one.file, one.snapshot, None, None) for one in self._gone]

    def gone_missed(self) -> tuple[Missed, ...]:
        """What themes that are gone saved, where the run asks that no saving become smaller."""
        if not self.asks_no_decrease:
            return ()
        pairs = [(change, gone_check(change)) for change in self.gone()]
        return tuple(
            Missed(change.file, change.title, change.currency, check)
            for change, check in pairs
            if check is not None
        )

    def not_compared(self) -> tuple[NotCompared, ...]:
        """The themes whose files can no longer be read, once all results have been held."""
        return tuple(
            NotCompared(file, one.snapshot.title)
            for file, one in self._by_file.items()
            if file not in self._read
        )

    def _held(self, told: Told) -> Told:
        new, file = told.snapshot, told.evaluated.file
        if new is None:
            return told
        self._read.add(file)
        before = self._by_file.get(file)
        if before is None:
            return told._replace(changes=(ThemeChange(file, None, new, None),), snapshot=None)
        if before.snapshot.currency != new.currency:  # what cannot be compared is another theme
            self._gone.append(before)
            return told._replace(changes=(ThemeChange(file, None, new, None),), snapshot=None)
        found = difference(before.snapshot, new)
        if self.asks_no_decrease:
            told = _asked(told, found)
        change = ThemeChange(file, before.snapshot, new, found)
        return told._replace(changes=(change,), snapshot=None)


def _found(before: Sequence[Before], files: Sequence[str]) -> dict[str, Before]:
    """The earlier theme of each file that had one."""
    paired = _paired(before, files)
    left = [file for file in files if file not in paired]
    return {**paired, **_renamed(_gone(before, paired), left)}


def _renamed(gone: Sequence[Before], files: Iterable[str]) -> dict[str, Before]:
    """The theme that each file has the title of, if no other of that title is gone.

    Of several files with its title the first has it.
    """
    times = Counter(one.snapshot.title for one in gone)
    wanted = {one.snapshot.title: one for one in gone if times[one.snapshot.title] == 1}
    found: dict[str, Before] = {}
    for file in files:
        if not wanted:
            break
        title = _title_in(file)
        if title in wanted:
            found[file] = wanted.pop(title)
    return found


def _title_in(path: str) -> str:
    """The title that stands in a file, whatever else does; none where it can be read only once."""
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - as in `find`
        return ""
    try:
        title = source.read(source.read_bytes(path), path).data.get("title")
    except ScalemeritError:
        return ""
    return title if isinstance(title, str) else ""


def _gone(before: Iterable[Before], found: Mapping[str, Before]) -> list[Before]:
    """The earlier themes that no file has and whose own is no more."""
    kept = {one.file for one in found.values()}
    return [one for one in before if one.file not in kept and not os.path.lexists(one.file)]


def _paired(before: Iterable[Before], files: Iterable[str]) -> dict[str, Before]:
    """The earlier theme of each file, where it is the only one and the file's the only theme's."""
    by_path = {_kept(one.file): one for one in before}
    pairs = {file: by_path.pop(_kept(file), None) for file in files}
    by_name: dict[str, list[Before]] = {}
    for one in by_path.values():
        by_name.setdefault(_steps(one.file)[-1], []).append(one)
    fits = {
        file: [other for other in by_name.get(_steps(file)[-1], ()) if _may_be(other.file, file)]
        for file, one in pairs.items()
        if one is None
    }
    times = Counter(one.file for found in fits.values() for one in found)
    for file, found in fits.items():
        if len(found) == 1 and times[found[0].file] == 1:
            pairs[file] = found[0]
    return {file: one for file, one in pairs.items() if one is not None}


def _kept(path: str) -> str:
    """A path as a kept result holds it, however it was written."""
    return escaped(os.path.normpath(path))


def _may_be(earlier: str, file: str) -> bool:
    """Whether the file may be what the earlier run called so, and is not beside it."""
    beside = os.path.lexists(earlier) and os.path.realpath(earlier) != os.path.realpath(file)
    return not beside and _agree(earlier, file)


def _agree(path: str, other: str) -> bool:
    """Whether one path ends with the whole of the other."""
    one, two = _steps(path), _steps(other)
    shorter = min(len(one), len(two))
    return one[-shorter:] == two[-shorter:]


def _steps(path: str) -> tuple[str, ...]:
    """The parts of a path, steps up left out."""
    steps = PurePath(_kept(path)).parts
    return tuple(step for step in steps if step != os.pardir) or ("",)


def _asked(told: Told, found: Difference) -> Told:
    entry = told.evaluated.entry
    if entry is None:
        return told
    checks = decrease_checks(entry.theme, found)
    missed = sum(not check.met for check in checks)
    asked = told.evaluated._replace(
        entry=entry._replace(checks=(*entry.checks, *checks)),
        places=(*told.evaluated.places, *[None] * missed),
    )
    return told._replace(evaluated=asked)
