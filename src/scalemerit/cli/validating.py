"""The command that only looks for problems: `validate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from scalemerit.cli.emit import streaming, tell
from scalemerit.cli.language import language_of, say
from scalemerit.cli.options import INPUT_HAS_PROBLEMS, INTERRUPTED, Lang, Output, Paths, Problems

if TYPE_CHECKING:
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
    from scalemerit.batch.evaluating import problems_in

    language = language_of(lang)
    found = find(paths)
    groups = chain([found.problems], map(problems_in, found.files))
    write_problems = _write_text if form == "text" else _write_json
    try:
        with streaming(output) as write:
            has_errors = write_problems(groups, write, language)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    if has_errors:
        raise typer.Exit(INPUT_HAS_PROBLEMS)
    if form == "text":
        count = f"{len(found.files):,}"
        tell(say(f"{count} files, no errors\n", f"{count} ファイルを調べ、誤りはありません\n"))


def _write_text(
    groups: Iterable[Sequence[Problem]], write: Callable[[str], None], language: Language
) -> bool:
    """Write problems as they are found; whether any is an error."""
    from scalemerit.cli.problems import problems_text

    has_errors = False
    for problems in groups:
        if problems:
            write(problems_text(problems, language))
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
