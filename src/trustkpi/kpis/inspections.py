"""What Ofsted found, each regime on its own scale."""

from __future__ import annotations

from datetime import date

import polars as pl

from trustkpi.derived import Derived, like, setting
from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    PRODUCT_DEFAULT,
    WHOLE_DAYS_SHOWN,
    Count,
    Polarity,
    Population,
    Ratio,
    Source,
    kpi,
)
from trustkpi.limits import default, owed_in_full
from trustkpi.register import AMBER, GREEN, RED, Register, RowRag
from validation.model import CODE, NUMBER, YES_NO, cell
from validation.returns.quality import FIVE, GRADES, MET, NOT_MET, OVERALL, SAFEGUARDING, WHOLE, Inspections
from validation.rules import CLOSES
from validation.vocabulary import STANDARDS

OFSTED = Source(
    "State-funded schools inspections and outcomes as at 31 August 2024",
    "https://www.gov.uk/government/statistics/state-funded-schools-inspections-and-outcomes-as-at-31-august-2024",
)
MAPPED = (
    f"{PRODUCT_DEFAULT}: good, and the expected standard that Ofsted itself shows in green, are green; requires improvement and needs "
    "attention amber; inadequate, urgent improvement and safeguarding not met red. trust.xlsx may set the report card's own limits"
)
_STEP = pl.col("grade").replace_strict({name: int(name[1]) for name in FIVE}, default=None, return_dtype=pl.Int64)
_OF_FOUR = {"O": GREEN, "G": GREEN, "RI": AMBER, "I": RED, MET: GREEN, NOT_MET: RED}


def _rated() -> pl.Expr:
    return (
        pl.when(_STEP.is_null()).then(pl.col("grade").replace_strict(_OF_FOUR, default=None, return_dtype=pl.String))
        .when(_STEP == 1).then(pl.lit(RED))
        .when(setting("ofsted green from") <= _STEP).then(pl.lit(GREEN))
        .when(setting("ofsted amber from") <= _STEP).then(pl.lit(AMBER))
        .otherwise(pl.lit(RED))
    )  # fmt: skip


class Judgements(
    Derived, made_from=(Inspections,), title="Judgements", one_row="one judgement of an academy's last inspection",
    intro="Made from the inspections: the last one of each academy, with a rating beside Ofsted's own words.", key=("inspected_on", "area"),
):  # fmt: skip
    """Derived rows: nobody types them."""

    inspected_on: date = like(Inspections, "inspected_on")
    regime: str = like(Inspections, "regime")
    area: str = like(Inspections, "area")
    grade: str = like(Inspections, "grade")
    before: str = cell(
        "Before",
        unit=CODE,
        help="What the inspection before found: in the same area, or overall where it did not judge that area on that scale.",
        example="RI",
        one_of=GRADES,
        required=False,
    )
    direction: str = like(Inspections, "direction")
    window_from: date = like(Inspections, "window_from")
    rated: str = cell("Rating", unit=CODE, help="By the mapping in trust.xlsx.", example=GREEN)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The judgements of the last inspection, rated."""
        (inspections,) = frames
        last = pl.col("inspected_on") == pl.col("inspected_on").max().over("academy", "period")
        return _with_before(inspections).filter(last).with_columns(rated=_rated())


def _with_before(inspections: pl.DataFrame) -> pl.DataFrame:
    """Each judgement with that of the inspection before in the same area and on the same scale, or else its overall grade."""
    whose, day = ("academy", "period"), "inspected_on"
    overall = pl.col("grade").filter(pl.col("area") == WHOLE).first()
    visits = inspections.group_by(*whose, day).agg(overall=overall).sort(day)
    visits = visits.with_columns(pl.col(day).shift().over(whose).alias("day_before"), pl.col("overall").shift().over(whose))
    scale = pl.when(pl.col("area") == SAFEGUARDING).then(pl.lit(SAFEGUARDING)).otherwise("regime").alias("scale")
    known = inspections.select(*whose, "area", scale, pl.col(day).alias("day_before"), pl.col("grade").alias("alike"))
    found = inspections.with_columns(scale).join(visits, on=[*whose, day], how="left", maintain_order="left")
    found = found.join(known, on=[*whose, "area", "scale", "day_before"], how="left", maintain_order="left")
    of_the_whole = pl.when(pl.col("area") != SAFEGUARDING).then("overall")
    return found.with_columns(before=pl.coalesce("alike", of_the_whole))


class Inspected(
    Derived, made_from=(Judgements,), title="Inspected academies", one_row="one academy", key=("inspected_on",),
    intro="Made from the judgements: how each academy stands with Ofsted.",
):  # fmt: skip
    """Derived rows: nobody types them."""

    inspected_on: date = like(Inspections, "inspected_on")
    days_since: int = cell("Days since", unit=NUMBER, help="From the last inspection to the as-at date.", example=400)
    has_overall: bool = cell("Has an overall grade", unit=YES_NO, help="Inspected before September 2024.", example=True)
    good: bool = cell("Good or outstanding", unit=YES_NO, help="Overall, where there is an overall grade.", example=True)
    good_in_all: bool = cell("Good in everything", unit=YES_NO, help="Every judgement green by the mapping.", example=True)
    has_safeguarding: bool = cell("Safeguarding judged", unit=YES_NO, help="Whether the report says.", example=True)
    safe: bool = cell("Safeguarding met", unit=YES_NO, help="Met, or effective.", example=True)
    in_window: bool = cell("In the window", unit=YES_NO, help="The next inspection may come any day.", example=False)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row an academy."""
        (judgements,) = frames
        overall, safeguarding = pl.col("area") == WHOLE, pl.col("area") == SAFEGUARDING
        return judgements.group_by("academy", "period", "inspected_on", "_closes", maintain_order=True).agg(
            days_since=(CLOSES - pl.col("inspected_on")).dt.total_days().first(),
            has_overall=(overall & (pl.col("regime") == OVERALL)).any(),
            good=(overall & pl.col("grade").is_in(["O", "G"])).any(),
            good_in_all=(pl.col("rated") == GREEN).all(),
            has_safeguarding=safeguarding.any(),
            safe=(safeguarding & (pl.col("grade") == MET)).any(),
            in_window=(pl.col("window_from") <= CLOSES).any().fill_null(value=False),
        )


@kpi(title="Good or outstanding overall", focus=("T3.1-a",), committee=STANDARDS, reads=Inspected, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=owed_in_full("the plan asks it of every academy"), source=OFSTED,
    over=Population("four_grades", "academies last inspected before September 2024, when there was an overall grade", pl.col("has_overall")))  # fmt: skip
def good_or_outstanding_pct() -> Ratio:
    """Academies judged good or outstanding overall, as a share of those whose last inspection gave an overall grade."""
    return Ratio(pl.col("good").sum(), pl.len())


@kpi(title="Good or better in everything judged", focus=("P1.3-f",), committee=STANDARDS, reads=Inspected, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=owed_in_full("the plan asks it of every academy"), source=OFSTED)  # fmt: skip
def academies_good_plus_pct() -> Ratio:
    """Academies whose last inspection found nothing below good or, on a report card, the expected standard, of all inspected."""
    return Ratio(pl.col("good_in_all").sum(), pl.len())


@kpi(title="Safeguarding met at inspection", focus=("T3.1-a",), committee=STANDARDS, reads=Inspected, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, source=OFSTED, bands=default(100, 100, "not met anywhere is red"),
    over=Population("safeguarding_judged", "academies whose last report says", pl.col("has_safeguarding")))  # fmt: skip
def safeguarding_met() -> Ratio:
    """Academies whose last inspection found safeguarding met (or effective), as a share of those whose report says."""
    return Ratio(pl.col("safe").sum(), pl.len())


@kpi(title="Days since the last inspection", focus=("T3.1-a",), committee=STANDARDS, reads=Inspected, shown=WHOLE_DAYS_SHOWN,
    polarity=Polarity.NEITHER, source=OFSTED)  # fmt: skip
def days_since_inspection() -> Ratio:
    """Days from the last inspection to the as-at date; for the trust, the mean of its academies."""
    return Ratio(pl.col("days_since").sum(), pl.len(), per=1)


@kpi(title="Academies in their inspection window", focus=("T3.1-a", "P1.3-f"), committee=STANDARDS, reads=Inspected, shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER, serves=("in_window flag",), source=OFSTED)  # fmt: skip
def academies_in_window() -> Count:
    """Academies whose next inspection may come any day."""
    return Count(pl.col("in_window").sum())


JUDGEMENTS = Register(
    name="inspection_grades", title="Ofsted's judgements", focus=("T3.1-a", "P1.3-f"), committee=STANDARDS, reads=Judgements,
    columns=("academy", "inspected_on", "regime", "area", "grade", "before", "direction", "window_from"),
    meaning="Each academy's last inspection in Ofsted's own words, and the one before; regimes cannot be compared.",
    order=("academy", "area"), serves=("evaluation_area grades table", "ofsted_status table"), most=60,
    rag=RowRag(pl.col("rated") == RED, pl.col("rated") == AMBER, MAPPED), source=OFSTED,
)  # fmt: skip
