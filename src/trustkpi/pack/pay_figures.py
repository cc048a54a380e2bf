"""The pay gap's figures as they are typed into the government's service, and which snapshot they are of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from trustkpi.pack.results import PackContext, Results
from trustkpi.pay.quarters import QUARTERS
from trustkpi.pay.service import Figures, rest, typed
from validation.periods import period

DUTY = 250  # employees from whom on a public authority must report: SI 2017/353, Schedule 1, paragraph 1
_WORKFORCE = "workforce"


def snapshot(context: PackContext) -> date | None:
    """The snapshot date whose return stands for the pack's period; None where none does."""
    stood = context.standing.get(_WORKFORCE, {})
    return next((period(sent).closes for sent, slot in stood.items() if slot == context.period.name), None)


def deadline(of: date) -> date:
    """The last day on which a snapshot's report may be published."""
    return of + relativedelta(years=1) - timedelta(days=1)


def figures(results: Results) -> Figures:
    """The six measures to one decimal, blank where there is none; the shares of a quarter add up to 100.

    Where men were paid a bonus and no woman was, the service expects a gap of 100 (AdminDatabaseIntegrityChecksController.cs).
    """
    women = tuple(_typed(results, "women_in_quarter_pct", "quarter", quarter) for quarter in QUARTERS)
    men_bonus, women_bonus = (_typed(results, f"{who}_paid_bonus_pct") for who in ("men", "women"))
    of_bonus = {name: _typed(results, f"gpg_{name}_bonus") if men_bonus else None for name in ("mean", "median")}
    if men_bonus and women_bonus == 0:
        of_bonus = dict.fromkeys(of_bonus, Decimal("100.0"))
    return Figures(
        mean_hourly=_typed(results, "gpg_mean_hourly"),
        median_hourly=_typed(results, "gpg_median_hourly"),
        mean_bonus=of_bonus["mean"],
        median_bonus=of_bonus["median"],
        men_bonus=men_bonus,
        women_bonus=women_bonus,
        men=tuple(rest(share) for share in women),
        women=women,
    )


def employees(results: Results) -> int:
    """The people employed on the snapshot date."""
    return int(results.row(results.trust("relevant_employees")).get("numerator") or 0)


def _typed(results: Results, kpi: str, breakdown: str = "", group: str = "") -> Decimal | None:
    key = results.trust(kpi, breakdown, group)
    return typed(results.row(key)["value"]) if results.has(key) else None
