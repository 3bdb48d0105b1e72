"""GitHub Actions reads what a step prints and obeys what looks like a command to it."""

from __future__ import annotations

import re
from io import TextIOWrapper

# A runner takes a line that begins with `::`, and `##[` anywhere, for a command. It skips blanks
# before the first, and in both, as it compares by the rules of a language, marks without width.
_LINE = re.compile(r"((?:^|(?<=[\r\n]))[^!-~\w\r\n]*):(?=[^!-~\w\r\n]*:)")
_ANYWHERE = re.compile(r"(#[^\x00-\x7f\w\s]*#[^\x00-\x7f\w\s]*)\[")


def without_commands(text: str) -> str:
    """The text with whatever a runner would obey shown escaped.

    In JSON, where it can only stand in strings, the escapes are read back as what they stand for.
    """
    if ":" in text:
        text = _LINE.sub(r"\1\\u003a", text)
    return _ANYWHERE.sub(r"\1\\u005b", text) if "#" in text else text


class WithoutCommands(TextIOWrapper):
    """A stream that a runner may read, on which no name can act as a command.

    A text is looked at by itself: it counts as the beginning of a line.
    """

    def write(self, text: str) -> int:
        """Write the text; whoever writes learns nothing of what became longer."""
        super().write(without_commands(text))
        return len(text)
