"""The pages hold: commands print what is shown, examples compute, links lead somewhere.

SCALEMERIT_REFRESH=1 writes what the program prints today into the pages: read the difference.

* ```console blocks: each `$ scalemerit …`, over as many lines as its quotes are open, is run, in
  Japanese for `*.ja.md` and in English for the others. After a `|` may stand scalemerit again,
  `head -n N`, `tail -n N`, `grep -A N 'words'` or `jq` with `-r`, `-c`, `-s` and `--arg`, which is
  jq itself; `2>/dev/null` at the end of a part and a following `$ echo $?` are understood, nothing
  else is.
* ```yaml blocks with `scalemerit: 1` are loaded, compared, and must meet their expectations; one
  that begins with `# name.yaml` is that file for the commands of its page. ```yaml wrong blocks are
  only such files. A ```csv name block is the file name.csv.
* In docs/problems.md a ```yaml block takes the place of its top-level keys in a sound scenario,
  and the ```text block after it holds what is then reported.
* ```pycon blocks are run as doctests; one knows the names of those before it on its page.
"""

from __future__ import annotations

import doctest
import json
import re
import shlex
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple, get_args

import jq
import pytest

from running import ROOT, run, same_as_golden
from scalemerit import ScalemeritError, compare
from scalemerit.errors import Problem
from scalemerit.pricing import Price
from scalemerit.problem_texts import CODES
from scalemerit.rules import RULES
from scalemerit.scenario import read_scenario
from scalemerit.schemas import SCHEMAS
from scalemerit.views.words import CAUSES
from scalemerit.writers import FORMATS
from scalemerit.writers.csv import HEADINGS

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
PROBLEMS = DOCS / "problems.md"
COMMANDS = (
    *("compare", "batch", "validate", "diff", "explain", "allocate", "join"),
    *("survey template", "survey import", "init", "schema", "completion"),
)
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
SILENT = "2>/dev/null"
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
    """So wide that titles of the shipped themes are not broken."""
    if page.name.endswith(".ja.md"):
        return {"COLUMNS": "122", "LANG": "ja_JP.UTF-8"}
    return {"COLUMNS": "116", "LANG": "en_US.UTF-8"}


def write_file(block: Block, folder: Path) -> None:
    """Put a block that names itself into the folder in which its page's commands run."""
    if block.language == "csv":
        (folder / f"{block.kind}.csv").write_text(block.text, encoding="utf-8")
    name = re.match(r"# (\w+\.yaml)\n", block.text)
    if block.language == "yaml" and name:
        (folder / name[1]).write_text(block.text, encoding="utf-8")


def transcript(text: str, folder: Path, **environment: str) -> Iterator[str]:
    """The commands of a console block, each with what it prints."""
    code = 0
    for command in commands(text):
        yield f"$ {command}\n"
        if command == "echo $?":
            yield f"{code}\n"
            continue
        told, printed, code = piped(command, folder, **environment)
        yield from (f"{line}\n" for line in (told + printed).splitlines())


def commands(text: str) -> Iterator[str]:
    """What stands after each `$`; a command goes on while a quote is open."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line.removeprefix("$ ")
            while command.count("'") % 2:
                command += f"\n{next(lines)}"
            yield command


def piped(command: str, folder: Path, **environment: str) -> tuple[str, str, int]:
    """What all parts of a pipe tell, what comes out of its end, and the exit code of its end."""
    told, text, code = "", "", 0
    for words in parts_of(command):
        if words[0] == "scalemerit":
            arguments = [word for word in words[1:] if word != SILENT]
            with chdir(folder):
                ran = run(*arguments, stdin=text.encode(), **environment)
            told += "" if SILENT in words else ran.err
            text, code = ran.out, ran.code
        else:
            text, code = filtered(text, words), 0
    return told, text, code


def parts_of(command: str) -> Iterator[list[str]]:
    """The words of each part of a pipe."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|")
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    for word in lexer:
        if word == "|":
            yield words
            words = []
        else:
            words.append(word)
    yield words


def filtered(text: str, words: list[str]) -> str:
    lines = text.splitlines(keepends=True)
    match words:
        case ["head", "-n", number]:
            return "".join(lines[: int(number)])
        case ["tail", "-n", number]:
            return "".join(lines[-int(number) :])
        case ["grep", "-A", number, pattern]:
            first = next(index for index, line in enumerate(lines) if pattern in line)
            return "".join(lines[first : first + int(number) + 1])
        case ["jq", *options, program]:
            return "".join(f"{line}\n" for line in selected(text, program, options))
    raise AssertionError(words)


def selected(text: str, program: str, options: list[str]) -> Iterator[str]:
    """What jq makes of it, as its command writes it."""
    arguments = {}
    while "--arg" in options:
        at = options.index("--arg")
        arguments[options[at + 1]] = options[at + 2]
        del options[at : at + 3]
    assert set(options) <= {"-r", "-c", "-s"}, options
    # jq writes its numbers itself: what it hands over to Python is text
    compiled = jq.compile(f"({program}\n) | [type, tojson]", args=arguments)
    for kind, encoded in compiled.input_text(text, slurp="-s" in options):
        if kind == "string" and "-r" in options:
            yield json.loads(encoded)
        elif "-c" in options:
            yield encoded
        else:
            yield json.dumps(json.loads(encoded), ensure_ascii=False, indent=2)


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
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.language == "pycon":
            example = doctest.DocTestParser().get_doctest(block.text, names, page.name, None, 0)
            with chdir(ROOT):
                assert doctest.DocTestRunner().run(example, clear_globs=False).failed == 0
            names = example.globs


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
    _, printed, _ = piped(f"scalemerit {command} --help", tmp_path)
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", printed))
    assert undocumented(sorted(options), "commands.md") == []


def test_every_command_is_documented(tmp_path: Path) -> None:
    _, printed, _ = piped("scalemerit --help", tmp_path)
    listed = printed.partition("Commands:")[2]
    commands = re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)
    assert sorted(commands) == sorted({command.partition(" ")[0] for command in COMMANDS})


def test_every_price_model_and_every_rule_is_documented() -> None:
    models = [get_args(one.model_fields["model"].annotation)[0] for one in union(Price)]
    assert undocumented([*models, *RULES], "format.md") == []
    assert undocumented([*models, *RULES, *CAUSES], "figures.md") == []


def union(annotated: object) -> tuple[type, ...]:
    return get_args(get_args(annotated)[0])


def test_every_key_of_a_scenario_is_documented() -> None:
    assert undocumented(sorted(set(keys_of(SCHEMAS["scenario"]()))), "format.md") == []


def test_every_format_and_every_key_of_a_result_is_documented() -> None:
    outputs = [schema() for name, schema in SCHEMAS.items() if name != "scenario"]
    keys = {*keys_of(outputs), *HEADINGS, *FORMATS}
    assert undocumented(sorted(keys), "commands.md") == []
