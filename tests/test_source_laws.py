"""What holds for every YAML file."""

from __future__ import annotations

from contextlib import suppress

import yaml
from hypothesis import given
from hypothesis import strategies as st

from scalemerit.errors import KeyPath, ScalemeritError
from scalemerit.shipped import shipped
from scalemerit.source import read

# PyYAML's writer does not quote the line breaks of YAML 1.1 so that they can be read again.
BREAKS = "\x85\u2028\u2029"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=BREAKS), max_size=20)
AWKWARD = st.sampled_from(
    ["013105", "12:30", "no", "~", "null", "<<", "=", "1_0", "09", "1e5", ".inf", "- a", "a: b"]
)
SCALARS = st.none() | st.booleans() | st.integers(0, 10**30 - 1) | TEXTS | AWKWARD
KEYS = (TEXTS | AWKWARD).filter(bool)
WORDS = st.text("区市町村江戸川𠮷abc", min_size=1, max_size=6)
STYLES = st.sampled_from([True, False, None])


def mappings(
    keys: st.SearchStrategy[str], scalars: st.SearchStrategy[object]
) -> st.SearchStrategy[object]:
    """Mappings of anything made of these keys and scalars."""
    inner = st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=6,
    )
    return st.dictionaries(keys, inner, min_size=1, max_size=4)


class Plain(yaml.SafeDumper):
    """Writes equal values out, without anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def dumped(data: object, flow: bool | None) -> str:
    return yaml.dump(data, Dumper=Plain, allow_unicode=True, default_flow_style=flow, width=10**6)


def leaves(data: object, path: KeyPath = ()) -> list[tuple[KeyPath, str]]:
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, (*path, key))]
    if isinstance(data, list):
        return [leaf for index, value in enumerate(data) for leaf in leaves(value, (*path, index))]
    return [(path, str(data))]


def holds_none(data: object) -> bool:
    """Whether any value is empty, at any depth."""
    if isinstance(data, dict):
        return any(map(holds_none, data.values()))
    return any(map(holds_none, data)) if isinstance(data, list) else data is None


@given(mappings(KEYS, SCALARS), STYLES)
def test_data_written_as_yaml_reads_back_equal(data, flow):
    source = read(dumped(data, flow).encode(), "f.yaml")
    assert (source.data, source.problems) == (data, ())


@given(mappings(KEYS, SCALARS), STYLES)
def test_a_file_tells_whether_any_value_is_empty(data, flow):
    assert read(dumped(data, flow).encode(), "f.yaml").has_empty == holds_none(data)


@given(mappings(WORDS, WORDS), STYLES)
def test_every_place_points_at_its_text(data, flow):
    source = read(dumped(data, flow).encode(), "f.yaml")
    for path, text in leaves(data):
        place = source.place(path)
        start = place.column - 1
        assert place.text[start : start + place.width] == text
        key = source.place(path, at_key=True)
        start = key.column - 1
        expected = path[-1] if isinstance(path[-1], str) else text
        assert key.text[start : start + key.width] == expected


def check(content: bytes) -> None:
    """Only a `ScalemeritError` may come of it, and every place is inside its line."""
    try:
        source = read(content, "f.yaml")
        problems = source.located([])
        places = [source.place(path) for path, _ in leaves(source.data)[:50]]
    except ScalemeritError as error:
        problems, places = error.problems, []
    for place in [*places, *(problem.place for problem in problems)]:
        assert place is not None
        assert 1 <= place.column <= place.column - 1 + place.width <= max(len(place.text), 1)


@given(st.binary(max_size=200))
def test_random_bytes_never_end_in_a_traceback(content):
    check(content)


PIECES = [
    *["[", "{", "}", "]", ": ", "- ", "\n", "\n  ", "\r", "\t", "&a ", "*a", "!", "!!str ", "? "],
    *["|", ">", "'", '"', "\\u", "%TAG !a! %ff\n", "%YAML 1.1\n", "---\n", "...\n", "<<: ", "#"],
    *["!%ed%a0", "\0", "\u2028", "\x85", "\ufeff", "~", "@", ",", "a", "b", "1", "区", "a: 1\n"],
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_empty_value_of_random_yaml_is_overlooked(text):
    with suppress(ScalemeritError):
        source = read(f"a: 1\n{text}".encode(), "f.yaml")
        assert source.has_empty or not holds_none(source.data)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_random_yaml_never_ends_in_a_traceback(text):
    check(text.encode())


@given(st.data())
def test_a_damaged_scenario_never_ends_in_a_traceback(data):
    content = shipped("scenarios/elearning.yaml").read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 8))
        piece = data.draw(st.sampled_from(PIECES).map(str.encode) | st.binary(max_size=3))
        content = content[:start] + piece + content[end:]
    check(content)
