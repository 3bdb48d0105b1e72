"""The rules of the architecture, read off the sources themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from running import ROOT

PACKAGE = ROOT / "src/scalemerit"
LAYERS = (
    {
        "choices",
        "columns",
        "excel",
        "endings",
        "errors",
        "file_forms",
        "fiscal",
        "money",
        "once",
        "problem_texts",
        "wording",
    },
    {"shipped", "source", "municipalities"},
    {"annotations", "fields", "pricing", "saved", "scenario", "survey"},
    {
        "procure",
        "comparison",
        "allocate",
        "rules",
        "charging",
        "effort",
        "expectations",
        "game",
        "join",
        "nucleolus",
        "partition",
        "shapley",
        "solution",
        "solutions",
        "separate",
        "stability",
        "snapshot",
        "input_changes",
        "difference",
        "division",
        "gates",
        "themes",
    },
    {"results", "saved_batch", "views", "workbook", "writers", "schemas"},
    {"batch"},
    {"api", "cli", "__main__"},
)
ENGINE = LAYERS[3]
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
FOREIGN_TO_THE_ENGINE = {"pydantic", "pydantic_core", "yaml", "typer", "rich"}
# Modules that open files, talk to the world, or read the clock or chance.
WORLDLY = {"datetime", "io", "logging", "os", "pathlib", "random", "socket", "sys", "time"}
WORLDLY_CALLS = {"open", "print", "input", "read_text", "write_text", "read_bytes", "write_bytes"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The dotted name of a module, that of a package for its `__init__`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
ROOT_MODULE = PACKAGE.name


def part_of(module: str) -> str:
    """The part of the package that a module belongs to, such as `pricing`."""
    return module.split(".")[1] if "." in module else ""


def imports_of(module: str) -> Iterator[str]:
    """Every module that one imports anywhere: at its top, in a function, for types alone."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            origin = node.module or ""
            inner = [f"{origin}.{alias.name}" for alias in node.names]
            modules = [name for name in inner if name in TREES]
            yield from modules
            if len(modules) < len(inner):
                yield origin


def imported(module: str) -> set[str]:
    """The modules of this package that one imports."""
    return {name for name in imports_of(module) if name in TREES} - {ROOT_MODULE}


def named(node: ast.AST) -> str:
    """The last part of what a call names."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


each_module = pytest.mark.parametrize("module", sorted(set(TREES) - {ROOT_MODULE}))
each_of_the_engine = pytest.mark.parametrize(
    "module", [module for module in TREES if part_of(module) in ENGINE]
)


# ---- layers ----


def test_every_part_of_the_package_has_its_layer() -> None:
    assert {part_of(module) for module in TREES} - {""} <= set(LEVELS)


@each_module
def test_imports_point_down_only(module: str) -> None:
    level = LEVELS[part_of(module)]
    assert [one for one in imported(module) if LEVELS[part_of(one)] > level] == []


def test_there_is_no_cycle_of_imports() -> None:
    remaining = {module: imported(module) - {module} for module in TREES if module != ROOT_MODULE}
    while free := {module for module, needs in remaining.items() if not needs & set(remaining)}:
        remaining = {name: needs for name, needs in remaining.items() if name not in free}
    assert remaining == {}


def test_there_is_no_cycle_between_the_parts_of_a_layer() -> None:
    parts: dict[str, set[str]] = {part: set() for part in LEVELS}
    for module in set(TREES) - {ROOT_MODULE}:
        parts[part_of(module)] |= {part_of(one) for one in imported(module)} - {part_of(module)}
    while free := {part for part, needs in parts.items() if not needs & set(parts)}:
        parts = {name: needs for name, needs in parts.items() if name not in free}
    assert parts == {}


@each_module
def test_of_the_package_itself_only_the_version_is_used(module: str) -> None:
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ImportFrom) and node.module == ROOT_MODULE:
            names = {alias.name for alias in node.names}
            assert names <= {"__version__", *LEVELS}


# ---- the engine ----


@each_of_the_engine
def test_the_engine_imports_no_library_for_input_or_output(module: str) -> None:
    libraries = {name.partition(".")[0] for name in imports_of(module)}
    assert libraries & FOREIGN_TO_THE_ENGINE == set()


@each_of_the_engine
def test_the_engine_opens_no_file_prints_nothing_and_reads_no_clock(module: str) -> None:
    libraries = {name.partition(".")[0] for name in imports_of(module)}
    calls = {named(node.func) for node in ast.walk(TREES[module]) if isinstance(node, ast.Call)}
    assert (libraries & WORLDLY, calls & WORLDLY_CALLS) == (set(), set())


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("yaml", {"source"}),
        ("typer", {"cli"}),
        ("rich", {"writers"}),
        ("python_calamine", {"survey"}),
        ("pydantic", {"annotations", "fields", "pricing", "saved", "scenario", "schemas"}),
    ],
)
def test_a_library_is_used_where_it_belongs(library: str, homes: set[str]) -> None:
    users = {
        part_of(module)
        for module in TREES
        if library in {name.partition(".")[0] for name in imports_of(module)}
    }
    assert users == homes


# ---- modules ----


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_has_more_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_module_is_a_bag_of_everything() -> None:
    bags = {"utils", "util", "helpers", "common", "misc"}
    assert not bags & {module.rpartition(".")[2] for module in TREES}


@pytest.mark.parametrize("module", TREES)
def test_everything_public_is_documented(module: str) -> None:
    missing = [name for name, node in public(module) if not ast.get_docstring(node)]
    assert missing == []


Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(module: str) -> Iterator[tuple[str, Documented]]:
    """A module, its public functions and classes, and their public methods."""
    tree = TREES[module]
    yield module, tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{node.name}.{inner.name}", inner


@pytest.mark.parametrize("module", TREES)
def test_no_bug_is_hidden(module: str) -> None:
    for node in ast.walk(TREES[module]):
        assert not isinstance(node, ast.Assert), f"{module}:{node.lineno}"
        if isinstance(node, ast.ExceptHandler):
            caught = {named(one) for one in ast.walk(node.type)} if node.type else {"Exception"}
            reraised = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert "Exception" not in caught, f"{module}:{node.lineno}"
            assert reraised or "BaseException" not in caught, f"{module}:{node.lineno}"


@pytest.mark.parametrize("module", TREES)
def test_every_zip_is_strict(module: str) -> None:
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Call) and named(node.func) == "zip":
            strict = [word.value for word in node.keywords if word.arg == "strict"]
            assert [isinstance(one, ast.Constant) and one.value for one in strict] == [True]


@each_of_the_engine
def test_no_float_touches_money(module: str) -> None:
    for node in ast.walk(TREES[module]):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        assert not (isinstance(node, ast.Call) and named(node.func) == "float")
