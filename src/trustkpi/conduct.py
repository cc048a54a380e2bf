"""Suspensions, exclusions and placements off site, totalled pupil by pupil beside the headcount that they are divided by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from trustkpi.derived import Derived, like
from trustkpi.groups import BY_ETHNICITY, BY_FSM, BY_SEN, BY_SEX, BY_SOCIAL_CARE, BY_YEAR_GROUP
from trustkpi.headcount import PUPIL, WHOSE, headcounts, in_term, totalled_for
from trustkpi.kpi import Breakdown, Ratio, Source
from validation.conduct import Category
from validation.model import CODE, DATE, NUMBER, SESSIONS, TEXT, YES_NO, Sheet, cell
from validation.returns.attendance import Pupils
from validation.returns.exclusions import Events, History, ManagedMoves, OffSite

METHODOLOGY = Source(
    "Pupil exclusion statistics: methodology (Department for Education)",
    "https://explore-education-statistics.service.gov.uk/methodology/pupil-exclusion-statistics-methodology",
)
_IS_PERMANENT = pl.col("category") == Category.PERMANENT


class KnownOfPupil(Sheet):
    """What is known of a pupil from the attendance return, and whether the headcount has them."""

    upn: str = cell("UPN", unit=CODE, help="Unique pupil number.", example="Q207000016049")
    sex: str = like(Pupils, "sex")
    ethnicity: str = like(Pupils, "ethnicity")
    language: str = like(Pupils, "language")
    year_group: str = like(Pupils, "year_group")
    fsm: bool = like(Pupils, "fsm")
    sen: str = like(Pupils, "sen")
    medical: bool = like(Pupils, "medical")
    looked_after: bool = like(Pupils, "looked_after")
    child_in_need: bool = like(Pupils, "child_in_need")
    child_protection: bool = like(Pupils, "child_protection")
    headcount: int = cell("In the headcount", unit=NUMBER, help="1 if on roll on the census day, else 0.", example=1)


class PupilConduct(
    Derived,
    KnownOfPupil,
    made_from=(Events, OffSite, ManagedMoves, History, Pupils),
    title="Suspensions by pupil",
    one_row="one pupil of the headcount, or with an event in the year",
    intro="Made from the suspensions return and the pupil list of the attendance return; leavers' events are kept.",
    key=("upn",),
    personal=True,
):
    """Derived rows: nobody types them."""

    term_suspensions: int = cell("Suspensions in the term", unit=NUMBER, help="That began in the period.", example=1)
    term_sessions: int = cell("Sessions suspended in the term", unit=SESSIONS, help="Of those.", example=4)
    term_permanent: int = cell("Permanently excluded in the term", unit=NUMBER, help="In the period.", example=0)
    suspensions: int = cell("Suspensions", unit=NUMBER, help="Since 1 September.", example=2)
    sessions: int = cell("Sessions suspended", unit=SESSIONS, help="Since 1 September.", example=9)
    permanent: int = cell("Permanently excluded", unit=NUMBER, help="Since 1 September.", example=0)
    off_site: int = cell("Directed off site", unit=NUMBER, help="1 if at any time since 1 September.", example=0)
    managed: int = cell("Managed move", unit=NUMBER, help="1 if one began since 1 September.", example=0)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row a pupil of every academy and period whose return is in: its History is never empty."""
        events, off_site, managed, history, pupils = frames
        totals = (_of_events(events), _once(off_site, "off_site"), _once(managed, "managed"))
        return totalled_for(headcounts(pupils, history), totals)


class HeadcountBasis(
    Derived,
    made_from=(History, Pupils),
    title="Headcounts behind suspension rates",
    one_row="one academy whose suspensions return is in",
    intro="Made from the pupil lists: which census's headcount an academy's rates are divided by.",
    key=("academy",),
):
    """Derived rows: nobody types them."""

    academy: str = cell("Academy", unit=TEXT, help="Short name.", example="Ambleside")
    provisional: bool = cell("Provisional", unit=YES_NO, help="Whether it is the autumn census's headcount.", example=False)

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """One row an academy and period."""
        history, pupils = frames
        return headcounts(pupils, history).group_by(WHOSE, maintain_order=True).agg(pl.col("provisional").first())


class EventReasons(
    Derived,
    made_from=(Events,),
    title="Reasons for suspension",
    one_row="one reason of one suspension",
    intro="Made from the suspensions return: a suspension with three reasons stands three times.",
    key=("upn",),
    personal=True,
):
    """Derived rows: nobody types them."""

    upn: str = cell("UPN", unit=CODE, help="Unique pupil number.", example="Q207000016049")
    start: date = cell("Start", unit=DATE, help="First day.", example=date(2025, 11, 12))
    reason: str = like(Events, "reason")

    @classmethod
    def make(cls, *frames: pl.DataFrame) -> pl.DataFrame:
        """The reasons, one under the other."""
        (events,) = frames
        kept = [name for name in events.columns if not name.startswith("reason")]
        stacked = [events.select(*kept, pl.col(name).alias("reason")) for name in ("reason", "reason_2", "reason_3")]
        return pl.concat(stacked).filter(pl.col("reason").is_not_null() & ~_IS_PERMANENT)


def _of_events(events: pl.DataFrame) -> pl.DataFrame:
    this_term = pl.col("start") >= in_term()
    by_pupil = events.with_columns(_term=this_term, _permanent=_IS_PERMANENT).group_by(PUPIL, maintain_order=True)
    suspended, term = ~pl.col("_permanent"), pl.col("_term")
    return by_pupil.agg(
        term_suspensions=(suspended & term).sum(),
        term_sessions=pl.col("sessions").filter(suspended & term).sum(),
        term_permanent=(pl.col("_permanent") & term).sum(),
        suspensions=suspended.sum(),
        sessions=pl.col("sessions").filter(suspended).sum(),
        permanent=pl.col("_permanent").sum(),
    ).with_columns(pl.selectors.numeric().cast(pl.Int64))


def _once(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.select(PUPIL).unique(maintain_order=True).with_columns(pl.lit(1, pl.Int64).alias(column))


def known(breakdown: Breakdown) -> Breakdown:
    """The breakdown without those who are on no pupil list: nothing is known of them."""
    return replace(breakdown, group=pl.when(pl.col("sex").is_not_null()).then(breakdown.group))


GROUPS = tuple(known(b) for b in (BY_SEX, BY_ETHNICITY, BY_YEAR_GROUP, BY_FSM, BY_SEN, BY_SOCIAL_CARE))


def per_pupil(of: pl.Expr) -> Ratio:
    """Events per hundred pupils of the headcount; those of pupils who are not in it are counted all the same."""
    return Ratio(of.sum(), pl.col("headcount").sum(), counts=of > 0)
