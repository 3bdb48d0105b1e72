"""A run held against an earlier one: what each theme saved then and saves now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from scalemerit.batch.evaluating import Told
from scalemerit.difference import Difference, difference
from scalemerit.errors import Place, ScalemeritError
from scalemerit.snapshot import Snapshot
from scalemerit.themes import Evaluated, ThemeChange, decrease_checks


class Earlier:
    """The results of an earlier run, by file, however its path is written.

    Where it `asks_no_decrease`, each theme that was there is asked to save no less than then.
    """

    def __init__(self, saved: Mapping[str, Snapshot], *, asks_no_decrease: bool) -> None:
        self._saved = {os.path.normpath(file): (file, one) for file, one in saved.items()}
        self._asks_no_decrease = asks_no_decrease

    def held(self, results: Iterable[Told]) -> Iterator[Told]:
        """The results, each with what became of its theme; one in another currency is a problem."""
        for told in results:
            try:
                yield self._held(told)
            except ScalemeritError as error:
                place = Place(told.evaluated.file, 1, 1)
                problems = tuple(problem.at(place) for problem in error.problems)
                yield Told(Evaluated(told.evaluated.file, problems))

    def gone(self, files: Iterable[str]) -> list[ThemeChange]:
        """The themes whose files are no more, neither among those of this run nor elsewhere."""
        here = set(map(os.path.normpath, files))
        return [
            ThemeChange(file, old, None, None)
            for path, (file, old) in self._saved.items()
            if path not in here and not os.path.lexists(path)
        ]

    def _held(self, told: Told) -> Told:
        if told.snapshot is None:
            return told
        file = told.evaluated.file
        _, old = self._saved.get(os.path.normpath(file), (file, None))
        found = None if old is None else difference(old, told.snapshot)
        if found is not None and self._asks_no_decrease:
            told = _asked(told, found)
        change = ThemeChange(file, old, told.snapshot, found)
        return told._replace(change=change, snapshot=None)


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
