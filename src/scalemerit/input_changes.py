"""What changed in the inputs from one result to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from scalemerit.errors import KeyPath
from scalemerit.snapshot import Setting, Snapshot, held_settings

ChangeKind = Literal["come", "gone", "changed"]
_SECTIONS = ("products", "buyers", "vendors", "arrangements")  # whose keys are names


class Change(NamedTuple):
    """One change of the inputs: a value, an order, or a whole part that has come or gone.

    The path of an order is that of the section; `old` and `new` are the parts that have moved.

    `old` and `new` are None where nothing is written. Of a buyer that has come or gone they are
    its quantity over all products, of other parts nothing.
    """

    path: KeyPath
    kind: ChangeKind
    old: Setting | None = None
    new: Setting | None = None


def input_changes(old: Snapshot, new: Snapshot, *, is_moved: bool) -> Iterator[Change]:
    """The changes of the inputs: parts that have come or gone as one, other values one by one.

    An order decides only between equals: a vendor that ties, a yen that is left over. Another
    order is therefore a change only where a figure `is_moved`.
    """
    complete = old.settings is not None and new.settings is not None
    before = _values(old, complete=complete)
    after = _values(new, complete=complete)
    if is_moved:
        for path, order in _orders(old, new):
            before[path], after[path] = order
    if before == after and set(old.parts) == set(new.parts):
        return
    whole = {change.path: change for change in _come_and_gone(old, new, complete=complete)}
    for path in _in_order([*after, *new.parts, *before, *old.parts]):
        if _is_within(path, whole):
            continue
        if path in whole:
            yield whole[path]
            continue
        stood, stands = before.get(path), after.get(path)
        if stood != stands and (is_moved or not _is_reordered(stood, stands)):
            yield Change(path, "changed", stood, stands)


def _values(one: Snapshot, *, complete: bool) -> dict[KeyPath, Setting]:
    return dict(one.settings) if complete and one.settings is not None else held_settings(one)


def _is_reordered(old: Setting | None, new: Setting | None) -> bool:
    """Whether both list the same in another order."""
    return isinstance(old, tuple) and isinstance(new, tuple) and sorted(old) == sorted(new)


def _orders(
    old: Snapshot, new: Snapshot
) -> Iterator[tuple[KeyPath, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """By section, the parts that both results have and that stand in another order in each."""
    for section in _SECTIONS:
        before, after = _names(old, section), _names(new, section)
        both = before.keys() & after.keys()
        pairs = zip(
            [name for name in before if name in both],
            [name for name in after if name in both],
            strict=True,
        )
        elsewhere = [pair for pair in pairs if pair[0] != pair[1]]
        if elsewhere:
            before_moved, after_moved = zip(*elsewhere, strict=True)
            yield (section,), (before_moved, after_moved)


def _names(one: Snapshot, section: str) -> dict[str, None]:
    """The keys of a section in the order of the file."""
    return {f"{path[1]}": None for path in one.parts if path[0] == section}


def _come_and_gone(old: Snapshot, new: Snapshot, *, complete: bool) -> Iterator[Change]:
    known = _SECTIONS if complete else ("buyers", "arrangements")
    before, after = _quantities(old), _quantities(new)
    for path in dict.fromkeys((*new.parts, *old.parts)):
        if path[0] in known and path not in old.parts:
            yield Change(path, "come", None, after.get(path))
        elif path[0] in known and path not in new.parts:
            yield Change(path, "gone", before.get(path), None)


def _quantities(one: Snapshot) -> dict[KeyPath, int]:
    return {("buyers", buyer.buyer): sum(buyer.quantities.values()) for buyer in one.buyers}


def _is_within(path: KeyPath, whole: Mapping[KeyPath, Change]) -> bool:
    return any(path[:depth] in whole for depth in range(1, len(path)))


def _in_order(paths: Iterable[KeyPath]) -> list[KeyPath]:
    """Each route once; those that begin alike stand together, in the order of their beginnings.

    Tiers stand in the order of their lower bounds.
    """
    found = list(dict.fromkeys(paths))
    ranks: dict[KeyPath, int] = {}
    for path in found:
        for depth in range(1, len(path) + 1):
            ranks.setdefault(path[:depth], len(ranks))
    return sorted(
        found,
        key=lambda path: [_rank(path[:depth], ranks) for depth in range(1, len(path) + 1)],
    )


def _rank(path: KeyPath, ranks: Mapping[KeyPath, int]) -> int:
    *_, parent, key = ("", *path)
    return int(key) if parent == "tiers" and f"{key}".isdecimal() else ranks[path]
