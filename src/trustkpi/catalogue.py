"""Every KPI, found in the folder that holds them."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable
from functools import cache
from types import ModuleType

from trustkpi import kpis
from trustkpi.kpi import Kpi
from validation.model import DeclarationError


@cache
def catalogue() -> dict[str, Kpi]:
    """Name to KPI, in the order of files and of declarations; `DeclarationError` where two share a name."""
    return collected(importlib.import_module(f"{kpis.__name__}.{found.name}") for found in pkgutil.iter_modules(kpis.__path__))


def collected(modules: Iterable[ModuleType]) -> dict[str, Kpi]:
    """Name to KPI of those modules; one that another module merely imports is counted once."""
    every = [value for module in modules for value in vars(module).values() if isinstance(value, Kpi)]
    found = list({id(kpi): kpi for kpi in every}.values())
    twice = sorted(name for name, times in Counter(kpi.name for kpi in found).items() if times > 1)
    if twice:
        msg = f"two KPIs are called {', '.join(twice)}: rename one"
        raise DeclarationError(msg)
    return {kpi.name: kpi for kpi in found}
