"""Scalemerit: what buying together saves, to the yen.

The public names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalemerit.api import compare
    from scalemerit.comparison import Comparison
    from scalemerit.errors import Problem, ScalemeritError
    from scalemerit.scenario import Scenario, from_data, load

__version__ = "0.1.0"
__all__ = [
    "Comparison",
    "Problem",
    "ScalemeritError",
    "Scenario",
    "__version__",
    "compare",
    "from_data",
    "load",
]

_HOMES = {
    "Comparison": "scalemerit.comparison",
    "Problem": "scalemerit.errors",
    "Scenario": "scalemerit.scenario",
    "ScalemeritError": "scalemerit.errors",
    "compare": "scalemerit.api",
    "from_data": "scalemerit.scenario",
    "load": "scalemerit.scenario",
}


def __getattr__(name: str) -> object:
    """A public name, imported from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
