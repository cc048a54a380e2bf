"""Safeguarding policies in date, whole and published; the annual audit; items from outside."""

from __future__ import annotations

from functools import partial

import polars as pl

from trustkpi.kpi import (
    COUNT_SHOWN,
    PERCENT_SHOWN,
    PRODUCT_DEFAULT,
    WHOLE_DAYS_SHOWN,
    Bands,
    Count,
    Polarity,
    Population,
    Ratio,
    Source,
    Statistic,
    kpi,
)
from trustkpi.limits import SINCE, meant_for_most, owed_in_full
from trustkpi.register import Register, RowRag
from validation.returns.safeguarding import CHILD_PROTECTION, CONDUCT, COVERS, MISSING, Audit, External, Policies
from validation.rules import CLOSES, OPENS
from validation.vocabulary import STANDARDS

KCSIE = Source(
    "Keeping children safe in education, part two, as Norfolk County Council sums it up for governors",
    "https://schools.norfolk.gov.uk/article/29575/Legal-responsibilities",
)
_ALL = owed_in_full(amber=95)
A_YEAR = 365  # days
_IN_DATE = pl.col("review_due") >= CLOSES

_policy = partial(
    kpi, committee=STANDARDS, reads=Policies, shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER, bands=_ALL, source=KCSIE
)
_audit = partial(kpi, committee=STANDARDS, reads=Audit, shown=PERCENT_SHOWN, polarity=Polarity.HIGHER_IS_BETTER)


def the(policy: str, title: str) -> Population:
    """One policy of every academy."""
    return Population(f"policy_{policy.casefold()}", title, pl.col("policy") == policy)


def _this_year(column: str) -> pl.Expr:
    return pl.col(column).is_between(OPENS, CLOSES).fill_null(value=False)


CP = the(CHILD_PROTECTION, "child protection policies")


@_policy(title="Policies in date", focus=("T5.1-a",))
def policies_in_date_pct() -> Ratio:
    """Safeguarding policies whose review is not overdue, as a share of all."""
    return Ratio(_IN_DATE.sum(), pl.len())


@_policy(title="Parts of policies present", focus=("T5.1-a",))
def policy_elements_present_pct() -> Ratio:
    """Parts that the trust's checklist asks for and that are there, as a share of all over every policy."""
    return Ratio(pl.col("present").sum(), pl.col("elements").sum())


@_policy(title="Child protection: this year's guidance", focus=("T5.1-b",), over=CP)
def cp_policy_kcsie_version_current() -> Ratio:
    """Academies whose child protection policy names the guidance in force, as a share of all."""
    return Ratio(pl.col("guidance_current").sum(), pl.len())


@_policy(title="Child protection: safeguarding partners named", focus=("T5.1-c",), over=CP)
def cp_policy_multiagency_referenced() -> Ratio:
    """Academies whose child protection policy names the locally agreed arrangements, as a share of all."""
    return Ratio(pl.col("multi_agency").sum(), pl.len())


@_policy(title="Child protection: named risks covered", focus=("T5.1-d",), over=CP)
def cp_policy_content_elements() -> Ratio:
    """Of child-on-child abuse, online safety and serious violence, how many the policy covers, as a share of three an academy."""
    covered = pl.col("child_on_child").sum() + pl.col("online_safety").sum() + pl.col("serious_violence").sum()
    return Ratio(covered, pl.len() * len(COVERS))


@_policy(title="Child protection policy published", focus=("T5.1-e",), over=CP)
def cp_policy_published() -> Ratio:
    """Academies whose child protection policy can be read by the public, as a share of all."""
    return Ratio(pl.col("published").sum(), pl.len())


@kpi(title="Days since the child protection policy was approved", focus=("T5.1-f",), committee=STANDARDS, reads=Policies, shown=WHOLE_DAYS_SHOWN,
    polarity=Polarity.LOWER_IS_BETTER, over=CP, source=KCSIE,
    bands=(Bands(float(A_YEAR), float(A_YEAR), SINCE, "Reviewed at least once a year, as the framework's row asks: over 365 days is red"),))  # fmt: skip
def days_since_cp_policy_review() -> Statistic:
    """Days from the approval of the child protection policy to the as-at date; for the trust, the most at any academy."""
    # A mean would hide the one policy that is years old.
    return Statistic((CLOSES - pl.col("approved_on")).dt.total_days().max(), pl.len())


@_policy(title="Child protection: lessons recorded", focus=("T5.1-f",), over=CP)
def lessons_learnt_recorded() -> Ratio:
    """Academies that recorded lessons at the last review of the child protection policy, as a share of all."""
    return Ratio(pl.col("lessons").sum(), pl.len())


@_policy(title="Code of conduct in date", focus=("T5.1-h",), over=the(CONDUCT, "codes of conduct"))
def code_of_conduct_in_date() -> Ratio:
    """Academies whose code of conduct is in date, as a share of all."""
    return Ratio(_IN_DATE.sum(), pl.len())


@_policy(
    title="Missing-from-education policy in date",
    focus=("T5.1-i",),
    over=the(MISSING, "policies on children missing from education"),
)
def cme_policy_in_date() -> Ratio:
    """Academies whose policy on children missing from education is in date, as a share of all."""
    return Ratio(_IN_DATE.sum(), pl.len())


POLICIES = Register(
    name="policies_to_mend", title="Policies out of date or not whole", focus=("T5.1-a",), committee=STANDARDS, reads=Policies,
    columns=("academy", "policy", "approved_on", "review_due", "published", "elements", "present"),
    meaning="Safeguarding policies that are overdue, unpublished or lack a part.", order=("review_due",),
    where=~_IN_DATE | ~pl.col("published") | (pl.col("present") < pl.col("elements")),
    rag=RowRag(~_IN_DATE, pl.col("review_due") >= CLOSES, f"{PRODUCT_DEFAULT}: overdue is red, any other fault amber"),
)  # fmt: skip


@_audit(title="Safeguarding audits complete", focus=("P1.1-m",), bands=_ALL)
def safeguarding_audit_complete() -> Ratio:
    """Academies that have completed this academic year's safeguarding audit, as a share of all."""
    return Ratio(_this_year("completed_on").sum(), pl.len())


@_audit(title="Safeguarding audit: standards met", focus=("P1.1-m",), bands=meant_for_most())
def audit_score_pct() -> Ratio:
    """Standards met by the academies' own judgement, as a share of all in the audit."""
    return Ratio(pl.col("met").sum(), pl.col("standards").sum())


@_audit(title="Audits reviewed with the safeguarding lead", focus=("P1.1-o",), bands=_ALL)
def audits_reviewed_with_dsl_pct() -> Ratio:
    """This year's audits that were reviewed with the academy's designated safeguarding lead, as a share of all academies."""
    return Ratio(_this_year("with_lead").sum(), pl.len())


@_audit(title="Audits reviewed with the safeguarding trustee", focus=("P1.1-o",), bands=_ALL)
def audits_reviewed_with_trustee_pct() -> Ratio:
    """This year's audits that were reviewed with the safeguarding trustee, as a share of all academies."""
    return Ratio(_this_year("with_trustee").sum(), pl.len())


@_audit(title="Safeguarding action plans published", focus=("P1.1-r",), bands=_ALL, serves=("published",))
def safeguarding_plan_published_pct() -> Ratio:
    """Academies that have published this year's plan from their audit, as a share of all."""
    return Ratio(pl.col("plan_published").fill_null(value=False).sum(), pl.len())


@kpi(
    title="Items from outside logged",
    focus=("T5.1-m",),
    committee=STANDARDS,
    reads=External,
    shown=COUNT_SHOWN,
    polarity=Polarity.NEITHER,
)
def external_items_logged() -> Count:
    """Items from outside sources that bear on safeguarding, since September."""
    return Count(pl.len())


@kpi(title="Items from outside acted on", focus=("T5.1-m",), committee=STANDARDS, reads=External, shown=PERCENT_SHOWN,
    polarity=Polarity.HIGHER_IS_BETTER, bands=meant_for_most())  # fmt: skip
def items_actioned_pct() -> Ratio:
    """Items from outside sources that were acted on, as a share of all logged."""
    return Ratio(pl.col("acted").sum(), pl.len())


ITEMS = Register(
    name="external_items", title="What outside sources said", focus=("T5.1-m",), committee=STANDARDS, reads=External,
    columns=("academy", "noted_on", "source", "says", "action"), meaning="Items from outside and what was done.", order=("noted_on",),
    rag=RowRag(pl.lit(value=False), ~pl.col("acted"), f"{PRODUCT_DEFAULT}: amber until something was done"),
)  # fmt: skip
