"""The table of problem codes: severity, what is wrong and what to write instead, in two languages.

Each code has a file under `tests/errors/` that provokes it and an entry in `docs/problems.md`.
"""

from __future__ import annotations

from scalemerit.problem_texts import meaning, prices, reading, results, shape, surveys
from scalemerit.wording import Code

CODES: dict[str, Code] = {
    **reading.CODES,
    **shape.CODES,
    **prices.CODES,
    **meaning.CODES,
    **results.CODES,
    **surveys.CODES,
}
