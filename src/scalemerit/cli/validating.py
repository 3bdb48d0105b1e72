"""The command that only looks for problems: `validate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scalemerit.cli.emit import streaming, tell
from scalemerit.cli.ending import put_off, tell_how_far, told_when_ended
from scalemerit.cli.kept import keep
from scalemerit.cli.language import language_of, say
from scalemerit.cli.options import INPUT_HAS_PROBLEMS, Lang, Output, Paths, Problems

if TYPE_CHECKING:
    from scalemerit.batch import Found
    from scalemerit.errors import Problem
    from scalemerit.wording import Language

ShownProblems = Annotated[
    Problems, typer.Option("--format", "-f", help=say("Output format.", "出力形式。"))
]


def add_commands(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command(
        "validate",
        help=say(
            "Look for problems in scenario files; nothing is compared.",
            "シナリオファイルの誤りだけを調べます(比較はしません)。",
        ),
    )(validate)


def validate(
    paths: Paths, form: ShownProblems = "text", output: Output = None, lang: Lang = None
) -> None:
    """Look for problems in scenario files."""
    from scalemerit.batch import find

    language = language_of(lang)
    keep(paths, output)
    search = _Search(find(paths))
    write_problems = _write_text if form == "text" else _write_json
    ending = told_when_ended(lambda: tell_how_far(search.done, search.total, language))
    with ending, streaming(output) as write:
        told = write_problems(search.groups(), write, language)
    if told.errors:
        raise typer.Exit(INPUT_HAS_PROBLEMS)
    if form == "text":
        tell(_no_errors(search.total, told.warnings, language))


class _Search:
    """A search for problems in files; `done` is the number of those that have been read."""

    def __init__(self, found: Found) -> None:
        self.total = len(found.files)
        self.done = 0
        self._found = found

    def groups(self) -> Iterator[Sequence[Problem]]:
        """The problems of paths that lead nowhere, then those of each file."""
        from scalemerit.batch.evaluating import problems_in

        yield self._found.problems
        for file in self._found.files:
            problems = problems_in(file)
            self.done += 1
            yield problems


class _Told(NamedTuple):
    """How many problems were told."""

    errors: int = 0
    warnings: int = 0

    def with_those_of(self, problems: Sequence[Problem]) -> _Told:
        """With as many more."""
        errors = sum(problem.severity == "error" for problem in problems)
        return _Told(self.errors + errors, self.warnings + len(problems) - errors)


def _no_errors(files: int, warnings: int, language: Language) -> str:
    """That all files can be used, and how many doubts there are about them."""
    if language == "ja":
        doubts = f"(警告 {warnings:,} 件)" if warnings else ""
        return f"{files:,} ファイルを調べ、誤りはありません{doubts}\n"
    doubts = f", {_counted(warnings, 'warning')}" if warnings else ""
    return f"{_counted(files, 'file')}, no errors{doubts}\n"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _write_text(
    groups: Iterable[Sequence[Problem]], write: Callable[[str], None], language: Language
) -> _Told:
    """Write problems as they are found; how many they were."""
    from scalemerit.cli.problems import annotate, problems_text

    told = _Told()
    for problems in groups:
        if problems:
            with put_off():  # so that what is told of a file is whole
                write(problems_text(problems, language))
                annotate(problems, language)
            told = told.with_those_of(problems)
    return told


def _write_json(
    groups: Iterable[Sequence[Problem]], write: Callable[[str], None], language: Language
) -> _Told:
    """Write all problems as one document; how many they were."""
    from scalemerit.views.problem_documents import problems_document
    from scalemerit.writers.json import dumps

    problems = [problem for group in groups for problem in group]
    write(dumps(problems_document(problems, (), language)) + "\n")
    return _Told().with_those_of(problems)
