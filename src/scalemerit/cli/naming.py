"""Names on the command line: those of a scenario's buyers and arrangements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scalemerit.cli.language import say
from scalemerit.errors import escaped

if TYPE_CHECKING:
    from scalemerit.scenario import Scenario

ArrangementNames = Annotated[
    list[str] | None,
    typer.Option(
        "--arrangement",
        metavar="NAME",
        help=say("Only this arrangement; may be repeated.", "この方式だけ(繰返し指定可)。"),
    ),
]


def known_key(scenario: Scenario, name: str, option: str) -> str:
    """The key of a buyer of the scenario that is named in any way to write it."""
    known = scenario.ways_to_write
    if name not in known:
        raise typer.BadParameter(_unknown(name, scenario.buyers), param_hint=option)
    return known[name]


def chosen_names(names: Sequence[str] | None, known: Iterable[str], option: str) -> tuple[str, ...]:
    """The names given, each once; all that are known where none is given."""
    every = tuple(known)
    for name in names or ():
        if name not in every:
            raise typer.BadParameter(_unknown(name, every), param_hint=option)
    return tuple(dict.fromkeys(names or every))


def _unknown(name: str, known: Iterable[str]) -> str:
    from scalemerit.fields import did_you_mean

    hint = did_you_mean(name, known)
    en, ja = f"`{name}` is not in the scenario; {hint.en}", f"`{name}` はありません。{hint.ja}"
    return escaped(say(en, ja))
