"""From files of answers to a scenario: into one that is there, or anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scalemerit.scenario import Loaded
from scalemerit.survey.adopting import (
    Adopted,
    adopted,
    answered_buyer,
    changes_of_new,
    check_prices,
)
from scalemerit.survey.answers import Asked
from scalemerit.survey.buyers import Buyers
from scalemerit.survey.headings import Headings, names_of_products, normalized
from scalemerit.survey.merging import Survey, open_files, products_of, read_survey
from scalemerit.survey.sheets import Encoding
from scalemerit.survey.starting import Start


class Sheets(NamedTuple):
    """The files to import, the encoding of those that are CSV, and headings to leave out."""

    paths: Sequence[str]
    encoding: Encoding | None = None
    skipped: Iterable[str] = ()

    @property
    def headings(self) -> frozenset[str]:
        """The headings to leave out, as headings are compared."""
        return frozenset(map(normalized, self.skipped))


def imported_into(loaded: Loaded, sheets: Sheets) -> tuple[Survey, Adopted]:
    """What the files say, and the scenario's text with it.

    Raises ScalemeritError with all that is not understood.
    """
    scenario = loaded.scenario
    labels = {key: product.label or "" for key, product in scenario.products.items()}
    asked = Asked(
        Buyers(scenario.buyers, only_known=True),
        scenario.currency,
        scenario.tax.prices if scenario.tax else None,
        sheets.headings,
    )
    headings = Headings(names_of_products(labels), sheets.headings)
    survey = read_survey(open_files(sheets.paths, sheets.encoding), headings, asked)
    return survey, adopted(loaded, survey)


def imported_anew(
    sheets: Sheets, products: Mapping[str, str] | None, title: str
) -> tuple[Survey, Start]:
    """What the files say, and a scenario to start from; without `products` those of the headings.

    Raises ScalemeritError with all that is not understood.
    """
    files = open_files(sheets.paths, sheets.encoding)
    labels = products or products_of(files, sheets.headings)
    asked = Asked(Buyers((), only_known=False), "JPY", "excluded", sheets.headings)
    headings = Headings(names_of_products(labels), sheets.headings)
    survey = read_survey(files, headings, asked)
    only = len(labels) == 1
    check_prices(
        survey,
        {
            key: answered_buyer(None, changes_of_new(answer), only=only)
            for key, answer in survey.answers.items()
        },
    )
    return survey, Start(title, labels, dict(survey.answers))


def changes_of(start: Start) -> Adopted:
    """All buyers of a new scenario as added ones."""
    answers = [answer for answer in start.buyers.values() if answer]
    changes = [change for one in answers for change in changes_of_new(one)]
    return Adopted("", tuple(one.buyer for one in answers), tuple(changes), ())
