"""The commands that compare: `compare` and `explain`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scalemerit.cli.changing import (
    USUAL_TIME_LIMIT,
    Allocation,
    AskedDivision,
    ShareUnit,
    TimeLimit,
)
from scalemerit.cli.charting import (
    ShownComparisonChart,
    ShownExplanationChart,
    drawn,
    only_svg_is_chosen,
)
from scalemerit.cli.emit import emit, emit_bytes
from scalemerit.cli.kept import keep
from scalemerit.cli.language import language_of, say
from scalemerit.cli.naming import ArrangementNames, chosen_names, known_key
from scalemerit.cli.options import (
    NOT_MET,
    ByteOrderMark,
    Lang,
    Output,
    ProblemForm,
    Problems,
    ScenarioPath,
    Seed,
    ShownPrintedFormat,
    ShownUnit,
    ShownWorkbookFormat,
)
from scalemerit.cli.reading import leave_with, loaded_scenario, yet_to_show
from scalemerit.cli.writing import (
    no_workbook_on_terminal,
    only_csv_is_marked,
    writer_options,
)
from scalemerit.errors import ScalemeritError

if TYPE_CHECKING:
    from scalemerit.choices import ChartFormat
    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.errors import Problem
    from scalemerit.scenario import Scenario
    from scalemerit.source import Source
    from scalemerit.themes import Missed
    from scalemerit.views.charts import Illustrated
    from scalemerit.views.documents import ComparisonDocument
    from scalemerit.views.report import Report
    from scalemerit.wording import Language
    from scalemerit.writers import Options

BuyerNames = Annotated[
    list[str] | None,
    typer.Option(
        "--buyer",
        metavar="NAME",
        help=say("Only this buyer; may be repeated.", "この団体だけ(繰返し指定可)。"),
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command(
        "compare",
        help=say(
            "Compare separate with joint procurement: saving, causes, who pays what.",
            "単独調達と共同調達を比べ、削減額・要因・負担額を示します。",
        ),
    )(compare)
    app.command(
        "explain",
        help=say(
            "Show the arithmetic behind every line of the bills.",
            "請求額の計算過程を 1 行ずつ示します。",
        ),
    )(explain)


def compare(  # noqa: PLR0913, PLR0917 - one parameter an option
    scenario: ScenarioPath,
    allocation: Allocation = None,
    share_unit: ShareUnit = None,
    time_limit: TimeLimit = USUAL_TIME_LIMIT,
    seed: Seed = 0,
    form: ShownWorkbookFormat = "table",
    chart: ShownComparisonChart = None,
    arrangement: ArrangementNames = None,
    output: Output = None,
    lang: Lang = None,
    unit: ShownUnit = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Compare separate with joint procurement."""
    only_csv_is_marked(form, marked=bom)
    no_workbook_on_terminal(form, output)
    only_svg_is_chosen(form, chart, arrangement)
    language = language_of(lang)
    keep([scenario], output)
    asked = AskedDivision(allocation, share_unit, time_limit, seed)
    comparison, text, warnings = _comparison(scenario, language, problems, asked)
    options = writer_options(language, unit, output, bom=bom)._replace(chart=chart)
    if form == "xlsx":
        emit_bytes(_workbook(comparison, options), output)
    else:
        shown = comparison if form != "svg" else _of(comparison, arrangement)
        emit(_text(comparison, form, options, (shown, warnings)), output)
    missed = _missed(comparison, text)
    _show(yet_to_show(warnings, problems), missed, language, problems)
    if missed:
        raise typer.Exit(NOT_MET)


def explain(  # noqa: PLR0913, PLR0917 - one parameter an option
    scenario: ScenarioPath,
    buyer: BuyerNames = None,
    arrangement: ArrangementNames = None,
    allocation: Allocation = None,
    share_unit: ShareUnit = None,
    time_limit: TimeLimit = USUAL_TIME_LIMIT,
    seed: Seed = 0,
    form: ShownPrintedFormat = "table",
    chart: ShownExplanationChart = None,
    output: Output = None,
    lang: Lang = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Show the arithmetic of every line of the bills."""
    only_csv_is_marked(form, marked=bom)
    only_svg_is_chosen(form, chart, None)
    language = language_of(lang)
    keep([scenario], output)
    asked = AskedDivision(allocation, share_unit, time_limit, seed)
    comparison, _, warnings = _comparison(scenario, language, problems, asked)
    buyers = _chosen_buyers(comparison.scenario, buyer)
    outcomes = _chosen_outcomes(comparison, arrangement)
    from scalemerit.views.explanation import explanation_report
    from scalemerit.views.explanation_charts import best_for, illustrated_explanation
    from scalemerit.writers import Result

    if form == "svg" and not arrangement:
        outcomes = (best_for(outcomes, buyers) or outcomes[0],)
    asked_for = (comparison, buyers, outcomes)
    result = Result(
        report=lambda shown_in: explanation_report(*asked_for, shown_in),
        document=dict,
        illustrated=lambda shown_in: illustrated_explanation(*asked_for, shown_in, warnings),
    )
    options = writer_options(language, "yen", output, bom=bom)._replace(chart=chart)
    emit(drawn(result, form, options), output)
    _show(yet_to_show(warnings, problems), (), language, problems)


def _of(comparison: Comparison, names: Sequence[str] | None) -> Comparison:
    """The comparison with the arrangements named; without names, with the one that saves most."""
    if not names:
        best = max(comparison.arrangements, key=lambda outcome: outcome.saving)
        return comparison._replace(arrangements=(best,))
    return comparison._replace(arrangements=_chosen_outcomes(comparison, names))


class _Compared(NamedTuple):
    """The comparison of a scenario, its text, and what is doubtful about it."""

    comparison: Comparison
    text: Source
    warnings: Sequence[Problem]


def _comparison(path: str, language: Language, form: Problems, asked: AskedDivision) -> _Compared:
    """The comparison of a scenario file, its bills divided as asked.

    Leaves with exit code 1 where the file has problems. People see warnings before the result;
    data can only be shown at the end, as one document.
    """
    from scalemerit.comparison import compare as compare_scenario

    loaded = loaded_scenario(path, language, form)
    scenario = asked.changed(loaded.scenario)
    try:
        comparison = compare_scenario(scenario, asked.search)
    except ScalemeritError as error:
        asked.refuse(error)
        leave_with(loaded, error, language, form)
    return _Compared(comparison, loaded.source, loaded.warnings)


def _missed(comparison: Comparison, text: Source) -> tuple[Missed, ...]:
    """The expectations that are not met, in the order of the file."""
    if comparison.all_met:
        return ()
    from scalemerit.batch.evaluating import asked_at
    from scalemerit.themes import Missed, expectation_checks

    title, currency = comparison.scenario.title, comparison.scenario.currency
    return tuple(
        Missed(text.name, title, currency, check, asked_at(text, check))
        for check in expectation_checks(comparison)
        if not check.met
    )


def _show(
    found: Sequence[Problem],
    missed: Sequence[Missed],
    language: Language,
    form: Problems,
) -> None:
    """Show what was found: to people as lines, as data in one document."""
    if not found and not missed:
        return
    from scalemerit.cli.problems import show_document, show_missed, show_problems

    if form == "json":
        from scalemerit.views.problem_documents import missed_document

        show_document(found, list(map(missed_document, missed)), language)
    else:
        show_problems(found, language)
        show_missed(missed, language)


def _text(
    comparison: Comparison,
    form: ChartFormat,
    options: Options,
    of: tuple[Comparison, Sequence[Problem]],
) -> str:
    """A comparison in one of the formats that are text; `of` is what charts are of, and doubts."""
    from scalemerit.writers import Result

    result = Result(
        report=lambda shown_in: _report(comparison, shown_in),
        document=lambda: _document(comparison),
        illustrated=lambda shown_in: _illustrated(of[0], shown_in, of[1]),
    )
    return drawn(result, form, options)


def _workbook(comparison: Comparison, options: Options) -> bytes:
    """A comparison as a workbook of Excel; what writes it is loaded only now."""
    from scalemerit.workbook import workbook
    from scalemerit.writers.xlsx import write_book

    return write_book(workbook(comparison, options.language), options)


def _report(comparison: Comparison, language: Language) -> Report:
    from scalemerit.views.comparison import comparison_report

    return comparison_report(comparison, language)


def _illustrated(
    comparison: Comparison, language: Language, warnings: Sequence[Problem]
) -> Illustrated:
    from scalemerit.views.comparison_charts import illustrated_comparison

    return illustrated_comparison(comparison, language, warnings)


def _document(comparison: Comparison) -> ComparisonDocument:
    from scalemerit.views.documents import comparison_document

    return comparison_document(comparison)


def _chosen_buyers(scenario: Scenario, names: Sequence[str] | None) -> tuple[str, ...]:
    """The keys of the buyers named on the command line, by any way to write them; else all."""
    keys = [known_key(scenario, name, "--buyer") for name in names or scenario.buyers]
    return tuple(dict.fromkeys(keys))


def _chosen_outcomes(comparison: Comparison, names: Sequence[str] | None) -> tuple[Outcome, ...]:
    """The arrangements named on the command line; else all."""
    by_name = {outcome.name: outcome for outcome in comparison.arrangements}
    return tuple(by_name[name] for name in chosen_names(names, by_name, "--arrangement"))
