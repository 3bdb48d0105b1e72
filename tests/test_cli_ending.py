"""Runs that are ended from outside leave no file behind and say how far they came."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from running import DECIDING, PROGRAM, ROOT, endable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in DECIDING},
    "PYTHONPATH": str(ROOT / "src"),
}
COMMANDS = [
    ("validate",),
    ("validate", "--format", "json"),
    ("batch", "--jobs", "1", "--format", "jsonl"),
]
ENDINGS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario, one that can only be read when somebody writes it, and an old result."""
    monkeypatch.chdir(tmp_path)
    Path("first.yaml").write_bytes((ROOT / "scenarios/elearning.yaml").read_bytes())
    os.mkfifo("waits.yaml")
    Path("out").mkdir()
    Path("out/old").write_text("old", encoding="utf-8")


@pytest.fixture(autouse=True)
def _can_be_ended() -> Iterator[None]:
    with endable():
        yield


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(arguments, stderr=subprocess.PIPE, env=ENVIRONMENT)


def run_on(command: tuple[str, ...], *before: str) -> subprocess.Popen[bytes]:
    """A run that comes to the second of two files and waits."""
    files = ("first.yaml", "waits.yaml", "--output", "out/old")
    return started(*before, *PROGRAM, *command, *files)


@pytest.mark.parametrize(("ending", "code"), ENDINGS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_old_file_stays_and_nothing_else(
    command: tuple[str, ...], ending: signal.Signals, code: int
) -> None:
    process = run_on(command)
    with process, Path("waits.yaml").open("wb"):  # which opens once the program reads
        process.send_signal(ending)
        _, words = process.communicate(timeout=20)
    assert process.returncode == code
    done = b"1" if command[0] == "validate" else b"0"  # a batch reads some files at once
    assert words == b"ended early: %s of 2 files done\n" % done
    assert [one.read_text(encoding="utf-8") for one in Path("out").iterdir()] == ["old"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_run_that_no_terminal_may_end_goes_on(command: tuple[str, ...]) -> None:
    process = run_on(command, "nohup")
    with process:
        with Path("waits.yaml").open("wb") as file:
            process.send_signal(signal.SIGHUP)
            file.write(Path("first.yaml").read_bytes())
        _, words = process.communicate(timeout=20)
    assert process.returncode == 0, words
    assert Path("out/old").read_bytes() != b"old"


@pytest.mark.parametrize(("ending", "code"), ENDINGS)
def test_lines_that_are_being_written_are_written_whole(ending: signal.Signals, code: int) -> None:
    files = copies(120, Path("first.yaml").read_text(encoding="utf-8"))
    command = ("batch", *files, "--jobs", "1", "--format", "jsonl")
    ended, out, words = ended_while_writing(command, ending)
    lines = out.splitlines(keepends=True)
    assert ended == code
    assert all(line.endswith(b"}\n") for line in lines)
    assert 0 < len(lines) < len(files)
    assert words == b"ended early: %d of 120 files done\n" % len(lines)


@pytest.mark.parametrize(("ending", "code"), ENDINGS)
def test_the_problems_of_a_file_that_are_being_written_are_written_whole(
    ending: signal.Signals, code: int
) -> None:
    wrong = "".join(f"wrong{number}: 1\n" for number in range(100))
    files = copies(40, Path("first.yaml").read_text(encoding="utf-8") + wrong)
    ended, out, words = ended_while_writing(("validate", *files), ending)
    told = [out.count(f"\n{file}:".encode()) for file in files[1:]]
    assert ended == code
    assert set(told) == {0, 100}
    assert out.rpartition(b"\n  = ")[2].endswith(b"\n")
    assert words == b"ended early: %d of 40 files done\n" % (1 + told.count(100))


def copies(count: int, text: str) -> list[str]:
    """So many files with this text, of which a run writes more than a pipe holds."""
    files = [f"{number:03}.yaml" for number in range(count)]
    for file in files:
        Path(file).write_text(text, encoding="utf-8")
    return files


def ended_while_writing(
    command: tuple[str, ...], ending: signal.Signals
) -> tuple[int, bytes, bytes]:
    """The exit code and what is written of a run that is ended while it waits for its reader."""
    process = subprocess.Popen(
        [*PROGRAM, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        bufsize=0,
    )
    with process:
        assert process.stdout is not None
        start = process.stdout.read(1)  # it has begun, and soon waits for its reader
        time.sleep(1)
        process.send_signal(ending)
        rest, words = process.communicate(timeout=20)
    return process.returncode, start + rest, words
