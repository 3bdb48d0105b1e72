"""What `batch` gives as a whole, when all files are done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scalemerit.cli.emit import is_terminal
from scalemerit.themes import Batch
from scalemerit.views.batch_documents import batch_document
from scalemerit.views.suites import suites
from scalemerit.views.themes import themes_report
from scalemerit.writers import Result, render

if TYPE_CHECKING:
    from scalemerit.batch import Told
    from scalemerit.choices import WholeFormat
    from scalemerit.cli.batch_run import Run, Shown
    from scalemerit.cli.tally import Tally
    from scalemerit.views.charts import Illustrated
    from scalemerit.wording import Language


def rendered(told: Sequence[Told], form: WholeFormat, run: Run, shown: Shown, tally: Tally) -> str:
    """The run's result in the form that it is to be shown in."""
    batch = _batch(told, run, tally)
    # What a person sees beside the table on the same terminal need not stand in it.
    seen = form == "table" and shown.output is None and is_terminal()
    documents = {one.evaluated.file: one.document for one in told if one.document}
    evaluated = [one.evaluated for one in told]
    gone = run.earlier.gone_missed() if run.earlier else ()
    result = Result(
        report=lambda language: themes_report(
            batch._replace(problems=()) if seen else batch, language
        ),
        document=lambda: batch_document(batch, documents, tally.language),
        illustrated=lambda language: _illustrated(batch, language),
        suites=lambda language: suites(evaluated, tally.elsewhere, gone, language),
    )
    return render(result, form, shown.options)


def _illustrated(batch: Batch, language: Language) -> Illustrated:
    from scalemerit.views.theme_charts import illustrated_themes

    return illustrated_themes(batch, language)


def _batch(told: Sequence[Told], run: Run, tally: Tally) -> Batch:
    """What came of the run."""
    entries = tuple(one.evaluated.entry for one in told if one.evaluated.entry)
    if run.earlier is None:
        return Batch(entries, tuple(tally.unread), tuple(tally.missed))
    changes = tuple(change for one in told for change in one.changes)
    return Batch(
        entries,
        tuple(tally.unread),
        tuple(tally.missed),
        (*changes, *run.earlier.gone()),
        run.earlier.not_compared(),
    )
