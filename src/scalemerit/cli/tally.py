"""What a run over many scenarios has found, and how it is told on standard error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scalemerit.cli.ending import tell_how_far
from scalemerit.cli.problems import show_document, show_missed, show_problems
from scalemerit.themes import Missed

if TYPE_CHECKING:
    from scalemerit.batch import Told
    from scalemerit.cli.options import Problems
    from scalemerit.errors import Problem
    from scalemerit.themes import Evaluated
    from scalemerit.wording import Language


class Tally:
    """The problems and the missed checks of a run.

    One that `streams` tells people of each as it comes, in memory that does not grow; otherwise,
    and as data, all are told at the end. `unread` are the problems of files without a theme,
    those of no file, which are also `elsewhere`, among them.
    """

    def __init__(self, language: Language, form: Problems, *, streams: bool) -> None:
        self.language = language
        self.done = 0
        self.has_errors = False
        self.has_missed = False
        self.elsewhere: list[Problem] = []
        self.unread: list[Problem] = []
        self.missed: list[Missed] = []
        self._form = form
        self._streams = streams and form == "text"
        self._problems: list[Problem] = []

    def counted(self, results: Iterable[list[Told]]) -> Iterator[list[Told]]:
        """The results, each entered on its way."""
        for some in results:
            for told in some:
                self._add(told.evaluated)
            self.done += len(some)
            yield some

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Enter problems that are those of no single file; they are errors."""
        found = tuple(problems)
        self.elsewhere += found
        self._add_unread(found)

    def add_missed(self, missed: tuple[Missed, ...]) -> None:
        """Enter what is not met."""
        self.has_missed = self.has_missed or bool(missed)
        if self._streams:
            self._tell((), missed)
        else:
            self.missed += missed

    def finish(self) -> None:
        """Tell what has not been told yet."""
        if self._form == "text":
            self._tell(self._problems, self.missed)
        elif self._problems or self.missed:
            from scalemerit.views.problem_documents import missed_document

            show_document(self._problems, list(map(missed_document, self.missed)), self.language)

    def tell_how_far(self, total: int) -> None:
        """Tell how many files were done when the run ended early."""
        tell_how_far(self.done, total, self.language)

    def _add(self, evaluated: Evaluated) -> None:
        entry = evaluated.entry
        if entry is None:
            self._add_unread(evaluated.problems)
            return
        missed = tuple(
            Missed(entry.file, entry.theme.title, entry.theme.currency, check, place)
            for check, place in zip(entry.missed, evaluated.places, strict=True)
        )
        self._enter(evaluated.problems)
        self.add_missed(missed)

    def _add_unread(self, problems: tuple[Problem, ...]) -> None:
        self.has_errors = self.has_errors or bool(problems)
        if not self._streams:
            self.unread += problems
        self._enter(problems)

    def _enter(self, problems: tuple[Problem, ...]) -> None:
        if self._streams:
            self._tell(problems, ())
        else:
            self._problems += problems

    def _tell(self, problems: Iterable[Problem], missed: Iterable[Missed]) -> None:
        show_problems(tuple(problems), self.language)
        show_missed(tuple(missed), self.language)
