"""Data and scenario files that travel with the package."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = ("data", "scenarios")


def shipped(name: str) -> Path:
    """Where the file `data/…` or `scenarios/…` stands: in the package, or beside it in a checkout.

    It need not exist. A name that leads out of these folders is a `ValueError`.
    """
    parts = PurePosixPath(name).parts
    if not parts or parts[0] not in _FOLDERS or ".." in parts or "\\" in name:
        message = f"not a shipped file: {name!r}"
        raise ValueError(message)
    installed = _PACKAGE.joinpath(parts[0])
    top = _PACKAGE if installed.is_dir() else _PACKAGE.parent.parent
    return top.joinpath(*parts)
