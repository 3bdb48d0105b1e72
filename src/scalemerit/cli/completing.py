"""The command that lets a shell complete the others: `completion`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from scalemerit.cli.emit import emit
from scalemerit.cli.language import say

Shell = Literal["bash", "zsh", "fish"]

ShellName = Annotated[
    Shell,
    typer.Argument(
        metavar="bash|zsh|fish",
        help=say("Which shell.", "対象のシェル。"),
        show_default=False,
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command(
        "completion",
        help=say(
            "Print a script that lets a shell complete commands, options and files.",
            "シェルでコマンド・オプション・ファイル名を補完するスクリプトを表示します。",
        ),
    )(completion)


def completion(context: typer.Context, shell: ShellName) -> None:
    """Print the completion script of a shell."""
    from scalemerit.cli.completion_scripts import SCRIPTS, commands_of

    emit(SCRIPTS[shell](commands_of(context)), None)
