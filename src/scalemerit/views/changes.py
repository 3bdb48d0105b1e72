"""The table of what changed in the inputs, each by the words for its route of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit import fiscal
from scalemerit.views.report import NOTHING, Cell, Column, Count, Row, Table, Text
from scalemerit.views.setting_words import ALL_BUYERS, NAMING, NO, ROUTES, SETTINGS, VALUES, YES
from scalemerit.views.telling import Telling
from scalemerit.views.words import RULES

if TYPE_CHECKING:
    from scalemerit.difference import Difference
    from scalemerit.errors import KeyPath
    from scalemerit.input_changes import Change
    from scalemerit.snapshot import Setting


def inputs_table(tell: Telling, found: Difference) -> Table:
    """Every change, with what stood and what stands there."""
    several = tell.say(", all products", "、全品目計") if found.has_several_products else ""
    return Table(
        key="inputs",
        title=tell.say("What changed in the inputs", "入力の変更点"),
        columns=(
            Column(tell.say("Input", "入力")),
            Column(tell.say("Before", "変更前"), numeric=True),
            Column(tell.say("After", "変更後"), numeric=True),
        ),
        rows=tuple(
            Row((Text(_name(tell, one)), *_values(tell, one, several))) for one in found.inputs
        ),
        is_detail=True,
    )


def _values(tell: Telling, change: Change, several: str) -> tuple[Cell, Cell]:
    """What stood and what stands; `several` says that a quantity is that of several products."""
    quantity = change.new if change.kind == "come" else change.old
    amount = f" ({quantity:,}{several})" if isinstance(quantity, int) else ""
    if change.kind == "come":
        return NOTHING, Text(f"{tell.say('added', '追加')}{amount}")
    if change.kind == "gone":
        return Text(f"{tell.say('removed', '削除')}{amount}"), NOTHING
    return _value(tell, change.path, change.old), _value(tell, change.path, change.new)


def _value(tell: Telling, path: KeyPath, value: Setting | None) -> Cell:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return Text(tell.pick(YES if value else NO))
    if path == ("fiscal_years",):
        return Text(_years(tell, value))
    if isinstance(value, tuple):
        return Text(tell.listed(tell.names.get(name, name) for name in value))
    return Text(_word(tell, path, value)) if isinstance(value, str) else Count(value)


def _years(tell: Telling, value: Setting) -> str:
    """The fiscal years by their names; as they stand where a kept result does not name years."""
    texts = value if isinstance(value, tuple) else (f"{value}",)
    ends = texts if len(texts) == 1 else (*texts[:1], *texts[-1:])
    try:
        years = fiscal.parse_fiscal_years("-".join(ends))
    except ValueError:
        return tell.listed(texts)
    return fiscal.fiscal_years_name(years, japanese=tell.language == "ja")


def _word(tell: Telling, path: KeyPath, value: str) -> str:
    """A value in words: a buyer's name, what a key of a closed set means, else as written."""
    if path[-1] == "lead":
        return tell.names.get(value, value)
    if path[-1] == "buyers" and value == "all":
        return tell.pick(ALL_BUYERS)
    words = VALUES.get(f"{path[-1]}", {})
    return tell.pick(words[value]) if value in words else value


def _name(tell: Telling, change: Change) -> str:
    """The route to an input in words; what tiers of a list price hold is no unit price."""
    values = [value for value in (change.old, change.new) if value is not None]
    are_rates = all(isinstance(value, str) and value.endswith("%") for value in values)
    if values and are_rates and change.path[-1] == "unit":
        return _path_name(tell, (*change.path[:-1], "off"))
    return _path_name(tell, change.path)


def _path_name(tell: Telling, path: KeyPath) -> str:
    """The route to an input in words: what each key is called, with the name that follows it."""
    if path in ROUTES:
        return tell.pick(ROUTES[path])
    steps = list(map(str, path))
    found = []
    while steps:
        key = steps.pop(0)
        key = "pack_price" if key == "price" and not steps else key
        word = tell.pick(SETTINGS[key]) if key in SETTINGS else key
        is_naming = key in NAMING or (key == "prices" and path[0] == "vendors")
        name = _step_name(tell, key, steps.pop(0)) if is_naming and steps else ""
        found.append(f"{word} {name}".strip())
    name = " / ".join(found)
    return name[:1].upper() + name[1:]


def _step_name(tell: Telling, key: str, name: str) -> str:
    if key == "buyers":
        return tell.names.get(name, name)
    if key == "tiers":
        return f"{int(name):,}{tell.say('', '〜')}" if name.isdecimal() else name
    words = {str(rule): word for rule, word in RULES.items()} if key == "allocation" else {}
    if name in words:
        return tell.pick(words[name])
    return "" if name == "license" else name
