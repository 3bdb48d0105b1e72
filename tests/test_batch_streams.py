"""Where a batch's output goes, and what is left when it is ended or the disk is full."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from running import DECIDING, PROGRAM, ROOT, Ran, run
from scalemerit.cli import emit, progress
from scalemerit.source import read_bytes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")

FOLDER = ROOT / "tests/batch"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in DECIDING},
    "PYTHONPATH": str(ROOT / "src"),
}
FORMS = ["table", "markdown", "html", "csv", "json", "jsonl", "junit"]
NO_SPACE = "No space left on device"


@pytest.fixture(autouse=True)
def _in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


def batch(form: str, *options: str) -> Ran:
    return run("batch", ".", "--format", form, "--lang", "en", *options)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old"
    path.write_text("old", encoding="utf-8")
    return path


def only_old_is_left(old: Path) -> bool:
    return [path.read_text(encoding="utf-8") for path in old.parent.iterdir()] == ["old"]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_gets_what_standard_output_would_get(form: str, old: Path) -> None:
    ran = batch(form, "--output", str(old))
    assert (ran.code, ran.out) == (1, "")
    assert old.read_bytes().decode() == batch(form).out


@pytest.mark.parametrize("form", FORMS)
def test_on_a_full_disk_the_old_file_stays_as_it_was(
    form: str, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(emit._Output):
        def write(self, data: object) -> int:
            raise emit.UnwritableError(28, NO_SPACE)

    monkeypatch.setattr(emit, "_Output", Full)
    ran = batch(form, "--output", str(old))
    assert ran.code == 74
    assert ran.err.endswith(f"{old}: output cannot be written: {NO_SPACE}\n")
    assert only_old_is_left(old)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_standard_output_ends_with_74(form: str, jobs: str) -> None:
    command = [*PROGRAM, "batch", ".", "--format", form, "--jobs", jobs, "--lang", "en"]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            command, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == 74
    assert ran.stderr.decode().endswith(f"-: output cannot be written: {NO_SPACE}\n")


@pytest.mark.parametrize("form", FORMS)
def test_an_interrupted_run_leaves_whole_lines_and_says_how_far_it_came(
    form: str, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: str) -> bytes:
        if path == "d-dollars.yaml":
            raise KeyboardInterrupt
        return read_bytes(path)

    monkeypatch.setattr("scalemerit.batch.evaluating.read_bytes", interrupted)
    monkeypatch.setattr("scalemerit.batch.running._FILES_AT_ONCE", 1)
    ran = batch(form)
    whole = "".join(batch_lines()[:3]) if form == "jsonl" else ""
    assert (ran.code, ran.out) == (130, whole)
    assert ran.err.endswith("ended early: 3 of 5 files done\n")
    assert batch(form, "--output", str(old)).code == 130
    assert only_old_is_left(old)


def batch_lines() -> list[str]:
    kept = ROOT / "tests/batch_goldens/batch.jsonl"
    return kept.read_text(encoding="utf-8").splitlines(keepends=True)


# ---- progress ----


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, seconds: float, stderr: StringIO) -> str:
    monkeypatch.setattr(progress, "_SECONDS_UNTIL_SHOWN", seconds)
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN", 0)
    monkeypatch.setattr(sys, "stderr", stderr)
    assert list(progress.with_progress(iter("abc"), 3, "comparing")) == ["a", "b", "c"]
    return stderr.getvalue()


def test_work_that_takes_long_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, 0, Terminal())
    assert "comparing" in text
    assert "3/3" in text


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, 60, Terminal()) == ""


def test_only_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, 0, StringIO()) == ""


def test_a_bar_does_not_mix_with_the_table_on_the_same_terminal() -> None:
    command = [*PROGRAM, "batch", ".", "--lang", "en"]
    master, slave = pty.openpty()
    ran = subprocess.run(
        command, env={**ENVIRONMENT, "COLUMNS": "120"}, stdout=slave, stderr=slave, check=False
    )
    os.close(slave)
    text = os.read(master, 1_000_000).decode()
    assert ran.returncode == 1
    assert "Savings by theme" in text
    assert text.count("is not a quantity") == 1  # told once: below the table, and not in it
