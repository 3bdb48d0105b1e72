"""Words in both languages, and what the words of one kind of problem consist of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Language = Literal["en", "ja"]
Severity = Literal["error", "warning"]


def language_of_locale(environment: Mapping[str, str]) -> Language:
    """The language of the locale for messages, in the order in which POSIX asks for it."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "ja" if locale.startswith("ja") else "en"


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
