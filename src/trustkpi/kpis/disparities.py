"""Groups suspended or moved at a higher rate than others: how much higher, how sure that is, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from polars import col

from trustkpi.conduct_kpis import conduct_kpi
from trustkpi.disproportion import RATIOS, RatioOfRates, ratios_of
from trustkpi.kpi import COUNT_SHOWN, PRODUCT_DEFAULT, TIMES_SHOWN, Count, Kpi, Measure, Polarity, Source, Statistic
from trustkpi.kpis.moves import moved_out_rate
from trustkpi.kpis.suspensions import pupils_suspended_rate
from trustkpi.limits import default
from trustkpi.register import Register, RowRag
from validation.returns.exclusions import Disparities
from validation.rules import CLOSES
from validation.vocabulary import STANDARDS

INTERVAL = Source(
    "Obtaining confidence intervals for the risk ratio in cohort studies (Katz, Baptista, Azen and Pike, Biometrics 34, 1978)",
    "https://doi.org/10.2307/2530610",
)
_SURE = default(1, 1.5, "green where chance alone may explain it, amber to half as much again")
_NONE = default(0, 1, "green where no group stands out, amber where one does")
_MONTH = pl.duration(days=30)


def _highest(column: str) -> Statistic:
    """Of one group its own figure; of all of them that of the group with the highest ratio."""
    return Statistic(col(column).sort_by("ratio", "group").last(), pl.len())


def _declared(base: Kpi, stem: str, what: str) -> Iterator[Kpi]:
    alike = {
        "focus": ("T1.3-h",), "reads": RatioOfRates, "shown": TIMES_SHOWN, "breakdowns": (RATIOS,), "derived": ratios_of(base.name),
        "source": INTERVAL,
    }  # fmt: skip
    whole = "the whole shows the highest"

    def kpi_of(name: str, meaning: str, measure: Measure, **more: object) -> Kpi:
        def stated() -> Measure:
            return measure

        stated.__name__, stated.__doc__ = f"{stem}{name}", meaning
        return conduct_kpi(**(alike | more))(stated)  # type: ignore[arg-type]

    yield kpi_of(
        "disproportionality_ratio",
        f"The share of a group that was {what}, divided by that of everyone else, where five or more of each were; {whole}.",
        _highest("ratio"),
        title=f"How many times as likely to be {what}", polarity=Polarity.NEITHER,
        serves=(f"{stem}disproportionality_ratio", "disproportionality_ratio"),
    )  # fmt: skip
    yield kpi_of(
        "disproportionality_low", f"The least that ratio may be, with 95% confidence; {whole} ratio's.", _highest("low"),
        title=f"At least so many times as likely to be {what}", bands=_SURE,
    )  # fmt: skip
    yield kpi_of(
        "disproportionality_high", f"The most that ratio may be, with 95% confidence; {whole} ratio's.", _highest("high"),
        title=f"At most so many times as likely to be {what}", polarity=Polarity.NEITHER,
    )  # fmt: skip
    yield kpi_of(
        "groups_at_higher_rate", f"Groups more likely to be {what} than everyone else, beyond what chance explains at 95% confidence.",
        Count((col("low") > 1).sum()),
        title=f"Groups more likely to be {what}", shown=COUNT_SHOWN, bands=_NONE, breakdowns=(),
    )  # fmt: skip


DISPARITIES = (*_declared(pupils_suspended_rate, "suspended_", "suspended"), *_declared(moved_out_rate, "moved_", "moved out"))
globals().update({kpi.name: kpi for kpi in DISPARITIES})  # each under its own name, as if it had been written out


NARRATIVE = Register(
    name="disparities_and_changes",
    title="Disparities and what will change",
    focus=("T1.3-h",),
    committee=STANDARDS,
    reads=Disparities,
    columns=("academy", "group", "reason", "change", "owner", "due", "done"),
    order=("due", "academy"),
    meaning="Why groups are suspended, excluded or moved more often, and what changes in practice.",
    rag=RowRag(
        red=~col("done") & (col("due") < CLOSES),
        amber=~col("done") & (col("due") <= CLOSES + _MONTH),
        basis=f"{PRODUCT_DEFAULT}: red where overdue, amber where due within 30 days",
    ),
    serves=("narrative + action",),
)
