"""Which of the trust's ways of working the academies have taken up: one share a practice."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import PERCENT_SHOWN, PRODUCT_DEFAULT, Kpi, Polarity, Population, Ratio, kpi
from trustkpi.limits import owed_in_full
from trustkpi.register import Register, RowRag
from validation.returns.improvement import NO, NOT_ASKED, PARTLY, YES, Adoption
from validation.vocabulary import STANDARDS

_BANDS = owed_in_full("the plan asks it of every academy", amber=75)

# The practice, its KPI's name and title, the framework's rows that ask for it, and other measures that it answers.
_ASKED: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("EEF", "academies_eef_planning_pct", "Academies with EEF three-tier planning", ("P1.1-w",), ()),
    ("SEF", "sef_on_template_pct", "Academies that evaluate themselves on the trust's form", ("P1.1-b",), ()),
    ("METRICS", "academies_reporting_standard_metrics_pct", "Academies that report attainment in the trust's measures", ("P1.1-a",), ()),
    ("PROGRESS", "academies_on_common_metrics_pct", "Academies on the trust's measures of progress", ("P1.3-c",), ()),
    ("TEACHING", "tl_principles_adopted_pct", "Academies that teach by the trust's principles", ("P1.2-a",), ()),
    ("PHONICS", "academies_delivering_phonics_pct", "Academies that teach the phonics programme", ("P1.2-d1",), ()),
    ("REVIEW", "academies_on_developmental_qa_pct", "Academies with developmental quality assurance", ("P1.2-b4",), ()),
    ("EYFS", "eyfs_assessment_in_use", "Early years assessment in use", ("P1.1-j",), ()),
    ("TRAUMA", "academies_trauma_informed_pct", "Academies accredited as trauma-informed", ("P4.1-e",), ()),
    ("RECORD", "scr_central_access_pct", "Single central records that the trust can see", ("P2.1-h",), ()),
    ("DASHBOARD", "dashboard_delivered", "Academies with a pupil progress dashboard", ("P1.3-d", "P1.1-d"), ("pupil performance sheet per academy + trust",)),
)  # fmt: skip


def _share(practice: str, name: str, title: str, focus: tuple[str, ...], serves: tuple[str, ...]) -> Kpi:
    asked = Population(
        f"asked_{practice.casefold()}", "the academies of which it is asked",
        (pl.col("practice") == practice) & (pl.col("taken_up") != NOT_ASKED),
    )  # fmt: skip

    def taken_up() -> Ratio:
        """Academies that have taken it up whole, as a share of those of which the plan asks it."""
        return Ratio((pl.col("taken_up") == YES).sum(), pl.len())

    taken_up.__name__ = name
    return kpi(title=title, focus=focus, committee=STANDARDS, reads=Adoption, shown=PERCENT_SHOWN,
        polarity=Polarity.HIGHER_IS_BETTER, over=asked, bands=_BANDS, serves=serves)(taken_up)  # fmt: skip


TAKEN_UP = tuple(_share(*asked) for asked in _ASKED)
globals().update({kpi.name: kpi for kpi in TAKEN_UP})  # each under its own name, as if it had been written out

TO_TAKE_UP = Register(
    name="practices_to_take_up",
    title="Ways of working still to be taken up",
    focus=("P1.1-w", "P1.2-a", "P1.2-d1"),
    committee=STANDARDS,
    reads=Adoption,
    columns=("academy", "practice", "taken_up", "due", "evidence"),
    meaning="What the plan asks of each academy and has not been taken up whole.",
    order=("due",),
    where=pl.col("taken_up").is_in([NO, PARTLY]),
    rag=RowRag(
        (pl.col("due") < pl.col("_closes")) & (pl.col("taken_up") == NO),
        (pl.col("due") < pl.col("_closes")) | (pl.col("taken_up") == NO),
        f"{PRODUCT_DEFAULT}: red where it is past due and not begun, amber where it is past due or not begun",
    ),
)
