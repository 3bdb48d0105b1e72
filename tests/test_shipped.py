"""Files that travel with the package."""

from __future__ import annotations

import pytest

from scalemerit import shipped as module
from scalemerit.shipped import shipped


def test_the_table_of_municipalities_is_shipped():
    assert shipped("data/municipalities.csv").is_file()


def test_the_themes_are_shipped():
    assert shipped("scenarios/themes/rpa.yaml").is_file()


def test_in_a_checkout_scenarios_stand_beside_the_sources(tmp_path, monkeypatch):
    (tmp_path / "scenarios").mkdir()
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "src" / "scalemerit")
    assert shipped("scenarios/x.yaml") == tmp_path / "scenarios" / "x.yaml"


def test_an_installed_package_has_its_data_inside(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(module, "_PACKAGE", tmp_path)
    assert shipped("data/x.csv") == tmp_path / "data" / "x.csv"


def test_a_file_that_is_not_shipped_has_a_path_all_the_same():
    assert not shipped("scenarios/nothing.yaml").exists()


@pytest.mark.parametrize(
    "name",
    ["", ".", "x.yaml", "/etc/passwd", "scenarios/../../x", "data/..", "../data/x", "data\\..\\x"],
)
def test_nothing_outside_the_shipped_folders_is_named(name):
    with pytest.raises(ValueError, match="not a shipped file"):
        shipped(name)
