"""The signals by which a run is ended from outside, and the exit codes that tell of them."""

from __future__ import annotations

import signal

# Those of a system or of a terminal that is closed; Windows has no terminals that hang up.
ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)


def exit_code(number: int) -> int:
    """The exit code of a run that a signal has ended, as shells give it."""
    return 128 + number


INTERRUPTED = exit_code(signal.SIGINT)
