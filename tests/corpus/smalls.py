"""A right return of every kind, with a few rows a sheet."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tests.torture.spoilt import Right, asked_for
from trustkpi.demo.make import demo_fill, demo_tables

ROWS = 5  # of each sheet


@cache
def small(name: str) -> Right:
    """A right return of that name."""
    asked = next(asked for asked in asked_for() if asked.declared.name == name)
    rows = {title: frame.head(ROWS) for title, frame in demo_tables(asked).items()}
    return Right.of(asked, replace(demo_fill(asked), typed={}, rows=rows))
