"""The gallery of problems: for each code a file that provokes it, with the words it is told in.

`tests/errors/CODE.yaml` (or `.bin`, for bytes that an editor would change; or `.json`, for a saved
result) stands beside the whole message in both languages. SCALEMERIT_REFRESH=1 writes the messages
anew: read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from string import Formatter

import pytest

import generate
from generate import Data
from running import Ran, run, same_as_golden
from scalemerit.errors import Problem, ScalemeritError
from scalemerit.problem_texts import CODES
from scalemerit.scenario import read_scenario

ERRORS = Path(__file__).parent / "errors"
TOO_LARGE = b"#" * (16 * 1024 * 1024 + 1)
# What no file can show: the arguments, and what stands on standard input.
WITHOUT_FILE: dict[str, tuple[str, bytes]] = {
    "file-missing": ("no-such-file.yaml", b""),
    "file-unreadable": ("together", b""),  # a folder
    "file-too-large": ("-", TOO_LARGE),
    "folder-empty": ("../bench", b""),  # where no scenarios are
    "list-empty": ("-", b"\n"),
}
# What no run here can provoke: other tests, of surveys and of batches, keep the messages.
ELSEWHERE = {
    *(code for code in CODES if code.startswith("survey-")),
    "against-nothing",
    "worker-lost",
    "no-memory",
    "cluster-extra",
    "cluster-unreachable",
    "cluster-version",
}
HERE = [code for code in CODES if code not in ELSEWHERE]
each_code = pytest.mark.parametrize("code", HERE)
KINDS = {".yaml", ".bin", ".json", ".jsonl"}
FILES = {path.stem: path.name for path in ERRORS.iterdir() if path.suffix in KINDS}
TOGETHER = sorted(path.name for path in (ERRORS / "together").iterdir() if path.suffix == ".yaml")
HEAD = re.compile(r"^(?:(?P<place>.+:\d+:\d+): )?(?:error|warning)\[(?P<code>[a-z0-9-]+)\]: ")


@pytest.fixture(autouse=True)
def _in_the_gallery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ERRORS)


@cache
def told(code: str, language: str) -> Ran:
    """The run that provokes a code."""
    argument, stdin = WITHOUT_FILE.get(code, (FILES.get(code, ""), b""))
    command = ("compare", argument, "--format", "json")
    if argument.endswith(".json"):
        command = ("diff", "scenarios/elearning.yaml", *command[1:])
    elif argument.endswith(".jsonl"):
        command = ("batch", "../batch/a-saves.yaml", "--against", argument)
    elif code in {"folder-empty", "list-empty"}:
        command = ("batch", argument, "--format", "jsonl")
    return run(*command, "--lang", language, stdin=stdin)


def codes_in(text: str) -> list[str]:
    """The codes of the problems told, in the order in which they stand."""
    return [found["code"] for line in text.splitlines() if (found := HEAD.match(line))]


def test_every_code_is_in_the_gallery() -> None:
    assert sorted([*FILES, *WITHOUT_FILE, *ELSEWHERE]) == sorted(CODES)


def test_every_message_belongs_to_a_code() -> None:
    messages = {path.name.partition(".")[0] for path in ERRORS.glob("*.txt")}
    assert messages == set(CODES)


@each_code
def test_a_file_of_the_gallery_provokes_its_own_code_only(code: str) -> None:
    assert set(codes_in(told(code, "en").err)) == {code}


@pytest.mark.parametrize("language", ["en", "ja"])
@each_code
def test_the_whole_message_is_the_one_kept(code: str, language: str) -> None:
    same_as_golden(ERRORS / f"{code}.{language}.txt", told(code, language).err)


@each_code
def test_an_error_ends_with_1_and_nothing_on_standard_output(code: str) -> None:
    ran = told(code, "en")
    is_warning = CODES[code].severity == "warning"
    assert (ran.code, bool(ran.out)) == ((0, True) if is_warning else (1, False))


@pytest.mark.parametrize("code", CODES)
def test_both_languages_tell_the_same_values(code: str) -> None:
    texts = CODES[code]
    in_english = fields(texts.message_en) | fields(texts.remedy_en)
    assert fields(texts.message_ja) | fields(texts.remedy_ja) == in_english


def fields(template: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("code", CODES)
def test_japanese_words_are_japanese(code: str) -> None:
    texts = CODES[code]
    for template in (texts.message_ja, texts.remedy_ja):
        words = re.sub(r"\{[^}]*\}", "", template)
        assert not words or re.search(r"[ぁ-ん]", words)
        assert not re.search(r"[。.、,]$", words)


# ---- several problems at once ----


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", TOGETHER)
def test_all_problems_of_a_file_are_told_at_once(name: str, language: str) -> None:
    ran = run("compare", f"together/{name}", "--lang", language)
    golden = ERRORS / "together" / f"{name.removesuffix('.yaml')}.{language}.txt"
    same_as_golden(golden, ran.err)
    assert len(codes_in(ran.err)) > 10


@pytest.mark.parametrize("chunk", range(10))
def test_problems_come_in_the_order_of_their_lines(chunk: int, tmp_path: Path) -> None:
    path = tmp_path / "spoilt.yaml"
    several = 0
    for seed in range(chunk * 30, chunk * 30 + 30):
        path.write_text(generate.to_yaml(spoilt(seed)), encoding="utf-8")
        found = problems_of(path)
        places = [(one.place.line, one.place.column) for one in found if one.place]
        assert len(places) == len(found), f"seed {seed}"
        assert places == sorted(places), f"seed {seed}"
        several += len(found) > 1
    assert several > 15


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a file."""
    try:
        return read_scenario(str(path)).warnings
    except ScalemeritError as error:
        return error.problems


def spoilt(seed: int) -> Data:
    """A random scenario with a few slips in it."""
    data = generate.scenario(seed)
    rng = Random(seed)
    for slip in rng.choices(SLIPS, k=rng.randint(2, 5)):
        slip(rng, rng.choice(mappings(data)))
    return data


def mappings(value: object) -> list[Data]:
    """Every mapping in a scenario that holds something, at any depth."""
    inner = list(value.values()) if isinstance(value, dict) else []
    here = [value] if isinstance(value, dict) and value else []
    return [*here, *(found for one in inner for found in mappings(one))]


def _misspell(rng: Random, part: Data) -> None:
    key = rng.choice(list(part))
    part[f"{key}x"] = part.pop(key)


def _retype(rng: Random, part: Data) -> None:
    wrong: list[object] = [True, "", "約5", -3, 10**20, ["x"], {"x": "y"}, [], {}, "0.5%", "２"]
    part[rng.choice(list(part))] = rng.choice(wrong)


def _drop(rng: Random, part: Data) -> None:
    if len(part) > 1:
        del part[rng.choice(list(part))]


def _add(rng: Random, part: Data) -> None:
    part[rng.choice(["price", "lead", "131237", "Edogawa", "1", "e9"])] = rng.choice([5, "港区"])


SLIPS: list[Callable[[Random, Data], None]] = [_misspell, _retype, _drop, _add]
