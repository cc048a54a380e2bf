"""Pupils at risk of suspension or exclusion: how many are helped, and whether it helps."""

from __future__ import annotations

from polars import col, duration
from polars import len as rows

from trustkpi.conduct_kpis import conduct_kpi
from trustkpi.kpi import COUNT_SHOWN, PERCENT_SHOWN, Count, Polarity, Ratio
from trustkpi.limits import default, owed_in_full
from trustkpi.shares import people_who
from validation.returns.exclusions import AtRisk
from validation.rules import CLOSES

_HELPED = (col("support") != "NONE") & col("began").is_not_null()
# Twelve weeks after against twelve before: of help that began later the weeks after are not over, and would flatter it.
_JUDGED = _HELPED & (col("began") + duration(weeks=12) <= CLOSES)


@conduct_kpi(
    title="Pupils at risk of suspension or exclusion",
    focus=("T1.3-d",),
    reads=AtRisk,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
    source=None,
)
def at_risk_pupils() -> Count:
    """Pupils flagged since 1 September as at risk of suspension or permanent exclusion."""
    return Count(rows(), counts=col("flagged").is_not_null())


@conduct_kpi(
    title="Pupils at risk who are helped",
    focus=("T1.3-d",),
    reads=AtRisk,
    shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER,
    bands=owed_in_full("a pupil who is flagged is helped"),
    source=None,
)
def at_risk_with_intervention_pct() -> Ratio:
    """Pupils at risk for whom an intervention has begun, as a share of all flagged."""
    return people_who(_HELPED)


@conduct_kpi(
    title="Suspensions after intervention, change",
    focus=("T1.3-d",),
    reads=AtRisk,
    shown=PERCENT_SHOWN,
    bands=default(-25, 0, "green where there are a quarter fewer, amber where there are no more"),
    source=None,
)
def suspensions_after_intervention_change_pct() -> Ratio:
    """Suspensions in the twelve weeks after help that began so long ago, less those in the twelve before, as a share of these."""
    change = (col("after") - col("before")).filter(_JUDGED)
    return Ratio(change.sum(), col("before").filter(_JUDGED).sum(), counts=_JUDGED & (col("after") > 0), among=_JUDGED)
