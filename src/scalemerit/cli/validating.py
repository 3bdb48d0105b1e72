"""The command that only looks for problems: `validate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scalemerit.cli.emit import streaming, tell
from scalemerit.cli.ending import tell_how_far, told_when_ended
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
    search = _Search(find(paths))
    write_problems = _write_text if form == "text" else _write_json
    ending = told_when_ended(lambda: tell_how_far(search.done, search.total, language))
    with ending, streaming(output) as write:
        has_errors = write_problems(search.groups(), write, language)
    if has_errors:
        raise typer.Exit(INPUT_HAS_PROBLEMS)
    if form == "text":
        files = f"{search.total:,}"
        tell(say(f"{files} files, no errors\n", f"{files} ファイルを調べ、誤りはありません\n"))


class _Search:
    """A search for problems in files; `done` is the number of those that it is through with."""

    def __init__(self, found: Found) -> None:
        self.total = len(found.files)
        self.done = 0
        self._found = found

    def groups(self) -> Iterator[Sequence[Problem]]:
        """The problems of paths that lead nowhere, then those of each file."""
        from scalemerit.batch.evaluating import problems_in

        yield self._found.problems
        for file in self._found.files:
            yield problems_in(file)
            self.done += 1


def _write_text(
    groups: Iterable[Sequence[Problem]], write: Callable[[str], None], language: Language
) -> bool:
    """Write problems as they are found; whether any is an error."""
    from scalemerit.cli.problems import annotate, problems_text

    has_errors = False
    for problems in groups:
        if problems:
            write(problems_text(problems, language))
            annotate(problems, language)
            has_errors = has_errors or _any_error(problems)
    return has_errors


def _write_json(
    groups: Iterable[Sequence[Problem]], write: Callable[[str], None], language: Language
) -> bool:
    """Write all problems as one document; whether any is an error."""
    from scalemerit.views.batch_documents import problems_document
    from scalemerit.writers.json import dumps

    problems = [problem for group in groups for problem in group]
    write(dumps(problems_document(problems, (), language)) + "\n")
    return _any_error(problems)


def _any_error(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)
