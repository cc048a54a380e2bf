"""Where leavers went, careers and post-16, what FFT estimates, and DfE's own figures as they come."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.attained import BY_DISADVANTAGE, BY_PROVISION, mean_points
from trustkpi.derived import PHASE
from trustkpi.kpi import (
    GRADE_SHOWN,
    PERCENT_SHOWN,
    SCORE_SHOWN,
    Polarity,
    Population,
    Ratio,
    Source,
    kpi,
)
from trustkpi.limits import default
from trustkpi.register import Register
from trustkpi.shares import mean_of_counted, people_who, share_of_counted
from validation.returns.outcomes import Careers, Leavers, Published
from validation.vocabulary import STANDARDS, Phase

_col = pl.col
DESTINATIONS = Source(
    "Key stage 4 destination measures (two terms sustained), SEND and alternative provision dashboard",
    "https://github.com/dfe-analytical-services/SEND-AP-Inclusion-Dashboard",
)
# Published by setting, and never compared across the change of method of 2022/23: no national figure colours these.
_SUSTAINED = (
    *default(90, 80, "near special schools' 90.3% for destinations in 2021/22", phase=Phase.SPECIAL),
    *default(59, 49, "near state-place funded alternative provision's 58.8% for destinations in 2021/22", phase=Phase.AP),
)
KNOWN = Population(
    "destinations_known", "leavers of whom it is known two terms on", _col("sustained").is_not_null(), source=DESTINATIONS
)
OF_AP = Population("ap_leavers", "leavers of alternative provision academies", PHASE == Phase.AP)
EXCLUDED = Population("excluded_leavers", "leavers who had been permanently excluded", _col("excluded"), source=DESTINATIONS)
ESTIMATED = Population("estimated", "pupils at the end of key stage 4 with FFT50's estimate", _col("estimate_50").is_not_null())
ESTIMATED_20 = Population(
    "estimated_20", "pupils at the end of key stage 4 with FFT20's estimate", _col("estimate_20").is_not_null()
)
VALUED = Population("valued", "pupils at the end of key stage 4 with FFT's value added", _col("value_added").is_not_null())
_NEET = _col("destination") == "NONE"
_leavers = partial(kpi, committee=STANDARDS, reads=Leavers, shown=PERCENT_SHOWN, source=DESTINATIONS)


@_leavers(
    title="Sustained destinations",
    focus=("T2.1-j",),
    polarity=Polarity.HIGHER_IS_BETTER,
    over=KNOWN,
    bands=_SUSTAINED,
    breakdowns=(BY_PROVISION, BY_DISADVANTAGE),
)
def sustained_destination_pct() -> Ratio:
    """Leavers who stayed two terms in education, an apprenticeship or work, as a share of those of whom it is known."""
    return people_who(_col("sustained"))


@_leavers(
    title="Leavers not in education, employment or training",
    focus=("T2.1-j",),
    polarity=Polarity.LOWER_IS_BETTER,
    breakdowns=(BY_PROVISION, BY_DISADVANTAGE),
)
def neet_pct() -> Ratio:
    """Leavers who were not in education, employment or training in the autumn, as a share of all leavers."""
    return people_who(_NEET)


@_leavers(
    title="Excluded leavers not in education, employment or training",
    focus=("P4.1-k",),
    polarity=Polarity.LOWER_IS_BETTER,
    over=EXCLUDED,
    serves=("neet_pct",),
)
def neet_excluded_pct() -> Ratio:
    """Permanently excluded leavers who were not in education, employment or training in the autumn, as a share of such leavers."""
    return people_who(_NEET)


@_leavers(
    title="Leavers of alternative provision with a level 2 qualification",
    focus=("P4.1-j",),
    polarity=Polarity.HIGHER_IS_BETTER,
    over=OF_AP,
)
def ap_level2_pct() -> Ratio:
    """Leavers of alternative provision with a level 2 qualification of the size of a GCSE or more, as a share of all its leavers."""
    return people_who(_col("level_2"))


@_leavers(title="Reached FFT50", focus=("P1.1-h",), polarity=Polarity.HIGHER_IS_BETTER, over=ESTIMATED, source=None)
def fft_target_met_pct() -> Ratio:
    """Pupils who reached FFT Aspire's estimate FFT50, as a share of those who have one."""
    return people_who(_col("estimate_50"))


@_leavers(title="Reached FFT20", focus=("P1.1-h",), polarity=Polarity.HIGHER_IS_BETTER, over=ESTIMATED_20, source=None)
def fft20_target_met_pct() -> Ratio:
    """Pupils who reached FFT Aspire's estimate FFT20, as a share of those who have one."""
    return people_who(_col("estimate_20"))


@_leavers(
    title="FFT value added", focus=("P1.1-h",), polarity=Polarity.HIGHER_IS_BETTER, over=VALUED, shown=GRADE_SHOWN, source=None
)
def fft_value_added() -> Ratio:
    """FFT's value added, averaged over the pupils who have one."""
    return mean_points("value_added")


_careers = partial(kpi, committee=STANDARDS, reads=Careers, polarity=Polarity.HIGHER_IS_BETTER)


@_careers(title="Gatsby benchmarks met", focus=("T2.1-j",), shown=SCORE_SHOWN)
def gatsby_benchmarks_met() -> Ratio:
    """Benchmarks of good careers guidance that are met, of eight; for the trust, the mean of the academies that have leavers."""
    return Ratio(_col("gatsby").sum(), pl.len(), per=1)


@_careers(title="Retention, 16 to 18", focus=("T2.1-h",), shown=PERCENT_SHOWN)
def retention_rate() -> Ratio:
    """Students aged 16 to 18 who stayed to the end of their programme, as a share of those who started one."""
    return share_of_counted("retained", "started")


def _weighted(column: str) -> Ratio:
    people = pl.when(_col(column).is_not_null()).then(_col("started")).otherwise(0)
    return mean_of_counted((_col(column) * _col("started")).sum(), people.sum(), scale=100)


@_careers(
    title="English progress, 16 to 18", focus=("T2.1-h",), shown=GRADE_SHOWN, serves=("16-18 English/maths average progress",)
)
def english_progress_16_18() -> Ratio:
    """DfE's average progress in English from 16 to 18 in grades, weighted by students."""
    return _weighted("english")


@_careers(title="Maths progress, 16 to 18", focus=("T2.1-h",), shown=GRADE_SHOWN)
def maths_progress_16_18() -> Ratio:
    """DfE's average progress in maths from 16 to 18 in grades, weighted by students."""
    return _weighted("maths")


PUBLISHED = Register(
    name="published_measures", title="DfE's published figures", focus=("T2.1-f", "T2.1-g", "P1.3-e", "P1.3-j"), committee=STANDARDS, reads=Published,
    columns=("academy", "measure", "year", "value", "pupils", "similar", "difference"), order=("academy", "year", "measure"),
    meaning="The school's row of performance tables as it stands there. SUPP: 5 pupils or fewer; NE: no entries; NP: not published; "
    "LOWCOV: under half covered; NA: not applicable; SP: between 0 and 0.5%.",
    serves=("similar_school_percentile", "difference_vs_similar", "vs similar schools"),
)  # fmt: skip
