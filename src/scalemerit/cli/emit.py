"""Where output goes: standard streams, or a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from scalemerit.cli.language import say
from scalemerit.errors import escaped

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

UNWRITABLE = 74


class UnwritableError(OSError):
    """Standard output cannot be written, whoever wrote to it: this program or its library."""


class _Output(FileIO):
    """Standard output, which tells its own failures from those of files."""

    def write(self, data: ReadableBuffer) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise UnwritableError(error.errno, error.strerror) from None


class _Words(FileIO):
    """Standard error: words that cannot be written are lost, and the run goes on."""

    def write(self, data: ReadableBuffer) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def set_up_streams() -> None:
    """Let standard output tell its failures and standard error have none.

    What was closed before the start counts as /dev/null. Words that go into a file or a pipe are
    UTF-8, as the output is; a terminal of Windows keeps its own way of writing. Under GitHub
    Actions nothing that is written can act as a command, but what `command` tells.
    """
    sys.stdout = _stream(sys.stdout, _Output)
    sys.stderr = _stream(sys.stderr, _Words)


def tell(text: str) -> None:
    """Write words about the run to standard error; where that is impossible they are lost."""
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def command(line: str) -> None:
    """Tell the runner of GitHub Actions a command of our own, past what keeps those of others."""
    with suppress(OSError):
        sys.stderr.flush()
        sys.stderr.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()


def emit(text: str, output: Path | None) -> None:
    """Write a result; leaves with exit code 74 where that is impossible.

    A reader that has closed the pipe is no error: the process then ends silently with 0.
    """
    with streaming(output) as write:
        write(text)


def emit_bytes(data: bytes, output: Path | None) -> None:
    """Write a result that is no text; leaves as `emit` does."""
    try:
        with nullcontext(_standard_output()) if output is None else replacing(output) as file:
            file.buffer.write(data)
            file.buffer.flush()
    except UnwritableError as error:
        raise typer.Exit(code_for_unwritable(error, output)) from None


@contextmanager
def streaming(output: Path | None) -> Iterator[Callable[[str], None]]:
    """A way to write a result bit by bit; a file is whole or not there, all the same.

    What is written reaches its reader at once. Leaves as `emit` does where writing fails.
    """

    def write(text: str) -> None:
        file.write(text)
        file.flush()

    try:
        with nullcontext(_standard_output()) if output is None else replacing(output) as file:
            yield write
    except UnwritableError as error:
        raise typer.Exit(code_for_unwritable(error, output)) from None


def code_for_unwritable(error: OSError, output: Path | None = None) -> int:
    """The exit code for output that could not be written, which a line on standard error tells.

    A closed pipe is told by nothing but the end of the output.
    """
    if error.errno == errno.EPIPE:
        _silence(sys.stdout)
        return 0
    if error.errno == errno.EINVAL and sys.platform == "win32":  # a closed pipe on Windows
        return 0
    _report_unwritable(error, output)
    return UNWRITABLE


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A file that takes the path's place once the block has ended well; never half-written.

    What is no file, such as a pipe or a device, cannot be replaced and is written to as it stands.
    Raises UnwritableError, and leaves an old file as it was, where writing fails.
    """
    import tempfile  # slow to load, and most output goes to the terminal

    with _unwritable():
        # Looked at before links are followed: those of /dev/fd lead to pipes that have no path.
        if path.exists() and not path.is_file():
            handle, temporary = os.open(path, os.O_WRONLY), None
        else:
            with suppress(FileNotFoundError):
                path.stat()  # fails for links in a circle, which lead nowhere
            path = Path(os.path.realpath(path))
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".scalemerit-")
            temporary = Path(name)
    try:
        with _text(_Output(handle, "w"), newline="") as file:
            yield file
        if temporary is not None:
            with _unwritable():
                temporary.chmod(_mode_for(path))
                temporary.replace(path)
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def _unwritable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableError(error.errno, error.strerror) from None


def is_github() -> bool:
    """Whether GitHub Actions reads what is told."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def is_terminal() -> bool:
    """Whether standard output is read by a person."""
    return sys.stdout.isatty()


def width() -> int | None:
    """The columns of the terminal, or those that COLUMNS names; None where nothing limits them."""
    if is_terminal() or os.environ.get("COLUMNS", "").isdecimal():
        return max(shutil.get_terminal_size().columns, 1)
    return None


def wants_color() -> bool:
    """Whether colors may be used: on a terminal that knows them, unless NO_COLOR is set."""
    if os.environ.get("NO_COLOR"):
        return False
    return is_terminal() and os.environ.get("TERM") != "dumb"


def _standard_output() -> TextIO:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n", line_buffering=False)
    return sys.stdout


def _stream(given: TextIO | None, kind: type[FileIO]) -> TextIO:
    """The stream on a file of this kind."""
    if given is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if sys.platform == "win32" and given.isatty():
        return given
    raw = kind(given.fileno(), "w", closefd=False)
    return _text(raw, "backslashreplace", newline="\n", line_buffering=True)


def _text(
    raw: FileIO, errors: str | None = None, *, newline: str, line_buffering: bool = False
) -> TextIOWrapper:
    """A text stream on a file, without commands where a runner may read it: it reads no files."""
    is_read = is_github() and not stat.S_ISREG(os.fstat(raw.fileno()).st_mode)
    kind = _without_commands() if is_read else TextIOWrapper
    return kind(BufferedWriter(raw), "utf-8", errors, newline, line_buffering)


def _without_commands() -> type[TextIOWrapper]:
    from scalemerit.cli.github import WithoutCommands  # needed nowhere else

    return WithoutCommands


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from flushing into the closed pipe when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _report_unwritable(error: OSError, output: Path | None) -> None:
    from scalemerit.problem_texts.reasons import system_reason

    if output is None:
        _silence(sys.stdout)
    where = "-" if output is None else escaped(str(output))
    reason = system_reason(error)
    en = f"{where}: output cannot be written: {reason.en}\n"
    tell(say(en, f"{where}: 出力を書き込めません: {reason.ja}\n"))


def _mode_for(path: Path) -> int:
    """The mode of the file that is replaced, or that of any new file."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
