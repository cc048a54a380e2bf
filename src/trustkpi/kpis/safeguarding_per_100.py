"""Concerns and complaints for every hundred pupils, so that academies of different sizes can be set side by side."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.derived import Derived, like
from trustkpi.kpi import PER_100_SHOWN, Heads, Polarity, Ratio, kpi
from trustkpi.kpis.safeguarding_concerns import COMPLAINTS
from validation.model import PEOPLE, cell
from validation.returns.safeguarding import Children, Concerns, Matters
from validation.vocabulary import STANDARDS


class OnRoll(
    Derived, made_from=(Children, Concerns, Matters), title="Concerns and complaints beside the roll", one_row="one academy",
    intro="Made from the safeguarding return: every concern and complaint since September beside the children on roll.",
):  # fmt: skip
    """Derived rows: nobody types them."""

    roll: int = like(Children, "roll")
    concerns: int = cell("Concerns recorded", unit=PEOPLE, help="Of every category.", example=59)
    complaints: int = cell("Complaints received", unit=PEOPLE, help="Of parents and others.", example=5)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row an academy and period, from the rows of all three stacked."""
        children, concerns, matters = frames
        whose, none = ("academy", "period"), pl.lit(0, pl.Int64)
        stacked = [
            children.select(*whose, "roll", concerns=none, complaints=none),
            concerns.select(*whose, "concerns", roll=none, complaints=none),
            matters.filter(COMPLAINTS.where).select(*whose, complaints="received", roll=none, concerns=none),
        ]
        return pl.concat(stacked, how="diagonal_relaxed").group_by(*whose, maintain_order=True).agg(pl.all().sum())


def per_100_on_roll(column: str) -> Ratio:
    """Things of which a child may have several, for every hundred on roll; where they outnumber the children, they are the people."""
    things = pl.col(column).sum()
    return Ratio(things, pl.col("roll").sum(), heads=Heads(pl.max_horizontal("roll", column).sum(), things))


_per_100 = partial(kpi, committee=STANDARDS, reads=OnRoll, shown=PER_100_SHOWN)


@_per_100(title="Concerns, per 100 pupils", focus=("T5.1-j",), polarity=Polarity.NEITHER, serves=("concerns_by_category",))
def concerns_per_100() -> Ratio:
    """Safeguarding concerns recorded since September, for every hundred pupils on roll."""
    return per_100_on_roll("concerns")


@_per_100(title="Complaints, per 100 pupils", focus=("T5.1-l",), polarity=Polarity.LOWER_IS_BETTER, serves=("complaints_total",))
def complaints_per_100() -> Ratio:
    """Complaints of parents and others received since September, for every hundred pupils on roll."""
    return per_100_on_roll("complaints")
