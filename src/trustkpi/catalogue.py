"""Every KPI and every register, found in the folder that holds them."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable
from functools import cache
from types import ModuleType
from typing import TypeVar

from trustkpi import kpis
from trustkpi.kpi import Kpi
from trustkpi.register import Register
from validation.model import DeclarationError

_Named = TypeVar("_Named", Kpi, Register)


@cache
def catalogue() -> dict[str, Kpi]:
    """Name to KPI, in the order of files and of declarations; `DeclarationError` where two share a name."""
    return collected(_modules())


@cache
def registers() -> dict[str, Register]:
    """Name to register, in the same order."""
    return _named(_modules(), Register)


def collected(modules: Iterable[ModuleType]) -> dict[str, Kpi]:
    """Name to KPI of those modules; one that another module merely imports is counted once."""
    return _named(modules, Kpi)


def _modules() -> list[ModuleType]:
    return [importlib.import_module(f"{kpis.__name__}.{found.name}") for found in pkgutil.iter_modules(kpis.__path__)]


def _named(modules: Iterable[ModuleType], kind: type[_Named]) -> dict[str, _Named]:
    every = [value for module in modules for value in vars(module).values() if isinstance(value, kind)]
    found = list({id(one): one for one in every}.values())
    twice = sorted(name for name, times in Counter(one.name for one in found).items() if times > 1)
    if twice:
        msg = f"two KPIs or registers are called {', '.join(twice)}: rename one"
        raise DeclarationError(msg)
    return {one.name: one for one in found}
