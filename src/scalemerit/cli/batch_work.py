"""How `batch` works: which files, what comes of them, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scalemerit.batch import Earlier, Shard, Task, Told, evaluations, find
from scalemerit.batch.evaluating import Wanted
from scalemerit.cli.batch_options import BatchFormat
from scalemerit.cli.emit import emit, is_terminal, streaming
from scalemerit.cli.ending import told_when_ended
from scalemerit.cli.language import say
from scalemerit.cli.progress import with_progress
from scalemerit.cli.tally import Tally
from scalemerit.errors import ScalemeritError
from scalemerit.money import Exact
from scalemerit.themes import Gates, Order, rank
from scalemerit.views.batch_documents import batch_document, unread_document
from scalemerit.views.suites import suites
from scalemerit.views.themes import themes_report
from scalemerit.wording import Language
from scalemerit.writers import Options, Result, render
from scalemerit.writers.json import line

_WANTED: Mapping[BatchFormat, Wanted] = {"json": "document", "jsonl": "line"}


class Run(NamedTuple):
    """What a run works on and asks of it, and where it works."""

    files: Sequence[str]
    gates: Gates
    earlier: Earlier | None
    jobs: int | None
    cluster: str | None


class Shown(NamedTuple):
    """In which form and order a run gives its results, and where they go."""

    form: BatchFormat
    order: Order | None
    output: Path | None
    options: Options


def files_meant(paths: Sequence[str], part: Shard | None, tally: Tally) -> list[str]:
    """The files that are meant; paths that lead to none are entered into the tally."""
    found = find(paths)
    tally.add_problems(found.problems)
    return part.of(found.files) if part else found.files


def earlier_run(path: str | None, tally: Tally, *, asks_no_decrease: bool) -> Earlier | None:
    """The run kept in a file; None without one, or where its problems have been entered."""
    if path is None:
        return None
    from scalemerit.saved_batch import read_saved_batch

    try:
        return Earlier(read_saved_batch(path), asks_no_decrease=asks_no_decrease)
    except ScalemeritError as error:
        tally.add_problems(error.problems)
        return None


def work(run: Run, shown: Shown, tally: Tally) -> None:
    """Evaluate the files and write what comes of them; a cluster that is lost ends it early."""
    task = Task(_WANTED.get(shown.form, "theme"), run.gates, with_snapshot=run.earlier is not None)
    with told_when_ended(lambda: tally.tell_how_far(len(run.files))):
        try:
            with evaluations(run.files, task, jobs=run.jobs, cluster=run.cluster) as results:
                held = run.earlier.held(results) if run.earlier else results
                _write(tally.counted(_with_bar(held, run, shown)), run, shown, tally)
        except ScalemeritError as error:
            tally.add_problems(error.problems)
            if tally.done:
                tally.tell_how_far(len(run.files))


def _write(results: Iterator[Told], run: Run, shown: Shown, tally: Tally) -> None:
    if shown.form == "jsonl":
        _stream(results, shown.output, tally.language)
    else:
        emit(_rendered(_in_order(list(results), shown.order), run, shown, tally), shown.output)


def _with_bar(results: Iterator[Told], run: Run, shown: Shown) -> Iterator[Told]:
    """The results with a bar, unless they appear on the same terminal one by one."""
    if shown.form == "jsonl" and shown.output is None and is_terminal():
        return results
    return with_progress(results, len(run.files), say("comparing", "計算中"))


def _stream(results: Iterator[Told], output: Path | None, language: Language) -> None:
    """Write a line a file: its comparison, or the problems for which there is none."""
    with streaming(output) as write:
        for told in results:
            write(f"{told.line or line(unread_document(told.evaluated, language))}\n")


def _in_order(told: list[Told], order: Order | None) -> list[Told]:
    """The results in this order, files without a theme last; without one as they are."""
    if order is None:
        return told

    def key(one: Told) -> tuple[bool, Exact | str]:
        entry = one.evaluated.entry
        return (True, 0) if entry is None else rank(entry.theme, order)

    return sorted(told, key=key)


def _rendered(told: Sequence[Told], run: Run, shown: Shown, tally: Tally) -> str:
    entries = [one.evaluated.entry for one in told if one.evaluated.entry]
    changes = [one.change for one in told if one.change]
    changes += run.earlier.gone(run.files) if run.earlier else []
    # What a person sees beside the table on the same terminal need not stand in it.
    unread = () if shown.form == "table" and is_terminal() else tally.unread
    result = Result(
        report=lambda language: themes_report(entries, unread, language, changes),
        document=lambda: batch_document(
            [
                (one.evaluated.entry, one.document)
                for one in told
                if one.evaluated.entry and one.document
            ],
            tally.unread,
            tally.language,
            changes if run.earlier else None,
        ),
        suites=lambda language: suites([one.evaluated for one in told], language),
    )
    return render(result, shown.form, shown.options)
