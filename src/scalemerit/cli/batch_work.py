"""How `batch` works: which files, what comes of them, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scalemerit.batch import Part, Shard, Task, Told, evaluations, find
from scalemerit.batch.evaluating import Wanted
from scalemerit.choices import BatchFormat, Order
from scalemerit.cli.batch_run import Run, Shown
from scalemerit.cli.emit import emit, is_terminal, streaming
from scalemerit.cli.ending import put_off, told_when_ended
from scalemerit.cli.language import say
from scalemerit.cli.progress import with_progress
from scalemerit.cli.tally import Tally
from scalemerit.errors import Problem, ScalemeritError
from scalemerit.money import Exact
from scalemerit.themes import rank

if TYPE_CHECKING:
    from scalemerit.batch.against import Earlier
    from scalemerit.wording import Language

_WANTED: Mapping[BatchFormat, Wanted] = {"json": "document", "jsonl": "line"}
# More in one text would take memory from the system and give it back each time, at a tenth of the
# time of a run.
_LINES_AT_ONCE = 8


def part_found(paths: Sequence[str], shard: Shard, tally: Tally) -> Part:
    """The shard of the files under the paths; paths that lead to none are entered by the first."""
    part = shard.part_of(find(paths))
    if part.is_first:
        tally.add_problems(part.problems)
    return part


def earlier_run(
    path: str | None, part: Part, tally: Tally, *, asks_no_decrease: bool
) -> Earlier | None:
    """The run kept in a file; None without one, or where its problems have been entered."""
    if path is None:
        return None
    from scalemerit.batch.against import Earlier
    from scalemerit.saved_batch import read_saved_batch

    try:
        return Earlier(read_saved_batch(path), part, asks_no_decrease=asks_no_decrease)
    except ScalemeritError as error:
        tally.add_problems(error.problems)
        return None


def work(run: Run, shown: Shown, tally: Tally) -> None:
    """Evaluate the files and write what comes of them; a cluster that is lost ends it early."""
    task = Task(_WANTED.get(shown.form, "theme"), run.gates, with_snapshot=run.earlier is not None)
    files = run.part.files
    with told_when_ended(lambda: tally.tell_how_far(len(files))):
        try:
            with evaluations(files, task, jobs=run.jobs, cluster=run.cluster) as results:
                held = run.earlier.held(results) if run.earlier else results
                _write(tally.counted(_with_bar(held, run, shown)), run, shown, tally)
        except ScalemeritError as error:
            tally.add_problems(error.problems)
            if tally.done:
                tally.tell_how_far(len(files))


def _write(results: Iterator[list[Told]], run: Run, shown: Shown, tally: Tally) -> None:
    form = shown.form
    if form == "jsonl":
        _stream(results, shown.output, tally.language)
        _enter_earlier(run, tally)
    else:
        told = _in_order([one for some in results for one in some], shown.order)
        _enter_earlier(run, tally)
        from scalemerit.cli.batch_report import rendered

        emit(rendered(told, form, run, shown, tally), shown.output)


def _enter_earlier(run: Run, tally: Tally) -> None:
    """Enter what is missing of an earlier run whose savings are not to become smaller."""
    earlier = run.earlier
    if earlier is None or not earlier.asks_no_decrease:
        return
    tally.add_missed(earlier.gone_missed())
    if earlier.is_of_others:
        tally.add_problems([Problem("against-nothing")])


def _with_bar(results: Iterator[list[Told]], run: Run, shown: Shown) -> Iterator[list[Told]]:
    """The results with a bar, unless they appear on the same terminal one by one."""
    if shown.form == "jsonl" and shown.output is None and is_terminal():
        return results
    return with_progress(results, len(run.part.files), say("comparing", "計算中"))


def _stream(results: Iterator[list[Told]], output: Path | None, language: Language) -> None:
    """Write a line a file: its comparison, or the problems for which there is none."""
    from scalemerit.views.problem_documents import unread_document
    from scalemerit.writers.json import line

    with streaming(output) as write:
        for some in results:
            lines = [one.line or line(unread_document(one.evaluated, language)) for one in some]
            with put_off():  # so that lines are whole
                for start in range(0, len(lines), _LINES_AT_ONCE):
                    write("\n".join(lines[start : start + _LINES_AT_ONCE]) + "\n")


def _in_order(told: list[Told], order: Order | None) -> list[Told]:
    """The results in this order, files without a theme last; without one as they are."""
    if order is None:
        return told

    def key(one: Told) -> tuple[bool, bool, Exact | str]:
        entry = one.evaluated.entry
        return (True, True, 0) if entry is None else (False, *rank(entry.theme, order))

    return sorted(told, key=key)
