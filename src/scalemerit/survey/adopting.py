"""A survey's answers in a scenario's own text: comments, order and all else stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.file_forms import exact_number
from scalemerit.scenario import Loaded, Scenario
from scalemerit.scenario.loading import scenario_of
from scalemerit.scenario.parts import Buyer, Current
from scalemerit.source import read
from scalemerit.source.editing import Editor, yaml_text
from scalemerit.survey.answers import Answer
from scalemerit.survey.merging import Survey


class Change(NamedTuple):
    """What a survey does to one figure of a buyer; None is what was not there.

    `product` is a product's key, or empty for the yearly amount of today's contract.
    """

    buyer: str
    product: str
    old: Fraction | int | None
    new: Fraction | int


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
    _check(loaded, editor.text(), {one.buyer: changes for one, changes in found if changes})
    return Adopted(
        editor.text(),
        tuple(answer.buyer for answer in added),
        tuple(change for _, changes in found for change in changes),
        tuple(one.buyer for one, changes in found if one.buyer in known and not changes),
    )


def new_buyer(answer: Answer, scenario: Scenario) -> str:
    """A buyer that is not in the scenario yet, as it is written there."""
    return buyer_text(answer.quantities, answer.amount, bare=len(scenario.products) == 1)


def buyer_text(quantities: Mapping[str, int], amount: Fraction | None, *, bare: bool) -> str:
    """A buyer as it stands in a file; `bare` where there is one product, which is not named."""
    needed = ", ".join(f"{yaml_text(key)}: {digits(n)}" for key, n in quantities.items())
    written = digits(next(iter(quantities.values()))) if bare else f"{{{needed}}}"
    if amount is None:
        return written
    return f"{{quantities: {written}, current: {_current(amount)}}}"


def digits(number: Fraction | int) -> str:
    """A number in a file, with `_` between thousands."""
    return f"{number.numerator:_}" if number.denominator == 1 else str(exact_number(number))


def _changes(scenario: Scenario, answer: Answer) -> tuple[Change, ...]:
    """What an answer changes; one of somebody new that gives no quantity changes nothing."""
    old = scenario.buyers.get(answer.buyer)
    if old is None and not answer.quantities:
        return ()
    quantities = [
        Change(answer.buyer, product, old.quantities.get(product) if old else None, new)
        for product, new in answer.quantities.items()
    ]
    changes = [one for one in quantities if one.old != one.new and not _is_none_still(one, old)]
    current = old.current.amount if old and old.current else None
    if answer.amount is not None and answer.amount != current:
        changes.append(Change(answer.buyer, "", current, answer.amount))
    return tuple(changes)


def _is_none_still(change: Change, old: Buyer | None) -> bool:
    """Whether a product that a buyer of the scenario did not name is still not needed."""
    return old is not None and change.old is None and change.new == 0


def _answered(old: Buyer | None, changes: Sequence[Change]) -> Buyer:
    """The buyer as it should be read from the changed text."""
    quantities = dict(old.quantities) if old else {}
    update: dict[str, object] = {"quantities": quantities}
    for change in changes:
        if change.product:
            quantities[change.product] = int(change.new)
        else:
            update["current"] = Current.model_construct(amount=_whole(change.new))
    return (old or Buyer.model_construct(quantities=quantities)).model_copy(update=update)


def _whole(number: Fraction | int) -> Fraction | int:
    return number.numerator if number.denominator == 1 else number


def _edit(editor: Editor, loaded: Loaded, key: str, changes: Sequence[Change]) -> None:
    """Change what stands in the file of a buyer."""
    written = loaded.source.data["buyers"]
    entry = written[key] if isinstance(written, dict) else None
    is_whole = isinstance(entry, dict) and "quantities" in entry
    quantities = entry["quantities"] if isinstance(entry, dict) and is_whole else entry
    where = ("buyers", key, "quantities") if is_whole else ("buyers", key)
    new = []
    for change in changes:
        if not change.product:
            continue
        if not isinstance(quantities, dict):
            editor.replace(where, digits(change.new))
        elif change.product in quantities:
            editor.replace((*where, change.product), digits(change.new))
        else:
            new.append((yaml_text(change.product), digits(change.new)))
    amount = next((change.new for change in changes if not change.product), None)
    if amount is not None and not is_whole:
        _make_whole(editor, where, new, [("current", _current(amount))])
        return
    if new:
        editor.add(where, new)
    if amount is not None:
        _set_amount(editor, loaded.scenario, key, amount)


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


def _set_amount(editor: Editor, scenario: Scenario, key: str, amount: Fraction | int) -> None:
    """Write the yearly amount of today's contract, in the place of another form of it."""
    current = scenario.buyers[key].current
    if current is None:
        editor.add(("buyers", key), [("current", _current(amount))])
    elif current.amount is None:
        editor.replace(("buyers", key, "current"), _current(amount))
    else:
        editor.replace(("buyers", key, "current", "amount"), digits(amount))


def _current(amount: Fraction | int) -> str:
    return f"{{amount: {digits(amount)}}}"


def _check(loaded: Loaded, text: str, changes: Mapping[str, Sequence[Change]]) -> None:
    """Hold the changed text to what it should say: nothing that does not is ever written."""
    name = loaded.source.name
    try:
        new = scenario_of(read(text.encode(), name)).scenario
    except ScalemeritError as error:
        if {problem.code for problem in error.problems} & _SYNTAX:
            raise ScalemeritError([_not_in_place(name)]) from None
        raise
    old = loaded.scenario.buyers
    changed = {key: _answered(old.get(key), found) for key, found in changes.items()}
    whole = loaded.scenario.model_copy(update={"buyers": {**old, **changed}})
    if new.as_written() != whole.as_written():
        raise ScalemeritError([_not_in_place(name)])


_SYNTAX = {"yaml-syntax", "duplicate-key"}


def _not_in_place(name: str) -> Problem:
    return Problem("survey-edit", values={"file": name})
