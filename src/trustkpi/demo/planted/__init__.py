"""What is wrong on purpose, of the kinds that schools get wrong: one file a return, named after it; the folder is the register.

A module gives `PLANTED`, what is wrong on which sheet of which return. Without one, a return's rows are all right.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from trustkpi.demo.faults import Planted


@cache
def planted() -> Mapping[str, tuple[Planted, ...]]:
    """Return name to what is planted in returns of that name."""
    modules = {m.name: importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)}
    return {name: module.PLANTED for name, module in modules.items()}
