"""Many scenarios: which files are meant, and each read and compared, here or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from scalemerit.batch.evaluating import File, Task, Told
from scalemerit.batch.finding import Found, Part, Shard, find
from scalemerit.batch.running import Results, Workers, in_turn, on_workers

__all__ = ["Found", "Part", "Results", "Shard", "Task", "Told", "evaluations", "find"]


@contextmanager
def evaluations(
    files: Sequence[str], task: Task, *, jobs: int | None = None, cluster: str | None = None
) -> Iterator[Results]:
    """What comes of the files, in order and a few at a time, while the block lasts.

    By so many processes, by default as many as pay off, or by the workers of the Dask cluster whose
    scheduler has this address. Raises ScalemeritError where there is no such cluster.
    """
    if cluster is not None:
        from scalemerit.batch import cluster as dask  # an extra

        with (
            dask.cluster(cluster) as workers,
            closing(on_workers(dask.with_content(files), task, workers)) as results,
        ):
            yield results
        return
    if jobs == 1:  # which needs nothing of what processes do
        yield in_turn(map(File, files), task)
        return
    from scalemerit.batch.processes import MOST_EVER, paying_jobs, process_pool

    count = min(jobs or paying_jobs(files), len(files), MOST_EVER)
    if count <= 1:
        yield in_turn(map(File, files), task)
        return
    workers = Workers(count, process_pool)
    with closing(on_workers(map(File, files), task, workers)) as results:
        yield results
