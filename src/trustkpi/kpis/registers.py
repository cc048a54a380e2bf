"""Whether the attendance registers keep the law and the national codes."""

from __future__ import annotations

from polars import col

from trustkpi.conduct_kpis import conduct_kpi
from trustkpi.kpi import PERCENT_SHOWN, Polarity, Ratio, Shown
from trustkpi.limits import default
from trustkpi.sessions import POSSIBLE, attendance_kpi
from validation.returns.exclusions import RegisterAudits

_FINE = Shown("per cent", 2, "%", "percentage points")


@conduct_kpi(
    title="Register marks found right",
    focus=("T1.3-b",),
    reads=RegisterAudits,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=default(99, 97, "one wrong mark in a hundred is a morning's slip, three are a habit"),
    source=None,
)
def register_audit_compliance_pct() -> Ratio:
    """Marks found right by audits of the registers since 1 September, as a share of those looked at."""
    return Ratio((col("sample") - col("wrong")).sum(), col("sample").sum())


@conduct_kpi(
    title="Marks unexplained after five days",
    focus=("T1.3-b",),
    reads=RegisterAudits,
    shown=_FINE,
    bands=default(0, 0.5, "an N is to be resolved within five school days, so green is none"),
    source=None,
)
def unexplained_marks() -> Ratio:
    """Marks with code N still there after five school days, as a share of those that audits looked at."""
    return Ratio(col("old_n").sum(), col("sample").sum())


@attendance_kpi(
    title="Sessions with code B or D",
    focus=("T1.3-b",),
    polarity=Polarity.NEITHER,
    over=None,
    breakdowns=(),
)
def b_d_code_share() -> Ratio:
    """Sessions educated off site (B) or at the other school of two (D), as a share of those possible and those with D."""
    off = col("code_b") + col("code_d")
    return Ratio(off.sum(), (POSSIBLE + col("code_d")).sum(), counts=off > 0)
