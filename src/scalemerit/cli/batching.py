"""The command for many scenarios: `batch`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from scalemerit.cli.emit import emit, is_terminal, streaming
from scalemerit.cli.language import language_of, say
from scalemerit.cli.options import (
    INPUT_HAS_PROBLEMS,
    NOT_MET,
    ByteOrderMark,
    Lang,
    Output,
    Paths,
    ProblemForm,
    ShownUnit,
)
from scalemerit.cli.writing import only_csv_is_marked, writer_options
from scalemerit.errors import escaped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scalemerit.batch import Shard, Task, Told
    from scalemerit.batch.evaluating import Wanted
    from scalemerit.cli.tally import Tally
    from scalemerit.money import Exact
    from scalemerit.themes import Gates
    from scalemerit.wording import Language
    from scalemerit.writers import Options

BatchFormat = Literal["table", "markdown", "csv", "json", "jsonl", "junit"]
Sort = Literal["saving", "rate", "title"]

ShownBatchFormat = Annotated[
    BatchFormat, typer.Option("--format", "-f", help=say("Output format.", "出力形式。"))
]
SortOrder = Annotated[
    Sort | None,
    typer.Option(
        "--sort",
        help=say(
            "Order of the themes: the largest saving or rate first, or by title.",
            "テーマの並び順。削減額・削減率は大きい順、title は題名順。",
        ),
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help=say(
            "Processes to work in; without it as many as pay off.",
            "並列に使うプロセスの数。省略時は見合う数。",
        ),
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help=say(
            "Work on a Dask cluster that exists, as tcp://host:8786 (extra scalemerit[cluster]).",
            "既存の Dask クラスタで処理します(例 tcp://host:8786。追加機能 scalemerit[cluster])。",
        ),
    ),
]
ShardOption = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="N/M",
        help=say(
            "Only the Nth of M parts of the files; all parts together are the whole.",
            "ファイルを M 個に分けた N 番目だけ。全部を合わせると全体になります。",
        ),
    ),
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under",
        metavar="RATE|AMOUNT",
        help=say(
            "Fail where a theme saves less than this rate (5%) or amount (2,200千円);"
            " may be repeated.",
            "削減率(5%)または削減額(2,200千円)がこれを下回るテーマがあれば終了コード 3"
            "(繰返し指定可)。",
        ),
    ),
]
FailWorseOff = Annotated[
    bool,
    typer.Option(
        "--fail-worse-off",
        help=say(
            "Fail where a buyer would pay more than alone.",
            "単独調達より負担が増える団体があれば終了コード 3。",
        ),
    ),
]


_WANTED: Mapping[BatchFormat, Wanted] = {
    "table": "theme",
    "markdown": "theme",
    "csv": "theme",
    "json": "document",
    "jsonl": "line",
    "junit": "theme",
}


def add_commands(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command(
        "batch",
        help=say(
            "Compare many scenarios: a row a theme, and the total.",
            "複数のシナリオを比べ、テーマごとの削減額と合計を示します。",
        ),
    )(batch)


def batch(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Paths,
    form: ShownBatchFormat = "table",
    output: Output = None,
    sort: SortOrder = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    shard: ShardOption = None,
    fail_under: FailUnder = None,
    fail_worse_off: FailWorseOff = False,
    lang: Lang = None,
    unit: ShownUnit = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Compare many scenarios."""
    from scalemerit.batch import Task, find
    from scalemerit.cli.ending import told_when_ended
    from scalemerit.cli.tally import Tally

    _check_options(form, sort, cluster, jobs=jobs, bom=bom)
    part = _shard(shard)
    task = Task(_WANTED[form], _gates(fail_under, nobody_worse_off=fail_worse_off))
    language = language_of(lang)
    tally = Tally(language, problems, streams=form == "jsonl")
    found = find(paths)
    files = part.of(found.files) if part else found.files
    tally.add_problems(found.problems)
    options = writer_options(language, unit, output, bom=bom)
    with told_when_ended(lambda: tally.tell_how_far(len(files))):
        _work(_Run(files, task, jobs, cluster, form, sort, output), tally, options)
    tally.finish()
    if tally.has_errors:
        raise typer.Exit(INPUT_HAS_PROBLEMS)
    if tally.has_missed:
        raise typer.Exit(NOT_MET)


class _Run(NamedTuple):
    """What a run works on, where, and in which form it gives the results."""

    files: Sequence[str]
    task: Task
    jobs: int | None
    cluster: str | None
    form: BatchFormat
    sort: Sort | None
    output: Path | None


def _work(run: _Run, tally: Tally, options: Options) -> None:
    """Evaluate the files and write what comes of them; a cluster that is lost ends it early."""
    from scalemerit.batch import evaluations
    from scalemerit.errors import ScalemeritError

    try:
        with evaluations(run.files, run.task, jobs=run.jobs, cluster=run.cluster) as results:
            counted = tally.counted(_with_bar(results, run))
            if run.form == "jsonl":
                _stream(counted, run.output, options.language)
            else:
                told = _sorted(list(counted), run.sort)
                emit(_rendered(told, tally, run.form, options), run.output)
    except ScalemeritError as error:
        tally.add_problems(error.problems)
        tally.tell_how_far(len(run.files))


def _check_options(
    form: BatchFormat, sort: Sort | None, cluster: str | None, *, jobs: int | None, bom: bool
) -> None:
    """Refuse options that would have no effect."""
    if sort and form == "jsonl":
        words = say("jsonl is in the order of the files", "jsonl はファイルの順に出力します")
        raise typer.BadParameter(words, param_hint="--sort")
    if cluster and jobs:
        words = say("the cluster decides how many work", "並列数はクラスタが決めます")
        raise typer.BadParameter(words, param_hint="--jobs")
    only_csv_is_marked(form, marked=bom)


def _shard(text: str | None) -> Shard | None:
    if text is None:
        return None
    from scalemerit.batch import Shard

    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        words = say(
            f"`{text}` is not a part as 3/10", f"`{text}` は 3/10 のような指定ではありません"
        )
        raise typer.BadParameter(escaped(words), param_hint="--shard")
    return Shard(int(number), int(count))


def _gates(fail_under: Sequence[str] | None, *, nobody_worse_off: bool) -> Gates:
    """What the options ask of every theme; of several limits of a kind the last one counts."""
    from scalemerit.fields import read_limit
    from scalemerit.themes import Gates

    gates = Gates(nobody_worse_off=nobody_worse_off)
    for text in fail_under or ():
        try:
            limit, kind = read_limit(text)
        except ValueError:
            words = say(
                f"`{text}` is neither a rate as 5% nor an amount as 2,200千円",
                f"`{text}` は 5% のような率でも 2,200千円 のような金額でもありません",
            )
            raise typer.BadParameter(escaped(words), param_hint="--fail-under") from None
        if kind == "rate":
            gates = gates._replace(rate=limit)
        else:
            gates = gates._replace(saving=limit, in_yen=kind == "yen")
    return gates


def _with_bar(results: Iterator[Told], run: _Run) -> Iterator[Told]:
    """The results with a bar, unless they appear on the same terminal one by one."""
    if run.form == "jsonl" and run.output is None and is_terminal():
        return results
    from scalemerit.cli.progress import with_progress

    return with_progress(results, len(run.files), say("comparing", "計算中"))


def _stream(results: Iterator[Told], output: Path | None, language: Language) -> None:
    """Write a line a file: its comparison, or the problems for which there is none."""
    from scalemerit.views.batch_documents import unread_document
    from scalemerit.writers.json import line

    with streaming(output) as write:
        for told in results:
            write((told.line or line(unread_document(told.evaluated, language))) + "\n")


def _sorted(told: list[Told], order: Sort | None) -> list[Told]:
    """The results in this order, files without a theme last; without one as they are."""
    if order is None:
        return told
    entries = [one for one in told if one.evaluated.entry]
    return sorted(entries, key=partial(_rank, order=order)) + [
        one for one in told if one.evaluated.entry is None
    ]


def _rank(told: Told, order: Sort) -> tuple[bool, Exact | str]:
    entry = told.evaluated.entry
    if entry is None:
        return True, 0
    theme = entry.theme
    if order == "title":
        return False, theme.title
    rate = theme.saving_rate
    value = theme.saving if order == "saving" else rate
    return value is None, -(value or 0)


def _rendered(told: Sequence[Told], tally: Tally, form: BatchFormat, options: Options) -> str:
    from scalemerit.views.batch_documents import batch_document
    from scalemerit.views.suites import suites
    from scalemerit.views.themes import themes_report
    from scalemerit.writers import Result, render

    entries = [one.evaluated.entry for one in told if one.evaluated.entry]
    pairs = [
        (one.evaluated.entry, one.document) for one in told if one.evaluated.entry and one.document
    ]
    # What a person sees beside the table on the same terminal need not stand in it.
    unread = () if form == "table" and is_terminal() else tally.unread
    result = Result(
        report=lambda language: themes_report(entries, unread, language),
        document=lambda: batch_document(pairs, tally.unread, tally.language),
        suites=lambda language: suites([one.evaluated for one in told], language),
    )
    return render(result, form, options)
