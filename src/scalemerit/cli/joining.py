"""The command that looks at who takes part: `join`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scalemerit.cli.emit import emit
from scalemerit.cli.language import language_of, say
from scalemerit.cli.naming import ArrangementNames, chosen_names, known_key
from scalemerit.cli.options import (
    ByteOrderMark,
    Lang,
    Output,
    ProblemForm,
    ScenarioPath,
    Seed,
    ShownFormat,
    ShownUnit,
)
from scalemerit.cli.reading import leave_with, loaded_scenario, show_problems_as
from scalemerit.cli.writing import only_csv_is_marked, writer_options
from scalemerit.errors import ScalemeritError, escaped

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome
    from scalemerit.join import Asked, Joined
    from scalemerit.scenario import Scenario

    # An arrangement, and what it was before its buyers were changed, if they were.
    Pair = tuple[Outcome, Outcome | None]

Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="NAME",
        help=say(
            "What if this buyer took no part? May be repeated.",
            "この団体が参加しない場合を計算します(繰返し指定可)。",
        ),
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="NAME[=QUANTITY]",
        help=say(
            "What if this buyer took part as well? One that is not in the scenario needs"
            " a quantity; NAME=PRODUCT:QUANTITY,… for several products. May be repeated.",
            "この団体も参加する場合を計算します。シナリオにない団体には数量を付けます"
            "(複数品目は NAME=品目:数量,…)。繰返し指定可。",
        ),
    ),
]
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


class _Changes(NamedTuple):
    """Who is to take part and who is not, by their keys, and what new buyers need."""

    without: tuple[str, ...]
    joining: tuple[str, ...]
    new: Mapping[str, Mapping[str, int]]

    @property
    def is_none(self) -> bool:
        return not (self.without or self.joining or self.new)


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
    seed: Seed = 0,
    form: ShownFormat = "table",
    output: Output = None,
    lang: Lang = None,
    unit: ShownUnit = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Look at who takes part in a joint purchase."""
    only_csv_is_marked(form, marked=bom)
    language = language_of(lang)
    loaded = loaded_scenario(scenario, language, problems)
    names = chosen_names(arrangement, loaded.scenario.arrangements, "--arrangement")
    changes = _changes(loaded.scenario, names, without or (), joining or ())
    from scalemerit.join import Asked

    try:
        pairs = _outcomes(loaded.scenario, names, changes)
        asked = Asked(_start(pairs, start or ()), group, seed)
        found = _joined(pairs, asked)
    except ScalemeritError as error:
        leave_with(loaded, error, language, problems)
    from scalemerit.views.join_document import join_document
    from scalemerit.views.joining import join_report
    from scalemerit.writers import Result, render

    result = Result(
        report=lambda shown_in: join_report(found, shown_in),
        document=lambda: join_document(found),
    )
    emit(render(result, form, writer_options(language, unit, output, bom=bom)), output)
    if problems == "json":  # people have seen them before the result
        show_problems_as(loaded.warnings, language, problems)


def _changes(
    scenario: Scenario, names: Sequence[str], without: Sequence[str], joining: Sequence[str]
) -> _Changes:
    """Who is to take part, read from the command line and held against the scenario."""
    members = [set(scenario.taking_part(scenario.arrangements[name])) for name in names]
    left = tuple(known_key(scenario, name, "--without") for name in without)
    for key in left:
        if not any(key in found for found in members):
            en = f"`{key}` takes no part as it is"
            raise typer.BadParameter(say(en, f"`{key}` は参加していません"), param_hint="--without")
    come: list[str] = []
    new: dict[str, Mapping[str, int]] = {}
    for written in joining:
        name, is_new, needed = written.partition("=")
        if is_new:
            new[_new_name(scenario, name)] = _needs(scenario, needed)
        else:
            come.append(known_key(scenario, name, "--with"))
    for key in come:
        if all(key in found for found in members):
            en = f"`{key}` takes part already"
            raise typer.BadParameter(say(en, f"`{key}` は参加済みです"), param_hint="--with")
    if not come and not new and any(found <= set(left) for found in members):
        words = say("nobody would take part", "参加する団体がなくなります")
        raise typer.BadParameter(words, param_hint="--without")
    return _Changes(left, tuple(come), new)


def _new_name(scenario: Scenario, name: str) -> str:
    """The name of a buyer that is not in the scenario yet."""
    if not name or name in scenario.ways_to_write:
        en = f"`{name}` is in the scenario: name it without a quantity"
        ja = f"`{name}` はシナリオにあります。数量を付けずに指定してください"
        raise typer.BadParameter(escaped(say(en, ja)), param_hint="--with")
    return name


def _needs(scenario: Scenario, written: str) -> dict[str, int]:
    """The quantity of each product: of the only one, or of each that is named."""
    products = scenario.products
    parts = [one.rpartition(":") for one in written.split(",")]
    needs = {name.strip() or _only(products): quantity for name, _, quantity in parts}
    for product, quantity in needs.items():
        if product not in products:
            words = say(f"`{product}` is no product", f"`{product}` という品目はありません")
            raise typer.BadParameter(escaped(words), param_hint="--with")
        if not quantity.strip().isdecimal():
            words = say(f"`{quantity}` is not a quantity", f"`{quantity}` は数量ではありません")
            raise typer.BadParameter(escaped(words), param_hint="--with")
    return {product: int(quantity) for product, quantity in needs.items()}


def _only(products: Mapping[str, object]) -> str:
    """The only product; where there are several each has to be named."""
    if len(products) > 1:
        names = ", ".join(products)
        en = f"there are several products: write NAME=PRODUCT:QUANTITY,… ({names})"
        ja = f"品目が複数あります。NAME=品目:数量,… と書いてください ({names})"
        raise typer.BadParameter(escaped(say(en, ja)), param_hint="--with")
    return next(iter(products))


def _outcomes(scenario: Scenario, names: Sequence[str], changes: _Changes) -> list[Pair]:
    """The arrangements, with what they were before where other buyers take part in them."""
    from scalemerit.comparison import compare

    before = {outcome.name: outcome for outcome in compare(scenario).arrangements}
    if changes.is_none:
        return [(before[name], None) for name in names]
    from scalemerit.scenario.participants import with_participants

    changed = compare(with_participants(scenario, names, *changes)).arrangements
    after = {outcome.name: outcome for outcome in changed}
    return [(after[name], before[name]) for name in names]


def _start(
    pairs: Sequence[tuple[Outcome, Outcome | None]], names: Sequence[str]
) -> tuple[str, ...]:
    """The keys of the buyers that a purchase grows from; they take part in every arrangement."""
    outcomes = [outcome for outcome, _ in pairs]
    keys = tuple(known_key(outcomes[0].pool.scenario, name, "--start") for name in names)
    for outcome in outcomes:
        for key in keys:
            if key not in outcome.pool.buyers:
                en = f"`{key}` takes no part in `{outcome.name}`"
                ja = f"`{key}` は `{outcome.name}` に参加していません"
                raise typer.BadParameter(say(en, ja), param_hint="--start")
    return keys


def _joined(pairs: Sequence[Pair], asked: Asked) -> tuple[Joined, ...]:
    from scalemerit.join import joined

    return tuple(joined(outcome, asked, before) for outcome, before in pairs)
