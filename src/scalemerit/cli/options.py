"""The options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from scalemerit.choices import ChartFormat, Format, PrintedChartFormat, Unit, WorkbookFormat
from scalemerit.cli.language import say
from scalemerit.wording import Language

Problems = Literal["text", "json"]

# Exit codes besides 0; docs/commands.md lists them all.
INPUT_HAS_PROBLEMS = 1
NOT_MET = 3

ShownFormat = Annotated[
    Format, typer.Option("--format", "-f", help=say("Output format.", "出力形式。"))
]
ShownWorkbookFormat = Annotated[
    WorkbookFormat, typer.Option("--format", "-f", help=say("Output format.", "出力形式。"))
]
ShownChartFormat = Annotated[
    ChartFormat, typer.Option("--format", "-f", help=say("Output format.", "出力形式。"))
]
ShownPrintedFormat = Annotated[
    PrintedChartFormat, typer.Option("--format", "-f", help=say("Output format.", "出力形式。"))
]
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
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help=say(
            "Scenario files, and folders with *.yaml and *.yml in them at any depth;"
            " - reads a list of paths from standard input.",
            "シナリオのファイル、または *.yaml・*.yml を含むフォルダ(下位も含む)。"
            "- は標準入力からパスの一覧を読みます。",
        ),
        show_default=False,
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
Seed = Annotated[
    int,
    typer.Option(
        "--seed",
        min=0,
        help=say("Where samples for estimates are drawn from.", "推定に使う乱数の種。"),
    ),
]
