"""Where output goes and what it is made of: files, pipes, full disks, colors, bytes."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from running import PROGRAM, ROOT, Ran, run
from scalemerit.cli import emit
from scalemerit.cli.emit import UnwritableError, replacing

ELEARNING = str(ROOT / "scenarios/elearning.yaml")
CSV = ("compare", ELEARNING, "--format", "csv", "--lang", "en")
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")


def written_to(stdout: int, *arguments: str, **environment: str) -> Ran:
    """A process of its own that writes to an open file."""
    kept = {**os.environ, "LANG": "C", "LC_ALL": "C", **environment}
    ran = subprocess.run(
        [*PROGRAM, *arguments], stdout=stdout, stderr=subprocess.PIPE, env=kept, check=False
    )
    return Ran(ran.returncode, "", ran.stderr.decode())


# ---- pipes and full disks ----

WRITING = [["compare", ELEARNING], ["schema", "scenario"], ["--help"], ["--version"]]


@pytest.mark.parametrize("arguments", WRITING, ids=lambda arguments: arguments[0])
def test_a_closed_pipe_is_silent_and_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    assert written_to(writing, *arguments) == Ran(0, "", "")
    os.close(writing)


def test_a_reader_that_stops_after_a_line_is_no_error() -> None:
    bodies = str(ROOT / "scenarios/bodies.yaml")
    command = [*PROGRAM, "explain", bodies, "--format", "csv"]  # more than a pipe holds
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"table,")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@needs_full
@pytest.mark.parametrize("arguments", WRITING, ids=lambda arguments: arguments[0])
def test_a_full_disk_ends_with_74_and_one_line(arguments: list[str]) -> None:
    with FULL.open("wb") as full:
        ran = written_to(full.fileno(), *arguments)
    assert ran == Ran(74, "", "-: output cannot be written: No space left on device\n")


@needs_full
def test_a_full_disk_is_told_in_japanese() -> None:
    with FULL.open("wb") as full:
        ran = written_to(full.fileno(), *CSV[:4], LC_ALL="ja_JP.UTF-8", PYTHONUTF8="1")
    assert ran.err == "-: 出力を書き込めません: ディスクに空きがありません\n"


# ---- files ----


def test_a_file_holds_what_would_have_been_printed(tmp_path: Path) -> None:
    path = tmp_path / "結果.csv"
    ran = run(*CSV, "--output", str(path))
    assert ran == Ran(0, "", "")
    assert path.read_bytes().decode() == run(*CSV).out
    assert [one.name for one in tmp_path.iterdir()] == ["結果.csv"]


def test_a_table_in_a_file_is_as_wide_as_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    run("compare", ELEARNING, "--output", str(path), COLUMNS="40")
    assert path.read_text(encoding="utf-8") == run("compare", ELEARNING).out


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    run(*CSV, "--output", str(tmp_path / "new.csv"))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    assert run(*CSV, "--output", str(path)).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_bytes().startswith(b"table,")


def test_a_link_is_written_through(tmp_path: Path) -> None:
    path, link = tmp_path / "real.csv", tmp_path / "link.csv"
    path.touch()
    link.symlink_to(path)
    run(*CSV, "--output", str(link))
    assert link.is_symlink()
    assert path.read_bytes().startswith(b"table,")


def test_links_in_a_circle_cannot_be_written_to(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.symlink_to(two)
    two.symlink_to(one)
    ran = run(*CSV, "--output", str(one))
    assert ran.code == 74
    assert str(one) in ran.err
    assert one.is_symlink()


def test_an_input_with_problems_leaves_the_old_output_alone(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("old", encoding="utf-8")
    ran = run("compare", "-", "--output", str(path), stdin=b"scalemerit: 1\n")
    assert ran.code == 1
    assert path.read_text(encoding="utf-8") == "old"


def test_an_unmet_expectation_is_written_all_the_same(tmp_path: Path) -> None:
    text = Path(ELEARNING).read_text(encoding="utf-8").replace("2_200_000,", "1,")
    path = tmp_path / "out.csv"
    ran = run(*CSV[:1], "-", *CSV[2:], "--output", str(path), stdin=text.encode())
    assert ran.code == 3
    assert b"11830500" in path.read_bytes()


def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.csv"
    path.write_text("old", encoding="utf-8")

    def full(temporary: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UnwritableError, match="No space left"), replacing(path) as file:
        file.write("new")
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    ("name", "reason"), [("missing/out.csv", "No such file or directory"), (".", "Is a directory")]
)
def test_a_place_that_cannot_be_written_ends_with_74(
    tmp_path: Path, name: str, reason: str
) -> None:
    path = str(tmp_path / name)
    ran = written_to(subprocess.DEVNULL, *CSV, "--output", path)
    assert ran == Ran(74, "", f"{path}: output cannot be written: {reason}\n")


def test_the_name_of_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    ran = written_to(subprocess.DEVNULL, *CSV, "--output", str(tmp_path / "\x1b[31m/x"))
    assert ran.code == 74
    assert "\x1b" not in ran.err
    assert r"\x1b[31m" in ran.err


def test_a_device_is_written_to_and_not_replaced() -> None:
    assert run(*CSV, "--output", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
@pytest.mark.parametrize(
    "script",
    ['"$@" -o /dev/stdout | cat', '"$@" -o >(cat)', '"$@" -o /dev/fd/3 3>&1 >/dev/null | cat'],
)
def test_a_pipe_is_written_to_by_whatever_name_it_has(script: str) -> None:
    command = ["bash", "-o", "pipefail", "-c", f"{script}; wait", "bash", *PROGRAM, *CSV]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode() == run(*CSV).out


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_a_file_that_standard_output_leads_to_holds_the_result(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with path.open("wb") as file:
        assert written_to(file.fileno(), *CSV, "-o", "/dev/stdout") == Ran(0, "", "")
    assert path.read_bytes().decode() == run(*CSV).out


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    assert run(*CSV, "--output", str(path)) == Ran(0, "", "")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@needs_full
def test_a_full_device_ends_with_74() -> None:
    ran = written_to(subprocess.DEVNULL, *CSV, "--output", str(FULL))
    assert (ran.code, ran.err.count("\n")) == (74, 1)


# ---- bytes ----


def test_a_byte_order_mark_is_put_before_csv_on_request() -> None:
    plain = run("compare", ELEARNING, "--format", "csv")
    marked = run("compare", ELEARNING, "--format", "csv", "--bom")
    assert marked.out == f"\ufeff{plain.out}"


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_a_byte_order_mark_before_anything_else_is_refused(form: str) -> None:
    marked = run("compare", ELEARNING, "--format", form, "--bom")
    assert (marked.code, marked.out) == (2, "")


def test_lines_end_with_crlf_in_csv_and_with_lf_elsewhere() -> None:
    assert run(*CSV).out.count("\n") == run(*CSV).out.count("\r\n")
    for form in ("table", "markdown", "json"):
        assert "\r" not in run("compare", ELEARNING, "--format", form).out


def test_output_is_utf8_whatever_the_locale() -> None:
    encoding = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [*PROGRAM, *CSV]
    ran = subprocess.run(command, capture_output=True, env={**os.environ, **encoding}, check=True)
    assert ran.stdout.decode() == run(*CSV).out


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(form: str) -> None:
    command = [*PROGRAM, "compare", str(ROOT / "scenarios/microsoft.yaml"), "--format", form]
    outputs = {
        subprocess.run(
            command, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


# ---- colors ----


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "json"])
def test_there_are_no_colors_in_a_pipe(form: str) -> None:
    assert "\x1b" not in run("compare", ELEARNING, "--format", form, TERM="xterm-256color").out


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": "0"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_a_terminal_gets_colors_unless_it_refuses(
    environment: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emit, "is_terminal", lambda: True)
    ran = run("compare", ELEARNING, COLUMNS="200", **environment)
    assert ("\x1b[" in ran.out) is colored


def test_colors_change_no_character(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("compare", ELEARNING, COLUMNS="200").out
    monkeypatch.setattr(emit, "is_terminal", lambda: True)
    colored = run("compare", ELEARNING, COLUMNS="200", TERM="xterm").out
    without = "".join(part.partition("m")[2] for part in f"m{colored}".split("\x1b["))
    assert [line.rstrip() for line in without.splitlines()] == plain.splitlines()


def test_a_file_written_from_a_terminal_has_no_colors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emit, "is_terminal", lambda: True)
    path = tmp_path / "out.txt"
    run("compare", ELEARNING, "--output", str(path), TERM="xterm")
    assert b"\x1b" not in path.read_bytes()
