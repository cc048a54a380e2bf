"""Training in date, course by course: counts of needs met, so that one gap is seen as a gap."""

from __future__ import annotations

import polars as pl

from trustkpi.derived import Derived
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
from trustkpi.limits import owed_in_full
from trustkpi.register import Register, RowRag
from validation.model import CODE, PEOPLE, cell
from validation.returns.training import (
    CONDUCT,
    COURSES,
    GOVERNOR,
    INDUCTION,
    LEAD,
    LEADS_EVERY,
    PART_ONE,
    PHONICS,
    PREVENT,
    RECRUITMENT,
    ROLES,
    SAFEGUARDING,
    Courses,
)
from validation.rules import CLOSES, OPENS
from validation.vocabulary import STANDARDS

KEEPING_SAFE = Source(
    "Keeping children safe in education, part three: safer recruitment",
    "https://www.keepingchildrensafeineducation.co.uk/part_three_safe_recruit.html",
)
EVERY_TWO_YEARS = Source(
    "Keeping children safe in education (paragraph 57 of an earlier edition): the training of leads is updated every two years",
    "https://online.flipbuilder.com/ruih/lrev/files/basic-html/page17.html",
)
# Anything under 100% is at best amber, whatever else the trust sets.
_ALL = owed_in_full("a statutory need is everybody's")
# Product default: an edition that is in force from 1 September can be read from the July before.
_READ_SINCE = OPENS.dt.offset_by("-2mo")
_LASTS = pl.col("valid_until").is_null() | (pl.col("valid_until") >= CLOSES)
_NEW_ENOUGH = (
    pl.when(pl.col("course") == LEAD).then(pl.col("completed_on").dt.offset_by(LEADS_EVERY) >= CLOSES)
    .when(pl.col("course") == PART_ONE).then(pl.col("completed_on") >= _READ_SINCE)
    .otherwise(pl.lit(value=True))
)  # fmt: skip


class InDate(
    Derived, made_from=(Courses,), title="Training in date", one_row="one course in one role group of one academy",
    intro="Made from the courses: how many need each and have it in date. Counts of needs, not rows about people.", key=("course", "role"),
):  # fmt: skip
    """Derived rows: nobody types them."""

    course: str = cell("Course", unit=CODE, help="Which course.", example=SAFEGUARDING, one_of=COURSES)
    role: str = cell("Role group", unit=CODE, help="Who needs it.", example="TEACH", one_of=ROLES)
    needed: int = cell("Needed by", unit=PEOPLE, help="How many need it.", example=12)
    in_date: int = cell("In date", unit=PEOPLE, help="How many have it in date.", example=11)
    gaps: int = cell("Gaps", unit=PEOPLE, help="How many do not.", example=1)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a course and role group of an academy; a governor's safeguarding training is a governor's."""
        (courses,) = frames
        valid = (pl.col("completed_on") <= CLOSES) & _LASTS & _NEW_ENOUGH
        # An induction is of those who started this year; who started before had another.
        asked = courses.filter((pl.col("course") != INDUCTION) | (pl.col("started") >= OPENS))
        counted = asked.group_by("academy", "period", "_opens", "_closes", "course", "role", maintain_order=True).agg(
            needed=pl.len(), in_date=valid.fill_null(value=False).sum()
        )
        return counted.with_columns(gaps=pl.col("needed") - pl.col("in_date"))


ROLE = Breakdown.by_code("role", "Role group", ROLES)
_STAFF = pl.col("role") != GOVERNOR


def needing(name: str, course: str, who: pl.Expr | None = None) -> Population:
    """The needs of one course."""
    where = pl.col("course") == course
    return Population(name, f"needs of {COURSES[course].lower()}", where if who is None else where & who)


def met() -> Ratio:
    """Needs met, of all."""
    return Ratio(pl.col("in_date").sum(), pl.col("needed").sum())


@kpi(title="Safeguarding training in date", focus=("T5.1-p",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("safeguarding_staff", SAFEGUARDING, _STAFF), bands=_ALL, breakdowns=(ROLE,),
    source=KEEPING_SAFE)  # fmt: skip
def safeguarding_training_in_date_pct() -> Ratio:
    """Staff whose safeguarding training is in date, as a share of all staff who need it."""
    return met()


@kpi(title="Designated safeguarding leads in date", focus=("T5.1-p",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("leads", LEAD), bands=_ALL, serves=("dsl_in_date_2yr_pct",),
    source=EVERY_TWO_YEARS)  # fmt: skip
def dsl_in_date_pct() -> Ratio:
    """Designated safeguarding leads and deputies whose own training is in date and not over two years old, as a share of all of them."""
    return met()


@kpi(title="Prevent training in date", focus=("T5.1-p",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("prevent", PREVENT), bands=_ALL)  # fmt: skip
def prevent_pct() -> Ratio:
    """Those whose Prevent training is in date, as a share of all who need it."""
    return met()


@kpi(title="Part one of Keeping children safe read", focus=("T5.1-p",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("part_one", PART_ONE, _STAFF), bands=_ALL, source=KEEPING_SAFE)  # fmt: skip
def kcsie_part1_read_pct() -> Ratio:
    """Staff who have read part one of this year's edition (since July), as a share of all staff who must."""
    return met()


@kpi(title="Governors' safeguarding training in date", focus=("T5.1-p",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("governors", SAFEGUARDING, pl.col("role") == GOVERNOR), bands=_ALL)  # fmt: skip
def governor_training_pct() -> Ratio:
    """Governors and trustees whose safeguarding training is in date, as a share of all of them."""
    return met()


@kpi(title="Trained in safer recruitment", focus=("T5.1-p",), committee=STANDARDS, reads=InDate, shown=COUNT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("recruitment", RECRUITMENT))  # fmt: skip
def safer_recruitment_trained() -> Count:
    """People whose training in safer recruitment is in date."""
    return Count(pl.col("in_date").sum())


@kpi(title="Code of conduct signed", focus=("T5.1-h",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("conduct", CONDUCT, _STAFF), bands=_ALL)  # fmt: skip
def staff_signed_pct() -> Ratio:
    """Staff who have signed the code of conduct in force, as a share of all who must."""
    return met()


@kpi(title="Safeguarding induction of new staff", focus=("P1.4-f3",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("induction", INDUCTION), bands=_ALL)  # fmt: skip
def safeguarding_induction_done_pct() -> Ratio:
    """Staff who started this academic year and have had the safeguarding induction, as a share of all who started."""
    return met()


@kpi(title="Trained in the phonics programme", focus=("P1.2-d2",), committee=STANDARDS, reads=InDate, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, over=needing("phonics", PHONICS),
    bands=owed_in_full("the plan trains all of them", amber=75))  # fmt: skip
def phonics_trained_staff_pct() -> Ratio:
    """Staff trained in the phonics programme, as a share of those whom the plan names."""
    return met()


GAPS = Register(
    name="training_gaps", title="Training gaps", focus=("T5.1-p",), committee=STANDARDS, reads=InDate,
    columns=("academy", "course", "role", "needed", "in_date", "gaps"),
    meaning="Courses that somebody needs and does not have in date.", order=("academy", "course"), where=pl.col("gaps") > 0,
    rag=RowRag(pl.col("in_date") * 10 < pl.col("needed") * 9, pl.col("gaps") > 0,
        f"{PRODUCT_DEFAULT}: red under nine in ten, else amber: under 100% is never green"),
)  # fmt: skip
