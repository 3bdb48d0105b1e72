"""The action for GitHub, the hook for pre-commit, and the snippets of docs/ci.md.

The scripts of the action are run by bash as GitHub runs them, with a program that notes what it is
asked.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from running import ROOT, run
from scalemerit.problem_texts import CODES

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")
COMMANDS = re.findall(r"^  ([a-z]+) ", run("--help").out.partition("Commands:")[2], re.MULTILINE)
ELEARNING = str(ROOT / "scenarios/elearning.yaml")
# Notes each word that it is given, writes what a batch would, and leaves as it is told.
STUB = """
import json, os, pathlib, sys
words = sys.argv[1:]
with open("asked.jsonl", "a", encoding="utf-8") as file:
    print(json.dumps([os.environ.get("GITHUB_ACTIONS"), *words]), file=file)
print("words for people", file=sys.stderr)
if "--output" in words:
    pathlib.Path(words[words.index("--output") + 1]).write_text("{}")
else:
    print("| theme | saving |\\n" * int(os.environ.get("STUB_LINES", "1")), end="")
sys.exit(int(os.environ.get("STUB_CODE", "0")))
"""

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def needs(command: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(command not in COMMANDS, reason=f"there is no `{command}` yet")


# ---- the action ----


class Job:
    """A folder in which the action's steps run, and what they leave behind."""

    def __init__(self, folder: Path, program: str) -> None:
        self.folder = folder
        for name in ("bin", "temp", "work"):
            (folder / name).mkdir()
        for name in ("scalemerit", "python"):
            file = folder / "bin" / name
            file.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {program} "$@"\n')
            file.chmod(0o755)
        (folder / "stub.py").write_text(STUB, encoding="utf-8")

    def step(self, name: str, inputs: Mapping[str, str], **environment: str) -> Any:
        """Run a step with these inputs and the defaults of the others."""
        given = {key: one["default"] for key, one in ACTION["inputs"].items()} | inputs
        values = {f"inputs.{key}": value for key, value in given.items()}
        values["github.action_path"] = "/the action"
        variables = {
            key: EXPRESSION.sub(lambda found: values[found[1]], text)
            for key, text in STEPS[name]["env"].items()
        }
        script = self.folder / "script.sh"
        script.write_text(STEPS[name]["run"], encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.folder / "work",
            env={**os.environ, **self.of_the_runner(), **variables, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def of_the_runner(self) -> dict[str, str]:
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "STUB": str(self.folder / "stub.py"),
        }

    def asked(self) -> list[list[str]]:
        """The words of each call, the first being GITHUB_ACTIONS."""
        text = (self.folder / "work/asked.jsonl").read_text(encoding="utf-8")
        return [yaml.safe_load(line) for line in text.splitlines()]

    def outputs(self) -> dict[str, str]:
        lines = (self.folder / "output").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def summary(self) -> str:
        return (self.folder / "summary").read_text(encoding="utf-8")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path, '"$STUB"')


def test_every_step_of_the_action_is_a_script_of_bash_or_pinned() -> None:
    for step in ACTION["runs"]["steps"]:
        assert step.get("shell") == "bash" or re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])


def test_no_expression_becomes_part_of_a_script() -> None:
    assert not any("${{" in step.get("run", "") for step in STEPS.values())


def test_every_input_is_described_optional_and_used() -> None:
    used = set(EXPRESSION.findall(yaml.safe_dump(STEPS, width=1000)))
    assert used == {f"inputs.{name}" for name in ACTION["inputs"]} | {"github.action_path"}
    assert all({"description", "default"} == set(one) for one in ACTION["inputs"].values())


@needs_bash
@pytest.mark.parametrize(
    ("version", "package"),
    [("", "/the action"), ("0.1.0", "scalemerit==0.1.0"), ("1 -r x", "scalemerit==1 -r x")],
)
def test_the_action_installs_itself_or_a_version(version: str, package: str, job: Job) -> None:
    assert job.step("Install scalemerit", {"version": version}).returncode == 0
    (asked,) = job.asked()
    assert asked[1:4] == ["-m", "pip", "install"]
    assert [word for word in asked[4:] if not word.startswith("--")] == [package]


@needs_bash
def test_without_inputs_everything_is_compared(job: Job) -> None:
    ran = job.step("Compare", {})
    result = str(job.folder / "temp/scalemerit.json")
    assert ran.returncode == 0
    assert job.asked() == [
        ["true", "batch", "--format", "json", "--output", result, "--", "."],
        ["false", "batch", "--format", "markdown", "--", "."],
    ]
    assert job.outputs() == {"exit-code": "0", "result": result}
    assert job.summary() == "| theme | saving |\n"


@needs_bash
def test_inputs_become_options(job: Job) -> None:
    inputs = {
        "paths": "scenarios/a b.yaml\nscenarios/themes\n",
        "fail-under": "5%\n2,200千円",
        "fail-worse-off": "true",
        "against": "kept.json",
        "fail-on-decrease": "true",
        "args": "--sort\nrate\n",
        "lang": "ja",
        "output": "result.json",
    }
    assert job.step("Compare", inputs).returncode == 0
    options = ["--fail-under", "5%", "--fail-under", "2,200千円", "--fail-worse-off"]
    options += ["--against", "kept.json", "--fail-on-decrease", "--lang", "ja", "--sort", "rate"]
    words = [*options, "--", "scenarios/a b.yaml", "scenarios/themes"]
    first, second = job.asked()
    assert first == ["true", "batch", "--format", "json", "--output", "result.json", *words]
    assert second == ["false", "batch", "--format", "markdown", *words]
    assert job.outputs()["result"] == "result.json"


@needs_bash
@pytest.mark.parametrize(
    "text",
    ["$(touch made)", "`touch made`", "; touch made", "' ; touch made; '", '"; touch made; "', "*"],
)
@pytest.mark.parametrize("name", ["paths", "args", "fail-under", "against", "lang", "output"])
def test_an_input_is_never_read_as_a_command(name: str, text: str, job: Job) -> None:
    assert job.step("Compare", {name: text}).returncode == 0
    assert text in job.asked()[0]
    assert not list(job.folder.rglob("made"))


@needs_bash
@pytest.mark.parametrize("code", [1, 3])
def test_the_summary_is_written_also_where_the_job_fails(code: int, job: Job) -> None:
    ran = job.step("Compare", {}, STUB_CODE=str(code))
    assert ran.returncode == code
    assert job.outputs()["exit-code"] == str(code)
    assert job.summary() == "| theme | saving |\n"


@needs_bash
def test_problems_are_told_once(job: Job) -> None:
    assert job.step("Compare", {}, STUB_CODE="1").stderr == "words for people\n"


@needs_bash
def test_a_wrong_command_line_leaves_no_summary(job: Job) -> None:
    assert job.step("Compare", {"args": "--formt"}, STUB_CODE="2").returncode == 2
    assert not (job.folder / "summary").exists()


@needs_bash
def test_a_long_summary_ends_after_whole_lines_within_what_github_takes(job: Job) -> None:
    assert job.step("Compare", {}, STUB_LINES="60000").returncode == 0
    assert job.summary().splitlines() == ["| theme | saving |"] * (1_000_000 // 19)


@needs_bash
@needs("batch")
def test_the_action_runs_the_program(tmp_path: Path) -> None:
    job = Job(tmp_path, "-m scalemerit")
    ran = job.step("Compare", {"paths": ELEARNING, "fail-under": "99%", "lang": "en"})
    assert ran.returncode == 3, ran.stderr
    assert "::" in ran.stdout + ran.stderr
    assert "2,200" in job.summary()
    assert Path(job.outputs()["result"]).read_text(encoding="utf-8").startswith("{")


# ---- the hook ----


def test_there_is_one_hook_and_it_validates_yaml() -> None:
    (hook,) = HOOKS
    assert hook["id"] == "scalemerit-validate"
    assert (hook["language"], hook["types"]) == ("python", ["yaml"])
    assert shlex.split(hook["entry"]) == ["scalemerit", "validate"]


@pytest.mark.parametrize(
    ("path", "is_meant"),
    [
        ("scenarios/elearning.yaml", True),
        ("scenarios/themes/rpa.yaml", True),
        ("wards/scenarios/a.yml", True),
        (".github/workflows/ci.yaml", False),
        ("myscenarios/a.yaml", False),
    ],
)
def test_the_hook_reads_files_in_folders_named_scenarios(path: str, is_meant: bool) -> None:
    assert bool(re.search(HOOKS[0]["files"], path)) == is_meant


@needs("validate")
def test_the_hook_lets_good_files_pass_and_stops_bad_ones(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("scalemerit: 1\n", encoding="utf-8")
    _, *entry = shlex.split(HOOKS[0]["entry"])
    assert run(*entry, ELEARNING).code == 0
    assert run(*entry, ELEARNING, str(bad)).code == 1


# ---- the page ----


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def steps_of(document: Any) -> Iterator[dict[str, Any]]:
    """The steps of every job of a workflow."""
    for one in document.get("jobs", {}).values():
        assert one["runs-on"]
        yield from one["steps"]


def scripts() -> Iterator[str]:
    """Every script on the page: of steps, of GitLab's jobs and for a terminal."""
    yield from snippets("sh")
    for text in snippets("yaml"):
        document = yaml.safe_load(text)
        if isinstance(document, dict):
            yield from (step["run"] for step in steps_of(document) if "run" in step)
            jobs = [one for one in document.values() if isinstance(one, dict)]
            yield from (line for one in jobs for line in one.get("script", []))


def test_the_page_has_snippets_for_every_service() -> None:
    assert len([text for text in snippets("yaml") if "jobs:" in text]) >= 3
    assert any("junit:" in text for text in snippets("yaml"))
    assert any("scalemerit-validate" in text for text in snippets("yaml"))


@pytest.mark.parametrize("text", snippets("yaml"))
def test_a_snippet_is_yaml_and_its_steps_say_what_they_do(text: str) -> None:
    document = yaml.safe_load(text)
    for step in steps_of(document) if isinstance(document, dict) else ():
        assert ("uses" in step) != ("run" in step)
        assert "${{" not in step.get("run", "")
        if "scalemerit@" in step.get("uses", ""):
            assert set(step.get("with", {})) <= set(ACTION["inputs"])


def test_the_page_describes_every_input_and_output_of_the_action() -> None:
    names = [*ACTION["inputs"], *ACTION["outputs"]]
    assert [name for name in names if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("text", snippets("json"))
def test_settings_of_an_editor_are_json(text: str) -> None:
    assert json.loads(text)


def test_the_task_of_an_editor_reads_a_problem() -> None:
    (task,) = (json.loads(text)["tasks"][0] for text in snippets("json") if "tasks" in text)
    pattern = task["problemMatcher"]["pattern"]
    first = run("compare", "-", stdin=b"scalemerit: 1\ntitle: x\nbuyer: {}\n").err.splitlines()[0]
    found = re.fullmatch(pattern["regexp"], first)
    assert found
    parts = {name: found[group] for name, group in pattern.items() if name != "regexp"}
    assert parts["line"].isdecimal()
    assert (parts["severity"], parts["code"] in CODES) == ("error", True)


@needs_bash
@pytest.mark.parametrize("text", list(scripts()))
def test_a_script_of_the_page_is_one(text: str) -> None:
    subprocess.run(["bash", "-n"], input=text, text=True, check=True)


@pytest.mark.parametrize("command", ["batch", "validate", "diff", "schema", "compare"])
def test_the_page_uses_options_that_exist(command: str) -> None:
    if command not in COMMANDS:
        pytest.skip(f"there is no `{command}` yet")
    known = set(re.findall(r"(?<![\w-])--[a-z-]+", run(command, "--help").out))
    calls = re.findall(rf"scalemerit {command}((?:[^\n]|\\\n)*)", "\n".join(scripts()))
    assert {option for call in calls for option in re.findall(r" (--[a-z-]+)", call)} <= known
