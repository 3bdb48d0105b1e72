"""The command that writes a scenario to start from: `init`; and what surveys share with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scalemerit.cli.emit import emit, tell
from scalemerit.cli.kept import keep
from scalemerit.cli.language import language_of, say
from scalemerit.cli.options import INPUT_HAS_PROBLEMS, Lang, Output, ProblemForm
from scalemerit.cli.reading import show_problems_as
from scalemerit.errors import ScalemeritError, escaped

if TYPE_CHECKING:
    from scalemerit.survey.importing import Sheets
    from scalemerit.wording import Language

Encoding = Literal["utf-8", "cp932"]

ProductWords = Annotated[
    str | None,
    typer.Option(
        "--products",
        metavar="KEY[=LABEL],…",
        help=say(
            "The products, such as e3=Microsoft 365 E3,e5.", "品目。例: e3=Microsoft 365 E3,e5"
        ),
    ),
]
Buyers = Annotated[
    str | None,
    typer.Option(
        "--buyers",
        metavar="23-wards|tokyo|NAME,…",
        help=say(
            "The buyers: the 23 wards, all municipalities of Tokyo, or names and codes.",
            "団体。23-wards(特別区)、tokyo(都内の全区市町村)、または名称・コードの一覧。",
        ),
    ),
]
TextEncoding = Annotated[
    Encoding | None,
    typer.Option(
        "--encoding",
        help=say(
            "What CSV is in; without it that is found out.",
            "CSV の文字コード(省略時は判別)。",
        ),
    ),
]
Skipped = Annotated[
    list[str] | None,
    typer.Option(
        "--skip",
        metavar="HEADING",
        help=say(
            "Leave out the column of this heading; may be repeated.",
            "この見出しの列を取り込みません(繰返し指定可)。",
        ),
    ),
]
Surveys = Annotated[
    list[Path] | None,
    typer.Option(
        "--survey",
        metavar="FILE",
        help=say(
            "Take buyers and quantities from this filled-in sheet; may be repeated.",
            "団体と数量をこの記入済みの表から取ります(繰返し指定可)。",
        ),
    ),
]
Title = Annotated[
    str, typer.Option("--title", metavar="TEXT", help=say("Its title.", "シナリオの表題。"))
]


def add_commands(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command(
        "init",
        help=say(
            "Write a commented scenario to start from.",
            "コメント付きのひな形を作ります。",
        ),
    )(init)


def init(  # noqa: PLR0913, PLR0917 - one parameter an option
    survey: Surveys = None,
    products: ProductWords = None,
    buyers: Buyers = None,
    title: Title = "",
    encoding: TextEncoding = None,
    output: Output = None,
    lang: Lang = None,
    problems: ProblemForm = "text",
) -> None:
    """Write a scenario to start from."""
    language = language_of(lang)
    keep(map(str, survey or ()), output)
    from scalemerit.survey.importing import Sheets
    from scalemerit.survey.starting import Start, starting_text

    if survey and buyers:
        words = say("a survey names the buyers itself", "調査票の団体を使うため指定できません")
        raise typer.BadParameter(words, param_hint="--buyers")
    try:
        if survey:
            labels = products_of(products) if products else None
            text, told = written_anew(
                Sheets(list(map(str, survey)), encoding), labels, title, language
            )
            tell(told)
        else:
            start = Start(title, products_of(products), dict.fromkeys(buyers_of(buyers)))
            text = starting_text(start, language)
    except ScalemeritError as error:
        show_problems_as(error.problems, language, problems)
        raise typer.Exit(INPUT_HAS_PROBLEMS) from None
    emit(text, output)


def products_of(words: str | None) -> dict[str, str]:
    """The products that an option names, with their labels; the usual one without it."""
    from scalemerit.scenario.model import ONLY_PRODUCT
    from scalemerit.survey.starting import products_named

    found = products_named((words or ONLY_PRODUCT).split(","))
    if not all(found):
        refused = say("a product needs a key", "品目のキーがありません")
        raise typer.BadParameter(refused, param_hint="--products")
    return found


def buyers_of(words: str | None) -> tuple[str, ...]:
    """The buyers that an option names; the 23 wards without it."""
    from scalemerit.survey.starting import buyers_named

    names = [word.strip() for word in (words or "23-wards").split(",")]
    try:
        if all(names):
            return buyers_named(names)
        en, ja = "a buyer needs a name", "団体名がありません"
    except ValueError as error:
        en = f"`{error}` is no code of a municipality that is known"
        ja = f"`{error}` という団体コードは見つかりません"
    raise typer.BadParameter(escaped(say(en, ja)), param_hint="--buyers")


def written_anew(
    sheets: Sheets, products: Mapping[str, str] | None, title: str, language: Language
) -> tuple[str, str]:
    """A new scenario with the answers of these files, and what is told of them."""
    from scalemerit.cli.survey_summary import read_in_short, summary
    from scalemerit.scenario.loading import scenario_in
    from scalemerit.survey.importing import changes_of, imported_anew
    from scalemerit.survey.starting import starting_text

    survey, start = imported_anew(sheets, products, title)
    text = starting_text(start, language)
    scenario_in(text.encode(), "-")  # nothing is written that could not be read
    told = read_in_short(survey, language) + summary(changes_of(start), survey, language)
    return text, told
