"""Reading the scenario that a command looks at, and leaving where it has problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import typer

from scalemerit.cli.options import INPUT_HAS_PROBLEMS, Problems
from scalemerit.errors import ScalemeritError

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.scenario import Loaded
    from scalemerit.wording import Language


def loaded_scenario(path: str, language: Language, form: Problems) -> Loaded:
    """The scenario in a file; leaves with exit code 1 where it has problems.

    People see warnings now; data can only be shown at the end, as one document.
    """
    from scalemerit.scenario import read_scenario

    try:
        loaded = read_scenario(path)
    except ScalemeritError as error:
        show_problems_as(error.problems, language, form)
        raise typer.Exit(INPUT_HAS_PROBLEMS) from None
    if form == "text":
        show_problems_as(loaded.warnings, language, form)
    return loaded


def leave_with(
    loaded: Loaded, error: ScalemeritError, language: Language, form: Problems
) -> NoReturn:
    """Leave with exit code 1: the scenario cannot be computed."""
    from scalemerit.source.places import in_order

    warnings = yet_to_show(loaded.warnings, form)
    found = in_order((*warnings, *loaded.source.located(error.problems)))
    show_problems_as(found, language, form)
    raise typer.Exit(INPUT_HAS_PROBLEMS)


def yet_to_show(warnings: Sequence[Problem], form: Problems) -> Sequence[Problem]:
    """The warnings that are shown at the end: people have seen them before the result."""
    return () if form == "text" else warnings


def show_problems_as(found: Sequence[Problem], language: Language, form: Problems) -> None:
    """Show problems: to people as lines, as data in one document."""
    if not found:
        return
    from scalemerit.cli.problems import show_document, show_problems

    if form == "json":
        show_document(found, (), language)
    else:
        show_problems(found, language)
