"""The chart of several rules side by side, and the figures that are read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scalemerit.division import Division
from scalemerit.views.charts import About, Figure, Grid, Illustrated, Saved
from scalemerit.views.coalitions import coalition_name
from scalemerit.views.comparison import assumptions
from scalemerit.views.comparison_charts import joint_name
from scalemerit.views.division_verdicts import rule_name
from scalemerit.views.divisions import divisions_report
from scalemerit.views.doubtful import doubts
from scalemerit.views.report import Money, Rate, Text, difference
from scalemerit.views.words import Teller

if TYPE_CHECKING:
    from scalemerit.comparison import Share
    from scalemerit.division import Core, Divisions
    from scalemerit.errors import Problem
    from scalemerit.scenario import Scenario
    from scalemerit.wording import Language


def illustrated_divisions(
    scenario: Scenario,
    found: Sequence[Divisions],
    language: Language,
    warnings: Sequence[Problem] = (),
) -> Illustrated:
    """The report of several rules as a document; headed by the arrangement that saves most."""
    tell = Teller(scenario, language)
    best = max(found, key=lambda one: one.outcome.saving)
    name = Figure(tell.say("Arrangement", "方式"), Text(tell.arrangement(best.outcome.name)))
    return Illustrated(
        report=divisions_report(scenario, found, language)._replace(notes=tuple(assumptions(tell))),
        figures=(*([name] if len(found) > 1 else []), *_figures(tell, best)),
        charts=tuple(_rates(tell, one) for one in found if _divided(one)),
        warnings=doubts(warnings, language),
    )


def _figures(tell: Teller, found: Divisions) -> Iterator[Figure]:
    outcome = found.outcome
    divided = _divided(found)
    yield Figure(joint_name(tell, outcome), Money(outcome.bill.total))
    yield Figure(tell.say("Saving", "削減額"), difference(outcome.saving))
    yield Figure(tell.say("Rate", "削減率"), Rate(outcome.saving_rate))
    if len(outcome.shares) > 1:
        yield Figure(tell.say("Core", "コア"), Text(_core(tell, found.core)))
        yield from _most_stable(tell, divided)
    if divided:
        yield from _gains_least(tell, divided[0], outcome.pool.buyers)


def _divided(found: Divisions) -> list[Division]:
    """The rules that give shares."""
    return [one for one in found.divisions if isinstance(one, Division)]


def _core(tell: Teller, core: Core | None) -> str:
    """Whether the bill can be divided so that nobody has reason to leave."""
    if core is None:
        return tell.say("not known", "不明")
    if core.is_by_rounding:
        return tell.say("empty by rounding only", "端数処理の分だけ空")
    if core.proof is not None:
        return tell.say("empty", "空")
    return tell.say("not empty", "空でない")


def _most_stable(tell: Teller, divided: Sequence[Division]) -> Iterator[Figure]:
    """The rules under which the coalition with most reason to leave gains least."""
    gains = [(one.rule, one.leaving.gain) for one in divided if one.leaving is not None]
    least = min((gain for _, gain in gains), default=None)
    names = [rule_name(tell, rule) for rule, gain in gains if gain == least]
    if names:
        yield Figure(
            tell.say("Least reason to leave", "離脱の理由が最小"), Text(tell.listed(names))
        )


def _gains_least(tell: Teller, division: Division, buyers: Sequence[str]) -> Iterator[Figure]:
    """Who saves the smallest part of its separate cost by the scenario's allocation, and which."""
    if division.gains is None:
        return
    _, least = division.gains
    rule = rule_name(tell, division.rule)
    lowest = tell.say(f"Lowest rate, {rule}", f"最低の削減率({rule})")
    yield Figure(lowest, Rate(least.saving_rate))
    who = Text(coalition_name(tell, least.buyers, buyers))
    yield Figure(tell.say("Gains least", "削減率が最低の団体"), who)


def _rates(tell: Teller, found: Divisions) -> Grid:
    divided = _divided(found)
    name = found.outcome.name
    title = tell.say("Saving rate of each buyer by rule", "団体別・負担方式別の削減率")
    buyers: zip[tuple[Share, ...]] = zip(*(one.shares for one in divided), strict=True)
    return Grid(
        About("rates", f"{title} — {tell.arrangement(name)}", "division_rates", name),
        tuple(rule_name(tell, one.rule) for one in divided),
        tell.say("the rule that saves the buyer most", "その団体の削減率が最も高い方式"),
        tuple(
            Saved(
                tell.scenario.name_of(shares[0].buyer),
                tuple(share.saving_rate for share in shares),
            )
            for shares in buyers
        ),
    )
