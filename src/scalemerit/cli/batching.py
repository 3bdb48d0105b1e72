"""The commands for many scenarios: `batch` and `validate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scalemerit.cli.emit import emit, is_terminal, streaming, tell, wants_color, width
from scalemerit.cli.language import language_of, say
from scalemerit.cli.options import ByteOrderMark, Lang, Output, ProblemForm, ShownUnit

INPUT_HAS_PROBLEMS = 1
NOT_MET = 3
INTERRUPTED = 130
