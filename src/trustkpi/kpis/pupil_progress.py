"""Progress through the year by group, EHC plan outcomes, three strands and interventions."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.attained import BY_DISADVANTAGE, BY_PROVISION
from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    PRODUCT_DEFAULT,
    Breakdown,
    Count,
    Polarity,
    Population,
    Ratio,
    Source,
    kpi,
)
from trustkpi.limits import default
from trustkpi.register import Register, RowRag
from trustkpi.shares import number_counted, people_who, share_of_counted
from validation.returns.progress import ABOVE, AREAS, EXPECTED, FRAMEWORKS, MET, Interventions, PlanOutcomes, Strands, Targets
from validation.vocabulary import STANDARDS

_col = pl.col
SPECIAL = Source(
    "Special school reporting: share at or above what was expected, by strand (Tor View School)",
    "http://torview.org/about-us/pupil-progress/key-stage-2-1",
)
_BANDS = default(80, 65, "no source sets how many should make the progress expected of them")
_EXPECTED = _col("judgement").is_in([EXPECTED, ABOVE])
_targets = partial(
    kpi, committee=STANDARDS, reads=Targets, shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER, bands=_BANDS, source=SPECIAL
)
BY_FRAMEWORK = Breakdown.by_code("framework", "Framework", FRAMEWORKS)
BY_AREA = Breakdown.by_code("area", "Area of need", AREAS)


def _with(provision: str, title: str) -> Population:
    return Population(f"targets_{provision.casefold()}", title, _col("sen") == provision)


@_targets(
    title="Making the progress expected",
    focus=("T2.1-a", "T4.1-b"),
    breakdowns=(BY_DISADVANTAGE, BY_PROVISION),
    serves=("pp_gap", "pp_progress_gap"),
)
def expected_progress_pct() -> Ratio:
    """Strands in which pupils are at or above what was expected by now, as a share of all that are assessed."""
    return people_who(_EXPECTED)


@_targets(
    title="Pupils with an EHC plan: progress expected", focus=("T2.1-d",), over=_with("E", "strands of pupils with an EHC plan")
)
def ehcp_expected_progress_pct() -> Ratio:
    """Strands in which pupils with an EHC plan are at or above what was expected, as a share of all that are assessed."""
    return people_who(_EXPECTED)


@_targets(
    title="Pupils at SEN support: progress expected", focus=("T2.1-d",), over=_with("K", "strands of pupils at SEN support")
)
def sen_support_expected_progress_pct() -> Ratio:
    """Strands in which pupils at SEN support are at or above what was expected, as a share of all that are assessed."""
    return people_who(_EXPECTED)


@_targets(title="Own targets met", focus=("T2.1-i",))
def individual_targets_met_pct() -> Ratio:
    """Pupils' own targets that are met, as a share of all that were set for now."""
    return people_who(_col("target_met"))


@_targets(title="Strands assessed, by framework", focus=("T2.1-i",), shown=COUNT_SHOWN, polarity=Polarity.NEITHER, bands=(), breakdowns=(BY_FRAMEWORK,),
    serves=("engagement_model/pre_key_stage distribution",))  # fmt: skip
def strands_assessed() -> Count:
    """Strands in which pupils are assessed, by the framework that is used."""
    return Count(pl.len(), counts=_col("upn").is_not_null())


@kpi(title="EHC plan outcomes met", focus=("T2.1-d", "T2.1-i"), committee=STANDARDS, reads=PlanOutcomes, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_BANDS, breakdowns=(BY_AREA,), serves=("ehcp_outcomes_met_pct by 4 areas of need",))  # fmt: skip
def ehcp_outcomes_met_pct() -> Ratio:
    """Outcomes that EHC plans name and that are met, as a share of those that were due."""
    return people_who(_col("met") == MET)


@kpi(title="On track in all three strands", focus=("P1.3-b",), committee=STANDARDS, reads=Strands, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_BANDS)  # fmt: skip
def pupils_on_track_3_strands_pct() -> Ratio:
    """Pupils on track in attendance, learning and personal development, as a share of all."""
    return people_who(_col("attendance") & _col("academic") & _col("personal"))


PHONICS = Population("late_phonics", "phonics interventions in key stages 3 and 4", _col("kind") == "PHONICS")
_interventions = partial(kpi, committee=STANDARDS, reads=Interventions, shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER)


@_interventions(title="Pupils in phonics in key stages 3 and 4", focus=("P1.2-d3",), shown=COUNT_SHOWN, over=PHONICS)
def ks34_pupils_in_phonics() -> Count:
    """Pupils in key stages 3 and 4 who take part in a phonics intervention."""
    return number_counted("pupils")


@_interventions(title="Late phonics: progress made", focus=("P1.2-d3",), over=PHONICS, bands=_BANDS)
def phonics_progress_made_pct() -> Ratio:
    """Pupils of phonics interventions in key stages 3 and 4 who made the progress meant, as a share of all who took part."""
    return share_of_counted("gained", "pupils")


@_interventions(title="Interventions: pupils who gained", focus=("P1.3-l",), bands=_BANDS)
def interventions_positive_impact_pct() -> Ratio:
    """Pupils who made the progress that their intervention meant, as a share of all who took part."""
    return share_of_counted("gained", "pupils")


@_interventions(title="Interventions judged effective", focus=("T2.1-d",), bands=_BANDS)
def provision_effective_pct() -> Ratio:
    """Interventions that leaders judge effective, as a share of all."""
    return Ratio(_col("effective").sum(), pl.len())


INTERVENTIONS = Register(
    name="interventions", title="Interventions and what they did", focus=("P1.3-l", "P1.2-d3"), committee=STANDARDS, reads=Interventions,
    columns=("academy", "kind", "name", "effective", "cost"), order=("academy", "kind"),
    meaning="What was done beside ordinary teaching, what it cost and whether leaders judge that it works.",
    rag=RowRag(pl.lit(value=False), ~_col("effective"), f"{PRODUCT_DEFAULT}: amber where leaders do not judge it effective"),
)  # fmt: skip
