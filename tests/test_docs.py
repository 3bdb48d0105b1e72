"""The pages hold: commands print what is shown, examples compute, links lead somewhere.

SCALEMERIT_REFRESH=1 writes what the program prints today into the pages: read the difference.

* ```console blocks: each line `$ scalemerit …` is run, in Japanese for `*.ja.md` and in English for
  the others. `| head -n N`, `| grep -A N 'words'` and a following `$ echo $?` are understood,
  nothing else is.
* ```yaml blocks with `scalemerit: 1` are loaded, compared, and must meet their expectations; one
  that begins with `# name.yaml` is that file for the commands of its page. ```yaml wrong blocks are
  only such files.
* In docs/problems.md a ```yaml block takes the place of its top-level keys in a sound scenario,
  and the ```text block after it holds what is then reported.
* ```pycon blocks are run as doctests.
"""

from __future__ import annotations

import doctest
import re
import shlex
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from running import ROOT, run, same_as_golden
from scalemerit import ScalemeritError, compare
from scalemerit.allocate import RULES
from scalemerit.errors import Problem
from scalemerit.pricing import Price
from scalemerit.problem_texts import CODES
from scalemerit.scenario import read_scenario
from scalemerit.schemas import comparison_schema, difference_schema, scenario_schema
from scalemerit.views.words import CAUSES
from scalemerit.writers import FORMATS
from scalemerit.writers.csv import HEADINGS

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
PROBLEMS = DOCS / "problems.md"
COMMANDS = ("compare", "batch", "validate", "diff", "explain", "schema", "completion")
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SOUND = {
    "scalemerit": "scalemerit: 1\n",
    "title": "title: 研修ツール\n",
    "buyers": "buyers: {江戸川区: 700, 葛飾区: 450}\n",
    "vendors": "vendors: {甲社: {price: {model: volume, tiers: {1: 4800, 500: 4400}}}}\n",
}


class Block(NamedTuple):
    """A fenced block of a page: its language, the word after it, its text, and where it stands."""

    language: str
    kind: str
    text: str
    start: int
    end: int


def page_text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    found = FENCE.finditer(page_text(page))
    return [Block(one[1], one[2] or "", one[3], one.start(3), one.end(3)) for one in found]


def fresh(page: Path) -> str:
    """The page with what the program prints today."""
    old = page_text(page)
    parts, position, before = [], 0, None
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks(page):
            write_file(block, Path(folder))
        for block in blocks(page):
            new = block.text
            if block.language == "console":
                new = "".join(transcript(block.text, Path(folder), **environment_of(page)))
            elif page == PROBLEMS and block.language == "text" and before:
                new = report(before.text, Path(folder))
            parts += [old[position : block.start], new]
            position, before = block.end, block if block.language == "yaml" else None
    return "".join([*parts, old[position:]])


def environment_of(page: Path) -> dict[str, str]:
    """Japanese tables are a little wider."""
    if page.name.endswith(".ja.md"):
        return {"COLUMNS": "90", "LANG": "ja_JP.UTF-8"}
    return {"COLUMNS": "80", "LANG": "en_US.UTF-8"}


def write_file(block: Block, folder: Path) -> None:
    """Put a block that names itself into the folder in which its page's commands run."""
    name = re.match(r"# (\w+\.yaml)\n", block.text)
    if block.language == "yaml" and name:
        (folder / name[1]).write_text(block.text, encoding="utf-8")


def transcript(text: str, folder: Path, **environment: str) -> Iterator[str]:
    """The commands of a console block, each with what it prints."""
    code = 0
    for line in text.splitlines():
        if not line.startswith("$ "):
            continue
        yield f"{line}\n"
        if line == "$ echo $?":
            yield f"{code}\n"
            continue
        command, *filters = line.removeprefix("$ ").split(" | ")
        lines, code = printed_by(shlex.split(command), folder, **environment)
        for one in filters:
            lines, code = filtered(lines, shlex.split(one)), 0
        yield from (f"{printed}\n" for printed in lines)


def printed_by(words: list[str], folder: Path, **environment: str) -> tuple[list[str], int]:
    """What a command writes, problems first, and its exit code."""
    assert words[0] == "scalemerit", f"only scalemerit is run here, not {words}"
    with chdir(folder):
        ran = run(*words[1:], **environment)
    return (ran.err + ran.out).splitlines(), ran.code


def filtered(lines: list[str], words: list[str]) -> list[str]:
    match words:
        case ["head", "-n", number]:
            return lines[: int(number)]
        case ["grep", "-A", number, pattern]:
            first = next(index for index, line in enumerate(lines) if pattern in line)
            return lines[first : first + int(number) + 1]
    raise AssertionError(words)


def report(fragment: str, folder: Path) -> str:
    """What is reported of a sound scenario in which this stands instead."""
    replaced = set(re.findall(r"^(\w+):", fragment, re.MULTILINE))
    kept = "".join(part for key, part in SOUND.items() if key not in replaced)
    file = folder / "example.yaml"
    file.write_text(kept + fragment, encoding="utf-8", newline="")
    return "".join(
        f"{one.severity}[{one.code}]: {one.message('en')}\n  = {one.remedy('en')}\n"
        for one in reported(file)
    )


def reported(file: Path) -> tuple[Problem, ...]:
    try:
        loaded = read_scenario(str(file))
        compare(loaded.scenario)
    except ScalemeritError as error:
        return error.problems
    return loaded.warnings


def slugs(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = FENCE.sub("", page_text(page))
    return {
        re.sub(r"[^\w\- ]", "", name.lower()).replace(" ", "-") for name in HEADING.findall(text)
    }


def keys_of(schema: object) -> Iterator[str]:
    """The names of all fields that a JSON Schema describes."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for inner in schema.values():
            yield from keys_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from keys_of(inner)


def undocumented(names: Iterable[str], page: str) -> list[str]:
    text = page_text(DOCS / page)
    return [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)]


SCENARIOS = [
    pytest.param(block.text, id=f"{page.name}-{number}")
    for page in PAGES
    for number, block in enumerate(blocks(page))
    if block.language == "yaml" and not block.kind and "scalemerit: 1" in block.text
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_the_page_shows(page: Path) -> None:
    same_as_golden(page, fresh(page))


@pytest.mark.parametrize("text", SCENARIOS)
def test_a_scenario_on_a_page_is_sound_and_meets_its_expectations(
    text: str, tmp_path: Path
) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = read_scenario(str(file))
    comparison = compare(loaded.scenario)
    savings = {outcome.name: outcome.saving for outcome in comparison.arrangements}
    assert (loaded.warnings, comparison.all_met) == ((), True), savings


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_on_a_page_runs(page: Path) -> None:
    for block in blocks(page):
        if block.language == "pycon":
            example = doctest.DocTestParser().get_doctest(block.text, {}, page.name, None, 0)
            assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(FENCE.sub("", page_text(page))):
        if link.startswith("https:"):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in slugs(target), link


def test_every_page_can_be_reached_from_the_readme() -> None:
    linked = {
        (ROOT / link.partition("#")[0]).resolve() for link in LINK.findall(page_text(PAGES[0]))
    }
    assert [page.name for page in PAGES[1:] if page.resolve() not in linked] == []


def test_the_page_of_problems_has_the_codes_of_the_program() -> None:
    headings = re.findall(r"^### `([a-z0-9-]+)`$", page_text(PROBLEMS), re.MULTILINE)
    assert sorted(headings) == sorted(CODES)


def test_each_example_of_a_problem_provokes_that_problem_alone() -> None:
    for section in page_text(PROBLEMS).split("\n### ")[1:]:
        code = section.partition("`")[2].partition("`")[0]
        shown = re.findall(r"^(?:\S+: )?(error|warning)\[(.+?)\]", section, re.MULTILINE)
        assert shown in ([], [(CODES[code].severity, code)]), code


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str, tmp_path: Path) -> None:
    printed, _ = printed_by(["scalemerit", command, "--help"], tmp_path)
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", "\n".join(printed)))
    assert undocumented(sorted(options), "commands.md") == []


def test_every_command_is_documented(tmp_path: Path) -> None:
    printed, _ = printed_by(["scalemerit", "--help"], tmp_path)
    listed = "\n".join(printed).partition("Commands:")[2]
    commands = re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)
    assert sorted(commands) == sorted(COMMANDS)


def test_every_price_model_and_every_rule_is_documented() -> None:
    models = [get_args(one.model_fields["model"].annotation)[0] for one in union(Price)]
    assert undocumented([*models, *RULES], "format.md") == []
    assert undocumented([*models, *RULES, *CAUSES], "figures.md") == []


def union(annotated: object) -> tuple[type, ...]:
    return get_args(get_args(annotated)[0])


def test_every_key_of_a_scenario_is_documented() -> None:
    assert undocumented(sorted(set(keys_of(scenario_schema()))), "format.md") == []


def test_every_format_and_every_key_of_a_result_is_documented() -> None:
    keys = {*keys_of(comparison_schema()), *keys_of(difference_schema()), *HEADINGS, *FORMATS}
    assert undocumented(sorted(keys), "commands.md") == []
