"""Files written the usual way are read as the builder reads them, and no others are."""

from __future__ import annotations

import random
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalemerit.errors import ScalemeritError
from scalemerit.source.builder import Builder
from scalemerit.source.lines import Lines
from scalemerit.source.scalars import Data
from scalemerit.source.usual import usual
from test_source_laws import AWKWARD, KEYS, SCALARS, STYLES, WORDS, dumped, mappings

ROOT = Path(__file__).parents[1]
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in SHIPPED]
# What YAML gives a meaning to, and neighbours that it gives none.
SIGNIFICANT = [
    *" \n#:-,?!&*|>%@`'\"\\{}[]~=<.\t\r0\x85\xa0\u2028\ufeff\u3000：",
    *("  ", ": ", " #"),
]
SIGNIFICANT += ["- ", "\n  ", "\n---\n", "\n...\n", "null", "''", "{}", "[]", "|\n", "\n\n", "<<: "]


def built(text: str) -> dict[str, Data] | None:
    """What the builder makes of a text; None where it has something to say of it."""
    builder = Builder(Lines("f", text), text.encode())
    try:
        data = builder.document()
    except ScalemeritError:
        return None
    doubtful = builder.problems or builder.has_empty or builder.has_aliases
    return None if doubtful else data


def assert_alike(text: str) -> bool:
    """Whether the text is usual; if so, the builder must read the same and find nothing in it."""
    found = usual(text.encode(), text)
    if found is None:
        return False
    assert repr(found) == repr(built(text)), text
    return True


def mutated(text: str, chance: random.Random) -> str:
    """A text with a few characters left out or put in where YAML may mind."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        left_out = chance.choice([0, 0, 1, 3])
        text = text[:at] + chance.choice(["", *SIGNIFICANT]) + text[at + left_out :]
    return text


def some_lines(text: str, chance: random.Random) -> str:
    """A few lines of a text in a row, as short texts are changed where it matters more often."""
    lines = text.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    return "".join(lines[start : start + chance.randint(1, 8)])


def test_shipped_scenarios_are_written_the_usual_way() -> None:
    unusual = [
        path.name for path, text in zip(SHIPPED, TEXTS, strict=True) if not assert_alike(text)
    ]
    assert unusual == ["bodies.yaml"]


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.yaml")), ids=lambda one: one.name)
def test_every_example_is_read_alike(path: Path) -> None:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return  # refused before it is read
    assert_alike(text)


@given(st.integers(min_value=0), st.sampled_from(TEXTS))
def test_whatever_is_changed_in_a_text_it_is_read_alike_or_left_to_the_builder(
    seed: int, text: str
) -> None:
    chance = random.Random(seed)
    assert_alike(mutated(text, chance))
    assert_alike(mutated(some_lines(text, chance), chance))


@given(mappings(KEYS, SCALARS) | mappings(WORDS, AWKWARD | st.integers(0)), STYLES)
def test_whatever_a_yaml_writer_writes_is_read_alike_or_left_to_the_builder(
    data: object, flow: bool | None
) -> None:
    assert_alike(dumped(data, flow))


USUAL = {
    "a: 1\n": {"a": 1},
    "# first\n\na: x y  # said\nb: https://example.org/\n": {
        "a": "x y",
        "b": "https://example.org/",
    },
    "a: 00\nb: 1_000\nc: true\nd: -5\n": {"a": "00", "b": 1000, "c": True, "d": "-5"},
    "a: 'x: #'\nb: \"y\" # z\nc: ''\n": {"a": "x: #", "b": "y", "c": ""},
    "a:\n  b:\n    c: 1\n  d: 2\ne: 3\n": {"a": {"b": {"c": 1}, "d": 2}, "e": 3},
    "a:\n- x\n- 2\nb:\n  - y\n": {"a": ["x", 2], "b": ["y"]},
    "a: {b: {1: 2, c d: [e, 'f']}, g: []} # h\n": {
        "a": {"b": {"1": 2, "c d": ["e", "f"]}, "g": []}
    },
    "a: |\n    x\n\n      y # z\n\nb: 1\n": {"a": "x\n\n  y # z\n", "b": 1},
}
USUAL |= {
    "a: |  \n  x  \n  \u3000\n": {"a": "x  \n\u3000\n"},
    "a:\n  # b\n\n  c: 1\n": {"a": {"c": 1}},
    "a: x\u3000\nb: {c: d\u3000 , e: f}\n": {"a": "x\u3000", "b": {"c": "d\u3000", "e": "f"}},
    "a: x:y # z:\n": {"a": "x:y"},
    f"a: {'[' * 16}1{']' * 16}\n": {"a": reduce(lambda inner, _: [inner], range(16), 1)},
    "".join(f"{' ' * depth}a:\n" for depth in range(16)) + " " * 16 + "a: 1\n": (
        reduce(lambda inner, _: {"a": inner}, range(17), 1)
    ),
    f"a: {'x' * 997}\n": {"a": "x" * 997},
}
UNUSUAL = [
    f"a: {'x' * 998}\n",
    "a: |\nb: 1\n",
    "a:\n  b: |\n  c\n",
    "a: |\n",
    "a: |\n  \n  x\n",
    "a: http://b:\n",
    "a: {b: c{d: 1}}\n",
    "a: {b: 'c' {d: 1}}\n",
    "a: {b}\n",
    "a: {b: }\n",
    "a: [1}\n",
    "",
    "a: 1",
    "a:\nb: 1\n",
    "a: ~\n",
    "a: 1\na: 2\n",
    "a: {b: 1, b: 2}\n",
    "a: &x 1\nb: *x\n",
    "a: !t 1\n",
    "a: x\n  y\n",
    "a: 'x\n  y'\n",
    "a: 'it''s'\n",
    'a: "\\n"\n',
    "a: {b: 1,\n  c: 2}\n",
    "a: [1, 2,]\n",
    "a: [b: 1]\n",
    "a: {b: 1]\n",
    "a: {b: 1} c\n",
    "a: >\n  x\n",
    "- a\n",
    "? a\n: b\n",
    "<<: 1\n",
    "---\na: 1\n",
    "a: b: c\n",
    "a: b:\n",
    "a:\n    b: 1\n  c: 2\n",
    "a: 1\r\n",
    "a:\t1\n",
    "a: x\u2028b: 1\n",
    "a: \x85\n",
    f"a: {'[' * 17}1{']' * 17}\n",
    "".join(f"{' ' * depth}a:\n" for depth in range(18)) + " " * 18 + "a: 1\n",
]


@pytest.mark.parametrize("text", USUAL)
def test_usual_forms(text: str) -> None:
    assert usual(text.encode(), text) == USUAL[text] == built(text)


@pytest.mark.parametrize("text", UNUSUAL)
def test_the_rest_is_left_to_the_builder(text: str) -> None:
    assert usual(text.encode(), text) is None
