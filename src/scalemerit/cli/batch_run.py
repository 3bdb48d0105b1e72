"""What a run of `batch` is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scalemerit.batch.against import Earlier
    from scalemerit.cli.batch_options import BatchFormat
    from scalemerit.themes import Gates, Order
    from scalemerit.writers import Options


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
