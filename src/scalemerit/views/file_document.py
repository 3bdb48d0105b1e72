"""The document of one file of many: its comparison as a line of JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from scalemerit.annotations import AnyObject
from scalemerit.errors import escaped
from scalemerit.scenario import Scenario
from scalemerit.views.documents import FiguresDocument, figures_document

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison


class FileDocument(FiguresDocument):
    """A comparison with the file that it was made of: a line of `batch --format jsonl`."""

    inputs: Annotated[Scenario, AnyObject()]
    file: str


def file_document(file: str, comparison: Comparison) -> FileDocument:
    """A comparison's document with its file, which stands second so that lines tell it early.

    It holds the scenario itself, which comes out `as_written`, only quicker.
    """
    figures = figures_document(comparison)
    inputs = comparison.scenario
    return {"schema": figures["schema"], "file": escaped(file), **figures, "inputs": inputs}
