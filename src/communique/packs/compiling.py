"""Compiling what a pack says into what finds it: each form once for each pack.

Packs and documents become tens of thousands of objects that all live until the work is done, and none of which form
cycles: the collector of cycles would walk them again and again in vain.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from communique.packs.loader import Pack

__all__ = ["collector_paused", "once_for_each_pack"]

_T = TypeVar("_T")


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector of cycles away while something is made, as a context manager or decorator.

    The process's collector stops for all threads, and goes on when the thread that stopped it is done.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def once_for_each_pack(make: Callable[[Pack], _T]) -> Callable[[Pack], _T]:
    """Let a function of a pack keep what it makes, by the pack's digest."""
    made: dict[str, _T] = {}

    @wraps(make)
    def kept(pack: Pack) -> _T:
        found = made.get(pack.digest)
        if found is None:
            with collector_paused():
                found = made[pack.digest] = make(pack)
        return found

    return kept
