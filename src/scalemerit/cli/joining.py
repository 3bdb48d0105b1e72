"""The command that looks at who takes part: `join`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scalemerit.cli.changing import USUAL_TIME_LIMIT, Allocation, AskedDivision, TimeLimit
from scalemerit.cli.charting import ShownJoinChart, drawn, only_svg_is_chosen
from scalemerit.cli.emit import emit
from scalemerit.cli.kept import keep
from scalemerit.cli.language import language_of, say
from scalemerit.cli.naming import ArrangementNames, chosen_names, known_key
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
from scalemerit.cli.participants import With, Without, changes_asked
from scalemerit.cli.reading import (
    leave_with,
    loaded_scenario,
    show_problems_as,
    yet_to_show,
)
from scalemerit.cli.writing import only_csv_is_marked, writer_options
from scalemerit.errors import ScalemeritError, escaped

if TYPE_CHECKING:
    from scalemerit.cli.participants import Changes
    from scalemerit.comparison import Outcome
    from scalemerit.join import Asked, Joined
    from scalemerit.scenario import Scenario
    from scalemerit.solution import Search

    # An arrangement, and what it was before its buyers were changed, if they were.
    Pair = tuple[Outcome, Outcome | None]

Start = Annotated[
    list[str] | None,
    typer.Option(
        "--start",
        metavar="NAME",
        help=say(
            "Grow from this buyer, not from the best pair; may be repeated.",
            "最も有利な 2 団体からではなく、この団体から拡大します(繰返し指定可)。",
        ),
    ),
]
Groups = Annotated[
    int | None,
    typer.Option(
        "--group",
        metavar="N",
        min=1,
        help=say(
            "Divide the buyers into at most so many joint contracts, as cheaply as possible.",
            "団体を N 件以下の共同契約に最も安く分けます。",
        ),
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command(
        "join",
        help=say(
            "Look at who takes part: what each buyer adds, how many it takes, how it may grow.",
            "参加団体を検討します。各団体の効果、必要な団体数、拡大の順序を示します。",
        ),
    )(join)


def join(  # noqa: PLR0913, PLR0917 - one parameter an option
    scenario: ScenarioPath,
    without: Without = None,
    joining: With = None,
    start: Start = None,
    group: Groups = None,
    arrangement: ArrangementNames = None,
    allocation: Allocation = None,
    time_limit: TimeLimit = USUAL_TIME_LIMIT,
    seed: Seed = 0,
    form: ShownChartFormat = "table",
    chart: ShownJoinChart = None,
    output: Output = None,
    lang: Lang = None,
    unit: ShownUnit = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Look at who takes part in a joint purchase."""
    only_csv_is_marked(form, marked=bom)
    only_svg_is_chosen(form, chart, None)
    language = language_of(lang)
    keep([scenario], output)
    loaded = loaded_scenario(scenario, language, problems)
    names = chosen_names(arrangement, loaded.scenario.arrangements, "--arrangement")
    changes = changes_asked(loaded.scenario, names, without or (), joining or ())
    division = AskedDivision(allocation, None, time_limit, seed)
    shown = division.changed(loaded.scenario)
    from scalemerit.join import Asked

    try:
        pairs = _outcomes(shown, names, changes, division.search)
        if form == "svg" and not arrangement:
            pairs = [max(pairs, key=lambda pair: pair[0].saving)]
        found = _joined(pairs, Asked(_start(pairs, start or ()), group, seed))
    except ScalemeritError as error:
        division.refuse(error)
        leave_with(loaded, error, language, problems)
    from scalemerit.views.join_charts import illustrated_join
    from scalemerit.views.join_document import join_document
    from scalemerit.views.joining import join_report
    from scalemerit.writers import Result

    result = Result(
        report=lambda shown_in: join_report(found, shown_in),
        document=lambda: join_document(found),
        illustrated=lambda shown_in: illustrated_join(found, shown_in, loaded.warnings),
    )
    options = writer_options(language, unit, output, bom=bom)._replace(chart=chart)
    emit(drawn(result, form, options), output)
    show_problems_as(yet_to_show(loaded.warnings, problems), language, problems)


def _outcomes(
    scenario: Scenario, names: Sequence[str], changes: Changes, search: Search
) -> list[Pair]:
    """The arrangements, with what they were before where other buyers take part in them."""
    from scalemerit.comparison import compare

    before = compare(scenario, search, names).arrangements
    if changes.is_none:
        return [(outcome, None) for outcome in before]
    from scalemerit.scenario.participants import with_participants

    changed = with_participants(scenario, names, *changes)
    after = compare(changed, search, names).arrangements
    pairs = zip(after, before, strict=True)
    return [(now, None if _buyers(now) == _buyers(was) else was) for now, was in pairs]


def _buyers(outcome: Outcome) -> set[str]:
    return set(outcome.pool.buyers)


def _start(pairs: Sequence[Pair], names: Sequence[str]) -> tuple[str, ...]:
    """The keys of the buyers that a purchase grows from; they take part in every arrangement."""
    outcomes = [outcome for outcome, _ in pairs]
    keys = tuple(known_key(outcomes[0].pool.scenario, name, "--start") for name in names)
    for outcome in outcomes:
        for key in keys:
            if key not in outcome.pool.buyers:
                en = f"`{key}` takes no part in `{outcome.name}`"
                ja = f"`{key}` は `{outcome.name}` に参加していません"
                raise typer.BadParameter(escaped(say(en, ja)), param_hint="--start")
    return keys


def _joined(pairs: Sequence[Pair], asked: Asked) -> tuple[Joined, ...]:
    from scalemerit.join import joined

    return tuple(joined(outcome, asked, before) for outcome, before in pairs)
