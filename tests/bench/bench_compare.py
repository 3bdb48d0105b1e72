"""Comparing a large scenario, read and priced, against PyYAML's fastest safe loader on its file.

Run as `python tests/bench/bench_compare.py`; 62 buyers × 10 vendors × 30 products × 8 tiers should
take at most 3 × the time that the loader needs for the file.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from timing import interleaved

from scalemerit import compare, load

BUYERS, VENDORS, PRODUCTS, TIERS = 62, 10, 30, 8
STARTS = (1, 50, 100, 300, 1000, 3000, 10000, 30000)


def lines(seed: int, *, fees: bool) -> Iterator[str]:
    """A scenario in YAML: every buyer needs every product, every vendor sells every product."""
    chance = random.Random(seed)
    yield "scalemerit: 1\ntitle: large\nfiscal_years: R5-R7\ntax: {rate: 10%, prices: excluded}"
    yield "products:"
    base = [chance.randint(1000, 60_000) for _ in range(PRODUCTS)]
    yield from (f"  p{product}: {{label: 品目{product}}}" for product in range(PRODUCTS))
    yield "buyers:"
    for buyer in range(BUYERS):
        needs = (f"p{product}: {chance.randint(1, 900)}" for product in range(PRODUCTS))
        yield f"  第{buyer}市: {{{', '.join(needs)}}}"
    yield "vendors:"
    for vendor in range(VENDORS):
        yield f"  第{vendor}社:"
        if fees:
            once, each = chance.randint(1, 30) * 10_000, chance.randint(0, 5) * 10_000
            yield f"    fees: {{per_contract: {once}, per_buyer: {each}}}"
        yield "    prices:"
        yield from (
            f"      p{product}: {price(chance, base[product])}" for product in range(PRODUCTS)
        )


def price(chance: random.Random, base: int) -> str:
    """A price with falling tiers around a product's usual unit price."""
    unit = base * chance.uniform(0.85, 1.15)
    tiers = []
    for start in STARTS[:TIERS]:
        tiers.append(f"{start}: {round(unit)}")
        unit *= chance.uniform(0.9, 0.99)
    model = chance.choice(("volume", "graduated"))
    return f"{{model: {model}, tiers: {{{', '.join(tiers)}}}}}"


def main() -> None:
    """Print milliseconds and ratios, with and without fees."""
    print(f"{'fees':>6} {'compare ms':>11} {'CSafeLoader ms':>15} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for fees in (False, True):
            path = Path(folder) / f"large-{fees}.yaml"
            path.write_text("\n".join(lines(1, fees=fees)), encoding="utf-8")
            timing = interleaved(
                lambda path=path: compare(load(path)), lambda path=path: loaded(path)
            )
            shown = f"{timing.new * 1000:11.1f} {timing.old * 1000:15.1f} {timing.ratio:6.2f}"
            print(f"{'yes' if fees else 'no':>6} {shown}")


def loaded(path: Path) -> object:
    """What the loader makes of the file."""
    return yaml.load(path.read_bytes(), yaml.CSafeLoader)


if __name__ == "__main__":
    main()
