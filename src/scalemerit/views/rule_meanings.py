"""One sentence on what a rule, or a mix of rules, means and whom it favors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scalemerit.views.rule_words import MEANINGS
from scalemerit.views.words import DIVIDED, RULES, percent

if TYPE_CHECKING:
    from scalemerit.errors import KeyPath
    from scalemerit.money import Exact
    from scalemerit.scenario import RuleName
    from scalemerit.views.words import Teller


def meaning(tell: Teller, rule: RuleName) -> str:
    """What a rule means, and whom it favors."""
    how, _, favors = MEANINGS[rule]
    en = f"{how.en[:1].upper()}{how.en[1:]}; {favors.en}."
    return tell.say(en, f"{how.ja}方式です。{favors.ja}")


def divided(tell: Teller, mixes: Mapping[KeyPath, Mapping[RuleName, Exact]]) -> str:
    """How a bill is divided, as part of a sentence; the Japanese ends in 分け."""
    parts = [_divided_by(tell, _part(tell, path, 1), mix) for path, mix in mixes.items()]
    return tell.say(", and ".join(parts), f"{'、'.join(parts)}で分け")


def _divided_by(tell: Teller, part: str, mix: Mapping[RuleName, Exact]) -> str:
    """A part of the bill with the one rule, or the rules in per cent, that divide it."""
    rules = [(rule, rate) for rule, rate in mix.items() if rate]
    if len(rules) == 1:
        rule, _ = rules[0]
        return tell.say(f"{part} divided {DIVIDED[rule]}", f"{part}を{RULES[rule].ja}")
    *others, last = [f"{percent(rate)} {DIVIDED[rule]}" for rule, rate in rules]
    en = f"{', '.join(others)} and {last}"
    ja = "・".join(f"{RULES[rule].ja} {percent(rate)}" for rule, rate in rules)
    return tell.say(f"{part} divided {en}", f"{part}を{ja}")


def mix_meaning(tell: Teller, mixes: Mapping[KeyPath, Mapping[RuleName, Exact]]) -> str:
    """Which part of the bill is divided by which rule, what each means, and whom it favors."""
    rules = dict.fromkeys(rule for mix in mixes.values() for rule, rate in mix.items() if rate)
    divided = list(_portions(tell, mixes))
    favors = [_favors(tell, rule) for rule in rules]
    return tell.say(
        f"{_sentence(divided)} {_sentence(favors)}",
        f"{'、'.join(divided)}分けます。{'、'.join(favors)}有利です。",
    )


def _portions(tell: Teller, mixes: Mapping[KeyPath, Mapping[RuleName, Exact]]) -> Iterator[str]:
    """Each part of the bill and its rule, which is explained where it stands first."""
    explained: set[RuleName] = set()
    for path, mix in mixes.items():
        for rule, rate in mix.items():
            if not rate:
                continue
            how = MEANINGS[rule].how
            en, ja = f" ({how.en})", f"({how.ja}方式)"
            if rule in explained:
                en = ja = ""
            explained.add(rule)
            part = _part(tell, path, rate)
            yield tell.say(
                f"{part} is divided {DIVIDED[rule]}{en}", f"{part}を{RULES[rule].ja}{ja}で"
            )


def _part(tell: Teller, path: KeyPath, rate: Exact) -> str:
    """The part of the bill that is divided by a rule."""
    whole = {
        "": tell.say("the bill", "費用"),
        "bill": tell.say("the vendors' bill", "契約額"),
        "coordination": tell.say("the coordination cost", "事務局経費"),
    }[f"{path[0]}" if path else ""]
    return (
        whole
        if rate == 1
        else tell.say(f"{percent(rate)} of {whole}", f"{whole}の {percent(rate)} ")
    )


def _favors(tell: Teller, rule: RuleName) -> str:
    favored = MEANINGS[rule].favored
    return tell.say(
        f"what is divided {DIVIDED[rule]} favors {favored.en}",
        f"{RULES[rule].ja}の部分は{favored.ja}に",
    )


def _sentence(clauses: Iterable[str]) -> str:
    """English clauses as one sentence."""
    words = ", ".join(clauses)
    return f"{words[:1].upper()}{words[1:]}."
