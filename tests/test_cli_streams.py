"""Standard streams that are closed, or lead to a full disk: the exit code stays that of the run."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from running import DECIDING, PROGRAM, ROOT, Ran

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")

FINE = """\
scalemerit: 1
title: fine
buyers: {A区: 5, B区: 5}
vendors:
  甲社: {price: {model: volume, tiers: {1: 10, 10: 9}}}
"""
UNMET = f"{FINE}arrangements: {{joint: {{expect: {{saving: 11}}}}}}\n"
COMMANDS = {  # and the exit code of each
    ("compare", "fine.yaml"): 0,
    ("explain", "fine.yaml"): 0,
    ("schema", "scenario"): 0,
    ("compare", "unmet.yaml"): 3,
    ("compare", "unmet.yaml", "--problems", "json"): 3,
    ("compare", "missing.yaml"): 1,
    ("compare", "missing.yaml", "--problems", "json"): 1,
    ("compare", "fine.yaml", "--frmat", "csv"): 2,
    ("--help",): 0,
    ("compare", "--help"): 0,
}
each_command = pytest.mark.parametrize(("arguments", "code"), COMMANDS.items(), ids=str)
needs_output = pytest.mark.parametrize(
    "arguments", [one for one, code in COMMANDS.items() if code in {0, 3}], ids=str
)


@pytest.fixture(autouse=True)
def _two_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fine.yaml").write_text(FINE, encoding="utf-8")
    Path("unmet.yaml").write_text(UNMET, encoding="utf-8")


def in_a_shell(
    redirected: str, *arguments: str, program: tuple[str, ...] = PROGRAM, **environment: str
) -> Ran:
    """A process whose streams a shell has redirected."""
    kept = {name: value for name, value in os.environ.items() if name not in DECIDING}
    kept["PYTHONPATH"] = str(ROOT / "src")
    command = f"{shlex.join([*program, *arguments])} {redirected}"
    ran = subprocess.run(
        ["sh", "-c", command], capture_output=True, env={**kept, **environment}, check=False
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@each_command
def test_words_that_cannot_be_written_change_nothing(arguments: tuple[str, ...], code: int) -> None:
    usual = in_a_shell("", *arguments)
    assert usual.code == code
    for redirected in ("2>&-", "2>/dev/full"):
        assert in_a_shell(redirected, *arguments) == Ran(code, usual.out, "")


@each_command
def test_a_closed_standard_output_is_like_one_that_nobody_reads(
    arguments: tuple[str, ...], code: int
) -> None:
    usual = in_a_shell("", *arguments)
    assert in_a_shell(">&-", *arguments) == Ran(code, "", usual.err)
    assert in_a_shell(">&- 2>&-", *arguments) == Ran(code, "", "")
    assert in_a_shell("<&- >&- 2>&-", *arguments) == Ran(code, "", "")


@needs_output
def test_a_full_disk_ends_with_74_even_without_words(arguments: tuple[str, ...]) -> None:
    told = in_a_shell(">/dev/full", *arguments)
    assert told == Ran(74, "", "-: output cannot be written: No space left on device\n")
    assert in_a_shell(">/dev/full 2>&-", *arguments) == Ran(74, "", "")
    assert in_a_shell(">/dev/full 2>/dev/full", *arguments) == Ran(74, "", "")


def test_a_file_name_that_is_not_utf8_is_told_as_data() -> None:
    name = os.fsdecode(b"caf\xe9.yaml")
    Path(name).write_text("scalemerit: 1\n", encoding="utf-8")
    ran = in_a_shell("", "compare", name, "--problems", "json")
    assert ran.code == 1
    assert {one["file"] for one in json.loads(ran.err)["problems"]} == {r"caf\udce9.yaml"}


def test_data_is_json_whatever_the_locale() -> None:
    Path("astral.yaml").write_text(FINE.replace("fine", "fine\n𠮷é: 1"), encoding="utf-8")
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = in_a_shell("", "compare", "astral.yaml", "--problems", "json", **locale)
    assert [one["path"] for one in json.loads(ran.err)["problems"]] == [["𠮷é"]]


BUG = """
import sys
import scalemerit.scenario
from scalemerit.__main__ import main

def broken(path):
    raise OSError(5, "a bug")

scalemerit.scenario.read_scenario = broken
sys.argv = ["scalemerit", "compare", "x.yaml"]
main()
"""


def test_an_os_error_that_is_no_output_is_a_bug() -> None:
    ran = in_a_shell("", program=(sys.executable, "-c", BUG))
    assert (ran.code, ran.out) == (70, "")
    assert ran.err.endswith("OSError: [Errno 5] a bug\n")
