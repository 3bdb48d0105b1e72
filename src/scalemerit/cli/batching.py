"""The command for many scenarios: `batch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from scalemerit.cli.batch_options import (
    Against,
    Cluster,
    FailOnDecrease,
    FailUnder,
    FailWorseOff,
    Jobs,
    ShardOption,
    ShownBatchFormat,
    SortOrder,
    read_gates,
    read_shard,
    refuse,
)
from scalemerit.cli.kept import keep
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

if TYPE_CHECKING:
    from scalemerit.choices import BatchFormat, Order


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
    shard: ShardOption = "1/1",
    fail_under: FailUnder = None,
    fail_worse_off: FailWorseOff = False,
    against: Against = None,
    fail_on_decrease: FailOnDecrease = False,
    lang: Lang = None,
    unit: ShownUnit = None,
    bom: ByteOrderMark = False,
    problems: ProblemForm = "text",
) -> None:
    """Compare many scenarios."""
    _check_options(form, sort, cluster, jobs=jobs)
    only_csv_is_marked(form, marked=bom)
    if against and form in {"jsonl", "junit"} and not fail_on_decrease:
        refuse(
            "--against",
            f"{form} shows no changes; it needs --fail-on-decrease",
            f"{form} は変化を出力しないため、--fail-on-decreaseと併せて指定してください",
        )
    if fail_on_decrease and not against:
        refuse("--fail-on-decrease", "it needs --against", "--against と併せて指定してください")
    if against == "-" and "-" in paths:
        refuse("--against", "standard input lists the paths", "標準入力はパスの一覧です")
    of_all, gates = read_shard(shard), read_gates(fail_under, nobody_worse_off=fail_worse_off)
    from scalemerit.cli.batch_run import Run, Shown
    from scalemerit.cli.batch_work import earlier_run, part_found, work
    from scalemerit.cli.tally import Tally

    language = language_of(lang)
    keep(paths, output)
    tally = Tally(language, problems, streams=form == "jsonl")
    part = part_found(paths, of_all, tally)
    earlier = earlier_run(against, part, tally, asks_no_decrease=fail_on_decrease)
    shown = Shown(form, sort, output, writer_options(language, unit, output, bom=bom))
    if not (against and earlier is None):
        work(Run(part, gates, earlier, jobs, cluster), shown, tally)
    tally.finish()
    if tally.has_errors:
        raise typer.Exit(INPUT_HAS_PROBLEMS)
    if tally.has_missed:
        raise typer.Exit(NOT_MET)


def _check_options(
    form: BatchFormat, sort: Order | None, cluster: str | None, *, jobs: int | None
) -> None:
    """Refuse options that would have no effect."""
    if sort and form == "jsonl":
        refuse("--sort", "jsonl is in the order of the files", "jsonl はファイルの順に出力します")
    if cluster and jobs:
        refuse("--jobs", "the cluster decides how many work", "並列数はクラスタが決めます")
