"""The commands that describe the formats: `schema`."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from scalemerit.choices import Schema
from scalemerit.cli.emit import emit
from scalemerit.cli.language import say
from scalemerit.cli.options import Output

SchemaName = Annotated[
    Schema,
    typer.Argument(
        metavar="|".join(get_args(Schema)),
        help=say("Which document.", "対象の文書。"),
        show_default=False,
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command(
        "schema",
        help=say(
            "Print the JSON Schema of scenario files or of a JSON output.",
            "シナリオファイルまたは JSON 出力の JSON Schema を表示します。",
        ),
    )(schema)


def schema(name: SchemaName, output: Output = None) -> None:
    """Print a JSON Schema."""
    from scalemerit import schemas
    from scalemerit.writers.json import dumps

    document = schemas.SCHEMAS[name]()
    emit(dumps(document) + "\n", output)
