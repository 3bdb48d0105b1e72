"""The program run inside the tests' own process, as a shell would run it."""

from __future__ import annotations

import os
import signal
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from typer.testing import CliRunner

from scalemerit import cli

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = (sys.executable, "-m", "scalemerit")  # for a process of its own
# What a shell or a CI service may have set and the program looks at.
DECIDING = ("COLUMNS", "GITHUB_ACTIONS", "LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "TERM")


@dataclass(frozen=True)
class Ran:
    """What a run left: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Ran:
    """Run `scalemerit` with these arguments and nothing in the environment but what is given.

    An exception that the program lets through, a bug, is let through here as well.
    """
    with environment_of(environment), patch.object(sys, "argv", ["scalemerit", *arguments]):
        result = CliRunner().invoke(
            cli._app(), arguments, input=stdin, catch_exceptions=False, prog_name="scalemerit"
        )
    return Ran(result.exit_code, result.stdout_bytes.decode(), result.stderr_bytes.decode())


@contextmanager
def environment_of(given: Mapping[str, str]) -> Iterator[None]:
    """The environment without what decides on output, and with what is given."""
    kept = {name: value for name, value in os.environ.items() if name not in DECIDING}
    with patch.dict(os.environ, {**kept, **given}, clear=True):
        yield


@contextmanager
def endable() -> Iterator[None]:
    """What is started within heeds interrupts and hang-ups, even where the tests themselves do not.

    So it is under nohup, and in the background of a shell.
    """
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def same_as_golden(path: Path, text: str) -> None:
    """Hold a text to the file that keeps it; SCALEMERIT_REFRESH=1 writes the file instead."""
    if os.environ.get("SCALEMERIT_REFRESH"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.is_file(), f"{path.name} is missing; SCALEMERIT_REFRESH=1 writes it"
    assert path.read_bytes().decode() == text


def columns(text: str) -> int:
    """How many columns a text takes in a terminal: two for a full-width character."""
    marks = sum(bool(unicodedata.combining(one)) for one in text)
    return len(text) - marks + sum(unicodedata.east_asian_width(one) in "WF" for one in text)
