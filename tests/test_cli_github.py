"""What a runner of GitHub Actions reads: our annotations are obeyed, and no name is."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from running import DECIDING, PROGRAM, ROOT, Ran
from scalemerit.cli.github import without_commands

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in DECIDING},
    "PYTHONPATH": str(ROOT / "src"),
}
NAMES = ["::stop-commands::x", "::error file=x::pwn", "##[add-mask]e"]
OURS = re.compile(r"::(error|warning) file=[^:,]+,line=\d+,col=\d+::[^\n]*\n")


def scenario(name: str) -> str:
    """A scenario full of a name, which does not come to what it expects."""
    data = {
        "scalemerit": 1,
        "title": name,
        "notes": f"{name}\n{name}",
        "sources": [name],
        "buyers": {name: 5, "A区": 5},
        "vendors": {name: {"price": {"model": "volume", "tiers": {"1": 10, "10": 9}}}},
        "arrangements": {name: {"label": name, "expect": {"saving": 1}}},
    }
    return json.dumps(data, ensure_ascii=False)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file for each command, with a scenario full of it, and one that is broken."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        Path(f"{name}.yaml").write_text(scenario(name), "utf-8")
        broken = scenario(name).replace('"buyers"', '"byers"')
        Path(f"{name} broken.yaml").write_text(broken, "utf-8")


def ran(*arguments: str, github: str = "true") -> Ran:
    """A process whose output is read through pipes, as a runner reads it."""
    environment = {**ENVIRONMENT, "GITHUB_ACTIONS": github}
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, env=environment, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def obeyed(text: str) -> list[str]:
    """The lines that a runner takes for commands."""
    lines = re.split(r"\r\n|\r|\n", text)
    return [one for one in lines if one.lstrip().startswith("::") or "##[" in one]


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "markdown", "html", "junit"])
def test_no_name_in_a_batch_is_a_command(form: str) -> None:
    done = ran("batch", ".", "--format", form, "--fail-worse-off")
    assert done.code == 1
    assert obeyed(done.out) == []
    commands = obeyed(done.err)
    assert len(commands) == 3 * len(NAMES)  # a missed expectation, and two problems of a broken one
    assert all(OURS.fullmatch(f"{one}\n") for one in commands)


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown", "html"])
@pytest.mark.parametrize("command", ["compare", "explain", "diff"])
def test_no_name_in_a_result_is_a_command(command: str, form: str) -> None:
    if (command, form) == ("explain", "json"):
        pytest.skip("explain has no JSON")
    for name in NAMES:
        files = [f"{name}.yaml"] * (2 if command == "diff" else 1)
        done = ran(command, *files, "--format", form)
        assert done.code == (3 if command == "compare" else 0)
        assert obeyed(done.out) == []
        commands = obeyed(done.err)
        assert len(commands) == (command == "compare")  # the expectation that is not met
        assert all(OURS.fullmatch(f"{one}\n") for one in commands)


def test_problems_are_told_by_annotations_alone() -> None:
    done = ran("validate", ".")
    assert done.code == 1
    assert obeyed(done.out) == []
    assert len(obeyed(done.err)) == 2 * len(NAMES)
    assert done.err == "".join(match[0] for match in OURS.finditer(done.err))


def test_no_word_of_a_command_line_is_a_command() -> None:
    for word in ("\n::error::x", "##[add-mask]e"):
        done = ran("compare", "x.yaml", word)
        assert done.code == 2
        assert obeyed(done.err) == []


def test_json_says_the_same_as_elsewhere() -> None:
    for form in ("json", "jsonl"):
        here, elsewhere = (
            ran("batch", *(f"{name}.yaml" for name in NAMES), "--format", form, github=on).out
            for on in ("true", "")
        )
        assert here != elsewhere
        assert [*map(json.loads, documents(here))] == [*map(json.loads, documents(elsewhere))]


def documents(text: str) -> list[str]:
    """The JSON documents of an output: one, or one a line."""
    return [text] if text.startswith("{\n") else text.splitlines()


@pytest.mark.parametrize("form", ["table", "csv", "junit"])
def test_a_file_is_the_same_as_elsewhere(form: str, tmp_path: Path) -> None:
    there = tmp_path / "out"
    elsewhere = ran("batch", ".", "--format", form, github="").out
    ran("batch", ".", "--format", form, "--output", str(there))
    assert there.read_bytes().decode() == elsewhere
    with there.open("wb") as file:
        environment = {**ENVIRONMENT, "GITHUB_ACTIONS": "true"}
        command = [*PROGRAM, "batch", ".", "--format", form]
        subprocess.run(command, stdout=file, stderr=subprocess.PIPE, env=environment, check=False)
    assert there.read_bytes().decode() == elsewhere


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_what_leads_to_standard_output_is_read_as_well() -> None:
    done = ran("batch", ".", "--output", "/dev/stdout")
    assert "add-mask" in done.out
    assert obeyed(done.out) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x\n", "\\u003a:error::x\n"),
        ("a\n \t::error::x", "a\n \t\\u003a:error::x"),
        ("a\r::x", "a\r\\u003a:x"),
        ("\u3000\u034f::x", "\u3000\u034f\\u003a:x"),  # a mark without width that nobody compares
        (":\u034f:x", "\\u003a\u034f:x"),
        ("\n\n::x\n::y", "\n\n\\u003a:x\n\\u003a:y"),
        ("a ##[add-mask]e", "a ##\\u005badd-mask]e"),
        ("#\u034f#[x]", "#\u034f#\\u005bx]"),
        ('"##[x]"', '"##\\u005bx]"'),
        ("a::b: c::", "a::b: c::"),
        ("説明::x", "説明::x"),
        ('  "::x"', '  "::x"'),
        ("## [x] #[y]", "## [x] #[y]"),
        (": a\n:\n:b", ": a\n:\n:b"),
    ],
)
def test_what_a_runner_would_obey_is_shown_escaped(text: str, shown: str) -> None:
    assert without_commands(text) == shown
