"""Starting the program, against starting the interpreter alone.

Run as `python tests/bench/bench_start.py` with the Python that scalemerit is installed in. Whole
processes by turns, medians. Aims: `--version` and `--help` at most 6 ×, `compare` on the example
at most 15 × for JSON and 18 × for a table.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "elearning.yaml"
ROUNDS = 41
SCRIPT = str(Path(sys.executable).parent / "scalemerit")
COMMANDS = {
    "python -I -c pass": [sys.executable, "-I", "-c", "pass"],
    "--version": [SCRIPT, "--version"],
    "--help": [SCRIPT, "--help"],
    "compare --format json": [SCRIPT, "compare", str(EXAMPLE), "--format", "json"],
    "compare": [SCRIPT, "compare", str(EXAMPLE)],
}


def seconds(command: list[str]) -> float:
    """How long a whole process takes, its output thrown away."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return perf_counter() - start


def main() -> None:
    """Print milliseconds and ratios."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    alone = median(times["python -I -c pass"])
    print(f"{'command':24} {'ms':>7} {'ratio':>7}")
    for name, found in times.items():
        print(f"{name:24} {median(found) * 1000:7.1f} {median(found) / alone:7.2f}")


if __name__ == "__main__":
    main()
