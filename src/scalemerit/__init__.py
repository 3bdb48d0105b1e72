"""Scalemerit: what buying together saves, to the yen."""

__version__ = "0.1.0"
