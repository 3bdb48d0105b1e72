"""What an object works out when it is first asked, and then keeps."""

from __future__ import annotations

from functools import cached_property
from typing import Self, TypeVar, overload

T = TypeVar("T")


class once(cached_property[T]):  # noqa: N801  # a decorator
    """`cached_property` as it is from Python 3.12 on.

    Python 3.11 takes a lock for every value, and longer for that than most of ours take to work
    out.
    """

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> T: ...
    def __get__(self, instance: object | None, owner: type | None = None) -> Self | T:
        """The value, worked out and kept in place of this; for a class, this."""
        if instance is None:
            return self
        value = instance.__dict__[self.func.__name__] = self.func(instance)
        return value
