"""Options that divide bills in another way than a scenario says, and how long is looked for it."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scalemerit.cli.language import say
from scalemerit.errors import ScalemeritError, escaped
from scalemerit.once import once

if TYPE_CHECKING:
    from scalemerit.errors import Problem
    from scalemerit.scenario import Scenario
    from scalemerit.solution import Search

Allocation = Annotated[
    str | None,
    typer.Option(
        "--allocation",
        metavar="RULE",
        help=say(
            "Divide the bill by this rule, or mix as a scenario has it, such as"
            " '{equal: 30%, population: 70%}'.",
            "この負担方式で分けます。'{equal: 30%, population: 70%}' のような組合せも可。",
        ),
    ),
]
ShareUnit = Annotated[
    str | None,
    typer.Option(
        "--share-unit",
        metavar="AMOUNT",
        help=say(
            "What shares are multiples of, such as 1,000; without it, as the scenario says.",
            "負担額の単位(1,000円など)。省略時はシナリオに従います。",
        ),
    ),
]


def _finite(seconds: float) -> float:
    """So many seconds; what is no number of them is refused."""
    if not math.isfinite(seconds):
        words = say(
            f"{seconds} is no number of seconds; write one from 0 on, such as 60",
            f"{seconds} は秒数ではありません。60 のように 0 以上の数を書いてください",
        )
        raise typer.BadParameter(words)
    return seconds


TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        min=0,
        callback=_finite,
        help=say(
            "How long to look for a nucleolus; after that the least core is shown, and said to be.",
            "仁を求める時間の上限(秒)。超えると最小コアを、その旨とともに示します。",
        ),
    ),
]


USUAL_TIME_LIMIT = 30


class _Clock:
    """A clock that starts when it is first looked at."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @once
    def _end(self) -> float:
        return time.monotonic() + self._seconds

    def is_over(self) -> bool:
        """Whether so many seconds have passed since this was first asked."""
        return time.monotonic() >= self._end


class AskedDivision(NamedTuple):
    """How options say that bills are to be divided, and how long is looked for it."""

    allocation: str | None
    share_unit: str | None
    seconds: float
    seed: int

    @property
    def search(self) -> Search:
        """A search that is over so many seconds from when that is first asked.

        What a comparison takes before is not counted.
        """
        from scalemerit.solution import Search

        return Search(_Clock(self.seconds).is_over, self.seed)

    def changed(self, scenario: Scenario) -> Scenario:
        """The scenario with what options say in place of what it says itself."""
        if self.allocation is None and self.share_unit is None:
            return scenario
        from scalemerit.scenario.allocations import with_allocation

        try:
            written = None if self.allocation is None else _read(self.allocation)
            return with_allocation(scenario, written, self.share_unit)
        except ScalemeritError as error:
            problem = error.problems[0]
            is_unit = self.allocation is None or "share_unit" in problem.path
            raise refused(problem, "--share-unit" if is_unit else "--allocation") from None

    def refuse(self, error: ScalemeritError) -> None:
        """Refuse the option where it is its allocation, not the file's, that divides no bill."""
        if self.allocation is not None and "allocation" in error.problems[0].path:
            raise refused(error.problems[0], "--allocation") from None


def refused(problem: Problem, option: str) -> typer.BadParameter:
    """What an option was given has a problem."""
    words = say(
        f"{problem.message('en')}; {problem.remedy('en')}",
        f"{problem.message('ja')}。{problem.remedy('ja')}",
    )
    return typer.BadParameter(escaped(words), param_hint=option)


def _read(allocation: str) -> object:
    """What an allocation means, written as in a scenario file."""
    from scalemerit import source

    written = source.read(f"allocation: {allocation}".encode(), "--allocation")
    if written.problems:
        raise ScalemeritError(written.problems)
    found = written.data["allocation"]
    return {} if found is None else found  # nothing at all is no allocation either
