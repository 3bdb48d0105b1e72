"""Words in both languages, and what the words of one kind of problem consist of."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["en", "ja"]
Severity = Literal["error", "warning"]


class Word(NamedTuple):
    """A word or clause that fills a problem's template, in both languages."""

    en: str
    ja: str


class Code(NamedTuple):
    """The words of one kind of problem; names in braces are filled from the problem's values."""

    severity: Severity
    message_en: str
    remedy_en: str
    message_ja: str
    remedy_ja: str

    def message(self, language: Language) -> str:
        """What is wrong, as a template."""
        return self.message_ja if language == "ja" else self.message_en

    def remedy(self, language: Language) -> str:
        """What to write instead, as a template."""
        return self.remedy_ja if language == "ja" else self.remedy_en
