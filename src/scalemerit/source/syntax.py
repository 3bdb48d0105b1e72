"""Errors of the YAML parser → problems."""

from __future__ import annotations

from yaml import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from scalemerit.errors import Problem
from scalemerit.source.encoding import control_character
from scalemerit.source.lines import Lines
from scalemerit.wording import Word

_MISPLACED_COLON = "mapping values are not allowed in this context"
_NESTING_LIMIT = "exceeded maximum nesting depth"
_TAG_NOT_UTF8 = Word(
    "a tag has an escape that is not UTF-8", "タグの `%` の並びが UTF-8 ではありません"
)


def syntax_problem(error: YAMLError | UnicodeDecodeError, lines: Lines) -> Problem:
    """What is wrong with the text, at the place where the parser noticed."""
    if isinstance(error, ReaderError):
        return control_character(lines)
    if isinstance(error, MarkedYAMLError):
        return _tab(error, lines) or _syntax(error, lines)
    return _tag_escape(lines)


def nesting_limit(error: YAMLError | UnicodeDecodeError) -> int:
    """Where libyaml, from 0.2.6 on, refused to go deeper; 0 where that is not what stopped it."""
    if not isinstance(error, MarkedYAMLError) or error.problem != _NESTING_LIMIT:
        return 0
    return error.problem_mark.index if error.problem_mark else 0


def after_the_end(error: MarkedYAMLError, lines: Lines) -> Problem:
    """More text after `...`, which the parser reports as an error of its own."""
    return Problem("several-documents", place=lines.place(_index(error, lines), 0))


def _tab(error: MarkedYAMLError, lines: Lines) -> Problem | None:
    """A tab where the error is, or in the indentation of a line that then makes no sense."""
    index = _index(error, lines)
    if lines.text[index : index + 1] != "\t":
        start = lines.start(index)
        blanks = lines.text[start : index + 1].partition("\t")
        if blanks[0].strip(" ") or error.problem != _MISPLACED_COLON or not blanks[1]:
            return None
        index = start + len(blanks[0])
    return Problem("tab-indent", place=lines.place(index, index + 1))


def _syntax(error: MarkedYAMLError, lines: Lines) -> Problem:
    from scalemerit.problem_texts.reasons import syntax_reason  # only where something is wrong

    index = _index(error, lines)
    reason = syntax_reason(error.problem or "", error.context)
    place = lines.place(index, index + 1)
    return Problem("yaml-syntax", values={"reason": reason}, place=place)


def _index(error: MarkedYAMLError, lines: Lines) -> int:
    """Where the parser noticed; at the end of the file, where what is unfinished begins."""
    mark = error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    if lines.text[index:].strip():
        return index
    return error.context_mark.index if error.context_mark else lines.last


def _tag_escape(lines: Lines) -> Problem:
    """A tag such as `!%ed%a0%80`: its escapes are only decoded when the parser hands it over."""
    index = max(lines.text.find("%"), 0)
    place = lines.place(index, index + 1)
    return Problem("yaml-syntax", values={"reason": _TAG_NOT_UTF8}, place=place)
