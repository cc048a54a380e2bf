"""Incidents of behaviour, pupil by pupil beside the headcount, and how far academies differ in what they do about them."""

from __future__ import annotations

import polars as pl

from trustkpi.conduct import KnownOfPupil
from trustkpi.derived import GRAIN, Derived
from trustkpi.headcount import PUPIL, headcounts, totalled_for
from trustkpi.kpi import Kpi
from validation.model import NUMBER, TEXT, cell
from validation.returns.attendance import Pupils
from validation.returns.behaviour import Incidents

SERIOUS_SANCTIONS = ("REM", "INT", "SUSP", "PERM")


class PupilBehaviour(
    Derived,
    KnownOfPupil,
    made_from=(Incidents, Pupils),
    title="Incidents by pupil",
    one_row="one pupil of the headcount, or with an incident in the year",
    intro="Made from the behaviour return and the pupil list of the attendance return.",
    key=("upn",),
    personal=True,
):
    """Derived rows: nobody types them."""

    incidents: int = cell("Incidents", unit=NUMBER, help="Since 1 September.", example=3)
    sanctions: int = cell("Sanctions", unit=NUMBER, help="Of those, with any sanction.", example=2)
    forced: int = cell("Physical interventions", unit=NUMBER, help="Of those, in which force was used.", example=0)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a pupil of every academy and period whose return is in: it holds at least one incident."""
        incidents, pupils = frames
        totals = incidents.group_by(PUPIL, maintain_order=True).agg(
            incidents=pl.len().cast(pl.Int64),
            sanctions=(pl.col("sanction") != "NONE").sum().cast(pl.Int64),
            forced=pl.col("force").sum().cast(pl.Int64),
        )
        return totalled_for(headcounts(pupils, incidents), (totals,))


class Spread(
    Derived,
    made_from=(Incidents,),
    title="How far academies differ",
    one_row="the trust",
    intro="Made from academies' published shares: the highest beside the lowest.",
    key=("place",),
):
    """Derived rows: nobody types them."""

    place: str = cell("Place", unit=TEXT, help="The trust.", example="Trust")
    highest: int = cell("Highest share", unit=NUMBER, help="Its numerator times the denominator of the lowest.", example=900)
    lowest: int = cell("Lowest share", unit=NUMBER, help="Its numerator times the denominator of the highest.", example=300)


def spread_of(rated: pl.DataFrame, of: Kpi) -> pl.DataFrame:
    """One row a period where two academies' shares or more may be seen and the lowest is not nought."""
    seen = rated.filter(
        (pl.col("kpi") == of.name) & (pl.col("grain") == "academy") & (pl.col("breakdown") == "") & (pl.col("numerator") > 0)
    )
    rows = []
    for (named,), shares in seen.sort("value", "place").group_by("period", maintain_order=True):
        if shares.height > 1:
            least, most = shares.row(0, named=True), shares.row(-1, named=True)
            crossed = (most["numerator"] * least["denominator"], least["numerator"] * most["denominator"])
            rows.append(("", named, "trust", "Trust", *crossed))
    schema = dict.fromkeys(("academy", "period", GRAIN, "place"), pl.String) | dict.fromkeys(("highest", "lowest"), pl.Int64)
    return pl.DataFrame(rows, schema=schema, orient="row")
