"""What a sheet does not recompute, and the words that say so beside the figures concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.rules import RULES
from scalemerit.views.words import RULES as RULE_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.allocate import Charge
    from scalemerit.scenario import RuleName
    from scalemerit.views.words import Teller


class Held(NamedTuple):
    """What an arrangement holds as it was written: the awards to choose from, rules of shares."""

    teller: Teller
    has_awards: bool
    rules: tuple[RuleName, ...]

    @property
    def award_mark(self) -> str:
        """What is put behind figures that follow from the award."""
        return self._mark(1) if self.has_awards else ""

    @property
    def share_mark(self) -> str:
        """What is put behind figures that follow from shares."""
        return self._mark(1 + self.has_awards) if self.rules else ""

    def notes(self) -> list[str]:
        """A line for each mark."""
        say, found = self.teller.say, []
        if self.has_awards:
            words = say(
                "After a change not all awards are compared again: only those cheapest when"
                " written, and each vendor for all.",
                "数量や単価を変えても、発注先の全組合せは比べ直しません"
                "(作成時に最安の組合せと各社への一括発注から選びます)。",
            )
            found.append(f"{self.award_mark.strip()} {words}")
        if self.rules:
            names = self._names()
            words = say(
                f"Shares by {names} cannot be formulas: each buyer's part of the bill stays as it"
                " was when written. Who has left pays nothing, who has joined since no such part.",
                f"{names}はセルの計算式にできないため、各団体の負担の割合は作成時のまま固定です。"
                "後で不参加にした団体の負担は 0 とし、後で参加にした団体にこの負担は付きません。",
            )
            found.append(f"{self.share_mark.strip()} {words}")
        return found

    def in_short(self) -> str:
        """What is held, in a cell of the summary."""
        say = self.teller.say
        awards = [say("awards to choose from", "発注先の候補")] if self.has_awards else []
        shares = [say("parts of shares", "負担の割合")] if self.rules else []
        return self.teller.listed([*awards, *shares]) or say("nothing", "なし")

    def _names(self) -> str:
        return self.teller.listed(self.teller.pick(RULE_WORDS[rule]) for rule in self.rules)

    def _mark(self, number: int) -> str:
        return self.teller.say(f" *{number}", f"※{number}")


def held_of(teller: Teller, charges: Sequence[Charge], *, has_all_awards: bool) -> Held:
    """What is held where awards were compared so, and a bill is divided by these rules."""
    return Held(teller, not has_all_awards, held_rules(charges))


def held_rules(charges: Sequence[Charge]) -> tuple[RuleName, ...]:
    """The rules of a division that are no formulas: they ask what all coalitions would pay."""
    used = (rule for one in charges for rule, rate in one.mix.items() if rate)
    return tuple(dict.fromkeys(rule for rule in used if RULES[rule].solution))
