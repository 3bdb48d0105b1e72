"""A survey's answers in a scenario's own text: comments, order and all else stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.money import Exact
from scalemerit.scenario import Loaded, Scenario
from scalemerit.scenario.loading import scenario_of
from scalemerit.scenario.parts import Buyer, Current
from scalemerit.source import read
from scalemerit.source.editing import Editor, yaml_text
from scalemerit.survey.answers import Answer
from scalemerit.survey.contracts import Contract, digits, set_contract
from scalemerit.survey.merging import Survey


class Change(NamedTuple):
    """What a survey does to one figure of a buyer; None is what was not there.

    `product` is a product's key, or empty for the yearly amount of today's contract;
    `is_unit_price` tells that it is not the product's quantity but what one costs today.
    """

    buyer: str
    product: str
    old: Exact | None
    new: Exact
    is_unit_price: bool = False

    @property
    def is_quantity(self) -> bool:
        """Whether a quantity changes, and not today's contract."""
        return bool(self.product) and not self.is_unit_price


class Adopted(NamedTuple):
    """A scenario's text with the answers in it, who is new and what changed."""

    text: str
    added: tuple[str, ...]
    changes: tuple[Change, ...]
    same: tuple[str, ...]


def adopted(loaded: Loaded, survey: Survey) -> Adopted:
    """The scenario's text with the survey's answers.

    Raises ScalemeritError where the text cannot be changed in its place, or the scenario has
    problems with the answers in it.
    """
    found = [(answer, _changes(loaded.scenario, answer)) for answer in survey.answers.values()]
    known = loaded.scenario.buyers
    added = [answer for answer, _ in found if answer.buyer not in known and answer.quantities]
    editor = Editor(loaded.source.text)
    for answer, changes in found:
        if answer.buyer in known:
            _edit(editor, loaded, answer.buyer, changes)
    if added:
        entries = [(yaml_text(one.buyer), new_buyer(one, loaded.scenario)) for one in added]
        editor.add(("buyers",), entries)
    only = len(loaded.scenario.products) == 1
    answered = {
        answer.buyer: answered_buyer(known.get(answer.buyer), changes, only=only)
        for answer, changes in found
        if changes
    }
    check_prices(survey, answered)
    _check(loaded, editor.text(), answered)
    return Adopted(
        editor.text(),
        tuple(answer.buyer for answer in added),
        tuple(change for _, changes in found for change in changes),
        tuple(one.buyer for one, changes in found if one.buyer in known and not changes),
    )


def new_buyer(answer: Answer, scenario: Scenario) -> str:
    """A buyer that is not in the scenario yet, as it is written there."""
    bare = len(scenario.products) == 1
    return buyer_text(answer.quantities, contract_in(changes_of_new(answer), only=bare), bare=bare)


def changes_of_new(answer: Answer) -> tuple[Change, ...]:
    """What an answer says of a buyer that the scenario does not have yet."""
    amount = [Change(answer.buyer, "", None, answer.amount)] if answer.amount else []
    return (
        *(Change(answer.buyer, product, None, new) for product, new in answer.quantities.items()),
        *amount,
        *(
            Change(answer.buyer, product, None, price, is_unit_price=True)
            for product, price in answer.unit_prices.items()
        ),
    )


def contract_in(changes: Iterable[Change], *, only: bool) -> Contract | None:
    """The contract of today that changes lead to, None where they say nothing of it."""
    about = [change for change in changes if not change.is_quantity]
    amount = next((change.new for change in about if not change.product), None)
    prices = {change.product: change.new for change in about if change.product}
    return Contract(amount, prices, only) if about else None


def buyer_text(quantities: Mapping[str, int], contract: Contract | None, *, bare: bool) -> str:
    """A buyer as it stands in a file; `bare` where there is one product, which is not named."""
    needed = ", ".join(f"{yaml_text(key)}: {digits(n)}" for key, n in quantities.items())
    written = digits(next(iter(quantities.values()))) if bare else f"{{{needed}}}"
    if contract is None:
        return written
    return f"{{quantities: {written}, current: {contract.text}}}"


def _changes(scenario: Scenario, answer: Answer) -> tuple[Change, ...]:
    """What an answer changes; one of somebody new that gives no quantity changes nothing."""
    old = scenario.buyers.get(answer.buyer)
    if old is None:
        return changes_of_new(answer) if answer.quantities else ()
    quantities = [
        Change(answer.buyer, product, old.quantities.get(product), new)
        for product, new in answer.quantities.items()
    ]
    changes = [one for one in quantities if one.old != one.new and not _is_none_still(one)]
    current = old.current.amount if old.current else None
    if answer.amount is not None and answer.amount != current:
        changes.append(Change(answer.buyer, "", current, answer.amount))
    for product, price in answer.unit_prices.items():
        today = _unit_price(old.current, product)
        if price != today:
            changes.append(Change(answer.buyer, product, today, price, is_unit_price=True))
    return tuple(changes)


def _unit_price(current: Current | None, product: str) -> Exact | None:
    """What one license costs in a buyer's contract of today, None where it is not said."""
    if current is None:
        return None
    prices = current.unit_prices
    return current.unit_price if prices is None else prices.get(product)


def _is_none_still(change: Change) -> bool:
    """Whether a product that a buyer of the scenario did not name is still not needed."""
    return change.old is None and change.new == 0


def answered_buyer(old: Buyer | None, changes: Sequence[Change], *, only: bool) -> Buyer:
    """The buyer as it should be read from the changed text."""
    quantities = dict(old.quantities) if old else {}
    quantities |= {change.product: int(change.new) for change in changes if change.is_quantity}
    update: dict[str, object] = {"quantities": quantities}
    contract = contract_in(changes, only=only)
    if contract is not None:
        update["current"] = contract.over(old.current if old else None)
    return (old or Buyer.model_construct(quantities=quantities)).model_copy(update=update)


def _edit(editor: Editor, loaded: Loaded, key: str, changes: Sequence[Change]) -> None:
    """Change what stands in the file of a buyer."""
    written = loaded.source.data["buyers"]
    entry = written[key] if isinstance(written, dict) else None
    is_whole = isinstance(entry, dict) and "quantities" in entry
    quantities = entry["quantities"] if isinstance(entry, dict) and is_whole else entry
    where = ("buyers", key, "quantities") if is_whole else ("buyers", key)
    new = []
    for change in changes:
        if not change.is_quantity:
            continue
        if not isinstance(quantities, dict):
            editor.replace(where, digits(change.new))
        elif change.product in quantities:
            editor.replace((*where, change.product), digits(change.new))
        else:
            new.append((yaml_text(change.product), digits(change.new)))
    contract = contract_in(changes, only=len(loaded.scenario.products) == 1)
    if contract is not None and not is_whole:
        _make_whole(editor, where, new, [("current", contract.text)])
        return
    if new:
        editor.add(where, new)
    if contract is not None:
        set_contract(editor, key, loaded.scenario.buyers[key].current, contract)


def _make_whole(
    editor: Editor, where: KeyPath, new: list[tuple[str, str]], beside: list[tuple[str, str]]
) -> None:
    """Give a buyer that is written as its quantities alone other keys beside them."""
    if editor.is_block(where):
        editor.nest(where, "quantities", new, beside)
        return
    if new:
        editor.add(where, new)
    after = "".join(f", {key}: {value}" for key, value in beside)
    editor.surround(where, "{quantities: ", f"{after}}}")


def check_prices(survey: Survey, answered: Mapping[str, Buyer]) -> None:
    """Raise where today's contract of an answer has no unit price for a product that is needed."""
    problems = []
    for key, buyer in answered.items():
        missing = _without_price(buyer) if survey.answers[key].unit_prices else ()
        if missing:
            values, place = {"products": ", ".join(missing)}, survey.answers[key].place
            problems.append(Problem("survey-price-missing", values=values, place=place))
    if problems:
        raise ScalemeritError(problems)


def _without_price(buyer: Buyer) -> Sequence[str]:
    """The products that a buyer needs and whose unit price its contract of today does not give."""
    prices = buyer.current.unit_prices if buyer.current else None
    if prices is None:
        return ()
    return [product for product, many in buyer.quantities.items() if many and product not in prices]


def _check(loaded: Loaded, text: str, answered: Mapping[str, Buyer]) -> None:
    """Hold the changed text to what it should say: nothing that does not is ever written."""
    name = loaded.source.name
    try:
        new = scenario_of(read(text.encode(), name)).scenario
    except ScalemeritError as error:
        if {problem.code for problem in error.problems} & _SYNTAX:
            raise ScalemeritError([_not_in_place(name)]) from None
        raise
    old = loaded.scenario.buyers
    whole = loaded.scenario.model_copy(update={"buyers": {**old, **answered}})
    if new.as_written() != whole.as_written():
        raise ScalemeritError([_not_in_place(name)])


_SYNTAX = {"yaml-syntax", "duplicate-key"}


def _not_in_place(name: str) -> Problem:
    return Problem("survey-edit", values={"file": name})
