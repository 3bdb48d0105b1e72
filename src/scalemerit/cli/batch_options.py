"""The options of `batch`, and what their texts mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from scalemerit.choices import BatchFormat, Order
from scalemerit.cli.language import say
from scalemerit.errors import escaped

if TYPE_CHECKING:
    from scalemerit.batch import Shard
    from scalemerit.gates import Gates, Limit

ShownBatchFormat = Annotated[
    BatchFormat, typer.Option("--format", "-f", help=say("Output format.", "出力形式。"))
]
SortOrder = Annotated[
    Order | None,
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
    str,
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
            " may be repeated, then each is to be met.",
            "削減率(5%)または削減額(2,200千円)がこれを下回るテーマがあれば終了コード 3"
            "(繰返し指定可、すべてを満たすこと)。",
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
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="FILE",
        help=say(
            "Show what changed since an earlier run, kept by --format json or jsonl.",
            "以前の結果(--format json か jsonl で保存したもの)からの変化を示します。",
        ),
    ),
]
FailOnDecrease = Annotated[
    bool,
    typer.Option(
        "--fail-on-decrease",
        help=say(
            "Fail where a theme saves less than in the earlier run.",
            "以前の結果より削減額が減ったテーマがあれば終了コード 3。",
        ),
    ),
]


def refuse(option: str, en: str, ja: str) -> NoReturn:
    """Leave because an option makes no sense."""
    raise typer.BadParameter(escaped(say(en, ja)), param_hint=option) from None


def read_shard(text: str) -> Shard:
    """The part of all files that a text as 3/10 names."""
    from scalemerit.batch import Shard

    number, _, count = text.partition("/")
    is_sound = re.fullmatch(r"\d{1,9}/\d{1,9}", text, re.ASCII)
    if not is_sound or not 1 <= int(number) <= int(count):
        refuse(
            "--shard",
            f"`{text}` is not a part as 3/10",
            f"`{text}` は 3/10 のような指定ではありません",
        )
    return Shard(int(number), int(count))


def read_gates(fail_under: Sequence[str] | None, *, nobody_worse_off: bool) -> Gates:
    """What the options ask of every theme."""
    from scalemerit.gates import Gates

    return Gates(tuple(map(_read_limit, fail_under or ())), nobody_worse_off)


def _read_limit(text: str) -> Limit:
    from scalemerit.fields import read_limit
    from scalemerit.gates import Limit

    try:
        return Limit(*read_limit(text))
    except ValueError:
        refuse(
            "--fail-under",
            f"`{text}` is neither a rate as 5% nor an amount as 2,200千円",
            f"`{text}` は 5% のような率でも 2,200千円 のような金額でもありません",
        )
