"""A survey's answers in a scenario's own text: comments, order and all else stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    editor = Editor(loaded.source.text)
    scenario, expected = loaded.scenario, dict(loaded.scenario.buyers)
    changes: list[Change] = []
    added: list[Answer] = []
    same: list[str] = []
    for answer in survey.answers.values():
        old = scenario.buyers.get(answer.buyer)
        if old is None and not answer.quantities:
            continue
        found = list(_changes(old, answer, scenario))
        changes += found
        if old is None:
            added.append(answer)
        elif found:
            _edit(editor, loaded, answer, found)
        else:
            same.append(answer.buyer)
        expected[answer.buyer] = _answered(old, found)
    if added:
        entries = [(yaml_text(one.buyer), new_buyer(one, scenario)) for one in added]
        editor.add(("buyers",), entries)
    new = editor.text()
    _check(loaded, new, expected)
    names = tuple(one.buyer for one in added)
    return Adopted(new, names, tuple(changes), tuple(same))


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


def _changes(old: Buyer | None, answer: Answer, scenario: Scenario) -> Iterator[Change]:
    for product in scenario.products:
        if product in answer.quantities:
            before = old.quantities.get(product) if old else None
            after = answer.quantities[product]
            if before != after and not (before is None and after == 0 and old):
                yield Change(answer.buyer, product, before, after)
    if answer.amount is not None:
        amount = old.current.amount if old and old.current else None
        if amount != answer.amount:
            yield Change(answer.buyer, "", amount, answer.amount)


def _answered(old: Buyer | None, changes: list[Change]) -> Buyer:
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


def _edit(editor: Editor, loaded: Loaded, answer: Answer, changes: list[Change]) -> None:
    """Change what stands in the file of a buyer."""
    written = loaded.source.data["buyers"]
    entry = written[answer.buyer] if isinstance(written, dict) else None
    is_whole = isinstance(entry, dict) and "quantities" in entry
    quantities = entry["quantities"] if isinstance(entry, dict) and is_whole else entry
    where = ("buyers", answer.buyer, "quantities") if is_whole else ("buyers", answer.buyer)
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
        _set_amount(editor, loaded.scenario, answer.buyer, amount)


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


def _check(loaded: Loaded, text: str, expected: Mapping[str, Buyer]) -> None:
    """Hold the changed text to what it should say: nothing that does not is ever written."""
    name = loaded.source.name
    try:
        new = scenario_of(read(text.encode(), name)).scenario
    except ScalemeritError as error:
        if {problem.code for problem in error.problems} & _SYNTAX:
            raise ScalemeritError([_not_in_place(name)]) from None
        raise
    whole = loaded.scenario.model_copy(update={"buyers": dict(expected)})
    if new.as_written() != whole.as_written():
        raise ScalemeritError([_not_in_place(name)])


_SYNTAX = {"yaml-syntax", "duplicate-key"}


def _not_in_place(name: str) -> Problem:
    return Problem("survey-edit", values={"file": name})
