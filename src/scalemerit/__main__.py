"""The console script: sets the process up, then hands over to the command line."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    # Collecting while modules are imported finds nothing and costs a fifth of the start; a run is
    # short, so collection stays off, and what lives at the end is not searched either.
    gc.disable()
    # Plugins of pydantic that happen to be installed have no say here; looking for them is slow.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.argv[1:] == ["--version"] and _print_version():
        return
    try:
        from scalemerit.cli import run

        run()
    except KeyboardInterrupt:
        from scalemerit.endings import INTERRUPTED

        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()


def _print_version() -> bool:
    """Print the version without loading anything; False where it could not be written."""
    from scalemerit import __version__

    if sys.stdout is None:
        return False
    try:
        sys.stdout.write(f"scalemerit {__version__}\n")
        sys.stdout.flush()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
