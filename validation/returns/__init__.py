"""Every return, one file each; the folder is the register."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from validation.model import Return, Sheet
from validation.periods import period


@cache
def returns() -> dict[str, Return]:
    """Name to return, for every file of this folder."""
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Return)]
    return {r.name: r for r in sorted(found, key=lambda r: r.name)}


def title_of(named: str) -> str:
    """The title of the return of that name, and of the period where its name follows: Workforce, 31 March 2026."""
    name, _, when = named.partition(" ")
    title = returns()[name].title if name in returns() else name
    return f"{title}, {period(when).title}" if when else title


def return_of(sheet: type[Sheet]) -> Return | None:
    """The return that a sheet is of; None for one that no return has."""
    return next((r for r in returns().values() if sheet in r.sheets), None)


def sent_for_all(name: str) -> bool:
    """Whether the central team sends it for all academies, or the run makes it itself, so that no academy is behind with it."""
    declared = returns().get(name)
    return declared is None or declared.whole_trust
