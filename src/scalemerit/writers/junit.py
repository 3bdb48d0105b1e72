"""JUnit's XML, in which CI services read test results: a suite a file, a case a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from scalemerit.errors import escaped
from scalemerit.writers.cells import Style

if TYPE_CHECKING:
    from scalemerit.views.report import Suite
    from scalemerit.writers import Options, Result


def write(result: Result, options: Options) -> str:
    """The result's suites; they hold no times, so that the same input gives the same bytes."""
    suites = result.suites(options.language)
    root = Element("testsuites", {"name": "scalemerit", **_counts(suites)})
    for suite in suites:
        _add_suite(root, suite, options)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _counts(suites: tuple[Suite, ...]) -> dict[str, str]:
    """How many cases there are, and how many of them failed or could not be tried.

    A file that cannot be read is one case, and so is one of which nothing is asked.
    """
    return {
        "tests": str(sum(max(len(suite.cases), 1) for suite in suites)),
        "failures": str(sum(not case.met for suite in suites for case in suite.cases)),
        "errors": str(sum(bool(suite.problems) for suite in suites)),
    }


def _add_suite(root: Element, suite: Suite, options: Options) -> None:
    file = escaped(suite.file)
    counts = _counts((suite,))
    element = SubElement(root, "testsuite", {"name": escaped(suite.title), "file": file, **counts})
    if suite.problems:
        case = SubElement(element, "testcase", classname=file, name=file, file=file)
        _add_error(case, suite, options)
    elif not suite.cases:
        SubElement(element, "testcase", classname=file, name=escaped(suite.title), file=file)
    style = Style("yen", suite.currency, options.language)
    for one in suite.cases:
        name = escaped(f"{one.arrangement}: {one.name}")
        case = SubElement(element, "testcase", classname=file, name=name, file=file)
        if one.met:
            SubElement(case, "system-out").text = one.told(style.shown)
        else:
            SubElement(case, "failure", message=one.told(style.shown))


def _add_error(case: Element, suite: Suite, options: Options) -> None:
    """The problems of a file: the first in short, all of them as text."""
    language = options.language
    first = suite.problems[0]
    error = SubElement(case, "error", type=first.code, message=first.message(language))
    error.text = "\n".join(
        f"{one.place or suite.file}: {one.severity}[{one.code}]: {one.message(language)}\n"
        f"  = {one.remedy(language)}"
        for one in suite.problems
    )
