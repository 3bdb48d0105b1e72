"""Reading scenarios of 5, 62 and 1,741 buyers, against PyYAML's fastest safe loader.

Run as `python tests/bench/bench_source.py`; `read` should take at most 0.6 of the loader's time.
"""

from __future__ import annotations

import yaml
from timing import interleaved

from scalemerit.source import read

SIZES = (5, 62, 1741)  # a first group; the special wards and cities of Tokyo; all municipalities
BUYER = """\
  第{number}市:
    quantities: {{e3: {e3}, e5: {e5}}}
    population: {population}
    current: {{amount: 12_000_000}}
"""
HEAD = """\
scalemerit: 1
title: オンライン研修ツールの共同調達
sources: [数量と価格は仮定]
fiscal_years: R5-R9
tax: {rate: 10%, prices: excluded}
products:
  e3: {label: Microsoft 365 E3, billed: yearly}
  e5: {label: Microsoft 365 E5}
vendors:
  甲社:
    prices:
      e3: {model: volume, tiers: {1: 4800, 500: 4400, 1000: 4100, 2000: 3900}}
      e5: {model: graduated, tiers: {1: 9800, 500: 9400}}
    fees: {per_contract: 75_000, per_buyer: 20_000}  # 仮定
  乙社:
    prices:
      e3: {model: flat, amount: "2,200千円"}
arrangements:
  council:
    label: 協議会方式
    buyers: all
    lead: 第1市
    coordination: {per_contract: 300_000, yearly: 100_000}
buyers:
"""


def scenario(buyers: int) -> bytes:
    """A scenario with so many buyers."""
    parts = [
        BUYER.format(number=number, e3=100 + number, e5=number % 7, population=1000 * number)
        for number in range(1, buyers + 1)
    ]
    return (HEAD + "".join(parts)).encode()


def main() -> None:
    """Print milliseconds and ratios."""
    print(f"{'buyers':>7} {'read ms':>9} {'CSafeLoader ms':>15} {'ratio':>6}")
    for buyers in SIZES:
        content = scenario(buyers)
        timing = interleaved(
            lambda content=content: read(content, "scenario.yaml"),
            lambda content=content: yaml.load(content, yaml.CSafeLoader),
        )
        new, old = timing.new * 1000, timing.old * 1000
        print(f"{buyers:>7,} {new:>9.3f} {old:>15.3f} {timing.ratio:>6.2f}")


if __name__ == "__main__":
    main()
