"""How a command writes its result: what the reader and the terminal ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from scalemerit.cli.emit import is_terminal, wants_color, width
from scalemerit.cli.language import say

if TYPE_CHECKING:
    from pathlib import Path

    from scalemerit.choices import Unit
    from scalemerit.wording import Language
    from scalemerit.writers import Options


def only_csv_is_marked(form: str, *, marked: bool) -> None:
    """JSON may not begin with a byte order mark, and nothing else has a use for one."""
    if marked and form != "csv":
        words = say("only CSV begins with a byte order mark", "BOM を付けられるのは CSV だけです")
        raise typer.BadParameter(words, param_hint="--bom")


def no_workbook_on_terminal(form: str, output: Path | None) -> None:
    """A workbook is no text: a terminal could not show it, and may be upset by it."""
    if form == "xlsx" and output is None and is_terminal():
        words = say(
            "a workbook cannot be shown on a terminal; name a file with -o",
            "ブックは端末に表示できません。-o でファイルを指定してください",
        )
        raise typer.BadParameter(words, param_hint="--format")


def writer_options(
    language: Language, unit: Unit | None, output: Path | None, *, bom: bool
) -> Options:
    """What a writer is told; only what goes to a terminal is fitted to it and colored."""
    from scalemerit.writers import Options

    return Options(
        language=language,
        unit=unit,
        width=width() if output is None else None,
        color=output is None and wants_color(),
        byte_order_mark=bom,
    )
