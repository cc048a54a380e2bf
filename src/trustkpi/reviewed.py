"""The quality assurance calendar by whom it is about: alternative providers and an academy's teachers, each counted once."""

from __future__ import annotations

import polars as pl

from trustkpi.derived import Derived, like
from validation.model import NUMBER, YES_NO, cell
from validation.returns.quality import Reviews
from validation.rules import CLOSES


class Providers(
    Derived, made_from=(Reviews,), title="AP providers", one_row="one alternative provider on the calendar", key=("strand",),
    intro="Made from the calendar: however often a provider is reviewed in a year, it is one provider.",
):  # fmt: skip
    """Derived rows: nobody types them."""

    strand: str = like(Reviews, "strand")
    in_date: bool = cell("In date", unit=YES_NO, help="A review was done and the next is not overdue.", example=True)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a provider."""
        (reviews,) = frames
        good = pl.col("done_on").is_not_null() & (pl.col("next_due") >= CLOSES)
        theirs = reviews.filter(pl.col("kind") == "PROVIDER").with_columns(good=good.fill_null(value=False))
        return theirs.group_by("academy", "period", "strand", maintain_order=True).agg(in_date=pl.col("good").any())


class Postcards(
    Derived, made_from=(Reviews,), title="Teaching postcards", one_row="one academy", key=("strand",),
    intro="Made from the calendar: postcards are added up over the year; the teachers who have had one are told anew each time.",
):  # fmt: skip
    """Derived rows: nobody types them."""

    strand: str = like(Reviews, "strand")
    issued: int = cell("Postcards issued", unit=NUMBER, help="Since September.", example=16)
    staff: int = like(Reviews, "staff")
    of_staff: int = like(Reviews, "of_staff")

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a programme of postcards of an academy, from what was planned by the as-at date."""
        (reviews,) = frames
        cards = reviews.filter((pl.col("kind") == "PRACTICE") & (pl.col("planned_on") <= CLOSES))
        return cards.group_by("academy", "period", "strand", maintain_order=True).agg(
            issued=pl.col("done").sum(), staff=pl.col("staff").max(), of_staff=pl.col("of_staff").max()
        )
