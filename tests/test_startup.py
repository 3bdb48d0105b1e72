"""What a command loads: by the modules that a fresh process holds at its end, not by a clock."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from running import ROOT

ELEARNING = str(ROOT / "scenarios/elearning.yaml")
# Solvers, and what else is slow to load and needed for nothing here.
NEVER = {"asyncio", "highspy", "numpy", "ortools", "pandas", "pulp", "python_calamine", "scipy"}
NEVER |= {"unittest", "xlsxwriter"}
HEAVY = {"pydantic", "pydantic_core", "rich", "typer", "yaml"}
RUN = """
import sys
from scalemerit.__main__ import main
sys.argv = ["scalemerit", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""


@cache
def loaded(*arguments: str) -> frozenset[str]:
    """The modules that a process holds after a command."""
    command = [sys.executable, "-c", RUN, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return frozenset(ran.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (("--version",), set()),
        (("--help",), {"typer"}),
        (("completion", "bash"), {"typer"}),
        (("compare", ELEARNING), HEAVY),
        (("explain", ELEARNING), HEAVY),
        (("diff", ELEARNING, ELEARNING), HEAVY),
        (("diff", ELEARNING, ELEARNING, "--format", "json"), HEAVY - {"rich"}),
        (("compare", ELEARNING, "--format", "json"), HEAVY - {"rich"}),
        (("compare", ELEARNING, "--format", "csv"), HEAVY - {"rich"}),
        (("compare", ELEARNING, "--format", "markdown"), HEAVY - {"rich"}),
        (("compare", ELEARNING, "--format", "html"), HEAVY - {"rich"}),
    ],
    ids=" ".join,
)
def test_a_command_loads_the_libraries_it_needs(
    arguments: tuple[str, ...], needed: set[str]
) -> None:
    assert loaded(*arguments) & (HEAVY | NEVER) == needed


def test_a_format_loads_no_other_formats_writer() -> None:
    modules = loaded("compare", ELEARNING, "--format", "csv")
    writers = {name for name in modules if name.startswith("scalemerit.writers.")}
    assert writers == {"scalemerit.writers.cells", "scalemerit.writers.csv"}


def test_the_scripts_of_shells_are_loaded_by_their_command_alone() -> None:
    assert "scalemerit.cli.completion_scripts" not in loaded("--help")


def test_which_vendors_to_open_contracts_with_is_no_question_of_one_product() -> None:
    several = str(ROOT / "scenarios/content.yaml")
    modules = {path: loaded("compare", path, "--format", "json") for path in (ELEARNING, several)}
    assert [path for path in modules if "scalemerit.procure.opening" in modules[path]] == [several]


@pytest.mark.parametrize("name", ["--version", "--help"])
def test_the_engine_is_not_loaded_for_help(name: str) -> None:
    engine = ("scenario", "source", "pricing", "procure", "comparison", "views", "writers")
    modules = loaded(name)
    assert not {f"scalemerit.{part}" for part in engine} & modules


def test_the_version_needs_only_the_package_itself() -> None:
    ours = {name for name in loaded("--version") if name.startswith("scalemerit")}
    assert ours == {"scalemerit", "scalemerit.__main__"}


def test_the_package_loads_nothing_until_a_name_is_used() -> None:
    code = "import sys, scalemerit; print(*(name for name in sys.modules if '.' in name))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "scalemerit." not in ran.stdout
