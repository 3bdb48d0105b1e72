"""Work on a Dask cluster that these tests start: the same bytes, even if a worker dies half-way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import generate
from running import DECIDING, PROGRAM, ROOT, Ran, run, same_as_golden

pytest.importorskip("distributed")

ERRORS = Path(__file__).parent / "errors"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in DECIDING},
    "PYTHONPATH": str(ROOT / "src"),
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
}
MANY = 500


class Cluster:
    """A scheduler and two workers on this machine, which cannot see the files' folder by path."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
        self._processes = [self._start("scheduler", *options)]
        end = time.monotonic() + 60
        while not self._file.exists() and time.monotonic() < end:
            time.sleep(0.05)
        self.workers = [self._start("worker", *WORKER) for _ in range(2)]
        self.address = json.loads(self._file.read_text())["address"]
        self._wait_for_workers()

    def end(self) -> None:
        for process in (*self.workers, *self._processes):
            process.kill()
            process.wait()

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        module = f"distributed.cli.dask_{kind}"
        command = [sys.executable, "-m", module, "--scheduler-file", str(self._file), *options]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=ENVIRONMENT, cwd=self._file.parent, **quiet)

    def _wait_for_workers(self) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)


WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    yield found
    found.end()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random scenarios, every seventh of them bad, and one that is not there."""
    folder = tmp_path_factory.mktemp("many")
    for seed in range(MANY):
        text = generate.to_yaml(generate.scenario(seed % 50))
        spoilt = text.replace("buyers", "byers") if seed % 7 == 3 else text
        (folder / f"{seed:03}.yaml").write_text(spoilt, encoding="utf-8")
    (folder / "250.yaml").unlink()
    (folder / "250.yaml").symlink_to("nowhere.yaml")
    return folder


def started(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "batch", ".", "--format", "jsonl", "--lang", "en", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # without a buffer, which `communicate` would not know of
    return subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, bufsize=0, **pipes)


def ended(process: subprocess.Popen[bytes], before: bytes = b"") -> Ran:
    out, err = process.communicate(timeout=120)
    return Ran(process.returncode, (before + out).decode(), err.decode())


def test_a_cluster_gives_the_same_bytes(cluster: Cluster, folder: Path) -> None:
    alone = ended(started(folder, "--jobs", "1"))
    assert ended(started(folder, "--cluster", cluster.address)) == alone


def test_a_worker_that_is_killed_half_way_changes_nothing(cluster: Cluster, folder: Path) -> None:
    alone = ended(started(folder, "--jobs", "1"))
    process = started(folder, "--cluster", cluster.address)
    assert process.stdout is not None
    first = process.stdout.readline()  # what follows waits in the pipe until it is read
    cluster.workers[0].kill()
    assert ended(process, first) == alone


def test_a_cluster_that_loses_all_workers_ends_the_run_and_says_how_far_it_came(
    cluster: Cluster, folder: Path
) -> None:
    process = started(folder, "--cluster", cluster.address)
    assert process.stdout is not None
    first = process.stdout.readline()
    for worker in cluster.workers:
        worker.kill()
    ran = ended(process, first)
    assert ran.code == 1
    assert ran.out.endswith("}\n")
    assert "error[cluster-unreachable]" in ran.err
    assert f"of {MANY} files done" in ran.err


# ---- clusters that are none ----


NOWHERE = "tcp://127.0.0.1:1"
CHANGED = """
import sys
from scalemerit.__main__ import main
from scalemerit.batch import cluster
{change}
sys.argv = ["scalemerit", *sys.argv[1:]]
main()
"""


def told(language: str, address: str, change: str) -> Ran:
    """A run in a process of its own: what distributed leaves of a failed client may hang later."""
    options = ("batch", str(ROOT / "scenarios/elearning.yaml"), "--cluster", address)
    command = [sys.executable, "-c", CHANGED.format(change=change), *options, "--lang", language]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return ended(subprocess.Popen(command, env=ENVIRONMENT, **pipes))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_cluster_that_cannot_be_reached_is_a_problem(language: str) -> None:
    ran = told(language, NOWHERE, "cluster._SECONDS_TO_CONNECT = 1")
    assert (ran.code, ran.out) == (1, "")
    same_as_golden(ERRORS / f"cluster-unreachable.{language}.txt", ran.err)


def test_an_address_that_is_none_is_a_problem() -> None:
    assert "cluster-unreachable" in told("en", "nonsense", "").err


@pytest.mark.parametrize("language", ["en", "ja"])
def test_without_the_extra_the_problem_says_what_to_install(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    scenario = str(ROOT / "scenarios/elearning.yaml")
    ran = run("batch", scenario, "--cluster", NOWHERE, "--lang", language)
    same_as_golden(ERRORS / f"cluster-extra.{language}.txt", ran.err)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_workers_of_another_version_are_a_problem(language: str, cluster: Cluster) -> None:
    ran = told(language, cluster.address, 'cluster.__version__ = "9.9.9"')
    same_as_golden(ERRORS / f"cluster-version.{language}.txt", ran.err)
