"""Opening input files."""

from __future__ import annotations

import contextlib
import io
import os
import sys

import pytest

from scalemerit.errors import ScalemeritError
from scalemerit.shipped import shipped
from scalemerit.source import read_bytes


def problem_of(path: str) -> tuple[str, str]:
    with pytest.raises(ScalemeritError) as raised:
        read_bytes(path)
    (problem,) = raised.value.problems
    return problem.code, problem.message("en")


def test_a_file_is_read_as_it_is(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\r\n")
    assert read_bytes(str(tmp_path / "a.yaml")) == b"\xff\r\n"


def test_a_dash_is_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: 1")))
    assert read_bytes("-") == b"a: 1"


@pytest.mark.parametrize("stdin", [None, io.TextIOWrapper(io.BytesIO(b""))])
def test_a_closed_standard_input_is_a_problem(monkeypatch, stdin):
    if stdin is not None:
        stdin.close()
    monkeypatch.setattr(sys, "stdin", stdin)
    assert problem_of("-")[0] == "file-unreadable"


def test_a_missing_file_is_named(tmp_path):
    path = str(tmp_path / "なし.yaml")
    assert problem_of(path) == ("file-missing", f"there is no file `{path}`")


def test_a_file_below_a_file_is_missing(tmp_path):
    (tmp_path / "a").write_text("")
    assert problem_of(str(tmp_path / "a" / "b"))[0] == "file-missing"


def test_a_directory_cannot_be_read(tmp_path):
    assert problem_of(str(tmp_path))[0] == "file-unreadable"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_cannot_be_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.touch(mode=0)
    assert problem_of(str(path)) == (
        "file-unreadable",
        f"`{path}` cannot be read: Permission denied",
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/", "フォルダです"),
        ("x" * 5000, "名前が長すぎます"),
        ("a\0b", "ファイル名に使えない文字があります"),
    ],
)
def test_why_a_file_cannot_be_read_is_told_in_japanese(path, reason):
    with pytest.raises(ScalemeritError) as raised:
        read_bytes(path)
    (problem,) = raised.value.problems
    assert problem.message("ja").endswith(f"を読めません: {reason}")


@pytest.mark.parametrize("path", ["a\0b", "\ud800", "x" * 5000, ""])
def test_a_name_that_no_file_can_have_is_a_problem(path):
    assert problem_of(path)[0] in {"file-missing", "file-unreadable"}


def test_only_so_much_is_read_that_the_size_is_known(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(1 << 34)
    assert problem_of(str(path)) == ("file-too-large", f"`{path}` is larger than 16 MiB")


def test_a_file_longer_than_one_read_is_read_whole(tmp_path):
    content = bytes(range(256)) * 1000
    (tmp_path / "a.yaml").write_bytes(content)
    assert read_bytes(str(tmp_path / "a.yaml")) == content


@pytest.mark.skipif(os.name != "posix", reason="pipes have names only there")
def test_a_pipe_is_read_to_its_end():
    reading, writing = os.pipe()
    os.write(writing, b"a: 1\n")
    os.write(writing, b"b: 2\n")
    os.close(writing)
    assert read_bytes(f"/dev/fd/{reading}") == b"a: 1\nb: 2\n"
    os.close(reading)


def test_a_path_may_be_written_with_more_than_it_needs(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"a: 1")
    assert read_bytes(f"{tmp_path}//./a.yaml/") == b"a: 1"


def test_no_file_stays_open(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"a: 1")
    before = os.dup(0)
    os.close(before)
    for path in (tmp_path / "a.yaml", tmp_path):
        with contextlib.suppress(ScalemeritError):
            read_bytes(str(path))
    after = os.dup(0)
    os.close(after)
    assert after == before


def test_a_shipped_scenario_is_found_from_everywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    expected = shipped("scenarios/elearning.yaml").read_bytes()
    assert read_bytes("scenarios/elearning.yaml") == expected


def test_the_own_file_comes_before_the_shipped_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "elearning.yaml").write_bytes(b"own")
    assert read_bytes("scenarios/elearning.yaml") == b"own"


@pytest.mark.parametrize("name", ["scenarios/none.yaml", "scenarios/../../x", "scenarios/../data"])
def test_no_other_file_is_shipped(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert problem_of(name)[0] == "file-missing"
