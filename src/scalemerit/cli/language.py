"""The language of help and messages: `--lang`, else the locale, else English."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from scalemerit.wording import Language, language_of_locale


def language_of(
    chosen: str | None, arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Language:
    """The language chosen, named by `--lang` among the arguments, or that of the locale."""
    named = chosen or _named(arguments)
    if named:
        return "ja" if named.startswith("ja") else "en"
    return language_of_locale(os.environ if environment is None else environment)


def say(en: str, ja: str) -> str:
    """Words for the help, which is built before any argument is parsed."""
    return ja if language_of(None, sys.argv) == "ja" else en


def _named(arguments: Sequence[str]) -> str:
    for position, argument in enumerate(arguments):
        if argument == "--lang":
            return "".join(arguments[position + 1 : position + 2])
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return ""
