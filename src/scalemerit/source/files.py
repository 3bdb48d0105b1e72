"""Opening input files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from scalemerit.errors import Problem, ScalemeritError
from scalemerit.shipped import shipped
from scalemerit.wording import Word

LIMIT = 16 * 1024 * 1024  # a scenario of all 1,741 municipalities is well below 1 MiB
_CHUNK = 1 << 16
_BINARY = getattr(os, "O_BINARY", 0)  # only Windows has it
_STANDARD_INPUT = "-"
_CLOSED = Word("standard input is closed", "標準入力が閉じられています")
_NO_NAME = Word("no file can have this name", "ファイル名に使えない文字があります")


def read_bytes(path: str) -> bytes:
    """The bytes of an input file; `-` is standard input.

    `scenarios/NAME.yaml` that does not exist is read from the scenarios shipped with the package.
    Raises `ScalemeritError` for a file that is missing, unreadable or too large.
    """
    try:
        content = _standard_input() if path == _STANDARD_INPUT else _read(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ScalemeritError([Problem("file-missing", values={"file": path})]) from error
    except (OSError, ValueError) as error:  # ValueError: a closed stream, a NUL in the path
        raise ScalemeritError([unreadable(path, error)]) from error
    check_size(content, path)
    return content


def read_lines(path: str) -> Iterator[bytes]:
    """The lines of an input file that holds a document a line, each bounded as a file is.

    Raises as `read_bytes` does, when the first line, or one that is too long, is asked for.
    """
    if path == _STANDARD_INPUT:
        yield from read_bytes(path).splitlines(keepends=True)
        return
    try:
        with Path(path).open("rb") as file:
            while line := file.readline(LIMIT + 1):
                check_size(line, path)
                yield line
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ScalemeritError([Problem("file-missing", values={"file": path})]) from error
    except (OSError, ValueError) as error:
        raise ScalemeritError([unreadable(path, error)]) from error


def unreadable(path: str, error: OSError | ValueError) -> Problem:
    """That a file or folder cannot be read, and why."""
    return Problem("file-unreadable", values={"file": path, "reason": _reason(error, path)})


def check_size(content: bytes, name: str) -> None:
    """Refuse what is larger than any scenario."""
    if len(content) > LIMIT:
        limit = f"{LIMIT // 1024 // 1024} MiB"
        raise ScalemeritError([Problem("file-too-large", values={"file": name, "limit": limit})])


def _reason(error: OSError | ValueError, path: str) -> Word:
    from scalemerit.problem_texts.reasons import system_reason  # only where something is wrong

    if isinstance(error, OSError):
        return system_reason(error)
    return _CLOSED if path == _STANDARD_INPUT else _NO_NAME


def _read(path: str) -> bytes:
    try:
        return _content(path)
    except OSError:
        if not path:
            raise
        return _content(str(_existing(path)))


def _existing(path: str) -> Path:
    named = Path(path)
    if path.startswith("scenarios/") and ".." not in named.parts and not named.exists():
        return shipped(path)
    return named


def _content(path: str) -> bytes:
    """The bytes of a file, no more than needed to see that it is too large.

    A file object would first make room for the largest of files.
    """
    descriptor = os.open(path, os.O_RDONLY | _BINARY)
    try:
        chunks = [os.read(descriptor, _CHUNK)]
        size = len(chunks[0])
        while chunks[-1] and size <= LIMIT:
            chunks.append(os.read(descriptor, _CHUNK))
            size += len(chunks[-1])
    finally:
        os.close(descriptor)
    return b"".join(chunks)


def _standard_input() -> bytes:
    if sys.stdin is None:  # a program without a console
        message = "there is no standard input"
        raise ValueError(message)
    return sys.stdin.buffer.read(LIMIT + 1)
