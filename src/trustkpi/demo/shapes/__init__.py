"""Returns whose demo rows tell a story of their own, one file each named after the return; the folder is the register.

A module gives `tables(asked) -> {sheet title: frame}`. A return without one gets believable rows from its declaration.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache

import polars as pl

from trustkpi.demo.asked import Asked

Shape = Callable[[Asked], Mapping[str, pl.DataFrame]]


@cache
def shapes() -> dict[str, Shape]:
    """Return name to the function that shapes its tables."""
    modules = {m.name: importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)}
    return {name: module.tables for name, module in modules.items()}
