"""What a run of `batch` is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from scalemerit.batch import Part
    from scalemerit.batch.against import Earlier
    from scalemerit.choices import BatchFormat, Order
    from scalemerit.gates import Gates
    from scalemerit.writers import Options


class Run(NamedTuple):
    """What a run works on and asks of it, and where it works."""

    part: Part
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
