"""Names, codes and populations of local governments, from the table in `data/`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from scalemerit.shipped import shipped

_CHECK_WEIGHTS = (6, 5, 4, 3, 2)
_SHORTEST_TO_GUESS = 3
LONGEST_NAME = 60  # no name of the table has nearly so many letters, nor is meant by so many
_REMEMBERED = 1024
_LEAST_ALIKE = 0.75
CODE_DIGITS = 6


class Municipality(NamedTuple):
    """One local government: its code of six digits, names, kind and census population."""

    code: str
    name: str
    kana: str
    name_en: str
    kind: str
    population: int


@cache
def table() -> tuple[Municipality, ...]:
    """All local governments of the table, in its order."""
    with shipped("data/municipalities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Municipality(code, name, kana, name_en, kind, int(population))
            for code, name, kana, name_en, kind, population in list(csv.reader(file))[1:]
        )


@cache
def _by_name() -> dict[str, tuple[Municipality, ...]]:
    found: dict[str, tuple[Municipality, ...]] = {}
    for one in table():
        for name in (one.code, one.name, one.name_en.casefold()):
            found[name] = (*found.get(name, ()), one)
    return found


def find(name: str) -> tuple[Municipality, ...]:
    """The local governments that a code, a Japanese or an English name may mean; often one."""
    known = _by_name()
    return known.get(name) or known.get(name.casefold(), ())


def meant_by(names: Iterable[str]) -> dict[str, Municipality]:
    """The local government behind each of these names that means exactly one."""
    known = _by_name()
    found: dict[str, Municipality] = {}
    for name in names:
        matches = known.get(name) or known.get(name.casefold())
        if matches is not None and len(matches) == 1:
            found[name] = matches[0]
    return found


def ways_to_write(names: Iterable[str]) -> dict[str, str]:
    """Every code and name by which one of these may be meant, with the one as given."""
    given = tuple(names)
    ways: dict[str, str] = {}
    for name, one in meant_by(given).items():
        ways[one.code] = ways[one.name] = name
        ways[one.name_en] = ways[one.name_en.casefold()] = name
    ways.update(zip(given, given, strict=True))
    return ways


def is_code(text: str) -> bool:
    """Whether the text has the form of a code of six digits."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()


def check_digit(code: str) -> str:
    """The last digit that the first five digits of a code require.

    Source: 全国地方公共団体コード, the rule of the Ministry of Internal Affairs: weights 6 to 2,
    11 minus the sum modulo 11, of which the last digit.
    """
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], _CHECK_WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def is_valid_code(text: str) -> bool:
    """Whether the text is a code of six digits whose check digit is right."""
    return is_code(text) and check_digit(text) == text[-1]


def meant(name: str) -> tuple[str, ...]:
    """The names of the table that an unknown name is probably a misspelling of, best first."""
    if name in _without_suffix():
        return (_without_suffix()[name],)
    if not _SHORTEST_TO_GUESS <= len(name) <= LONGEST_NAME:
        return ()
    return _alike(name)


@lru_cache(_REMEMBERED)
def _alike(name: str) -> tuple[str, ...]:
    """The names of the table that share most letters with a name; files often share a name."""
    letters = set(name)
    near = [one for one in _names() if len(letters & set(one)) >= _LEAST_ALIKE * len(name)]
    if not near:
        return ()
    from difflib import get_close_matches  # only for names much like one of the table

    return tuple(get_close_matches(name, near, n=3, cutoff=_LEAST_ALIKE))


@cache
def _names() -> tuple[str, ...]:
    """The Japanese and English names of the table."""
    return tuple(name for one in table() for name in (one.name, one.name_en))


@cache
def _without_suffix() -> dict[str, str]:
    """The names of the table by what is left of them without 区, 市 and so on."""
    return {one.name[:-1]: one.name for one in table()}
