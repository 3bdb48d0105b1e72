"""The command line: arguments, one call, one output. One module a command family."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import TracebackType
from typing import Protocol

import typer

from scalemerit.cli.emit import UnwritableError, code_for_unwritable, set_up_streams
from scalemerit.cli.language import say

BUG = 70
# The module of each command. Only that of the command called is loaded; help needs all of them.
_FAMILIES = {
    "compare": "comparing",
    "explain": "comparing",
    "batch": "batching",
    "validate": "validating",
    "diff": "diffing",
    "allocate": "allocating",
    "join": "joining",
    "survey": "surveying",
    "init": "starting",
    "schema": "describing",
    "completion": "completing",
}
_NEED_ALL = {"completion"}


class Family(Protocol):
    """A module of commands that belong together."""

    def add_commands(self, app: typer.Typer) -> None:
        """Add the module's commands to the program."""


def run() -> None:
    """Run the command that the process's arguments name; always leaves by SystemExit."""
    sys.excepthook = _show_bug
    set_up_streams()
    command = typer.main.get_command(_app())
    stdout = sys.stdout
    try:
        command.main(prog_name="scalemerit")
    except SystemExit:
        if sys.stdout is stdout:
            raise
        sys.exit(0)  # typer has found the pipe closed while it printed help
    except UnwritableError as error:  # help or version; a command's output is told by `emit`
        sys.exit(code_for_unwritable(error))


def _app() -> typer.Typer:
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=say(
            "What buying together saves: separate against joint procurement, to the yen.",
            "共同調達でいくら削減できるかを、単独調達と比べて円単位で計算します。",
        ),
    )
    app.callback()(_root)
    for family in _families(sys.argv[1:2]):
        family.add_commands(app)
    return app


def _families(called: list[str]) -> list[Family]:
    """The modules that the command called needs: its own, or all where it is not clear."""
    names = {_FAMILIES[name] for name in called if name in _FAMILIES and name not in _NEED_ALL}
    wanted = names or dict.fromkeys(_FAMILIES.values())
    return [import_module(f"scalemerit.cli.{name}") for name in wanted]


def _show_version(value: bool) -> None:
    if value:
        from scalemerit import __version__

        sys.stdout.write(f"scalemerit {__version__}\n")
        sys.stdout.flush()
        raise typer.Exit


def _root(
    _version: bool = typer.Option(
        False,
        "--version",
        callback=_show_version,
        is_eager=True,
        help=say("Show the version and leave.", "バージョンを表示して終了します。"),
    ),
) -> None:
    """Hold the options of the program itself."""


def _show_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug ends with its traceback and an exit code of its own."""
    sys.__excepthook__(kind, error, trace)
    sys.stderr.flush()
    os._exit(BUG)
