"""A run held against an earlier one: what each theme saved then and saves now."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from scalemerit.batch.evaluating import Told
from scalemerit.difference import Difference, difference
from scalemerit.errors import escaped
from scalemerit.snapshot import Snapshot
from scalemerit.themes import Missed, ThemeChange, decrease_checks, gone_check


class Before(NamedTuple):
    """A theme of the earlier run, with its file as it was called then."""

    file: str
    snapshot: Snapshot


class Earlier:
    """The results of an earlier run, beside the files of this one.

    A theme is found by its file, however the path to it is written: one path may end with the
    other. One whose file is no more is also found by its title, if it is the only one of that
    title: its file was renamed.

    Of all `files` this run is about those `meant`: the others keep their themes from being taken
    for others or for gone. Where the run `asks_no_decrease`, each theme that was there is asked to
    save no less than then.
    """

    def __init__(
        self,
        saved: Mapping[str, Snapshot],
        files: Sequence[str],
        meant: Sequence[str],
        *,
        asks_no_decrease: bool,
    ) -> None:
        before = [Before(file, one) for file, one in saved.items()]
        self.asks_no_decrease = asks_no_decrease
        paired = _paired(before, files)
        self._by_file = {file: paired[file] for file in meant if file in paired}
        found = {one.file for one in paired.values()}
        self._left = [
            one for one in before if one.file not in found and not os.path.lexists(one.file)
        ]
        self._read: set[str] = set()
        self._finds_any = bool(found)

    def held(self, results: Iterable[list[Told]]) -> Iterator[list[Told]]:
        """The results, each with what became of its theme."""
        return (list(map(self._held, some)) for some in results)

    def gone(self) -> list[ThemeChange]:
        """The themes whose files are no more, once all results have been held."""
        return [ThemeChange(one.file, one.snapshot, None, None) for one in self._left]

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

    @property
    def is_of_others(self) -> bool:
        """Whether none of its themes is among the files of this run, as where it holds none."""
        return not self._finds_any

    def unread(self) -> list[Before]:
        """The themes whose files can no longer be read, once all results have been held."""
        return [one for file, one in self._by_file.items() if file not in self._read]

    def _held(self, told: Told) -> Told:
        new, file = told.snapshot, told.evaluated.file
        if new is None:
            return told
        self._read.add(file)
        before = self._by_file.get(file) or self._renamed(new)
        if before is None:
            return told._replace(changes=(ThemeChange(file, None, new, None),), snapshot=None)
        if before.snapshot.currency != new.currency:  # what cannot be compared is another theme
            self._left.append(before)
            return told._replace(changes=(ThemeChange(file, None, new, None),), snapshot=None)
        found = difference(before.snapshot, new)
        if self.asks_no_decrease:
            told = _asked(told, found)
        change = ThemeChange(file, before.snapshot, new, found)
        return told._replace(changes=(change,), snapshot=None)

    def _renamed(self, new: Snapshot) -> Before | None:
        """The theme of this title, if there is just one whose file is no more."""
        same = [one for one in self._left if one.snapshot.title == new.title]
        if len(same) != 1:
            return None
        self._left.remove(same[0])
        self._finds_any = True
        return same[0]


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
