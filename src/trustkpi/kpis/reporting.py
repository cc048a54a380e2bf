"""Reports issued on time, gaps with a plan, self-evaluation, the attendance team and the AP taskforce."""

from __future__ import annotations

import polars as pl

from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    POUNDS_SHOWN,
    PRODUCT_DEFAULT,
    Breakdown,
    Count,
    Polarity,
    Population,
    Ratio,
    Total,
    kpi,
)
from trustkpi.limits import owed_in_full
from trustkpi.register import Register, RowRag
from trustkpi.shares import share_of_counted
from validation.returns.improvement import AUDIENCES, AttendanceTeam, Gaps, Reports, SelfEvaluation, Taskforce
from validation.rules import CLOSES
from validation.vocabulary import STANDARDS

GAP_MATTERS = 5.0  # percentage points; product default, no source sets one
_ALL = owed_in_full()
_MET = owed_in_full(amber=80)
_ISSUED_ON_TIME = (pl.col("issued") <= pl.col("due")).fill_null(value=False)
_WIDE = pl.col("gap") >= GAP_MATTERS

AUDIENCE = Breakdown.by_code("audience", "Audience", AUDIENCES)


def due_so_far(name: str, title: str, where: pl.Expr) -> Population:
    """Reports of a kind that were due by the as-at date."""
    return Population(name, title, where & (pl.col("due") <= CLOSES))


@kpi(title="Headteachers' reports on time", focus=("P1.3-a",), committee=STANDARDS, reads=Reports, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_ALL,
    over=due_so_far("head_reports", "headteachers' reports due by the as-at date", pl.col("report") == "HEAD"))  # fmt: skip
def ht_reports_submitted_on_time_pct() -> Ratio:
    """Headteachers' reports issued by the day they were due, as a share of those due."""
    return Ratio(_ISSUED_ON_TIME.sum(), pl.len())


@kpi(title="Attendance reports on time", focus=("P4.1-b",), committee=STANDARDS, reads=Reports, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_ALL, breakdowns=(AUDIENCE,),
    over=due_so_far("attendance_reports", "attendance reports due by the as-at date", pl.col("report") == "ATTENDANCE"))  # fmt: skip
def reports_issued_on_time_pct() -> Ratio:
    """Attendance reports issued by the day they were due, as a share of those due, by audience."""
    return Ratio(_ISSUED_ON_TIME.sum(), pl.len())


@kpi(title="Dashboards delivered by the day due", focus=("P1.3-i",), committee=STANDARDS, reads=Reports, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_ALL,
    serves=("dashboard_delivered_by_due per academy",),
    over=due_so_far("dashboards", "dashboards due by the as-at date", pl.col("report") == "DASHBOARD"))  # fmt: skip
def dashboard_delivered_by_due() -> Ratio:
    """Pupil progress dashboards delivered by the day they were due, as a share of those due."""
    return Ratio(_ISSUED_ON_TIME.sum(), pl.len())


LATE_REPORTS = Register(
    name="reports_late", title="Reports late or still to come", focus=("P1.3-a", "P4.1-b"), committee=STANDARDS, reads=Reports,
    columns=("academy", "report", "audience", "due", "issued"), meaning="Reports that were issued late or are past due.", order=("due",),
    where=(pl.col("due") <= CLOSES) & ~_ISSUED_ON_TIME,
    rag=RowRag(pl.col("issued").is_null(), pl.col("issued").is_not_null(), f"{PRODUCT_DEFAULT}: not issued is red, late is amber"),
)  # fmt: skip


@kpi(title="Gaps of 5 points or more", focus=("P1.3-k",), committee=STANDARDS, reads=Gaps, shown=COUNT_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER)  # fmt: skip
def gaps_over_threshold() -> Count:
    """Gaps between groups of pupils of 5 percentage points or more (a product default)."""
    return Count(_WIDE.sum())


@kpi(title="Wide gaps with a plan", focus=("P1.3-k",), committee=STANDARDS, reads=Gaps, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MET, over=Population("wide_gaps", "gaps of 5 points or more", _WIDE))  # fmt: skip
def gaps_with_plan_pct() -> Ratio:
    """Gaps of 5 points or more that have a plan to close them, as a share of all such gaps."""
    return Ratio(pl.col("planned").sum(), pl.len())


GAPS = Register(
    name="gap_plans", title="Gaps between groups, and what is done", focus=("P1.3-k",), committee=STANDARDS, reads=Gaps,
    columns=("academy", "measure", "group", "gap", "plan", "owner", "due"), meaning="Gaps of 5 points or more.", order=("academy", "measure"),
    where=_WIDE,
    rag=RowRag(~pl.col("planned"), pl.col("due") < CLOSES, f"{PRODUCT_DEFAULT}: without a plan is red, past its date is amber"),
)  # fmt: skip

SELF_EVALUATION = Register(
    name="self_evaluation", title="How academies judge themselves", focus=("P1.1-b",), committee=STANDARDS, reads=SelfEvaluation,
    columns=("academy", "area", "grade", "reviewed_on"), meaning="The academies' own judgements, in Ofsted's words of November 2025.",
    order=("academy", "area"), serves=("sef_grade by area",), most=60,
    rag=RowRag(pl.col("grade") == "1", pl.col("grade") == "2",
        f"{PRODUCT_DEFAULT}: urgent improvement is red, needs attention amber, expected standard and above green as Ofsted shows them"),
)  # fmt: skip


@kpi(title="Persistently absent pupils with an agreed action", focus=("P1.1-s",), committee=STANDARDS, reads=AttendanceTeam,
    shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER, bands=_MET)  # fmt: skip
def pa_pupils_with_action_pct() -> Ratio:
    """Persistently absent pupils for whom an action has been agreed, as a share of all of them at the last meeting."""
    return share_of_counted("with_action", "persistent")


@kpi(title="Attendance meetings held", focus=("P1.1-s",), committee=STANDARDS, reads=AttendanceTeam, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_ALL)  # fmt: skip
def meetings_held_vs_planned_pct() -> Ratio:
    """Meetings of the attendance team with principals that were held, as a share of those planned since September."""
    return Ratio(pl.col("held").sum(), pl.col("meetings").sum())


@kpi(title="Cost of the attendance team", focus=("P1.1-k",), committee=STANDARDS, reads=AttendanceTeam, shown=POUNDS_SHOWN,
    polarity=Polarity.NEITHER, serves=("cost_per_academy",))  # fmt: skip
def attendance_team_cost() -> Total:
    """What the central attendance and welfare team has cost since September, academy by academy; read beside the fall in absence."""
    return Total(pl.col("cost").sum())


@kpi(title="AP taskforce requirements met", focus=("P1.5-a2",), committee=STANDARDS, reads=Taskforce, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=_MET)  # fmt: skip
def taskforce_requirements_met_pct() -> Ratio:
    """Requirements of the AP taskforce's agreement that are met, as a share of all of them."""
    return Ratio(pl.col("met").sum(), pl.len())
