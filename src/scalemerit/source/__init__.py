"""Strict YAML: the text of a file → plain data, and the place of every key and value.

The stock loaders turn `013105` into 5701, keep the last of two equal keys, and end the
interpreter on a long row of brackets. This reader takes the events of PyYAML's C parser and
builds the data itself; what is doubtful becomes a problem with file, line and column. Files
written the usual way are read line by line, which is faster and gives the same.
"""

from __future__ import annotations

from scalemerit.source.builder import Builder
from scalemerit.source.encoding import decoded
from scalemerit.source.files import LIMIT, read_bytes, read_lines
from scalemerit.source.lines import Lines
from scalemerit.source.located import Source
from scalemerit.source.places import in_order
from scalemerit.source.scalars import Data
from scalemerit.source.usual import usual

__all__ = ["LIMIT", "Data", "Source", "read", "read_bytes", "read_lines"]


def read(content: bytes, name: str) -> Source:
    """The data of a YAML file with its places; `name` is how messages call the file.

    Raises `ScalemeritError` where no data can be built. Lesser problems, such as a key written
    twice, stand in `Source.problems`, to be reported together with those of the data's meaning.
    """
    text = decoded(content, name)
    lines = Lines(name, text)
    data = usual(content, text)
    if data is not None:
        return Source(data, (), lines, has_empty=False, has_aliases=False)
    builder = Builder(lines, content)
    data = builder.document()
    return Source(
        data,
        in_order(builder.problems),
        lines,
        has_empty=builder.has_empty,
        has_aliases=builder.has_aliases,
    )
