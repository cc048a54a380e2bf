"""Concerns, referrals and complaints: counts of children and colleagues, withheld where they are few."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.kpi import COUNT_SHOWN, DAYS_SHOWN, PERCENT_SHOWN, Breakdown, Count, Heads, Polarity, Population, Ratio, Source, kpi
from trustkpi.shares import mean_of_counted, number_counted, share_of_counted
from validation.returns.safeguarding import ALLEGATION, CATEGORIES, COMPLAINT, GRIEVANCE, LOW_LEVEL, Children, Concerns, Matters
from validation.vocabulary import STANDARDS

# No national figure for concerns raised by a school was found, and more of them may mean that more are seen: nothing here has limits.
REFERRALS = Source(
    "Local Authority Interactive Tool (referrals from schools, re-referrals)",
    "https://github.com/dfe-analytical-services/local-authority-interactive-tool",
)
CATEGORY = Breakdown.by_code("category", "Category", CATEGORIES)
_concerns = partial(kpi, committee=STANDARDS, reads=Concerns, polarity=Polarity.NEITHER)
_children = partial(kpi, committee=STANDARDS, reads=Children, shown=COUNT_SHOWN, polarity=Polarity.NEITHER)
_matters = partial(kpi, committee=STANDARDS, reads=Matters, shown=COUNT_SHOWN)


def of_roll(column: str) -> Count:
    """A number of the children on roll."""
    inside = pl.col(column).sum()
    return Count(inside, heads=Heads(pl.col("roll").sum(), inside))


@_concerns(
    title="Concerns recorded", focus=("T5.1-j",), shown=COUNT_SHOWN, breakdowns=(CATEGORY,), serves=("concerns_by_category",)
)
def concerns_recorded() -> Count:
    """Safeguarding concerns recorded since September, by category."""
    return number_counted("concerns")


@_concerns(
    title="Referred to children's services", focus=("T5.1-j",), shown=COUNT_SHOWN, serves=("referrals_mash",), source=REFERRALS
)
def referrals_made() -> Count:
    """Concerns referred to children's services since September."""
    return number_counted("referrals")


@_concerns(title="Referrals accepted", focus=("T5.1-j",), shown=PERCENT_SHOWN)
def referrals_accepted_pct() -> Ratio:
    """Referrals that children's services accepted, as a share of those made."""
    return share_of_counted("accepted", "referrals")


@_concerns(
    title="Referred again within a year",
    focus=("T5.1-j",),
    shown=PERCENT_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER,
    source=REFERRALS,
)
def repeat_referral_pct() -> Ratio:
    """Referrals of children who had been referred within the 12 months before, as a share of those made."""
    return share_of_counted("again", "referrals")


@_concerns(title="Cases closed with things better", focus=("T5.1-k",), shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER)
def concern_cases_improved_pct() -> Ratio:
    """Closed cases in which the lead judges that things are better, as a share of those closed."""
    return share_of_counted("improved", "closed")


@_concerns(title="Days to close a case", focus=("T5.1-k",), shown=DAYS_SHOWN, polarity=Polarity.LOWER_IS_BETTER)
def mean_days_to_close() -> Ratio:
    """Days that closed cases were open, on average."""
    return mean_of_counted(pl.col("days_open").sum(), pl.col("closed").sum())


@_children(title="Children with early help", focus=("T5.1-j",), serves=("early_help",))
def early_help_children() -> Count:
    """Children with an early help assessment or plan on the as-at date."""
    return of_roll("early_help")


@_children(title="Children in need", focus=("T5.1-j",), serves=("cin",))
def children_in_need() -> Count:
    """Children with a child in need plan on the as-at date."""
    return of_roll("in_need")


@_children(title="Children with a protection plan", focus=("T5.1-j",), serves=("cp",))
def children_protected() -> Count:
    """Children with a child protection plan on the as-at date."""
    return of_roll("protection")


@_children(title="Looked-after children", focus=("T5.1-j",), serves=("lac counts",))
def children_looked_after() -> Count:
    """Children looked after by an authority on the as-at date."""
    return of_roll("looked_after")


@_children(title="Referred as missing from education", focus=("T5.1-i",))
def cme_referrals() -> Count:
    """Children referred as missing from education since September."""
    return of_roll("cme")


@kpi(title="Missing from education: referred within 10 days", focus=("T5.1-i",), committee=STANDARDS, reads=Children, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER)  # fmt: skip
def cme_referred_within_10_days_pct() -> Ratio:
    """Children referred as missing from education within 10 school days, as a share of all referred."""
    return share_of_counted("cme_in_time", "cme")


def of(name: str, title: str, *kinds: str) -> Population:
    """Matters of those kinds."""
    return Population(name, title, pl.col("matter").is_in(kinds))


COMPLAINTS = of("complaints", "complaints of parents and others", COMPLAINT)


@_matters(
    title="Complaints",
    focus=("T5.1-l",),
    polarity=Polarity.LOWER_IS_BETTER,
    over=COMPLAINTS,
    serves=("complaints_total",),
)
def complaints_received() -> Count:
    """Complaints received since September."""
    return number_counted("received")


@kpi(title="Complaints upheld", focus=("T5.1-l",), committee=STANDARDS, reads=Matters, shown=PERCENT_SHOWN, polarity=Polarity.NEITHER,
    over=of("complaints_upheld", "complaints of parents and others that were received", COMPLAINT))  # fmt: skip
def upheld_pct() -> Ratio:
    """Complaints upheld wholly or in part, as a share of those received."""
    return share_of_counted("upheld", "received")


@_matters(
    title="Staff grievances",
    focus=("T5.1-l",),
    polarity=Polarity.LOWER_IS_BETTER,
    over=of("grievances", "staff grievances", GRIEVANCE),
)
def staff_grievances() -> Count:
    """Staff grievances opened since September."""
    return number_counted("received")


@_matters(
    title="Allegations to the designated officer",
    focus=("T5.1-l",),
    polarity=Polarity.NEITHER,
    over=of("allegations", "allegations", ALLEGATION),
)
def allegations_lado() -> Count:
    """Allegations about staff reported to the authority's designated officer since September."""
    return number_counted("received")


@_matters(
    title="Low-level concerns about staff",
    focus=("T5.1-l",),
    polarity=Polarity.NEITHER,
    over=of("low_level", "low-level concerns", LOW_LEVEL),
)
def low_level_concerns() -> Count:
    """Low-level concerns about staff recorded since September; more may mean that people speak up."""
    return number_counted("received")
