"""How many pupils have special educational needs, at which stage, and which needs."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.groups import BY_FSM, BY_SEX, BY_YEAR_GROUP
from trustkpi.kpi import PERCENT_SHOWN, Benchmark, Kpi, Polarity, Population, Ratio, Source, kpi
from trustkpi.register import Register
from trustkpi.shares import people_who
from validation.returns.attendance import Pupils
from validation.returns.send import Neighbours
from validation.vocabulary import SEN_NEED, STANDARDS

CENSUS = Source(
    "Special educational needs in England",
    "https://www.gov.uk/government/collections/statistics-special-educational-needs-sen",
)
ON_ROLL = Population(
    "on_roll",
    "pupils on roll on the as-at date, each academy's subsidiary registrations left out",
    pl.col("left").is_null() & (pl.col("status") != "S"),
    source=CENSUS,
)
WITH_SEN = Population(
    "with_sen", "pupils on roll with SEN support or an EHC plan", ON_ROLL.where & pl.col("sen").is_in(["K", "E"]), source=CENSUS
)
_of_roll = partial(
    kpi, committee=STANDARDS, reads=Pupils, shown=PERCENT_SHOWN, polarity=Polarity.NEITHER, over=ON_ROLL, source=CENSUS,
    breakdowns=(BY_SEX, BY_FSM, BY_YEAR_GROUP),
)  # fmt: skip


@_of_roll(title="Pupils with SEN", focus=("T2.2-a", "T2.2-b"), benchmark=Benchmark("sen_total_pct"),
    serves=("sen_total_pct vs neighbours/LA/national",))  # fmt: skip
def sen_total_pct() -> Ratio:
    """Pupils with SEN support or an EHC plan, as a share of those on roll; England's January census of the phase beside it."""
    return people_who(pl.col("sen").is_in(["K", "E"]))


@_of_roll(title="Pupils at SEN support", focus=("T2.2-c",), benchmark=Benchmark("sen_support_pct"))
def sen_support_pct() -> Ratio:
    """Pupils at SEN support, as a share of those on roll."""
    return people_who(pl.col("sen") == "K")


@_of_roll(title="Pupils with an EHC plan", focus=("T2.2-d",), benchmark=Benchmark("ehcp_pct"))
def ehcp_pct() -> Ratio:
    """Pupils with an education, health and care plan, as a share of those on roll."""
    return people_who(pl.col("sen") == "E")


def _need(code: str) -> Kpi:
    def share() -> Ratio:
        return people_who(pl.col("sen_need") == code)

    share.__name__ = f"need_{code.casefold()}_share"
    share.__doc__ = f"Pupils whose primary need is {SEN_NEED[code].lower()}, as a share of those with SEN."
    return kpi(title=f"Primary need: {SEN_NEED[code]}", focus=("T2.2-e",), committee=STANDARDS, reads=Pupils, shown=PERCENT_SHOWN,
        polarity=Polarity.NEITHER, over=WITH_SEN, source=CENSUS, serves=("share_by_primary_need",))(share)  # fmt: skip


ELSEWHERE = Register(
    name="sen_elsewhere", title="SEN in neighbouring schools and the authority", focus=("T2.2-a",), committee=STANDARDS, reads=Neighbours,
    columns=("academy", "what", "whose", "year", "total", "plans"), order=("academy", "what", "whose"),
    meaning="Published shares of pupils with SEN near each academy, to read beside its own and England's of its phase.",
    serves=("sen_total_pct vs neighbours/LA/national",), source=CENSUS,
)  # fmt: skip
NEEDS = tuple(_need(code) for code in SEN_NEED)
globals().update({need.name: need for need in NEEDS})  # each under its own name, as if it had been written out
