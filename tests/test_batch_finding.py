"""Which files a batch means: files, folders, lists of paths, shards."""

from __future__ import annotations

import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalemerit.batch import Shard, find


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def codes(*paths: str) -> list[str]:
    return [problem.code for problem in find(paths).problems]


def listing(content: bytes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
    return find(["-"]).files


def test_files_come_in_the_order_given() -> None:
    write("b.yaml", "a.yaml")
    assert find(["b.yaml", "a.yaml"]).files == ["b.yaml", "a.yaml"]


def test_a_folder_gives_its_scenarios_by_name_at_any_depth() -> None:
    write("t/b.yaml", "t/a.yml", "t/c/d.YAML", "t/B.yaml", "t/notes.txt", "t/yaml")
    assert find(["t"]).files == ["t/B.yaml", "t/a.yml", "t/b.yaml", "t/c/d.YAML"]


def test_this_folder_gives_plain_names() -> None:
    write("a.yaml", "t/b.yaml")
    assert find(["."]).files == ["a.yaml", "t/b.yaml"]
    assert find(["./"]).files == ["./a.yaml", "./t/b.yaml"]


def test_what_is_hidden_in_a_folder_is_left_out_unless_it_is_named() -> None:
    write("t/.github/workflow.yml", "t/.draft.yaml", "t/a.yaml")
    assert find(["t"]).files == ["t/a.yaml"]
    assert find(["t/.draft.yaml"]).files == ["t/.draft.yaml"]


def test_a_file_that_is_named_twice_counts_once() -> None:
    write("t/a.yaml", "t/b.yaml")
    assert find(["t/b.yaml", "t", "./t//a.yaml"]).files == ["t/b.yaml", "t/a.yaml"]


def test_a_file_that_is_not_there_is_left_to_its_reader() -> None:
    assert find(["missing.yaml"]) == (["missing.yaml"], ())


def test_a_folder_without_scenarios_is_a_problem_and_stops_no_other() -> None:
    write("empty/notes.txt", "a.yaml")
    assert codes("empty", "a.yaml") == ["folder-empty"]
    assert find(["empty", "a.yaml"]).files == ["a.yaml"]


def test_links_to_folders_are_not_entered_and_those_to_files_are_kept_even_if_dead() -> None:
    write("t/a.yaml", "elsewhere/b.yaml")
    Path("t/again").symlink_to(Path("t").resolve())
    Path("t/b.yaml").symlink_to(Path("elsewhere/b.yaml").resolve())
    Path("t/dead.yaml").symlink_to("nowhere.yaml")
    assert find(["t"]).files == ["t/a.yaml", "t/b.yaml", "t/dead.yaml"]


def test_a_folder_that_cannot_be_read_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    write("t/a.yaml")

    def refuse(folder: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert codes("t") == ["file-unreadable"]


def test_the_shipped_themes_are_found_from_anywhere() -> None:
    files = find(["scenarios/themes"]).files
    assert len(files) == 8
    assert "scenarios/themes/rpa.yaml" in files


@pytest.mark.parametrize(
    ("content", "files"),
    [
        (b"a.yaml\nb.yaml\n", ["a.yaml", "b.yaml"]),
        (b"a.yaml\r\n\r\n  \nb c.yaml", ["a.yaml", "b c.yaml"]),
        (b"\xef\xbb\xbfa.yaml\n", ["a.yaml"]),
        (b"a\nb.yaml\0c.yaml\0", ["a\nb.yaml", "c.yaml"]),
        (b"-\n", ["./-"]),
        (b"", []),
        (b"caf\xe9.yaml\n", [os.fsdecode(b"caf\xe9.yaml")]),
    ],
)
def test_standard_input_lists_paths(
    content: bytes, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert listing(content, monkeypatch) == files


@pytest.mark.parametrize("content", [b"", b"\n", b"\0", b" \r\n\n", b"\xef\xbb\xbf"])
def test_a_list_without_paths_is_a_problem(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.yaml")
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
    found = find(["a.yaml", "-"])
    assert (found.files, [one.code for one in found.problems]) == (["a.yaml"], ["list-empty"])


def test_a_listed_folder_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    write("t/a.yaml", "t/b.yaml")
    assert listing(b"t\n", monkeypatch) == ["t/a.yaml", "t/b.yaml"]


def test_the_third_tenth_of_a_hundred() -> None:
    files = [f"{number}.yaml" for number in range(100)]
    assert Shard(3, 10).of(files) == files[20:30]


@given(st.integers(0, 200), st.integers(1, 30))
def test_all_shards_together_are_the_whole(count: int, parts: int) -> None:
    files = [str(number) for number in range(count)]
    shards = [Shard(number, parts).of(files) for number in range(1, parts + 1)]
    assert [file for shard in shards for file in shard] == files
    sizes = {len(shard) for shard in shards}
    assert max(sizes) - min(sizes) <= 1


# ---- what stands in the way ----


def test_a_folder_that_cannot_be_read_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    write("t/a/x.yaml", "t/b/x.yaml", "t/c/x.yaml", "t/z.yaml")
    scandir = os.scandir

    def refuse_one(folder: str) -> object:
        if folder.endswith("b"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse_one)
    found = find(["t"])
    assert found.files == ["t/a/x.yaml", "t/c/x.yaml", "t/z.yaml"]
    (problem,) = found.problems
    assert problem.message("en") == "`t/b/` cannot be read: Permission denied"


def test_a_listed_folder_without_scenarios_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    write("empty/x.txt", "a.yaml")
    assert listing(b"empty\na.yaml\n", monkeypatch) == ["a.yaml"]


def test_links_in_a_circle_are_left_to_their_reader() -> None:
    write("t/z.yaml")
    Path("t/l.yaml").symlink_to("l.yaml")
    assert find(["t"]).files == ["t/l.yaml", "t/z.yaml"]


def test_no_depth_of_folders_is_too_much() -> None:
    folders = ["d/" * depth for depth in range(1, 1_101)]
    for folder in folders:
        Path(folder).mkdir()
    Path(f"{folders[-1]}x.yaml").touch()
    try:
        assert find(["."]).files == [f"{folders[-1]}x.yaml"]
    finally:
        Path(f"{folders[-1]}x.yaml").unlink()
        for folder in reversed(folders):
            Path(folder).rmdir()


def test_steps_up_through_a_link_lead_elsewhere() -> None:
    write("real/sub/keep.txt", "real/x.yaml", "top/x.yaml")
    Path("top/link").symlink_to("../real/sub")
    assert find(["top/x.yaml", "top/link/../x.yaml"]).files == ["top/x.yaml", "top/link/../x.yaml"]
    assert find(["top/x.yaml", "real/../top/x.yaml"]).files == ["top/x.yaml"]


def test_lines_of_a_list_end_only_where_lines_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listing("a\u2028b.yaml\nc\u0085d.yaml".encode(), monkeypatch) == [
        "a\u2028b.yaml",
        "c\u0085d.yaml",
    ]
