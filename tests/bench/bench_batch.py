"""Many small scenarios: `batch` against a bare script that only reads the same files.

Run as `python tests/bench/bench_batch.py [FILES]` with the Python that scalemerit is installed in;
10,000 files of five buyers unless told otherwise. Whole processes by turns, medians. Aims: with
one job at most 1.0 × the time of the bare script with PyYAML's fastest safe loader; with two jobs
on two idle processors at least 1.6 × as fast as with one; peak memory for all files at most 1.2 ×
that for a tenth of them.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "elearning.yaml"
ROUNDS = 7
SCRIPT = str(Path(sys.executable).parent / "scalemerit")
BARE = """\
import sys
from pathlib import Path
import yaml
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    with path.open("rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""


class Ran(NamedTuple):
    """How long a process took, and the most memory it held, in MiB; its children's are apart."""

    seconds: float
    memory: float


def variants(count: int) -> Iterator[str]:
    """The shipped example with other quantities and prices, each expecting what comes of it."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for number in range(count):
        chance = random.Random(number)
        yield replaced(text, chance).replace("title: ", f"title: {number} ", 1)


def replaced(text: str, chance: random.Random) -> str:
    """One variant: random quantities, and tiers that fall from a random first price."""
    for quantity in (700, 450, 400, 350, 300):
        text = text.replace(f"区: {quantity}\n", f"区: {chance.randint(50, 900)}\n")
    for tiers in ({1: 4800, 500: 4400, 1000: 4100, 2000: 3900}, {1: 5200, 300: 4700, 1000: 4200}):
        unit = chance.randint(3000, 6000)
        others = {start: unit - 200 * step for step, start in enumerate(tiers)}
        text = text.replace(f"tiers: {tiers}", f"tiers: {others}")
    return text.replace("saving: 2_200_000, every_buyer_saves: true", "saving_at_least: -100億円")


def ran(command: list[str]) -> Ran:
    """A whole process, its output thrown away."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Ran(perf_counter() - start, usage.ru_maxrss / 1024)


def main() -> None:
    """Print seconds, ratios and memory."""
    count = int(sys.argv[1]) if sys.argv[1:] else 10_000
    with tempfile.TemporaryDirectory() as whole, tempfile.TemporaryDirectory() as tenth:
        for number, text in enumerate(variants(count)):
            for folder in (whole, tenth)[: 1 + (number < count // 10)]:
                Path(folder, f"{number:06}.yaml").write_text(text, encoding="utf-8")
        batch = [SCRIPT, "batch", whole, "--format", "jsonl", "--jobs"]
        commands = {
            "bare script": [sys.executable, "-c", BARE, whole],
            "batch --jobs 1": [*batch, "1"],
            "batch --jobs 2": [*batch, "2"],
        }
        runs: dict[str, list[Ran]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                runs[name].append(ran(command))
        small = ran([*batch[:2], tenth, *batch[3:], "1"])
    seconds = {name: median(one.seconds for one in found) for name, found in runs.items()}
    print(f"{count:,} files{'seconds':>18} {'ratio':>7} {'MiB':>7}")
    for name, found in runs.items():
        memory = max(one.memory for one in found)
        ratio = seconds[name] / seconds["bare script"]
        print(f"{name:20} {seconds[name]:10.2f} {ratio:7.2f} {memory:7.1f}")
    large = max(one.memory for one in runs["batch --jobs 1"])
    print(f"two jobs are {seconds['batch --jobs 1'] / seconds['batch --jobs 2']:.2f} × as fast")
    print(f"all files take {large / small.memory:.2f} × the memory of a tenth of them")


if __name__ == "__main__":
    main()
