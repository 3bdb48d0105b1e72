"""Shells complete the command line: the scripts, and what real shells make of them.

A shell is run on a terminal of its own in which `scalemerit` is a function that prints its
arguments, each in brackets; what is typed has a tab where the key is pressed.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest

from running import PROGRAM, ROOT, run
from scalemerit.choices import Schema

pty = pytest.importorskip("pty", reason="terminals are those of POSIX")

SHELLS = ("bash", "zsh", "fish")
QUIET = 0.05  # seconds after which a shell that has answered and writes no more has done
LONGEST = 10.0
CHART_FORMATS = {"table", "json", "csv", "markdown", "html", "svg", "xlsx"}
# A shell wants to own its terminal, which a process of its own session has to take first.
OWN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--private", "--no-config"],
}
SET_UP = {
    "bash": "scalemerit() { printf '[%s]' \"$@\"; echo; }\n",
    "zsh": "autoload -Uz compinit && compinit -u -D; scalemerit() { printf '[%s]' $@; echo; }\n",
    "fish": "function scalemerit; printf '[%s]' $argv; echo; end\n",
}
# What is typed, and the arguments that it becomes. Every tab has one answer only.
TYPED = {
    "compa\t": "[compare]",
    "sch\tsc\t": "[schema][scenario]",
    "compare --form\tjs\t": "[compare][--format][json]",
    "compare -f m\t": "[compare][-f][markdown]",
    "explain --unit": "[explain][--unit]",
    "explain --prob\tj\t": "[explain][--problems][json]",
    "compare fir\t": "[compare][first.yaml]",
    "compare fol\tsec\t": "[compare][folder/second.yaml]",
    "compare --output re\t": "[compare][--output][result.csv]",
    "compare first.yaml --la\tj\t": "[compare][first.yaml][--lang][ja]",
    "completion fi\t": "[completion][fish]",
    "survey imp\t--dry\t": "[survey][import][--dry-run]",
    "survey import --prob\tj\t": "[survey][import][--problems][json]",
}


COMMANDS = re.findall(r"^  ([a-z]+) ", run("--help").out.partition("Commands:")[2], re.MULTILINE)
INNER = ("survey template", "survey import")


def installed(shell: str) -> str:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    return shell


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files to complete, and the script of each shell."""
    made = tmp_path_factory.mktemp("completion")
    (made / "folder").mkdir()
    for name in ("first.yaml", "result.csv", "folder/second.yaml"):
        (made / name).touch()
    for shell in SHELLS:
        (made / f"script.{shell}").write_text(run("completion", shell).out, encoding="utf-8")
    return made


class Terminal:
    """A shell on a terminal: what is typed into it, and what it then writes."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def type(self, text: str, awaited: str = "") -> str:
        """Type a text; what the shell writes until this is in it and it is quiet for a while."""
        os.write(self.handle, text.encode())
        written, wait = "", LONGEST
        while select.select([self.handle], [], [], wait)[0]:
            written += os.read(self.handle, 65536).decode(errors="replace")
            wait = QUIET if awaited in written else LONGEST
        return written

    def arguments(self, line: str) -> str:
        """What `scalemerit` is given when this is typed, each tab being waited for."""
        *pieces, last = line.split("\t")
        self.type("scalemerit ")
        for piece in pieces:
            self.type(piece)
            self.type("\t")
        lines = self.type(f"{last}\n", "]\r\n").splitlines()
        found = next((one.strip() for one in lines if one.startswith("[")), "\n".join(lines))
        return found.replace("=", "][")  # zsh writes --name=value


@contextmanager
def terminal(shell: str, folder: Path) -> Iterator[Terminal]:
    """A shell without settings of its own, in the folder, with the script read."""
    ours, theirs = pty.openpty()
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "TERM": "dumb", "PS1": "$ "}
    process = subprocess.Popen(
        [sys.executable, "-c", OWN_TERMINAL, *STARTS[shell]],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**environment, "INPUTRC": "/dev/null", "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    os.close(theirs)
    try:
        opened = Terminal(ours)
        opened.type(SET_UP[shell])
        opened.type(f"source script.{shell}; echo rea''dy\n", "ready")
        yield opened
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_options_words_and_files(shell: str, folder: Path) -> None:
    with terminal(installed(shell), folder) as opened:
        found = {line: opened.arguments(line) for line in TYPED}
    assert found == TYPED


def offered(folder: Path, *words: str) -> set[str]:
    """What bash offers when the last of the words is being typed; nothing means files."""
    held = " ".join(f"'{word}'" for word in words)
    code = f"""
        source script.bash
        COMP_WORDS=(scalemerit {held}) COMP_CWORD={len(words)}
        compopt() {{ :; }}  # there is none outside a completion
        _scalemerit; printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return set(printed([installed("bash"), "--norc", "-c", code], folder).split())


def printed(command: list[str], folder: Path | None = None, **environment: str) -> str:
    """What a command prints that finds nothing wrong."""
    held = {**os.environ, **environment}
    ran = subprocess.run(command, cwd=folder, env=held, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout


def test_bash_offers_every_command(folder: Path) -> None:
    assert offered(folder, "") == set(COMMANDS)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["compare", "--format", ""], CHART_FORMATS),
        (["compare", "--format", "=", ""], CHART_FORMATS),
        (["compare", "--format", "="], CHART_FORMATS),
        (["compare", "--format", "=", "m"], {"markdown"}),
        (["explain", "--format", ""], {"table", "csv", "markdown", "html", "svg"}),
        (["--ver"], {"--version"}),
        (["schema", ""], set(get_args(Schema))),
        (["schema", "--"], {"--output", "--help"}),
        (["explain", "--buyer", ""], set()),
        (["compare", ""], set()),
        (["unknown", "-"], set()),
        (["survey", ""], {"template", "import"}),
        (["survey", "import", ""], set()),
        (["survey", "import", "--encoding", ""], {"utf-8", "cp932"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_bash_offers_what_may_stand_there(
    words: list[str], expected: set[str], folder: Path
) -> None:
    assert offered(folder, *words) == expected


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_finds_no_mistake_in_its_script(shell: str, folder: Path) -> None:
    assert printed([installed(shell), "-n", f"script.{shell}"], folder) == ""


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_what_is_offered_is_described_in_the_language_of_the_locale(shell: str) -> None:
    command = [*PROGRAM, "completion", shell]
    assert "Output format." in printed(command, LC_ALL="C.UTF-8")
    assert "出力形式。" in printed(command, LC_ALL="ja_JP.UTF-8")


@pytest.mark.parametrize("command", [*COMMANDS, *INNER])
def test_bash_offers_every_option_of_a_command(command: str, folder: Path) -> None:
    assert offered(folder, *command.split(), "--") == options_of(command)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_every_option_of_a_command_is_in_the_script(shell: str, command: str) -> None:
    script = run("completion", shell).out
    marks = (f"        {command})", ";;") if shell == "zsh" else (f"from {command}'", "\n\n")
    of_command = script.partition(marks[0])[2].partition(marks[1])[0]
    written = "-l {}" if shell == "fish" else "--{}"
    names = {name.removeprefix("--") for name in options_of(command)}
    assert [name for name in names if written.format(name) not in of_command] == []


def options_of(command: str) -> set[str]:
    """The long names of a command's options, as its help lists them."""
    told = run(*command.split(), "--help").out.partition("Options:")[2]
    return set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", told, re.MULTILINE))


def test_another_shell_is_refused() -> None:
    assert run("completion", "tcsh").code == 2


def test_words_with_quotes_and_brackets_stay_words() -> None:
    from scalemerit.cli.completion_scripts import SCRIPTS, Command, Option

    option = Option(("--a",), r"it's [so] \ well", "text", (), repeated=False)
    commands = [Command("", "", (option,), ("go",)), Command("go", "it's", (), ())]
    assert r"-d 'it\'s [so] \\ well'" in SCRIPTS["fish"](commands)
    assert r"'(--a)--a=[it'\''s \[so\] \\ well]: :'" in SCRIPTS["zsh"](commands)
    assert r"'go:it'\''s'" in SCRIPTS["zsh"](commands)


def test_the_scripts_are_of_the_program_and_no_machine() -> None:
    for shell in SHELLS:
        assert str(ROOT) not in run("completion", shell).out
