"""Files that are read stay: output never takes their place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from scalemerit.cli.language import say

_SCENARIOS = frozenset({".yaml", ".yml"})  # what is read of a folder


def keep(inputs: Iterable[str | None], output: Path | None) -> None:
    """Refuse output into a file that is read, or into a scenario of a folder that is."""
    if output is None or not output.is_file():
        return
    if any(_is_read(Path(one), output) for one in inputs if one):
        words = say(
            "this file is read, and would be lost", "読み込むファイルを上書きしてしまいます"
        )
        raise typer.BadParameter(words, param_hint="--output")


def _is_read(path: Path, output: Path) -> bool:
    try:
        if not path.is_dir():
            return path.samefile(output)
    except (OSError, ValueError):  # there is none, or no file can have this name
        return False
    is_scenario = output.suffix in _SCENARIOS
    return is_scenario and output.resolve().is_relative_to(path.resolve())
