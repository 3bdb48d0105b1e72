"""The table of what changed in the inputs, each by the words for its route of keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scalemerit.views.report import NOTHING, Cell, Column, Count, Row, Table, Text
from scalemerit.views.setting_words import NAMING, SETTINGS
from scalemerit.views.telling import Telling
from scalemerit.views.words import RULES

if TYPE_CHECKING:
    from scalemerit.difference import Change
    from scalemerit.errors import KeyPath
    from scalemerit.snapshot import Setting


def inputs_table(tell: Telling, changes: Iterable[Change]) -> Table:
    """Every change, with what stood and what stands there."""
    return Table(
        key="inputs",
        title=tell.say("What changed in the inputs", "入力の変更点"),
        columns=(
            Column(tell.say("Input", "入力")),
            Column(tell.say("Before", "変更前"), numeric=True),
            Column(tell.say("After", "変更後"), numeric=True),
        ),
        rows=tuple(
            Row((Text(_path_name(tell, change.path)), *_values(tell, change))) for change in changes
        ),
        is_detail=True,
    )


def _values(tell: Telling, change: Change) -> tuple[Cell, Cell]:
    quantity = change.new if change.kind == "come" else change.old
    amount = f" ({quantity:,})" if isinstance(quantity, int) else ""
    if change.kind == "come":
        return NOTHING, Text(f"{tell.say('added', '追加')}{amount}")
    if change.kind == "gone":
        return Text(amount.strip(" ()")), Text(tell.say("removed", "削除"))
    return _value(tell, change.path, change.old), _value(tell, change.path, change.new)


def _value(tell: Telling, path: KeyPath, value: Setting | None) -> Cell:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return Text(str(value).lower())
    if isinstance(value, tuple):
        return Text(tell.listed(tell.names.get(name, name) for name in value))
    if isinstance(value, str):
        return Text(tell.names.get(value, value) if path[-1] == "lead" else value)
    return Text(str(value)) if path[-1] == "fiscal_years" else Count(value)


def _path_name(tell: Telling, path: KeyPath) -> str:
    """The route to an input in words: what each key is called, with the name that follows it."""
    steps = list(map(str, path))
    found = []
    while steps:
        key = steps.pop(0)
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
