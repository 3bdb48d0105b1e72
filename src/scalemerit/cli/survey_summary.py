"""What a survey did to a scenario, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scalemerit.errors import escaped
from scalemerit.survey.cells import number_text
from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.survey.adopting import Adopted, Change
    from scalemerit.survey.merging import Survey
    from scalemerit.wording import Language

_ADDED = Word("added", "追加")
_CHANGED = Word("changed", "変更")
_SAME = Word("unchanged", "変更なし")
_SILENT = Word("no answer", "未回答")
_LEFT_OUT = Word("columns left out", "取り込まない列")
_SAID = Word("also said", "その他の記入")
_AMOUNT = Word("today's contract", "現行契約")
_UNIT_PRICE = Word(" today's unit price", " の現行単価")
_NOTHING = Word("nothing changes", "変更はありません")


def summary(adopted: Adopted, survey: Survey, language: Language) -> str:
    """Who was added, what changed, who has not answered and what was left out, a line each."""
    lines = [*_figures(adopted, language), *_others(adopted, survey, language)]
    return "".join(f"{escaped(line)}\n" for line in lines)


def read_in_short(survey: Survey, language: Language) -> str:
    """How much was read."""
    if language == "ja":
        totals = f"、合計行 {survey.totals} 件を照合" if survey.totals else ""
        return f"{survey.files} ファイルから {len(survey.answers)} 団体の回答を読み取り{totals}\n"
    files = f"{survey.files} file{'' if survey.files == 1 else 's'}"
    answers = f"{len(survey.answers)} buyer{'' if len(survey.answers) == 1 else 's'}"
    totals = f", {survey.totals} total rows checked" if survey.totals else ""
    return f"{files} read: answers of {answers}{totals}\n"


def _figures(adopted: Adopted, language: Language) -> Iterator[str]:
    by_buyer: dict[str, list[Change]] = {}
    for change in adopted.changes:
        by_buyer.setdefault(change.buyer, []).append(change)
    if not by_buyer and not adopted.added:
        yield getattr(_NOTHING, language)
    for buyer, changes in by_buyer.items():
        kind = _ADDED if buyer in adopted.added else _CHANGED
        told = ", ".join(_change(change, language) for change in changes)
        yield f"{getattr(kind, language)}: {buyer}: {told}"


def _change(change: Change, language: Language) -> str:
    name = change.product or getattr(_AMOUNT, language)
    if change.is_unit_price:
        name = f"{name}{getattr(_UNIT_PRICE, language)}"
    old = "" if change.old is None else f"{number_text(change.old)} → "
    return f"{name} {old}{number_text(change.new)}"


def _others(adopted: Adopted, survey: Survey, language: Language) -> Iterator[str]:
    for word, names in (
        (_SAME, adopted.same),
        (_SILENT, survey.silent),
        (_LEFT_OUT, survey.left_out),
    ):
        if names:
            yield f"{getattr(word, language)}: {', '.join(names)}"
    for answer in survey.answers.values():
        said = _joined((answer.vendor, answer.ends, answer.remarks))
        if said:
            yield f"{getattr(_SAID, language)}: {answer.buyer}: {said}"


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(filter(None, texts))
