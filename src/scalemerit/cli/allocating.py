"""The command that divides bills by several rules: `allocate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scalemerit.cli.changing import (
    USUAL_TIME_LIMIT,
    AskedDivision,
    ShareUnit,
    TimeLimit,
)
from scalemerit.cli.charting import ShownDivisionChart, drawn, only_svg_is_chosen
from scalemerit.cli.emit import emit
from scalemerit.cli.kept import keep
from scalemerit.cli.language import language_of, say
from scalemerit.cli.naming import ArrangementNames, chosen_names
from scalemerit.cli.options import (
    ByteOrderMark,
    Lang,
    Output,
    ProblemForm,
    ScenarioPath,
    Seed,
    ShownChartFormat,
    ShownUnit,
)
from scalemerit.cli.reading import (
    leave_with,
    loaded_scenario,
    show_problems_as,
    yet_to_show,
)
from scalemerit.cli.writing import only_csv_is_marked, writer_options
from scalemerit.errors import ScalemeritError, escaped

if TYPE_CHECKING:
    from scalemerit.division import Divisions
    from scalemerit.scenario import RuleName, Scenario
    from scalemerit.solution import Search

_USUAL_RULES = "quantity,equal,separate_cost,shapley,nucleolus"
_EVERY = "all"

Rules = Annotated[
    str,
    typer.Option(
        "--rules",
        metavar="RULE,…",
        help=say(
            "The rules to show beside the scenario's own; `all` for every one.",
            "シナリオの方式と並べる負担方式。`all` で全方式。",
        ),
    ),
]


class _Asked(NamedTuple):
    """By which rules bills are divided, and how far what may take long is looked for."""

    rules: tuple[RuleName, ...]
    search: Search


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command(
        "allocate",
        help=say(
            "Divide the joint bill by several rules, and tell who would leave.",
            "費用負担の方式を並べて比べ、離脱する理由のある団体を示します。",
        ),
    )(allocate)


def allocate(  # noqa: PLR0913, PLR0917 - one parameter an option
    scenario: ScenarioPath,
    rules: Rules = _USUAL_RULES,
    arrangement: ArrangementNames = None,
    share_unit: ShareUnit = None,
    time_limit: TimeLimit = USUAL_TIME_LIMIT,
    seed: Seed = 0,
    form: ShownChartFormat = "table",
    chart: ShownDivisionChart = None,
    output: Output = None,
    lang: Lang = None,
    unit: ShownUnit = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Divide the joint bill by several rules."""
    only_csv_is_marked(form, marked=bom)
    only_svg_is_chosen(form, chart, None)
    language = language_of(lang)
    keep([scenario], output)
    loaded = loaded_scenario(scenario, language, problems)
    names = chosen_names(arrangement, loaded.scenario.arrangements, "--arrangement")
    division = AskedDivision(None, share_unit, time_limit, seed)
    asked = _Asked(_rules(rules), division.search)
    shown = division.changed(loaded.scenario)
    try:
        found = _divided(shown, names, asked, only_best=form == "svg" and not arrangement)
    except ScalemeritError as error:
        division.refuse(error)
        leave_with(loaded, error, language, problems)
    from scalemerit.views.division_charts import illustrated_divisions
    from scalemerit.views.division_documents import divisions_document
    from scalemerit.views.divisions import divisions_report
    from scalemerit.writers import Result

    result = Result(
        report=lambda shown_in: divisions_report(shown, found, shown_in),
        document=lambda: divisions_document(shown, found),
        illustrated=lambda shown_in: illustrated_divisions(shown, found, shown_in, loaded.warnings),
    )
    options = writer_options(language, unit, output, bom=bom)._replace(chart=chart)
    emit(drawn(result, form, options), output)
    show_problems_as(yet_to_show(loaded.warnings, problems), language, problems)


def _rules(written: str) -> tuple[RuleName, ...]:
    """The rules named in an option, each once."""
    from scalemerit.fields import did_you_mean
    from scalemerit.rules import RULES

    by_name = {str(rule): rule for rule in RULES}
    names = [name.strip() for name in written.split(",")]
    for name in names:
        if name != _EVERY and name not in by_name:
            hint = did_you_mean(name, (*by_name, _EVERY))
            words = say(f"`{name}` is no rule; {hint.en}", f"`{name}` はありません。{hint.ja}")
            raise typer.BadParameter(escaped(words), param_hint="--rules")
    asked = [by_name.values() if name == _EVERY else [by_name[name]] for name in names]
    return tuple(dict.fromkeys(rule for rules in asked for rule in rules))


def _divided(
    scenario: Scenario, names: Sequence[str], asked: _Asked, *, only_best: bool
) -> tuple[Divisions, ...]:
    """The bills of these arrangements divided, or that alone of the one that saves most."""
    from scalemerit.comparison import compare
    from scalemerit.division import divide

    outcomes = compare(scenario, asked.search, names).arrangements
    if only_best:
        outcomes = (max(outcomes, key=lambda outcome: outcome.saving),)
    return tuple(divide(outcome, *asked) for outcome in outcomes)
