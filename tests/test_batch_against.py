"""Runs held against an earlier one: what became of each theme, and the gate on it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from running import Ran, run, same_as_golden

FOLDER = Path(__file__).parent / "batch"
ERRORS = Path(__file__).parent / "errors"
GOLDENS = Path(__file__).parent / "batch_goldens"
FORMS = {"json": "json", "jsonl": "jsonl"}


@pytest.fixture(autouse=True)
def _in_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "themes")
    monkeypatch.chdir(tmp_path / "themes")


def batch(*options: str) -> Ran:
    return run("batch", ".", "--lang", "en", *options)


@pytest.fixture(params=FORMS)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A kept result of the themes as they were."""
    path = tmp_path / f"earlier.{request.param}"
    batch("--format", request.param, "--output", str(path))
    return str(path)


def change(file: str, old: str, new: str) -> None:
    text = Path(file).read_text(encoding="utf-8")
    assert old in text
    Path(file).write_text(text.replace(old, new), encoding="utf-8")


def changes(earlier: str, *options: str) -> Any:
    ran = batch("--against", earlier, "--format", "json", *options)
    return json.loads(ran.out, parse_float=str)["changes"]


def changed() -> None:
    """One theme with a dearer tier, one gone, one new, one renamed."""
    change("a-saves.yaml", "10: 90_000", "10: 92_000")
    Path("more/e-rises.yml").rename("more/f-renamed.yml")
    Path("b-loses.yaml").unlink()
    text = Path("a-saves.yaml").read_text(encoding="utf-8")
    Path("g-new.yaml").write_text(text.replace("研修ツール", "電子申請"), encoding="utf-8")


def test_where_nothing_changed_nothing_is_said_to_have(earlier: str) -> None:
    found = changes(earlier)
    assert [one["file"] for one in found] == [
        "a-saves.yaml",
        "b-loses.yaml",
        "d-dollars.yaml",
        "more/e-rises.yml",
    ]
    assert all(one["saving"]["difference"] in {0, "0.00"} for one in found)
    assert "No theme has changed." in batch("--against", earlier).out


def test_each_theme_is_held_against_itself(earlier: str) -> None:
    changed()
    found = {one["file"]: one["saving"] for one in changes(earlier)}
    assert found["a-saves.yaml"] == {"old": 100_000, "new": 80_000, "difference": -20_000}
    assert found["more/f-renamed.yml"] == {"old": 2_200, "new": 2_200, "difference": 0}
    assert (found["g-new.yaml"]["old"], found["g-new.yaml"]["new"]) == (None, 80_000)
    assert (found["b-loses.yaml"]["old"], found["b-loses.yaml"]["new"]) == (-10_000, None)
    assert found["d-dollars.yaml"]["difference"] == "0.00"
    assert "more/e-rises.yml" not in found


def test_what_changed_is_told_as_diff_tells_it(earlier: str, tmp_path: Path) -> None:
    shutil.copy("a-saves.yaml", tmp_path / "old.yaml")
    changed()
    (difference,) = [one["difference"] for one in changes(earlier) if one["file"] == "a-saves.yaml"]
    alone = run("diff", str(tmp_path / "old.yaml"), "a-saves.yaml", "--format", "json")
    assert difference == json.loads(alone.out, parse_float=str)


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (".", "./a-saves.yaml"),
        (".", "{here}/a-saves.yaml"),
        ("..", "themes/a-saves.yaml"),
        ("more", "../a-saves.yaml"),
        ("..", "{here}"),
    ],
)
def test_a_path_may_be_written_otherwise(
    folder: str, path: str, earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path.format(here=Path.cwd())
    monkeypatch.chdir(folder)
    ran = run("batch", path, "--against", earlier, "--format", "json")
    first = json.loads(ran.out)["changes"][0]
    assert (first["title"], first["saving"]["old"]) == ("研修ツール", 100_000)


def test_a_name_that_is_shown_escaped_is_found_again(tmp_path: Path) -> None:
    name = "nb\u00a0sp\u202e.yaml"
    shutil.copy("a-saves.yaml", name)
    kept = str(tmp_path / "kept.jsonl")
    run("batch", name, "--format", "jsonl", "--output", kept)
    (only,) = json.loads(run("batch", name, "--against", kept, "--format", "json").out)["changes"]
    assert only["saving"]["old"] == 100_000


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("x", "y"):
        Path(name).mkdir()
        shutil.copy("a-saves.yaml", f"{name}/same.yaml")
    change("y/same.yaml", "10: 90_000", "10: 95_000")
    kept = str(tmp_path / "kept.jsonl")
    run("batch", "x", "y", "--format", "jsonl", "--output", kept)
    found = json.loads(run("batch", f"{Path.cwd()}/y", "--against", kept, "--format", "json").out)
    assert [one["saving"]["old"] for one in found["changes"]] == [50_000]


def test_a_renamed_file_is_found_by_its_title_only_if_no_other_is_gone_with_it(
    tmp_path: Path,
) -> None:
    shutil.copy("a-saves.yaml", "twin.yaml")
    kept = str(tmp_path / "kept.jsonl")
    batch("--format", "jsonl", "--output", kept)
    Path("a-saves.yaml").rename("renamed.yaml")
    Path("twin.yaml").unlink()
    found = {one["file"]: one["saving"] for one in changes(kept)}
    assert found["renamed.yaml"]["old"] is None
    assert found["a-saves.yaml"]["new"] is found["twin.yaml"]["new"] is None


def test_themes_that_are_only_not_looked_at_are_not_gone(earlier: str) -> None:
    ran = run("batch", ".", "--shard", "1/5", "--against", earlier, "--format", "json")
    assert [one["file"] for one in json.loads(ran.out)["changes"]] == ["a-saves.yaml"]


@pytest.mark.parametrize("form", ["table", "markdown", "csv"])
def test_the_report_is_the_one_kept(earlier: str, form: str) -> None:
    changed()
    ran = batch("--against", earlier, "--format", form)
    same_as_golden(GOLDENS / f"against.{form}.txt", ran.out)


def test_a_smaller_saving_fails_if_asked(earlier: str) -> None:
    good = ("a-saves.yaml", "d-dollars.yaml")
    gate = ("--against", earlier, "--fail-on-decrease", "--lang", "en")
    assert run("batch", *good, *gate).code == 0
    changed()
    ran = run("batch", *good, *gate)
    assert ran.code == 3
    assert (
        "a-saves.yaml: 研修ツール: joint: Saving not less than before (--fail-on-decrease): "
        "not met: expected 100,000, actual 80,000\n"
    ) in ran.err
    assert run("batch", *good, *gate, "--format", "jsonl").code == 3


@pytest.mark.parametrize("form", ["table", "jsonl", "junit"])
def test_a_theme_that_is_gone_saves_no_more(earlier: str, form: str) -> None:
    Path("a-saves.yaml").unlink()
    gate = ("--against", earlier, "--fail-on-decrease", "--lang", "en")
    ran = run("batch", "d-dollars.yaml", *gate, "--format", form)
    assert ran.code == 3
    assert ran.err == (
        "a-saves.yaml: 研修ツール: the largest saving: "
        "Saving not less than before (--fail-on-decrease): "
        "not met: expected 100,000, actual \u2015\n"
    )
    assert form != "junit" or 'tests="2" failures="1"' in ran.out


def test_a_theme_that_is_gone_and_saved_nothing_is_no_decrease(earlier: str) -> None:
    Path("b-loses.yaml").unlink()
    gate = ("--against", earlier, "--fail-on-decrease")
    assert run("batch", "d-dollars.yaml", *gate).code == 0


@pytest.mark.parametrize(("unit", "code"), [(100_000, 0), (99_999, 3)])
def test_any_saving_that_is_gone_is_a_decrease(unit: int, code: int, tmp_path: Path) -> None:
    change("a-saves.yaml", "10: 90_000", f"10: {unit}")  # ten of them save nothing, or ten yen
    kept = str(tmp_path / "kept.jsonl")
    run("batch", "a-saves.yaml", "d-dollars.yaml", "--format", "jsonl", "--output", kept)
    Path("a-saves.yaml").unlink()
    ran = run("batch", "d-dollars.yaml", "--against", kept, "--fail-on-decrease")
    assert ran.code == code


def test_a_decrease_of_the_best_is_not_blamed_on_another_arrangement(tmp_path: Path) -> None:
    text = Path("a-saves.yaml").read_text(encoding="utf-8").partition("arrangements")[0]
    both = f"{text}arrangements: {{all: {{}}, less: {{coordination: {{yearly: 60_000}}}}}}\n"
    Path("a-saves.yaml").write_text(both, encoding="utf-8")
    kept = str(tmp_path / "kept.jsonl")
    run("batch", "a-saves.yaml", "--format", "jsonl", "--output", kept)
    change("a-saves.yaml", "all: {}, ", "")
    gate = ("--against", kept, "--fail-on-decrease", "--lang", "en")
    ran = run("batch", "a-saves.yaml", *gate)
    assert "研修ツール: the largest saving: " in ran.err
    ran = run("batch", "a-saves.yaml", *gate, "--problems", "json")
    assert [one["arrangement"] for one in json.loads(ran.err)["expectations"]] == [None]


def test_an_earlier_run_over_other_files_is_no_pass(earlier: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    text = Path("a-saves.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("研修ツール", "別のもの"), encoding="utf-8")
    ran = run("batch", str(other), "--against", earlier, "--fail-on-decrease", "--lang", "en")
    assert ran.code == 1
    assert "error[against-nothing]: no theme of the earlier run is among these files" in ran.err
    for language in ("en", "ja"):
        ran = run(
            "batch", str(other), "--against", earlier, "--fail-on-decrease", f"--lang={language}"
        )
        same_as_golden(ERRORS / f"against-nothing.{language}.txt", ran.err)
    assert run("batch", str(other), "--against", earlier).code == 0


def test_a_theme_that_can_no_longer_be_read_is_named(earlier: str) -> None:
    change("a-saves.yaml", "buyers", "byers")
    out = batch("--against", earlier).out
    assert "Not compared, as their files could not be read: 研修ツール" in out
    document = json.loads(batch("--against", earlier, "--format", "json").out)
    assert document["not_compared"] == [{"file": "a-saves.yaml", "title": "研修ツール"}]
    assert "No theme has changed." not in out.partition("(in USD)")[0]


def test_a_theme_whose_renamed_file_cannot_be_read_is_not_gone(earlier: str) -> None:
    change("a-saves.yaml", "buyers", "byers")
    Path("a-saves.yaml").rename("renamed.yaml")
    ran = batch("--against", earlier, "--fail-on-decrease", "--format", "json")
    document = json.loads(ran.out)
    assert document["not_compared"] == [{"file": "renamed.yaml", "title": "研修ツール"}]
    assert "a-saves.yaml" not in [one["file"] for one in document["changes"]]
    assert (ran.code, "--fail-on-decrease" in ran.err) == (1, False)


@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_a_smaller_saving_of_which_nothing_is_expected_fails_if_asked(
    earlier: str, form: str
) -> None:
    change("d-dollars.yaml", "5: 9.25", "5: 9.50")
    gate = ("--against", earlier, "--fail-on-decrease")
    assert run("batch", "d-dollars.yaml", *gate, "--format", form).code == 3


def test_a_larger_saving_does_not_fail(earlier: str) -> None:
    change("a-saves.yaml", "10: 90_000", "10: 85_000")
    ran = run("batch", "a-saves.yaml", "--against", earlier, "--fail-on-decrease")
    assert ran.code == 3  # the scenario expects 100,000 to the yen
    assert "--fail-on-decrease" not in ran.err


def test_a_theme_in_another_currency_is_another_theme(earlier: str) -> None:
    change("d-dollars.yaml", "currency: USD", "currency: EUR")
    ran = run("batch", "d-dollars.yaml", "--against", earlier, "--format", "json")
    assert ran.code == 0
    found = [
        (one["currency"], one["saving"]["old"], one["saving"]["new"])
        for one in json.loads(ran.out, parse_float=str)["changes"]
    ]
    assert found == [("EUR", None, "13.76"), ("USD", "13.76", None)]
    gate = ("--against", earlier, "--fail-on-decrease")
    assert run("batch", "d-dollars.yaml", *gate).code == 3


def test_after_a_run_over_nothing_everything_is_new(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    ran = batch("--against", str(path), "--format", "json")
    assert [one["saving"]["old"] for one in json.loads(ran.out)["changes"]] == [None] * 4


def test_a_kept_result_that_is_empty_opens_no_gate(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n", encoding="utf-8")
    gate = ("--against", str(path), "--fail-on-decrease")
    assert run("batch", "a-saves.yaml", *gate).code == 1


def test_standard_input_cannot_be_both_lists() -> None:
    assert run("batch", "-", "--against", "-", stdin=b"a-saves.yaml\n").code == 2


def test_without_an_earlier_run_there_is_no_gate_on_it() -> None:
    assert batch("--fail-on-decrease").code == 2


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("[1]", ["not-a-mapping"]),
        ('{"schema": "scalemerit/batch/2"}', ["saved-schema"]),
        ('{"schema": "scalemerit/batch/1"}', ["saved-schema"]),
        ('{"schema": "scalemerit/batch/1", "themes": [{}]}', ["saved-missing"]),
        ('{"schema": "scalemerit/comparison/1"}', ["saved-missing"]),
        ('{"schema":"scalemerit/problems/1"}\n{"a"', ["yaml-syntax"]),
        ('{"schema":"scalemerit/problems/1","a":&a [1],"b":*a}', ["saved-alias"]),
        ("a: [", ["yaml-syntax"]),
    ],
)
def test_a_kept_result_that_is_none_is_a_problem_and_nothing_is_compared(
    content: str, codes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "kept.json"
    path.write_text(content, encoding="utf-8")
    ran = batch("--against", str(path), "--problems", "json")
    assert (ran.code, ran.out) == (1, "")
    assert [one["code"] for one in json.loads(ran.err)["problems"]] == codes


def test_a_kept_result_that_is_not_there_is_a_problem() -> None:
    ran = batch("--against", "missing.json")
    assert ran.code == 1
    assert "error[file-missing]" in ran.err


@pytest.mark.parametrize("way", ["a-saves.yaml", "./a-saves.yaml", "more//../a-saves.yaml"])
def test_a_file_that_stands_twice_is_a_problem(way: str, tmp_path: Path) -> None:
    first = batch("--format", "jsonl").out.splitlines(keepends=True)[0]
    path = tmp_path / "kept.jsonl"
    again = first.replace('"a-saves.yaml"', f'"{way}"')
    path.write_text(first + again, encoding="utf-8")
    ran = batch("--against", str(path), "--problems", "json")
    (problem,) = json.loads(ran.err)["problems"]
    assert (problem["code"], problem["line"]) == ("saved-twice", 2)


def test_each_theme_that_stands_twice_in_one_document_is_told_where_it_stands(
    tmp_path: Path,
) -> None:
    document = json.loads(batch("--format", "json").out)
    document["themes"] += document["themes"][:2]
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    ran = batch("--against", str(path), "--problems", "json")
    told = [(one["code"], lines[one["line"] - 1]) for one in json.loads(ran.err)["problems"]]
    assert told == [
        ("saved-twice", '   "file": "a-saves.yaml",'),
        ("saved-twice", '   "file": "b-loses.yaml",'),
    ]


def test_a_key_that_stands_twice_in_a_kept_result_is_a_problem(tmp_path: Path) -> None:
    first = batch("--format", "jsonl").out.splitlines(keepends=True)[0]
    path = tmp_path / "kept.jsonl"
    path.write_text(first.replace("{", '{"file":"b.yaml",', 1), encoding="utf-8")
    ran = batch("--against", str(path), "--problems", "json")
    assert [one["code"] for one in json.loads(ran.err)["problems"]] == ["duplicate-key"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_an_endless_kept_result_is_too_large() -> None:
    assert "error[file-too-large]" in batch("--against", "/dev/zero").err


def test_a_wrong_figure_is_told_where_it_stands(tmp_path: Path) -> None:
    lines = batch("--format", "jsonl").out.splitlines(keepends=True)
    lines[1] = lines[1].replace('"saving":-10000', '"saving":-10001', 1)
    path = tmp_path / "kept.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    ran = batch("--against", str(path), "--problems", "json")
    (problem,) = json.loads(ran.err)["problems"]
    column = lines[1].index("-10001") + 1
    assert (problem["code"], problem["line"], problem["column"]) == ("saved-sum", 2, column)


def test_a_wrong_figure_in_one_document_is_told_where_it_stands(tmp_path: Path) -> None:
    text = batch("--format", "json").out
    before, _, after = text.rpartition('"saving": -10000')
    path = tmp_path / "kept.json"
    path.write_text(f'{before}"saving": -10001{after}', encoding="utf-8")
    ran = batch("--against", str(path), "--problems", "json")
    (problem,) = json.loads(ran.err)["problems"]
    assert (problem["code"], problem["line"]) == ("saved-sum", before.count("\n") + 1)


def test_a_shard_takes_no_theme_of_another_for_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.json"
    saved = json.loads(batch("--format", "json").out, parse_float=str)
    for theme in saved["themes"]:
        theme["file"] = f"/elsewhere/{theme['file']}"
    kept.write_text(json.dumps(saved), encoding="utf-8")
    options = ("--against", str(kept), "--fail-on-decrease", "--format", "json")
    found = []
    for shard in ("1/2", "2/2"):
        ran = batch(*options, "--shard", shard)
        assert "gone" not in ran.err
        found += json.loads(ran.out, parse_float=str)["changes"]
    assert [one["saving"]["old"] is None for one in found] == [False] * len(saved["themes"])


def test_shards_together_tell_what_the_whole_does_and_nothing_twice(earlier: str) -> None:
    changed()
    change("a-saves.yaml", "研修ツール", "新しい名")
    change("d-dollars.yaml", "currency: USD", "currency: EUR")
    Path("b-saves.yaml").write_text(Path("g-new.yaml").read_text(encoding="utf-8"))
    Path("empty").mkdir()
    options = ("empty", "--against", earlier, "--fail-on-decrease", "--problems", "json")
    whole = batch(*options, "--format", "json")
    for parts in (2, 3, 9):
        shards = [
            batch(*options, "--format", "json", "--shard", f"{number}/{parts}")
            for number in range(1, parts + 1)
        ]
        for of_whole, of_shards in zip(
            told_of(whole), zip(*map(told_of, shards), strict=True), strict=True
        ):
            assert sorted(chain(*of_shards)) == sorted(of_whole)
        assert {whole.code} <= {one.code for one in shards} <= {0, 1, 3}


def told_of(ran: Ran) -> tuple[list[str], ...]:
    """What became of each theme, and what is wrong or not met, each as one text."""
    document, words = json.loads(ran.out), json.loads(ran.err or "{}")
    found = (document["changes"], words.get("problems", []), words.get("expectations", []))
    return tuple([json.dumps(one, sort_keys=True) for one in some] for some in found)


def test_a_theme_whose_currency_changed_is_not_the_former_of_another_file(tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.jsonl")
    batch("--format", "jsonl", "--output", kept)
    shutil.copy("d-dollars.yaml", "e-dollars.yaml")
    change("d-dollars.yaml", "currency: USD", "currency: EUR")
    found = [(one["file"], one["saving"]["old"]) for one in changes(kept)]
    assert ("e-dollars.yaml", None) in found
    assert ("d-dollars.yaml", "13.76") in found


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.jsonl")
    batch("--format", "jsonl", "--output", kept)
    text = Path("a-saves.yaml").read_bytes()
    Path("a-saves.yaml").unlink()
    os.mkfifo("pipe")
    writer = Thread(target=lambda: Path("pipe").write_bytes(text), daemon=True)
    writer.start()
    ran = run("batch", "pipe", "--against", kept, "--format", "json")
    assert json.loads(ran.out)["changes"][0]["saving"]["new"] == 100_000
    writer.join(timeout=20)


def test_a_file_beside_one_of_its_name_is_no_earlier_theme(tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.jsonl")
    run("batch", "a-saves.yaml", "--format", "jsonl", "--output", kept)
    Path("q").mkdir()
    text = Path("d-dollars.yaml").read_text(encoding="utf-8")
    Path("q/a-saves.yaml").write_text(text, encoding="utf-8")
    (only,) = json.loads(run("batch", "q", "--against", kept, "--format", "json").out)["changes"]
    assert only["saving"]["old"] is None


def test_that_the_only_theme_could_not_be_compared_is_told(tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.jsonl")
    run("batch", "a-saves.yaml", "--format", "jsonl", "--output", kept)
    Path("a-saves.yaml").write_text("scalemerit: 1", encoding="utf-8")
    ran = run("batch", "a-saves.yaml", "--against", kept, "--lang", "en")
    assert "Not compared, as their files could not be read: 研修ツール" in ran.out


@pytest.mark.parametrize("form", ["jsonl", "junit"])
def test_an_earlier_run_that_would_show_nowhere_is_refused(earlier: str, form: str) -> None:
    ran = batch("--against", earlier, "--format", form, "--lang", "en")
    assert ran.code == 2
    assert "--fail-on-decrease" in ran.err


def test_all_results_that_cannot_be_used_are_told_at_once(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    saved = json.loads(batch("--format", "json").out)
    del saved["themes"][0]["file"]
    saved["themes"][1] = None
    kept.write_text(json.dumps(saved), encoding="utf-8")
    ran = batch("--against", str(kept), "--lang", "en")
    assert ran.code == 1
    assert ran.err.count("error[saved-missing]") == 2


def test_lines_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    lines = batch("--format", "jsonl").out.encode()
    kept.write_bytes(b"\xef\xbb\xbf" + lines)
    assert "No theme has changed." in batch("--against", str(kept), "--lang", "en").out
