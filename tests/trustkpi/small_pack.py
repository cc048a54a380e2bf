"""A pack of a few rated figures of three academies, as rate hands them over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from trustkpi.catalogue import catalogue
from trustkpi.comments import Comments
from trustkpi.comparators import population
from trustkpi.facts import RESULTS, TRUST, Academy
from trustkpi.pack import PackContext, pack
from trustkpi.packs import CommitteePack
from trustkpi.packs.standards import PUPIL_ABSENCE
from trustkpi.pages import Block, Cell, Grid, Pack, Page
from trustkpi.trust import Trust
from validation.periods import period

SPRING, AUTUMN, YEAR_BEFORE = "2025-26-spring", "2025-26-autumn", "2024-25-spring"
PHASES = {"Ambleside": "Primary", "Westbury": "Special", "Unity": "Alternative provision"}
ACADEMIES = tuple(Academy(name, f"99900{n}", phase, date(2019, 9, 1)) for n, (name, phase) in enumerate(PHASES.items()))
COMMITTEE = CommitteePack(
    "Standards and Achievement", ("absence_rate", "attendance_rate", "severe_absence_rate"), (PUPIL_ABSENCE,)
)
RATED = dict(RESULTS) | dict.fromkeys(("last_period", "last_year", "target", "national"), pl.Float64()) | dict.fromkeys(
    ("mark", "national_label", "behind", "colours_by", "rag", "rag_reason", "direction"), pl.String()
)  # fmt: skip
STATUS = {"academy": pl.String(), "return": pl.String(), "state": pl.String()}
QUERIES = dict.fromkeys(("academy", "sheet", "label", "says", "explanation"), pl.String())
Row = dict[str, object]


def figure(value: float | None, place: str = TRUST, kpi: str = "absence_rate", rag: str = "Grey", **more: object) -> Row:
    """A rated figure of a thousand sessions, or of the columns that are given."""
    grain = "academy" if place in PHASES else "trust"
    parts = {"numerator": None, "denominator": None} if value is None else {"numerator": round(value * 10), "denominator": 1000}
    return {
        "kpi": kpi, "period": SPRING, "population": population(catalogue()[kpi]), "grain": grain, "place": place,
        "phase": PHASES.get(place, ""), "breakdown": "", "group": "", **parts, "value": value, "people": 50, "mark": "",
        "rag": rag, "rag_reason": "", "direction": "",
    } | more  # fmt: skip


def then(value: float | None, of: str, place: str = TRUST, kpi: str = "absence_rate", rag: str = "Grey", **more: object) -> Row:
    """A figure of an earlier period with its place in the trend."""
    return figure(value, place, kpi, rag, **{"period": of, "trend": value} | more)


def made(
    rows: Sequence[Row], past: Sequence[Row] = (), *, sent: Sequence[tuple[str, str]] = (), queries: Sequence[Row] = (),
    comments: Comments | None = None, committee: CommitteePack = COMMITTEE,
) -> Pack:  # fmt: skip
    """The pack; `sent` is each academy's attendance return and its state, `past` the oldest first."""
    status = pl.DataFrame([(a, "attendance", state) for a, state in sent], schema=STATUS, orient="row")
    context = PackContext(
        Trust("Example Trust", academies=ACADEMIES), period(SPRING), date(2026, 3, 27), catalogue(), status,
        pl.DataFrame(list(queries), schema=QUERIES), history=pl.DataFrame(list(past), schema={**RATED, "trend": pl.Float64()}),
        comments=comments or Comments(),
    )  # fmt: skip
    return pack(committee, pl.DataFrame(list(rows), schema=RATED), context)


def page(of: Pack, tab: str) -> Page:
    """The page of that tab."""
    return next(p for p in of.pages if p.tab == tab)


def grid(of: Pack, tab: str, name: str = "") -> list[dict[str, Cell]]:
    """The rows of a page's first grid, or of the one of that name, by heading; those that name others left out."""
    blocks: Sequence[Block] = page(of, tab).blocks
    found = next(b for b in blocks if isinstance(b, Grid) and (not name or b.name == name))
    return [dict(zip([c.heading for c in found.columns], row, strict=True)) for row in found.rows if isinstance(row, tuple)]


def text(cell: Cell) -> str:
    """What a cell shows."""
    return str(getattr(cell, "text", getattr(cell, "says", cell)))
