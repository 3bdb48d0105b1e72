"""The command that compares results: `diff`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from scalemerit.cli.charting import ShownDifferenceChart, drawn, only_svg_is_chosen
from scalemerit.cli.emit import emit
from scalemerit.cli.kept import keep
from scalemerit.cli.language import language_of, say
from scalemerit.cli.naming import ArrangementNames, chosen_names
from scalemerit.cli.options import (
    INPUT_HAS_PROBLEMS,
    NOT_MET,
    ByteOrderMark,
    Lang,
    Output,
    ProblemForm,
    Problems,
    ShownChartFormat,
    ShownUnit,
)
from scalemerit.cli.writing import only_csv_is_marked, writer_options
from scalemerit.errors import ScalemeritError

if TYPE_CHECKING:
    from scalemerit.difference import Difference
    from scalemerit.errors import Problem
    from scalemerit.results import ReadResult
    from scalemerit.themes import Missed
    from scalemerit.wording import Language

_KINDS = say(
    "a scenario file, or a result of `compare --format json`; - reads standard input.",
    "シナリオファイル、または `compare --format json` の結果。- は標準入力。",
)
OldResult = Annotated[
    str,
    typer.Argument(metavar="OLD", help=say("Before: ", "変更前: ") + _KINDS, show_default=False),
]
NewResult = Annotated[
    str,
    typer.Argument(metavar="NEW", help=say("After: ", "変更後: ") + _KINDS, show_default=False),
]
FailOnDecrease = Annotated[
    bool,
    typer.Option(
        "--fail-on-decrease",
        help=say(
            "End with 3 where the saving of an arrangement became smaller.",
            "削減額が減った方式があれば終了コード 3 で終わります。",
        ),
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command(
        "diff",
        help=say(
            "Show what changed from one result to another, and what that does to the savings.",
            "2 つの結果を比べ、入力の変更点と削減額への影響を示します。",
        ),
    )(diff)


def diff(  # noqa: PLR0913, PLR0917 - one parameter an option
    old: OldResult,
    new: NewResult,
    form: ShownChartFormat = "table",
    chart: ShownDifferenceChart = None,
    arrangement: ArrangementNames = None,
    output: Output = None,
    lang: Lang = None,
    unit: ShownUnit = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
    fail_on_decrease: FailOnDecrease = False,
) -> None:
    """Compare two results."""
    only_csv_is_marked(form, marked=bom)
    only_svg_is_chosen(form, chart, arrangement)
    if old == new == "-":
        words = say("standard input can only be one of them", "標準入力は片方だけです")
        raise typer.BadParameter(words, param_hint="NEW")
    language = language_of(lang)
    keep([old, new], output)
    compared = _compared(old, new, language, problems)
    found = compared.difference
    from scalemerit.views.difference import difference_report
    from scalemerit.views.difference_charts import illustrated_difference
    from scalemerit.views.difference_document import difference_document
    from scalemerit.writers import Result

    of = found if form != "svg" else _of(found, arrangement)

    result = Result(
        report=lambda shown_in: difference_report(found, shown_in),
        document=lambda: difference_document(found),
        illustrated=lambda shown_in: illustrated_difference(of, shown_in, compared.doubtful),
    )
    options = writer_options(language, unit, output, bom=bom)._replace(chart=chart)
    emit(drawn(result, form, options), output)
    smaller = compared if fail_on_decrease and found.decreases else None
    _show(compared.warnings, language, problems, smaller)
    if smaller:
        raise typer.Exit(NOT_MET)


def _of(found: Difference, names: Sequence[str] | None) -> Difference:
    """The difference of the arrangements named; without names, of the one that now saves most."""
    by_name = {one.name: one for one in found.arrangements}
    best = max(found.new.arrangements, key=lambda one: one.saving).name
    chosen = chosen_names(names, by_name, "--arrangement") if names else (best,)
    return found._replace(arrangements=tuple(by_name[name] for name in chosen))


class _Compared(NamedTuple):
    """The difference of two results, and the file of the new one.

    `doubtful` is all that is doubtful about both, `warnings` what of it is yet to be shown.
    """

    difference: Difference
    file: str
    doubtful: Sequence[Problem]
    warnings: Sequence[Problem]


def _compared(old: str, new: str, language: Language, form: Problems) -> _Compared:
    """The difference of two results.

    Leaves with exit code 1 where a file has problems; those of both are shown.
    """
    before, of_old = _result(old)
    after, of_new = _result(new)
    problems = (*of_old, *of_new)
    if before is None or after is None:
        _leave(problems, language, form)
    if form == "text":
        _show(problems, language, form)
        problems = ()
    from scalemerit.difference import difference

    try:
        found = difference(before.snapshot, after.snapshot)
    except ScalemeritError as error:
        _leave((*problems, *after.source.located(error.problems)), language, form)
    return _Compared(found, after.source.name, (*of_old, *of_new), problems)


def _result(path: str) -> tuple[ReadResult | None, Sequence[Problem]]:
    """The result in a file, None where it cannot be used, and what is wrong or doubtful."""
    from scalemerit.results import read_result

    try:
        found = read_result(path)
    except ScalemeritError as error:
        return None, error.problems
    return found, found.warnings


def _leave(problems: Sequence[Problem], language: Language, form: Problems) -> NoReturn:
    _show(problems, language, form)
    raise typer.Exit(INPUT_HAS_PROBLEMS)


def _show(
    found: Sequence[Problem], language: Language, form: Problems, smaller: _Compared | None = None
) -> None:
    """Show what was found: to people as lines, as data in one document.

    `smaller` is where savings became smaller that were not to.
    """
    if not found and smaller is None:
        return
    from scalemerit.cli.problems import show_document, show_missed, show_problems
    from scalemerit.views.difference_document import decrease_documents

    if form == "json":
        decreases = decrease_documents(smaller.difference) if smaller else []
        show_document(found, (), language, decreases)
        return
    show_problems(found, language)
    show_missed(_missed(smaller) if smaller else (), language)


def _missed(compared: _Compared) -> list[Missed]:
    """The savings that became smaller."""
    from scalemerit.gates import smaller_checks
    from scalemerit.themes import Missed

    new, checks = compared.difference.new, smaller_checks(compared.difference)
    return [Missed(compared.file, new.title, new.currency, check) for check in checks]
