"""Pupils now beside what was projected, the next five years, and who comes and goes."""

from __future__ import annotations

from collections.abc import Iterator

from polars import Expr, Int64, col, max_horizontal

from trustkpi.conduct_kpis import conduct_kpi
from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    POUNDS_SHOWN,
    Count,
    Heads,
    Kpi,
    Polarity,
    Ratio,
    Source,
)
from trustkpi.limits import default
from validation.returns.attendance import Pupils
from validation.returns.roll_places import AHEAD, Projections, Roll
from validation.rules import CLOSES, OPENS

_SCORECARD = Source(
    "Local authority school places scorecards (Department for Education), forecast accuracy",
    "https://github.com/dfe-analytical-services/la-school-places-scorecards",
)
_AT = col("year").str.slice(0, 4).cast(Int64, strict=False) - OPENS.dt.year()  # years ahead: 1 is next September's
_NEXT = _AT == 1
_ON_ROLL = col("status").is_in(["C", "M"]) & (col("joined") <= CLOSES) & (col("left").is_null() | (col("left") > CLOSES))
_TRAVELLERS = ("WIRT", "WROM")


def _ahead(years: int) -> Kpi:
    def projected() -> Count:
        return Count(col("projected").filter(_AT.eq(years)).sum())

    words = "one year" if years == 1 else f"{('two', 'three', 'four', 'five')[years - 2]} years"
    projected.__name__ = f"projected_roll_year_{years}"
    projected.__doc__ = f"Pupils projected for the January census {words} from now."
    return conduct_kpi(
        title=f"Projected roll in {words}",
        focus=("T1.1-c",),
        reads=Projections,
        shown=COUNT_SHOWN,
        polarity=Polarity.NEITHER,
        source=None,
        serves=(projected.__name__, "projected_roll_y+1..y+5"),
    )(projected)


def _five_years() -> Iterator[Kpi]:
    yield from (_ahead(years) for years in range(1, AHEAD + 1))


PROJECTED = tuple(_five_years())
globals().update({kpi.name: kpi for kpi in PROJECTED})  # each under its own name, as if it had been written out


@conduct_kpi(
    title="High needs places projected for next year",
    focus=("T1.1-c",),
    reads=Projections,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    source=None,
)
def projected_high_needs_places() -> Count:
    """Pupils projected for next year for whom the authority is expected to pay a top-up."""
    return Count(col("topup").filter(_NEXT).sum())


@conduct_kpi(
    title="Income a pupil projected for next year",
    focus=("T1.1-c",),
    reads=Projections,
    shown=POUNDS_SHOWN,
    polarity=Polarity.NEITHER,
    source=None,
)
def projected_income_per_pupil() -> Ratio:
    """Funding for places and top-ups projected for next year, for each pupil projected."""
    income = col("projected") * col("per_place") + col("topup") * col("per_topup")
    return Ratio(income.filter(_NEXT).sum(), col("projected").filter(_NEXT).sum(), per=1, scale=100)


@conduct_kpi(
    title="Places filled",
    focus=("T1.1-c",),
    reads=Roll,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=default(95, 90, "3% to 5% of places spare is usual advice; amber to one place in ten"),
    source=None,
)
def places_filled_pct() -> Ratio:
    """Pupils on roll on the census day, as a share of the published or commissioned places."""
    return Ratio(col("actual").sum(), col("places").sum())


@conduct_kpi(
    title="Roll above or below the projection",
    focus=("T1.1-d",),
    reads=Roll,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    source=None,
)
def roll_variance() -> Count:
    """Pupils on roll on the census day, less those projected for it a year before."""
    return Count((col("actual") - col("projected")).sum())


@conduct_kpi(
    title="How far the projection was out",
    focus=("T1.1-d",),
    reads=Roll,
    shown=PERCENT_SHOWN,
    bands=default(2, 5, "England's authorities were out by 1.3% a year ahead in 2024/25; amber to 5%"),
    source=_SCORECARD,
)
def roll_variance_pct() -> Ratio:
    """The distance between pupils projected and pupils on roll, either way, as a share of those on roll."""
    return Ratio((col("projected").sum() - col("actual").sum()).abs(), col("actual").sum())


@conduct_kpi(
    title="Pupils with a plan above or below the projection",
    focus=("T1.1-d", "T1.1-c"),
    reads=Roll,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    source=None,
)
def plans_variance() -> Count:
    """Pupils on roll with an education, health and care plan, less those projected a year before."""
    heads = Heads(people=col("actual").sum(), inside=max_horizontal("actual_plans", "projected_plans").sum())
    return Count((col("actual_plans") - col("projected_plans")).sum(), heads=heads)


def _on_roll(where: Expr) -> Count:
    return Count(where.sum(), counts=where, among=_ON_ROLL)


@conduct_kpi(title="Service pupils", focus=("T1.1-e",), reads=Pupils, shown=COUNT_SHOWN, polarity=Polarity.NEITHER, source=None)
def service_pupils() -> Count:
    """Pupils on roll with a parent in the armed forces."""
    return _on_roll(_ON_ROLL & (col("service_child") == "Y"))


@conduct_kpi(
    title="Pupils of traveller families",
    focus=("T1.1-e",),
    reads=Pupils,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    source=None,
)
def grt_pupils() -> Count:
    """Pupils on roll of Gypsy, Roma or Irish traveller heritage."""
    return _on_roll(_ON_ROLL & col("ethnicity").is_in(_TRAVELLERS))
