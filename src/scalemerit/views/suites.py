"""What test reports show of many scenarios: a suite a file, a case a thing that is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scalemerit.views.checks import case_of
from scalemerit.views.report import Suite
from scalemerit.views.words import Words

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.themes import Entry, Evaluated, Missed
    from scalemerit.wording import Language


def suites(
    evaluated: Sequence[Evaluated],
    elsewhere: Sequence[Problem],
    gone: Sequence[Missed],
    language: Language,
) -> tuple[Suite, ...]:
    """A suite a file: what is asked of its theme, or the problems for which there is none.

    Then one for the problems of no file, such as a folder without any, and one for each theme that
    is `gone` though it was not to be.
    """
    words = Words(language)
    found = [_suite(words, one) for one in evaluated]
    if elsewhere:
        place = elsewhere[0].place
        file = place.file if place else "-"
        found.append(Suite(file, file, "", (), tuple(elsewhere)))
    found += [
        Suite(one.title, one.file, one.currency, (case_of(words, one.check, one.currency),))
        for one in gone
    ]
    return tuple(found)


def _suite(words: Words, one: Evaluated) -> Suite:
    if one.entry is None:
        return Suite(one.file, one.file, "", (), one.problems)
    return _theme_suite(words, one.entry)


def _theme_suite(words: Words, entry: Entry) -> Suite:
    currency = entry.theme.currency
    cases = tuple(case_of(words, check, currency) for check in entry.checks)
    return Suite(entry.theme.title, entry.file, currency, cases)
