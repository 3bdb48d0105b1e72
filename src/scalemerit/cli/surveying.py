"""The commands of surveys: `survey template` and `survey import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scalemerit.cli.emit import emit, emit_bytes
from scalemerit.cli.kept import keep
from scalemerit.cli.language import language_of, say
from scalemerit.cli.options import (
    INPUT_HAS_PROBLEMS,
    ByteOrderMark,
    Lang,
    Output,
    ProblemForm,
    Problems,
)
from scalemerit.cli.reading import loaded_scenario, show_problems_as
from scalemerit.cli.starting import (
    Buyers,
    ProductWords,
    Skipped,
    TextEncoding,
    buyers_of,
    products_of,
    written_anew,
)
from scalemerit.errors import ScalemeritError

if TYPE_CHECKING:
    from scalemerit.survey.importing import Sheets
    from scalemerit.survey.template import Template
    from scalemerit.wording import Language

_MARK = b"\xef\xbb\xbf"

ScenarioOrNone = Annotated[
    str | None,
    typer.Argument(
        metavar="[SCENARIO]",
        help=say(
            "A scenario whose buyers are asked about its products.",
            "対象のシナリオ。その団体と品目の調査票を作ります。",
        ),
        show_default=False,
    ),
]
AsCsv = Annotated[
    bool,
    typer.Option("--csv", help=say("CSV instead of a workbook.", "Excel ではなく CSV にします。")),
]
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help=say(
            "Sheets that were filled in: .xlsx, .xls, .ods or CSV.",
            "記入済みの表(.xlsx、.xls、.ods、CSV)。",
        ),
        show_default=False,
    ),
]
Into = Annotated[
    Path | None,
    typer.Option(
        "--into",
        metavar="SCENARIO",
        help=say(
            "Write the answers into this scenario, whose comments and order stay.",
            "このシナリオに回答を書き込みます(コメントと順序は保ちます)。",
        ),
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help=say("Show what would change, and write nothing.", "変更点を表示するだけです。"),
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    survey = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Ask buyers what they need: write a sheet to fill in, import those filled in.",
            "需要調査。調査票を作り、記入済みの表を取り込みます。",
        ),
    )
    survey.command(
        "template",
        help=say(
            "Write a sheet in which buyers fill in what they need.",
            "団体が記入する調査票を作ります。",
        ),
    )(template)
    survey.command(
        "import",
        help=say(
            "Write the answers of filled-in sheets into a scenario.",
            "記入済みの表をシナリオに取り込みます。",
        ),
    )(import_answers)
    app.add_typer(survey, name="survey")


def template(  # noqa: PLR0913, PLR0917 - one parameter an option
    scenario: ScenarioOrNone = None,
    products: ProductWords = None,
    buyers: Buyers = None,
    as_csv: AsCsv = False,
    output: Output = None,
    lang: Lang = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Write a sheet to fill in."""
    language = language_of(lang)
    keep([scenario], output)
    if bom and not as_csv:
        words = say("only CSV begins with a byte order mark", "BOM を付けられるのは CSV だけです")
        raise typer.BadParameter(words, param_hint="--bom")
    if output is None and not as_csv:
        words = say("a workbook needs a file to go to", "Excel の書き出し先を指定してください")
        raise typer.BadParameter(words, param_hint="--output")
    asked = _template(scenario, products, buyers, language, problems)
    if as_csv:
        from scalemerit.survey.template import csv_of

        emit(csv_of(asked, bom=bom), output)
    elif output is not None:
        from scalemerit.survey.workbook import workbook_of

        emit_bytes(workbook_of(asked, "回答" if language == "ja" else "Answers"), output)


def _template(
    scenario: str | None,
    products: str | None,
    buyers: str | None,
    language: Language,
    problems: Problems,
) -> Template:
    """The survey of a scenario, or of the products and buyers that are named."""
    from scalemerit.survey.template import new_template, template_of

    if scenario is None:
        return new_template("", products_of(products), buyers_of(buyers), language)
    if products or buyers:
        words = say("name a scenario, or --products and --buyers", "シナリオと同時に指定できません")
        raise typer.BadParameter(words, param_hint="--products" if products else "--buyers")
    return template_of(loaded_scenario(scenario, language, problems).scenario, language)


def import_answers(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: Files,
    into: Into = None,
    output: Output = None,
    encoding: TextEncoding = None,
    skip: Skipped = None,
    dry_run: DryRun = False,
    lang: Lang = None,
    problems: ProblemForm = "text",
) -> None:
    """Import filled-in sheets."""
    language = language_of(lang)
    keep(files, output)
    target = output or into
    if target is None:
        words = say("name a scenario with --into, or a new one with -o", "--into か -o が必要です")
        raise typer.BadParameter(words, param_hint="--into")
    if str(target) == "-":
        words = say("name a file", "ファイルを指定してください")
        raise typer.BadParameter(words, param_hint="--output" if output else "--into")
    from scalemerit.survey.importing import Sheets

    sheets = Sheets(files, encoding, skip or ())
    try:
        if into is None:
            text, told = written_anew(sheets, None, "", language)
        else:
            text, told = _into(str(into), sheets, language)
    except ScalemeritError as error:
        show_problems_as(error.problems, language, problems)
        raise typer.Exit(INPUT_HAS_PROBLEMS) from None
    if not dry_run:
        emit(text, target)
    emit(told, None)


def _into(path: str, sheets: Sheets, language: Language) -> tuple[str, str]:
    """The text of a scenario with the answers of these files, and what is told of them."""
    from scalemerit.cli.survey_summary import read_in_short, summary
    from scalemerit.scenario.loading import scenario_in
    from scalemerit.source import read_bytes
    from scalemerit.survey.importing import imported_into

    content = read_bytes(path)
    survey, adopted = imported_into(scenario_in(content, path), sheets)
    mark = "\ufeff" if content.startswith(_MARK) else ""
    told = read_in_short(survey, language) + summary(adopted, survey, language)
    return mark + adopted.text, told
