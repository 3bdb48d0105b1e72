"""The options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from scalemerit.cli.language import say

Language = Literal["ja", "en"]
Unit = Literal["yen", "thousand", "million"]
Problems = Literal["text", "json"]

ScenarioPath = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help=say(
            "A scenario file in YAML; - reads standard input.",
            "シナリオの YAML ファイル。- は標準入力。",
        ),
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=say(
            "Write to a file, whole or not at all.",
            "ファイルに書き出します(途中までの書込みはしません)。",
        ),
    ),
]
Lang = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help=say("Language; without it the locale decides.", "言語。省略時はロケールに従います。"),
    ),
]
ShownUnit = Annotated[
    Unit | None,
    typer.Option(
        "--unit",
        help=say(
            "Unit of shown amounts: thousand for yen, else full units. JSON and CSV are in full.",
            "表示の単位。円の既定は thousand(千円)。JSON と CSV は常に円単位。",
        ),
    ),
]
ByteOrderMark = Annotated[
    bool,
    typer.Option(
        "--bom",
        help=say(
            "Begin with a byte order mark, so that Excel reads CSV as UTF-8.",
            "先頭に BOM を付け、Excel で CSV を文字化けなく開けるようにします。",
        ),
    ),
]
ProblemForm = Annotated[
    Problems,
    typer.Option(
        "--problems",
        help=say("Form of problems on standard error.", "入力の誤りを標準エラー出力に示す形式。"),
    ),
]
