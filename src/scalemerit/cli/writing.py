"""How a command writes its result: what the reader and the terminal ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from scalemerit.cli.emit import wants_color, width
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
