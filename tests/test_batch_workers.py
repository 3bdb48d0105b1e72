"""Work in several processes: the same bytes whatever happens, and nothing left behind."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import pytest

import generate
from running import DECIDING, PROGRAM, ROOT, Ran, endable, run, same_as_golden
from scalemerit.batch.evaluating import File, Task
from scalemerit.batch.processes import process_pool
from scalemerit.batch.running import Workers, in_turn, on_workers
from scalemerit.comparison import Comparison, jointly
from scalemerit.separate import Separate
from scalemerit.source import Source

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in DECIDING},
    "PYTHONPATH": str(ROOT / "src"),
}
MANY = 200


@pytest.fixture(autouse=True)
def _can_be_ended() -> Iterator[None]:
    with endable():
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random scenarios, every seventh of them bad."""
    folder = tmp_path_factory.mktemp("many")
    for seed in range(MANY):
        text = generate.to_yaml(generate.scenario(seed))
        spoilt = text.replace("buyers", "byers") if seed % 7 == 3 else text
        (folder / f"{seed:03}.yaml").write_text(spoilt, encoding="utf-8")
    return folder


def batch(folder: Path, *options: str) -> Ran:
    ran = subprocess.run(
        [*PROGRAM, "batch", ".", *options],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@pytest.mark.parametrize("form", ["jsonl", "table", "junit"])
def test_any_number_of_jobs_gives_the_same_bytes(folder: Path, form: str) -> None:
    alone = batch(folder, "--format", form, "--jobs", "1")
    assert alone.code == 1
    assert batch(folder, "--format", form, "--jobs", "8") == alone
    assert batch(folder, "--format", form) == alone


# ---- workers that die ----


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(child) for child in children.read_text().split()]


def reader_of(pipe: Path, process: subprocess.Popen[bytes]) -> int:
    """The worker that has opened a named pipe and waits for what is in it."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for worker in workers_of(process):
            if pipe in opened_by(worker):
                return worker
        time.sleep(0.005)
    message = "no worker came to the pipe"
    raise AssertionError(message)


def opened_by(worker: int) -> set[Path]:
    found = set()
    with suppress(FileNotFoundError, PermissionError):
        for handle in Path(f"/proc/{worker}/fd").iterdir():
            with suppress(FileNotFoundError):
                found.add(handle.readlink())
    return found


def is_dead(worker: int) -> bool:
    """Whether all its threads have ended; only with the last of them its handles are closed."""
    return all(map(has_ended, Path(f"/proc/{worker}/task").glob("*/stat")))


def has_ended(thread: Path) -> bool:
    try:
        state = thread.read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in {"Z", "X"}


def write_when_read(pipe: Path, content: bytes) -> None:
    with pipe.open("wb") as file:
        file.write(content)


def kill_reader(
    pipe: Path, process: subprocess.Popen[bytes], ending: signal.Signals = signal.SIGKILL
) -> None:
    """Kill the worker that is reading a named pipe, in the middle of its work."""
    handle = os.open(pipe, os.O_WRONLY)  # waits for the reader
    worker = reader_of(pipe, process)
    os.kill(worker, ending)
    while not is_dead(worker):  # until then it would pass for the reader of what comes next
        time.sleep(0.005)
    os.close(handle)


@pytest.fixture
def with_pipe(folder: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The same files, one of them a named pipe that keeps its reader waiting."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in sorted(folder.iterdir()):
        if path.name != "100.yaml":
            (copy / path.name).symlink_to(path)
    pipe = copy / "100.yaml"
    os.mkfifo(pipe)
    return copy, pipe


def paths_in(folder: Path) -> bytes:
    return "".join(f"{path.name}\n" for path in sorted(folder.iterdir())).encode()


class Started:
    """A run on the paths in a folder, for a folder itself would leave named pipes out."""

    def __init__(self, folder: Path) -> None:
        place = folder.parent
        (place / "paths").write_bytes(paths_in(folder))
        self._files = (place / "out", place / "err")
        with (
            (place / "paths").open("rb") as stdin,
            self._files[0].open("wb") as stdout,
            self._files[1].open("wb") as stderr,
        ):
            self.process = subprocess.Popen(
                [*PROGRAM, "batch", "-", "--format", "jsonl", "--jobs", "2", "--lang", "en"],
                cwd=folder,
                env=ENVIRONMENT,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
            )

    def ended(self) -> Ran:
        """What it left once it has ended."""
        code = self.process.wait(timeout=60)
        out, err = (file.read_text(encoding="utf-8") for file in self._files)
        return Ran(code, out, err)


@contextmanager
def started_on(folder: Path) -> Iterator[Started]:
    """A run that is ended with the block at the latest."""
    started = Started(folder)
    try:
        yield started
    finally:
        started.process.kill()
        started.process.wait()


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_worker_that_is_killed_once_changes_nothing(
    folder: Path, with_pipe: tuple[Path, Path], ending: signal.Signals
) -> None:
    copy, pipe = with_pipe
    content = (folder / "100.yaml").read_bytes()
    with started_on(copy) as begun:
        kill_reader(pipe, begun.process, ending)
        write_when_read(pipe, content)
        ran = begun.ended()
    assert ran == batch(folder, "--format", "jsonl", "--jobs", "1", "--lang", "en")


def test_a_file_that_costs_its_worker_twice_is_told_and_all_others_are_done(
    folder: Path, with_pipe: tuple[Path, Path]
) -> None:
    copy, pipe = with_pipe
    with started_on(copy) as begun:
        kill_reader(pipe, begun.process)
        kill_reader(pipe, begun.process)
        ran = begun.ended()
    whole = batch(folder, "--format", "jsonl", "--jobs", "1", "--lang", "en").out.splitlines()
    lines = ran.out.splitlines()
    assert [*lines[:100], *lines[101:]] == [*whole[:100], *whole[101:]]
    assert '"file":"100.yaml"' in lines[100]
    assert '"code":"worker-lost"' in lines[100]
    assert "100.yaml:1:1: error[worker-lost]" in ran.err


class Losing(Executor):
    """An executor that works at once, but is lost whenever it comes to certain files."""

    def __init__(self, fatal: set[str], lost_when_submitting: bool) -> None:
        self.fatal = fatal
        self.lost_when_submitting = lost_when_submitting
        self.is_lost = False

    def submit(self, call, /, *arguments, **named):  # type: ignore[no-untyped-def]
        future: Future[object] = Future()
        files = call.args[0]
        paths = {file.path for file in (files if isinstance(files[0], File) else [files])}
        self.is_lost = self.is_lost or bool(paths & self.fatal)
        if self.is_lost and self.lost_when_submitting:
            raise BrokenExecutor
        if self.is_lost:
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(call())
        return future


@pytest.mark.parametrize("lost_when_submitting", [False, True])
@pytest.mark.parametrize("fatal", [set(), {0}, {70}, {0, 1, 2}, {63, 64, 65}, {199}, {5, 150, 151}])
def test_no_file_is_left_out_or_counted_twice(
    folder: Path, fatal: set[int], lost_when_submitting: bool
) -> None:
    files = [File(str(path)) for path in sorted(folder.iterdir())]
    lost = {files[number].path for number in fatal}

    @contextmanager
    def opened(size: int) -> Iterator[Executor]:
        yield Losing(lost, lost_when_submitting)

    task = Task("line")
    expected = [told.line for some in in_turn(files, task) for told in some]
    told = [one for some in on_workers(files, task, Workers(2, opened)) for one in some]
    assert [one.evaluated.file for one in told] == [file.path for file in files]
    codes = {one.evaluated.file: one.evaluated.problems[0].code for one in told if not one.line}
    assert {file for file, code in codes.items() if code == "worker-lost"} == lost
    for one, line in zip(told, expected, strict=True):
        assert one.line == line or one.evaluated.file in lost


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_said_of_a_lost_worker_is_what_is_kept(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened(size: int) -> Iterator[Executor]:
        yield Losing({"a-saves.yaml"}, lost_when_submitting=False)

    monkeypatch.setattr("scalemerit.batch.processes.process_pool", opened)
    monkeypatch.chdir(ROOT / "tests/batch")
    ran = run("batch", "a-saves.yaml", "d-dollars.yaml", "--jobs", "2", "--lang", language)
    assert ran.code == 1
    same_as_golden(ROOT / f"tests/errors/worker-lost.{language}.txt", ran.err)


# ---- want of memory ----


class Unsendable:
    """An answer that there is no memory to send."""

    def __reduce__(self) -> str:
        raise MemoryError


def test_a_process_without_memory_for_its_answer_counts_as_lost() -> None:
    with process_pool(1) as executor, pytest.raises(BrokenExecutor):
        executor.submit(Unsendable).result()


@pytest.fixture
def _too_little_memory_for_dollars(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the themes takes too much memory, also in workers, which inherit that."""

    def sparing(separate: Separate) -> Comparison:
        if separate.alone.market.scenario.currency == "USD":
            raise MemoryError
        return jointly(separate)

    monkeypatch.setattr("scalemerit.batch.evaluating.jointly", sparing)
    monkeypatch.chdir(ROOT / "tests/batch")


@pytest.mark.usefixtures("_too_little_memory_for_dollars")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_takes_too_much_memory_is_told_and_all_others_are_done(jobs: str) -> None:
    files = ("a-saves.yaml", "b-loses.yaml", "d-dollars.yaml", "more/e-rises.yml")
    options = ("--jobs", jobs, "--format", "jsonl")
    ran = run("batch", *files, *options)
    others = run("batch", *(file for file in files if file != "d-dollars.yaml"), *options)
    lines = ran.out.splitlines(keepends=True)
    assert ran.code == 1
    assert "".join([*lines[:2], *lines[3:]]) == others.out
    assert '"code":"no-memory"' in lines[2]


@pytest.mark.usefixtures("_too_little_memory_for_dollars")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_said_of_a_want_of_memory_is_what_is_kept(language: str) -> None:
    ran = run("batch", "d-dollars.yaml", "--lang", language)
    assert ran.code == 1
    same_as_golden(ROOT / f"tests/errors/no-memory.{language}.txt", ran.err)


def test_a_scenario_for_which_there_is_no_memory_is_not_valid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def spent(text: Source) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr("scalemerit.batch.evaluating.scenario_of", spent)
    ran = run("validate", str(ROOT / "tests/batch/a-saves.yaml"))
    assert (ran.code, "error[no-memory]" in ran.out) == (1, True)


# ---- endings ----


def gone(workers: list[int]) -> bool:
    """Whether the processes end within a while."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_no_worker_outlives_a_run_that_is_ended(
    with_pipe: tuple[Path, Path], ending: signal.Signals, code: int
) -> None:
    copy, pipe = with_pipe
    with started_on(copy) as begun:
        handle = os.open(pipe, os.O_WRONLY)
        reader_of(pipe, begun.process)
        workers = workers_of(begun.process)
        begun.process.send_signal(ending)
        ran = begun.ended()
        os.close(handle)
    assert ran.code == code
    assert gone(workers)
    assert ran.out == "" or ran.out.endswith("\n")
    assert "Traceback" not in ran.err
    if ending != signal.SIGKILL:
        assert "ended early: " in ran.err
        assert " of 200 files done" in ran.err


def test_a_reader_that_has_seen_enough_ends_the_run_silently(folder: Path) -> None:
    for jobs in ("1", "2"):
        command = " ".join([*PROGRAM, "batch . --format jsonl --jobs", jobs])
        script = f"{command} 2>/dev/null | head -n 1; echo ${{PIPESTATUS[0]}}"
        ran = subprocess.run(
            ["bash", "-c", script],
            cwd=folder,
            env=ENVIRONMENT,
            capture_output=True,
            check=True,
            timeout=60,
        )
        line, status = ran.stdout.decode().splitlines()
        assert line.startswith('{"schema":"scalemerit/comparison/1","file":"000.yaml"')
        assert status == "0"
        assert ran.stderr == b""


@pytest.mark.parametrize("handles", [14, 20, 40])
def test_with_few_handles_fewer_processes_do_the_same(folder: Path, handles: int) -> None:
    command = shlex.join([*PROGRAM, "batch", ".", "--format", "jsonl"])
    ran = subprocess.run(
        ["sh", "-c", f"ulimit -n {handles}; {command} --jobs 100"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 1
    assert ran.stdout.decode() == batch(folder, "--format", "jsonl", "--jobs", "1").out
