"""No command writes its output over a file that it reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from running import run
from survey_sheets import csv_bytes, scenario_file

COMMANDS = {
    "compare": ("compare", "scenario.yaml"),
    "explain": ("explain", "scenario.yaml"),
    "allocate": ("allocate", "scenario.yaml"),
    "join": ("join", "scenario.yaml"),
    "diff": ("diff", "other.yaml", "scenario.yaml"),
    "validate": ("validate", "scenario.yaml"),
    "batch": ("batch", "other.yaml", "scenario.yaml"),
    "batch of a folder": ("batch", "."),
    "template": ("survey", "template", "scenario.yaml", "--csv"),
    "import": ("survey", "import", "scenario.yaml"),
    "init": ("init", "--survey", "scenario.yaml"),
}


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.yaml").write_bytes(scenario_file(tmp_path).read_bytes())
    return tmp_path / "scenario.yaml"


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_output_over_an_input_is_a_wrong_command_line(
    command: tuple[str, ...], scenario: Path
) -> None:
    before = scenario.read_bytes()
    ran = run(*command, "--output", str(scenario), "--lang", "en")
    assert ran.code == 2
    assert "this file is read, and would be lost" in ran.err
    assert scenario.read_bytes() == before


def test_a_link_to_the_input_is_the_input(scenario: Path) -> None:
    scenario.with_name("link").symlink_to(scenario)
    assert run("compare", "scenario.yaml", "--output", "link").code == 2


def test_an_import_may_be_written_over_the_scenario_it_changes(scenario: Path) -> None:
    scenario.with_name("a.csv").write_bytes(csv_bytes((("区名", "e3"), ("江戸川区", 5))))
    ran = run("survey", "import", "a.csv", "--into", "scenario.yaml", "-o", "scenario.yaml")
    assert ran.code == 0
    assert b"{e3: 5, e5: 20}" in scenario.read_bytes()


def test_other_files_of_a_folder_that_is_read_are_replaced(scenario: Path) -> None:
    scenario.with_name("result.json").write_text("old", encoding="utf-8")
    assert run("batch", ".", "--format", "json", "--output", "result.json").code == 0
    assert "old" not in scenario.with_name("result.json").read_text(encoding="utf-8")
