"""Which buyer a sheet means: by its code, its name, or its name without 区."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scalemerit import municipalities
from scalemerit.fields import did_you_mean
from scalemerit.survey.cells import Cell, text_of
from scalemerit.survey.headings import Column
from scalemerit.wording import Word

_PREFECTURE = re.compile(r"^(東京都|tokyo-to )")
_OFFICE = re.compile(r"(役所|役場|庁)$")
_KINDS = "区市町村"
_WITHOUT_CHECK = 5


class Buyers:
    """The buyers of a scenario, by every way in which a sheet may name them."""

    def __init__(self, keys: Iterable[str], *, only_known: bool) -> None:
        self._ways: Mapping[str, str] = municipalities.ways_to_write(keys)
        self._only_known = only_known
        self._silent: dict[tuple[Column, ...], dict[tuple[Cell, ...], str]] = {}

    def silent_rows(self, columns: tuple[Column, ...]) -> dict[tuple[Cell, ...], str]:
        """Rows without an answer under these columns, whose buyers have been found before."""
        return self._silent.setdefault(columns, {})

    def of_name(self, name: str) -> str | None:
        """The key of the buyer meant, that of a local government not there yet, or None."""
        text = text_of(name)
        for one in _ways_of(text):
            found = self._known(one)
            if found:
                return found
        if self._only_known or not text or municipalities.meant(text):
            return None
        return text

    def of_code(self, code: str) -> str | None:
        """The key of the buyer with a code of six digits, or of five, without the check digit."""
        digits = text_of(code)
        if len(digits) == _WITHOUT_CHECK and digits.isascii() and digits.isdecimal():
            digits += municipalities.check_digit(digits)
        return self._known(digits) if municipalities.is_code(digits) else None

    def hint(self, name: str) -> Word:
        """Whom an unknown name may mean."""
        guesses = municipalities.meant(text_of(name))
        if guesses:
            return Word(f"did you mean `{guesses[0]}`?", f"`{guesses[0]}` のことですか")
        return did_you_mean(text_of(name), dict.fromkeys(self._ways.values()))

    def _known(self, name: str) -> str | None:
        if name in self._ways:
            return self._ways[name]
        found = municipalities.find(name)
        return self._ways.get(found[0].code, found[0].name) if len(found) == 1 else None


def _ways_of(text: str) -> Iterable[str]:
    yield text
    bare = _OFFICE.sub("", _PREFECTURE.sub("", text)).replace(" ", "")
    if bare:
        yield bare
        yield from (bare + kind for kind in _KINDS)
